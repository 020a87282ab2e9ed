"""Dates where parties cannot always act: closed days, and how much one can prepare at once.

Without such limits the earliest dates of an order follow by a forward pass
(`detente.exchange.schedule`), and nothing here is needed. With closed days alone the same
pass would do; with capacity an early start of one lot can delay another, and the dates
become a scheduling problem, which CP-SAT of OR-Tools solves. Days are whole here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from detente.exchange import (
    Calendar,
    InvalidLadder,
    Lot,
    MissingExtra,
    TimedExchange,
    UnknownParty,
    as_steps,
    schedule,
)
from detente.exchange.dates import SAME_DAY
from detente.words.nearest import suggest


@dataclass(frozen=True, slots=True)
class Dated:
    """Dates of a ladder within a calendar.

    Attributes
    ----------
    starts
        The day each step starts, as `certify_timed` takes it.
    late
        Days past deadlines, added up: what is made smallest first.
    finish
        The last delivery: what is made smallest then.
    optimal
        Both are proven to be the smallest in whole days.
    """

    starts: tuple[float, ...]
    late: float
    finish: float
    optimal: bool


def dated(
    timed: TimedExchange,
    order: Iterable[str | Sequence[str]],
    calendar: Calendar,
    *,
    time_limit: float | None = None,
) -> Dated:
    """Date a ladder so that deadlines are met as far as may be, then as early as may be.

    Parameters
    ----------
    timed
        The exchange with its clocks. Durations and `not_before` are rounded up to whole days,
        deadlines down.
    order
        The ladder, as `certify_timed` takes it.
    calendar
        When parties can act.
    time_limit
        Seconds; a ceiling, never a target.

    Returns
    -------
    Dated

    Raises
    ------
    MissingExtra
        OR-Tools is not installed, and the calendar limits something.
    InvalidLadder
        The ladder does not fit, a swap needs more than the capacity at once, or no dates were
        found in the time given.
    UnknownParty
        The calendar names nobody in the exchange.
    """
    steps = as_steps(timed.deal, order)
    for who in {**calendar.closed, **calendar.capacity}:
        if who not in timed.deal.parties:
            raise UnknownParty(
                f"calendar: there is no party '{who}'{suggest(who, timed.deal.parties)}"
            )
    if not calendar.limits:
        found = schedule(timed, steps)
        starts = tuple(d.start for d in found.dates)
        finish = found.dates[-1].delivered
        return Dated(starts, sum(late.days for late in found.late), finish, True)
    return _Model(timed, steps, calendar).solve(time_limit)


@dataclass(frozen=True)
class _Model:
    """The scheduling problem of one ladder; times are whole days."""

    timed: TimedExchange
    steps: Sequence[Sequence[str]]
    calendar: Calendar

    def solve(self, time_limit: float | None) -> Dated:
        """Make the days late small, then the last delivery, then all deliveries together."""
        try:
            from ortools.sat.python import cp_model  # late: it takes a second
        except ImportError:
            raise MissingExtra("dates within a calendar need OR-Tools", "calendar") from None
        model = cp_model.CpModel()
        days = [
            model.new_int_var_from_domain(cp_model.Domain.from_intervals(self._open(k)), f"day{k}")
            for k in range(len(self.steps))
        ]
        self._keep_order(model, days)
        self._keep_capacity(model, days)
        late = [model.new_int_var(0, 2 * self._far, f"late_{name}") for name in self._deadlines]
        for missed, (k, deadline) in zip(late, self._deadlines.values(), strict=True):
            model.add(missed >= days[k] - deadline)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1  # so that the answer is the same each time
        best: list[int] = []
        proven = 0
        for goal in (sum(late), days[-1], sum(days)):
            if time_limit is not None:
                solver.parameters.max_time_in_seconds = time_limit / 3
            model.minimize(goal)
            status = solver.solve(model)
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                break  # out of time: what was found for the goal before stands
            best = [solver.value(day) for day in days]
            proven += status == cp_model.OPTIMAL
            model.add(goal <= round(solver.objective_value))
        if not best:
            raise InvalidLadder("no dates within the calendar were found in the time given")
        return self._answer(best, proven >= 2)

    def _answer(self, days: Sequence[int], proven: bool) -> Dated:
        starts = tuple(
            day - max(self.timed.timing(name).lead for name in step)
            for day, step in zip(days, self.steps, strict=True)
        )
        late = schedule(self.timed, self.steps, starts).late
        return Dated(starts, sum(x.days for x in late), float(days[-1]), proven)

    @cached_property
    def _lots(self) -> list[list[Lot]]:
        lots = {lot.name: lot for lot in self.timed.deal.lots}
        return [[lots[name] for name in step] for step in self.steps]

    @cached_property
    def _leads(self) -> list[int]:
        """Whole days from the start of each step to its delivery."""
        return [max(self._days(lot, "lead") for lot in step) for step in self._lots]

    def _days(self, lot: Lot, what: str) -> int:
        """A duration of a lot, or its first day, in whole days."""
        return math.ceil((getattr(self.timed.timing(lot.name), what) or 0.0) - SAME_DAY)

    @cached_property
    def _deadlines(self) -> dict[str, tuple[int, int]]:
        """Step and last day of each lot that has one."""
        return {
            lot.name: (k, math.floor(deadline + SAME_DAY))
            for k, step in enumerate(self._lots)
            for lot in step
            if (deadline := self.timed.timing(lot.name).deadline) is not None
        }

    @cached_property
    def _far(self) -> int:
        """A day by which all can be delivered: once all is open, one after the other."""
        lots = [lot for step in self._lots for lot in step]
        shut = (last + 1 for spans in self.calendar.closed.values() for _, last in spans)
        opens = max(0, *(self._days(lot, "not_before") for lot in lots), *shut)
        return opens + sum(self._days(lot, "lead") + self._days(lot, "lag") for lot in lots)

    def _open(self, k: int) -> list[tuple[int, int]]:
        """Spans of days on which a step may be delivered."""
        first = max(self._leads[k], *(self._days(lot, "not_before") for lot in self._lots[k]))
        shut = sorted(
            span
            for giver in {lot.giver for lot in self._lots[k]}
            for span in self.calendar.closed.get(giver, ())
        )
        free = []
        for begin, end in shut:
            if begin > first:
                free.append((first, begin - 1))
            first = max(first, end + 1)
        return [*free, (first, max(first, self._far))]

    def _keep_order(self, model: Any, days: Sequence[Any]) -> None:
        """Steps in their order, each start after what it answers is verified."""
        for k, step in enumerate(self._lots):
            start = days[k] - self._leads[k]
            if k:
                model.add((days[k] if self.timed.overlap else start) >= days[k - 1])
            for j in range(k):
                lags = [
                    self._days(lot, "lag")
                    for lot in self._lots[j]
                    if any(other.giver != lot.giver for other in step)
                ]
                if lags:
                    model.add(start >= days[j] + max(lags))

    def _keep_capacity(self, model: Any, days: Sequence[Any]) -> None:
        """Never more lead times of one party at once than it can handle."""
        for who, most in self.calendar.capacity.items():
            spans = []
            for k, step in enumerate(self._lots):
                own = [lot for lot in step if lot.giver == who and self._days(lot, "lead")]
                if len(own) > most:
                    raise InvalidLadder(
                        f"step {k + 1} needs {len(own)} lots of '{who}' at once, "
                        f"but its capacity is {most}"
                    )
                for lot in own:
                    lead = self._days(lot, "lead")
                    span = model.new_interval_var(days[k] - lead, lead, days[k], lot.name)
                    spans.append(span)
            model.add_cumulative(spans, [1] * len(spans), most)


def soonest(timed: TimedExchange) -> Mapping[str, float]:
    """Find for each lot a day before which no order delivers it.

    Along the precedences alone: what comes after a lot is delivered after it, and what answers
    it starts after it is verified. A deadline before that day cannot be met at all.

    Returns
    -------
    dict of str to float
        By the lot's name; a lower bound, since other lots may also have to come before.
    """
    lots = {lot.name: lot for lot in timed.deal.lots}
    group_of = {name: tuple(group) for group in timed.deal.together for name in group}
    before: dict[str, list[str]] = {name: [] for name in lots}
    for first, then in timed.deal.after:
        before[then].append(first)
    found: dict[str, float] = {}

    def wait(first: str, step: Sequence[str], lead: float) -> float:
        if any(lots[name].giver != lots[first].giver for name in step):
            return found[first] + timed.timing(first).lag + lead
        return found[first] + (0.0 if timed.overlap else lead)

    waiting = dict.fromkeys(group_of.get(name, (name,)) for name in lots)
    while waiting:
        for step in list(waiting):
            needed = [first for name in step for first in before[name]]
            if all(first in found for first in needed):
                lead = max(timed.timing(name).lead for name in step)
                opens = (timed.timing(name).not_before or 0.0 for name in step)
                day = max([lead, *opens, *(wait(first, step, lead) for first in needed)])
                found |= dict.fromkeys(step, day)
                del waiting[step]
    return found
