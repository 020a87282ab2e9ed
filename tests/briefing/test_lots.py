"""The advice on lots as people and machines read it, and the command that prints it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.briefing.blocks import Document, Paragraph, Table
from detente.briefing.lots import advise, finest, lots_document, lots_record
from detente.case import Case
from detente.cli.main import main
from detente.words.language import language

NEEDY = """
name: needy
title: {en: Safe in small lots, ru: "Безопасно малыми долями"}
as_of: 2025-08-16
parties:
  a: {name: {en: North, ru: Север}, stake: {reputation: STAKE}}
  b: {name: {en: South, ru: Юг}, stake: {reputation: STAKE}}
measures:
  release:
    name: {en: Release, ru: Освобождение}
    giver: a
    instrument: pardon
    quantity: 5
    unit: {en: people, ru: человек}
    cost: 4
    value: {b: 6}
  money:
    {name: {en: Money, ru: Деньги}, giver: b, quantity: 6, cost: 4, value: {a: 8}, RECOVERED}
  visit: {name: {en: Visit, ru: Визит}, giver: b, cost: 0, value: {a: 1}}
"""


def needy(stake: float = 1, terms: str = "lots: 1") -> Case:
    """A case of two divisible measures, one of them about people, and a visit."""
    return Case.parse(NEEDY.replace("STAKE", str(stake)).replace("RECOVERED", terms))


def document(case: Case, lang: str = "en") -> Document:
    """What the command prints."""
    deal = case.exchange()
    return lots_document(case, deal, advise(case, deal), language(lang))


def said(of: Document) -> str:
    """All paragraphs and tables as one text."""
    parts = [block.text for block in of.blocks if isinstance(block, Paragraph)]
    for block in of.blocks:
        if isinstance(block, Table):
            parts += [block.caption, *(" | ".join(row) for row in block.rows)]
    return "\n".join(parts)


def test_what_has_no_quantity_is_never_cut() -> None:
    """A visit stays one thing, and five people make five groups at most."""
    case = needy()
    deal = case.exchange()
    assert finest(case, deal) == {"release": 5, "money": 6, "visit": 1}
    advice = advise(case, deal)
    assert set(advice.alone) == {"release", "money"}
    assert max(point.lots for point in advice.alone["release"].points) <= 5


def test_the_number_of_lots_and_what_is_in_each_are_told() -> None:
    """The verdict counts all lots, the table each measure's, people as whole people."""
    told = said(document(needy()))
    assert "With 3 lots in all of these measures the stated stakes suffice." in told
    assert "It is proven that fewer equal lots do not do." in told
    assert "Release | 1 | 2 | 2 | 2–3 people" in told
    assert "✓: the stated stakes suffice." in told


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_smaller_groups_are_never_advised_without_saying_who_waits(lang: str) -> None:
    """Whoever advises groups of people says that a later group is free later."""
    warned = {"en": "delay the freedom", "ru": "отдаляют свободу"}[lang]
    assert warned in said(document(needy(), lang))


def test_only_terms_help_where_the_ends_bind() -> None:
    """A party that would leave with everything at the end is named, not lots."""
    told = said(document(needy(1, "revocability: {lost: 0, recovered: 1}")))
    assert "However fine the lots, before the first step or after the last South must" in told
    assert "only terms can lower that" in told


def test_where_nothing_is_needed_nothing_is_tabled() -> None:
    """With snapback that binds at the end, the guarantee is told in a sentence, not a table."""
    told = said(document(needy(9, "revocability: {lost: 0, recovered: 1}")))
    assert "South must have 4.0 to lose, however fine the lots." in told
    assert "North needs nothing to lose, however coarse the lots." in told


def test_the_record_holds_the_advice() -> None:
    """Machines read the same numbers under their own names."""
    case = needy()
    advice = advise(case, case.exchange())
    record = lots_record(case, advice)
    assert record["schema"] == "detente.plan.lots/1"
    assert record["together"] == dict(advice.together or {})
    assert json.loads(json.dumps(record))["alike"]["fewest"] == advice.alike.fewest


def test_the_command_prints_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0 where some number of lots suffices, else 4; JSON on request."""
    path = tmp_path / "needy.yaml"
    for terms, code in (("lots: 1", 0), ("revocability: {lost: 0, recovered: 1}", 4)):
        path.write_text(NEEDY.replace("STAKE", "1").replace("RECOVERED", terms), "utf-8")
        assert main(["plan", str(path), "--advise-lots"]) == code
        assert "How fine to cut" in capsys.readouterr().out
        assert main(["plan", str(path), "--advise-lots", "--json"]) == code
        assert json.loads(capsys.readouterr().out)["case"] == "needy"
