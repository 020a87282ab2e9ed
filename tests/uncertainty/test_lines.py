"""Contacts of a case."""

import pytest

from detente.case import Case
from detente.channels import InvalidContacts, Line, Range, adding, reach
from detente.uncertainty.lines import contacts, ends


def test_minsk_talks() -> None:
    """The bundled case: nine lines, two proposed; the neighbours alone lead to Brussels."""
    of = contacts(Case.load("minsk"))
    assert len(of.now().lines) == 9
    assert of.proposed == ("crisis_hotline", "border_line")
    added = adding(of, of.proposed)
    assert [(p.kind, p.name) for p in added.points_before] == [
        ("actor", "eub"), ("line", "neighbours_brussels"),
    ]  # fmt: skip
    pair = next(pair for pair in added.pairs if pair.ends == ("us", "by"))
    assert pair.fastest_before.lines == ("leaders_call",)
    assert pair.fastest_after.lines == ("crisis_hotline",)
    assert pair.after.low >= pair.before.low


def test_a_line_thought_of_just_now() -> None:
    """Lines may be added to those of the case; their ends must be in it."""
    case = Case.load("minsk")
    sure = Range(1.0, 1.0, 1.0)
    more = Line("new", ("by", "council"), sure, sure)
    assert reach(contacts(case, [more]), "by", "council").low == 1.0
    with pytest.raises(InvalidContacts, match="nobody is called 'bi'"):
        contacts(case, [Line("new", ("bi", "council"), sure, sure)])


def test_a_case_without_channels() -> None:
    """It is said what is missing, and a line thought of just now will do."""
    case = Case.parse(
        "name: mute\ntitle: Mute\nas_of: 2025-08-16\nparties: {a: {name: A}, b: {name: B}}\n"
        "measures: {m: {name: M, giver: a, cost: 1, value: {b: 2}}}\n"
    )
    with pytest.raises(ValueError, match="mute names no channels: say under 'channels'"):
        contacts(case)
    half = Range(0.5, 0.5, 0.5)
    assert reach(contacts(case, [Line("new", ("a", "b"), half, half)]), "a", "b").mode == 0.5


@pytest.mark.parametrize(
    ("name", "asked", "told"),
    [
        ("minsk", (), ("us", "by")),
        ("minsk", (None, "us"), ("by", "us")),
        ("minsk", ("ua",), ("ua", "us")),  # who deals with nobody asks the first party
        ("belarus2008", (), ("eu", "by")),  # not the other one of two senders
        ("jcpoa", (), ("us", "iran")),
        ("jcpoa", ("others",), ("others", "iran")),
    ],
)
def test_who_asks_whom(name: str, asked: tuple[str | None, ...], told: tuple[str, str]) -> None:
    """Where the ends are not said, they are two parties that deal with each other."""
    assert ends(Case.load(name), *asked) == told
