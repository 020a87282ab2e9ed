"""All Pareto-best packages that hold: blocks of packages, bounded, pruned, tested at last.

A package *holds* when a test says so (for a menu: when a self-enforcing ladder exists). The
test is dear and must not be asked of a million packages, and a package that fails it makes
way for those it was better than. So nothing is dropped for being worse than a package that
has not passed: branches are cut only by the linear rules and by packages that have.

The search goes measure by measure through blocks of partial packages (NumPy rows), depth
first. What is still to be chosen adds to each party's gain at most the best of every
measure apart, and so it does to any weighted sum of gains; a block's row is cut when no gain
within these bounds is better than what has been found. Without a time limit the answer is
exact; with one, the rows left over say how far it may be from that.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np

from detente.exchange.model import RELATIVE_TOLERANCE
from detente.planning.packages.bounds import (
    Additive,
    Bools,
    Corners,
    Rows,
    behind,
    directions,
    prices,
)
from detente.planning.packages.points import Floats, Ints, dominated, frontier

BLOCK = 1 << 15
BEAM = 1 << 8
TRIES = 4

Proof = TypeVar("Proof")


class Undecided(Exception):
    """The test of a package ran out of time."""


@dataclass(frozen=True)
class Hit(Generic[Proof]):
    """A package that holds, as the numbers of its ways, and the proof the test gave."""

    row: tuple[int, ...]
    gains: Floats
    proof: Proof


@dataclass(frozen=True)
class Outcome(Generic[Proof]):
    """What the search found.

    Attributes
    ----------
    hits
        The Pareto-best packages that hold, in no order.
    failed
        How many packages that nothing found was better than failed the test.
    gap
        0 when that is proven; else every package not looked at is better than some package
        found, for any party, by at most this share of the party's scale (the distance
        between its least and its largest gain). 1 where nothing was found.
    """

    hits: tuple[Hit[Proof], ...]
    failed: int
    gap: float


@dataclass(frozen=True)
class _Block:
    """Partial packages: ways of the first measures in the tree's order, and their sums."""

    ways: Rows
    gain: Floats
    used: Floats

    def __getitem__(self, rows: slice | Ints | Bools) -> _Block:
        return _Block(self.ways[rows], self.gain[rows], self.used[rows])

    def __len__(self) -> int:
        return len(self.ways)

    @property
    def depth(self) -> int:
        return int(self.ways.shape[1])


@dataclass
class Tree(Generic[Proof]):
    """The search through one space.

    Parameters
    ----------
    space
        The packages.
    test
        Proof that the package with these ways holds, or None; may raise `Undecided`.
    deadline
        Moment of `time.monotonic` at which to stop; None: never.
    """

    space: Additive
    test: Callable[[tuple[int, ...]], Proof | None]
    deadline: float | None = None
    _hits: list[Hit[Proof]] = field(default_factory=list)
    _seen: set[tuple[int, ...]] = field(default_factory=set)
    _failed: int = 0
    _open: list[Floats] = field(default_factory=list)

    def __post_init__(self) -> None:
        space = self.space
        spread = [float((each / space.scale).std(axis=0).max()) for each in space.gain]
        self._order = sorted(range(len(spread)), key=lambda k: -spread[k])
        self._gain = [space.gain[k] for k in self._order]
        self._adds = [space.rules.adds[k] for k in self._order]
        self._limits = space.rules.limits
        place = {k: depth for depth, k in enumerate(self._order)}
        self._barred: list[list[tuple[int, Bools]]] = [[] for _ in self._order]
        for (a, b), wrong in space.barred.items():
            first, then = sorted((place[a], place[b]))
            self._barred[then].append((first, wrong if place[a] <= place[b] else wrong.T))
        self._weights = directions(len(space.scale)) / space.scale
        self._price = prices(self._weights, self._gain, self._adds, self._limits)
        self._best_gain = behind([each.max(axis=0) for each in self._gain])
        self._least_use = behind([each.min(axis=0) for each in self._adds])
        pairs = zip(self._gain, self._adds, strict=True)
        net = [(g @ self._weights.T - a @ self._price.T).max(axis=0) for g, a in pairs]
        self._best_sum = [sums + self._price @ self._limits for sums in behind(net)]
        self._best: Floats = np.zeros((0, len(self.space.scale)))

    def run(self) -> Outcome[Proof]:
        """Search until all is settled, or the deadline."""
        self._seed()
        stack = [self._root()]
        while stack:
            if self._late():
                self._open += [self._most(block)[0] for block in stack]
                break
            block = self._cut(stack.pop())
            if block.depth == len(self._order):
                self._leaves(block)
            else:
                stack += self._children(block)
        return Outcome(tuple(self._hits), self._failed, self._gap())

    def _root(self) -> _Block:
        empty = np.zeros((1, len(self._limits)))
        return _Block(np.zeros((1, 0), np.uint32), np.zeros((1, len(self.space.scale))), empty)

    def _late(self) -> bool:
        return self.deadline is not None and time.monotonic() > self.deadline

    def _grow(self, block: _Block) -> _Block:
        """Every way of the next measure, as far as the rules can still be kept."""
        k = block.depth
        gain, adds = self._gain[k], self._adds[k]
        n, ways = len(block), len(gain)
        used = (block.used[:, None] + adds).reshape(n * ways, len(self._limits))
        fits = (used <= self._limits - self._least_use[k + 1]).all(axis=1).reshape(n, ways)
        for first, wrong in self._barred[k]:
            fits &= ~(np.diag(wrong) if first == k else wrong[block.ways[:, first]])
        row, way = np.nonzero(fits)
        chosen = np.column_stack((block.ways[row], way.astype(np.uint32)))
        return _Block(chosen, block.gain[row] + gain[way], used[fits.ravel()])

    def _children(self, block: _Block) -> Iterator[_Block]:
        step = max(1, 4 * BLOCK // len(self._gain[block.depth]))
        for start in range(0, len(block), step):
            grown = self._cut(self._grow(block[start : start + step]))
            hope = (grown.gain / self.space.scale).sum(axis=1)
            order = np.argsort(hope, kind="stable")  # the most promising last: popped first
            for first in range(0, len(order), BLOCK):
                yield grown[order[first : first + BLOCK]]

    # --- cutting ---------------------------------------------------------------------------------

    def _most(self, block: _Block) -> tuple[Floats, Floats]:
        """The most that may come of each row: for each party, and in each direction.

        What is still to be chosen adds at most the best of every measure apart; in a
        direction what it adds to the rules has a price, so that the best of every measure
        is one that the limits can bear (Lagrange; Geoffrion 1974).
        """
        sums = block.gain @ self._weights.T - block.used @ self._price.T
        sums += self._best_sum[block.depth]
        n = len(self.space.scale)
        most = block.gain + self._best_gain[block.depth]
        return np.minimum(most, sums[:, :n] * self.space.scale), sums

    def _cut(self, block: _Block) -> _Block:
        """Keep the rows from which something better than all found may still come."""
        if not self._hits or len(block) == 0:
            return block
        most, sums = self._most(block)
        most -= self.space.tolerance
        if most.shape[1] != 2:
            return block[~dominated(most, self._best)]
        corners = Corners(self._best)
        low, high = corners.inside(most)
        alive = low < high
        for weight, most_sum in zip(self._weights[2:], sums.T[2:], strict=True):
            alive[alive] &= corners.least(weight, low[alive], high[alive]) < most_sum[alive]
        return block[alive]

    def _gap(self) -> float:
        """How far what was left open may be above what was found, as a share of the scale."""
        if not self._open:
            return 0.0
        if not self._hits:
            return 1.0
        scale = self.space.scale
        most = np.concatenate(self._open) / scale
        most = most[frontier(most)]
        best = self._best / scale
        low, high = 0.0, 1.0  # nothing can be a whole scale above a package
        while high - low > 1e-4 * high and high > RELATIVE_TOLERANCE:
            middle = (low + high) / 2
            rest = ~dominated(most - middle, best)
            if rest.any():
                low, most = middle, most[rest]
            else:
                high = middle
        return high

    # --- packages --------------------------------------------------------------------------------

    def _seed(self) -> None:
        """Find good packages in a few directions, so that cutting starts early."""
        for weight in self._weights + 1e-3 / self.space.scale:
            block = self._root()
            for _ in self._order:
                block = self._grow(block)
                if len(block) > BEAM:
                    value = block.gain @ weight
                    block = block[np.argpartition(-value, BEAM)[:BEAM]]
            if len(block):
                self._leaves(block[np.argsort(block.gain @ weight)], tries=TRIES)

    def _leaves(self, block: _Block, tries: int | None = None) -> None:
        """Test whole packages, the last first, and keep the Pareto-best of those that hold.

        With `tries`, stop after so many tests, or at the first package that holds.
        """
        rows = np.empty_like(block.ways)
        rows[:, self._order] = block.ways
        fit = self.space.admits(rows)
        rows, gains = rows[fit], block.gain[fit]
        left = np.arange(len(rows))
        tested = 0
        while len(left):
            if tries is not None and tested == tries:
                return
            last, left = left[-1], left[:-1]
            row = tuple(int(way) for way in rows[last])
            if row in self._seen:
                continue
            if self._late():
                if tries is None:
                    self._open.append(gains[[*left, last]])
                return
            tested += 1
            try:
                proof = self.test(row)
            except Undecided:
                if tries is None:
                    self._open.append(gains[[last]])
                continue
            self._seen.add(row)
            if proof is None:
                self._failed += 1
            else:
                self._keep(Hit(row, gains[last], proof))
                if tries is not None:
                    return
                worse = dominated(gains[left] - self.space.tolerance, gains[[last]])
                left = left[~worse]

    def _keep(self, hit: Hit[Proof]) -> None:
        slack = self.space.tolerance
        if (self._best >= hit.gains - slack).all(axis=1).any():
            return
        stays = (self._best > hit.gains + slack).any(axis=1)
        self._best = np.vstack((self._best[stays], hit.gains))
        self._hits = [*(self._hits[k] for k in np.flatnonzero(stays)), hit]
