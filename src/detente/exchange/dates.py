"""Dates: when each step of a ladder starts, is delivered and verified, and what binds it.

The critical path method (Kelley and Walker 1959): a forward pass gives the earliest dates
of a given order, a backward pass the slack of each step. O(steps x parties).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.exchange.errors import InvalidLadder
from detente.exchange.timing import TimedExchange

SAME_DAY = 1e-9
"""Days by which two times may differ and still count as equal."""


@dataclass(frozen=True, slots=True)
class StepDates:
    """The days of one step.

    Attributes
    ----------
    start
        Its first lead time begins.
    delivered
        All its lots are delivered.
    verified
        All its lots are verified.
    slack
        Days by which it may come later without delaying the last delivery.
    waits_for
        Number of the step (from 1) that keeps it from starting earlier; None where that
        is its own `not_before`, day 0, or the day it was given.
    """

    start: float
    delivered: float
    verified: float
    slack: float
    waits_for: int | None


@dataclass(frozen=True, slots=True)
class Late:
    """A deadline that is missed.

    Attributes
    ----------
    lot
        Its name.
    deadline, delivered
        The last day it should be delivered on, and the day it is.
    through
        Numbers of the steps (from 1) whose durations lead to that day, its own the last.
    """

    lot: str
    deadline: float
    delivered: float
    through: tuple[int, ...]

    @property
    def days(self) -> float:
        """How late it is."""
        return self.delivered - self.deadline


@dataclass(frozen=True, slots=True)
class Schedule:
    """The dates of a ladder.

    Attributes
    ----------
    dates
        One entry for each step, in order.
    late
        The deadlines that are missed, the worst first.
    """

    dates: tuple[StepDates, ...]
    late: tuple[Late, ...]

    @property
    def critical(self) -> tuple[int, ...]:
        """Numbers of the steps (from 1) any delay of which delays the last delivery."""
        return tuple(k for k, d in enumerate(self.dates, 1) if d.slack <= SAME_DAY)


def schedule(
    timed: TimedExchange,
    steps: Sequence[Sequence[str]],
    starts: Sequence[float] | None = None,
) -> Schedule:
    """Date a ladder.

    Parameters
    ----------
    timed
        The exchange with its clocks.
    steps
        The ladder, as `certify` takes it, in steps.
    starts
        The day each step starts; default as early as the order allows.

    Returns
    -------
    Schedule

    Raises
    ------
    InvalidLadder
        A step starts before it may, or there are more or fewer starts than steps.
    """
    if starts is not None and len(starts) != len(steps):
        raise InvalidLadder(f"{len(starts)} dates are given for {len(steps)} steps")
    giver = {lot.name: lot.giver for lot in timed.deal.lots}
    checked: dict[str, tuple[float, int]] = {}  # per party: its lots verified, by which step
    dates: list[StepDates] = []
    for k, step in enumerate(steps):
        lead = max(timed.timing(name).lead for name in step)
        opens = max(timed.timing(name).not_before or 0.0 for name in step)  # day 0 opens all
        bounds: list[tuple[float, int | None]] = [(max(0.0, opens - lead), None)]
        if dates:
            last = dates[-1].delivered
            bounds.append((last - lead if timed.overlap else last, k))
        bounds += [found for who, found in checked.items() if _answers(step, giver, who)]
        start, source = max(bounds, key=lambda bound: bound[0])
        if starts is not None:
            if starts[k] < start - SAME_DAY:
                raise InvalidLadder(
                    f"step {k + 1} starts on day {starts[k]:g}, but cannot before day {start:g}"
                )
            source = source if starts[k] <= start + SAME_DAY else None
            start = max(start, float(starts[k]))
        # The later maxima only mend rounding: the order of delivery is that of the ladder.
        delivered = max(start + lead, opens, dates[-1].delivered if dates else 0.0)
        verified = delivered
        for name in step:
            seen = delivered + timed.timing(name).lag
            verified = max(verified, seen)
            if seen > checked.get(giver[name], (-math.inf,))[0]:
                checked[giver[name]] = (seen, k + 1)
        dates.append(StepDates(start, delivered, verified, 0.0, source))
    dated = tuple(
        replace(d, slack=max(0.0, s))
        for d, s in zip(dates, _slack(timed, steps, dates), strict=True)
    )
    return Schedule(dated, _late(timed, steps, dated))


def _answers(step: Sequence[str], giver: dict[str, str], who: str) -> bool:
    """Whether somebody else than `who` gives in the step."""
    return any(giver[name] != who for name in step)


def _slack(
    timed: TimedExchange, steps: Sequence[Sequence[str]], dates: Sequence[StepDates]
) -> list[float]:
    """How far each delivery may move, the last delivery staying where it is."""
    giver = {lot.name: lot.giver for lot in timed.deal.lots}
    needed = dict.fromkeys(timed.deal.parties, math.inf)  # per party: verified at the latest
    latest = dates[-1].delivered if dates else 0.0
    slack = []
    for step, own in zip(reversed(steps), reversed(dates), strict=True):
        for name in step:
            latest = min(latest, needed[giver[name]] - timed.timing(name).lag)
        slack.append(latest - own.delivered)
        start = latest - max(timed.timing(name).lead for name in step)
        for who in needed:
            if _answers(step, giver, who):
                needed[who] = min(needed[who], start)
        if not timed.overlap:
            latest = start
    return slack[::-1]


def _late(
    timed: TimedExchange, steps: Sequence[Sequence[str]], dates: Sequence[StepDates]
) -> tuple[Late, ...]:
    found = []
    for k, step in enumerate(steps):
        for name in step:
            deadline = timed.timing(name).deadline
            if deadline is not None and dates[k].delivered > deadline + SAME_DAY:
                found.append(Late(name, deadline, dates[k].delivered, _through(dates, k + 1)))
    return tuple(sorted(found, key=lambda late: -late.days))


def _through(dates: Sequence[StepDates], number: int) -> tuple[int, ...]:
    chain: list[int] = []
    step: int | None = number
    while step is not None:
        chain.append(step)
        step = dates[step - 1].waits_for
    return tuple(reversed(chain))
