"""Orders built around their hardest moments: the delivery of the largest units.

Before a large unit the keeps must leave room for it. A set of units that leaves it splits the
order in two, and each part is an order to be found in the same way. Where little room is left
for the largest units, random moves seldom come upon such a set; a search for it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.planning.anneal import Annealer
from detente.planning.crossing import Crossing
from detente.planning.found import Found, Goal
from detente.planning.problem import Box, Floats, Problem

ALONE = 8
"""So few units are not split further."""

SETS, BRANCHES = 3, 200_000
"""Sets looked for before a large unit, and branches of the search for each."""

ROUNDS = 2
"""Rounds of annealing that a part gets before it is split."""

PARTS = 16
"""Parts that an order may take to build, or half as many as it has units; then it is given up."""


@dataclass(frozen=True)
class Splitter:
    """Builds orders within a given amount; it never says that there is none."""

    problem: Problem
    annealer: Annealer
    crossing: Crossing

    def improve(self, goal: Goal, known: Found, tries: int) -> Found:
        """Bring the worst amount of a known order down toward its bound."""
        p = self.problem
        if any(p.before):
            return known  # a set that leaves room would have to respect them too
        low, high = known.bound, known.value
        for _ in range(tries):
            if high - low <= 3 * p.near or self.annealer.clock.late:
                break
            target = low + (high - low) / 4
            parts = iter(range(max(PARTS, len(p.units) // 2)))
            order = self._order(goal.within(target), p.held, list(range(len(p.units))), parts)
            if order is None:
                low = target  # not proven: only not reached
                continue
            value = goal.worst(p, order)
            if value < known.value and goal.holds(p, order):
                known = Found(max(value, known.bound), known.bound, order)
            high = min(target, value)
        return known

    def _order(
        self, inside: Box, start: Floats, units: list[int], parts: Iterator[int]
    ) -> list[int] | None:
        """An order of some units from `start` on that stays inside, or none found.

        `parts` has one left for each part that may still be looked at.
        """
        if next(parts, None) is None:
            return None
        for k in range(ROUNDS):
            order = self.annealer.settle(inside, start, units, k)
            if order is not None:
                return order
        if len(units) <= ALONE or self.annealer.clock.late:
            return None
        p = self.problem
        largest = max(units, key=lambda u: float(p.bulk[u]))
        others = [u for u in units if u != largest]
        for _ in range(SETS):
            seed = self.annealer.draw()
            ahead = self.crossing.ahead(inside, start, largest, others, BRANCHES, seed)
            if not isinstance(ahead, list):
                return None
            before = self._order(inside, start, ahead, parts)
            if before is None:
                continue
            reached = start + p.effect[:, [*ahead, largest]].sum(axis=1)
            behind = [u for u in others if u not in set(ahead)]
            after = self._order(inside, reached, behind, parts)
            if after is not None:
                return [*before, largest, *after]
        return None
