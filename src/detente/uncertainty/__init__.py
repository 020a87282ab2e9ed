"""What is not known: whether a ladder holds, who the parties are, what risk it takes off.

Names are fetched on first use, so that an observation costs no more than its own few lines.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.uncertainty.assessment import Assessment, assess
    from detente.uncertainty.backtesting import Backtest, backtest
    from detente.uncertainty.calibration import Calibration, calibrate
    from detente.uncertainty.compound import Losses, LossPlan, risk_chunk
    from detente.uncertainty.draws import check_draws
    from detente.uncertainty.growth import growth_factor
    from detente.uncertainty.insurance import Risk, risk
    from detente.uncertainty.lines import contacts, ends
    from detente.uncertainty.observation import (
        OUTCOMES,
        InvalidObservation,
        Observation,
        Outcome,
    )
    from detente.uncertainty.scenarios import SweepPlan
    from detente.uncertainty.stress_chunks import StressPlan, stress_chunk
    from detente.uncertainty.stressing import (
        Break,
        Stress,
        stress,
        stress_plan,
        summarise,
    )
    from detente.uncertainty.studying import Sensitivity, Study, study
    from detente.uncertainty.sweeping import Row, Sweep, sweep, sweep_plan
    from detente.uncertainty.tally import Tally
    from detente.uncertainty.types import Range
    from detente.uncertainty.updating import Moment, Standing, Trajectory, trajectory
    from detente.uncertainty.work import cluster

_HOME = {
    "Assessment": "assessment",
    "Backtest": "backtesting",
    "Calibration": "calibration",
    "backtest": "backtesting",
    "calibrate": "calibration",
    "Break": "stressing",
    "InvalidObservation": "observation",
    "Moment": "updating",
    "OUTCOMES": "observation",
    "Observation": "observation",
    "Outcome": "observation",
    "Range": "types",
    "Row": "sweeping",
    "Risk": "insurance",
    "Standing": "updating",
    "Sensitivity": "studying",
    "Stress": "stressing",
    "StressPlan": "stress_chunks",
    "Study": "studying",
    "Sweep": "sweeping",
    "SweepPlan": "scenarios",
    "Tally": "tally",
    "Trajectory": "updating",
    "assess": "assessment",
    "check_draws": "draws",
    "cluster": "work",
    "contacts": "lines",
    "ends": "lines",
    "growth_factor": "growth",
    "LossPlan": "compound",
    "Losses": "compound",
    "risk": "insurance",
    "risk_chunk": "compound",
    "stress": "stressing",
    "stress_chunk": "stress_chunks",
    "stress_plan": "stressing",
    "study": "studying",
    "summarise": "stressing",
    "sweep": "sweeping",
    "sweep_plan": "sweeping",
    "trajectory": "updating",
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
