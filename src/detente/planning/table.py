"""Exact search over every delivered set: bottleneck and shortest paths in a table.

A ladder is a path from the empty to the complete set. With the units in lines
(``Problem.axes``) a delivered set is a count per line and its number in the table a
mixed-radix integer, so interchangeable lots are counted once. Each pass visits every
reachable set once: O(sets x lines) time, one or two numbers of memory a set.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.planning.clock import FOREVER, Clock
from detente.planning.dive import UNITS, Dive
from detente.planning.found import Found
from detente.planning.large import Large
from detente.planning.problem import Box, Floats, Problem
from detente.planning.reach import Reach

NUMPY_LIMIT = 1_000_000
"""Above this number of sets the compiled kernels pay for their import."""

MANY_LIMIT = 20_000
"""The same where many tables are searched in a row."""

PLAIN_SECONDS, COMPILED_SECONDS = 5e-8, 6e-9
"""What a step of a pass takes, for saying beforehand that the time left will not do."""

PLAIN_PASSES = 4
"""Passes that must still fit the time left for NumPy to be quick enough."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Weights:
    """What a pass weighs: a number for each set, and for each sequential step taken from it.

    Attributes
    ----------
    node
        Shape (sets,); infinite where the set may not be a prefix.
    inner
        Shape (sequential units, sets): the same for the prefixes inside that step, when
        taken from the set.
    """

    node: Floats
    inner: Floats


@dataclass(frozen=True)
class Table:
    """All delivered sets of a problem: the exact searcher (`levels.Searcher`).

    `many` says that more tables are to come, so that compiled kernels pay earlier.
    """

    problem: Problem
    many: bool = False
    clock: Clock = FOREVER
    method = "table"

    @property
    def late(self) -> bool:
        """Whether the time is up."""
        return self.clock.late

    def bottleneck(self, over: Floats, under: Floats, box: Box, enough: float = -np.inf) -> Found:
        """Smallest worst amount by which keeps on the way pass `over` or `under`."""
        if self._compiled:
            clock = self.clock.share()
            reach = Reach(self.problem, clock)
            if len(self.problem.units) > UNITS:
                return reach.bottleneck(over, under, box, enough)
            return Dive(self.problem, clock, reach).bottleneck(over, under, box, enough)
        value, order = self._bottleneck(self.badness(over, under, box))
        return Found(value, value, order)

    def straightest(self, box: Box, start: list[int]) -> Found:
        """Order nearest the straight line inside `box`."""
        if self._compiled:
            if self._hurried(1):
                return self._instead.straightest(box, start)
            return self._straightest(box)
        free = self.problem.nowhere
        weights = self.badness(free, -free, box)
        value, _, order = self._shortest(self.distance(), weights)
        return Found(value, value, order)

    def earliest(self, actor: int, box: Box, over: Floats) -> Found:
        """Order that brings the actor's value earliest, then passes `over` least."""
        if self._compiled:
            if self._hurried(2):
                return self._instead.earliest(actor, box, over)
            return self._earliest(actor, box, over)
        weights = self.badness(over, -self.problem.nowhere, box)
        value, _, order = self._shortest(self.outstanding(actor), weights)
        return Found(value, value, order)

    def earliest_straightest(self, actor: int, box: Box, start: list[int]) -> Found:
        """The same, and of those the order nearest the straight line."""
        if self._compiled:
            if self._hurried(2):
                return self._instead.earliest_straightest(actor, box, start)
            return self._earliest(actor, box, None)
        free = self.problem.nowhere
        weights = self.badness(free, -free, box)
        value, _, order = self._shortest(self.outstanding(actor), weights, self.distance())
        return Found(value, value, order)

    @property
    def _steps(self) -> int:
        """How many steps a pass looks at."""
        return self.sets * len(self.shape)

    def _hurried(self, sums: int) -> bool:
        """Whether the time left is too short for a compiled pass over so many sums."""
        return self.clock.left < sums * self._steps * COMPILED_SECONDS

    @cached_property
    def _instead(self) -> Large:
        """What searches, without proof, where the time left does not do for the table."""
        return Large(self.problem, self.clock)

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Number of counts on each line; the last line varies fastest."""
        return tuple(len(line) + 1 for line in self.problem.axes)

    @cached_property
    def sets(self) -> int:
        """How many sets the table holds, reachable or not."""
        return int(np.prod(self.shape, dtype=object))

    @cached_property
    def strides(self) -> tuple[int, ...]:
        """By how much one more unit on each line moves a set's number."""
        ends = np.cumprod((1, *self.shape[:0:-1]), dtype=object)
        return tuple(int(x) for x in ends[::-1])

    @cached_property
    def needs(self) -> tuple[tuple[tuple[tuple[int, int], ...], ...], ...]:
        """Per line and count: which other lines must have come how far before the next unit."""
        of = self.problem.needs(self.problem.axes)
        return tuple(tuple(tuple(of[u].items()) for u in line) for line in self.problem.axes)

    def spread(self, amounts: Floats) -> Floats:
        """Sum an amount per unit over each delivered set; shape (sets,)."""
        out = np.zeros(1)
        for line in self.problem.axes:
            counts = np.concatenate(([0.0], np.cumsum(amounts[list(line)])))
            out = np.add.outer(out, counts).ravel()
        return out

    @cached_property
    def keeps(self) -> Floats:
        """Shape (actors, sets): keeps on the way, deposits held included."""
        rows = [
            self.spread(e) + h for e, h in zip(self.problem.effect, self.problem.held, strict=False)
        ]
        return np.array(rows)

    @cached_property
    def size(self) -> Floats:
        """Number of units in each set."""
        return self.spread(np.ones(len(self.problem.units)))

    def badness(self, over: Floats, under: Floats, box: Box) -> Weights:
        """How far the worst-placed actor's keeps lie above `over` or below `under`.

        Parameters
        ----------
        over, under
            Shape (actors,); infinite (``over``) or minus infinite (``under``) where an
            actor does not count.
        box
            Bounds that every prefix on the way must keep.
        """

        def at(low: Floats | None, high: Floats | None) -> Floats:
            worst = np.full(self.sets, -np.inf)
            for i, keeps in enumerate(self.keeps):
                top = keeps if high is None else keeps + high[i]
                bottom = keeps if low is None else keeps + low[i]
                if np.isfinite(over[i]):
                    np.maximum(worst, top - over[i], out=worst)
                if np.isfinite(under[i]):
                    np.maximum(worst, under[i] - bottom, out=worst)
                if np.isfinite(box.high[i]):
                    worst[top > box.high[i]] = np.inf
                if np.isfinite(box.low[i]):
                    worst[bottom < box.low[i]] = np.inf
            return worst

        node = at(None, None)
        node[-1] = -np.inf  # completion is the same for every order and judged apart
        inner = [at(low, high) for low, high in self.problem.inner.values()]
        return Weights(node, np.array(inner).reshape(len(inner), self.sets))

    def distance(self) -> Floats:
        """Squared distance of each set from the straight line, summed over parties."""
        p = self.problem
        share = self.size / len(p.units)
        far = np.zeros(self.sets)
        for i in range(p.parties):
            own = self.keeps[i] - p.held[i]
            far += ((own - share * p.total[i]) / p.scale[i]) ** 2
        far[-1] = 0.0
        return far

    def outstanding(self, actor: int) -> Floats:
        """Share of the value the actor receives that is still to come."""
        amounts = self.problem.received[actor]
        return np.asarray(1.0 - self.spread(amounts) / amounts.sum())

    def _straightest(self, box: Box) -> Found:
        """The same, compiled; most boxes that hold no order are found out by bits first."""
        if not Reach(self.problem).has_order(box):
            return Found(np.inf, np.inf, [])
        p, far = self.problem, np.empty(self.sets)
        self._kernels.straightest(
            far, box.low, box.high, p.total, p.scale, p.parties, *self._geometry, *self._inputs
        )
        if not far[-1] < np.inf:
            return Found(np.inf, np.inf, [])

        def key(s: int, u: int) -> tuple[float, float]:
            return (float(far[s]) if self._inside(s, u, box) else np.inf), 0.0

        return Found(float(far[-1]), float(far[-1]), self._trace(key))

    def _earliest(self, actor: int, box: Box, over: Floats | None) -> Found:
        """The same, compiled; without `over` the straight line breaks the ties."""
        if not Reach(self.problem).has_order(box):
            return Found(np.inf, np.inf, [])
        p = self.problem
        sums, then = np.empty(self.sets), np.empty(self.sets)
        share = p.received[actor, self._units] / p.received[actor].sum()
        near = self._near(np.cumsum(share))
        self._kernels.earliest(
            sums, then, share, p.nowhere if over is None else over, over is not None, near,
            box.low, box.high, p.total, p.scale, p.parties, *self._geometry, *self._inputs,
        )  # fmt: skip
        if not sums[-1] < np.inf:
            return Found(np.inf, np.inf, [])

        def key(s: int, u: int) -> tuple[float, float]:
            if not self._inside(s, u, box):
                return np.inf, np.inf
            step = -np.inf
            if over is not None and u in p.inner:
                step = float((self._keeps_at(s) + p.inner[u][1] - over).max())
            return float(sums[s]), max(float(then[s]), step)

        return Found(float(sums[-1]), float(sums[-1]), self._trace(key, near))

    @cached_property
    def _units(self) -> list[int]:
        """The units in the order of their lines."""
        return [u for line in self.problem.axes for u in line]

    @cached_property
    def _inputs(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Effects, deposits held and inner sums, for the compiled kernels."""
        _, inner_low, inner_high = self.problem.inner_rows
        effect = np.ascontiguousarray(self.problem.effect[:, self._units].T)
        return effect, self.problem.held, inner_low, inner_high

    def _inside(self, s: int, u: int, box: Box) -> bool:
        """Whether the prefixes inside unit `u`, taken from set number `s`, keep the box."""
        if u not in self.problem.inner:
            return True
        low, high = (self._keeps_at(s) + inner for inner in self.problem.inner[u])
        return bool((low >= box.low).all() and (high <= box.high).all())

    def _keeps_at(self, s: int) -> Floats:
        """Shape (actors,): keeps at set number `s`."""
        held: list[int] = []
        for line, stride in zip(self.problem.axes, self.strides, strict=True):
            held += line[: s // stride % (len(line) + 1)]
        return np.asarray(self.problem.held + self.problem.effect[:, held].sum(axis=1))

    def _near(self, first: Floats) -> float:
        """Sums of such weights along a path that differ by less count as equal."""
        return 1e-12 * float(np.abs(first).max(initial=0.0)) * len(self.problem.units)

    def _bottleneck(self, weights: Weights) -> tuple[float, list[int]]:
        """Find a path whose worst weight is smallest.

        Returns
        -------
        float, list of int
            The worst weight, infinite where no path is allowed, and the units in order.
        """
        best = np.full(self.sets, np.inf)
        best[0] = weights.node[0]

        def relax(came: Ints, to: Ints, inner: Floats | None) -> None:
            worst = best[came] if inner is None else np.maximum(best[came], inner[came])
            best[to] = np.minimum(best[to], worst)

        def settle(here: Ints) -> Ints:
            best[here] = np.maximum(best[here], weights.node[here])
            return here[best[here] < np.inf]

        self._sweep(weights.inner, relax, settle)
        if not best[-1] < np.inf:
            return np.inf, []
        edge = self._inner_row

        def key(s: int, u: int) -> tuple[float, float]:
            step = weights.inner[edge[u]][s] if u in edge else -np.inf
            return max(float(best[s]), float(step)), 0.0

        return float(best[-1]), self._trace(key)

    def _shortest(
        self, first: Floats, weights: Weights, second: Floats | None = None
    ) -> tuple[float, float, list[int]]:
        """Find an allowed path with the smallest sum of `first`, then the smallest second.

        Parameters
        ----------
        first
            Shape (sets,): summed along the path.
        weights
            Says by infinite entries which sets and inner prefixes are not allowed.
        second
            Shape (sets,): summed too. Where it is not given, the worst of `weights`
            along the path is the second thing to make small.

        Returns
        -------
        float, float, list of int
            Both optima, infinite where no path is allowed, and the units in order.
        """
        sums, then = np.full(self.sets, np.inf), np.full(self.sets, np.inf)
        allowed = weights.node < np.inf
        worst = second is None
        then_at = weights.node if second is None else second
        near = self._near(first[allowed])
        if allowed[0]:
            sums[0], then[0] = first[0], then_at[0]

        def relax(came: Ints, to: Ints, inner: Floats | None) -> None:
            a, b = sums[came], then[came]
            if inner is not None:
                a = np.where(inner[came] < np.inf, a, np.inf)
                b = np.maximum(b, inner[came]) if worst else b
            old = sums[to]
            better = (a < old - near) | ((a <= old + near) & (b < then[to]))
            chosen = to[better]
            sums[chosen], then[chosen] = a[better], b[better]

        def settle(here: Ints) -> Ints:
            sums[here[~allowed[here]]] = np.inf
            here = here[sums[here] < np.inf]
            sums[here] += first[here]
            then[here] = (
                np.maximum(then[here], then_at[here]) if worst else then[here] + then_at[here]
            )
            return here

        self._sweep(weights.inner, relax, settle)
        if not sums[-1] < np.inf:
            return np.inf, np.inf, []
        edge = self._inner_row

        def key(s: int, u: int) -> tuple[float, float]:
            step = float(weights.inner[edge[u]][s]) if u in edge else -np.inf
            if not step < np.inf:
                return np.inf, np.inf
            return float(sums[s]), max(float(then[s]), step) if worst else float(then[s])

        return float(sums[-1]), float(then[-1]), self._trace(key, near)

    @cached_property
    def _inner_row(self) -> dict[int, int]:
        return {u: row for row, u in enumerate(self.problem.inner)}

    @property
    def _compiled(self) -> bool:
        """Whether kernels make the passes: in large tables, and where time is short."""
        short = self.clock.left < PLAIN_PASSES * self._steps * PLAIN_SECONDS
        return self.sets > (MANY_LIMIT if self.many or short else NUMPY_LIMIT)

    @property
    def _kernels(self):  # type: ignore[no-untyped-def]  # Numba's functions carry no types
        from detente.planning import kernels  # late: a small case never compiles anything

        return kernels

    @cached_property
    def _geometry(self) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
        """The lines as flat arrays, for the compiled kernels."""
        flat = [need for line in self.needs for need in line]
        start = np.cumsum([0] + [len(need) for need in flat])
        pairs = [pair for need in flat for pair in need]
        return (
            np.array(self.shape, dtype=np.int64),
            np.array(self.strides, dtype=np.int64),
            start.astype(np.int64),
            np.array([a for a, _ in pairs], dtype=np.int64),
            np.array([d for _, d in pairs], dtype=np.int64),
            self.problem.inner_rows[0][self._units],
        )

    @cached_property
    def _digits(self) -> NDArray[np.uint8]:
        """Shape (lines, sets): the count of each line in each set."""
        rows = []
        for length, stride in zip(self.shape, self.strides, strict=False):
            block = np.repeat(np.arange(length, dtype=np.uint8), stride)
            rows.append(np.tile(block, self.sets // (length * stride)))
        return np.array(rows)

    def _sweep(
        self,
        inner: Floats,
        relax: Callable[[Ints, Ints, Floats | None], None],
        settle: Callable[[Ints], Ints],
    ) -> None:
        """Visit the sets by size; `relax` along every step, then `settle` a whole size."""
        digits = self._digits
        seen = np.zeros(self.sets, dtype=bool)
        here = np.array([0], dtype=np.int64)
        for size in range(len(self.problem.units)):
            if size:
                here = settle(here)
            reached = []
            for a, line in enumerate(self.problem.axes):
                count = digits[a][here]
                for d, u in self._kinds(a, line):
                    came = here[count < len(line)] if d is None else here[count == d]
                    for other, least in () if d is None else self.needs[a][d]:
                        came = came[digits[other][came] >= least]
                    to = came + self.strides[a]
                    row = self._inner_row.get(u)
                    relax(came, to, None if row is None else inner[row])
                    new = to[~seen[to]]
                    seen[new] = True
                    reached.append(new)
            here = np.concatenate(reached)
        settle(here)

    def _kinds(self, a: int, line: tuple[int, ...]) -> list[tuple[int | None, int]]:
        """Steps along a line: one for all counts where nothing tells them apart."""
        plain = not any(self.needs[a]) and not any(u in self._inner_row for u in line)
        return [(None, line[0])] if plain else list(enumerate(line))

    def _trace(
        self, key: Callable[[int, int], tuple[float, float]], near: float = 0.0
    ) -> list[int]:
        """Walk back from the complete set along the best predecessors."""
        s, counts, order = self.sets - 1, [len(line) for line in self.problem.axes], []
        while any(counts):
            best: tuple[float, float] | None = None
            pick = -1
            for a, line in enumerate(self.problem.axes):
                if not counts[a]:
                    continue
                needs = self.needs[a][counts[a] - 1]
                if any(counts[other] < least for other, least in needs):
                    continue
                k = key(s - self.strides[a], line[counts[a] - 1])
                if (
                    best is None
                    or k[0] < best[0] - near
                    or (k[0] <= best[0] + near and k[1] < best[1])
                ):
                    best, pick = k, a
            order.append(self.problem.axes[pick][counts[pick] - 1])
            counts[pick] -= 1
            s -= self.strides[pick]
        return order[::-1]
