"""Probabilities in words and numbers together.

Source of the words and bounds: Intelligence Community Directive 203, table of likelihoods.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

from detente.words.language import N_, NBSP

if TYPE_CHECKING:
    from detente.words.language import Language


@dataclass(frozen=True, slots=True)
class Band:
    """One step of the scale: its words and its bounds, shares of one."""

    words: str
    low: float
    high: float


SCALE = (
    Band(N_("almost no chance"), 0.01, 0.05),
    Band(N_("very unlikely"), 0.05, 0.20),
    Band(N_("unlikely"), 0.20, 0.45),
    Band(N_("roughly even chance"), 0.45, 0.55),
    Band(N_("likely"), 0.55, 0.80),
    Band(N_("very likely"), 0.80, 0.95),
    Band(N_("almost certain"), 0.95, 0.99),
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


def probability(share: float, lang: Language) -> str:
    """Write a probability that is known as one number: ``41% (unlikely)``."""
    return f"{lang.percent(share)} ({lang.say(band(share).words)})"


def estimate(share: float, lang: Language) -> str:
    """Write an estimated probability as its step of the scale: ``likely, 55–80 %``."""
    step = band(share)
    return f"{lang.say(step.words)}, {step.low * 100:.0f}–{step.high * 100:.0f}{NBSP}%"


def between(low: float, high: float, lang: Language) -> str:
    """Write a probability that is known as a range: ``unlikely to likely, 30–70 %``.

    The ends are put on the next twentieth outside of them; what is no wider than one twentieth is
    written as `estimate` does, since no judgement is sharper than that.

    Raises
    ------
    ValueError
        An end is no probability, or they are the wrong way round.
    """
    first, last = band(low), band(high)
    if low > high:
        raise ValueError(f"{low} is above {high}")
    bottom, top = floor(low * 20 + 1e-9) * 5, ceil(high * 20 - 1e-9) * 5
    if top - bottom <= 5:
        return estimate((low + high) / 2, lang)
    words = lang.say(first.words)
    if first != last:
        words = lang.say("{low} to {high}", low=words, high=lang.say(last.words))
    return f"{words}, {max(bottom, 1)}–{min(top, 99)}{NBSP}%"
