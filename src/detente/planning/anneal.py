"""Local search: an order is annealed until it stays within a smaller amount.

Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) on how far an order's keeps pass the
amount aimed at, summed over its prefixes: unlike the worst prefix alone, that sum says which of
two bad orders is the nearer one. It proves nothing; it brings the amount down to where a proof
from below can meet it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from detente.planning.clock import Clock
from detente.planning.found import SEED, Found, Goal
from detente.planning.problem import Box, Floats, Problem

MOVES = 20_000
"""Moves of the first rounds: a few thousandths of a second for forty units."""

HEATS = (0.1, 0.03, 0.03)
"""Where the temperature starts, in shares of an actor's largest unit, round after round."""

COOLING = 0.01
SETTLED = 1e-13
WINDOW = 64
NARROWER = 0.3
"""By which share the aim comes nearer to the best order after a round in vain."""


@dataclass(frozen=True)
class Annealer:
    """The local search of one problem; it goes on where it stopped."""

    problem: Problem
    clock: Clock
    _seed: list[int] = field(default_factory=lambda: [SEED], repr=False)

    def improve(self, goal: Goal, known: Found, rounds: int) -> Found:
        """Bring the worst amount of a known order down toward its bound.

        Ends after `rounds`, when value and bound meet, or when the time is up. The order stays
        in the goal's box if it was inside.
        """
        near, aim = self.problem.near, 0.5
        for k in range(rounds):
            gap = known.value - known.bound
            if gap <= 3 * near or self.clock.late:
                break
            target = max(known.bound, min(known.bound + aim * gap, known.value - 2 * near))
            order, _ = self._anneal(goal.within(target), self.problem.held, known.order, k)
            value = goal.worst(self.problem, order)
            reached = value <= target + near
            if value < known.value and goal.holds(self.problem, order):
                known = Found(max(value, known.bound), known.bound, order)
            aim = 0.5 if reached else aim + NARROWER * (1.0 - aim)
        return known

    def settle(self, inside: Box, start: Floats, units: list[int], k: int) -> list[int] | None:
        """An order of some units, from the keeps `start` on, that stays inside; or none found."""
        order, energy = self._anneal(inside, start, units, k)
        return order if energy <= SETTLED else None

    def draw(self) -> int:
        """A number for what is left to chance; never 0."""
        self._seed[0] = self._seed[0] * 6364136223846793005 % 2**64 | 1
        return self._seed[0]

    def _anneal(
        self, inside: Box, start: Floats, order: list[int], k: int
    ) -> tuple[list[int], float]:
        """Anneal an order in the k-th way; and how far it is outside still."""
        from detente.planning import anneal_kernel as kernel  # late: see `table`

        if not order:
            return [], 0.0
        p = self.problem
        some = np.isfinite(inside.high) | np.isfinite(inside.low)
        moved = np.array(order, dtype=np.int64)
        rows, low, high = p.inner_rows
        moves = MOVES * (1 + k // 32)
        hot = HEATS[k % len(HEATS)]
        energy, seed = kernel.anneal(
            moves, hot, hot * COOLING, min(WINDOW, len(moved)), np.uint64(self._seed[0]), moved,
            np.zeros(len(p.units), dtype=np.int64), start[some],
            np.ascontiguousarray(p.effect[some].T), inside.low[some], inside.high[some],
            p.widest[some], rows, low[:, some], high[:, some], *p.followers, *p.forerunners,
        )  # fmt: skip
        self._seed[0] = int(seed)
        return [int(u) for u in moved], float(energy)
