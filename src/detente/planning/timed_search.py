"""Searching orders on the clock: an exact backward program, and moving single steps."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import ge
from time import monotonic
from typing import NamedTuple

import numpy as np

from detente.planning.clockwork import Clockwork
from detente.planning.problem import Problem, bits
from detente.planning.timed_moves import Move, State, completion, key, move, start

MOST_MOVES = 60_000
"""Moves the backward program may make; each takes about a kilobyte."""

MOST_LABELS = 400_000
"""Labels it may make; each takes a few hundred bytes."""


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
    excess: float


class Label(NamedTuple):
    """One way to go on from a state: worth to come per party, figures, and the units."""

    worth: tuple[float, ...]
    figures: Figures
    trail: tuple[int, object] | None

    @property
    def order(self) -> list[int]:
        """The units still to come, in order."""
        units, trail = [], self.trail
        while trail is not None:
            units.append(trail[0])
            trail = trail[1]  # type: ignore[assignment]
        return units


@dataclass(frozen=True)
class Course:
    """Extends what is left of an order by the move before it; keeps what is asked twice."""

    work: Clockwork
    _distance: dict[int, float] = field(default_factory=dict)
    _moves: dict[tuple[object, ...], tuple[Move, ...]] = field(default_factory=dict)

    def moves(self, name: tuple[object, ...], state: State) -> tuple[Move, ...]:
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

    @cached_property
    def _still(self) -> Problem:
        return Problem(self.work.timed.static())

    def end(self, state: State) -> Label:
        """Nothing is left to deliver."""
        tempted, excess = completion(self.work, state)
        stakes = self.work.problem.stake_at_completion
        short = max(max(0.0, t) - float(r) for t, r in zip(tempted, stakes, strict=False))
        return Label((0.0,) * len(tempted), Figures(short, 0.0, 0.0, 0.0, excess), None)

    def before(self, state: State, step: Move, rest: Label) -> Label:
        """Go on from `state` by one move and then by `rest`."""
        short, worth = rest.figures.short, rest.worth
        for i, pulls in enumerate(step.pulls):
            stake = self._stakes[i]
            for fixed, fade in pulls:
                short = max(short, fixed - fade * worth[i] - stake)
        figures = Figures(
            short,
            rest.figures.late + step.late,
            rest.figures.days + step.to.time - state.time,
            rest.figures.distance + self.distance(state.done),
            max(rest.figures.excess, step.excess),
        )
        value = tuple(b + f * w for b, f, w in zip(step.brings, step.fall, worth, strict=True))
        return Label(value, figures, (step.unit, rest.trail))

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
        label = self.end(states[-1])
        for state, step in zip(reversed(states[:-1]), reversed(steps), strict=True):
            label = self.before(state, step, label)
        return label.figures


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
    _known: dict[tuple[object, ...], Front] = field(default_factory=dict)
    _made: int = 0

    def labels(self, state: State | None = None) -> list[Label]:
        """Pareto-best ways to go on from a state (day 0) within all caps.

        Raises
        ------
        OutOfReach
            Moves, labels or time have run out.
        """
        work = self.course.work
        state = start(work) if state is None else state
        if state.done == work.full:
            end = self.course.end(state)
            return [end] if self._allowed(end) else []
        name = key(work, state)
        front = self._known.get(name)
        if front is None:
            if monotonic() > self.deadline:
                raise OutOfReach
            front = Front(self.tracked)
            for step in self.course.moves(name, state):
                for rest in self.labels(step.to):
                    label = self.course.before(state, step, rest)
                    if self._allowed(label):
                        front.add(label)
            self._made += len(front.labels)
            if self._made > MOST_LABELS:
                raise OutOfReach
            self._known[name] = front
        return front.labels

    def _allowed(self, label: Label) -> bool:
        return label.figures.short <= self.most and label.figures.excess <= 0


class Front:
    """Labels none of which is as good as another in everything, rounding apart."""

    def __init__(self, tracked: tuple[str, ...]) -> None:
        self.labels: list[Label] = []
        self._pick = tuple(Figures._fields.index(name) for name in tracked)
        self._points: list[tuple[tuple[float, ...], tuple[float, ...]]] = []  # the more the better

    def add(self, label: Label) -> None:
        """Take in a label unless it is covered; let go of those it covers."""
        point = (*label.worth, *(-label.figures[k] for k in self._pick))
        loose = tuple(x + 1e-10 * (1.0 + abs(x)) for x in point)
        if any(all(map(ge, other, point)) for _, other in self._points):
            return
        kept = [k for k, (p, _) in enumerate(self._points) if not all(map(ge, loose, p))]
        if len(kept) < len(self.labels):
            self.labels = [self.labels[k] for k in kept]
            self._points = [self._points[k] for k in kept]
        self.labels.append(label)
        self._points.append((point, loose))


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
    """Move single units to other places while that makes `rank` smaller or time runs out."""
    best = rank(order)
    moved = True
    while moved:
        moved = False
        for u in list(order):
            here = order.index(u)
            rest = order[:here] + order[here + 1 :]
            for there in _places(work, rest, u):
                if there == here:
                    continue
                if monotonic() > deadline:
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
