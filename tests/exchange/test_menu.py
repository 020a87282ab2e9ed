"""The menu: what it refuses, and the exchanges it makes."""

import pickle

import pytest

from detente.exchange import (
    DuplicateName,
    InvalidMenu,
    Lot,
    Measure,
    Menu,
    NegativeAmount,
    Taken,
    UnknownLot,
    UnknownParty,
)


def lot(name: str, giver: str = "A", cost: float = 2.0) -> Lot:
    """A lot worth 3 to the other of two parties."""
    return Lot(name, giver, cost, {"B" if giver == "A" else "A": 3.0})


LICENCE = Measure("licence", {"short": [lot("l.1")], "long": [lot("l.1"), lot("l.2")]})
RELEASE = Measure("release", [lot("r.1", "B"), lot("r.2", "B")], tags=["people"])


def menu(**rest: object) -> Menu:
    """Two measures, one of them on two terms."""
    return Menu(["A", "B"], [LICENCE, RELEASE], **rest)


def test_a_measure_is_taken_on_one_of_its_terms_in_any_number_of_lots() -> None:
    """Ways list no lot, one lot on short terms, one or two on long ones."""
    ways = menu().ways(LICENCE)
    assert ways == (
        None,
        Taken("licence", "short", 1),
        Taken("licence", "long", 1),
        Taken("licence", "long", 2),
    )


def test_what_is_a_must_is_in_every_way() -> None:
    """A must for the second lot leaves only the ways that hold it."""
    assert menu(must=["l.2"]).ways(LICENCE) == (Taken("licence", "long", 2),)


def test_a_red_line_takes_a_measure_off_the_menu() -> None:
    """A tag that the giver's red line names bars the measure, and says by which tag."""
    found = menu(red_lines={"B": ["people"]})
    assert found.ways(RELEASE) == (None,)
    assert found.barred == {"release": "people"}
    assert menu(red_lines={"A": ["people"]}).barred == {}


def test_a_package_makes_an_exchange_with_what_concerns_its_lots() -> None:
    """Precedence and groups are kept between the lots that are there, and dropped otherwise."""
    found = menu(after=[("l.1", "r.1")], together=[("l.2", "r.2")], stakes={"A": 1.0})
    small = found.deal([Taken("licence", "short", 1), Taken("release", "", 1)])
    assert [x.name for x in small.lots] == ["l.1", "r.1"]
    assert small.after == (("l.1", "r.1"),)
    assert small.together == ()
    whole = found.deal([Taken("release", "", 2), Taken("licence", "long", 2)])
    assert whole.together == (("l.2", "r.2"),)
    assert whole.stakes == {"A": 1.0}


def test_measures_worth_more_together_are_refused_with_the_way_to_write_them() -> None:
    """Complements are never ignored: the error says how to state the pair."""
    with pytest.raises(InvalidMenu, match="one more measure with the joint cost and value"):
        menu(complements=[("licence", "release", 5.0)])


def test_lots_of_two_terms_cannot_both_be_a_must() -> None:
    """A measure is taken on one of its terms, so no package can hold lots of two of them."""
    visit = Measure("visit", {"road": [lot("by road")], "air": [lot("by air")]})
    with pytest.raises(InvalidMenu, match="no terms of 'visit' hold by road, by air"):
        Menu(["A", "B"], [visit, RELEASE], must=["by road", "by air"])


@pytest.mark.parametrize(
    ("rest", "error", "words"),
    [
        ({"requires": [("licence", "relaese")]}, UnknownLot, "did you mean 'release'"),
        ({"excludes": [("licence", "licence")]}, InvalidMenu, "cannot speak of itself"),
        ({"requires": [("licence",)]}, InvalidMenu, "a pair of measures or lots"),
        (
            {"requires": [("licence", "release")], "excludes": [("licence", "release")]},
            InvalidMenu,
            "both requires and excludes",
        ),
        ({"must": "licence"}, InvalidMenu, "not one text"),
        ({"must": ["release"], "red_lines": {"B": ["people"]}}, InvalidMenu, "a red line"),
        ({"budgets": {"C": 1.0}}, UnknownParty, "there is no party 'C'"),
        ({"budgets": {"A": -1.0}}, NegativeAmount, "must not be below zero"),
        ({"red_lines": {"B": "people"}}, InvalidMenu, "not one text"),
        ({"stakes": {"Z": 1.0}}, UnknownParty, "there is no party 'Z'"),
        ({"after": [("l.1", "x")]}, UnknownLot, "there is no lot 'x'"),
    ],
)  # fmt: skip
def test_a_menu_that_makes_no_sense_is_refused(rest, error, words) -> None:
    """Each mistake has its error class and a sentence that names it."""
    with pytest.raises(error, match=words):
        menu(**rest)


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: Measure("m", []), InvalidMenu, "there are no lots"),
        (lambda: Measure("m", {}), InvalidMenu, "not by nobody"),
        (lambda: Measure("m", [lot("a"), lot("b", "B")]), InvalidMenu, "not by A, B"),
        (lambda: Measure("m", ["a"]), InvalidMenu, "must be Lot objects"),
        (lambda: Menu(["A", "B"], []), InvalidMenu, "at least one measure"),
        (lambda: Menu(["A", "B"], [lot("a")]), InvalidMenu, "must be Measure objects"),
        (
            lambda: Menu(["A", "B"], [Measure("m", [lot("a"), lot("a")])]),
            DuplicateName,
            "two lots of one name",
        ),
        (
            lambda: Menu(["A", "B"], [Measure("m", [lot("a")]), Measure("n", [lot("a")])]),
            DuplicateName,
            "in two measures",
        ),
        (
            lambda: Menu(["A", "B"], [Measure("m", [lot("a")]), Measure("m", [lot("b")])]),
            DuplicateName,
            "the name of two measures",
        ),
        (
            lambda: Menu(
                ["A", "B"], [Measure("m", {"x": [lot("a")], "y": [Lot("b", "A", 1.0, {"Z": 1.0})]})]
            ),
            UnknownParty,
            "there is no party or audience 'Z'",
        ),
    ],
)
def test_measures_that_make_no_sense_are_refused(make, error, words) -> None:
    """Lots on any terms are checked at the door, not when a package first holds them."""
    with pytest.raises(error, match=words):
        make()


def test_a_menu_can_be_sent_to_another_process() -> None:
    """Pickling keeps measures, terms and rules."""
    found = menu(requires=[("licence", "release")], budgets={"A": 4.0}, must=["release"])
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    assert again.ways(LICENCE) == found.ways(LICENCE)
