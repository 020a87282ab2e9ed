"""Time: how long lots take, when they may come, what flows, and what it is worth later.

Days are numbers counted from day 0 of the exchange. Frozen, and checked at the door.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType

from detente.exchange.door import amount, number, numbers
from detente.exchange.errors import InvalidExchange, UnknownLot, UnknownParty
from detente.exchange.model import RELATIVE_TOLERANCE, Exchange, Lot
from detente.words.nearest import suggest

DAYS_PER_YEAR = 365.0
"""A discount is said for a year of this many days."""


@dataclass(frozen=True, slots=True)
class Timing:
    """The clock of one lot.

    Parameters
    ----------
    lead
        Days it takes to carry out: its cost is sunk when they begin, and it is delivered
        when they end.
    lag
        Days from delivery until it is verified; whoever answers it waits for that.
    not_before, deadline
        First and last day on which it may be delivered; default any.
    delay
        Days from delivery until its value arrives, or its flow begins to.
    flow
        Value per day to each other party or audience while it is in force, beside the
        value that the lot has at once.
    flow_cost
        Cost per day to its giver while it is in force.
    term
        Days it is in force; default without end.
    renewed
        True: at the end of each term it is renewed while the ladder stands, and lapses
        when it does not. False: it ends with its term, whatever happens.
    revoke_delay
        Days from a breakdown until revoking it takes effect (notice, winding down).

    Raises
    ------
    NotFinite, NegativeAmount
        A number is none, or below zero where it must not be.
    InvalidExchange
        The deadline comes before `not_before`, the term has no length, or there is none
        to renew.
    """

    lead: float = 0.0
    lag: float = 0.0
    not_before: float | None = None
    deadline: float | None = None
    delay: float = 0.0
    flow: Mapping[str, float] = field(default_factory=dict)
    flow_cost: float = 0.0
    term: float | None = None
    renewed: bool = False
    revoke_delay: float = 0.0

    def __post_init__(self) -> None:
        set_ = object.__setattr__
        for name in ("lead", "lag", "delay", "flow_cost", "revoke_delay"):
            set_(self, name, amount(getattr(self, name), f"timing: {name}"))
        for name in ("not_before", "deadline", "term"):
            if getattr(self, name) is not None:
                set_(self, name, number(getattr(self, name), f"timing: {name}"))
        set_(self, "flow", numbers(self.flow, "timing: flow"))
        if self.term is not None and self.term <= 0:
            raise InvalidExchange(
                f"timing: term must be longer than no time, but is {self.term:g} days"
            )
        if self.renewed and (self.term is None or self.term < 1):
            raise InvalidExchange("timing: what is renewed needs a term, of a day at least")
        if None not in (self.not_before, self.deadline) and self.not_before > self.deadline:  # type: ignore[operator]
            raise InvalidExchange(
                f"timing: deadline {self.deadline:g} comes before not_before {self.not_before:g}"
            )

    @property
    def ends(self) -> float:
        """Days from delivery until it ends while nobody walks away; may be infinite."""
        return math.inf if self.term is None or self.renewed else self.term

    def __reduce__(self) -> tuple[object, ...]:
        return Timing, (
            self.lead, self.lag, self.not_before, self.deadline, self.delay, dict(self.flow),
            self.flow_cost, self.term, self.renewed, self.revoke_delay,
        )  # fmt: skip


AT_ONCE = Timing()
"""A lot that takes no time and stands for ever."""


@dataclass(frozen=True, slots=True)
class TimedExchange:
    """An exchange whose lots take time.

    Parameters
    ----------
    deal
        The exchange. Cost and value of a lot are what comes at once; flows come beside.
    timings
        The clock of each lot, by its name; default `AT_ONCE`.
    discount
        For each party or audience, what a point a year from now is worth to it now: above
        0, at most 1 (the default). A point after t days is worth discount ** (t / 365).
    horizon
        Day after which flows no longer count; needed where one would never end for
        somebody who does not discount.
    overlap
        False: a step begins when the step before it has been delivered. True: lead times
        of a party's steps in a row may overlap. In both, steps are delivered in their
        order, and a party that answers waits until what the others delivered is verified.
    day0
        The date of day 0, for those who want dates.

    Raises
    ------
    InvalidExchange
        Or the subclass that says what is wrong; the text names the place.
    """

    deal: Exchange
    timings: Mapping[str, Timing] = field(default_factory=dict)
    discount: Mapping[str, float] = field(default_factory=dict)
    horizon: float | None = None
    overlap: bool = False
    day0: date | None = None

    def __post_init__(self) -> None:
        lots = {lot.name: lot for lot in self.deal.lots}
        for name, timing in self.timings.items():
            if name not in lots:
                raise UnknownLot(f"timings: there is no lot '{name}'{suggest(name, lots)}")
            if not isinstance(timing, Timing):
                raise InvalidExchange(f"timing of '{name}' must be a Timing, not {timing!r}")
        for who, factor in self.discount.items():
            self._known(who, "discount")
            if not 0 < number(factor, f"discount of '{who}'") <= 1:
                raise InvalidExchange(
                    f"discount of '{who}' must be above 0 and at most 1, but is {factor:g}: it "
                    "is what a point a year from now is worth now"
                )
        set_ = object.__setattr__
        set_(self, "timings", MappingProxyType(dict(self.timings)))
        set_(self, "discount", MappingProxyType(dict(self.discount)))
        if self.horizon is not None:
            set_(self, "horizon", amount(self.horizon, "horizon"))
        for name in self.timings:
            self._check(lots[name])

    def timing(self, lot: str) -> Timing:
        """The clock of a lot."""
        return self.timings.get(lot, AT_ONCE)

    def rate(self, who: str) -> float:
        """The rate per day at which `who` discounts, at least 0: worth falls as exp(-rate t)."""
        return -math.log(self.discount.get(who, 1.0)) / DAYS_PER_YEAR + 0.0

    @property
    def until(self) -> float:
        """The horizon, infinite where there is none."""
        return math.inf if self.horizon is None else self.horizon

    def flow(self, lot: Lot, who: str) -> float:
        """What a lot in force brings `who` per day; to its giver, minus the cost per day."""
        timing = self.timing(lot.name)
        return -timing.flow_cost if who == lot.giver else timing.flow.get(who, 0.0)

    def static(self) -> Exchange:
        """The exchange as a model without time sees it: each flow as one lump, from day 0 on."""
        return replace(self.deal, lots=tuple(self._lump(lot) for lot in self.deal.lots))

    def tolerance(self, who: str) -> float:
        """How far two amounts of `who` may differ and still count as equal."""
        lumps = (abs(self._whole(lot, who)) for lot in self.deal.lots)
        return self.deal.tolerance(who) + RELATIVE_TOLERANCE * sum(lumps)

    def on(self, day: float) -> date | None:
        """The date of a day, None without the date of day 0; a part of a day counts as begun."""
        if self.day0 is None:
            return None
        return self.day0 + timedelta(days=math.floor(day + 1e-9))

    def __reduce__(self) -> tuple[object, ...]:
        return TimedExchange, (
            self.deal, dict(self.timings), dict(self.discount), self.horizon, self.overlap,
            self.day0,
        )  # fmt: skip

    def _whole(self, lot: Lot, who: str) -> float:
        """The whole of a lot's flow to `who`, were it delivered on day 0."""
        flow, timing = self.flow(lot, who), self.timing(lot.name)
        since = 0.0 if who == lot.giver else timing.delay
        until = min(timing.ends, self.until)
        return flow * stream(self.rate(who), 0.0, since, until) if flow else 0.0

    def _lump(self, lot: Lot) -> Lot:
        flowing = {who: self._whole(lot, who) for who in self.timing(lot.name).flow}
        value = {who: lot.value.get(who, 0.0) + flowing.get(who, 0.0)
                 for who in {**lot.value, **flowing}}  # fmt: skip
        return replace(lot, cost=lot.cost - self._whole(lot, lot.giver), value=value)

    def _known(self, who: str, place: str) -> None:
        everyone = self.deal.everyone
        if who not in everyone:
            raise UnknownParty(f"{place}: there is no party or audience '{who}'"
                               f"{suggest(who, everyone)}")  # fmt: skip

    def _check(self, lot: Lot) -> None:
        timing, place = self.timings[lot.name], f"timing of '{lot.name}'"
        for who in timing.flow:
            self._known(who, f"{place}: flow")
        if lot.giver in timing.flow:
            raise UnknownParty(f"{place}: '{lot.giver}' gives it and cannot receive its flow; "
                               "put what the giver loses per day into flow_cost")  # fmt: skip
        for who in self.deal.everyone:
            if self.flow(lot, who) and not math.isfinite(self._whole(lot, who)):
                raise InvalidExchange(f"{place}: its flow to or from '{who}' never ends; give a "
                                      "horizon, a term, or a discount below 1")  # fmt: skip


def stream(rate: float, at: float, since: float, until: float) -> float:
    """Worth at day `at` of one point a day from day `since` to day `until`.

    The integral of exp(-rate (s - at)); 0 where the span is empty.
    """
    if until <= since:
        return 0.0
    if rate == 0.0:
        return until - since
    return math.exp(-rate * (since - at)) * -math.expm1(-rate * (until - since)) / rate
