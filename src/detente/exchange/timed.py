"""The timed certificate: a ladder checked at every moment, from the definition.

Trusted kernel, as `detente.exchange.certificate` is: plain code that shares nothing with
the search. At each moment t the party i compares two amounts, both valued from t on:

* exit X_i(t), what walking away still brings: recovered shares of the costs it has borne,
  minus lost shares of what it has received, and flows until revocation takes effect; what
  cannot be revoked flows on, and what is renewed lapses at the end of its period;
* continuation W_i(t), what is still to come while all goes on: values and flows, minus
  costs that are not yet sunk.

What has already been enjoyed or borne is sunk and stands in neither. The ladder is
self-enforcing iff X_i(t) - W_i(t) <= stake_i always, deposits counting until the last
delivery. Between two events X - W has the form a + b exp(rate t), and keeps, valued on day
0, the form a + b exp(-rate t), so their largest and smallest values stand at one end: both
ends of each stretch are rows. Without durations, flows and discount
this is the static certificate.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from detente.exchange.certificate import Certificate, Row, as_steps, inner_prefixes
from detente.exchange.dates import SAME_DAY, Late, Schedule, StepDates, schedule
from detente.exchange.timing import TimedExchange, Timing
from detente.exchange.worth import Moment, Worth

Kind = Literal["before", "under way", "after", "between"]


@dataclass(frozen=True, slots=True)
class TimedRow(Row):
    """One party at one moment.

    `temptation` is `exit` minus `continuation`, both worth on the day itself. `keeps` is what
    the party has had so far together with `exit`, both worth on day 0, as its cap is, and
    `exposure` what `keeps` lies below 0.

    Attributes
    ----------
    time
        The day. Two rows of one day stand before and after what happens on it.
    kind
        "after" a delivery (or "before", for day 0), "before" the next start, "under way"
        while a lead time runs (or some givers of a swap have given), "between" where
        something ends or is renewed while nothing is under way.
    under_way
        Names of the lots whose cost is sunk and whose value has not come.
    exit, continuation
        X and W.
    """

    time: float
    kind: Kind
    under_way: tuple[str, ...]
    exit: float
    continuation: float


@dataclass(frozen=True, slots=True)
class TimedCertificate(Certificate):
    """A dated ladder checked at every moment; rows are `TimedRow`.

    Attributes
    ----------
    dates
        Start, delivery, verification and slack of each step.
    critical
        Numbers of the steps (from 1) any delay of which delays the last delivery.
    late
        The deadlines that are missed, the worst first.
    """

    dates: tuple[StepDates, ...]
    critical: tuple[int, ...]
    late: tuple[Late, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    """A time in which nothing happens: what is delivered and under way, from when to when."""

    prefix: int
    delivered: tuple[str, ...]
    under_way: tuple[str, ...]
    since: float
    until: float
    inner: bool = False  # inside a swap, when only some of its givers have given


def certify_timed(
    timed: TimedExchange,
    steps: Iterable[str | Sequence[str]],
    dates: Sequence[float] | None = None,
) -> TimedCertificate:
    """Check a dated ladder from the definition, moment by moment.

    Parameters
    ----------
    timed
        The exchange with its clocks.
    steps
        Lot names in order of delivery, or steps of lot names, as `certify` takes them.
    dates
        The day on which each step starts; default as early as the order allows. Within a
        step each lot starts so that all are delivered together.

    Returns
    -------
    TimedCertificate
        After the last delivery it looks on until each term has ended, and each renewed
        one has been renewed once more; not to the horizon itself, where counting stops
        and not the relation.

    Raises
    ------
    InvalidLadder
        As `certify`; or a step starts before the step it answers is verified.
    """
    deal = timed.deal
    ladder = as_steps(deal, steps)
    plan = schedule(timed, ladder, dates)
    delivered_on = {
        n: own.delivered for step, own in zip(ladder, plan.dates, strict=True) for n in step
    }
    judge = _Judge(timed, Worth(timed, delivered_on), tuple(delivered_on))
    rows: dict[str, list[TimedRow]] = {who: [] for who in deal.everyone}
    for span in _spans(timed, ladder, plan, delivered_on):
        delivered = frozenset(span.delivered)
        for moment, kind in judge.moments(span):
            for who in deal.everyone:
                rows[who].append(judge.row(who, span, delivered, moment, kind))

    of_parties, of_audiences = (
        tuple(r for point in zip(*(rows[who] for who in group), strict=True) for r in point)
        for group in (deal.parties, deal.audiences)
    )
    slack = {who: timed.tolerance(who) for who in deal.everyone}
    over = {
        r: r.exposure - deal.caps[r.party]
        for r in of_parties + of_audiences
        if r.party in deal.caps and r.exposure > deal.caps[r.party] + slack[r.party]
    }
    guarantee = {
        complete: {
            who: max([0.0, *(r.temptation for r in rows[who] if judge.complete(r) == complete)])
            for who in deal.parties
        }
        for complete in (False, True)
    }
    tempted = any(r.margin < -slack[r.party] for r in of_parties)
    return TimedCertificate(
        steps=ladder,
        rows=of_parties,
        audience_rows=of_audiences,
        guarantee=_view({w: max(guarantee[True][w], guarantee[False][w]) for w in deal.parties}),
        at_completion=_view(guarantee[True]),
        on_the_way=_view(guarantee[False]),
        exposure=_view({who: max(r.exposure for r in rows[who]) for who in deal.everyone}),
        self_enforcing=not tempted and not over,
        binding=min(of_parties, key=lambda r: r.margin),
        over_cap=max(over, key=lambda r: over[r]) if over else None,
        dates=plan.dates,
        critical=plan.critical,
        late=plan.late,
    )


def _view(amounts: dict[str, float]) -> Mapping[str, float]:
    return MappingProxyType(amounts)


def _spans(
    timed: TimedExchange,
    ladder: Sequence[tuple[str, ...]],
    plan: Schedule,
    delivered_on: Mapping[str, float],
) -> Iterator[_Span]:
    """The spans between events; simultaneous events come in the order of the steps."""
    events: list[tuple[float, int, bool, tuple[str, ...]]] = []
    for k, (step, own) in enumerate(zip(ladder, plan.dates, strict=True)):
        lead = {name: timed.timing(name).lead for name in step}
        for length in sorted(set(lead.values()) - {0.0}, reverse=True):
            first = length == max(lead.values())
            start = own.start if first else own.delivered - length
            events.append((start, k, False, tuple(n for n in step if lead[n] == length)))
        events.append((own.delivered, k, True, step))
    events.sort(key=lambda event: event[:3])

    lots = {lot.name: lot for lot in timed.deal.lots}
    delivered: tuple[str, ...] = ()
    under_way: tuple[str, ...] = ()
    since, prefix = 0.0, 0
    for time, _, arrives, names in events:
        yield _Span(prefix, delivered, under_way, since, time)
        if arrives:
            for ready in inner_prefixes(lots, names) if timed.deal.sequential else ():
                left = tuple(n for n in under_way if n not in ready)
                yield _Span(prefix, (*delivered, *ready), left, time, time, inner=True)
            delivered, prefix = (*delivered, *names), prefix + 1
            under_way = tuple(n for n in under_way if n not in names)
        else:
            under_way += names
        since = time
    last = max(_watched(timed.timing(name), on, since) for name, on in delivered_on.items())
    yield _Span(prefix, delivered, (), since, max(since, min(timed.until, last)))


def _watched(timing: Timing, delivered: float, complete: float) -> float:
    """Until when a lot can still change what walking away brings, after the last delivery."""
    last = delivered + timing.delay
    if timing.term is None:
        return last
    periods = math.floor((complete - delivered) / timing.term) + 2 if timing.renewed else 1
    return max(last, delivered + periods * timing.term)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Makes the rows: all lots together, for one party at one moment."""

    timed: TimedExchange
    worth: Worth
    order: tuple[str, ...]

    def complete(self, row: Row) -> bool:
        """Whether all is delivered."""
        return len(row.delivered) == len(self.order)

    def moments(self, span: _Span) -> Iterator[tuple[Moment, Kind]]:
        """Both ends of every stretch of the span in which no clock strikes."""
        strikes = sorted(
            strike
            for name in span.delivered
            for strike in self.worth.strikes(name, span.since, span.until)
            if span.since + SAME_DAY < strike < span.until - SAME_DAY
        )
        cuts = [span.since]
        for strike in strikes:
            if strike > cuts[-1] + SAME_DAY:
                cuts.append(strike)
        first: Kind = "after" if span.delivered else "before"
        last: Kind = "before" if len(span.delivered) < len(self.order) else "between"
        rest: Kind = "between"
        if span.under_way or span.inner:
            first = last = rest = "under way"
        if span.until <= span.since + SAME_DAY:
            yield Moment(span.since, span.since), first
            return
        for k, (a, b) in enumerate(zip(cuts, [*cuts[1:], span.until], strict=True)):
            middle = (a + b) / 2
            yield Moment(a, middle), rest if k else first
            yield Moment(b, middle), last if b == span.until else rest

    def row(
        self, who: str, span: _Span, delivered: frozenset[str], moment: Moment, kind: Kind
    ) -> TimedRow:
        """One party or audience at one moment."""
        deal = self.timed.deal
        complete = len(span.delivered) == len(self.order)
        past = leaves = stays = 0.0
        for lot in deal.lots:
            if lot.name in delivered:
                past += self.worth.past(lot, who, moment)
                leaves += self.worth.if_broken(lot, who, moment)
                stays += self.worth.if_kept(lot, who, moment)
            elif lot.name in span.under_way:
                if who == lot.giver:
                    past += self.worth.spent(lot)
                    leaves += lot.recovered * lot.cost
                stays += self.worth.to_come(lot, who, moment, cost=False)
            else:
                stays += self.worth.to_come(lot, who, moment, cost=True)
        leaves += 0.0 if complete else deal.held(who)
        stake = deal.stake(who, complete=complete) if who in deal.parties else math.inf
        on_day_0 = math.exp(-self.timed.rate(who) * moment.at)
        keeps = past + leaves * on_day_0
        loss = -keeps
        if complete and who not in deal.parties:  # an audience bears completion itself too
            loss = max(loss, -(past + stays * on_day_0))
        return TimedRow(
            prefix=span.prefix,
            party=who,
            keeps=keeps,
            temptation=leaves - stays,
            margin=stake - (leaves - stays),
            exposure=max(0.0, loss),
            _order=span.delivered if span.inner else self.order,
            _count=len(span.delivered),
            time=moment.at,
            kind=kind,
            under_way=span.under_way,
            exit=leaves,
            continuation=stays,
        )
