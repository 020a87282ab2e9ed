"""The compiled kernels against themselves, interpreted: Numba and Python agree on every step.

Python has no integers of fixed size and no unchecked index, so what the interpreter does is what
the source says. The interpreted runs also let coverage see inside the kernels.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from detente.exchange import Exchange, Lot
from detente.planning import (
    anneal,
    anneal_kernel,
    dive,
    dive_kernel,
    kernels,
    large,
    large_kernel,
    levels,
    table,
)
from detente.planning.anneal import Annealer
from detente.planning.clock import FOREVER
from detente.planning.crossing import Crossing
from detente.planning.dive import Dive
from detente.planning.found import Found, Goal
from detente.planning.large import Large
from detente.planning.problem import Problem
from detente.planning.reach import Reach
from tests.planning.deals import deals

if TYPE_CHECKING:
    from collections.abc import Iterator

NEAR = 1e-6
MODULES = (anneal_kernel, dive_kernel, kernels, large_kernel)


@st.composite
def swaps(draw: st.DrawFn, most: int = 3) -> Exchange:
    """Two parties, some of whose steps are swaps in which either may deliver first."""
    amounts = st.integers(0, 20).map(lambda k: k / 2)
    many = draw(st.integers(1, most))
    lots = [
        Lot(f"{who}{k}", who, draw(amounts), {other: draw(amounts)}, lost=0.5)
        for k in range(many)
        for who, other in (("A", "B"), ("B", "A"))
    ]
    together = [[f"A{k}", f"B{k}"] for k in range(many) if draw(st.booleans())]
    after = [(f"A{i}", f"B{k}") for k in range(many) for i in range(k) if draw(st.booleans())]
    caps = {"A": draw(amounts) + 5.0} if draw(st.booleans()) else {}
    stakes = {"A": draw(amounts), "B": draw(amounts)}
    return Exchange(["A", "B"], lots, stakes, caps, after, together, sequential=True)


@contextmanager
def interpreted() -> Iterator[None]:
    """Let Python itself run every kernel; whole numbers wrap round, as the generators mean."""
    with pytest.MonkeyPatch.context() as patch, np.errstate(over="ignore"):
        for module in MODULES:
            for name, kernel in list(vars(module).items()):
                if hasattr(kernel, "py_func"):
                    patch.setattr(module, name, kernel.py_func)
        yield


def goals(problem: Problem) -> tuple[Goal, ...]:
    """Temptation beyond the stake within the caps, and exposure where nobody is tempted."""
    over, free = problem.nowhere, problem.nowhere
    over[: problem.parties] = (problem.gain + problem.stake)[: problem.parties]
    return (
        Goal(over, -free, levels.caps(problem)),
        Goal(free, problem.under_zero, levels.enforced(problem)),
    )


@settings(max_examples=80, deadline=None)
@given(deals(8) | swaps(5))
def test_the_reachable_sets(deal: Exchange) -> None:
    """Bit by bit the same sets are reached, so value and order are the same."""
    problem = Problem(deal)
    for goal in goals(problem):
        compiled = Reach(problem).bottleneck(goal.over, goal.under, goal.box)
        with interpreted():
            assert Reach(problem).bottleneck(goal.over, goal.under, goal.box) == compiled


@settings(max_examples=40, deadline=None)
@given(deals(6) | swaps())
def test_the_passes_over_a_table(deal: Exchange) -> None:
    """The passes that fill a table choose the same orders."""
    problem = Problem(deal)
    receive = np.flatnonzero((problem.received.sum(axis=1) > NEAR)[: problem.parties])
    searches = [levels.guarantee, *(partial(levels.early, actor=int(a)) for a in receive)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "NUMPY_LIMIT", 0)
        for search in searches:
            compiled = search(problem, table.Table(problem))
            with interpreted():
                assert search(problem, table.Table(problem)) == compiled


@settings(max_examples=60, deadline=None)
@given(
    deals(8) | swaps(),
    st.sampled_from([4, 4096]),
    st.sampled_from([1, -1]),
    st.sampled_from([1, 200]),
)
def test_dives(deal: Exchange, room: int, first: int, moves: int) -> None:
    """From either end dives prove the same optimum, with and without room for all dead sets."""
    begin, sides = Dive._begin, Dive._sides

    def cramped(self: Dive, side: dive._Side, budget: int) -> dive._State:
        return replace(begin(self, side, budget), dead=np.zeros(room, dtype=np.uint64))

    problem = Problem(deal)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(anneal, "MOVES", moves)
        patch.setattr(dive, "FIRST_BUDGET", 8)
        patch.setattr(Dive, "_begin", cramped)
        patch.setattr(Dive, "_sides", lambda *goal: sides(*goal)[::first])
        for goal in goals(problem):
            compiled = Dive(problem, FOREVER).bottleneck(goal.over, goal.under, goal.box)
            with interpreted():
                found = Dive(problem, FOREVER).bottleneck(goal.over, goal.under, goal.box)
            assert found.proven
            assert compiled.proven
            assert found.value == pytest.approx(compiled.value, abs=NEAR)


@settings(max_examples=60, deadline=None)
@given(deals() | swaps())
def test_orders_scattered(deal: Exchange) -> None:
    """From the same seed either finds the same order by chance, from both ends, or none."""
    problem = Problem(deal)
    for goal, most in product(goals(problem), (0.0, np.inf)):
        for side in Dive(problem)._sides(goal):
            compiled = Dive(problem)._scatter(side, goal.within(most), 1)
            with interpreted():
                assert Dive(problem)._scatter(side, goal.within(most), 1) == compiled


@settings(max_examples=100, deadline=None)
@given(deals() | swaps(), st.integers(1, 8))
def test_orders_thrown_and_straightened(deal: Exchange, few: int) -> None:
    """From the same seed the same orders are thrown, and carried to the same places."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "LOOK", few)
        patch.setattr(large, "WINDOW", few)
        _throw_and_straighten(Problem(deal))


def _throw_and_straighten(problem: Problem) -> None:
    actors = range(problem.parties)
    receive = [a for a in actors if problem.received[a].sum() > NEAR][:1]
    for goal, most in product(goals(problem), (0.0, np.inf)):
        compiled, plain = Large(problem, FOREVER), Large(problem, FOREVER)
        thrown = compiled._throws(goal, most)
        with interpreted():
            assert plain._throws(goal, most) == thrown
        for actor in (None, *receive) if thrown else ():
            straight = compiled._straighten(thrown, goal.box, actor)
            with interpreted():
                assert plain._straighten(thrown, goal.box, actor) == straight


@settings(max_examples=60, deadline=None)
@given(deals())
def test_annealing(deal: Exchange) -> None:
    """An order annealed by either keeps the box, the precedences, and what it had reached."""
    problem = Problem(deal)
    order = sorted(range(len(problem.units)), key=lambda u: problem.before[u].bit_count())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(anneal, "MOVES", 200)
        for goal in goals(problem):
            if not goal.holds(problem, order):
                continue
            known = Found(goal.worst(problem, order), -1.0, order)
            with interpreted():
                found = Annealer(problem, FOREVER).improve(goal, known, 3)
            assert goal.holds(problem, found.order)
            assert found.value <= known.value
            assert found.value >= goal.worst(problem, found.order) - NEAR
            place = {u: k for k, u in enumerate(found.order)}
            for u in place:
                assert all(place[v] < place[u] for v in place if problem.before[u] >> v & 1)


@settings(max_examples=60, deadline=None)
@given(deals())
def test_crossings(deal: Exchange) -> None:
    """What leaves room for a unit is found, or ruled out, by both; with little time by neither."""
    problem = Problem(deal)
    goal = goals(problem)[0]
    inside = goal.within(0.5)
    crossing = Crossing(problem, FOREVER)
    for u in range(len(problem.units)):
        others = [v for v in range(len(problem.units)) if v != u]
        for seed, branches in ((0, 10_000), (1, 10_000), (0, 2)):
            ask = partial(crossing.ahead, inside, problem.held, u, others, branches, seed)
            compiled = ask()
            with interpreted():
                found = ask()
            assert type(found) is type(compiled)
            if isinstance(found, list):
                keeps = problem.held + problem.effect[:, found].sum(axis=1)
                assert (keeps <= inside.high + NEAR).all()
                assert (keeps >= inside.low - NEAR).all()
