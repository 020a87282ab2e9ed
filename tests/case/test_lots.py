"""Lots: their names, their order, and which go together."""

import pytest

from detente.case.lots import Link, circle
from tests.case.texts import whole


def test_names_of_lots() -> None:
    """One lot bears the measure's id; equal lots are numbered; named lots keep their ids."""
    names = list(whole().lots)
    assert names == [
        "ships.1", "ships.2", "ships.3", "port", "fees.early", "fees.late", "guard", "aid", "rail",
    ]  # fmt: skip


def test_quantity_is_shared_out() -> None:
    """Equal lots share the measure's quantity; a lot may state its own."""
    assert whole().lots["ships.2"].quantity == 10
    case = whole(("early: {cost: 1,", "early: {cost: 1, quantity: 4,"))
    assert case.lots["fees.early"].quantity == 4
    assert case.lots["fees.late"].quantity is None


def after(case) -> set[tuple[str, str]]:
    """Precedences of the compiled exchange."""
    return set(case.exchange().after)


def test_after_a_measure_is_after_all_its_lots() -> None:
    """Naming a measure means every lot of it."""
    pairs = after(whole(("after: [ships.1]", "after: [ships]")))
    assert {("ships.1", "port"), ("ships.2", "port"), ("ships.3", "port")} <= pairs
    assert ("ships.1", "ships.2") not in pairs


def test_a_numbered_lot_that_is_named_comes_in_its_turn() -> None:
    """Once equal lots are told apart by number, they follow their numbers."""
    pairs = after(whole())
    assert {("ships.1", "port"), ("ships.1", "ships.2"), ("ships.2", "ships.3")} <= pairs
    assert ("ships.2", "port") not in pairs


def test_numbers_do_not_order_lots_of_one_step() -> None:
    """Two numbered lots put into one step stay in one step."""
    case = whole(("    tags: [arms]", "    together: [ships.1, ships.2]"))
    assert set(case.exchange().together) == {("guard", "ships.1", "ships.2")}
    assert ("ships.1", "ships.2") not in after(case)


def test_up_front_holds_a_measure_back_until_the_others_have_given() -> None:
    """A red line against giving first becomes precedence over all that the others give."""
    before = {first for first, then in after(whole()) if then == "guard"}
    assert before == {"ships.1", "ships.2", "ships.3", "fees.early", "fees.late"}


def test_two_lines_against_giving_first_do_not_block_each_other() -> None:
    """What both sides hold back waits for the rest, not for each other."""
    change = (
        "    stake:\n      expiry",
        "    red_lines: [{forbids: humanitarian, up_front: true}]\n    stake:\n      expiry",
    )
    pairs = after(whole(change, ("    after: [ships.1]\n", "")))
    assert ("port", "ships.1") in pairs
    assert ("guard", "ships.1") not in pairs
    assert ("ships.1", "guard") not in pairs


def test_options_bring_their_groups_and_order_along() -> None:
    """An option that is left out leaves no trace; asked for, it comes with its ties."""
    case = whole()
    assert case.exchange().together == ()
    exchange = case.exchange(options=["rail"])
    assert [set(group) for group in exchange.together] == [{"rail", "fees.late"}]


def test_groups_grow_together() -> None:
    """Two groups with a lot in common are one step."""
    case = whole(("    tags: [arms]", "    together: [fees.late]"))
    (group,) = case.exchange(options=["rail"]).together
    assert set(group) == {"guard", "rail", "fees.late"}


@pytest.mark.parametrize(
    ("pairs", "steps", "found"),
    [
        ([], [], set()),
        ([("a", "b"), ("b", "c"), ("a", "c")], [], set()),
        ([("a", "b"), ("b", "a")], [], {("a", "b"), ("b", "a")}),
        ([("x", "a"), ("a", "b"), ("b", "a"), ("b", "y")], [], {("a", "b"), ("b", "a")}),
        ([("a", "b"), ("c", "d")], [("a", "d"), ("b", "c")], {("a", "b"), ("c", "d")}),
        ([("a", "b")], [("a", "b")], {("a", "b")}),
        ([("a", "a")], [], {("a", "a")}),
    ],
)
def test_circles_are_found_where_there_are_any(pairs, steps, found) -> None:
    """Exactly the links that go round are named, with each group as one step."""
    links = circle([Link(*pair, ()) for pair in pairs], steps)
    assert {(link.first, link.then) for link in links} == found
