"""Every order of a small exchange, scored from the definition: shares no code with the search.

The orders stand in one NumPy table of permutations of the steps-to-be; keeps at every
prefix, the inner ones of sequential swaps included, follow by cumulative sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np

from detente.exchange import Exchange


@dataclass(frozen=True)
class Brute:
    """Scores of every admissible order; one row an order.

    ``guarantee`` and ``on_way`` have shape (orders, parties); ``exposure``, ``distance``,
    ``shortfall`` have shape (orders,); ``capped`` says whether the caps hold and
    ``holds`` whether the order is self-enforcing.
    """

    steps: list[tuple[str, ...]]
    orders: np.ndarray
    guarantee: np.ndarray
    on_way: np.ndarray
    shortfall: np.ndarray
    exposure: np.ndarray
    distance: np.ndarray
    capped: np.ndarray
    holds: np.ndarray
    early: dict[str, np.ndarray]
    way_shortfall: np.ndarray
    capped_on_way: np.ndarray


def brute(deal: Exchange) -> Brute:  # noqa: C901 - one table, filled in one go
    """Score every order that keeps the precedences."""
    grouped = {name for group in deal.together for name in group}
    steps = [(lot.name,) for lot in deal.lots if lot.name not in grouped] + list(deal.together)
    m = len(steps)
    where = {name: k for k, step in enumerate(steps) for name in step}
    orders = np.array(list(permutations(range(m))))
    place = np.argsort(orders, axis=1)
    for first, then in deal.after:
        keep = place[:, where[first]] < place[:, where[then]]
        orders, place = orders[keep], place[keep]
    lots = {lot.name: lot for lot in deal.lots}

    def on(who: str, names: tuple[str, ...]) -> float:
        total = 0.0
        for name in names:
            lot = lots[name]
            if lot.giver == who:
                total -= lot.cost * (1 - lot.recovered)
            else:
                lost = lot.lost if isinstance(lot.lost, float) else lot.lost.get(who, 0.0)
                total += lot.value.get(who, 0.0) * (1 - lost)
        return total

    def inner(step: tuple[str, ...]) -> list[tuple[str, ...]]:
        givers = sorted({lots[name].giver for name in step})
        return [
            tuple(name for name in step if lots[name].giver in some)
            for r in range(1, len(givers))
            for some in combinations(givers, r)
        ]

    n = len(orders)
    stakes = {w: deal.stakes.get(w, 0.0) for w in deal.parties}
    posted = {w: sum(d.amount for d in deal.deposits if d.party == w) for w in deal.parties}
    held = {w: sum(d.amount for d in deal.deposits if d.holder == w) for w in deal.everyone}
    guarantee, on_way, shortfalls, exposures = [], [], [], []
    distance, capped, holds = np.zeros(n), np.ones(n, bool), np.ones(n, bool)
    early = {}
    way_short, capped_on_way = [], np.ones(n, bool)
    for who in deal.everyone:
        tol = 1e-9 * sum(abs(x.cost) + abs(x.value.get(who, 0.0)) for x in deal.lots)
        effect = np.array([on(who, step) for step in steps])
        keeps = np.concatenate((np.zeros((n, 1)), np.cumsum(effect[orders], axis=1)), axis=1)
        gain = sum(-x.cost if x.giver == who else x.value.get(who, 0.0) for x in deal.lots)
        way = [keeps[:, k] + held[who] for k in range(m)]
        if deal.sequential:
            for s, step in enumerate(steps):
                before = keeps[np.arange(n), place[:, s]] + held[who]
                way += [before + on(who, names) for names in inner(step)]
        way, end = np.array(way), keeps[:, m]
        least = np.minimum(way.min(axis=0), end)
        if who in deal.audiences:
            least = np.minimum(least, gain)
        exposed = np.maximum(0, -least)
        if who in deal.caps:
            capped_on_way &= -way.min(axis=0) <= deal.caps[who] + tol
            capped &= exposed <= deal.caps[who] + tol
        if who in deal.audiences:
            continue
        tempted_way, tempted_end = way.max(axis=0) - gain, end - gain
        way_short.append(tempted_way - stakes[who] - posted[who])
        guarantee.append(np.maximum(0, np.maximum(tempted_way, tempted_end)))
        on_way.append(np.maximum(0, tempted_way))
        shortfalls.append(
            np.maximum(
                np.maximum(0, tempted_way) - stakes[who] - posted[who],
                np.maximum(0, tempted_end) - stakes[who],
            )
        )
        holds &= (tempted_way <= stakes[who] + posted[who] + tol) & (
            tempted_end <= stakes[who] + tol
        )
        exposures.append(exposed)
        total = effect.sum()
        scale = abs(total) if abs(total) > tol else (np.abs(effect).max() or 1.0)
        line = np.arange(m) / m * total
        distance += (((keeps[:, :m] - line) / scale) ** 2).sum(axis=1)
        face = np.array([sum(lots[x].value.get(who, 0.0) for x in step) for step in steps])
        if face.sum() > tol:
            got = np.cumsum(face[orders], axis=1)[:, :-1] / face.sum()
            early[who] = 1 + (1 - got).sum(axis=1)
    return Brute(
        steps, orders, np.array(guarantee).T, np.array(on_way).T,
        np.array(shortfalls).max(axis=0), np.array(exposures).max(axis=0),
        distance, capped, holds & capped, early, np.array(way_short).max(axis=0), capped_on_way,
    )  # fmt: skip


def lexicographic(rows: np.ndarray, *keys: np.ndarray, near: float = 1e-7) -> list[float]:
    """Minimise one key after the other over the rows allowed; the optima in turn."""
    best = []
    for key in keys:
        least = key[rows].min()
        best.append(float(least))
        rows = rows & (key <= least + near)
    return best


def pareto(vectors: np.ndarray, near: float = 1e-7) -> np.ndarray:
    """The vectors that no other one is below, each once, sorted."""
    unique = np.unique(np.round(vectors, 7), axis=0)
    kept = [
        v for v in unique if not any((u <= v + near).all() and (u < v - near).any() for u in unique)
    ]
    return np.array(sorted(map(tuple, kept)))
