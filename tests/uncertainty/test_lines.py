"""Contacts of a case."""

import pytest

from detente.case import Case
from detente.channels import InvalidContacts, Line, Range, adding, reach
from detente.uncertainty.lines import contacts


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
    """Nobody reaches anybody, and that is said by 0, not by an error."""
    case = Case.parse(
        "name: mute\ntitle: Mute\nas_of: 2025-08-16\nparties: {a: {name: A}, b: {name: B}}\n"
        "measures: {m: {name: M, giver: a, cost: 1, value: {b: 2}}}\n"
    )
    assert reach(contacts(case), "a", "b") == (0.0, 0.0, 0.0)
