"""Beliefs in documents: ranges and words, every onlooker by name, nothing that harms people."""

import json
import re
from datetime import date

import pytest

from detente.briefing.blocks import Bullets, Chart, Note, Paragraph, Table
from detente.briefing.naming import Names
from detente.briefing.uncertainty.beliefs import beliefs_document, beliefs_section
from detente.briefing.uncertainty.beliefs_record import beliefs_record
from detente.case import Case
from detente.planning import plan
from detente.uncertainty import Observation, assess
from detente.words.language import language
from tests.uncertainty.sides import small

EN, RU = language("en"), language("ru")

SEEN = (
    Observation("by", "releases_foreign_press.1", "confirmed", date(2025, 9, 11)),
    Observation("us", "potash_licence.1", "late", date(2025, 9, 20)),
    Observation("by", "border_order.1", "disputed", date(2025, 11, 1)),
    Observation("us", "consular.first", "confirmed", date(2025, 11, 5), observable=False),
)


def assessed(case: Case, *seen: Observation, **rest):
    """A case with its ladder, assessed."""
    deal = case.exchange()
    return assess(case, deal, plan(deal), seen, **rest)


@pytest.fixture(scope="module")
def minsk() -> Case:
    """The bundled case."""
    return Case.load("minsk")


@pytest.fixture(scope="module")
def fresh(minsk):
    """Before anything was seen."""
    return assessed(minsk)


@pytest.fixture(scope="module")
def later(minsk):
    """After four observations."""
    return assessed(minsk, *SEEN)


def blocks(document, kind):
    """Blocks of a kind."""
    return [block for block in document.blocks if isinstance(block, kind)]


def words(document) -> str:
    """All text of a document."""
    return json.dumps(document, default=lambda o: [getattr(o, s) for s in o.__slots__],
                      ensure_ascii=False)  # fmt: skip


def test_before_and_after_observations(minsk, fresh, later):
    """The lead says whether anything was tested; observations are listed with what they were."""
    before, after = (beliefs_document(minsk, found, EN) for found in (fresh, later))
    assert before.blocks[0].text.startswith("Nothing has been tested yet")
    assert after.blocks[0].text.startswith("After 4 observations")
    told = " ".join(item for block in blocks(after, Bullets) for item in block.items)
    assert "confirmed, but late" in told
    assert "disputed" in told
    assert "nobody could have seen otherwise" in told


@pytest.mark.parametrize("lang", [EN, RU])
def test_no_probability_has_a_third_digit(minsk, later, lang):
    """In every text figures of per cent are whole; bits have two decimals."""
    text = words(beliefs_document(minsk, later, lang))
    assert not re.search(r"\d[.,]\d+\s?%", text)
    assert not re.search(r"\d[.,]\d{3}", text.replace("−", "-"))


def test_beliefs_have_ranges(minsk, fresh):
    """The prior's range and words stand in the first table, one row where behaviours agree."""
    table = blocks(beliefs_document(minsk, fresh, EN), Table)[0]
    assert table.rows[0][2] == "serious: unlikely to likely, 30–70\u00a0%"
    parties = [row[0] for row in table.rows]
    assert parties == ["United States", "United States", "Belarus", "Belarus"]


def test_every_audience_of_a_step_is_named(minsk, fresh):
    """The best test of Belarus touches Congress; what its outcome tells is said of it by name."""
    told = [item for b in blocks(beliefs_document(minsk, fresh, EN), Bullets) for item in b.items]
    passed = next(item for item in told if item.startswith("If step 1 "))
    failed = next(item for item in told if "If its check reports a breach, that Belarus" in item)
    for item in (passed, failed):
        assert "United States; Congress and the American public" in item
    assert "very likely to almost certain" in passed
    assert "almost no chance" in failed


def test_an_audience_with_a_prior_of_its_own_is_told_apart():
    """Gamma believes less, and ends lower."""
    case = small()
    told = [
        item
        for b in blocks(beliefs_document(case, assessed(case), EN), Bullets)
        for item in b.items
        if item.startswith("If step")
    ]
    passed = next(item for item in told if "Alpha" in item)
    beta, gamma = passed.index("(Beta)"), passed.index("(Gamma)")
    assert beta != gamma
    assert passed.count("%") == 2


def test_a_test_is_no_reason_to_withhold_people(minsk, fresh):
    """Where releases are among the tests, it is said that people are no test."""
    notes = blocks(beliefs_document(minsk, fresh, EN), Note)
    assert any(note.label == "People are no test" for note in notes)
    case = small()
    labels = [note.label for note in blocks(beliefs_document(case, assessed(case), EN), Note)]
    assert "People are no test" not in labels


def test_fear_that_unravels_is_said(minsk, fresh):
    """Where wary parties walk earlier than strategic ones, the way out is told."""
    told = [b.text for b in blocks(beliefs_document(minsk, fresh, EN), Paragraph)]
    assert any(text.startswith("Where each fears that the other waits") for text in told)


def test_charts_tell_their_finding(minsk, later):
    """The path of beliefs and the hazards, with alternatives in words."""
    path, hazard = blocks(beliefs_document(minsk, later, EN), Chart)
    assert "Belarus: from roughly even chance" in path.alt
    assert {series.name for series in path.series} == {"United States", "Belarus"}
    for series in path.series:
        assert all(d.low <= d.y <= d.high for d in series.points)
    assert "after step 20" in hazard.alt
    places = [[d.x for d in series.points] for series in hazard.series]
    assert all(row == sorted(places[0], key=int) for row in places)


def test_one_party_alone(minsk):
    """Only its own belief, tests and rounds."""
    document = beliefs_document(minsk, assessed(minsk, party="by"), EN)
    tables = blocks(document, Table)
    assert {row[0] for row in tables[0].rows} == {"Belarus"}
    assert not any("Tests of United States" in table.caption for table in tables)


def test_a_case_that_believes_nothing():
    """The stated stake stands alone, and that is said; nothing is told of types."""
    case = small("b: {stake: {low: 0, high: 5}}")
    document = beliefs_document(case, assessed(case), EN)
    note = next(n for n in blocks(document, Note) if n.label == "No belief stated")
    assert "Alpha" in note.text
    assert "Beta" not in note.text
    assert {row[2] for row in blocks(document, Table)[0].rows} == {"–"}


def test_named_types_carry_their_names_and_ranges():
    """Three types: each is told with its range, by its name in the reader's language."""
    case = small(
        "a: {types: {x: {name: {en: firm, ru: твёрдая}, share: .2}, "
        "y: {share: {low: .2, mode: .3, high: .4}}, z: {}}}"
    )
    found = assessed(case)
    cell = blocks(beliefs_document(case, found, EN), Table)[0].rows[0][2]
    assert cell.startswith("firm: ")
    assert "y: unlikely, 20–40\u00a0%" in cell
    assert blocks(beliefs_document(case, found, RU), Table)[0].rows[0][2].startswith("твёрдая: ")


def test_rounds_that_grow_too_fast_are_listed(minsk, fresh):
    """Each listed round brings more than it may; a discount leaves more room."""
    table = next(
        t
        for t in blocks(beliefs_document(minsk, fresh, EN), Table)
        if t.caption == "Rounds of Belarus that grow too fast"
    )
    assert table.rows
    for row in table.rows:
        assert float(row[4]) > float(row[3])
    slow = beliefs_document(minsk, assessed(minsk, discount=0.5), EN)
    assert "count 50%" not in words(beliefs_document(minsk, fresh, EN))
    assert "A round later counts 50% of this one." in words(slow)


def test_the_section_of_a_brief(minsk, fresh):
    """It begins with its question and holds the same table."""
    section = beliefs_section(fresh, Names(minsk, RU))
    assert section[0].text == "Серьёзны ли намерения?"
    assert any(isinstance(block, Table) for block in section)


def test_the_record(minsk, later):
    """It is JSON with a schema; probabilities have two digits and every range is in order."""
    record = json.loads(json.dumps(beliefs_record(later), allow_nan=False))
    assert record["schema"] == "detente.beliefs/1"
    assert len(record["trajectory"]) == 5
    now = record["trajectory"][-1]["standings"]["by"]["types"]["habitual"]["serious"]
    assert now["low"] <= now["mode"] <= now["high"]
    assert all(round(x, 2) == x for x in now.values())
    assert set(record["outlooks"]) == {"habitual", "myopic", "strategic", "wary"}
    assert record["reached"] == 2
    assert record["tests"]["by"][0]["free"] is True
    assert record["tests"]["by"][0]["bits_per_point"] is None


def test_stakes_that_the_case_correlates_are_not_passed_over(fresh, minsk):
    """What is reckoned with independent stakes says so where the case says otherwise."""
    stakes = "[parties.a.stake.reputation, parties.b.stake.reputation]"
    spread = "stake: {reputation: {low: 1, high: 4}}"
    text = f"""
name: pair
title: Pair
as_of: 2025-01-01
parties: {{a: {{name: A, {spread}}}, b: {{name: B, {spread}}}}}
measures:
  x: {{name: X, giver: a, cost: 1, value: {{b: 3}}}}
  y: {{name: Y, giver: b, cost: 1, value: {{a: 3}}}}
correlated: {{both: {{of: {stakes}, rho: .5}}}}
"""
    case = Case.parse(text)
    assert "`detente stress` reckons with that" in words(beliefs_document(case, assessed(case), EN))
    assert "Stakes of different parties are independent" in words(
        beliefs_document(minsk, fresh, EN)
    )


def test_nothing_is_told_of_habits_where_nobody_has_types():
    """No row for those who cheat each time, and no table of tests that tell nothing."""
    case = Case.parse(
        "name: tiny\ntitle: Tiny\nas_of: 2025-01-01\nparties: {a: {name: A}, b: {name: B}}\n"
        "measures:\n  x: {name: X, giver: a, cost: 1, value: {b: 2}}\n"
        "  y: {name: Y, giver: b, cost: 1, value: {a: 2}}\n"
    )
    text = words(beliefs_document(case, assessed(case), EN))
    assert "cheats each time" not in text
    assert "No lot of A tells who it is" in text
    assert "best first" not in text
