"""A menu as a GENIUS domain: every outcome is worth to each party what its package brings it."""

from itertools import product

import pytest
from hypothesis import given, settings

from detente.exchange import Lot, Measure, Menu
from detente.exchange.certificate import gain
from detente.planning.genius.menu import NOTHING, MenuDomain, menu_domain
from tests.planning.menus import menus


def utility(made: MenuDomain, party: int, row: tuple[int, ...]) -> float:
    """What a party gets of an outcome, from its profile."""
    worths = made.profiles[party].worth(made.domain)
    return sum(float(worth[k]) for worth, k in zip(worths, row, strict=True))


@settings(max_examples=60)
@given(menus())
def test_outcomes_are_worth_the_gains_of_their_packages(menu: Menu) -> None:
    """Turned back by the scale, each utility is the gain that the definition gives."""
    made = menu_domain(menu, "any")
    ways = [menu.ways(measure) for measure in menu.measures]
    for row in product(*(range(len(some)) for some in ways)):
        taken = [some[k] for some, k in zip(ways, row, strict=True)]
        package = [way for way in taken if way is not None]
        deal = menu.deal(package) if package else None
        for i, who in enumerate(menu.parties):
            scale = made.scales[who]
            found = scale.zero + utility(made, i, row) * (scale.one - scale.zero)
            assert found == pytest.approx(gain(deal, who) if deal else 0.0, abs=1e-9)
    for profile in made.profiles:
        scale = made.scales[profile.name]
        if scale.one > scale.zero:
            assert scale.zero + profile.reservation * (scale.one - scale.zero) == pytest.approx(0.0)


def test_ways_are_named_by_their_lots_and_terms() -> None:
    """Nothing, so many lots, or so many on which terms; barred measures have one value."""
    lots = [Lot("a.1", "A", 1, {"B": 2}), Lot("a.2", "A", 1, {"B": 2})]
    menu = Menu(
        ["A", "B"],
        [
            Measure("plain", lots),
            Measure("choice", {"": [Lot("b", "B", 1, {"A": 2})], "soft": [Lot("c", "B", 0.5)]}),
            Measure("never", [Lot("d", "B", 1, {"A": 9})], ["no"]),
        ],
        red_lines={"B": ["no"]},
    )
    values = {issue.name: issue.values for issue in menu_domain(menu, "any").domain.issues}
    assert values == {
        "plain": (NOTHING, "1", "2"),
        "choice": (NOTHING, "1", "1, soft"),
        "never": (NOTHING,),
    }


def test_who_is_indifferent_has_no_utility() -> None:
    """Worth the same whatever comes: 0 everywhere, and 0 without a deal."""
    menu = Menu(["A", "B"], [Measure("gift", [Lot("gift", "A", 0, {"B": 3})])])
    made = menu_domain(menu, "any")
    assert [utility(made, 0, row) for row in ((0,), (1,))] == [0.0, 0.0]
    assert [utility(made, 1, row) for row in ((0,), (1,))] == [0.0, 1.0]
    assert [profile.reservation for profile in made.profiles] == [0.0, 0.0]
