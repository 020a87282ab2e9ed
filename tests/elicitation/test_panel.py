"""A panel: whose sheets may sit on it, what is pooled, and the pool as a case."""

from dataclasses import replace
from pathlib import Path

import pytest

from detente.case import Case, InvalidCase
from detente.elicitation.panel import NoPanel, convene, pooled_text
from detente.elicitation.pooling import pooled
from tests.elicitation.panels import ANNA, BORIS, COST, STAKE, TEXT, VERA, case, files, panel


def test_ranges_are_kept_apart_and_pooled() -> None:
    """Who gave no range for the cost is left out of it; the rest of the case has no pool."""
    stake, cost = panel(ANNA, BORIS).values
    assert (stake.path, tuple(stake.own)) == (STAKE, ("anna", "boris"))
    assert stake.apart == (("boris", "anna"),)
    assert (cost.path, cost.silent, cost.weights) == (COST, ("anna",), {"boris": 1.0})
    assert stake == pooled(stake.own, {"anna": 0.5, "boris": 0.5})


def test_the_pool_as_a_case() -> None:
    """From end to end, likeliest at the mean of 7 and 2; alone it is his."""
    numbers = {n.path: n for n in panel(ANNA, BORIS).pool.numbers}
    stake, cost = numbers[STAKE], numbers[COST]
    assert (stake.low, stake.mode, stake.high) == pytest.approx((1, 4.5, 8))
    assert (cost.low, cost.mode, cost.high) == (8, 9.5, 11)
    assert stake.why is not None
    assert stake.why["en"] == (
        "Pooled: anna 6 / 7 / 8 (weight 50%) – Its word was given in public; "
        "boris 1 / 2 / 3 (weight 50%) – Nobody remembers."
    )
    assert "Никто не помнит" in stake.why["ru"]


def test_the_pool_is_written_into_the_file() -> None:
    """All else stays as it is, comments too; read again it is the pool."""
    of = panel(ANNA, BORIS)
    text = "# as of now\n" + TEXT
    made = pooled_text(of, text)
    again = {n.path: n for n in Case.parse(made).numbers}
    for number in of.pool.numbers:
        read = again[number.path]
        assert (read.low, read.mode, read.high) == (number.low, number.mode, number.high)
        assert read.why == number.why
    kept = [
        line for line in text.splitlines() if "reputation" not in line and "cost: {" not in line
    ]
    assert [line for line in made.splitlines() if line in kept] == kept


def test_a_panel_of_the_same_opinion_is_that_opinion() -> None:
    """Two who say the same: the pooled case has their range."""
    same = panel(VERA, VERA.replace("vera", "wera")).pool
    number = next(n for n in same.numbers if n.path == STAKE)
    assert (number.low, number.mode, number.high) == (5, 6, 7)


def test_sources_of_all_are_kept(tmp_path: Path) -> None:
    """Each once, in the order of the analysts."""
    text = TEXT + "sources:\n  a: {title: A}\n  b: {title: B}\n"
    of = Case.parse(text)
    names = files(
        tmp_path,
        ANNA.replace("high: 8,", "high: 8, sources: [b],"),
        VERA.replace("high: 7", "high: 7, sources: [a, b]"),
    )
    sheets = convene(of, [tmp_path / name for name in names])
    both = replace(panel(ANNA, VERA), case=of, sheets=sheets)
    number = next(n for n in both.pool.numbers if n.path == STAKE)
    assert number.sources == ("b", "a")
    assert "sources: [b, a]" in pooled_text(both, text)


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ((ANNA,), "at least two analysts"),
        ((ANNA, BORIS.replace("boris", "Anna")), "sheet1.yaml: 'Anna' has a sheet already, "),
        ((ANNA, "analyst: boris\ncase: swap\n"), "sheet1.yaml: 'boris' gives no ranges"),
    ],
)
def test_who_cannot_sit_together(tmp_path: Path, sheets: tuple[str, ...], said: str) -> None:
    """One alone, the same analyst twice, or one who says nothing."""
    names = files(tmp_path, *sheets)
    with pytest.raises(NoPanel, match=said.replace(".", r"\.")):
        convene(case(), [tmp_path / name for name in names])


def test_a_sheet_of_another_case_is_refused(tmp_path: Path) -> None:
    """Its place says which case it is for."""
    names = files(tmp_path, ANNA, BORIS.replace("case: swap", "case: minsk"))
    with pytest.raises(InvalidCase, match="for the case 'minsk', not for 'swap'"):
        convene(case(), [tmp_path / name for name in names])
