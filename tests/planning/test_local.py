"""Local search and crossings: what the dives close in with, held against the exact table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from detente.exchange import Exchange, Lot
from detente.planning import levels, table
from detente.planning.anneal import Annealer
from detente.planning.clock import FOREVER, Clock
from detente.planning.crossing import Crossing
from detente.planning.dive import Dive
from detente.planning.found import Found, Goal
from detente.planning.problem import Problem
from detente.planning.split import Splitter
from detente.planning.table import Table
from tests.planning.deals import deals

NEAR = 1e-6


def tempting(problem: Problem) -> Goal:
    """Temptations beyond the stake, inside the caps."""
    over = problem.nowhere
    over[: problem.parties] = (problem.gain + problem.stake)[: problem.parties]
    return Goal(over, -problem.nowhere, levels.caps(problem))


def tight(m: int, seed: int) -> Problem:
    """Costs of very different size, each worth about what it costs: completing is worth nothing."""
    rng = np.random.default_rng(seed)
    cost = rng.lognormal(0.0, 1.0, m)
    value = cost * rng.uniform(0.9, 1.15, m)
    for side in (0, 1):
        value[1 - side :: 2] *= cost[side::2].sum() / value[1 - side :: 2].sum()
    lots = [
        Lot(f"l{k}", "AB"[k % 2], c, {"BA"[k % 2]: v})
        for k, (c, v) in enumerate(zip(cost.tolist(), value.tolist(), strict=True))
    ]
    return Problem(Exchange(["A", "B"], lots))


def any_order(problem: Problem) -> list[int]:
    """The units in an order that their precedences allow."""
    return sorted(range(len(problem.units)), key=lambda u: problem.before[u].bit_count())


@settings(max_examples=200, deadline=None)
@given(deals(8))
def test_local_search_never_loses_what_was_known(deal: Exchange) -> None:
    """Orders get no worse, keep precedence and box, and say truly how bad they are."""
    problem = Problem(deal)
    goal = tempting(problem)
    best = Table(problem).bottleneck(goal.over, goal.under, goal.box)
    order = any_order(problem)
    if not goal.holds(problem, order):
        return
    known = Found(goal.worst(problem, order), best.value - 1.0, order)
    annealer = Annealer(problem, FOREVER)
    for search in (annealer, Splitter(problem, annealer, Crossing(problem, FOREVER))):
        found = search.improve(goal, known, 6)
        assert sorted(found.order) == sorted(order)
        place = {u: k for k, u in enumerate(found.order)}
        for first, then in ((v, u) for u in place for v in place if problem.before[u] >> v & 1):
            assert place[first] < place[then]
        assert goal.holds(problem, found.order)
        assert best.value - NEAR <= found.value <= known.value + NEAR
        assert found.value == pytest.approx(
            max(goal.worst(problem, found.order), known.bound), abs=NEAR
        )


@settings(max_examples=300, deadline=None)
@given(deals())
def test_the_best_order_crosses_every_unit(deal: Exchange) -> None:
    """No unit is called impossible where an order exists; the last one may lead anywhere."""
    problem = Problem(deal)
    free = problem.nowhere
    for goal in (
        tempting(problem),
        Goal(problem.over_gain, -problem.cap, levels.caps(problem)),
        Goal(free, problem.under_zero, levels.caps(problem)),
    ):
        best = table.Table(problem).bottleneck(goal.over, goal.under, goal.box)
        if best.order:
            crossing = Crossing(problem, FOREVER)
            for unit in range(len(problem.units)):
                assert crossing._may_cross(goal, best.value + NEAR, unit, 10_000)
            bound = crossing.raise_bound(goal, Found(best.value + 1.0, -50.0, best.order), 10_000)
            assert bound.bound <= best.value + NEAR


@pytest.mark.parametrize("seed", range(6))
def test_local_search_meets_the_optimum_of_tight_deals(seed: int) -> None:
    """Of eighteen tight lots annealing and splitting come within 1 % of the largest lot."""
    problem = tight(18, seed)
    goal = tempting(problem)
    best = Table(problem).bottleneck(goal.over, goal.under, goal.box)
    order = any_order(problem)
    known = Found(goal.worst(problem, order), best.value, order)
    annealer = Annealer(problem, FOREVER)
    known = annealer.improve(goal, known, 16)
    known = Splitter(problem, annealer, Crossing(problem, FOREVER)).improve(goal, known, 16)
    largest = float(np.abs(problem.effect).max())
    assert known.value <= best.value + 0.01 * largest  # dives alone stay 1 to 3 % away


def test_a_tight_deal_of_forty_lots_is_proven() -> None:
    """Crossings from below and splitting from above meet, beyond what any table holds."""
    problem = tight(40, 3)
    goal = tempting(problem)
    found = Dive(problem, Clock.of(60.0)).bottleneck(goal.over, goal.under, goal.box)
    assert found.proven
    assert found.value == pytest.approx(goal.worst(problem, found.order), rel=1e-9)


def test_a_crossing_finds_the_one_set_that_leaves_room() -> None:
    """Before a lot of 10 the receiver has room for nothing unless it gave 7 and 3 first."""
    lots = [Lot("big", "A", 10.0, {"B": 10.0})]
    lots += [Lot(f"b{c}", "B", float(c), {"A": float(c)}) for c in (7, 3)]
    problem = Problem(Exchange(["A", "B"], lots))
    crossing = Crossing(problem, FOREVER)
    narrow = tempting(problem).within(0.5)
    assert crossing.ahead(narrow, problem.held, 0, [1, 2], 1000) is False
    wider = tempting(problem).within(10.0)
    ahead = crossing.ahead(wider, problem.held, 0, [1, 2], 1000)
    assert isinstance(ahead, list)
    keeps = problem.effect[:, ahead].sum(axis=1)
    assert (keeps <= wider.high).all()
    assert (keeps + problem.effect[:, 0] <= wider.high).all()


def test_a_search_cut_short_claims_nothing() -> None:
    """Without branches to spend, a crossing is neither found nor ruled out."""
    problem = tight(18, 0)
    goal = tempting(problem)
    best = Table(problem).bottleneck(goal.over, goal.under, goal.box)
    largest = int(np.argmax(problem.bulk))
    others = [u for u in range(18) if u != largest]
    inside = goal.within(best.value + NEAR)
    crossing = Crossing(problem, FOREVER)
    assert isinstance(crossing.ahead(inside, problem.held, largest, others, 100_000), list)
    assert crossing.ahead(inside, problem.held, largest, others, 2) is None
