"""Searching orders on the clock: an exact backward program, and moving single steps."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.planning.clockwork import Clockwork
from detente.planning.problem import Floats, Problem, bits
from detente.planning.timed_moves import Move, State, completion, key, move, start

MOST_MOVES = 60_000
"""Moves the backward program may make; each takes about a kilobyte."""

MOST_LABELS = 1_000_000
"""Labels it may keep; each takes about a hundred bytes."""

MOST_TRIED = 400_000
"""Deliveries of orders that a local search may weigh."""

Ints = NDArray[np.int64]
Key = tuple[object, ...]


class OutOfReach(Exception):
    """States, labels or time have run out."""


class Figures(NamedTuple):
    """What an order, or what is left of one, comes to.

    `short` is the largest over parties of guarantee minus stake, `late` the days past
    deadlines, `days` how long it takes, `distance` the squared distance of the prefixes
    from the straight line, `excess` above 0 by how much a cap is exceeded.
    """

    short: float
    late: float
    days: float
    distance: float
    excess: float = -math.inf


class Front(NamedTuple):
    """Ways to go on from a state, none as good as another in everything: labels as arrays.

    `worth` has shape (labels, parties): what is still to come. `figures` has shape (labels,
    4), as in `Figures`. `step` and `rest`, shape (labels,), say which move comes first and
    which label of the state it leads to follows.
    """

    worth: Floats
    figures: Floats
    step: Ints
    rest: Ints


@dataclass(frozen=True)
class Course:
    """Extends what is left of an order by the move before it; keeps what is asked twice."""

    work: Clockwork
    _distance: dict[int, float] = field(default_factory=dict)
    _moves: dict[Key, tuple[Move, ...]] = field(default_factory=dict)

    @cached_property
    def _still(self) -> Problem:
        return Problem(self.work.timed.static())

    def moves(self, name: Key, state: State) -> tuple[Move, ...]:
        """All moves from a state, its key given, that respect the caps.

        Raises
        ------
        OutOfReach
            There are too many.
        """
        found = self._moves.get(name)
        if found is None:
            if len(self._moves) * len(self.work.units) > 2 * MOST_MOVES:
                raise OutOfReach  # about half of the units are free in a state
            made = (move(self.work, state, u) for u in self.work.free(state.done))
            found = self._moves[name] = tuple(step for step in made if step.excess <= 0)
        return found

    def end(self, state: State) -> tuple[Front, float]:
        """Nothing is left to deliver: one label, and the excess over caps."""
        tempted, excess = completion(self.work, state)
        stakes = self.work.problem.stake_at_completion
        short = max(max(0.0, t) - float(r) for t, r in zip(tempted, stakes, strict=False))
        none = np.zeros(1, dtype=np.int64)
        figures = np.array([[short, 0.0, 0.0, 0.0]])
        return Front(np.zeros((1, len(tempted))), figures, none, none), excess

    def before(self, done: int, step: Move, rest: Front) -> tuple[Floats, Floats]:
        """Worth and figures of going on from a set by one move and then by each of `rest`."""
        figures = rest.figures.copy()
        for i, pulls in enumerate(step.pulls):
            for fixed, fade in pulls:
                tempted = fixed - self._stakes[i] - fade * rest.worth[:, i]
                np.maximum(figures[:, 0], tempted, out=figures[:, 0])
        figures[:, 1:] += (step.late, step.days, self.distance(done))
        return np.array(step.brings) + np.array(step.fall) * rest.worth, figures

    @cached_property
    def _stakes(self) -> tuple[float, ...]:
        problem = self.work.problem
        return tuple(float(r) for r in problem.stake[: problem.parties])

    def distance(self, done: int) -> float:
        """Squared distance of a set from the straight line, flows read as lumps."""
        found = self._distance.get(done)
        if found is None:
            still, units = self._still, bits(done)
            p = slice(still.parties)
            kept = still.effect[p][:, units].sum(axis=1)
            line = len(units) / len(still.units) * still.total[p]
            found = float((((kept - line) / still.scale[p]) ** 2).sum())
            self._distance[done] = found
        return found

    def along(self, order: Sequence[int]) -> Figures:
        """Figures of a whole order."""
        states, steps = [start(self.work)], []
        for u in order:
            steps.append(move(self.work, states[-1], u))
            states.append(steps[-1].to)
        front, excess = self.end(states[-1])
        for state, step in zip(reversed(states[:-1]), reversed(steps), strict=True):
            worth, figures = self.before(state.done, step, front)
            front = Front(worth, figures, front.step, front.rest)
            excess = max(excess, step.excess)
        short, late, days, distance = front.figures[0].tolist()
        return Figures(short, late, days, distance, excess)


@dataclass
class Program:
    """The backward program.

    Parameters
    ----------
    course
        What extends labels.
    tracked
        Names of the figures to be small; Pareto-best labels in them and the worth are kept.
    most
        Largest `short` allowed.
    deadline
        When to give up, on the monotonic clock.
    """

    course: Course
    tracked: tuple[str, ...]
    most: float = math.inf
    deadline: float = math.inf
    _known: dict[Key, Front] = field(default_factory=dict)
    _made: int = 0

    def run(self) -> list[tuple[Figures, list[int]]]:
        """Figures and orders, Pareto-best, within all caps and `most`.

        Raises
        ------
        OutOfReach
            Moves, labels or time have run out.
        """
        first = start(self.course.work)
        front = self._front(first)
        figures = [Figures(*(float(x) for x in row)) for row in front.figures]
        return [(f, self._order(first, k)) for k, f in enumerate(figures)]

    def _front(self, state: State) -> Front:
        work, course = self.course.work, self.course
        if state.done == work.full:
            front, excess = course.end(state)
            allowed = excess <= 0 and front.figures[0, 0] <= self.most
            return front if allowed else self._best([])
        name = key(work, state)
        found = self._known.get(name)
        if found is None:
            if monotonic() > self.deadline:
                raise OutOfReach
            fronts = []
            for k, step in enumerate(course.moves(name, state)):
                rest = self._front(step.to)
                worth, figures = course.before(state.done, step, rest)
                fits = np.flatnonzero(figures[:, 0] <= self.most)
                fronts.append(Front(worth[fits], figures[fits], np.full(len(fits), k), fits))
            found = self._known[name] = self._best(fronts)
            self._made += len(found.step)
            if self._made > MOST_LABELS:
                raise OutOfReach
        return found

    def _best(self, fronts: list[Front]) -> Front:
        parties = self.course.work.problem.parties
        empty = Front(np.zeros((0, parties)), np.zeros((0, 4)), *(np.zeros((2, 0), np.int64)))
        parts = [np.concatenate(column) for column in zip(empty, *fronts, strict=True)]
        pick = [Figures._fields.index(name) for name in self.tracked]
        kept = pareto(np.hstack((parts[0], -parts[1][:, pick])))
        return Front(*(part[kept] for part in parts))

    def _order(self, state: State, k: int) -> list[int]:
        """Follow a label to its end."""
        order, work = [], self.course.work
        while state.done != work.full:
            name = key(work, state)
            front = self._known[name]
            step = self.course.moves(name, state)[front.step[k]]
            order.append(step.unit)
            state, k = step.to, int(front.rest[k])
        return order


def pareto(points: Floats, block: int = 256) -> Ints:
    """Find the points that no other is at least as good as in everything, rounding apart.

    Parameters
    ----------
    points
        Shape (points, figures); the more the better. Of equal ones the first is kept.
    """
    order = np.argsort(-points.sum(axis=1), kind="stable")  # whoever covers comes first
    loose = points + 1e-10 * (1.0 + np.abs(points))
    kept = order[:0]
    for begin in range(0, len(order), block):
        new = order[begin : begin + block]
        new = new[~_covered(points[new], loose[kept])]
        among = (loose[new][None, :, :] >= points[new][:, None, :]).all(axis=2)
        new = new[~np.tril(among, -1).any(axis=1)]
        kept = np.concatenate((kept, new))
    return kept


def _covered(points: Floats, loose: Floats) -> NDArray[np.bool_]:
    """Whether each point is covered by one of the others."""
    covers = np.all(loose[None, :, :] >= points[:, None, :], axis=2)
    return np.asarray(np.any(covers, axis=1))


def orders(work: Clockwork) -> Iterator[list[int]]:
    """Every order of the units that keeps the precedences, of equal units one."""

    def after(done: int, so_far: list[int]) -> Iterator[list[int]]:
        if done == work.full:
            yield list(so_far)
        for u in work.free(done):
            yield from after(done | 1 << u, [*so_far, u])

    yield from after(0, [])


def improve(
    work: Clockwork,
    order: list[int],
    rank: Callable[[list[int]], tuple[float, ...]],
    deadline: float,
) -> list[int]:
    """Move single units to other places while that makes `rank` smaller, up to a limit."""
    best = rank(order)
    left = MOST_TRIED // len(order)
    moved = True
    while moved:
        moved = False
        for u in list(order):
            here = order.index(u)
            rest = order[:here] + order[here + 1 :]
            for there in _places(work, rest, u):
                if there == here:
                    continue
                left -= 1
                if left < 0 or monotonic() > deadline:
                    return order
                tried = [*rest[:there], u, *rest[there:]]
                found = rank(tried)
                if found < best:
                    order, best, here, moved = tried, found, there, True
    return order


def _places(work: Clockwork, rest: Sequence[int], u: int) -> range:
    """Where a unit may stand among the others."""
    before, behind = work.problem.before[u], work.problem.behind[u]
    first = max((k + 1 for k, v in enumerate(rest) if before >> v & 1), default=0)
    last = min((k for k, v in enumerate(rest) if behind >> v & 1), default=len(rest))
    return range(first, last + 1)


def longest_chain(work: Clockwork) -> float:
    """Lower bound on the day of the last delivery, over all orders.

    One after the other, lead times add up; where they may overlap, they do along the
    precedences and between the last two parties only: the longest one is taken.
    """
    leads = np.array([max(work.clock(lot).lead for lot in unit) for unit in work.units])
    opens = max(work.clock(lot).not_before or 0.0 for unit in work.units for lot in unit)
    fixed = leads.max() if work.timed.overlap else leads.sum()
    return float(max(fixed, opens))
