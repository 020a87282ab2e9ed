"""Which statements numbers imply, and which of them are asked."""

import networkx
import pytest

from detente.case import Case, UnknownName, bundled_cases
from detente.elicitation.asking import Question, items, questions
from detente.elicitation.sheet import Sheet
from tests.elicitation.trade import path, sheet, trade


def said(found: tuple[Question, ...]) -> set[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The statements, each as two lists of paths without their common beginning and end."""
    return {
        tuple(
            tuple(f"{count:g} {p.removeprefix('measures.')}" for p, count in bundle.items())
            for bundle in (q.more, q.less)
        )  # type: ignore[misc]
        for q in found
    }


def test_values_of_a_party() -> None:
    """Its costs, what it receives, and its aims; a value summed from aims is none of its own."""
    found = {(i.path, i.kind, i.mode, i.lots) for i in items(trade(), "a")}
    assert found == {
        ("measures.grain.cost", "gives", 2, 1),
        ("measures.steel.cost", "gives", 3, 3),
        ("measures.visas.cost", "gives", 5, 1),
        ("measures.ships.value.a", "receives", 7, 1),
        ("measures.guns.value.a", "receives", 12, 1),
        ("parties.a.objectives.calm.worth", "aims", 10, 1),
    }
    assert [i.path for i in items(trade(), "c")] == ["measures.steel.value.c"]


def test_what_is_implied() -> None:
    """Each two neighbours by likeliest amount, and each value near the sum of two others."""
    found = said(questions(Sheet.empty(trade()), party="a", limit=50))
    assert found == {
        (("1 steel.cost",), ("1 grain.cost",)),
        (("1 visas.cost",), ("1 steel.cost",)),
        (("1 ships.value.a",), ("1 visas.cost",)),
        (("1 guns.value.a",), ("1 ships.value.a",)),
        # 8 against 7; two lots of steel, 6, are as near from below. Visas cost exactly what grain
        # and steel do, so nothing is implied; and 7 + 7 is near 12, but there is one lot of ships.
        (("1 steel.cost", "1 visas.cost"), ("1 ships.value.a",)),
    }


def test_lots_that_differ_stand_apart() -> None:
    """A named lot with a cost of its own is a value of its own; equal ones are counted."""
    text = """\
name: cut
title: Cut
as_of: 2025-08-16
parties: {a: {name: A}, b: {name: B}}
measures:
  ships:
    name: Ships
    giver: a
    cost: 2
    value: {b: 6}
    lots:
      first: {cost: 5}
      second: {}
      third: {value: {b: 9}}
  gold: {name: Gold, giver: b, cost: 1, value: {a: 8}}
"""
    case = Case.parse(text)
    assert {(i.path, i.lots) for i in items(case, "a")} == {
        ("measures.ships.lots.first.cost", 1),
        ("measures.ships.cost", 2),
        ("measures.gold.value.a", 1),
    }
    assert {(i.path, i.lots) for i in items(case, "b")} == {
        ("measures.ships.value.b", 2),
        ("measures.ships.lots.third.value.b", 1),
        ("measures.gold.cost", 1),
    }


@pytest.mark.parametrize(
    "name", ["minsk", "sudan", "gaza"] if "gaza" in bundled_cases() else ["minsk"]
)
def test_all_are_implied_and_chains_cover_all(name: str) -> None:
    """Each statement holds at the likeliest values; without a limit all of a party are linked."""
    case = Case.load(name)
    found = questions(Sheet.empty(case), limit=1000)
    for who in case.form.parties:
        mine = [q for q in found if q.party == who]
        assert all(q.amounts[0] > q.amounts[1] for q in mine)
        graph = networkx.Graph()
        graph.add_nodes_from(i.path for i in items(case, who) if i.kind != "aims")
        graph.add_edges_from((*q.more, *q.less) for q in mine if len(q.values) == 2)
        chain = graph.subgraph(n for n in graph if ".worth" not in n)
        assert networkx.is_connected(chain)


def test_few_are_chosen_and_always_the_same() -> None:
    """The limit is for each party; the first few are the first of many; twice the same."""
    empty = Sheet.empty(Case.load("minsk"))
    few, many = questions(empty, limit=3), questions(empty, limit=5)
    assert [sum(q.party == who for q in few) for who in ("us", "by")] == [3, 3]
    assert few[:3] == many[:3]
    assert few == questions(empty, limit=3)
    assert max(q.effect for q in few if q.party == "us") == 1.0  # a reversal that ends the ladder


def test_the_most_telling_goes_first() -> None:
    """Doubt, effect and new values are added up; all of them lie between 0 and 1."""
    found = questions(Sheet.empty(trade()), party="a", limit=50)
    assert all(0 <= q.doubt <= 1 and 0 <= q.effect <= 1 for q in found)
    assert found[0].doubt + found[0].effect == max(q.doubt + q.effect for q in found)
    last = found[-1].values
    assert last <= {value for q in found[:-1] for value in q.values}
    # By the definition: a reversal that ends the ladder counts 1, equal odds count 1.
    even = Question("a", {}, {}, (2.0, 1.0), agrees=0.5, effect=0.0)
    assert (even.doubt, Question("a", {}, {}, (2.0, 1.0), 0.9, 0.0).doubt) == (
        1.0,
        pytest.approx(0.36),
    )


@pytest.mark.parametrize(
    "line", ["b: guns > ships", "b: ships > guns = false", "b: guns > ships = unsure"]
)
def test_pairs_of_the_sheet_are_not_asked_again(line: str) -> None:
    """Either way round, answered or not."""
    close = "measures.steel.value.b: 40, measures.grain.value.b: 30, measures.visas.value.b: 20"
    pair = {path("guns", "b"), path("ships", "b")}
    before = questions(sheet("", close), party="b", limit=50)
    assert any(q.values == pair for q in before)
    after = questions(sheet(line, close), party="b", limit=50)
    assert said(after) == said(before) - said(tuple(q for q in before if q.values == pair))


def test_ranges_of_a_sheet_imply_other_statements() -> None:
    """The sheet's likeliest values make the list, not those of the case."""
    turned = said(questions(sheet("", "measures.ships.cost: 11"), party="b", limit=50))
    assert (("1 ships.cost",), ("1 steel.value.b",)) in turned
    assert turned != said(questions(sheet(), party="b", limit=50))


@pytest.mark.parametrize(
    ("party", "limit", "error", "words"),
    [
        ("aa", 3, UnknownName, r"no party or audience 'aa' \(did you mean 'a'\?\)"),
        ("us", 3, UnknownName, r"no party or audience 'us' \(there are: a, b, c\)"),
        ("a", 0, ValueError, "the limit must be at least 1, not 0"),
    ],
)
def test_bad_questions(party: str, limit: int, error: type[Exception], words: str) -> None:
    """A party that is not there, and a limit that leaves nothing, are refused."""
    with pytest.raises(error, match=words):
        questions(Sheet.empty(trade()), party=party, limit=limit)


def test_an_audience_can_be_asked_for() -> None:
    """With one value it has nothing to compare; Congress has more in the bundled case."""
    assert questions(Sheet.empty(trade()), party="c") == ()
    minsk = Case.load("minsk")
    whole = questions(Sheet.empty(minsk), party="con", limit=50)
    assert len(whole) >= len(items(minsk, "con")) - 1 > 0
