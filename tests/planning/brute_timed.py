"""Every order of a small timed exchange, scored from the definition: shares no code with us.

Dates are simulated order by order. Then every situation that occurs (what is delivered,
what is sunk, on which day) of every order stands in one NumPy table, taken just before and
just after every whole day, since all clocks of the test instances strike on whole days.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np

from detente.exchange.timing import TimedExchange

JUST = 1e-9


@dataclass(frozen=True)
class TimedBrute:
    """Scores of every admissible order; one row an order, one column a party.

    ``way`` and ``end`` are the largest temptations before and from completion on; ``short``
    is the largest of guarantee minus stake over the parties; ``late`` counts the days of
    all missed deadlines; ``finish`` is the day of the last delivery.
    """

    orders: list[tuple[tuple[str, ...], ...]]
    delivered: np.ndarray
    way: np.ndarray
    end: np.ndarray
    exposure: dict[str, np.ndarray]
    short: np.ndarray
    late: np.ndarray
    finish: np.ndarray
    distance: np.ndarray
    capped: np.ndarray
    tolerance: float


def brute_timed(timed: TimedExchange) -> TimedBrute:
    """Score every order that keeps the precedences, each dated as early as it can be."""
    deal = timed.deal
    lots = {lot.name: lot for lot in deal.lots}
    column = {name: k for k, name in enumerate(lots)}
    clock = {name: timed.timing(name) for name in lots}
    grouped = {name for group in deal.together for name in group}
    steps = [(name,) for name in lots if name not in grouped] + [tuple(g) for g in deal.together]
    orders = [order for order in permutations(steps) if kept(order, deal.after)]
    days = [simulate(order, lots, clock, timed.overlap) for order in orders]
    rows = [
        (o, *moment)
        for o, (order, day) in enumerate(zip(orders, days, strict=True))
        for moment in moments(timed, order, day, lots, clock)
    ]
    of = np.array([r[0] for r in rows])
    t = np.array([r[1] for r in rows])
    complete = np.array([r[2] for r in rows])
    got, sunk = (np.array([r[k] for r in rows]) for k in (3, 4))
    delivered = np.array([[day[n] for n in lots] for day in days])
    on = delivered[of]

    def worst(amount: np.ndarray, where: np.ndarray) -> np.ndarray:
        out = np.full(len(orders), -np.inf)
        np.maximum.at(out, of[where], amount[where])
        return out

    way, end, exposure = [], [], {}
    capped = np.ones(len(orders), bool)
    shorts, near = [], 0.0
    for who in deal.everyone:
        leaves, stays, past = np.zeros(len(t)), np.zeros(len(t)), np.zeros(len(t))
        for name, lot in lots.items():
            k = column[name]
            x, w, p = worth(timed, lot, who, t, on[:, k], got[:, k], sunk[:, k])
            leaves, stays, past = leaves + x, stays + w, past + p
        held = sum(d.amount for d in deal.deposits if d.holder == who)
        leaves = leaves + np.where(complete, 0.0, held)
        today = np.exp(-timed.rate(who) * t)
        loss = -(past + leaves * today)
        if who in deal.audiences:
            loss = np.where(complete, np.maximum(loss, -(past + stays * today)), loss)
        exposure[who] = np.maximum(0.0, worst(loss, np.ones(len(t), bool)))
        if who in deal.caps:
            capped &= exposure[who] <= deal.caps[who] + 1e-6
        if who in deal.audiences:
            continue
        near = max(near, timed.tolerance(who))
        way.append(worst(leaves - stays, ~complete))
        end.append(worst(leaves - stays, complete))
        posted = sum(d.amount for d in deal.deposits if d.party == who)
        stake = deal.stakes.get(who, 0.0)
        shorts.append(np.maximum(0, way[-1]) - stake - posted)
        shorts.append(np.maximum(0, end[-1]) - stake)
    late = np.zeros(len(orders))
    for name, c in clock.items():
        if c.deadline is not None:
            late += np.maximum(0.0, delivered[:, column[name]] - c.deadline)
    return TimedBrute(
        orders, delivered, np.array(way).T, np.array(end).T, exposure,
        np.max(shorts, axis=0), late, delivered.max(axis=1),
        straightness(timed, orders), capped, near,
    )  # fmt: skip


def kept(order, after) -> bool:
    """Whether an order keeps the precedences."""
    place = {name: k for k, step in enumerate(order) for name in step}
    return all(place[first] < place[then] for first, then in after)


def moments(timed, order, day, lots, clock):
    """Day, completeness, delivered and sunk lots of all moments that are looked at."""
    for got, sunk, a, b, complete in situations(order, day, lots, clock, timed.deal.sequential):
        if complete:
            b = max(a, min(timed.until, max(watch(clock[n], day[n], a) for n in lots)))
        times = [a] if b <= a else [a + JUST, b - JUST]
        times += [k + side for k in range(int(a) + 1, math.ceil(b)) for side in (-JUST, JUST)]
        masks = [n in got for n in lots], [n in sunk for n in lots]
        yield from ((t, complete, *masks) for t in times)


def simulate(order, lots, clock, overlap) -> dict[str, float]:
    """The day each lot is delivered, step after step."""
    day: dict[str, float] = {}
    for k, step in enumerate(order):
        lead = max(clock[n].lead for n in step)
        start = 0.0
        for n in step:
            for m in day:
                answers = any(lots[m].giver != lots[x].giver for x in step)
                start = max(start, day[m] + (clock[m].lag if answers else 0.0) - (
                    lead if overlap and not answers else 0.0))  # fmt: skip
            start = max(start, (clock[n].not_before or 0.0) - lead)
        if overlap and k:
            start = max(start, day[order[k - 1][0]] - lead)
        day |= dict.fromkeys(step, start + lead)
    return day


def situations(order, day, lots, clock, sequential):
    """What is delivered and sunk between one event and the next."""
    events = []
    for k, step in enumerate(order):
        for lead in {clock[n].lead for n in step if clock[n].lead > 0}:
            names = [n for n in step if clock[n].lead == lead]
            events.append((day[step[0]] - lead, k, 0, names))
        events.append((day[step[0]], k, 1, list(step)))
    events.sort(key=lambda e: e[:3])
    got, sunk, since = set(), set(), 0.0
    for time, _, kind, names in events:
        yield set(got), set(sunk), since, time, False
        if kind == 0:
            sunk |= set(names)
        else:
            givers = sorted({lots[n].giver for n in names})
            for size in range(1, len(givers)) if sequential else ():
                for some in combinations(givers, size):
                    ready = {n for n in names if lots[n].giver in some}
                    yield got | ready, sunk | ready, time, time, False
            got |= set(names)
            sunk |= set(names)
        since = time
    yield set(got), set(sunk), since, since, True


def watch(c, on, complete) -> float:
    """Until when an exit after completion is looked at, because of one lot."""
    last = on + c.delay
    if c.term is not None and not c.renewed:
        last = max(last, on + c.term)
    if c.term is not None and c.renewed:
        renewal = on
        while renewal <= complete:
            renewal += c.term
        last = max(last, renewal + c.term)
    return last


def worth(timed, lot, who, t, on, got, sunk):
    """Exit, continuation and past (worth on day 0) of one lot at all moments."""
    c, rate = timed.timing(lot.name), timed.rate(who)

    def now(day):
        return np.exp(-rate * (day - t))

    def flowing(a, b, base):
        b = np.maximum(a, b)
        if rate == 0:
            return b - a
        return (np.exp(-rate * (a - base)) - np.exp(-rate * (b - base))) / rate

    gives = who == lot.giver
    lump = -lot.cost if gives else lot.value.get(who, 0.0)
    flow = -c.flow_cost if gives else c.flow.get(who, 0.0)
    share = lot.recovered if gives else lot.lost_to(who)
    start, arrival = on - c.lead, on + (0.0 if gives else c.delay)
    far = 1e9 if timed.horizon is None else timed.horizon
    end = np.minimum(on + (c.term if c.term and not c.renewed else 1e9), far)
    if c.term is None:
        lapse = on + 1e9
    elif c.renewed:
        lapse = on + c.term * (np.floor((t - on) / c.term + 1e-12) + 1)
    else:
        lapse = on + c.term
    zero = np.zeros(len(t))

    future = flow * flowing(arrival, end, t) if flow else zero
    coming = np.where(sunk, 0.0, lump * now(start)) if gives else lump * now(arrival)
    pending = zero if gives else np.where(arrival > t, lump * now(arrival), 0.0)
    left = flow * flowing(np.maximum(t, arrival), end, t) if flow else zero
    stays = np.where(got, left + pending, future + coming)

    revoked = t + c.revoke_delay
    taken = np.maximum(np.minimum(revoked, lapse), arrival)
    bites = np.ones(len(t), bool) if c.renewed else revoked < lapse
    after = pending - np.where(bites, share * lump * now(taken), 0.0)
    if flow:
        a, b = np.maximum(t, arrival), np.minimum(lapse, far)
        middle = np.clip(revoked, a, np.maximum(a, b))
        after = after + flow * flowing(a, middle, t) + (1 - share) * flow * flowing(middle, b, t)
    under = np.where(sunk, share * -lump, 0.0) if gives else zero
    leaves = np.where(got, after, under)

    had = flow * flowing(arrival, np.minimum(t, end), 0.0) if flow else zero
    if gives:
        past = np.where(got, had, 0.0) + np.where(sunk, lump * np.exp(-rate * start), 0.0)
    else:
        had = had + np.where(arrival <= t, lump * np.exp(-rate * arrival), 0.0)
        past = np.where(got, had, 0.0)
    return leaves, stays, past


def straightness(timed, orders) -> np.ndarray:
    """Squared distance from the straight line, each flow read as one lump from day 0."""
    deal = timed.deal
    out = np.zeros(len(orders))
    for who in deal.parties:
        effect, size, rate = {}, 0.0, timed.rate(who)
        for lot in deal.lots:
            c = timed.timing(lot.name)
            gives = who == lot.giver
            flow = -c.flow_cost if gives else c.flow.get(who, 0.0)
            a = 0.0 if gives else c.delay
            far = 1e9 if timed.horizon is None else timed.horizon
            b = max(a, min(c.term if c.term and not c.renewed else 1e9, far))
            long = b - a if rate == 0 else (math.exp(-rate * a) - math.exp(-rate * b)) / rate
            whole = (-lot.cost if gives else lot.value.get(who, 0.0)) + (flow * long if flow else 0)
            share = lot.recovered if gives else lot.lost_to(who)
            effect[lot.name] = (1 - share) * whole
            size += abs(whole)
        for o, order in enumerate(orders):
            moved = [sum(effect[n] for n in step) for step in order]
            total = sum(moved)
            flat = abs(total) <= 1e-9 * size
            scale = (max(map(abs, moved)) or 1.0) if flat else abs(total)
            kept = 0.0
            for k, x in enumerate(moved):
                out[o] += ((kept - k / len(moved) * total) / scale) ** 2
                kept += x
    return out
