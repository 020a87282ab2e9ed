"""Probabilities in words and numbers together: "likely, 55–80 %".

Source of the words and bounds: Intelligence Community Directive 203, table of likelihoods.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """One step of the scale: its words and its bounds, shares of one."""

    words: str
    low: float
    high: float


SCALE = (
    Band("almost no chance", 0.01, 0.05),
    Band("very unlikely", 0.05, 0.20),
    Band("unlikely", 0.20, 0.45),
    Band("roughly even chance", 0.45, 0.55),
    Band("likely", 0.55, 0.80),
    Band("very likely", 0.80, 0.95),
    Band("almost certain", 0.95, 0.99),
)


def band(probability: float) -> Band:
    """Give the step a probability stands on; a bound belongs to the step above it.

    Raises
    ------
    ValueError
        It is no probability.
    """
    if not 0.0 <= probability <= 1.0:
        raise ValueError(f"{probability} is no probability: it must lie from 0 to 1")
    return next((b for b in SCALE if probability < b.high), SCALE[-1])


def in_words(probability: float) -> str:
    """Write a probability as the scale does: ``likely, 55–80 %``."""
    step = band(probability)
    return f"{step.words}, {step.low * 100:.0f}–{step.high * 100:.0f} %"
