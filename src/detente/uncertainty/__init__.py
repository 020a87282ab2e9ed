"""What is not known: whether a ladder holds, who the parties are, what risk it takes off.

- `values`: what if costs and values are guesses (`stress`, `study`);
- `parties`: who the parties may be, and what was seen of them (`assess`, `trajectory`);
- `incidents`: what may go wrong, and whether what is done about it is cheap insurance (`risk`);
- `past`: what earlier cases teach (`calibrate`, `backtest`);
- `sweeps`: many scenarios, each planned and stressed (`sweep`).

All that is drawn is drawn in chunks, which `work` hands to threads, or to worker `processes`.
`lines` turns what a case says of channels into what the floor `channels` reckons with, and
`intervals` says how far a share of draws may be off.

Names are fetched on first use, so that an observation costs no more than its own few lines.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.uncertainty.incidents.compound import Losses, LossPlan, risk_chunk
    from detente.uncertainty.incidents.insurance import Risk, risk
    from detente.uncertainty.lines import contacts, ends
    from detente.uncertainty.parties.assessment import Assessment, assess
    from detente.uncertainty.parties.growth import growth_factor
    from detente.uncertainty.parties.observation import (
        OUTCOMES,
        InvalidObservation,
        Observation,
        Outcome,
    )
    from detente.uncertainty.parties.types import Range
    from detente.uncertainty.parties.updating import Moment, Standing, Trajectory, trajectory
    from detente.uncertainty.past.backtesting import Backtest, backtest
    from detente.uncertainty.past.calibration import Calibration, calibrate
    from detente.uncertainty.processes import cluster
    from detente.uncertainty.sweeps.scenarios import SweepPlan
    from detente.uncertainty.sweeps.sweeping import Row, Sweep, sweep, sweep_plan
    from detente.uncertainty.values.chunks import StressPlan, stress_chunk
    from detente.uncertainty.values.draws import check_draws
    from detente.uncertainty.values.stressing import (
        Break,
        Stress,
        stress,
        stress_plan,
        summarise,
    )
    from detente.uncertainty.values.studying import Sensitivity, Study, study
    from detente.uncertainty.values.tally import Tally

_HOME = {
    "OUTCOMES": "parties.observation",
    "Assessment": "parties.assessment",
    "Backtest": "past.backtesting",
    "Break": "values.stressing",
    "Calibration": "past.calibration",
    "InvalidObservation": "parties.observation",
    "LossPlan": "incidents.compound",
    "Losses": "incidents.compound",
    "Moment": "parties.updating",
    "Observation": "parties.observation",
    "Outcome": "parties.observation",
    "Range": "parties.types",
    "Risk": "incidents.insurance",
    "Row": "sweeps.sweeping",
    "Sensitivity": "values.studying",
    "Standing": "parties.updating",
    "Stress": "values.stressing",
    "StressPlan": "values.chunks",
    "Study": "values.studying",
    "Sweep": "sweeps.sweeping",
    "SweepPlan": "sweeps.scenarios",
    "Tally": "values.tally",
    "Trajectory": "parties.updating",
    "assess": "parties.assessment",
    "backtest": "past.backtesting",
    "calibrate": "past.calibration",
    "check_draws": "values.draws",
    "cluster": "processes",
    "contacts": "lines",
    "ends": "lines",
    "growth_factor": "parties.growth",
    "risk": "incidents.insurance",
    "risk_chunk": "incidents.compound",
    "stress": "values.stressing",
    "stress_chunk": "values.chunks",
    "stress_plan": "values.stressing",
    "study": "values.studying",
    "summarise": "values.stressing",
    "sweep": "sweeps.sweeping",
    "sweep_plan": "sweeps.sweeping",
    "trajectory": "parties.updating",
}

__all__ = [
    "OUTCOMES",
    "Assessment",
    "Backtest",
    "Break",
    "Calibration",
    "InvalidObservation",
    "LossPlan",
    "Losses",
    "Moment",
    "Observation",
    "Outcome",
    "Range",
    "Risk",
    "Row",
    "Sensitivity",
    "Standing",
    "Stress",
    "StressPlan",
    "Study",
    "Sweep",
    "SweepPlan",
    "Tally",
    "Trajectory",
    "assess",
    "backtest",
    "calibrate",
    "check_draws",
    "cluster",
    "contacts",
    "ends",
    "growth_factor",
    "risk",
    "risk_chunk",
    "stress",
    "stress_chunk",
    "stress_plan",
    "study",
    "summarise",
    "sweep",
    "sweep_plan",
    "trajectory",
]


def _fetch(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


if not TYPE_CHECKING:  # a checker that saw it would take every misspelt name for an object
    __getattr__ = _fetch
