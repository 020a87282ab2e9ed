"""The nearest right name."""

import pytest

from detente.words.nearest import nearest, suggest

PATHS = ["parties.us.cap", "parties.us.stake.reputation", "measures.visa.cost"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("parties.us.stake", "parties.us.stake.reputation"),  # stops short
        ("parties.us.cup", "parties.us.cap"),  # a slip
        ("measures.visas.cost", "measures.visa.cost"),
        ("parties.u", "parties.us.cap"),  # part of a name is no path to it, but near enough
        ("weather", ""),  # nothing is near
        ("", ""),  # nothing was said
    ],
)
def test_what_was_meant(name: str, meant: str) -> None:
    """A slip gives the nearest name, a path that stops short the one that goes on from it."""
    assert nearest(name, PATHS) == meant


def test_a_hint_is_a_question() -> None:
    """The hint names what was meant, and is empty where nothing is near."""
    assert suggest("parties.us.cup", PATHS) == " (did you mean 'parties.us.cap'?)"
    assert suggest("weather", PATHS) == ""
