"""What one lot is worth to one party at one moment: the terms of the timed certificate."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.exchange.dates import SAME_DAY
from detente.exchange.model import Lot
from detente.exchange.timing import TimedExchange, stream


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and a time in the same undivided stretch: it says on which side of a strike."""

    at: float
    inside: float

    def past(self, day: float) -> bool:
        """Whether what happens on `day` has happened."""
        return day <= self.inside + SAME_DAY


@dataclass(frozen=True, slots=True)
class Worth:
    """The definition, lot by lot.

    Attributes
    ----------
    timed
        The exchange with its clocks.
    delivered_on
        The day each lot is delivered.
    """

    timed: TimedExchange
    delivered_on: Mapping[str, float]

    def past(self, lot: Lot, who: str, moment: Moment) -> float:
        """What a delivered lot has brought `who` so far, worth on day 0."""
        arrival, end = self._arrival(lot, who), self._end(lot)
        flowed = self._flow(lot, who, 0.0, arrival, min(moment.at, end))
        if who == lot.giver:
            return flowed + self.spent(lot)
        arrived = lot.value.get(who, 0.0) if moment.past(arrival) else 0.0
        return flowed + arrived * math.exp(-self.timed.rate(who) * arrival)

    def spent(self, lot: Lot) -> float:
        """Minus the cost of a lot that has been started, worth on day 0."""
        return -lot.cost * math.exp(-self.timed.rate(lot.giver) * self._start(lot))

    def to_come(self, lot: Lot, who: str, moment: Moment, *, cost: bool) -> float:
        """What a lot not yet delivered will bring `who`; `cost` where that is not yet sunk."""
        rate, at = self.timed.rate(who), moment.at
        arrival, end = self._arrival(lot, who), self._end(lot)
        flow = self._flow(lot, who, at, arrival, end)
        if who == lot.giver:
            return flow - (lot.cost * math.exp(-rate * (self._start(lot) - at)) if cost else 0.0)
        return flow + lot.value.get(who, 0.0) * math.exp(-rate * (arrival - at))

    def if_kept(self, lot: Lot, who: str, moment: Moment) -> float:
        """What a delivered lot will still bring `who` while all goes on."""
        since = max(moment.at, self._arrival(lot, who))
        flow = self._flow(lot, who, moment.at, since, self._end(lot))
        return flow + self._pending(lot, who, moment)

    def if_broken(self, lot: Lot, who: str, moment: Moment) -> float:
        """What a delivered lot will still bring `who` if all breaks down now.

        Revoked, or lapsed where it would have had to be renewed, it gives its giver back
        the recovered share of its cost and takes from a receiver the lost share of its
        value; a flow goes on in full until then, and without that share after. What has
        ended by itself cannot be revoked. A lapse ends all of a flow.
        """
        timing, rate, at = self.timed.timing(lot.name), self.timed.rate(who), moment.at
        arrival, lapse = self._arrival(lot, who), self._lapse(lot, moment)
        share = lot.recovered if who == lot.giver else lot.lost_to(who)
        worth = self._pending(lot, who, moment)
        if timing.renewed or not moment.past(lapse - timing.revoke_delay):
            taken = max(min(at + timing.revoke_delay, lapse), arrival)
            worth -= share * lot.face(who) * math.exp(-rate * (taken - at))
        since, until = max(at, arrival), min(lapse, self.timed.until)
        revoked = min(max(since, at + timing.revoke_delay), until)
        worth += self._flow(lot, who, at, since, revoked)
        return worth + (1.0 - share) * self._flow(lot, who, at, revoked, until)

    def _flow(self, lot: Lot, who: str, at: float, since: float, until: float) -> float:
        """Worth at day `at` of what flows to `who` between two days."""
        flow = self.timed.flow(lot, who)
        return flow * stream(self.timed.rate(who), at, since, until) if flow else 0.0

    def _pending(self, lot: Lot, who: str, moment: Moment) -> float:
        """The value of a delivered lot that has not arrived yet."""
        arrival = self._arrival(lot, who)
        if who == lot.giver or moment.past(arrival):
            return 0.0
        return lot.value.get(who, 0.0) * math.exp(-self.timed.rate(who) * (arrival - moment.at))

    def _start(self, lot: Lot) -> float:
        return self.delivered_on[lot.name] - self.timed.timing(lot.name).lead

    def _arrival(self, lot: Lot, who: str) -> float:
        """When the lot begins to bring value; for its giver, to cost."""
        delay = 0.0 if who == lot.giver else self.timed.timing(lot.name).delay
        return self.delivered_on[lot.name] + delay

    def _end(self, lot: Lot) -> float:
        """When its flow stops counting while all goes on."""
        ends = self.delivered_on[lot.name] + self.timed.timing(lot.name).ends
        return min(ends, self.timed.until)

    def _lapse(self, lot: Lot, moment: Moment) -> float:
        """When it ends by itself after a breakdown now: with its term, or this period."""
        timing, on = self.timed.timing(lot.name), self.delivered_on[lot.name]
        if timing.term is None or not timing.renewed:
            return on + timing.ends
        return on + timing.term * (math.floor((moment.inside + SAME_DAY - on) / timing.term) + 1)

    def strikes(self, name: str, since: float, until: float) -> Iterator[float]:
        """Days on which something of a delivered lot arrives, ends, or escapes revocation."""
        timing, on = self.timed.timing(name), self.delivered_on[name]
        days = [on + timing.delay, on + timing.ends, self.timed.until]
        if timing.renewed and timing.term is not None:
            first = math.floor((since - on) / timing.term)
            last = math.ceil((until + timing.revoke_delay - on) / timing.term)
            days += [on + k * timing.term for k in range(first, last + 1)]
        for day in days:
            yield day
            yield day - timing.revoke_delay
