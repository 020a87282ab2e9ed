"""Moves of a timed search: from one delivery to the next, on the clocks of `clockwork`.

Between two deliveries nothing depends on the order of what came before but through the
*state*: the delivered set, the day where dates or a horizon matter, the verifications
still awaited, and how long lots with a term have run. States that the future cannot tell
apart share a key.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from detente.exchange import Lot, Timing
from detente.planning.clockwork import NEAR, NEVER, Clockwork, Running


class State(NamedTuple):
    """Just after a delivery, or on day 0.

    `done` is the set of delivered units (a bit mask), `checked` per party the day on which
    all it has delivered is verified, `since` per lot with a clock the day it was delivered
    (infinite before), `past` per actor what costs and plain lots have brought, worth on
    day 0, and `left` what a breakdown leaves it of plain lots.
    """

    done: int
    time: float
    checked: tuple[float, ...]
    since: tuple[float, ...]
    past: tuple[float, ...]
    left: tuple[float, ...]


class Move(NamedTuple):
    """One more unit delivered.

    `pulls` holds per party pairs (fixed, fade): at some moment of the move its temptation
    is ``fixed - fade * worth``, where ``worth`` is what is still to come at the end of the
    move. `brings` and `fall` per party: worth before the move is ``brings + fall * worth``.
    `late` counts days past deadlines; `excess` above 0 says by how much a cap is exceeded.
    """

    unit: int
    to: State
    pulls: tuple[tuple[tuple[float, float], ...], ...]
    brings: tuple[float, ...]
    fall: tuple[float, ...]
    late: float
    excess: float


def start(work: Clockwork) -> State:
    """Day 0."""
    waiting = (NEVER,) * len(work.running)
    nothing = (0.0,) * len(work.rates)
    return State(0, 0.0, (0.0,) * work.problem.parties, waiting, nothing, nothing)


def key(work: Clockwork, state: State) -> tuple[object, ...]:
    """What the future depends on; equal keys, equal futures."""
    time = state.time
    awaited = tuple(round(max(0.0, day - time), 6) for day in state.checked)
    ages = tuple(_age(running, time - state.since[k]) for k, running in work.running.values())
    day = round(time, 6) if work.dated else 0.0
    past: tuple[float, ...] = ()
    if work.capped:
        past = tuple(round(x, 9) for x in state.past)
        ages = tuple(round(time - d, 6) for d in state.since)
    return state.done, day, awaited, ages, past


def _age(running: Running, age: float) -> float:
    """How long a lot has run, as far as it still matters; -1 before, infinite after."""
    clock = running.timing
    if age < 0:
        return -1.0
    arrived = age >= clock.delay - NEAR
    if clock.renewed and clock.term is not None:
        return round(age % clock.term if arrived else age, 6) % clock.term + 0.0
    over = clock.term is None or age >= clock.term - NEAR
    return NEVER if arrived and over else round(age, 6)


def move(work: Clockwork, state: State, u: int) -> Move:
    """Deliver a unit next, as early as that may be."""
    unit, parties = work.units[u], work.timed.deal.parties
    lead = work.clock(unit[0]).lead
    opens = max(work.clock(lot).not_before or 0.0 for lot in unit)
    waits = (
        day
        for who, day in zip(parties, state.checked, strict=True)
        if any(lot.giver != who for lot in unit)
    )
    end = max(max(state.time, opens - lead, *waits) + lead, opens)
    checked = tuple(
        max([day, *(end + work.clock(lot).lag for lot in unit if lot.giver == who)])
        for who, day in zip(parties, state.checked, strict=True)
    )
    since = list(state.since)
    for lot in unit:
        if lot.name in work.running:
            since[work.running[lot.name][0]] = end
    past = tuple(had + work.brought(unit, unit, i, end) for i, had in enumerate(state.past))
    left = tuple(x + sum(work.plain(lot, i) for lot in unit) for i, x in enumerate(state.left))
    late = sum(max(0.0, end - d) for lot in unit if (d := work.clock(lot).deadline) is not None)
    pulls, excess = _on_the_way(work, state, unit, end)
    return Move(
        unit=u,
        to=State(state.done | 1 << u, end, checked, tuple(since), past, left),
        pulls=pulls,
        brings=tuple(work.to_come(unit, (), (), i, state.time, end) for i in range(len(parties))),
        fall=tuple(math.exp(-rate * (end - state.time)) for rate in work.rates[: len(parties)]),
        late=late if late > NEAR else 0.0,
        excess=excess,
    )


def completion(work: Clockwork, state: State) -> tuple[tuple[float, ...], float]:
    """Each party's largest temptation once all is delivered, and the excess over caps."""
    last = max(_watched(work, work.clock(lot), state, lot) for unit in work.units for lot in unit)
    until = max(state.time, min(work.timed.until, last))
    tempted = [-math.inf] * work.problem.parties
    excess = -math.inf
    for at, inside in _moments(work, state.since, state.time, until):
        for i, rate in enumerate(work.rates):
            leaves, stays, past = work.delivered(state.left[i], state.since, i, at, inside)
            if i < work.problem.parties:
                tempted[i] = max(tempted[i], leaves - stays)
            if work.capped:
                kept = leaves if i < work.problem.parties else min(leaves, stays)
                keeps = state.past[i] + past + kept * math.exp(-rate * at)
                excess = max(excess, -keeps - work.allowed[i])
    return tuple(tempted), excess


def _on_the_way(
    work: Clockwork, state: State, unit: tuple[Lot, ...], end: float
) -> tuple[tuple[tuple[tuple[float, float], ...], ...], float]:
    """Pulls and excess at every moment from the state until just before `end`."""
    pulls: list[dict[float, float]] = [{} for _ in range(work.problem.parties)]
    excess = -math.inf
    for started, ready, since, until in _spans(work, unit, state.time, end):
        got = list(state.since)
        for lot in ready:
            if lot.name in work.running:
                got[work.running[lot.name][0]] = end
        for at, inside in _moments(work, got, since, until):
            for i, rate in enumerate(work.rates):
                leaves, stays, past = work.delivered(state.left[i], got, i, at, inside)
                leaves += float(work.problem.held[i]) + work.abandoned(started, ready, i)
                if i < work.problem.parties:
                    fade = math.exp(-rate * (end - at))
                    come = work.to_come(unit, started, ready, i, at, end)
                    fixed = leaves - stays - come
                    pulls[i][fade] = max(pulls[i].get(fade, -math.inf), fixed)
                if work.capped:
                    past += state.past[i] + work.brought(started, ready, i, end)
                    keeps = past + leaves * math.exp(-rate * at)
                    excess = max(excess, -keeps - work.allowed[i])
    return tuple(tuple((f, d) for d, f in pull.items()) for pull in pulls), excess


def _spans(
    work: Clockwork, unit: tuple[Lot, ...], since: float, end: float
) -> Iterator[tuple[tuple[Lot, ...], tuple[Lot, ...], float, float]]:
    """Lots started and delivered in each span of a move, and when the span lasts."""
    started: tuple[Lot, ...] = ()
    for lead in dict.fromkeys(work.clock(lot).lead for lot in unit):  # the longest first
        until = max(since, end - lead)
        yield started, (), since, until
        since = until
        if lead:
            started += tuple(lot for lot in unit if work.clock(lot).lead == lead)
    if work.clock(unit[-1]).lead:
        yield started, (), since, end
    givers = tuple(dict.fromkeys(lot.giver for lot in unit))
    for size in range(1, len(givers)) if work.timed.deal.sequential else ():
        for some in combinations(givers, size):
            ready = tuple(lot for lot in unit if lot.giver in some)
            begun = started + tuple(lot for lot in ready if lot not in started)
            yield begun, ready, end, end


def _moments(
    work: Clockwork, since: Sequence[float], start: float, until: float
) -> Iterator[tuple[float, float]]:
    """Days to look at, each with a time that says on which side of a strike it lies."""
    if until <= start + NEAR:
        yield start, start
        return
    inner = {
        round(day, 9)
        for k, running in work.running.values()
        if since[k] < NEVER
        for strike in _strikes(work, running.timing, since[k], start, until)
        for day in (strike, strike - running.timing.revoke_delay)
        if start + NEAR < day < until - NEAR
    }
    cuts = [start, *sorted(inner), until]
    for a, b in pairwise(cuts):
        yield a, (a + b) / 2
        yield b, (a + b) / 2


def _strikes(
    work: Clockwork, clock: Timing, on: float, start: float, until: float
) -> Iterator[float]:
    """Days on which something of a delivered lot arrives, ends or is renewed."""
    yield on + clock.delay
    yield work.timed.until
    if clock.term is not None:
        far = until + clock.revoke_delay if clock.renewed else on + clock.term
        period = max(1, math.floor((start - on) / clock.term)) if clock.renewed else 1
        while (day := on + period * clock.term) <= far + NEAR:
            yield day
            period += 1


def _watched(work: Clockwork, clock: Timing, state: State, lot: Lot) -> float:
    """Until when a lot is looked at after the last delivery."""
    if lot.name not in work.running:
        return state.time
    on = state.since[work.running[lot.name][0]]
    last = on + clock.delay
    if clock.term is None:
        return last
    periods = math.floor((state.time - on) / clock.term) + 2 if clock.renewed else 1
    return max(last, on + periods * clock.term)
