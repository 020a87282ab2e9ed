"""The objectives, level by level: each optimum becomes a bound for the next level.

A maximum followed by a sum does not decompose in one dynamic program, so every level is
one pass (or a few) of a searcher inside the box that the levels before have left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from detente.planning.bounds import (
    early_bound,
    exposure_bound,
    fixed_guarantee,
    guarantee_bound,
    least_guarantee,
)
from detente.planning.found import Found
from detente.planning.problem import Box, Floats, Problem


class Searcher(Protocol):
    """What finds orders; one exact (the table), others for what does not fit it."""

    @property
    def method(self) -> str:
        """Which search this is."""

    @property
    def late(self) -> bool:
        """Whether the time is up."""

    def bottleneck(self, over: Floats, under: Floats, box: Box, enough: float = -np.inf) -> Found:
        """Smallest worst amount by which keeps on the way pass `over` or `under`.

        Amounts up to `enough` need not be told apart.
        """

    def straightest(self, box: Box, start: list[int]) -> Found:
        """Order nearest the straight line inside `box`; `start` is one that is inside."""

    def earliest(self, actor: int, box: Box, over: Floats) -> Found:
        """Order that brings the actor's value earliest, then passes `over` least."""

    def earliest_straightest(self, actor: int, box: Box, start: list[int]) -> Found:
        """The same, and of those the order nearest the straight line."""


@dataclass(frozen=True)
class Choice:
    """An order, the objective's proven bound, and what is proven about it."""

    order: list[int]
    bound: float
    optimal: bool
    optimal_ties: bool


def caps(problem: Problem) -> Box:
    """The red lines alone."""
    return Box(-problem.cap - problem.tolerance, problem.nowhere)


def below(problem: Problem, guarantee: Floats) -> Box:
    """Where every party's temptation on the way is at most `guarantee`, with tolerance."""
    high = problem.nowhere
    p = slice(problem.parties)
    high[p] = problem.gain[p] + guarantee + problem.tolerance[p]
    return Box(-problem.nowhere, high)


def exposed(problem: Problem, most: float) -> Box:
    """Where every party's exposure is at most `most`, with tolerance."""
    low = -problem.nowhere
    p = slice(problem.parties)
    low[p] = -most - problem.tolerance[p]
    return Box(low, problem.nowhere)


def enforced(problem: Problem) -> Box:
    """Where no party gains by walking away on the way, and the red lines hold."""
    return caps(problem) & below(problem, problem.stake[: problem.parties])


def completion_fails(problem: Problem, *, hold: bool) -> bool:
    """Whether the complete prefix alone breaks a cap or, with `hold`, tempts a party."""
    p, slack = problem.parties, problem.tolerance
    worth = np.where(
        np.arange(len(slack)) < p, problem.total, np.minimum(problem.total, problem.gain)
    )
    tempted = (problem.total - problem.gain - problem.stake_at_completion > slack)[:p]
    return bool((-worth > problem.cap + slack).any() or (hold and tempted.any()))


def guarantee(problem: Problem, searcher: Searcher) -> Choice | None:
    """Smallest max of (guarantee - stake), then sum of guarantees, exposure, ties.

    Returns
    -------
    Choice or None
        None where no order respects the caps.
    """
    p = slice(problem.parties)
    stake, least = problem.stake[p], least_guarantee(problem)
    bound = guarantee_bound(problem)
    inside = caps(problem)
    ideal = inside & below(problem, least) & exposed(problem, exposure_bound(problem))
    quick = _ties(problem, searcher, ideal)
    if quick is not None:
        # Every level stands at a bound that completion or the start already fixes.
        return Choice(quick.order, fixed_guarantee(problem), True, quick.optimal_ties)

    first = searcher.bottleneck(problem.over_stake, -problem.nowhere, inside, bound)
    if not first.order:
        return None
    value = max(first.value, bound)
    optimal = first.proven or first.value <= bound
    inside &= below(problem, value + stake)
    points, proven = least_sums(problem, searcher, inside, first.order)
    choices = [at_vector(problem, searcher, inside, point) for point in points]
    ties = min(choices, key=lambda choice: _rank(problem, choice.order))
    return Choice(
        ties.order,
        value if optimal else max(bound, first.bound),
        optimal,
        optimal and proven and all(choice.optimal_ties for choice in choices),
    )


def _rank(problem: Problem, order: list[int]) -> tuple[float, float, float]:
    """Exposure, guarantee on the way and distance: equal to rounding where they are equal."""
    digits = 9 - int(np.ceil(np.log10(max(float(np.abs(problem.effect).sum()), 1e-300))))
    exposed, tempted = worst_exposure(problem, order), worst_on_way(problem, order)
    return round(exposed, digits), round(tempted, digits), crookedness(problem, order)


def exposure(problem: Problem, searcher: Searcher) -> Choice | None:
    """Smallest largest exposure among self-enforcing orders, then ties; None: there is none."""
    inside = enforced(problem)
    fixed = exposure_bound(problem)
    found = searcher.bottleneck(problem.nowhere, problem.under_zero, inside, fixed)
    if not found.order:
        return None
    value, optimal = max(found.value, fixed), found.proven or found.value <= fixed
    ties = _ties(problem, searcher, inside & exposed(problem, value), found.order)
    assert ties is not None
    bound = value if optimal else max(fixed, found.bound)
    return Choice(ties.order, bound, optimal, optimal and ties.optimal_ties)


def early(problem: Problem, searcher: Searcher, actor: int) -> Choice | None:
    """Value to one party as early as possible among self-enforcing orders, then ties."""
    inside = enforced(problem)
    found = searcher.earliest(actor, inside, problem.over_gain)
    if not found.order:
        return None
    on_way = worst_on_way(problem, found.order)
    ties = searcher.earliest_straightest(actor, inside & _tempted(problem, on_way), found.order)
    bound = max(found.bound, early_bound(problem, actor))
    optimal = found.value <= bound + 1e-12 * len(problem.units)  # of shares: sums of at most 1
    return Choice(ties.order or found.order, bound, optimal, found.proven and ties.proven)


@dataclass(frozen=True)
class Vector:
    """A guarantee vector, shape (parties,), an order that needs no more, and its proof."""

    guarantee: Floats
    order: list[int]
    proven: bool


def least_sums(
    problem: Problem, searcher: Searcher, inside: Box, start: list[int]
) -> tuple[list[Vector], bool]:
    """The guarantee vectors with the smallest sum inside a box, and whether that is proven.

    `start` lies in the box. Several vectors may have the same sum: later levels choose.
    """
    best = [Vector(guarantee_of(problem, start), start, True)]
    floor = float(least_guarantee(problem).sum())
    slack = float(problem.tolerance[: problem.parties].sum())
    least = [float(best[0].guarantee.sum())]  # read anew by `pareto` each round
    if least[0] <= floor + slack:
        return best, True
    proven = True
    for point in pareto(problem, searcher, inside, lambda: least[0] + 4 * slack):
        proven &= point.proven
        total = float(point.guarantee.sum()) if point.order else np.inf
        if total < least[0] - slack:
            best, least[0] = [point], total
        elif not point.proven:
            break  # a search without proof could go on for ever
        elif total <= least[0] + slack and not any(
            np.allclose(point.guarantee, known.guarantee, rtol=0, atol=slack) for known in best
        ):
            best.append(point)
        if least[0] <= floor + slack:
            return best, True
    return best, proven


def pareto(
    problem: Problem,
    searcher: Searcher,
    inside: Box,
    sum_below: Callable[[], float] | None = None,
) -> Iterator[Vector]:
    """Walk through the Pareto-best guarantee vectors inside a box.

    Each round takes a corner of the region still open, minimises one party after the
    other strictly below it, and cuts the region at the vector found (the upper-bound
    method of Klamroth, Lacour and Vanderpooten 2015).

    Parameters
    ----------
    sum_below
        Only vectors with a smaller sum than this (asked anew each round) are wanted.

    Yields
    ------
    Vector
        A vector and its order; without an order where a corner was searched in vain.
    """
    n = problem.parties
    least, tolerance = least_guarantee(problem), problem.tolerance[:n]
    corners = [np.full(n, np.inf)]
    while corners:
        if searcher.late:
            yield Vector(corners[0], [], False)
            return
        corner = corners.pop()
        if sum_below is not None:
            room = sum_below() - (least.sum() - least)
            corner = np.minimum(corner, room)
        if (corner <= least + 2 * tolerance).any():
            continue
        point = _lexicographic(problem, searcher, inside & below(problem, corner - 3 * tolerance))
        yield point
        if not point.order:
            continue
        z = point.guarantee
        split = [c for c in (*corners, corner) if (z < c).all()]
        kept = [c for c in corners if not (z < c).all()]
        for c in split:
            for i in range(n):
                if z[i] > least[i] + 2 * tolerance[i]:
                    child = c.copy()
                    child[i] = z[i]
                    kept.append(child)
        corners = [
            c
            for k, c in enumerate(kept)
            if not any(
                (c <= d).all() and ((c < d).any() or k > j) for j, d in enumerate(kept) if j != k
            )
        ]


def _lexicographic(problem: Problem, searcher: Searcher, inside: Box) -> Vector:
    """Minimise the guarantee of one party after the other inside a box."""
    n = problem.parties
    least = least_guarantee(problem)
    z = np.full(n, np.inf)
    order: list[int] = []
    proven = True
    for i in range(n):
        if order and guarantee_of(problem, order)[i] <= least[i] + problem.tolerance[i]:
            z[i] = guarantee_of(problem, order)[i]
        else:
            over = problem.nowhere
            over[i] = problem.gain[i]
            found = searcher.bottleneck(over, -problem.nowhere, inside, float(least[i]))
            proven &= found.proven or found.value <= least[i]
            if not found.order:
                return Vector(z, [], found.proven)
            order = found.order
            z[i] = max(float(least[i]), found.value)
        inside &= below(problem, z)
    return Vector(guarantee_of(problem, order), order, proven)


@dataclass(frozen=True)
class _Level:
    box: Box
    order: list[int]
    proven: bool


def _least_exposure(problem: Problem, searcher: Searcher, inside: Box, start: list[int]) -> _Level:
    """The smallest largest exposure of a party inside a box."""
    fixed = exposure_bound(problem)
    value, order, proven = worst_exposure(problem, start), start, True
    if value > fixed + float(problem.tolerance.max()):
        found = searcher.bottleneck(problem.nowhere, problem.under_zero, inside, fixed)
        proven = found.proven or found.value <= fixed
        if found.order and found.value < value:
            value, order = max(found.value, fixed), found.order
    return _Level(inside & exposed(problem, value), order, proven)


def _ties(
    problem: Problem, searcher: Searcher, inside: Box, start: list[int] | None = None
) -> Choice | None:
    """Break ties toward step for step: on-the-way guarantee, then the straight line.

    Parameters
    ----------
    start
        An order inside the box. Without one, only orders whose guarantee on the way is
        the least that the empty prefix asks for are looked at, and None says there is none.
    """
    p = slice(problem.parties)
    least = max(0.0, float((problem.held - problem.gain)[p].max()))
    proven = True
    if start is None or worst_on_way(problem, start) > least:
        found = searcher.straightest(inside & _tempted(problem, least), [])
        if found.order:
            return Choice(found.order, found.bound, True, found.proven)
        if start is None:
            return None
        way = searcher.bottleneck(problem.over_gain, -problem.nowhere, inside, least)
        start = min(start, way.order or start, key=lambda order: worst_on_way(problem, order))
        least, proven = worst_on_way(problem, start), way.proven
    found = searcher.straightest(inside & _tempted(problem, least), start)
    return Choice(found.order or start, found.bound, True, proven and found.proven)


def _tempted(problem: Problem, most: float) -> Box:
    """Where every party's temptation on the way is at most `most`."""
    return below(problem, np.full(problem.parties, most))


def guarantee_of(problem: Problem, order: list[int]) -> Floats:
    """Shape (parties,): the guarantee an order needs."""
    p = slice(problem.parties)
    return np.maximum(least_guarantee(problem), (problem.way(order)[1] - problem.gain)[p])


def worst_on_way(problem: Problem, order: list[int]) -> float:
    """The largest temptation of a party before completion, at least 0."""
    p = slice(problem.parties)
    return max(0.0, float((problem.way(order)[1] - problem.gain)[p].max()))


def crookedness(problem: Problem, order: list[int]) -> float:
    """Squared distance of an order from the straight line, summed over prefixes and parties."""
    p, m = slice(problem.parties), len(order)
    keeps = np.cumsum(problem.effect[p][:, order], axis=1)[:, :-1]
    line = np.arange(1, m) / m * problem.total[p, None]
    return float((((keeps - line) / problem.scale[p, None]) ** 2).sum())


def worst_exposure(problem: Problem, order: list[int]) -> float:
    """The largest exposure of a party, completion included."""
    p = slice(problem.parties)
    low = np.minimum(problem.way(order)[0], problem.total)
    return max(0.0, float(-low[p].min()))


def at_vector(problem: Problem, searcher: Searcher, inside: Box, point: Vector) -> Choice:
    """Break the ties among the orders that need no more than a Pareto-best vector."""
    inside &= below(problem, point.guarantee)
    third = _least_exposure(problem, searcher, inside, point.order)
    ties = _ties(problem, searcher, third.box, third.order)
    assert ties is not None
    ties_proven = point.proven and third.proven and ties.optimal_ties
    return Choice(ties.order, guarantee_bound(problem), point.proven, ties_proven)
