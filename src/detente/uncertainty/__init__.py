"""What is not known: whether a ladder holds, who the parties are, what risk it takes off.

Names are fetched on first use, so that an observation costs no more than its own few lines.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.uncertainty.insurance import Risk, risk
    from detente.uncertainty.observation import (
        OUTCOMES,
        InvalidObservation,
        Observation,
        Outcome,
    )
    from detente.uncertainty.stressing import (
        Break,
        Stress,
        StressPlan,
        stress,
        stress_chunk,
        stress_plan,
        summarise,
    )
    from detente.uncertainty.tally import Tally

_HOME = {
    "Break": "stressing",
    "InvalidObservation": "observation",
    "OUTCOMES": "observation",
    "Observation": "observation",
    "Outcome": "observation",
    "Risk": "insurance",
    "Stress": "stressing",
    "StressPlan": "stressing",
    "Tally": "tally",
    "risk": "insurance",
    "stress": "stressing",
    "stress_chunk": "stressing",
    "stress_plan": "stressing",
    "summarise": "stressing",
}

__all__ = [
    "OUTCOMES",
    "Break",
    "InvalidObservation",
    "Observation",
    "Outcome",
    "Risk",
    "Stress",
    "StressPlan",
    "Tally",
    "risk",
    "stress",
    "stress_chunk",
    "stress_plan",
    "summarise",
]


def _fetch(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


if not TYPE_CHECKING:  # a checker that saw it would take every misspelt name for an object
    __getattr__ = _fetch
