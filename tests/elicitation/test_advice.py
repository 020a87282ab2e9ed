"""What becomes of the advice with several analysts' numbers."""

from dataclasses import replace

import pytest

from detente.case import Case
from detente.elicitation.advice import advise
from detente.elicitation.classical import Weights
from detente.elicitation.panel import Panel
from detente.elicitation.sheet import Sheet
from detente.uncertainty import stress
from tests.elicitation.panels import ANNA, BORIS, COST, STAKE, TEXT, VERA, case, panel

DRAWS = 4000


def test_with_whose_numbers_it_holds() -> None:
    """A needs half its cost: 5 of anna's 7, 4.75 of boris's 2; the stake decides."""
    found = advise(panel(ANNA, BORIS), draws=DRAWS)
    assert (found.holding, found.failing) == (("anna",), ("boris",))
    assert found.views["anna"].ladder.guarantee["a"] == pytest.approx(5)
    assert found.views["boris"].ladder.guarantee["a"] == pytest.approx(4.75)
    (one,) = found.deciding
    assert (one.holds, one.fails, one.how, one.paths) == ("anna", "boris", "breaks", (STAKE,))
    assert one.at[STAKE] == (7, 2)


def test_the_pool_holds_as_often_as_they_do_on_average() -> None:
    """Exactly the weighted mean; with one analyst's weight at 1 it is that analyst's."""
    of = panel(ANNA, BORIS)
    weights = Weights({"anna": 0.3, "boris": 0.7}, None)
    found = advise(Panel(of.case, of.sheets, weights), draws=DRAWS)
    held = {who: s.hold_probability for who, s in found.stresses.items()}
    assert held["anna"] == 1.0  # 6 at the least, of 6 at the most
    assert held["boris"] == 0.0
    assert found.hold_probability == pytest.approx(0.3)
    low, high = found.interval
    assert low <= found.hold_probability <= high


def test_draws_have_their_random_numbers_in_common() -> None:
    """One whose only other number is a point draws the rest as the others do, draw by draw."""
    of = case()
    plain = Sheet.parse(ANNA, of)
    point = Sheet.parse(
        ANNA.replace("anna", "petr") + f"  {COST}: {{low: 10, mode: 10, high: 10}}\n", of
    )
    wide = Sheet.parse(
        VERA.replace("low: 5, mode: 6, high: 7", "low: 3, mode: 5, high: 7")
        + f"  {COST}: {{low: 9.999999, mode: 10, high: 10.000001}}\n",
        of,
    )
    narrow = Sheet.parse(
        "analyst: zoe\ncase: swap\nranges:\n"
        f"  {STAKE}: {{low: 3, mode: 5, high: 7}}\n  {COST}: 10\n",
        of,
    )
    weights = Weights(dict.fromkeys(("anna", "petr", "vera", "zoe"), 0.25), "asked")
    found = advise(Panel(of, (plain, point, wide, narrow), weights), draws=DRAWS)
    held = {who: s.hold_probability for who, s in found.stresses.items()}
    assert held["vera"] == pytest.approx(held["zoe"], abs=2 / DRAWS)
    assert 0.4 < held["zoe"] < 0.6  # the stake is as often above 5 as below


def test_alone_it_is_the_stress_of_that_case() -> None:
    """Where all draw the same numbers, each stress is that of the case with the sheet's ranges."""
    of = panel(VERA, BORIS.replace(f"  {COST}: {{low: 8, mode: 9.5, high: 11}}\n", ""))
    found = advise(of, draws=DRAWS, seed=3)
    for sheet in of.sheets:
        alone = stress(sheet.stated, found.pool.ladder, DRAWS, 3)
        assert found.stresses[sheet.analyst] == alone


def test_what_holds_for_all_alike_holds_for_the_pool() -> None:
    """Both hold a stake of 5.2 likeliest, one with a long end: the 5 that are needed are there."""
    sure = ANNA.replace("low: 6, mode: 7, high: 8", "low: 5, mode: 5.2, high: 6")
    wide = BORIS.replace("low: 1, mode: 2, high: 3", "low: 1, mode: 5.2, high: 12")
    wide = wide.replace("low: 8, mode: 9.5, high: 11", "low: 8, mode: 10, high: 12")
    found = advise(panel(sure, wide), draws=DRAWS)
    assert found.holding == ("anna", "boris")
    assert found.pool.ladder.self_enforcing


def test_the_pool_is_planned_as_its_case_is() -> None:
    """The pool's view is that of the written case."""
    of = panel(ANNA, BORIS)
    found = advise(of, draws=DRAWS)
    assert found.pool.deal == of.pool.exchange()
    assert found.pool.pooled == found.pool.ladder.certificate


def test_one_value_that_mends() -> None:
    """Two of boris's values break it together only; anna's stake alone mends it."""
    boris = BORIS.replace("low: 1, mode: 2, high: 3", "low: 4, mode: 5.5, high: 7").replace(
        "low: 8, mode: 9.5, high: 11", "low: 10, mode: 12, high: 14"
    )
    (one,) = advise(panel(ANNA, boris), draws=DRAWS).deciding  # needs 6 of 5.5; 5 of 5.5 would do
    assert (one.how, one.paths) == ("mends", (STAKE, COST))


@pytest.mark.parametrize(
    ("stake", "cost", "how", "paths"),
    [
        # Of 4.5 half of 10 is too much already: either party's stake breaks it alone.
        (4.5, 10, "breaks", {"parties.a.stake.reputation", "parties.b.stake.reputation"}),
        # Of 5.5 only half of 12 is too much, and for both parties: one value mends one of them. The
        # stake shifts A's margin by 1.5, the cost by 1.
        (5.5, 12, "together", {"parties.a.stake.reputation"}),
    ],
)
def test_two_gaps_at_once(stake: float, cost: float, how: str, paths: set[str]) -> None:
    """Both parties get half of their cost back; anna says stakes of 7 and costs of 10."""
    of = Case.parse(TWO_STAKES)
    sheets = tuple(
        Sheet.parse(
            f"analyst: {who}\ncase: two\nranges:\n"
            + "".join(f"  parties.{p}.stake.reputation: {s}\n" for p in ("a", "b"))
            + "".join(f"  measures.{m}.cost: {c}\n" for m in ("licence", "release")),
            of,
        )
        for who, s, c in (("anna", 7, 10), ("boris", stake, cost))
    )
    found = advise(Panel(of, sheets, Weights({"anna": 0.5, "boris": 0.5}, "asked")), draws=DRAWS)
    (one,) = found.deciding
    assert (one.how, set(one.paths)) == (how, paths)


TWO_STAKES = """\
name: two
title: Two
as_of: 2025-08-16
parties:
  a: {name: A, stake: {reputation: 6, why: x}}
  b: {name: B, stake: {reputation: 6, why: x}}
measures:
  licence:
    name: Licence
    giver: a
    cost: 10
    value: {b: 30}
    revocability: {recovered: .5}
    together: [release]
    why: x
  release:
    name: Release
    giver: b
    cost: 10
    value: {a: 30}
    revocability: {recovered: .5}
    why: x
"""


def test_nobody_is_there_to_decide_against() -> None:
    """Where it holds with nobody's numbers, or with all, no value decides."""
    low = VERA.replace("low: 5, mode: 6, high: 7", "low: 1, mode: 2, high: 3")
    none, everyone = advise(panel(low, BORIS), draws=DRAWS), advise(panel(ANNA, VERA), draws=DRAWS)
    assert (none.holding, none.deciding) == ((), ())
    assert (everyone.failing, everyone.deciding) == ((), ())


def test_caps_that_no_order_keeps_are_no_obstacle_to_the_view() -> None:
    """The ladder with the smallest guarantee is shown all the same, with the cap it passes."""
    capped = Case.parse(
        TEXT.replace("  b: {name: B}", "  b: {name: B, cap: {value: 0.1, why: x}}").replace(
            "value: {b: 30}", "value: {b: 0.5}"
        )
    )
    sheets = tuple(Sheet.parse(text, capped) for text in (ANNA, VERA))
    weights = Weights({"anna": 0.5, "vera": 0.5}, "asked")
    found = advise(Panel(capped, sheets, weights), draws=DRAWS)
    assert found.pool.ladder.exposure["b"] == pytest.approx(0.5)  # it gives 1 and gets a half
    assert not found.pool.ladder.self_enforcing
    assert found.holding == ()


def test_bad_draws_are_refused() -> None:
    """As everywhere."""
    with pytest.raises(ValueError, match="draws must be at least 1"):
        advise(replace(panel(ANNA, VERA)), draws=0)
