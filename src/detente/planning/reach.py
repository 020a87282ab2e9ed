"""Which delivered sets can be reached inside a box: one bit a set, 64 at a time.

The bottleneck of `detente.planning.table` for tables that are too large for a number a
set. The shortest lines make up a word, the others count the words. Whether the 64 sets
of a word lie inside a bound is a binary search among their sorted keeps; steps along the
lines outside the word are an OR of whole words, those inside it a shift. A word takes
some tens of nanoseconds, a table of 2^24 sets a hundredth of a second.

The smallest worst amount follows by bisection: a probe that finds no way in returns the
least amount that would let a further set in, so each failure is itself a lower bound.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from detente.planning.bounds import bottleneck_bound
from detente.planning.clock import FOREVER, Clock
from detente.planning.found import Found, Goal
from detente.planning.problem import Box, Floats, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORD = 64

NEAR_BOUND = 1 / 8
SECONDS_A_STEP = 2.5e-8
"""What a line of a word takes, for saying beforehand that the time left will not do."""


@dataclass(frozen=True)
class Reach:
    """The reachable sets of a problem, as bits."""

    problem: Problem
    clock: Clock = FOREVER
    _scratch: list[NDArray[np.uint64]] = field(default_factory=list, repr=False, compare=False)

    @cached_property
    def lines(self) -> tuple[tuple[int, ...], ...]:
        """The problem's lines, the shortest last."""
        return tuple(sorted(self.problem.axes, key=len, reverse=True))

    @cached_property
    def low(self) -> int:
        """How many of the last lines make up a word."""
        sets, count = 1, 0
        for line in reversed(self.lines):
            sets *= len(line) + 1
            if sets > WORD:
                break
            count += 1
        return count

    @cached_property
    def words(self) -> int:
        """How many words the table has."""
        high = self.lines[: len(self.lines) - self.low]
        return int(np.prod([len(line) + 1 for line in high], dtype=object))

    @property
    def seconds(self) -> float:
        """About how long a probe takes."""
        return SECONDS_A_STEP * self.words * len(self.lines)

    def bottleneck(
        self,
        over: Floats,
        under: Floats,
        box: Box,
        enough: float = -np.inf,
        known: Found | None = None,
    ) -> Found:
        """Smallest worst amount by which keeps on the way pass `over` or `under`.

        `known` is what is already known of it: an order, and a bound.
        """
        floor = max(enough, bottleneck_bound(self.problem, over, under))
        least, most, order = floor, np.inf, list[int]()
        goal, near = Goal(over, under, box), self.problem.near
        target = floor
        shares = cycle((NEAR_BOUND, 0.5, 1))
        if known is not None:
            least, most, order = known.bound, known.value, known.order
            target = most - 2 * near
        while least < most - near:
            if order and self.clock.left < self.seconds:
                break
            # A set at the target itself counts as inside, whatever the rounding.
            found, beyond = self._probe(goal, target + near / 2)
            if found:
                order, most = found, max(goal.worst(self.problem, found), floor)
            elif order:
                least = min(beyond, most)
            elif beyond == np.inf:
                return Found(np.inf, np.inf, [])
            else:
                least = beyond
            # Before there is an order, ask for any. Then by turns: is it the best already, is
            # there one near the bound, which is often almost reached, or half way?
            target = np.inf
            if order:
                share = next(shares)
                target = most - 2 * near if share == 1 else least + share * (most - least)
                target = target if target < most - near else least
        return Found(most, most if least >= most - near else least, order)

    def has_order(self, box: Box) -> bool:
        """Whether any order keeps inside the box."""
        free = self.problem.nowhere
        order, _ = self._probe(Goal(free, -free, box), 0.0)
        return bool(order)

    def _probe(self, goal: Goal, most: float) -> tuple[list[int], float]:
        """Find an order whose worst amount is at most `most`.

        Returns
        -------
        list of int, float
            The order, empty where there is none; then also the least amount that would
            let a further set in (infinite where none can be).
        """
        from detente.planning import kernels  # late: a small case never compiles anything

        if not self._scratch:
            self._scratch.append(np.zeros(self.words, dtype=np.uint64))
        reached = self._scratch[0]
        inside = goal.within(most)
        beyond = kernels.reach(
            reached, inside.low, inside.high, goal.box.low, goal.box.high, goal.over,
            goal.under, *self._layout,
        )  # fmt: skip
        if not int(reached[-1]) >> (self._low_sets - 1) & 1:
            return [], float(beyond)
        return self._trace(reached, inside, goal), most

    @property
    def _low_sets(self) -> int:
        return int(np.prod([len(line) + 1 for line in self.lines[len(self.lines) - self.low :]]))

    @cached_property
    def _place(self) -> dict[int, tuple[int, int]]:
        return {u: (a, d) for a, line in enumerate(self.lines) for d, u in enumerate(line)}

    @cached_property
    def _strides(self) -> list[int]:
        """By how much one more unit moves the word (high lines) or the bit (low lines)."""
        strides = [0] * len(self.lines)
        for part in (
            range(len(self.lines) - self.low),
            range(len(self.lines) - self.low, len(self.lines)),
        ):
            stride = 1
            for a in reversed(part):
                strides[a] = stride
                stride *= len(self.lines[a]) + 1
        return strides

    @cached_property
    def _needs(self) -> dict[int, dict[int, int]]:
        return self.problem.needs(self.lines)

    @cached_property
    def _layout(self) -> tuple[NDArray[np.generic], ...]:
        """Everything the kernel needs to know of the lines, as flat arrays."""
        p, split = self.problem, len(self.lines) - self.low
        high, low = self.lines[:split], self.lines[split:]
        actors = len(p.actors)
        low_keeps = np.zeros((actors, 1))
        counts = np.zeros((0, 1), dtype=np.int64)
        for line in low:
            steps = np.concatenate((np.zeros((actors, 1)), p.effect[:, list(line)]), axis=1)
            sums = np.cumsum(steps, axis=1)
            low_keeps = (low_keeps[:, :, None] + sums[:, None, :]).reshape(actors, -1)
            n = len(line) + 1
            counts = np.concatenate((
                np.repeat(counts, n, axis=1),
                np.tile(np.arange(n), counts.shape[1])[None, :],
            ))  # fmt: skip
        ranked = np.argsort(low_keeps, axis=1, kind="stable")
        upto = np.zeros((actors, low_keeps.shape[1] + 1), dtype=np.uint64)
        for i in range(actors):
            mask = 0
            for t, j in enumerate(ranked[i]):
                mask |= 1 << int(j)
                upto[i, t + 1] = mask
        # Units in the order of their lines: first those of the high lines.
        units = [u for line in self.lines for u in line]
        low_mask, need_start, need_line, need_count = [], [0], list[int](), list[int]()
        for u in units:
            a, d = self._place[u]
            fits = np.ones(low_keeps.shape[1], dtype=bool)
            if a >= split:
                fits &= counts[a - split] == d
            for line_, count in self._needs[u].items():
                if line_ >= split:
                    fits &= counts[line_ - split] >= count
                else:
                    need_line.append(line_)
                    need_count.append(count)
            need_start.append(len(need_line))
            low_mask.append(sum(1 << int(j) for j in np.flatnonzero(fits)))
        offsets = np.cumsum([0, *(len(line) for line in self.lines)])
        inner_row, inner_low, inner_high = p.inner_rows

        def ints(values: list[int]) -> NDArray[np.int64]:
            return np.array(values, dtype=np.int64)

        return (
            ints([len(line) + 1 for line in high]),
            ints(self._strides),
            ints(list(offsets)),
            np.ascontiguousarray(p.effect[:, units].T),
            p.held,
            np.ascontiguousarray(low_keeps),
            np.ascontiguousarray(np.take_along_axis(low_keeps, ranked, axis=1)),
            upto,
            np.array(low_mask, dtype=np.uint64),
            ints(need_start),
            ints(need_line),
            ints(need_count),
            inner_row[units],
            inner_low,
            inner_high,
        )

    def _trace(self, reached: NDArray[np.uint64], inside: Box, goal: Goal) -> list[int]:
        """Walk back from the complete set, each time to the least bad set before it."""
        p, split = self.problem, len(self.lines) - self.low
        counts = [len(line) for line in self.lines]
        word, bit = self.words - 1, self._low_sets - 1
        keeps = p.total + p.held
        order: list[int] = []
        while any(counts):
            best, pick = np.inf, -1
            for a, line in enumerate(self.lines):
                if not counts[a]:
                    continue
                u = line[counts[a] - 1]
                if any(counts[o] < least for o, least in self._needs[u].items()):
                    continue
                w, j = (word - self._strides[a], bit) if a < split else (
                    word, bit - self._strides[a])  # fmt: skip
                if not int(reached[w]) >> j & 1:
                    continue
                before = keeps - p.effect[:, u]
                tops, bottoms = before, before
                if u in p.inner:
                    tops = np.maximum(before, before + p.inner[u][1])
                    bottoms = np.minimum(before, before + p.inner[u][0])
                    slack = p.near
                    if (tops > inside.high + slack).any() or (bottoms < inside.low - slack).any():
                        continue
                worst = float(max((tops - goal.over).max(), (goal.under - bottoms).max()))
                if pick < 0 or worst < best:
                    best, pick = worst, a
            counts[pick] -= 1
            u = self.lines[pick][counts[pick]]
            order.append(u)
            keeps = keeps - p.effect[:, u]
            if pick < split:
                word -= self._strides[pick]
            else:
                bit -= self._strides[pick]
        return order[::-1]
