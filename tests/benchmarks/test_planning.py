"""The planning benchmark: its families are what they claim, and its peers answer the same."""

from __future__ import annotations

import math

import pytest

from benchmarks.families import FAMILIES, instance
from benchmarks.solvers import SOLVERS, Answer, greedy, value
from detente.exchange import Exchange, gain
from detente.planning import plan

TIGHT = [name for name, family in FAMILIES.items() if family.kind == "tight"]
SIZES = {"measures": 10}


@pytest.mark.parametrize("family", FAMILIES)
def test_an_instance_follows_from_its_seed(family: str) -> None:
    """The same seed gives the same deal, another seed another."""
    size = SIZES.get(family, 8)
    assert instance(family, size, 3) == instance(family, size, 3)
    assert instance(family, size, 3) != instance(family, size, 4)


@pytest.mark.parametrize("family", TIGHT)
def test_tight_deals_are_worth_nothing_to_anybody(family: str) -> None:
    """Gains are at least 0, and less than a thousandth of the largest lot."""
    deal = instance(family, 20, 1)
    largest = max(lot.cost for lot in deal.lots)
    for who in deal.parties:
        assert -deal.tolerance(who) <= gain(deal, who) < largest / 1000


@pytest.mark.parametrize("seed", range(20))
def test_a_partition_exists(seed: int) -> None:
    """The hidden grouping makes a ladder that nobody gains by breaking: the least value is 0."""
    assert plan(instance("partition", 12, seed)).value == pytest.approx(0.0)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("solver", SOLVERS)
def test_all_solvers_answer_the_same(family: str, solver: str) -> None:
    """On small instances every solver proves the value that `plan` finds; greedy never beats it."""
    if solver == "cpsat":
        pytest.importorskip("ortools", reason="OR-Tools is not installed (extra `calendar`)")
    deal = instance(family, SIZES.get(family, 8), 0)
    best = plan(deal).value
    answer = SOLVERS[solver](deal, 20.0)
    assert reached(deal, answer) == pytest.approx(best, abs=rounding(deal))
    assert answer.bound == pytest.approx(best, abs=rounding(deal))
    assert value(deal, greedy(deal)) >= best - rounding(deal)


def reached(deal: Exchange, answer: Answer) -> float:
    """The value of the order found."""
    return value(deal, answer.order) if answer.order else math.inf


def rounding(deal: Exchange) -> float:
    """CP-SAT knows amounts in whole grains only."""
    return 1e-4 * max(lot.cost for lot in deal.lots)
