"""Whether a self-enforcing ladder exists, and how little of one change makes it exist."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.exchange import Certificate, Exchange, certify
from detente.planning.bounds import bottleneck_bound
from detente.planning.clock import FOREVER, Clock
from detente.planning.edits import Edit, Joint, RaiseCap, Stake, whole
from detente.planning.ladder import Ladder
from detente.planning.levels import Searcher
from detente.planning.plan import TABLE_LIMIT, plan_with, searcher_for
from detente.planning.problem import Box, Floats, Problem
from detente.planning.table import Table

NEAR = 1e-6
"""Amounts are the smallest up to this share of the range they are sought in."""

MOMENT = 1e-3
"""Seconds that the last search gets even when the time is over."""

PROBE = 2.0
"""Seconds for one search at most, of the many that a repair takes, where it is not exact."""

PATIENCE = 60.0
"""Seconds for all searches, where they cannot be exact and no limit is given."""

Steps = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A self-enforcing ladder, or none (empty), and whether "none" is proven."""

    steps: Steps
    proven: bool

    def __bool__(self) -> bool:
        return bool(self.steps)


NONE = Answer((), True)


def holding(deal: Exchange, clock: Clock) -> Answer:
    """Find a self-enforcing ladder."""
    problem = Problem(deal)
    if hopeless(problem):
        return NONE
    box = Box(-problem.cap - problem.tolerance, problem.over_stake + problem.tolerance)
    searcher = _searcher(problem, clock)
    found = searcher.bottleneck(problem.over_stake, -problem.cap, box, enough=0.0)
    steps = tuple(problem.steps(found.order))
    if steps and certify(deal, steps).self_enforcing:
        return Answer(steps, True)
    return Answer((), found.proven)


def planned(deal: Exchange, clock: Clock) -> Ladder:
    """Plan one of many deals; as `plan`, with the time that is left."""
    problem = Problem(deal)
    limit = None if clock.end == math.inf else max(MOMENT, clock.left)
    return plan_with(problem, searcher_for(problem, limit, many=True))


def _searcher(problem: Problem, clock: Clock) -> Searcher:
    left = clock.left if _exact(problem) else min(PROBE, clock.left)
    return searcher_for(problem, None if left == math.inf else max(MOMENT, left), many=True)


def _exact(problem: Problem) -> bool:
    return Table(problem).sets <= TABLE_LIMIT


def clock_for(deal: Exchange, time_limit: float | None) -> Clock:
    """Start the clock of a row of searches around `deal`."""
    if time_limit is not None:
        return Clock.of(time_limit)
    return FOREVER if _exact(Problem(deal)) else Clock.of(PATIENCE)


def hopeless(problem: Problem) -> bool:
    """Whether no order can hold, seen without a search: by its ends, or by the bounds."""
    bound = bottleneck_bound(problem, problem.over_stake, -problem.cap)
    return ends_break(problem) or bound > float(problem.tolerance.max())


def ends_break(problem: Problem) -> bool:
    """Whether the empty or the complete prefix, the same for all orders, breaks a stake or cap.

    Neither depends on how lots are cut or joined to steps.
    """
    n, near = problem.parties, problem.tolerance
    start = problem.held - problem.gain - problem.stake > near
    end = problem.total - problem.gain - problem.stake_at_completion > near
    lost = -problem.total - problem.cap > near
    lost[n:] |= (-problem.gain - problem.cap > near)[n:]
    return bool((start | end)[:n].any() or lost.any())


@dataclass(frozen=True, slots=True)
class Least:
    """The smallest amount or share that does it.

    Attributes
    ----------
    amount
        What does it.
    proven
        Nothing smaller does.
    at_end
        What the complete prefix alone asks for; 0 or less where it asks for nothing.
    steps
        A ladder that holds with that amount.
    """

    amount: float
    proven: bool
    at_end: float = 0.0
    steps: Steps = ()


Amount = type[Stake] | type[RaiseCap]


def least(deal: Exchange, kind: Amount, who: str, clock: Clock) -> Least | None:
    """Find how little more of one stake or cap alone makes a ladder hold.

    One search, exact where the searcher is: the amount is the smallest worst keeps of `who`
    over all orders that hold for everybody else, or what completion asks for. None: no
    amount does.
    """
    problem = Problem(deal)
    i, n = problem.actors.index(who), problem.parties
    plenty = whole(deal, who) + deal.held(who) + 1.0
    if ends_break(Problem(kind(who, plenty).apply(deal))):
        return None
    over, under = problem.nowhere, -problem.nowhere
    low, high = -problem.cap - problem.tolerance, problem.over_stake + problem.tolerance
    if kind is RaiseCap:
        under[i], low[i] = -problem.cap[i], -np.inf
        lost = max(-problem.total[i], -problem.gain[i] if i >= n else -np.inf)
        at_end = float(lost - problem.cap[i])
    else:
        over[i], high[i] = problem.over_stake[i], np.inf
        at_end = float((problem.total - problem.gain - problem.stake_at_completion)[i])
    fixed = max(0.0, at_end)
    found = _searcher(problem, clock).bottleneck(over, under, Box(low, high), enough=fixed)
    if not found.order:
        return None
    amount = max(found.value, fixed)
    steps = tuple(problem.steps(found.order))
    return Least(amount, found.proven or amount <= fixed, at_end, steps)


def smallest(
    edit_at: Callable[[float], Edit | Joint],
    deal: Exchange,
    low: float,
    high: float,
    clock: Clock,
    first: Steps = (),
) -> Least | None:
    """Find the smallest amount x at which `deal`, changed by ``edit_at(x)``, has a ladder.

    A ladder found at some x holds for all amounts in an interval around x; its lower end
    is the next x to beat. Where more of the change never hurts, the result is the
    smallest there is; else no slightly smaller one does.

    Parameters
    ----------
    low
        An amount that does not do, or the least there is.
    high
        Where to start.
    first
        A ladder that may hold there, to begin with.

    Returns
    -------
    Least or None
        None where nothing was found at `high`.
    """
    near = NEAR * (high - low)
    start = edit_at(high).apply(deal)
    held = first and certify(start, first).self_enforcing
    steps = first if held else holding(start, clock).steps
    if not steps:
        return None
    high = _along(edit_at, deal, steps, low, high)
    proven, beside = True, True
    while high - low > near and not clock.late:
        x = high - near if beside else (low + high) / 2
        answer = holding(edit_at(x).apply(deal), clock)
        if answer:
            steps = answer.steps
            high, beside = _along(edit_at, deal, steps, low, x), not beside
        else:
            proven &= answer.proven
            if beside:
                return Least(high, proven, steps=steps)
            low, beside = x, True
    return Least(high, proven and high - low <= near, steps=steps)


def _along(
    edit_at: Callable[[float], Edit | Joint], deal: Exchange, steps: Steps, low: float, high: float
) -> float:
    """Find the smallest amount between `low` and `high` at which one ladder holds, as at `high`.

    Each slack moves one way with the amount, and mostly in a straight line: the next amount
    to look at is where the last slack would vanish; in between, the middle.
    """

    def slacks(x: float) -> Floats:
        changed = edit_at(x).apply(deal)
        return _slacks(changed, certify(changed, steps))

    at_low, at_high = slacks(low), slacks(high)
    straight = True
    while (at_low < 0).any():
        short = at_low < 0
        room, lack = np.maximum(0.0, at_high[short]), -at_low[short]
        x = low + (high - low) * float((lack / (lack + room)).max())
        if high - x <= 1e-9 * high:
            return high
        x = x if straight else (low + high) / 2
        straight = not straight
        at_x = slacks(x)
        if (at_x < -1e-12 * (np.abs(at_low) + np.abs(at_high))).any():
            low, at_low = x, at_x
        else:
            high, at_high = x, at_x
    return low


def _slacks(deal: Exchange, certificate: Certificate) -> Floats:
    """By how much each row keeps within the stake and the cap."""
    rows = (*certificate.rows, *certificate.audience_rows)
    margins = [row.margin for row in certificate.rows]
    room = [deal.caps[row.party] - row.exposure for row in rows if row.party in deal.caps]
    return np.array(margins + room)


def lacking(deal: Exchange, steps: Steps, kind: Amount, who: str) -> float:
    """By how much a stake or cap must rise for one ladder to hold for `who`; at least 0."""
    certificate = certify(deal, steps)
    if kind is RaiseCap:
        return max(0.0, certificate.exposure[who] - deal.caps[who])
    return max(0.0, *(-row.margin for row in certificate.rows if row.party == who))
