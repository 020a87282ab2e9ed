"""`plan_timed`: ladders where time counts.

For a given order every step comes as early as it may, so a ladder is an order. Where lead
times do not overlap, a backward program over the states of `timed_moves` keeps, for each
state, the Pareto-best labels: the worth still to come for each party (the more, the less
anybody is tempted before), and the figures of the objective. That is exact. It falls back
on the best order found by moving single steps where lead times overlap and there are many
orders, or where states or time run out; then `optimal` is false, unless the value stands
at the proven bound.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from time import monotonic
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from detente.exchange import (
    Late,
    NoLadder,
    Row,
    StepDates,
    TimedCertificate,
    TimedExchange,
    TimedRow,
    certify_timed,
)
from detente.planning.bounds import guarantee_bound
from detente.planning.clock import check_limit
from detente.planning.clockwork import Clockwork
from detente.planning.ladder import shortfall
from detente.planning.plan import plan
from detente.planning.timed_search import (
    Course,
    Figures,
    OutOfReach,
    Program,
    improve,
    longest_chain,
    orders,
)
from detente.words.nearest import suggest

TimedObjective = Literal["guarantee", "finish"]

MOST_ORDERS = 800
"""Orders that are all tried where lead times overlap."""

SMALL, LARGE = 10, 30
"""Up to so many steps the backward program is tried first; and beyond so many, never."""


@dataclass(frozen=True, slots=True)
class TimedLadder:
    """A dated ladder, certified, with what is proven about it.

    Attributes
    ----------
    certificate
        The kernel's check of the dated steps; everything about worth comes from here.
    objective
        What was minimised.
    value
        For "guarantee" the largest over parties of guarantee minus stake; for "finish" the
        day of the last delivery.
    bound
        A proven lower bound on the value over all ladders (for "finish": over the
        self-enforcing ones), whatever deadlines they miss.
    optimal
        No order is preferred to this one, tie-breaks apart.
    optimal_ties
        The tie-breaks are proven too.
    worth_signing
        Whether completing is worth something to each party on day 0.
    method
        Which search found it: "states", "orders" or "moves".
    """

    certificate: TimedCertificate
    objective: TimedObjective
    value: float
    bound: float
    optimal: bool
    optimal_ties: bool
    worth_signing: Mapping[str, bool]
    method: str

    @property
    def steps(self) -> tuple[tuple[str, ...], ...]:
        """The steps, each a tuple of lot names."""
        return self.certificate.steps

    @property
    def order(self) -> tuple[str, ...]:
        """The lot names in order of delivery."""
        return self.certificate.order

    @property
    def dates(self) -> tuple[StepDates, ...]:
        """Start, delivery, verification and slack of each step."""
        return self.certificate.dates

    @property
    def critical(self) -> tuple[int, ...]:
        """Numbers of the steps (from 1) any delay of which delays the last delivery."""
        return self.certificate.critical

    @property
    def late(self) -> tuple[Late, ...]:
        """The deadlines that are missed, the worst first."""
        return self.certificate.late

    @property
    def guarantee(self) -> Mapping[str, float]:
        """Per party the stake this ladder needs to be self-enforcing."""
        return self.certificate.guarantee

    @property
    def exposure(self) -> Mapping[str, float]:
        """Per party and audience the largest exposure."""
        return self.certificate.exposure

    @property
    def self_enforcing(self) -> bool:
        """No party gains by walking away at any moment, and no cap is exceeded."""
        return self.certificate.self_enforcing


class _Found(NamedTuple):
    """An order, a lower bound on the value, and what is proven."""

    order: list[int]
    bound: float
    optimal: bool
    optimal_ties: bool
    method: str


def plan_timed(
    timed: TimedExchange,
    objective: TimedObjective = "guarantee",
    *,
    time_limit: float | None = None,
) -> TimedLadder:
    """Find the order that is best once time counts, and date it.

    Parameters
    ----------
    timed
        The exchange with its clocks.
    objective
        ``"guarantee"``: a self-enforcing ladder, or the smallest missing guarantee (largest
        over the parties); then the fewest days past deadlines; then the smallest guarantee
        minus stake. ``"finish"``: among self-enforcing ladders the fewest days past
        deadlines, then the earliest last delivery. Ties are broken toward step for step:
        the smallest squared distance of all keeps from a straight line, flows read as lumps.
    time_limit
        Seconds; a ceiling, never a target.

    Returns
    -------
    TimedLadder
        Each step starts as early as its order allows. Exact by a backward program over
        states (with dates, terms and awaited verifications in the state) as far as states
        and time reach, and by trying all orders where few lead times overlap; else a local
        search, whose `optimal` is True only where `value` meets the proven bound.

    Raises
    ------
    NoLadder
        No order respects the caps, or, for "finish", none is self-enforcing.
    ValueError
        An objective or time limit that makes no sense.
    """
    if objective not in get_args(TimedObjective):
        known = get_args(TimedObjective)
        raise ValueError(f"there is no objective '{objective}'{suggest(objective, known)}")
    check_limit(time_limit)
    search = _Search(timed, objective, monotonic(), time_limit or math.inf)
    found = search.run()
    certificate = certify_timed(timed, search.steps(found.order))
    short = shortfall(timed.deal, certificate)
    if certificate.over_cap is not None or (
        objective == "finish" and not certificate.self_enforcing
    ):
        raise _refusal(timed, certificate, proven=found.optimal)
    value = short if objective == "guarantee" else certificate.dates[-1].delivered
    first = certificate.rows[: len(timed.deal.parties)]
    signing = {r.party: _continuation(r) >= -timed.tolerance(r.party) for r in first}
    return TimedLadder(
        certificate=certificate,
        objective=objective,
        value=value,
        bound=min(found.bound, value),
        optimal=found.optimal,
        optimal_ties=found.optimal_ties,
        worth_signing=MappingProxyType(signing),
        method=found.method,
    )


@dataclass(frozen=True)
class _Search:
    """One run: the objective, when it began, and how long it may take."""

    timed: TimedExchange
    objective: TimedObjective
    began: float
    limit: float

    def run(self) -> _Found:
        """Try what is exact, then what is not."""
        work = self.work
        if len(work.units) > SMALL:
            first = self.start
            if self._at_bound(first):
                return _Found(first, self.bound, True, False, "moves")
        if len(work.units) <= LARGE:
            exact = self._all_orders() if self.timed.overlap else self._states()
            if exact is not None:
                return exact
        order = self._improved()
        return _Found(order, self.bound, self._at_bound(order), False, "moves")

    def _improved(self) -> list[int]:
        """The best order that moving single steps finds."""
        deadline = self.began + self.limit
        return improve(self.work, self.start, lambda o: self.rank(self.figures(o)), deadline)

    @cached_property
    def work(self) -> Clockwork:
        """The exchange as the search sees it."""
        return Clockwork(self.timed)

    @cached_property
    def course(self) -> Course:
        """What extends orders step by step, where lead times do not overlap."""
        return Course(self.work)

    def steps(self, order: list[int]) -> list[tuple[str, ...]]:
        """Lot names of the units in order."""
        return self.work.problem.steps(order)

    def _states(self) -> _Found | None:
        """The backward program; None where moves, labels or time run out."""
        try:
            labels = self._first_pass(self.began + 0.6 * self.limit)
        except OutOfReach:
            return None
        if not labels:  # nothing within the caps, or nothing self-enforcing
            return _Found(self._improved(), -math.inf, True, False, "states")
        figures, order = min(labels, key=lambda label: self.rank(label[0]))
        if self.objective == "finish":
            return _Found(order, min(f.days for f, _ in labels), True, True, "states")
        bound = min(f.short for f, _ in labels)
        try:
            most, until = figures.short + self._near, self.began + 0.8 * self.limit
            ties = Program(self.course, ("late", "distance"), most, until).run()
            order = min(ties, key=lambda label: (round(label[0].late, 6), label[0].distance))[1]
        except OutOfReach:
            return _Found(order, bound, True, False, "states")
        return _Found(order, bound, True, True, "states")

    def _first_pass(self, deadline: float) -> list[tuple[Figures, list[int]]]:
        if self.objective == "finish":
            tracked = ("late", "days", "distance")
            return Program(self.course, tracked, self._near, deadline).run()
        known = self.figures(self.start)  # what is worse than this need not be looked at
        most = max(known.short, 0.0) + self._near if known.excess <= 0 else math.inf
        return Program(self.course, ("short", "late"), most, deadline).run()

    def _all_orders(self) -> _Found | None:
        """Every order, where there are few."""
        every = list(islice(orders(self.work), MOST_ORDERS + 1))
        if len(every) > MOST_ORDERS:
            return None
        figures = []
        for order in every:
            if monotonic() > self.began + self.limit:
                return None
            figures.append(self.figures(order))
        best = min(range(len(every)), key=lambda k: self.rank(figures[k]))
        allowed = [f for f in figures if self._allowed(f)]
        values = [f.short if self.objective == "guarantee" else f.days for f in allowed]
        return _Found(every[best], min(values, default=-math.inf), True, True, "orders")

    def figures(self, order: list[int]) -> Figures:
        """What an order comes to."""
        if not self.timed.overlap:
            return self.course.along(order)
        certificate = certify_timed(self.timed, self.steps(order))
        done = [sum(1 << u for u in order[:k]) for k in range(len(order))]
        rows = (*certificate.rows, *certificate.audience_rows)
        caps = dict(zip(self.work.problem.actors, self.work.allowed, strict=True))
        return Figures(
            shortfall(self.timed.deal, certificate),
            sum(late.days for late in certificate.late),
            certificate.dates[-1].delivered,
            sum(self.course.distance(d) for d in done),
            max(r.exposure - caps[r.party] for r in rows if r.party in caps),
        )

    def rank(self, figures: Figures) -> tuple[float, ...]:
        """The order of preference; the smaller the better."""
        short = 0.0 if figures.short <= self._near else figures.short
        then = figures.short if self.objective == "guarantee" else figures.days
        ranked = (max(0.0, figures.excess), short, figures.late, then, figures.distance)
        return tuple(round(x, 9) for x in ranked)

    def _allowed(self, figures: Figures) -> bool:
        held = self.objective == "guarantee" or figures.short <= self._near
        return held and figures.excess <= 0

    def _at_bound(self, order: list[int]) -> bool:
        figures = self.figures(order)
        reached = figures.short if self.objective == "guarantee" else figures.days
        return self._allowed(figures) and figures.late == 0 and reached <= self.bound + self._near

    @property
    def _near(self) -> float:
        return max(self.timed.tolerance(who) for who in self.timed.deal.parties)

    @cached_property
    def start(self) -> list[int]:
        """The order that is best without time, with flows read as lumps."""
        static = self.timed.static()
        limit = None if math.isinf(self.limit) else 0.3 * self.limit
        try:
            ladder = plan(static, time_limit=limit)
        except NoLadder:
            ladder = plan(replace(static, caps={}), time_limit=limit)
        unit = {name: u for u, names in enumerate(self.work.problem.units) for name in names}
        return [unit[step[0]] for step in ladder.steps]

    @cached_property
    def bound(self) -> float:
        """Lower bound on the value over all orders."""
        if self.objective == "finish":
            return longest_chain(self.work)
        work, problem = self.work, self.work.problem
        stakes = problem.stake[: problem.parties], problem.stake_at_completion[: problem.parties]
        fixed = float(max(-s.min() for s in stakes))
        clocks = [work.clock(lot) for unit in work.units for lot in unit]
        if not any(work.rates) and not any(c.term or c.flow_cost or c.flow for c in clocks):
            return max(fixed, guarantee_bound(problem))  # every prefix is a moment too
        return max(fixed, *(self._at_start(i) for i in range(problem.parties)))

    def _at_start(self, i: int) -> float:
        """Least temptation of a party on day 0: as if all it gets came at once, costs never."""
        who, problem, most = self.timed.deal.parties[i], self.work.problem, 0.0
        for lot, lump in zip(self.timed.deal.lots, self.timed.static().lots, strict=True):
            at_once = lot.value.get(who, 0.0)
            most += max(0.0, at_once) + max(0.0, lump.value.get(who, 0.0) - at_once)
        return float(problem.held[i] - most - problem.stake[i])


def _continuation(row: Row) -> float:
    assert isinstance(row, TimedRow)
    return row.continuation


def _refusal(timed: TimedExchange, certificate: TimedCertificate, *, proven: bool) -> NoLadder:
    row, tempted = certificate.over_cap, certificate.binding
    if row is None:
        row, what = tempted, f"'{tempted.party}' would gain {-tempted.margin:.6g} by walking away"
    else:
        cap = timed.deal.caps[row.party]
        what = f"'{row.party}' would be exposed by {row.exposure:.6g}, above its cap of {cap:.6g},"
    assert isinstance(row, TimedRow)
    where = f"on day {row.time:g}, after step {row.prefix} of {len(certificate.steps)}"
    if proven:
        text = f"no ladder meets the demands: in the nearest one found {what} {where}"
    else:
        text = f"no ladder was found that meets the demands: in the nearest one {what} {where}"
    return NoLadder(text, row, proven=proven)
