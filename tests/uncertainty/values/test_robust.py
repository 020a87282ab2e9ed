"""The robust ladder: its search against brute force, its promise out of sample."""

from itertools import permutations

import numpy as np
import pytest

import detente as dt
from detente.case import Case
from detente.uncertainty.values.chunks import SEARCH, StressPlan
from detente.uncertainty.values.draws import BLOCK
from detente.uncertainty.values.evaluate import slacks
from detente.uncertainty.values.formula import rows
from detente.uncertainty.values.orders import Walk, improve, sample, shaken
from detente.uncertainty.values.robust import _search, robust_ladder
from detente.uncertainty.values.stressing import stress, stress_plan
from tests.uncertainty.stress_cases import loose

SPREAD = """
name: spread
title: Spread
as_of: 2025-08-16
parties:
  a: {name: A, stake: {reputation: {low: 0, mode: 3, high: 8}, why: x}, cap: {low: 4, high: 9}}
  b: {name: B, stake: {reputation: {low: 0, mode: 3, high: 8}, why: x}}
measures:
  x1: {name: X1, giver: a, cost: {low: 1, mode: 2, high: 7}, value: {b: {low: 3, high: 6}}, why: x}
  x2: {name: X2, giver: a, cost: {low: 2, mode: 3, high: 4}, value: {b: {low: 4, high: 5}}, why: x}
  x3: {name: X3, giver: a, cost: 1, value: {b: {low: 1, high: 9}}, why: x}
  y1: {name: Y1, giver: b, cost: {low: 0, mode: 1, high: 5}, value: {a: {low: 2, high: 6}}, why: x}
  y2: {name: Y2, giver: b, cost: {low: 2, mode: 3, high: 4}, value: {a: {low: 3, high: 6}}, why: x}
  y3: {name: Y3, giver: b, cost: 2, value: {a: {low: 1, high: 9}}, why: x, after: [x1]}
"""


def spread() -> tuple[Case, StressPlan]:
    """Six steps with wide ranges, in an order that is not the best."""
    case = Case.parse(SPREAD)
    return case, stress_plan(case, ("x1", "x2", "x3", "y1", "y2", "y3"), 1)


def held(case: Case, plan: StressPlan, order: tuple[int, ...], options: tuple[str, ...]) -> int:
    """Draws of the search's sample in which an order holds, by the evaluation of `stress`."""
    steps = tuple(plan.steps[u] for u in order)
    _, laid = rows(case.exchange("mode", options), steps)
    x = plan.source.values(next(plan.source.blocks(SEARCH, 0, BLOCK)))
    return int((slacks(plan.formula, laid, x) >= 0).all(axis=0).sum())


def swapped() -> tuple[Case, StressPlan]:
    """The same with two swaps, read cautiously: some draws fail inside a step."""
    text = SPREAD.replace("cost: {low: 2, mode: 3, high: 4}, value: {a: {low: 3, high: 6}}",
                          "cost: {low: 2, mode: 3, high: 4}, value: {a: {low: 3, high: 6}}, "
                          "together: [x2]")  # fmt: skip
    case = Case.parse(text.replace("why: x, after: [x1]", "why: x, after: [x1], together: [x3]"))
    steps = ("x1", ("x2", "y2"), ("x3", "y3"), "y1")
    return case, stress_plan(case, steps, 1, sequential=True)


@pytest.mark.parametrize("which", [spread, swapped])
def test_failures_are_those_of_the_evaluation(which) -> None:
    """The draws that an order fails in, and those no order can save, add up to all."""
    case, plan = which()
    of = sample(plan, case.exchange(), next(plan.source.blocks(SEARCH, 0, BLOCK)))
    order = tuple(range(len(plan.steps)))
    x = plan.source.values(next(plan.source.blocks(SEARCH, 0, BLOCK)))
    holds = (slacks(plan.formula, plan.rows, x) >= 0).all(axis=0).sum()
    failures = Walk(of, order).failures
    assert of.draws - (failures.sum(axis=0) > 0).sum() == holds
    assert failures.sum() > 0
    assert which is spread or failures[1].max() > 1  # both inside a swap and after it


@pytest.mark.parametrize("which", [spread, swapped])
def test_moving_a_step_is_scored_as_the_moved_order_is(which) -> None:
    """Every place that every step may have, against the score of that order from scratch."""
    case, plan = which()
    of = sample(plan, case.exchange(), next(plan.source.blocks(SEARCH, 0, 300)))
    order = tuple(range(len(plan.steps)))
    tried = 0
    for p in range(len(order)):
        for value, q in Walk(of, order).places(of, order, p):
            rest = [u for u in order if u != order[p]]
            rest.insert(q, order[p])
            assert value == pytest.approx(of.score(tuple(rest)), rel=1e-12)
            place = {u: k for k, u in enumerate(rest)}
            assert all(place[a] < place[b] for b in place for a in of.before[b])
            tried += 1
    assert tried > len(order)


def test_the_search_finds_the_best_of_all_orders() -> None:
    """Six steps: of the 360 orders that `after` allows, none holds in more draws of the sample."""
    case, plan = spread()
    of = sample(plan, case.exchange(), next(plan.source.blocks(SEARCH, 0, BLOCK)))
    scores = {
        order: of.score(order)
        for order in permutations(range(6))
        if all(order.index(a) < order.index(b) for b in range(6) for a in of.before[b])
    }
    assert len(scores) == 360
    best = _search(case, case.exchange(), plan, ())
    assert of.score(best) == pytest.approx(min(scores.values()))
    assert held(case, plan, best, ()) > held(case, plan, tuple(range(6)), ())


def test_an_improvement_stops_when_its_looks_are_used_up() -> None:
    """The ceiling is counted in places tried, not in seconds; the order stays one."""
    case, plan = spread()
    of = sample(plan, case.exchange(), next(plan.source.blocks(SEARCH, 0, BLOCK)))
    start = tuple(range(6))
    order, score, left = improve(of, start, looks=1)
    assert left <= 0
    assert sorted(order) == list(start)
    assert score <= of.score(start)
    assert sorted(shaken(of, start, np.random.default_rng(0))) == list(start)


def test_robust_is_better_where_it_can_be() -> None:
    """A bad order is improved upon, and the gain is there in draws that nobody has seen."""
    case, plan = spread()
    found = robust_ladder(case, plan)
    assert found.changed
    assert found.hold_probability > found.nominal + 5 * found.error
    assert found.hold_probability <= found.ceiling
    fresh = [stress(case, steps, 60_000, seed=99).hold_probability
             for steps in (found.steps, plan.steps)]  # fmt: skip
    assert fresh[0] - fresh[1] == pytest.approx(found.hold_probability - found.nominal, abs=0.01)


@pytest.mark.parametrize("name", ["minsk", "sudan", "spread", "loose"])
def test_robust_is_never_below_nominal_out_of_sample(name: str) -> None:
    """With another seed, by no more than four standard errors of the paired difference."""
    if name in ("spread", "loose"):
        case, options = (spread()[0], ()) if name == "spread" else (loose(), ("rail",))
    else:
        case, options = Case.load(name), ()
    nominal = dt.plan(case.exchange("mode", options))
    found = robust_ladder(case, stress_plan(case, nominal, 1, options=options), options=options)
    ours, theirs = (
        stress(case, steps, 60_000, seed=77, options=options)
        for steps in (found.steps, nominal.steps)
    )
    slack = 4 * max(found.error, 0.5 / 60_000**0.5 * (1 if found.changed else 0))
    assert ours.hold_probability >= theirs.hold_probability - slack
    assert found.certificate == dt.certify(case.exchange("mode", options), found.steps)
