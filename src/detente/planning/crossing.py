"""Crossings: what must be delivered before a large unit, so that its delivery stays inside.

Before a unit, the set delivered must leave everyone room for it. Where no subset of the other
units does, whatever the order, the amount aimed at is too small: a bound from below. Where one
does, an order may be built around it (`split`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.planning.clock import Clock
from detente.planning.found import Found, Goal
from detente.planning.problem import Box, Floats, Problem, bits

UNITS = 16
"""The largest units are looked at; small ones seldom lack room."""

HALVINGS = 10


@dataclass(frozen=True)
class Crossing:
    """The crossings of one problem."""

    problem: Problem
    clock: Clock

    def raise_bound(self, goal: Goal, known: Found, branches: int) -> Found:
        """Raise the bound by what the largest units need while they are delivered.

        `branches` limits the search for each set; one it does not decide counts as found.
        """
        p = self.problem
        least, most = known.bound, known.value - 2 * p.near
        if most <= least:
            return known
        largest = [int(u) for u in np.argsort(-p.bulk, kind="stable")[:UNITS]]
        for u in largest:
            if self.clock.late:
                return known
            if not self._may_cross(goal, most, u, branches):
                return Found(known.value, known.value, known.order)
        for u in largest:
            high = most
            for _ in range(HALVINGS):
                middle = (least + high) / 2
                if self.clock.late or self._may_cross(goal, middle, u, branches):
                    high = middle
                else:
                    least = middle
        return Found(known.value, least, known.order)

    def ahead(
        self, inside: Box, start: Floats, u: int, others: list[int], branches: int, seed: int = 0
    ) -> list[int] | bool | None:
        """Some of the others that leave room for unit `u` when they come before it.

        Returns
        -------
        list of int, None or False
            The units; None where `branches` did not suffice; False where there are none.
        """
        from detente.planning import dive_kernel as kernel  # late: see `table`

        p = self.problem
        rise, fall = room(p, u)
        high, low = inside.high - rise, inside.low - fall
        up, down = np.isfinite(high), np.isfinite(low)
        effect = p.effect[:, others]
        weights = np.where(np.isfinite(inside.high), self._weights, 0.0)
        taken = np.zeros(len(others), dtype=np.bool_)
        status = kernel.subset(
            np.concatenate((start[up], -start[down])),
            np.ascontiguousarray(np.concatenate((effect[up], -effect[down])).T),
            np.concatenate((high[up], -low[down])),
            np.concatenate((weights[up], np.zeros(int(down.sum())))),
            branches, np.uint64(seed), taken,
        )  # fmt: skip
        if status == kernel.FOUND:
            return [others[k] for k in np.flatnonzero(taken)]
        return False if status == kernel.EXHAUSTED else None

    def _may_cross(self, goal: Goal, most: float, u: int, branches: int) -> bool:
        """Whether some set of other units leaves room for unit `u` (or nobody knows)."""
        p = self.problem
        inside = goal.within(most)
        ahead = bits(p.before[u])
        barred = p.before[u] | p.behind[u] | 1 << u
        free = [v for v in range(len(p.units)) if not barred >> v & 1]
        start = p.held + p.effect[:, ahead].sum(axis=1)
        if not p.behind[u]:
            last = p.held + p.total - p.effect[:, u]
            if ((last <= inside.high) & (last >= inside.low)).all():
                return True  # as the last of all: completion is judged apart
        return self.ahead(inside, start, u, free, branches) is not False

    @property
    def _weights(self) -> Floats:
        """Weights of the actors: the exchange rate that the lots imply."""
        audiences = 1.0 / self.problem.widest[self.problem.parties :]
        return np.concatenate((self.problem.rates[-1], audiences))


def room(problem: Problem, u: int) -> tuple[Floats, Floats]:
    """How far the keeps rise and fall, at most, when a unit is delivered."""
    effect = problem.effect[:, u]
    low, high = problem.inner.get(u, (effect, effect))
    zero = np.zeros(len(effect))
    return np.maximum.reduce((effect, high, zero)), np.minimum.reduce((effect, low, zero))
