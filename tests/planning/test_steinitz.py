"""The theorem's number, and the order that keeps to it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from detente.exchange import Exchange, Lot, certify
from detente.planning import most_needed, plan
from detente.planning.problem import Problem
from detente.planning.steinitz import steinitz_order
from tests.planning.deals import deals


@settings(max_examples=150, deadline=None)
@given(deals(9, rich=False))
def test_the_constructed_order_needs_no_more_than_the_theorem_says(deal: Exchange) -> None:
    """Every party's guarantee in the constructed order is within its number."""
    problem = Problem(deal)
    order = problem.steps(steinitz_order(problem))
    needed = most_needed(deal)
    assert needed is not None
    for party, guarantee in certify(deal, order).guarantee.items():
        assert guarantee <= needed[party] + 1e-9


@settings(max_examples=50, deadline=None)
@given(deals(8, rich=False))
def test_the_best_ladder_needs_no_more_either(deal: Exchange) -> None:
    """What `plan` finds is never worse than the theorem's largest number."""
    needed = most_needed(deal)
    assert needed is not None
    assert plan(deal).value <= max(needed.values()) + 1e-9


def test_halved_lots_halve_the_second_term() -> None:
    """Lots of half the size need half as much on top of what completion fixes."""

    def deal(pieces: int) -> Exchange:
        lots = [
            Lot(f"{giver}{k}", giver, 4.0 / pieces, {other: 6.0 / pieces})
            for giver, other in (("A", "B"), ("B", "A"))
            for k in range(pieces)
        ]
        return Exchange(["A", "B"], lots)

    whole, half = most_needed(deal(2)), most_needed(deal(4))
    assert whole is not None
    assert half is not None
    assert half["A"] == pytest.approx(whole["A"] / 2, rel=1e-12)


def test_precedences_and_caps_take_the_theorem_away() -> None:
    """No number is given where the theorem does not hold."""
    lots = [Lot("a", "A", 1.0, {"B": 2.0}), Lot("b", "B", 1.0, {"A": 2.0})]
    assert most_needed(Exchange(["A", "B"], lots, after=[("a", "b")])) is None
    assert most_needed(Exchange(["A", "B"], lots, caps={"A": 9.0})) is None


def test_many_lots_stay_near_the_line() -> None:
    """Two hundred lots of three parties keep within n times the largest lot of the line."""
    rng = np.random.default_rng(1)
    lots = []
    for k in range(200):
        giver, other = rng.permutation(["A", "B", "C"])[:2]
        lots.append(Lot(f"l{k}", str(giver), float(rng.uniform(0, 5)), {str(other): 5.0}))
    problem = Problem(Exchange(["A", "B", "C"], lots))
    order = steinitz_order(problem)
    keeps = np.cumsum(problem.effect[:, order], axis=1)
    line = np.outer(problem.total, np.arange(1, 201) / 200)
    widest = np.abs(problem.effect).max(axis=1) * 3 + np.abs(problem.total) * 3 / 200
    assert (np.abs(keeps - line) <= widest[:, None] + 1e-9).all()
