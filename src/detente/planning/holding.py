"""Whether a self-enforcing ladder exists, and how little of one change makes it exist."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.exchange import Certificate, Exchange, certify
from detente.planning.bounds import guarantee_bound
from detente.planning.edits import Edit, Escrow, Joint, RaiseCap, Stake
from detente.planning.ladder import Ladder
from detente.planning.plan import plan_with, searcher_for
from detente.planning.problem import Box, Floats, Problem

NEAR = 1e-6
"""Amounts are the smallest up to this share of the range they are sought in."""

Steps = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Clock:
    """A moment after which no new search starts; None: never."""

    deadline: float | None

    @classmethod
    def of(cls, limit: float | None) -> Clock:
        """Start a clock of so many seconds."""
        return cls(None if limit is None else time.monotonic() + limit)

    @property
    def out(self) -> bool:
        """Whether the time is over."""
        return self.deadline is not None and time.monotonic() >= self.deadline

    @property
    def left(self) -> float | None:
        """Seconds left, never quite 0; None: without end."""
        return None if self.deadline is None else max(1e-3, self.deadline - time.monotonic())


@dataclass(frozen=True, slots=True)
class Answer:
    """A self-enforcing ladder, or none (empty), and whether "none" is proven."""

    steps: Steps
    proven: bool

    def __bool__(self) -> bool:
        return bool(self.steps)


NONE = Answer((), True)


def holding(deal: Exchange, clock: Clock) -> Answer:
    """Find a self-enforcing ladder, the one with the largest smallest margin on the way."""
    problem = Problem(deal)
    if hopeless(problem):
        return NONE
    n = problem.parties
    over, high = np.full((2, len(problem.actors)), np.inf)
    over[:n] = (problem.gain + problem.stake)[:n]
    high[:n] = over[:n] + problem.tolerance[:n]
    box = Box(-problem.cap - problem.tolerance, high)
    found = searcher_for(problem, clock.left, many=True).bottleneck(over, -problem.cap, box)
    steps = tuple(problem.steps(found.order))
    if steps and certify(deal, steps).self_enforcing:
        return Answer(steps, True)
    return Answer((), found.proven)


def planned(deal: Exchange, clock: Clock) -> Ladder:
    """Plan one of many deals; as `plan`, with the time that is left."""
    problem = Problem(deal)
    return plan_with(problem, searcher_for(problem, clock.left, many=True))


def hopeless(problem: Problem) -> bool:
    """Whether no order can hold, seen without a search: by completion, or by the bounds."""
    return unfinished(problem) or guarantee_bound(problem) > float(
        problem.tolerance[: problem.parties].max()
    )


def unfinished(problem: Problem) -> bool:
    """Whether the complete prefix, the same for every order, breaks a stake or a cap."""
    n, near = problem.parties, problem.tolerance
    tempted = problem.total - problem.gain - problem.stake_at_completion > near
    lost = -problem.total - problem.cap > near
    lost[n:] |= (-problem.gain - problem.cap > near)[n:]
    return bool(tempted[:n].any() or lost.any())


Amount = type[Stake] | type[Escrow] | type[RaiseCap]


@dataclass(frozen=True, slots=True)
class Least:
    """The smallest amount (or share, or number) that does it, and whether that is proven."""

    amount: float
    proven: bool


def least(deal: Exchange, kind: Amount, who: str, clock: Clock) -> Least | None:
    """Find how little of one stake, escrow or raised cap alone makes a ladder hold.

    One search, exact: the amount is the smallest worst keeps of `who` over all orders
    that hold for everybody else. None: no amount does.
    """
    problem = Problem(deal)
    i, n = problem.actors.index(who), problem.parties
    endless = {Stake: "stakes", RaiseCap: "caps"}.get(kind)
    whole = sum(lot.cost + abs(lot.value.get(who, 0.0)) for lot in deal.lots) + deal.held(who) + 1.0
    if unfinished(Problem(kind(who, whole).apply(deal)) if endless else problem):
        return None
    over, under, high = np.full((3, len(problem.actors)), np.inf) * [[1], [-1], [1]]
    high[:n] = (problem.gain + problem.stake + problem.tolerance)[:n]
    low = -problem.cap - problem.tolerance
    if kind is RaiseCap:
        under[i], low[i] = -problem.cap[i], -np.inf
        fixed = -problem.total[i] - problem.cap[i]
        if i >= n:
            fixed = max(fixed, -problem.gain[i] - problem.cap[i])
    else:
        over[i], high[i] = problem.gain[i] + problem.stake[i], np.inf
        fixed = problem.total[i] - problem.gain[i] - problem.stake_at_completion[i]
    found = searcher_for(problem, clock.left, many=True).bottleneck(over, under, Box(low, high))
    if not found.order:
        return None
    at_end = float(fixed) if endless else 0.0
    amount = max(0.0, found.value, at_end)
    return Least(amount, found.proven or found.value <= at_end)


def smallest(
    edit_at: Callable[[float], Edit | Joint],
    deal: Exchange,
    low: float,
    high: float,
    clock: Clock,
    steps: Steps = (),
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
    steps
        A ladder that holds at `high`; without it one is searched there.

    Returns
    -------
    Least or None
        None where nothing was found at `high`.
    """
    near = NEAR * (high - low)
    steps = steps or holding(edit_at(high).apply(deal), clock).steps
    if not steps:
        return None
    high = _along(edit_at, deal, steps, low, high)
    proven, beside = True, True
    while high - low > near and not clock.out:
        x = high - near if beside else (low + high) / 2
        answer = holding(edit_at(x).apply(deal), clock)
        if answer:
            high, beside = _along(edit_at, deal, answer.steps, low, x), not beside
        else:
            proven &= answer.proven
            if beside:
                return Least(high, proven)
            low, beside = x, True
    return Least(high, proven and high - low <= near)


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
