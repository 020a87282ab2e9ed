"""What is not known: whether a ladder holds, who the parties are, what risk it takes off.

Names are fetched on first use, so that an observation costs no more than its own few lines.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.uncertainty.observation import (
        OUTCOMES,
        InvalidObservation,
        Observation,
        Outcome,
    )

_HOME = {
    "InvalidObservation": "observation",
    "OUTCOMES": "observation",
    "Observation": "observation",
    "Outcome": "observation",
}

__all__ = [
    "OUTCOMES",
    "InvalidObservation",
    "Observation",
    "Outcome",
]


def _fetch(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


if not TYPE_CHECKING:  # a checker that saw it would take every misspelt name for an object
    __getattr__ = _fetch
