"""Orders of steps held against a sample of draws, and moved to where they fail less.

Moving one step past its neighbours changes only the prefixes in between, so all places for a step
are tried in one pass over the prefixes: a sweep over m steps costs m² looks at a prefix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.uncertainty.values import evaluate

if TYPE_CHECKING:
    from detente.exchange import Exchange
    from detente.uncertainty.values.chunks import StressPlan
    from detente.uncertainty.values.formula import Floats, Ints

Order = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """Draws in which some order might hold, and what each step does in them.

    Attributes
    ----------
    effect
        Shape (steps, actors, draws), actors being parties and those with a cap.
    inside
        Per step what is delivered at each prefix inside it; shape (prefixes, actors, draws).
    floor, top
        Shape (actors, draws): keeps may lie between, before completion.
    before
        Per step the steps that must come before it.
    """

    effect: Floats
    inside: tuple[Floats, ...]
    floor: Floats
    top: Floats
    before: tuple[frozenset[int], ...]

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return int(self.effect.shape[2])

    def bad(self, keeps: Floats) -> Ints:
        """Per draw, 1 where somebody would walk at these keeps or a cap is passed."""
        wrong = (keeps > self.top) | (keeps < self.floor)
        return np.asarray(wrong.any(axis=-2), dtype=np.int64)

    def bad_inside(self, step: int, keeps: Floats) -> Ints | int:
        """Per draw, how many prefixes inside a step fail, when it is taken at these keeps."""
        inner = self.inside[step]
        found: Ints = self.bad(keeps + inner).sum(axis=0)
        return found if len(inner) else 0

    def value(self, failures: Ints) -> float:
        """Draws that fail; less than one more for each by how many of its prefixes do."""
        return float((failures > 0).sum()) + float(failures.sum()) / (
            1.0 + self.draws * 4 * (len(self.effect) + sum(map(len, self.inside)))
        )

    def score(self, order: Order) -> float:
        """How much an order fails; 0 where it holds in every draw."""
        return self.value(Walk(self, order).failures.sum(axis=0))


class Walk:
    """An order's prefixes: keeps at each, and failures of each step."""

    def __init__(self, of: Sample, order: Order) -> None:
        steps = len(order)
        self.keeps = np.zeros((steps + 1, *of.floor.shape))
        np.cumsum(of.effect[list(order)], axis=0, out=self.keeps[1:])
        self.failures = np.zeros((steps, of.draws), dtype=np.int64)
        self.failures[:-1] = of.bad(self.keeps[1:-1])
        for k, step in enumerate(order):
            if len(of.inside[step]):
                self.failures[k] += of.bad_inside(step, self.keeps[k])
        zero = np.zeros((1, of.draws), dtype=np.int64)
        self.upto = np.concatenate([zero, self.failures.cumsum(axis=0)])

    def places(self, of: Sample, order: Order, p: int) -> list[tuple[float, int]]:
        """The score of moving the step at place `p` to each place that it may have."""
        return [*self._later(of, order, p), *self._earlier(of, order, p)]

    def _later(self, of: Sample, order: Order, p: int) -> list[tuple[float, int]]:
        step, total, found = order[p], self.upto[-1], []
        between = self.upto[p].copy()
        for q in range(p + 1, len(order)):
            if step in of.before[order[q]]:
                break
            at = self.keeps[q + 1] - of.effect[step]
            between += of.bad_inside(order[q], self.keeps[q] - of.effect[step]) + of.bad(at)
            last = q + 1 == len(order)
            here = of.bad_inside(step, at) + (0 if last else of.bad(self.keeps[q + 1]))
            found.append((of.value(between + here + total - self.upto[q + 1]), q))
        return found

    def _earlier(self, of: Sample, order: Order, p: int) -> list[tuple[float, int]]:
        step, total, found = order[p], self.upto[-1], []
        last = p + 1 == len(order)
        between = np.zeros(of.draws, dtype=np.int64)
        for q in range(p - 1, -1, -1):
            if order[q] in of.before[step]:
                break
            at = self.keeps[q] + of.effect[step]
            if q < p - 1 or not last:  # the prefix after order[q] is complete otherwise
                between += of.bad(self.keeps[q + 1] + of.effect[step])
            between += of.bad_inside(order[q], at)
            here = of.bad_inside(step, self.keeps[q]) + of.bad(at)
            found.append((of.value(self.upto[q] + here + between + total - self.upto[p + 1]), q))
        return found


def sample(plan: StressPlan, deal: Exchange, uniform: Floats) -> Sample:
    """Take from a block of draws those that do not fail at the ends, whatever the order."""
    of = plan.formula
    x = plan.source.values(uniform)
    at, parties = evaluate.terms(of, x), len(of.parties)
    who = np.flatnonzero((np.arange(len(of.actors)) < parties) | (of.cap >= 0))
    demands = evaluate.demands(of, plan.rows)
    ends = np.array([d.prefix in (0, len(plan.steps)) for d in demands])
    kept = (evaluate.slacks(of, plan.rows, x)[ends] >= 0).all(axis=0)

    def delivered(names: tuple[str, ...]) -> Floats:
        lots = [of.lots.index(name) for name in names]
        found = np.zeros_like(at.gain)
        for c in np.flatnonzero(np.isin(of.lot, lots)):
            found[of.actor[c]] += at.effect[c]
        return found[who][:, kept]

    slack = of.tolerance[:, None]
    floor, top = -evaluate.caps(of, x) - slack, np.full_like(at.gain, np.inf)
    floor[:parties] -= at.held
    top[:parties] = at.stake + at.gain[:parties] - at.held + at.posted + slack[:parties]
    unit_of = {name: u for u, step in enumerate(plan.steps) for name in step}
    before: list[set[int]] = [set() for _ in plan.steps]
    for first, then in deal.after:
        before[unit_of[then]].add(unit_of[first])
    inner = [[delivered(names) for names in _inside(plan, k)] for k in range(len(plan.steps))]
    shape = (0, len(who), int(kept.sum()))
    return Sample(
        effect=np.array([delivered(step) for step in plan.steps]),
        inside=tuple(np.array(sums) if sums else np.empty(shape) for sums in inner),
        floor=floor[who][:, kept],
        top=top[who][:, kept],
        before=tuple(map(frozenset, before)),
    )


def _inside(plan: StressPlan, step: int) -> list[tuple[str, ...]]:
    """What is delivered of a step at each prefix inside it."""
    laid, lots = plan.rows, plan.formula.lots
    return [
        tuple(lots[j] for j in laid.lots[laid.first[r] : laid.first[r + 1]])
        for r in np.flatnonzero(~laid.whole & (laid.prefix == step))
    ]


def improve(of: Sample, order: Order, looks: int) -> tuple[Order, float, int]:
    """Move steps, one at a time, to where most is gained, until no move gains anything.

    Parameters
    ----------
    looks
        How many places may be tried; a ceiling that does not depend on the clock.

    Returns
    -------
    The order, its score, and how many looks are left.
    """
    walk = Walk(of, order)
    score, before = of.value(walk.failures.sum(axis=0)), np.inf
    while 0 < score < before and looks > 0:
        before = score
        for step in order:
            p = order.index(step)
            places = walk.places(of, order, p)
            looks -= len(places)
            value, q = min(places, default=(score, p))
            if value < score:
                order, score = _moved(order, p, q), value
                walk = Walk(of, order)
            if looks <= 0:
                break
    return order, score, looks


def shaken(of: Sample, order: Order, rng: np.random.Generator) -> Order:
    """Move a quarter of the steps to places at random that they may have."""
    for _ in range(max(2, len(order) // 4)):
        p = int(rng.integers(len(order)))
        low = max((q + 1 for q in range(p) if order[q] in of.before[order[p]]), default=0)
        after = (q - 1 for q in range(p + 1, len(order)) if order[p] in of.before[order[q]])
        high = min(after, default=len(order) - 1)
        order = _moved(order, p, int(rng.integers(low, high + 1)))
    return order


def _moved(order: Order, p: int, q: int) -> Order:
    rest = [*order[:p], *order[p + 1 :]]
    rest.insert(q, order[p])
    return tuple(rest)
