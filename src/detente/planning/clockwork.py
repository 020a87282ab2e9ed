"""A timed exchange as the search sees it: who gains what from each lot, and when.

This is a second, independent account of the terms in `detente.exchange.worth`, arranged
for reuse; the certificate never sees it. Plain lots, without flow, term or delay, amount
to constants; running lots depend on the day they were delivered.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from detente.exchange import Lot, TimedExchange, Timing
from detente.exchange.timing import stream
from detente.planning.problem import Problem

NEAR = 1e-9
NEVER = math.inf


class Running(NamedTuple):
    """A lot with a clock of its own; for each actor flow, lump, share, and whether it gives."""

    timing: Timing
    terms: tuple[tuple[float, float, float, bool], ...]


@dataclass(frozen=True)
class Clockwork:
    """The units and amounts of a timed exchange; actors are numbered as in its `Problem`."""

    timed: TimedExchange

    @cached_property
    def problem(self) -> Problem:
        """The exchange without its clocks."""
        return Problem(self.timed.deal)

    @cached_property
    def rates(self) -> tuple[float, ...]:
        """Discount rate per day of each actor."""
        return tuple(self.timed.rate(who) for who in self.problem.actors)

    @cached_property
    def units(self) -> tuple[tuple[Lot, ...], ...]:
        """Lots of each unit, the longest lead first."""
        lots = {lot.name: lot for lot in self.timed.deal.lots}
        return tuple(
            tuple(sorted((lots[n] for n in unit), key=lambda lot: -self.clock(lot).lead))
            for unit in self.problem.units
        )

    @cached_property
    def running(self) -> dict[str, tuple[int, Running]]:
        """Place in `State.since`, and terms, of each lot with a clock of its own."""
        found: dict[str, tuple[int, Running]] = {}
        for lot in self.timed.deal.lots:
            clock = self.clock(lot)
            if clock.term or clock.delay or clock.flow_cost or any(clock.flow.values()):
                terms = tuple(self.terms(lot, who) for who in self.problem.actors)
                found[lot.name] = len(found), Running(clock, terms)
        return found

    @cached_property
    def capped(self) -> bool:
        """Whether anybody's exposure is bounded, so that the past matters."""
        return any(c < math.inf for c in self.problem.cap)

    @cached_property
    def allowed(self) -> tuple[float, ...]:
        """Per actor the largest exposure that its cap allows, tolerance included."""
        actors = self.problem.actors
        return tuple(
            float(cap) + self.timed.tolerance(who)
            for who, cap in zip(actors, self.problem.cap, strict=True)
        )

    @cached_property
    def dated(self) -> bool:
        """Whether the future depends on the day."""
        clocks = [self.clock(lot) for unit in self.units for lot in unit]
        windows = any(c.deadline is not None or c.not_before for c in clocks)
        flows = any(c.flow_cost or any(c.flow.values()) for c in clocks)
        return (
            windows
            or (flows and self.timed.horizon is not None)
            or (self.capped and any(self.rates))
        )

    @cached_property
    def twins(self) -> tuple[int, ...]:
        """Per unit an equal one that goes first without loss of generality, or itself."""
        first: dict[object, int] = {}
        found = []
        for u, unit in enumerate(self.units):
            key: object = u
            if len(unit) == 1:
                lot = unit[0]
                shares = tuple(lot.lost_to(who) for who in self.timed.deal.everyone)
                worth = tuple(lot.value.get(who, 0.0) for who in self.timed.deal.everyone)
                clock = self.clock(lot)
                key = (
                    lot.giver, lot.cost, worth, lot.recovered, shares, str(clock),
                    self.problem.before[u], self.problem.behind[u],
                )  # fmt: skip
            found.append(first.get(key, u))
            first[key] = u
        return tuple(found)

    def clock(self, lot: Lot) -> Timing:
        """The clock of a lot."""
        return self.timed.timing(lot.name)

    @cached_property
    def full(self) -> int:
        """The complete set."""
        return (1 << len(self.units)) - 1

    def free(self, done: int) -> Iterator[int]:
        """Units that may come next."""
        for u, before in enumerate(self.problem.before):
            if not done >> u & 1 and before & done == before:
                twin = self.twins[u]
                if twin == u or done >> twin & 1:
                    yield u

    def to_come(
        self,
        unit: tuple[Lot, ...],
        started: tuple[Lot, ...],
        ready: tuple[Lot, ...],
        i: int,
        at: float,
        end: float,
    ) -> float:
        """Worth at day `at` of what the lots that are not ready bring from then on."""
        who, rate, worth = self.problem.actors[i], self.rates[i], 0.0
        for lot in unit:
            if lot in ready:
                continue
            clock, flow = self.clock(lot), self.timed.flow(lot, who)
            arrival = end
            if lot.giver != who:
                arrival += clock.delay
                worth += lot.value.get(who, 0.0) * math.exp(-rate * (arrival - at))
            elif lot not in started:
                worth -= lot.cost * math.exp(-rate * (end - clock.lead - at))
            if flow:
                until = min(end + clock.ends, self.timed.until)
                worth += flow * stream(rate, at, arrival, until)
        return worth

    def abandoned(self, started: tuple[Lot, ...], ready: tuple[Lot, ...], i: int) -> float:
        """What a breakdown leaves of the lots of a unit that have been started."""
        who, worth = self.problem.actors[i], 0.0
        for lot in started:
            if lot in ready:
                worth += self.plain(lot, i)
            elif lot.giver == who:
                worth += lot.recovered * lot.cost
        return worth

    def brought(
        self, started: tuple[Lot, ...], ready: tuple[Lot, ...], i: int, end: float
    ) -> float:
        """Costs begun, and plain lots received, worth on day 0."""
        who, rate, worth = self.problem.actors[i], self.rates[i], 0.0
        for lot in started:
            if lot.giver == who:
                worth -= lot.cost * math.exp(-rate * (end - self.clock(lot).lead))
            elif lot in ready and lot.name not in self.running:
                worth += lot.value.get(who, 0.0) * math.exp(-rate * end)
        return worth

    def delivered(
        self, left: float, since: Sequence[float], i: int, at: float, inside: float
    ) -> tuple[float, float, float]:
        """What delivered lots still bring if all breaks down, and if not, and have brought."""
        leaves, stays, past = left, 0.0, 0.0
        for k, running in self.running.values():
            if since[k] < NEVER:
                x, w, had = self.run(running, i, since[k], at, inside)
                leaves, stays, past = leaves + x, stays + w, past + had
        return leaves, stays, past

    def run(
        self, running: Running, i: int, on: float, at: float, inside: float
    ) -> tuple[float, float, float]:
        """The same of one lot with a clock, delivered on day `on`."""
        clock, rate = running.timing, self.rates[i]
        flow, lump, share, gives = running.terms[i]
        if not flow and not lump:
            return 0.0, 0.0, 0.0
        arrival = on if gives else on + clock.delay
        arrived = gives or arrival <= inside + NEAR
        lapse = on + clock.ends
        if clock.renewed and clock.term is not None:
            lapse = on + clock.term * (math.floor((inside + NEAR - on) / clock.term) + 1)
        stays = 0.0 if arrived else lump * math.exp(-rate * (arrival - at))
        past = lump * math.exp(-rate * arrival) if arrived and not gives else 0.0
        leaves = stays
        if share and (clock.renewed or inside + NEAR < lapse - clock.revoke_delay):
            taken = max(min(at + clock.revoke_delay, lapse), arrival)
            leaves -= share * lump * math.exp(-rate * (taken - at))
        if flow:
            end = min(on + clock.ends, self.timed.until)
            since, until = max(at, arrival), min(lapse, self.timed.until)
            revoked = min(max(since, at + clock.revoke_delay), until)
            stays += flow * stream(rate, at, since, end)
            leaves += flow * stream(rate, at, since, revoked)
            leaves += (1.0 - share) * flow * stream(rate, at, revoked, until)
            past += flow * stream(rate, 0.0, arrival, min(at, end))
        return leaves, stays, past

    def terms(self, lot: Lot, who: str) -> tuple[float, float, float, bool]:
        """Flow, lump, share undone by revocation, and whether `who` gives the lot."""
        flow = self.timed.flow(lot, who)
        if who == lot.giver:
            return flow, -lot.cost, lot.recovered, True
        return flow, lot.value.get(who, 0.0), lot.lost_to(who), False

    def plain(self, lot: Lot, i: int) -> float:
        """What a breakdown leaves of a plain lot once it is delivered."""
        if lot.name in self.running:
            return 0.0
        who = self.problem.actors[i]
        faded = math.exp(-self.rates[i] * self.clock(lot).revoke_delay)
        if who == lot.giver:
            return lot.recovered * lot.cost * faded
        return -lot.lost_to(who) * lot.value.get(who, 0.0) * faded
