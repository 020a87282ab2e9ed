"""Net stock: how many people are held, not how many were released.

    held at the end = held at the start + detained + re-arrested − released − left otherwise

Numbers come from public bodies, never names. *Expelled* is part of *released*: who was taken out
of the country instead of being set free in it. The ledger has events of its own (a release, a
re-arrest) and what monitors report, each by its own definition: how many are held on a day, and
sums over a month or a year. The two are set side by side; where they differ, the gap is told and
not filled.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from detente.ledger.dates import Span, span
from detente.ledger.events import Stock
from detente.ledger.told import Told, happened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FLOWS = ("released", "detained", "expelled", "rearrested")


class Range(NamedTuple):
    """A number known as a range; `low` equals `high` where it is known exactly."""

    low: float
    high: float


class Count(NamedTuple):
    """How many a monitor says were held on a day."""

    told: Told
    reported_by: str
    when: str
    held: float


@dataclass(frozen=True, slots=True)
class Between:
    """From one count of a monitor to its next.

    Attributes
    ----------
    opening, closing
        The counts.
    released, rearrested
        The ledger's own events between them; a range where a date may lie on either side.
    detained
        The same; None where the ledger has no event of anybody detained.
    others_in
        How many more came in than left in other ways, for the counts to fit the releases: what
        the headline of releases leaves out.
    """

    opening: Count
    closing: Count
    released: Range
    rearrested: Range
    detained: Range | None
    others_in: Range

    @property
    def change(self) -> float:
        """By how many the stock changed."""
        return self.closing.held - self.opening.held


class Compared(NamedTuple):
    """A monitor's sum over a period beside the ledger's own events of it.

    `recorded` is None where the ledger has no such event; `gap` is the reported sum less the
    largest that was recorded.
    """

    told: Told
    reported_by: str
    change: str
    when: str
    reported: float
    recorded: Range | None
    gap: float


@dataclass(frozen=True, slots=True)
class Residual:
    """Whether a monitor's own figures over a period fit together.

    Attributes
    ----------
    opening, closing
        The last count before the period, and the last in it.
    before
        The ledger's releases between the opening count and the period.
    detained, released
        The monitor's sums over the period.
    unexplained
        How many must have left the stock in another way (sentence served, no longer counted), if
        the figures are right; negative: came into it.
    """

    reported_by: str
    when: str
    opening: Count
    closing: Count
    before: Range
    detained: float
    released: float
    unexplained: Range


@dataclass(frozen=True, slots=True)
class Account:
    """The stock as far as it can be told.

    Attributes
    ----------
    counts
        What monitors counted, by monitor and date.
    between
        From each count to the next of the same monitor.
    compared
        Monitors' sums beside the ledger's own.
    residuals
        Monitors' own figures against one another.
    totals
        The ledger's own events in all, by kind of change.
    rebuildable
        Whether the stock follows from the ledger's own events: there is an opening count, there
        are events of people detained, and no monitor reports more than was recorded.
    """

    counts: tuple[Count, ...]
    between: tuple[Between, ...]
    compared: tuple[Compared, ...]
    residuals: tuple[Residual, ...]
    totals: dict[str, float]
    rebuildable: bool


def account(told: Iterable[Told]) -> Account:
    """Draw up the account of people held, from events and reports."""
    stock = [one for one in told if isinstance(one.event, Stock)]
    counts = tuple(
        sorted(
            (
                Count(one, e.reported_by, happened(e), e.quantity or 0)
                for one in stock
                if isinstance(e := one.event, Stock) and e.change == "counted"
            ),
            key=lambda c: (c.reported_by, span(c.when)),
        )
    )
    own = {change: list(_events(stock, change)) for change in FLOWS}
    compared = tuple(_compared(stock, own))
    totals = {change: sum(n for _, n in events) for change, events in own.items() if events}
    return Account(
        counts,
        tuple(_between(counts, own)),
        compared,
        tuple(_residuals(counts, compared, own)),
        totals,
        bool(counts and own["detained"]) and all(c.gap <= 0 for c in compared),
    )


Own = dict[str, list[tuple[Span, float]]]


def _events(stock: Iterable[Told], change: str) -> Iterator[tuple[Span, float]]:
    for one in stock:
        event = one.event
        if isinstance(event, Stock) and event.change == change and not event.reported_by:
            yield span(happened(event)), event.quantity or 0


def _sum(events: Iterable[tuple[Span, float]], after: Span, until: Span) -> Range:
    """Sum what came after one date and not after another.

    What surely lies between counts on both ends of the range, what may lie there on the upper.
    An event of a count's own day is taken to be in that count.
    """
    low = high = 0.0
    for days, n in events:
        if days.last > after.first and days.first <= until.last:
            high += n
        if days.first > after.last and days.last <= until.first:
            low += n
    return Range(low, high)


def _within(events: Iterable[tuple[Span, float]], period: Span) -> Range:
    """Sum what lies in a period; what may lie there counts on the upper end only."""
    low = high = 0.0
    for days, n in events:
        if days.first <= period.last and days.last >= period.first:
            high += n
        if days.first >= period.first and days.last <= period.last:
            low += n
    return Range(low, high)


def _between(counts: Sequence[Count], own: Own) -> Iterator[Between]:
    for opening, closing in pairwise(counts):
        if opening.reported_by != closing.reported_by:
            continue
        days = span(opening.when), span(closing.when)
        released = _sum(own["released"], *days)
        rearrested = _sum(own["rearrested"], *days)
        change = closing.held - opening.held
        others = Range(
            change + released.low - rearrested.high, change + released.high - rearrested.low
        )
        detained = _sum(own["detained"], *days) if own["detained"] else None
        yield Between(opening, closing, released, rearrested, detained, others)


def _compared(stock: Iterable[Told], own: Own) -> Iterator[Compared]:
    for one in stock:
        event = one.event
        if isinstance(event, Stock) and event.reported_by and event.change in FLOWS:
            when = happened(event)
            events = own[event.change]
            recorded = _within(events, span(when)) if events else None
            reported = event.quantity or 0
            gap = reported - (recorded.high if recorded else 0)
            yield Compared(one, event.reported_by, event.change, when, reported, recorded, gap)


def _residuals(
    counts: Sequence[Count], compared: Sequence[Compared], own: Own
) -> Iterator[Residual]:
    sums = {(c.reported_by, c.when, c.change): c.reported for c in compared}
    for who, when in dict.fromkeys((c.reported_by, c.when) for c in compared):
        detained, released = (sums.get((who, when, name)) for name in ("detained", "released"))
        period = span(when)
        mine = [c for c in counts if c.reported_by == who]
        earlier = [c for c in mine if span(c.when).last < period.first]
        inside = [c for c in mine if period.first <= span(c.when).last <= period.last]
        if detained is None or released is None or not earlier or not inside:
            continue
        opening, closing = earlier[-1], inside[-1]
        eve = Span(period.first, period.first).shifted(-1)
        before = _sum(own["released"], span(opening.when), eve)
        rest = opening.held + detained - released - closing.held
        unexplained = Range(rest - before.high, rest - before.low)
        yield Residual(who, when, opening, closing, before, detained, released, unexplained)
