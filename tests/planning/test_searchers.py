"""The searchers for what no table holds, held against every order where one can look."""

from __future__ import annotations

import time
import tracemalloc
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings

from detente.exchange import Deposit, Exchange, Lot
from detente.planning import dive, large, levels, plan, table
from detente.planning.clock import Clock
from detente.planning.dive import Dive
from detente.planning.found import Goal
from detente.planning.large import Large
from detente.planning.plan import plan_with
from detente.planning.problem import Box, Problem
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


@settings(max_examples=300, deadline=None)
@given(deals(8))
def test_crossings_and_cut_dives_never_claim_too_much(deal: Exchange) -> None:
    """Where dives stop at once, so that crossings raise the bound, it stays a bound."""
    problem = Problem(deal)
    free, tempting = problem.nowhere, problem.nowhere
    tempting[: problem.parties] = (problem.gain + problem.stake)[: problem.parties]
    goals = (
        (problem.over_gain, -free, levels.caps(problem)),
        (tempting, -problem.cap, levels.caps(problem)),
        (free, problem.under_zero, levels.enforced(problem)),
        (free, problem.under_zero, levels.caps(problem)),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dive, "FIRST_BUDGET", 1)
        for goal in goals:
            best = table.Table(problem).bottleneck(*goal)
            found = Dive(problem, Clock.of(5.0)).bottleneck(*goal)
            assert bool(found.order) == bool(best.order)
            if best.order:
                assert found.bound <= best.value + NEAR
                assert found.value >= best.value - NEAR


@pytest.mark.parametrize("unit", [1e-13, 1.0, 1e13])
def test_a_dive_does_not_depend_on_the_unit(unit: float) -> None:
    """Amounts of any magnitude are told apart as well as those near 1."""
    problem = Problem(pairs(14, unit=unit))
    over, free = problem.over_gain, problem.nowhere
    best = table.Table(problem).bottleneck(over, -free, levels.caps(problem))
    found = Dive(problem, Clock.of(20.0)).bottleneck(over, -free, levels.caps(problem))
    assert found.proven
    assert found.value == pytest.approx(best.value, rel=1e-9)


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
    searcher = table.Table(problem)
    receive = np.flatnonzero((problem.received.sum(axis=1) > NEAR)[: problem.parties])
    searches = [
        levels.guarantee,
        levels.exposure,
        *(partial(levels.early, actor=actor) for actor in receive.tolist()),
    ]
    with pytest.MonkeyPatch.context() as patch:
        for search in searches:
            patch.setattr(table, "NUMPY_LIMIT", 10**9)
            expected = search(problem, searcher)
            patch.setattr(table, "NUMPY_LIMIT", 0)
            found = search(problem, searcher)
            assert (found is None) == (expected is None)
            if found is not None and expected is not None:
                assert found.optimal
                assert found.optimal_ties
                assert found.bound == pytest.approx(expected.bound, abs=NEAR)
                far = distance(problem, expected.order)
                assert distance(problem, found.order) == pytest.approx(far, abs=NEAR)


def test_a_large_deal_that_may_not_begin_has_no_order() -> None:
    """Where holding a deposit already passes a bound, no search of any kind is made."""
    problem = Problem(replace(pairs(8), deposits=[Deposit("A", 5.0, "B")]))
    low, high = -problem.nowhere, problem.nowhere
    high[1] = 4.0  # B holds 5
    for searcher in (Large(problem, Clock.of(5.0)), Dive(problem)):
        found = searcher.bottleneck(problem.nowhere, -problem.nowhere, Box(low, high))
        assert (found.order, found.proven) == ([], True)
    early = Large(problem, Clock.of(5.0)).earliest(0, Box(low, high), problem.nowhere)
    assert (early.order, early.proven) == ([], True)


@pytest.mark.parametrize("objective", ["guarantee", "early"])
def test_a_table_of_many_interchangeable_lots(objective: str) -> None:
    """Hundreds of lots of three kinds make a compiled table, beyond what a dive can hold."""
    lots = [Lot(f"{who}{k}", who, 1.0, {to: 2.0}) for who, to in ("AB", "BC", "CA")
            for k in range(102)]  # fmt: skip
    deal = Exchange(["A", "B", "C"], lots, stakes=dict.fromkeys("ABC", 1.0))
    assert table.Table(Problem(deal)).sets > table.NUMPY_LIMIT
    party = "A" if objective == "early" else None
    ladder = plan(deal, objective, party=party)  # type: ignore[arg-type]
    assert ladder.optimal
    assert ladder.optimal_ties
    assert ladder.self_enforcing


def test_a_large_table_holds_two_numbers_a_set() -> None:
    """Bringing value early takes little more memory than its result, whoever many watch."""
    problem = Problem(pairs(21, parties=5, stake=40.0))
    searcher = table.Table(problem)
    tracemalloc.start()
    assert levels.early(problem, searcher, 0) is not None
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 24 * searcher.sets


@pytest.mark.parametrize("lots", [19, 24, 28, 45, 65])
def test_a_time_limit_is_a_ceiling(lots: int) -> None:
    """Out of time, a ladder of a tight deal comes all the same, with what is proven of it."""
    plan(tight(lots), time_limit=1.0)  # compiles what is to be compiled
    began = time.monotonic()
    ladder = plan(tight(lots), time_limit=1.0)
    assert time.monotonic() - began < 3.0
    assert ladder.bound <= ladder.value
    assert not ladder.optimal or ladder.value == pytest.approx(ladder.bound, abs=NEAR)


def test_value_comes_early_in_a_hurry_too() -> None:
    """A table that could not be filled in time is not begun: what comes instead holds."""
    deal = pairs(24, stake=40.0)
    assert table.Table(Problem(deal)).sets > table.NUMPY_LIMIT
    plan(deal, "early", party="A", time_limit=5.0)  # compiles what is to be compiled
    hurried = plan(deal, "early", party="A", time_limit=0.2)
    assert hurried.self_enforcing
    assert not hurried.optimal_ties
    assert hurried.bound <= hurried.value


def test_an_interrupted_search_is_not_optimal() -> None:
    """A tight deal of 45 lots cannot be settled in half a second, and says so."""
    ladder = plan(tight(45), time_limit=0.5)
    assert not ladder.optimal
    assert not ladder.optimal_ties
    assert ladder.bound < ladder.value


def pairs(m: int, *, parties: int = 2, unit: float = 1.0, stake: float = 0.0) -> Exchange:
    """Random lots given in turn, each worth more than it costs."""
    rng = np.random.default_rng(m)
    names = list("ABCDE")[:parties]
    lots = []
    for k in range(m):
        giver, to = names[k % parties], names[(k + 1) % parties]
        cost = unit * float(rng.uniform(1, 5))
        lots.append(Lot(f"l{k}", giver, cost, {to: cost * float(rng.uniform(1, 2))}))
    return Exchange(names, lots, stakes=dict.fromkeys(names, unit * stake))


def tight(m: int) -> Exchange:
    """Two parties who gain nothing and may be exposed by hardly half the largest lot."""
    rng = np.random.default_rng(0)
    sizes = [100 * rng.dirichlet(np.full(n, 8.0)) for n in (m // 2, m - m // 2)]
    lots = [
        Lot(f"{giver}{k}", giver, float(size), {to: float(size)})
        for giver, to, own in (("A", "B", sizes[0]), ("B", "A", sizes[1]))
        for k, size in enumerate(own)
    ]
    cap = 0.51 * max(lot.cost for lot in lots)
    return Exchange(["A", "B"], lots, caps={"A": cap, "B": cap})


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


def test_the_theorem_is_left_aside_where_time_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """The constructed order of a thousand lots takes longer than a second: it is not begun."""

    def never(_: Problem) -> list[int]:
        raise AssertionError("begun")

    monkeypatch.setattr(large, "steinitz_order", never)
    problem = Problem(pairs(1000, parties=3))
    goal = Goal(problem.over_gain, -problem.nowhere, levels.caps(problem))
    worst = list(range(0, 1000, 3)) + [k for k in range(1000) if k % 3]
    assert Large(problem, Clock.of(1.0))._within_theorem(goal, worst) == worst
    with pytest.raises(AssertionError, match="begun"):
        Large(problem, Clock.of(100.0))._within_theorem(goal, worst)
