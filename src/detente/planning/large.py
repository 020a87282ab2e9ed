"""Ladders beyond exact proof: orders thrown together, then straightened.

Any number of units. Orders are thrown forward and from the end, within an amount that is
halved toward the bound; all that came out are kept, and the later levels choose among
them. Units are drawn a few hundred at a time, so a throw takes O(units x draw x actors)
time and O(units) memory. `steinitz` says what the worst case needs at most.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.planning.anneal import Annealer
from detente.planning.bounds import bottleneck_bound
from detente.planning.clock import Clock
from detente.planning.dive import UNITS, Dive
from detente.planning.found import SEED, Found, Goal
from detente.planning.problem import Box, Floats, Problem
from detente.planning.reach import Reach
from detente.planning.steinitz import most_needed, steinitz_order

Ints = NDArray[np.int64]
_Side = tuple[Floats, Floats, Ints, Ints, Ints]

WORDS_LIMIT = 1 << 22
"""Up to this number of words of 64 sets the bits decide what the first dives leave open."""

LOOK = 256
THROWS = 12
"""Throws in vain, of every taste and from both ends, before an amount counts as too small."""

ROUNDS = 6
"""How often the throws are doubled before what was reached has to do."""

CONSTRUCTION_SECONDS = 2e-5
"""What the theorem's order takes, times the units squared: 20 seconds for a thousand."""

ANNEALS = 64
"""Rounds of annealing that what the throws reached gets."""

WINDOW, PASSES = 64, 20


@dataclass(frozen=True)
class Large:
    """The searcher for what no table holds (`levels.Searcher`)."""

    problem: Problem
    clock: Clock
    _pool: list[list[int]] = field(default_factory=list, repr=False)
    _seed: list[int] = field(default_factory=lambda: [SEED], repr=False)

    @property
    def method(self) -> str:
        """Which search this is."""
        return "dive" if self._dives else "throw"

    @property
    def _dives(self) -> bool:
        return len(self.problem.units) <= UNITS

    @property
    def late(self) -> bool:
        """Whether the time is up."""
        return self.clock.late

    def bottleneck(self, over: Floats, under: Floats, box: Box, enough: float = -np.inf) -> Found:
        """Smallest worst amount by which keeps on the way pass `over` or `under`."""
        goal = Goal(over, under, box)
        if not goal.may_start(self.problem):
            return Found(np.inf, np.inf, [])
        best = self._best_known(goal)
        if self._dives and not (self.late and best):
            clock = self.clock.share()
            reach = Reach(self.problem, clock)
            dive = Dive(self.problem, clock, reach if reach.words <= WORDS_LIMIT else None)
            found = dive.bottleneck(over, under, box, enough)
            if not found.order:
                return found
            self._pool.append(found.order)
            best = self._best_known(goal)
            value = max(goal.worst(self.problem, best), enough)
            return Found(value, min(found.bound, value), best)
        floor = max(enough, bottleneck_bound(self.problem, over, under))
        return self._throw_down(goal, floor, best)

    def straightest(self, box: Box, start: list[int]) -> Found:
        """Order near the straight line inside `box`; nothing is proven about it."""
        free = self.problem.nowhere
        order = start or self._best_known(Goal(free, -free, box))
        if not order:
            return Found(np.inf, -np.inf, [])
        return Found(np.inf, -np.inf, self._straighten(order, box, None))

    def earliest(self, actor: int, box: Box, over: Floats) -> Found:
        """Order that brings the actor's value early; bounded, not proven."""
        free = self.problem.nowhere
        found = self.bottleneck(free, -free, box, 0.0)
        if not found.order:
            return found
        order = self._straighten(found.order, box, actor)
        return Found(self._outstanding(order, actor), -np.inf, order)

    def earliest_straightest(self, actor: int, box: Box, start: list[int]) -> Found:
        """The same order: the straight line already weighed in it."""
        return Found(self._outstanding(start, actor), -np.inf, start)

    def _throw_down(self, goal: Goal, floor: float, order: list[int]) -> Found:
        """Throw orders within ever smaller amounts, halving toward the bound."""
        near = self.problem.near
        rounds = 1 if self._pool else ROUNDS  # the objective is worth more than its tie-breaks
        most = goal.worst(self.problem, order) if order else np.inf
        if not order or most > floor:
            order = self._throws(goal, floor) or order or self._throws(goal, np.inf)
        if not order:
            return Found(np.inf, -np.inf, [])
        if rounds > 1 and goal.worst(self.problem, order) > floor:
            order = self._within_theorem(goal, order)
        most = max(goal.worst(self.problem, order), floor)
        clock = self.clock.share()
        throwing = clock.share(0.5)
        for throws in (THROWS << k for k in range(rounds)):
            least = floor
            while most - least > max(near, 1e-3 * abs(most - floor)) and not throwing.late:
                middle = (least + most) / 2
                if better := self._throws(goal, middle, throws):
                    order, most = better, max(goal.worst(self.problem, better), floor)
                else:
                    least = middle  # not proven: only not tried again in this round
        if rounds > 1:
            known = Annealer(self.problem, clock).improve(goal, Found(most, floor, order), ANNEALS)
            self._pool.append(known.order)
            most, order = known.value, known.order
        return Found(most, most if most <= floor + near else floor, order)

    def _within_theorem(self, goal: Goal, order: list[int]) -> list[int]:
        """The order, or the constructed one where throwing fell short of the theorem."""
        deal, m = self.problem.deal, len(self.problem.units)
        needed = most_needed(deal)
        if needed is None or self.clock.left < CONSTRUCTION_SECONDS * m * m:
            return order
        p = slice(self.problem.parties)
        high = self.problem.way(order)[1][p] - self.problem.gain[p]
        if (high <= np.array(list(needed.values())) + self.problem.tolerance[p]).all():
            return order
        built = steinitz_order(self.problem)
        self._pool.append(built)
        return self._best_known(goal) or order

    def _throws(self, goal: Goal, most: float, throws: int = THROWS) -> list[int]:
        """Throw orders of every taste from both ends; the first within `most`."""
        from detente.planning import large_kernel as kernel  # late: see `table`

        bounds = goal.within(most + self.problem.near)
        chosen = np.zeros(len(self.problem.units), dtype=np.int64)
        tastes = (kernel.ROOMY, kernel.STRAIGHT, kernel.BIGGEST, kernel.ANY)
        p = self.problem
        for k in range(throws):
            taste, forward = tastes[k // 2 % len(tastes)], bool(k % 2)
            start, change, pending, heads, tails = self._side(forward)
            placed, seed = kernel.throw(
                taste, LOOK, np.uint64(self._seed[0]), chosen, start, change, p.total,
                p.widest, p.parties, p.bulk, pending, heads, tails, *p.inner_rows, forward,
                bounds.low, bounds.high,
            )  # fmt: skip
            self._seed[0] = int(seed)
            if placed == len(chosen):
                order = [int(u) for u in (chosen if forward else chosen[::-1])]
                self._pool.append(order)
                return order
            if self.late:
                break
        return []

    def _best_known(self, goal: Goal) -> list[int]:
        """The least bad order thrown so far that keeps the box."""
        allowed = [order for order in self._pool if goal.holds(self.problem, order)]
        return min(allowed, key=lambda order: goal.worst(self.problem, order), default=[])

    def _straighten(self, order: list[int], box: Box, actor: int | None) -> list[int]:
        """Carry units along to a nearby place while that helps."""
        from detente.planning import large_kernel as kernel

        p = self.problem
        moved = np.array(order, dtype=np.int64)
        _, _, _, heads, tails = self._side(True)
        received = np.zeros(len(order))
        if actor is not None:
            received = p.received[actor] / p.received[actor].sum()
        early = 0.0 if actor is None else 1e6  # far above any distance: early comes first
        for _ in range(PASSES):
            if self.late or not kernel.straighten(
                moved, WINDOW, np.ascontiguousarray(p.effect.T), p.held, p.total, p.scale,
                p.parties, received, early, *p.inner_rows, box.low, box.high, heads, tails,
            ):  # fmt: skip
                break
        return [int(u) for u in moved]

    def _outstanding(self, order: list[int], actor: int) -> float:
        received = self.problem.received[actor][order]
        left = 1.0 - np.concatenate(([0.0], np.cumsum(received)[:-1])) / received.sum()
        return float(left.sum())

    def _side(self, forward: bool) -> _Side:
        return self._forward if forward else self._backward

    @cached_property
    def _forward(self) -> _Side:
        p = self.problem
        pending = np.diff(p.forerunners[0])
        return p.held.copy(), np.ascontiguousarray(p.effect.T), pending, *p.followers

    @cached_property
    def _backward(self) -> _Side:
        p = self.problem
        pending = np.diff(p.followers[0])
        return p.total + p.held, np.ascontiguousarray(-p.effect.T), pending, *p.forerunners
