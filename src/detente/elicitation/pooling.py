"""Several analysts' ranges of one number: kept apart, and pooled.

*The linear opinion pool* (Stone 1961) is their mixture: whatever any of them holds possible stays
possible, with its weight. Its points are found on its distribution function, not by simulation.
Where two disagree it has two humps, and it is wider than either: disagreement is uncertainty.

*Averaged quantiles* (Lichtendahl, Grushka-Cockayne and Winkler 2013) put each point at the mean of
theirs: one hump, and no wider than they are on average. That is right where they share one range
and each is off by some error of his own; where they believe in different reasons, it puts the
range where nobody thinks the number is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from detente.elicitation.forecasts import Quantiles
from detente.uncertainty.values.formula import Number
from detente.uncertainty.values.quantiles import below, quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.uncertainty.values.formula import Floats

LEVELS = (0.05, 0.5, 0.95)
"""The points that are told of every range."""

HALVINGS = 64
"""Steps of the search for a point of a mixture: each halves where it can be."""

ROUNDING = 1e-15
"""Weights add up to a probability only within this."""

DIGITS = 6
"""Digits of a written likeliest value."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """One number, as several analysts see it.

    Attributes
    ----------
    path
        Which.
    own
        By analyst its range; only those who gave one.
    weights
        By analyst; only those who gave one. They add up to 1.
    silent
        Who gave none, and so is left out.
    points
        By analyst the 5 %, 50 % and 95 % points.
    linear
        Those of the linear opinion pool.
    averaged
        Those of the averaged quantiles.
    written
        The range that stands for the pool where a case can hold but one: see `fitted`.
    apart
        Pairs of analysts whose ranges do not meet: the lower one first.
    """

    path: str
    own: Mapping[str, Number]
    weights: Mapping[str, float]
    silent: tuple[str, ...]
    points: Mapping[str, Quantiles]
    linear: Quantiles
    averaged: Quantiles
    written: Number
    apart: tuple[tuple[str, str], ...]

    @property
    def discord(self) -> float:
        """How far the analysts' middles lie apart, as a share of the pool's 90 % range."""
        middles = [of.median for of in self.points.values()]
        width = self.linear.high - self.linear.low
        return (max(middles) - min(middles)) / width if width > 0 else 0.0


def pooled(own: Mapping[str, Number], weights: Mapping[str, float]) -> Pooled:
    """Pool what several analysts say of one number.

    Parameters
    ----------
    own
        By analyst its range of the number; at least one.
    weights
        By analyst, for all of them, those who gave no range included. Where all who gave one
        weigh nothing, they weigh the same here.
    """
    shares = shared(own, weights)
    numbers, ws = list(own.values()), list(shares.values())
    linear = Quantiles(*map(float, mixture(numbers, ws, LEVELS)))
    averaged = Quantiles(*map(float, average(numbers, ws, LEVELS)))
    points = {who: Quantiles(*map(float, _points(n, LEVELS))) for who, n in own.items()}
    silent = tuple(who for who in weights if who not in own)
    apart = tuple(
        (a, b) if own[a].high < own[b].low else (b, a)
        for a, b in combinations(own, 2)
        if own[a].high < own[b].low or own[b].high < own[a].low
    )
    return Pooled(
        numbers[0].path, own, shares, silent, points, linear, averaged, fitted(numbers, ws), apart
    )


def shared(own: Mapping[str, Number], weights: Mapping[str, float]) -> dict[str, float]:
    """Weights of those who gave a range, adding up to 1."""
    total = fsum(weights[who] for who in own)
    if total <= 0:
        return dict.fromkeys(own, 1 / len(own))
    return {who: weights[who] / total for who in own}


def mixture(numbers: Sequence[Number], weights: Sequence[float], levels: Sequence[float]) -> Floats:
    """Points that the linear opinion pool stays under with given probabilities.

    The least x with Σ w_k F_k(x) >= level: exact to the last digits, also where some range is a
    point or where between two ranges nothing lies.

    Parameters
    ----------
    numbers
        The ranges; at least one.
    weights
        As many, adding up to 1; a range that weighs nothing has no say.
    levels
        Probabilities, above 0 and below 1.

    Returns
    -------
    ndarray, shape (levels,)
    """
    parts = [(n, w) for n, w in zip(numbers, weights, strict=True) if w > 0]
    wanted = np.asarray(levels) - ROUNDING
    ends = np.array([_points(n, levels) for n, _ in parts])
    low, high = ends.min(axis=0), ends.max(axis=0)  # the mixture's point is between theirs

    def reached(x: Floats) -> NDArray[np.bool_]:
        held: Floats = sum((w * below(n, x) for n, w in parts), np.zeros_like(x))
        found: NDArray[np.bool_] = held >= wanted
        return found

    high = np.where(reached(low), low, high)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        enough = reached(middle)
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    found: Floats = high
    return found


def average(numbers: Sequence[Number], weights: Sequence[float], levels: Sequence[float]) -> Floats:
    """Mean of the analysts' points; parameters and shape as in `mixture`."""
    points = np.array([_points(n, levels) for n in numbers])
    found: Floats = np.asarray(weights) @ points
    return found


def _points(number: Number, levels: Sequence[float]) -> Floats:
    if not number.drawn:
        return np.full(len(levels), number.held(number.mode))
    return quantile(number, np.asarray(levels))


def fitted(numbers: Sequence[Number], weights: Sequence[float]) -> Number:
    """Give the one range that stands for the pool in a case, which holds no mixtures.

    Ranges that are all alike are kept as they are; else it is a PERT from the least to the most
    that anybody with a weight would defend (of a spread without ends, its 5 % and 95 % points).
    Its likeliest value is the weighted mean of theirs: a ladder is planned at the likeliest
    values, so what they agree on stays, and sums of what they differ on lie at the mean of theirs.
    Its mean and its 90 % range need not be those of the mixture.
    """
    parts = [(n, w) for n, w in zip(numbers, weights, strict=True) if w > 0]
    first = parts[0][0]
    if all(n == first for n, _ in parts):
        return first
    low = min(n.low if n.drawn else n.mode for n, _ in parts)
    high = max(n.high if n.drawn else n.mode for n, _ in parts)
    mode = float(f"{fsum(w * n.mode for n, w in parts):.{DIGITS}g}")
    return Number(first.path, low, min(max(mode, low), high), high, "pert", first.least, first.most)
