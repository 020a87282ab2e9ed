"""The menu of a case: what is a choice, on which terms, and which rules it carries."""

import pytest

from detente.case import Case, InvalidCase
from detente.exchange import Taken

TEXT = """\
name: small
title: Small
as_of: 2025-08-16
parties:
  a:
    name: Alpha
    stake: {reputation: 9}
    budget: {low: 5, mode: 8, high: 12}
    red_lines: [{forbids: land}]
  b:
    name: Beta
    stake: {reputation: 9}
    cap: 20
    must_have: [port]
revocability:
  licence: {lost: .8, recovered: .5}
measures:
  port:
    name: Port
    giver: a
    lots: 2
    cost: {low: 1, mode: 3, high: 4}
    value: {b: 5}
    uptake: .5
    alternatives:
      long: {cost: 4, value: {b: {low: 6, mode: 8, high: 9}}, uptake: 1, revocability: licence}
      rich: {cost: 6}
  field: {name: Field, giver: a, cost: 1, value: {b: 2}, tags: [land], option: true}
  ships: {name: Ships, giver: b, cost: 2, value: {a: 6}, after: [port.1], requires: [crew]}
  crew: {name: Crew, giver: b, cost: 1, value: {a: 1}, option: true, excludes: [help]}
  help: {name: Help, giver: b, cost: 0, value: {a: 3}, after: [food]}
  food: {name: Food, giver: b, cost: 1, value: {a: 1}, unconditional: true}
"""


def change(old: str, new: str) -> str:
    """The small case with one thing changed."""
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def test_options_are_choices_and_unconditional_measures_are_not() -> None:
    """Every other measure may be left out or taken, lot by lot, on each of its terms."""
    menu = Case.parse(TEXT).menu()
    assert [m.name for m in menu.measures] == ["port", "field", "ships", "crew", "help"]
    assert menu.ways(menu.measure_of("port")) == tuple(
        Taken("port", terms, lots) for terms in ("", "long", "rich") for lots in (1, 2)
    )
    assert menu.ways(menu.measure_of("ships")) == (None, Taken("ships", "", 1))


def test_rules_of_the_case_stand_in_the_menu() -> None:
    """Requirements, exclusions, what must be had, budgets, caps and red lines."""
    menu = Case.parse(TEXT).menu()
    own = ("port.2", "port.1")  # numbered lots follow their numbers once one is named
    assert set(menu.requires) == {("ships", "port.1"), ("ships", "crew"), own}
    assert menu.after == (("port.1", "ships"), ("port.1", "port.2"))
    assert menu.excludes == (("crew", "help"),)
    assert menu.must == ("port",)
    assert menu.budgets == {"a": 8}
    assert Case.parse(TEXT).menu(at="high").budgets == {"a": 12}
    assert menu.caps == {"b": 20}
    assert menu.barred == {"field": "land"}


def test_other_terms_say_what_they_change_and_keep_the_rest() -> None:
    """Cost, value, uptake and revocability of an alternative, at a point of its own ranges."""
    case = Case.parse(TEXT)
    port = case.menu().measure_of("port").terms
    plain, long, rich = (port[name][0] for name in ("", "long", "rich"))
    assert (plain.cost, plain.value["b"], plain.recovered) == (3, 2.5, 0)
    assert (long.cost, long.value["b"], long.recovered, long.lost_to("b")) == (4, 8, 0.5, 0.8)
    assert (rich.cost, rich.value["b"], rich.recovered) == (6, 2.5, 0)
    path = "measures.port.alternatives.long.value.b"
    assert path in [number.path for number in case.assumptions]
    moved = case.menu(at={path: 7.0}).measure_of("port").terms["long"][0]
    assert moved.value["b"] == 7


def test_other_terms_go_before_what_a_named_lot_says() -> None:
    """Where they are silent, the lot's own word stands."""
    text = change("    lots: 2\n", "    lots: {one: {cost: 1, value: {b: 9}}, two: {}}\n")
    text = text.replace("port.1", "port.one")
    port = Case.parse(text).menu().measure_of("port").terms
    assert [lot.cost for lot in port[""]] == [1, 3]
    assert [lot.cost for lot in port["long"]] == [4, 4]
    assert [lot.value["b"] for lot in port["rich"]] == [4.5, 2.5]
    assert [lot.value["b"] for lot in port["long"]] == [8, 8]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("must_have: [port]", "must_have: [prot]", "must_have.* 'prot' .*did you mean 'port'"),
        ("must_have: [port]", "must_have: [food]", "'food' is unconditional"),
        ("alternatives:\n      long: {cost: 4", "alternatives:\n      long: {price: 4", "'price'"),
        ("revocability: licence}", "revocability: lisence}", "did you mean 'licence'"),
        ("value: {b: {low: 6", "value: {c: {low: 6", "there is no party or audience 'c'"),
        ("excludes: [help]", "complements: [help]", "excludes the two"),
        ("budget: {low: 5", "budget: {low: 50", "low 50 is above"),
    ],
)
def test_what_makes_no_menu_is_refused_with_its_place(old: str, new: str, words: str) -> None:
    """Names, ranges and complementary measures, each with file and line."""
    with pytest.raises(InvalidCase, match=words) as error:
        Case.parse(change(old, new))
    assert str(error.value).startswith("case.yaml:")


def test_a_must_that_crosses_a_red_line_is_refused_with_its_place() -> None:
    """The menu's own refusal is told as one of the case."""
    case = Case.parse(change("must_have: [port]", "must_have: [field]"))
    with pytest.raises(InvalidCase, match=r"case.yaml:\d+:\d+ measures.field: must: .*red line"):
        case.menu()


def test_minsk_leaves_nearly_everything_open() -> None:
    """Twenty choices; what only comes after something needs it in the package."""
    menu = Case.load("minsk").menu()
    assert len(menu.measures) == 20
    assert ("leader_meeting", "releases_prominent.2") in menu.requires
    assert ("potash_delisting", "potash_licence.1") in menu.requires
    assert not {"releases_ill", "humanitarian_licences"} & {m.name for m in menu.measures}
