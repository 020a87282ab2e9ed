"""Checking a sheet: contradictions found and shown, ranges narrowed, comparisons counted."""

import pytest
from hypothesis import given, settings, strategies as st

from detente.case import Case
from detente.case.amounts import Estimate
from detente.elicitation.checking import examine
from detente.elicitation.linear import Clash, End
from detente.elicitation.sheet import Sheet
from tests.elicitation.trade import path, sheet, trade


def test_an_empty_sheet_says_nothing() -> None:
    """No answers: nothing judged, nothing contradicted, nothing taught."""
    found = examine(sheet())
    assert (found.judged, found.contradictions, found.tournaments, found.lessons) == ((),) * 4
    assert (found.unsure, found.aside) == (0, 0)
    assert found.taught.numbers == trade().numbers


def test_a_planted_cycle() -> None:
    """A over B over C over A is found, whatever stands between, and teaches nothing."""
    found = examine(
        sheet("""
            a: steel > grain
            b: guns > ships
            a: visas > steel
            a: grain > visas
        """)
    )
    grain, visas = path("grain", "a"), path("visas", "a")
    # Grain costs 3 at most and visas 3 at least, so the last answer falls by itself.
    assert found.contradictions == (Clash((3,), (End(grain, "high", 3.0), End(visas, "low", 3.0))),)
    wide = "measures.grain.cost: {low: 1, high: 9}"
    found = examine(
        sheet("a: steel > grain\nb: guns > ships\na: visas > steel\na: grain > visas", wide)
    )
    assert found.contradictions == (Clash((0, 2, 3), ()),)
    assert found.aside == 3
    assert {lesson.path.partition(".")[2] for lesson in found.lessons} <= {
        "guns.cost",
        "ships.cost",
    }


def test_a_planted_sum() -> None:
    """Grain and visas together cost 5 to 11 in these ranges: steel at most 5 is not more."""
    found = examine(sheet("a: steel > grain + visas", "measures.grain.cost: {low: 2, high: 3}"))
    ends = {(end.path, end.side) for end in found.contradictions[0].ends}
    assert found.contradictions[0].rows == (0,)
    assert ends == {
        (path("steel", "a"), "high"),
        (path("grain", "a"), "low"),
        (path("visas", "a"), "low"),
    }


def test_two_contradictions_are_both_shown() -> None:
    """Sets of two parties, and two of one party; the rest can hold."""
    found = examine(
        sheet("""
            a: steel > visas
            a: visas > steel
            b: guns > @steel
            b: @steel > guns
            b: ships > guns
            b: @visas > @grain = false
        """)
    )
    assert [clash.rows for clash in found.contradictions] == [(4,), (0, 1), (2, 3)]
    assert found.aside == 5


def test_answers_beside_the_ranges() -> None:
    """The share of draws that says the same; denied, the rest; unsure, nothing."""
    found = examine(
        sheet(
            "a: steel > grain\na: grain > steel = false\n"
            "a: visas > grain = unsure\na: @guns > grain"
        )
    )
    yes, no, sure = found.judged
    assert (yes.index, no.index, sure.index) == (0, 1, 3)
    assert yes.agrees == pytest.approx(no.agrees, abs=1e-3)
    assert 0.6 < yes.agrees < 0.9
    assert sure.agrees == 1.0
    assert found.unsure == 1


def test_ranges_are_narrowed_by_hand() -> None:
    """Steel (1–5) over visas (3–8) leaves steel 3–5 and visas 3–5; they meet half-way by width."""
    found = examine(sheet("a: steel > visas"))
    steel, visas = found.lessons
    assert (steel.path, steel.low, steel.mode, steel.high) == (path("steel", "a"), 1, 3, 5)
    assert (steel.to.low, steel.to.high) == (3, 5)
    assert (visas.to.low, visas.to.high) == (3, 5)
    # Likeliest 3 and 5, widths 4 and 5: 25(v - 3) + 16(v - 5) = 0.
    assert steel.to.mode == visas.to.mode == pytest.approx(155 / 41, abs=1e-4)
    assert steel.narrowed
    assert visas.narrowed
    taught = {n.path: n for n in found.taught.numbers}
    assert (taught[steel.path].low, taught[steel.path].high) == (3, 5)
    assert {n.path: n for n in found.sheet.stated.numbers}[steel.path].low == 1


def test_only_the_likeliest_value_moves() -> None:
    """Where all ends stay possible, what was likeliest may still contradict: it alone moves."""
    wide = (
        "measures.steel.cost: {low: 1, mode: 2, high: 9}, "
        "measures.visas.cost: {low: 1, mode: 7, high: 9}"
    )
    found = examine(sheet("a: steel > visas", wide))
    assert [(one.to.low, one.to.mode, one.to.high) for one in found.lessons] == [(1, 4.5, 9)] * 2
    assert not any(one.narrowed for one in found.lessons)


def test_a_spread_without_ends_becomes_one_with_ends() -> None:
    """A lognormal that is cut is offered as a PERT; what is fixed or uniform stays so."""
    ranges = (
        "measures.steel.cost: {low: 1, high: 5, dist: lognormal}, "
        "measures.visas.cost: {low: 3, high: 8}, "
        "measures.grain.cost: {low: 1, mode: 2, high: 3, dist: fixed}"
    )
    found = examine(sheet("a: steel > visas\na: grain > steel = false", ranges))
    assert [one.to.dist for one in found.lessons] == ["pert", "uniform"]


def test_the_reason_of_a_range_stays() -> None:
    """A narrowed range keeps why it was so, and its sources; one of the case keeps the case's."""
    why = "measures.steel.cost: {low: 1, mode: 2, high: 5, why: They said so, sources: [mine]}"
    steel, visas = examine(sheet("a: steel > visas", why)).lessons
    assert steel.to.why is not None
    assert (steel.to.why["en"], steel.to.sources) == ("They said so", ("mine",))
    assert (visas.to.why, visas.to.sources) == (None, ())


def test_answers_that_fit_change_nothing() -> None:
    """What every draw agrees with teaches nothing."""
    found = examine(sheet("a: @guns > grain\nb: @steel > @visas"))
    assert [one.agrees for one in found.judged] == [1.0, 1.0]
    assert found.lessons == ()


def test_comparisons_of_each_with_each() -> None:
    """A complete round of single values has its coefficient, by party."""
    ring = "a: steel > grain\na: visas > steel\na: visas > grain\nb: guns > ships\n"
    ((who, found),) = examine(sheet(ring)).tournaments
    assert (who, found.circular, found.coefficient) == ("a", 0, 1.0)
    broken = ring.replace("a: visas > grain", "a: visas > grain = false")
    ((_, found),) = examine(sheet(broken)).tournaments
    assert (found.circular, found.coefficient) == (1, 0.0)


VALUES = [path(word, "a") for word in ("grain", "steel", "visas", "@ships", "@guns")]


@settings(max_examples=40)
@given(st.data())
def test_whoever_answers_by_true_values_is_never_contradicted(data: st.DataObject) -> None:
    """True values within the ranges, any answers that follow: no contradiction, and none left out.

    The narrowed ranges still hold the true values, and teaching once teaches all.
    """
    case = trade()
    numbers = {n.path: n for n in case.numbers}
    true = {p: data.draw(st.floats(numbers[p].low, numbers[p].high), label=p) for p in VALUES}
    bundles = st.lists(st.sampled_from(VALUES), min_size=1, max_size=2)
    lines = []
    for _ in range(data.draw(st.integers(1, 6))):
        more, less = data.draw(bundles), data.draw(bundles)
        if set(more) & set(less):
            continue
        gap = sum(true[p] for p in more) - sum(true[p] for p in less)
        if abs(gap) > 1e-3:  # what differs less is a matter of rounding
            holds = "true" if gap > 0 else "false"
            lines.append(f"  - {{party: a, more: {more}, less: {less}, holds: {holds}}}\n")
    lines = list({line.partition(", holds")[0]: line for line in lines}.values())
    if not lines:
        return
    text = "analyst: A\ncase: trade\npairs:\n" + "".join(lines).replace("'", "")
    found = examine(Sheet.parse(text, case))
    assert found.contradictions == ()
    for lesson in found.lessons:
        assert lesson.low <= lesson.to.low <= true[lesson.path] + 1e-5
        assert true[lesson.path] - 1e-5 <= lesson.to.high <= lesson.high
    again = examine(Sheet.parse(text, _with(case, {one.path: one.to for one in found.lessons})))
    assert again.contradictions == ()
    for lesson in again.lessons:
        assert not lesson.narrowed


def _with(case: Case, ranges: dict[str, Estimate]) -> Case:
    from detente.case.pinning import ranged

    return ranged(case, ranges)
