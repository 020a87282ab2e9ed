"""Families of random deals on which planning is measured; each instance follows from its seed.

*Plain* families have lots of very different sizes and gains to share: most are solved by any
good order. *Tight* ones are scaled so that completing is worth nothing to anybody: every
order runs close to somebody's limit, and 3-PARTITION hides in them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from detente.exchange import Exchange, Lot

Rng = np.random.Generator
Floats = np.ndarray


@dataclass(frozen=True)
class Family:
    """A kind of deal.

    Attributes
    ----------
    kind
        "plain" or "tight".
    about
        What its lots are like.
    make
        Makes a deal of so many lots.
    multiple
        The number of lots must be a multiple of this.
    """

    kind: str
    about: str
    make: Callable[[int, Rng], Exchange]
    multiple: int = 1


def instance(family: str, lots: int, seed: int) -> Exchange:
    """Give one deal of a family; the same for the same arguments everywhere."""
    chosen = FAMILIES[family]
    if lots % chosen.multiple:
        raise ValueError(f"{family} needs a multiple of {chosen.multiple} lots, not {lots}")
    key = int.from_bytes(family.encode()) % (1 << 32)
    return chosen.make(lots, np.random.default_rng([key, lots, seed]))


def _two(cost: Floats, value: Floats) -> Exchange:
    """A and B give in turn, each to the other."""
    pairs = zip(cost.tolist(), value.tolist(), strict=True)
    return Exchange(
        ["A", "B"],
        [Lot(f"l{k}", "AB"[k % 2], c, {"BA"[k % 2]: v}) for k, (c, v) in enumerate(pairs)],
    )


def _ratio(low: float, high: float) -> Callable[[int, Rng], Exchange]:
    def make(m: int, rng: Rng) -> Exchange:
        cost = rng.lognormal(0.0, 1.0, m)
        return _two(cost, cost * rng.uniform(low, high, m))

    return make


def _integer(low: int, high: int, surplus: int) -> Callable[[int, Rng], Exchange]:
    def make(m: int, rng: Rng) -> Exchange:
        cost = rng.integers(low, high + 1, m)
        return _two(cost, cost + rng.integers(0, surplus + 1, m))

    return make


def balanced(deal: Exchange) -> Exchange:
    """Scale what each party receives so that its gain is 0 or just above it."""
    spent = {who: sum(x.cost for x in deal.lots if x.giver == who) for who in deal.parties}
    scale = {
        who: spent[who] / sum(x.value.get(who, 0.0) for x in deal.lots) for who in deal.parties
    }
    lots = [
        replace(lot, value={who: v * scale[who] * (1 + 1e-12) for who, v in lot.value.items()})
        for lot in deal.lots
    ]
    return replace(deal, lots=lots)


def _tight(make: Callable[[int, Rng], Exchange]) -> Callable[[int, Rng], Exchange]:
    return lambda m, rng: balanced(make(m, rng))


narrow = _tight(_ratio(0.9, 1.15))


def _partition(m: int, rng: Rng) -> Exchange:
    """B gives m/4 lots of one size; A three lots for each, which add up to it in some grouping.

    A stakes nothing and B one lot: nobody gains by stopping iff A's lots are grouped right.
    """
    size, lots = 1000, []
    for k in range(m // 4):
        first = int(rng.integers(size // 4 + 1, size // 2 - 1))
        least = max(size // 4 + 1, size // 2 - first + 1)
        second = int(rng.integers(least, min(size // 2, size - first - size // 4)))
        sizes = (first, second, size - first - second)
        lots += [Lot(f"a{k}.{j}", "A", float(s), {"B": float(s)}) for j, s in enumerate(sizes)]
        lots.append(Lot(f"b{k}", "B", float(size), {"A": float(size)}))
    order = rng.permutation(len(lots))
    return Exchange(["A", "B"], [lots[k] for k in order], stakes={"B": float(size)})


def _snapback(m: int, rng: Rng) -> Exchange:
    shares = rng.choice([0.0, 0.3, 0.6], size=(m, 2)).tolist()
    deal = narrow(m, rng)
    lots = [
        replace(lot, recovered=back, lost=lost)
        for lot, (back, lost) in zip(deal.lots, shares, strict=True)
    ]
    return replace(deal, lots=lots)


def _caps(m: int, rng: Rng) -> Exchange:
    deal = narrow(m, rng)
    largest = {who: max(abs(lot.effect(who)) for lot in deal.lots) for who in deal.parties}
    return replace(deal, caps={who: 1.2 * size for who, size in largest.items()})


def _three(m: int, rng: Rng) -> Exchange:
    cost = rng.lognormal(0.0, 1.0, m)
    split = rng.dirichlet((1.0, 1.0), m) * (cost * rng.uniform(0.9, 1.15, m))[:, None]
    lots = []
    for k, (c, values) in enumerate(zip(cost.tolist(), split.tolist(), strict=True)):
        giver = "ABC"[k % 3]
        others = [who for who in "ABC" if who != giver]
        lots.append(Lot(f"l{k}", giver, c, dict(zip(others, values, strict=True))))
    return balanced(Exchange(["A", "B", "C"], lots))


def _measures(m: int, rng: Rng) -> Exchange:
    count = m // 5
    cost = rng.lognormal(0.0, 1.0, count)
    value = cost * rng.uniform(0.9, 1.15, count)
    lots = [
        Lot(f"m{k}.{j + 1}", "AB"[k % 2], c, {"BA"[k % 2]: v})
        for k, (c, v) in enumerate(zip(cost.tolist(), value.tolist(), strict=True))
        for j in range(5)
    ]
    return balanced(Exchange(["A", "B"], lots))


FAMILIES = {
    "rich": Family("plain", "lognormal costs, value/cost 1.0–2.2", _ratio(1.0, 2.2)),
    "mixed": Family("plain", "lognormal costs, value/cost 0.7–1.6", _ratio(0.7, 1.6)),
    "integer": Family("plain", "costs 5–60, surplus 0–4", _integer(5, 60, 4)),
    "fine": Family("tight", "costs 500–6000, surplus 0–40", _tight(_integer(500, 6000, 40))),
    "narrow": Family("tight", "lognormal costs, value/cost 0.9–1.15", narrow),
    "partition": Family("tight", "3-partition", _partition, 4),
    "snapback": Family("tight", "narrow; 0, 30 or 60 % recovered and lost", _snapback),
    "caps": Family("tight", "narrow; exposure capped at 1.2 largest lots", _caps),
    "measures": Family("tight", "narrow; measures of 5 equal lots", _measures, 5),
    "three": Family("tight", "narrow; three parties, two of whom value each lot", _three),
}
