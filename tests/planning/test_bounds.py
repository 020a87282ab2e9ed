"""Lower bounds: valid for every order, and tight where they should be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from detente.exchange import Exchange
from detente.planning import bounds
from detente.planning.problem import Problem
from tests.planning.brute import brute
from tests.planning.deals import deals

NEAR = 1e-6


@settings(max_examples=300, deadline=None)
@given(deals())
def test_no_order_does_better_than_the_bounds(deal: Exchange) -> None:
    """Guarantee, exposure and early bounds are at most the best of all orders."""
    every, problem = brute(deal), Problem(deal)
    assert bounds.guarantee_bound(problem) <= every.shortfall.min() + NEAR
    assert bounds.exposure_bound(problem) <= every.exposure.min() + NEAR
    assert (bounds.least_guarantee(problem) <= every.guarantee.min(axis=0) + NEAR).all()
    for party, early in every.early.items():
        actor = deal.parties.index(party)
        assert bounds.early_bound(problem, actor) <= early.min() + NEAR


@settings(max_examples=300, deadline=None)
@given(deals())
def test_no_way_does_better_than_the_bottleneck_bound(deal: Exchange) -> None:
    """The bound on the way alone holds whatever completion asks for."""
    every, problem = brute(deal), Problem(deal)
    over = problem.nowhere
    over[: problem.parties] = (problem.gain + problem.stake)[: problem.parties]
    bound = bounds.bottleneck_bound(problem, over, -problem.nowhere)
    assert bound <= every.way_shortfall.min() + NEAR
    under = problem.under_zero
    way = bounds.bottleneck_bound(problem, problem.nowhere, under)
    assert way <= every.exposure.min() + NEAR


def test_pooled_bound_is_reached_by_one_givers_lots() -> None:
    """For lots of one giver paid in coins the pooled bound is the oracle's total of 1."""
    effect = np.array([[1.0, 2.0, 4.0], [-3.0, -5.0, -6.0]])
    # From the end each lot needs its cost first, then pays its value: O1 of the design.
    assert bounds.pooled(effect)[0, 1] == pytest.approx(1.0)


def test_of_many_parties_not_every_set_is_pooled() -> None:
    """Thirty parties are pooled one by one, in pairs and together: not in 2^30 sets."""
    found = bounds.pooled(np.eye(30))
    assert {len(chosen) for chosen in found} == {1, 2, 30}
    assert len(found) == 30 + 30 * 29 // 2 + 1
