"""One account: its smallest start, and the rates at which it lacks most."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from detente.exchange import Exchange, Lot
from detente.planning import account, bounds, plan
from detente.planning.problem import Problem


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6))
def test_one_account_equals_every_order(jobs: list[tuple[int, int]]) -> None:
    """The two-phase rule finds the smallest start of all orders of the jobs."""

    def needed(order: tuple[tuple[int, int], ...]) -> int:
        start, held = 0, 0
        for use, back in order:
            start = max(start, use - held)
            held += back - use
        return start

    use, back = np.array(jobs, dtype=float).T
    assert account.one_account(use, back) == min(needed(order) for order in permutations(jobs))


amounts = st.lists(st.lists(st.integers(-9, 9), min_size=5, max_size=5), min_size=2, max_size=3)


@settings(max_examples=200, deadline=None)
@given(amounts)
def test_rates_looked_for_lack_no_less_than_those_begun_with(rows: list[list[int]]) -> None:
    """Changing the rates never lowers what the pooled account lacks."""
    effect = np.array(rows, dtype=float)
    room = effect.sum(axis=1)
    moved = np.abs(effect).sum(axis=1)
    if not moved.all():
        assert (account.best_rates(effect, room) == 1).all()
        return
    found = account.lacking(effect, room, account.best_rates(effect, room))
    assert found >= account.lacking(effect, room, moved.max() / moved)


def test_the_bound_stays_near_where_units_differ() -> None:
    """With B's points worth a tenth of A's, equal rates say nothing and sought ones nearly all."""
    lots = [Lot(f"a{k}", "A", c, {"B": 10.0 * c}) for k, c in enumerate((7, 9, 8, 5))]
    lots += [Lot(f"b{k}", "B", 10.0 * c, {"A": c}) for k, c in enumerate((6, 9, 7, 7))]
    deal = Exchange(["A", "B"], lots)
    best = plan(deal).value
    problem = Problem(deal)
    assert bounds.guarantee_bound(problem) <= best + 1e-9
    pooled = account.lacking(problem.effect, problem.gain, problem.rates[-1])
    equal = account.lacking(problem.effect, problem.gain, np.ones(2))
    assert pooled > equal


@pytest.mark.parametrize("unit", [1e-200, 1e-12, 1e12, 1e200])
def test_units_far_apart_are_not_pooled(unit: float) -> None:
    """Where one party's amounts drown in another's rounding the rates stay 1, and finite."""
    lots = [Lot("a", "A", 2.0, {"B": 3.0}), Lot("b", "B", 1.0, {"A": 4.0})]
    far = [
        replace(lot, cost=lot.cost * unit)
        if lot.giver == "B"
        else replace(lot, value={"B": lot.value["B"] * unit})
        for lot in lots
    ]
    problem = Problem(Exchange(["A", "B"], far))
    assert (problem.rates[-1] == 1).all()
    assert np.isfinite(bounds.guarantee_bound(problem))


def test_of_very_many_lots_the_rates_begun_with_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking for better rates costs time in proportion to the lots; beyond a number it is left."""
    effect = np.array([[-1.0, 3.0, -2.0, 5.0], [4.0, -2.0, 1.0, -3.0]])
    room = np.zeros(2)
    monkeypatch.setattr(account, "UNITS", 3)
    moved = np.abs(effect).sum(axis=1)
    assert account.best_rates(effect, room).tolist() == (moved.max() / moved).tolist()
