"""The whole study: what it hangs on is told for the numbers that matter, and only those."""

import numpy as np

from detente.case import Case
from detente.uncertainty.values import evaluate, studying
from detente.uncertainty.values.stressing import stress, stress_plan
from detente.uncertainty.values.studying import sensitivity, study
from tests.uncertainty.stress_cases import LADDER, loose, swap

STEPS = [("licence", "release")]
PAIR = "[parties.a.stake.reputation, measures.licence.revocability.recovered]"
HALF = ("{low: 0, high: 10}", "10", "{low: 0, high: 1}")


def test_the_least_slack_is_the_smallest_of_its_kind() -> None:
    """Row by row or all at once: the same minima, for every kind of demand."""
    plan = stress_plan(loose(), LADDER, 1, options=["rail"], sequential=True)
    x = plan.source.values(next(plan.source.blocks(0, 0, 200)))
    every = evaluate.slacks(plan.formula, plan.rows, x)
    demands = evaluate.demands(plan.formula, plan.rows)
    least = evaluate.least(plan.formula, plan.rows, x)
    for k, kind in enumerate(evaluate.kinds(plan.formula)):
        mine = [d for d, demand in enumerate(demands) if (demand.who, demand.cap) == kind]
        np.testing.assert_array_equal(least[k], every[mine].min(axis=0))


def test_indices_of_a_margin_in_closed_form() -> None:
    """A's margin is 10 u - 10 r with both uniform: each has half of the variance, alone and in all.

    Whether it holds depends on both just as much, so their totals are equal, and above one half.
    """
    found = sensitivity(stress_plan(swap(*HALF), STEPS, 1)).indices
    margin = [one for one in found if (one.party, one.cap) == ("a", False)]
    assert len(margin) == 2
    for one in margin:
        assert abs(one.first - 0.5) < 0.1  # three standard errors of 1,024 draws
        assert abs(one.total - 0.5) < 0.1
    holds = [one.total for one in found if one.party is None]
    assert abs(holds[0] - holds[1]) < 0.15
    assert min(holds) > 0.5


def test_numbers_that_move_together_are_one_group() -> None:
    """A group of the case has one index, named for all of its numbers."""
    case = swap(*HALF, tail=f"correlated: {{both: {{of: {PAIR}, rho: .3}}}}\n")
    (margin,) = (i for i in sensitivity(stress_plan(case, STEPS, 1)).indices if i.party == "a")
    assert len(margin.paths) == 2
    assert abs(margin.first - 1) < 0.15


def test_what_no_margin_feels_is_not_asked_about() -> None:
    """Nobody need find out what an audience without a cap thinks."""
    case = Case.load("minsk")
    order = [lot.name for lot in case.exchange().lots]
    plan = stress_plan(case, _allowed(case, order), 1)
    paths = {one.path for one in sensitivity(plan).information}
    assert "measures.releases_prominent.value.us" in paths
    assert "measures.releases_prominent.value.det" not in paths


def _allowed(case: Case, order: list[str]) -> list[str]:
    """Some order that `after` allows."""
    after, done = case.exchange().after, list[str]()
    while len(done) < len(order):
        done += [n for n in order if n not in done
                 and all(first in done for first, then in after if then == n)][:1]  # fmt: skip
    return done


def test_of_many_numbers_the_widest_are_indexed(monkeypatch) -> None:
    """A ceiling on samples: the numbers with the widest swings are kept."""
    monkeypatch.setattr(studying, "MOST_GROUPS", 1)
    # The stake moves A's margin by 10, the share by 2.
    case = swap("{low: 0, high: 10}", "10", "{low: .4, high: .6}")
    found = sensitivity(stress_plan(case, STEPS, 1)).indices
    assert {one.paths for one in found} == {("parties.a.stake.reputation",)}


def test_a_study_holds_what_stress_says() -> None:
    """The same draws, the same result; and the same study again."""
    case = swap(*HALF)
    one, two = (study(case, STEPS, 3000, 5, robust=True) for _ in range(2))
    assert one.stress == stress(case, STEPS, 3000, 5)
    assert one == two
    assert one.robust is not None
    assert not one.robust.changed
