"""Threshold search: depth first through delivered sets, remembering the dead ones.

For exchanges of up to 64 units whose table would be too large. Given how far the keeps
may go, a dive places unit after unit, from the end (where the room is smallest: what is
still to come is little) or from the start, and backs out of sets from which no way leads
on; each such set is visited once. Local search (`anneal`, `split`) and dives with several
tastes and growing budgets close in on the smallest amount from above; a `crossing` that
cannot be, or a dive that ends without a way, proves a bound from below. Memory is bounded
by the table of dead sets, time by slices of the search.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detente.planning.anneal import Annealer
from detente.planning.bounds import bottleneck_bound
from detente.planning.clock import FOREVER, Clock
from detente.planning.crossing import Crossing
from detente.planning.found import SEED, Found, Goal
from detente.planning.problem import Box, Floats, Problem, bits
from detente.planning.reach import Reach
from detente.planning.split import Splitter

UNITS = 64
SLICE = 4096
"""Sets visited between two looks at the clock: a few thousandths of a second."""

DEAD_BITS = 25
"""The table of dead sets takes at most 2^25 words: 256 MB."""

FIRST_BUDGET = 1024
FIRST_ROUNDS = 2
"""Rounds of local search, twice as many each time, before the next probe."""

SECONDS_A_ROUND = 0.005

BRANCHES, MOST_BRANCHES = 64, 2_000_000
"""Branches of a search for a crossing, for each set that a probe may visit; and at most.

The clock is looked at between two such searches: a tenth of a second at most.
"""

TASTES = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, -1.0, 0.0], [1.0, 0.3, 0.3]])
"""Weights of slack left, size and chance."""

Masks = NDArray[np.uint64]


@dataclass(frozen=True)
class _Side:
    """One direction of search: what must be placed before a unit, and what it changes."""

    forward: bool
    need: Masks
    change: Floats
    start: Floats


@dataclass
class _State:
    """A search that can be interrupted."""

    depth: int
    masks: Masks
    keeps: Floats
    waiting: Floats
    left: NDArray[np.int64]
    chosen: NDArray[np.int64]
    dead: Masks
    known: NDArray[np.int64]
    least: float = np.inf


@dataclass(frozen=True)
class Dive:
    """The threshold search of a problem of at most 64 units."""

    problem: Problem
    clock: Clock = FOREVER
    reach: Reach | None = None
    _seed: list[int] = field(default_factory=lambda: [SEED], repr=False)

    def bottleneck(self, over: Floats, under: Floats, box: Box, enough: float = -np.inf) -> Found:
        """Smallest worst amount by which keeps on the way pass `over` or `under`."""
        goal = Goal(over, under, box)
        if not goal.may_start(self.problem):
            return Found(np.inf, np.inf, [])
        floor = max(enough, bottleneck_bound(self.problem, over, under))
        found, beyond = self._probe(goal, floor, FIRST_BUDGET)
        if found:
            most = max(goal.worst(self.problem, found), floor)
            return Found(most, most if most <= floor + self.problem.near else floor, found)
        least = floor if beyond is None else beyond
        budget = FIRST_BUDGET
        while not found and least < np.inf:
            found, beyond = self._probe(goal, np.inf, budget)
            least = least if beyond is None else beyond
            budget *= 4
            if self.clock.late:
                break
            if not found and self.reach is not None and self.reach.seconds < self.clock.left:
                return self._by_bits(self.reach, goal, floor, None)
        if not found:
            return Found(np.inf, least, [])
        known = Found(max(goal.worst(self.problem, found), floor), least, found)
        known = self._close_in(goal, floor, known)
        return Found(known.value, known.value, known.order) if self._closed(known) else known

    def _close_in(self, goal: Goal, floor: float, known: Found) -> Found:
        """Bring value and bound together: local search, crossings, then probes or bits."""
        annealer = Annealer(self.problem, self.clock)
        crossing = Crossing(self.problem, self.clock)
        splitter = Splitter(self.problem, annealer, crossing)
        rounds, budget = FIRST_ROUNDS, FIRST_BUDGET
        if self.reach is not None:  # where bits are quick, guessing first would only cost time
            rounds = max(1, min(4 * rounds, int(self.reach.seconds / SECONDS_A_ROUND)))
        while True:
            branches = min(BRANCHES * budget, MOST_BRANCHES)
            known = crossing.raise_bound(goal, known, branches)
            known = splitter.improve(goal, annealer.improve(goal, known, rounds), rounds)
            known = crossing.raise_bound(goal, known, branches)
            if self._closed(known) or self.clock.late:
                return known
            if self.reach is not None and self.reach.seconds < self.clock.left:
                return self._by_bits(self.reach, goal, floor, known)
            rounds, budget = 2 * rounds, 4 * budget
            known = self._descend(goal, known, budget)

    def _descend(self, goal: Goal, known: Found, budget: int) -> Found:
        """Probe just below the best order, again and again, until a probe finds none."""
        while not self._closed(known) and not self.clock.late:
            found, beyond = self._probe(goal, known.value - 2 * self.problem.near, budget)
            if found:
                value = max(goal.worst(self.problem, found), known.bound)
                known = Found(value, known.bound, found)
            elif beyond is not None:
                return Found(known.value, min(beyond, known.value), known.order)
            else:
                return known
        return known

    def _by_bits(self, reach: Reach, goal: Goal, floor: float, known: Found | None) -> Found:
        """Let the bits decide, over no more sets than the precedences of `_before` leave."""
        p = self.problem
        pairs = [(v, u) for u, mask in enumerate(self._before(goal)) for v in bits(mask)]
        eased = replace(reach, problem=Problem(p.deal, tuple(pairs)), _scratch=[])
        return eased.bottleneck(goal.over, goal.under, goal.box, floor, known)

    def _closed(self, known: Found) -> bool:
        """Whether value and bound meet."""
        return known.bound >= known.value - 3 * self.problem.near

    def _probe(self, goal: Goal, most: float, budget: int) -> tuple[list[int], float | None]:
        """Look for an order within `most`: each side and taste for `budget` sets, then thrown.

        Returns
        -------
        list of int, float or None
            An order; or none and, where that is proven, the least amount that would let
            a further set in.
        """
        from detente.planning import dive_kernel as kernel  # late: see `table`

        p = self.problem
        # A set at the amount itself counts as inside, whatever the rounding.
        bounds = goal.within(most + p.near / 2)
        sides = self._sides(goal)
        for taste in TASTES:
            for side in sides:
                state = self._begin(side, budget)
                for _ in range(0, budget, SLICE):
                    status, state.depth, state.least = kernel.dive(
                        state.depth, state.masks, state.keeps, state.waiting, state.left,
                        state.chosen, state.dead, state.known, side.need, side.change,
                        *p.inner_rows, side.forward, bounds.low, bounds.high, goal.box.low,
                        goal.box.high, goal.over, goal.under, p.widest, p.bulk,
                        self._noise, taste, min(SLICE, budget), state.least,
                    )  # fmt: skip
                    if status == kernel.FOUND:
                        order = [int(u) for u in state.chosen]
                        return (order if side.forward else order[::-1]), None
                    if status == kernel.EXHAUSTED:
                        return [], float(state.least)
                    if self.clock.late:
                        return [], None
                if order := self._scatter(side, bounds, budget // 8):
                    return order, None
        return [], None

    def _scatter(self, side: _Side, bounds: Box, tries: int) -> list[int]:
        """Throw orders together at random; one within `bounds`, or none."""
        from detente.planning import dive_kernel as kernel

        chosen = np.zeros(len(side.need), dtype=np.int64)
        for _ in range(0, tries, SLICE // 16):
            found, seed = kernel.scatter(
                SLICE // 16, np.uint64(self._seed[0]), chosen, side.start, side.need,
                side.change, *self.problem.inner_rows, side.forward, bounds.low, bounds.high,
                self.problem.bulk,
            )  # fmt: skip
            self._seed[0] = int(seed)
            if found:
                order = [int(u) for u in chosen]
                return order if side.forward else order[::-1]
            if self.clock.late:
                break
        return []

    def _begin(self, side: _Side, budget: int) -> _State:
        m, n = len(side.need), len(self.problem.actors)
        size = 1 << max(12, min(DEAD_BITS, int(2 * budget).bit_length()))
        masks = np.zeros(m + 1, dtype=np.uint64)
        masks[0] = (1 << m) - 1
        keeps = np.zeros((m + 1, n))
        keeps[0] = side.start
        return _State(
            0, masks, keeps, np.zeros((m + 1, m, 2)), np.full(m + 1, -1, dtype=np.int64),
            np.zeros(m, dtype=np.int64), np.zeros(size, dtype=np.uint64),
            np.zeros(1, dtype=np.int64),
        )  # fmt: skip

    @cached_property
    def _noise(self) -> Floats:
        return np.asarray(np.random.default_rng(0).random(len(self.problem.units)))

    def _sides(self, goal: Goal) -> tuple[_Side, _Side]:
        p = self.problem
        before = self._before(goal)
        behind = [0] * len(before)
        for u, mask in enumerate(before):
            for v in bits(mask):
                behind[v] |= 1 << u
        change = np.ascontiguousarray(p.effect.T)
        return (
            _Side(False, np.array(behind, dtype=np.uint64), -change, p.total + p.held),
            _Side(True, np.array(before, dtype=np.uint64), change, p.held.copy()),
        )

    def _before(self, goal: Goal) -> list[int]:
        """Precedences, with those that lose no order that matters.

        Interchangeable units come in one order. And where only upper bounds matter, a unit
        that raises nobody's keeps less than another may as well come after it: swapping
        the two lowers the keeps in between (the same the other way round for lower
        bounds). Both need the same neighbours in the precedence, and no inner prefixes.
        """
        p = self.problem
        before = list(p.before)
        for units in p.classes:
            for earlier, later in pairwise(units):
                before[later] |= 1 << earlier
        upper = np.isfinite(goal.over).any() or np.isfinite(goal.box.high).any()
        lower = np.isfinite(goal.under).any() or np.isfinite(goal.box.low).any()
        if upper and lower:
            return before
        sign = 1.0 if upper else -1.0
        first = [units[0] for units in p.classes]
        for units in p.classes:
            for others in p.classes:
                a, b = units[0], others[0]
                if a == b or (p.before[a], p.behind[a]) != (p.before[b], p.behind[b]):
                    continue
                if a in p.inner or b in p.inner:
                    continue
                rise = sign * (p.effect[:, a] - p.effect[:, b])
                if (rise >= 0).all() and ((rise > 0).any() or first.index(a) > first.index(b)):
                    for u in units:
                        before[u] |= sum(1 << v for v in others)
        return before
