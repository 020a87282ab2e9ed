"""The searchers for what no table holds, held against every order where one can look."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from detente.exchange import Exchange, Lot
from detente.planning import large, levels, plan, table
from detente.planning.clock import FOREVER, Clock
from detente.planning.dive import Dive
from detente.planning.large import Large
from detente.planning.plan import plan_with
from detente.planning.problem import Problem
from detente.planning.reach import Reach
from tests.planning.brute import brute
from tests.planning.deals import deals

NEAR = 1e-6


@settings(max_examples=300, deadline=None)
@given(deals())
def test_dives_and_bits_prove_what_brute_force_finds(deal: Exchange) -> None:
    """Both exact bottlenecks reach the smallest shortfall on the way, caps kept."""
    every = brute(deal)
    problem = Problem(deal)
    over = problem.nowhere
    over[: problem.parties] = (problem.gain + problem.stake)[: problem.parties]
    inside = levels.caps(problem)
    way = every.way_shortfall
    allowed = every.capped_on_way
    for found in (
        Dive(problem, Clock.of(20.0)).bottleneck(over, -problem.nowhere, inside),
        Reach(problem).bottleneck(over, -problem.nowhere, inside),
    ):
        assert found.proven
        if not allowed.any():
            assert not found.order
            continue
        assert found.value == pytest.approx(way[allowed].min(), abs=NEAR)


@settings(max_examples=200, deadline=None)
@given(deals())
def test_the_large_searcher_never_claims_too_much(deal: Exchange) -> None:
    """Its ladder is at least as bad as the best, its bound at most; proven means equal."""
    every = brute(deal)
    if not every.capped.any():
        return
    best = every.shortfall[every.capped].min()
    problem = Problem(deal)
    ladder = plan_with(problem, Large(problem, Clock.of(5.0)))
    assert ladder.bound <= best + NEAR
    assert ladder.value >= best - NEAR
    if ladder.optimal:
        assert ladder.value == pytest.approx(best, abs=NEAR)


@settings(max_examples=60, deadline=None)
@given(deals())
def test_thrown_orders_never_claim_too_much(deal: Exchange) -> None:
    """The same for orders thrown together, as for hundreds of lots."""
    every = brute(deal)
    if not every.capped.any():
        return
    best = every.shortfall[every.capped].min()
    problem = Problem(deal)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "UNITS", 0)
        searcher = Large(problem, Clock.of(5.0))
        assert searcher.method == "throw"
        choice = levels.guarantee(problem, searcher)
    if choice is not None:
        value = levels.guarantee_of(problem, choice.order)
        assert choice.bound <= best + NEAR
        assert every.guarantee[every.capped].max() >= value.max() - NEAR


@settings(max_examples=150, deadline=None)
@given(deals())
def test_compiled_and_plain_tables_agree(deal: Exchange) -> None:
    """Every objective has the same value whether NumPy or the kernels fill the table."""
    problem = Problem(deal)
    plain = table.Table(problem)
    compiled = table.Table(problem, clock=FOREVER)
    with pytest.MonkeyPatch.context() as patch:
        for search in (levels.guarantee, levels.exposure):
            patch.setattr(table, "NUMPY_LIMIT", 10**9)
            expected = search(problem, plain)
            patch.setattr(table, "NUMPY_LIMIT", 0)
            found = search(problem, compiled)
            assert (found is None) == (expected is None)
            if found is not None and expected is not None:
                assert found.bound == pytest.approx(expected.bound, abs=NEAR)
                far = distance(problem, expected.order)
                assert distance(problem, found.order) == pytest.approx(far, abs=NEAR)


def distance(problem: Problem, order: list[int]) -> float:
    """Squared distance of an order from the straight line, from the definition."""
    n, m = problem.parties, len(order)
    keeps = np.cumsum(problem.effect[:n, order], axis=1)[:, :-1]
    line = np.outer(problem.total[:n], np.arange(1, m) / m)
    return float((((keeps - line) / problem.scale[:n, None]) ** 2).sum())


def test_twelve_measures_of_five_lots_are_planned() -> None:
    """A deal of 2,176,782,336 delivered sets is planned within its limit, with a bound."""
    rng = np.random.default_rng(0)
    lots = []
    for k in range(12):
        giver, other = ("A", "B") if k % 2 else ("B", "A")
        cost = float(rng.uniform(1, 5))
        value = cost * float(rng.uniform(1, 2))
        lots += [Lot(f"m{k}.{i}", giver, cost, {other: value}) for i in range(5)]
    ladder = plan(Exchange(["A", "B"], lots), time_limit=5.0)
    assert len(ladder.order) == 60
    assert ladder.bound <= ladder.value


def test_a_large_deal_keeps_to_its_bound() -> None:
    """A thousand plain lots of three parties need no more than the bound says."""
    rng = np.random.default_rng(3)
    lots = []
    for k in range(1000):
        giver, other = rng.permutation(["A", "B", "C"])[:2]
        cost = float(rng.lognormal(1, 0.6))
        lots.append(Lot(f"l{k}", str(giver), cost, {str(other): cost * rng.uniform(1.0, 2.2)}))
    ladder = plan(Exchange(["A", "B", "C"], lots), time_limit=10.0)
    assert ladder.optimal
    assert ladder.value == pytest.approx(ladder.bound, abs=1e-9)
