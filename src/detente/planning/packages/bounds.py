"""What a search over packages may count on: sums, their limits, and the most that may come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detente.planning.packages.points import Floats, Ints

Bools = NDArray[np.bool_]
Rows = NDArray[np.uint32]
"""Packages, one a row: for each measure the number of the way in which it is taken."""

DIRECTIONS = 9
STEPS = 100


@dataclass(frozen=True)
class Rules:
    """Sums that have a limit: what each way of each measure adds, shape (ways, sums)."""

    adds: tuple[Floats, ...]
    limits: Floats


class Additive(Protocol):
    """What is searched: ways to take each measure, whose gains add up.

    Attributes
    ----------
    gain
        For each measure what a way adds to each party's gain; shape (ways, parties).
    rules
        Sums that must stay within limits.
    barred
        Per pair of measures (the earlier first) which ways cannot be together.
    scale
        Per party the distance between its least and its largest gain, above 0.
    tolerance
        Per party how far two gains may differ and count as equal.
    """

    @property
    def gain(self) -> tuple[Floats, ...]:  # noqa: D102  # above, as are the next
        ...

    @property
    def rules(self) -> Rules:  # noqa: D102
        ...

    @property
    def barred(self) -> dict[tuple[int, int], Bools]:  # noqa: D102
        ...

    @property
    def scale(self) -> Floats:  # noqa: D102
        ...

    @property
    def tolerance(self) -> Floats:  # noqa: D102
        ...

    def admits(self, rows: Rows) -> Bools:
        """Ask of whole packages what can be asked of many at once."""


class Corners:
    """Of two parties: where the region that no found package covers begins.

    Everything not covered is better, for both, than one of the corners between neighbours
    on the frontier; the outer two reach to minus infinity.
    """

    def __init__(self, best: Floats) -> None:
        order = np.argsort(best[:, 0])
        self.first = np.append(-np.inf, best[order, 0])
        self.second = np.append(best[order, 1], -np.inf)

    def inside(self, most: Floats) -> tuple[Ints, Ints]:
        """Which corners (from, up to) lie below each row for both parties."""
        high = np.searchsorted(self.first, most[:, 0], side="left")
        low = np.searchsorted(-self.second, -most[:, 1], side="right")
        return low, high

    def least(self, weight: Floats, low: Ints, high: Ints) -> Floats:
        """The least weighted sum of a corner, for each range of corners."""
        sums = self.first * weight[0] + self.second * weight[1]
        levels = [sums]
        while 2 ** len(levels) <= len(sums):
            half = 2 ** (len(levels) - 1)
            levels.append(np.minimum(levels[-1][:-half], levels[-1][half:]))
        table = np.full((len(levels), len(sums)), np.inf)
        for k, level in enumerate(levels):
            table[k, : len(level)] = level
        size = np.log2(high - low).astype(int)  # two overlapping powers of two cover a range
        return np.asarray(np.minimum(table[size, low], table[size, high - 2**size]))


def directions(parties: int) -> Floats:
    """Weights of the parties: each alone, then mixtures; shape (directions, parties)."""
    if parties == 2:
        share = np.linspace(0, 1, DIRECTIONS + 2)[1:-1]
        mixed = np.column_stack((share, 1 - share))
    else:
        mixed = np.concatenate((np.ones((1, parties)), np.eye(parties) + 0.1))
    return np.concatenate((np.eye(parties), mixed))


def prices(
    weights: Floats, gain: Sequence[Floats], adds: Sequence[Floats], limits: Floats
) -> Floats:
    """Prices of the rules that make the bound in each direction small.

    Subgradient steps on the Lagrange dual, which any prices of at least 0 bound from above;
    the best prices met are kept, so that the bound is never worse than without them.

    Returns
    -------
    ndarray
        Shape (directions, rules).
    """
    best = np.zeros((len(weights), len(limits)))
    if len(limits) == 0:
        return best
    size = np.sum([np.abs(each).max(axis=0) for each in adds], axis=0)
    adds, limits = [each / size for each in adds], limits / size
    worth = [weights @ each.T for each in gain]
    price, least = best.copy(), np.full(len(weights), np.inf)
    for step in range(1, STEPS + 1):
        bound = price @ limits
        slope = np.tile(limits, (len(weights), 1))
        for values, each in zip(worth, adds, strict=True):
            net = values - price @ each.T
            pick = net.argmax(axis=1)
            bound += net[np.arange(len(net)), pick]
            slope -= each[pick]
        better = bound < least
        least[better], best[better] = bound[better], price[better]
        long = np.linalg.norm(slope, axis=1, keepdims=True)
        reach = np.maximum(np.abs(least)[:, None], 1e-3) / step
        price = np.maximum(0.0, price - reach * slope / np.where(long > 0, long, 1.0))
    return np.asarray(best / size)


def behind(each: Sequence[Floats]) -> list[Floats]:
    """Sums over all later entries; the last is 0."""
    sums = [np.zeros_like(each[0])]
    for one in reversed(each):
        sums.append(sums[-1] + one)
    return sums[::-1]
