"""What documents and records say of the checks of a case."""

from __future__ import annotations

from detente.briefing.blocks import Bullets
from detente.briefing.checks import checks, verification, verification_record
from detente.briefing.naming import Names
from detente.case import Case
from detente.exchange import certify
from detente.words.language import language

WATCHED = """
name: watched
title: A deal that is checked
as_of: 2025-08-16
parties:
  a: {name: {en: North, ru: Север}, stake: {reputation: 1}}
  b: {name: {en: South, ru: Юг}, stake: {reputation: 3}}
verification:
  eyes: {by: anyone, detection: SEEN, false_alarm: ALARM, lag: 5}
measures:
  act: {name: {en: Act, ru: Дело}, giver: a, cost: 2, value: {b: 5}, verification: eyes}
  pay: {name: {en: Pay, ru: Плата}, giver: b, cost: 2, value: {a: 4}}
"""


def told(seen: float, alarm: float, order: list[str], lang: str = "en") -> tuple[str, ...]:
    """The sentences of the section."""
    case = Case.parse(WATCHED.replace("SEEN", str(seen)).replace("ALARM", str(alarm)))
    deal = case.exchange()
    blocks = verification(deal, certify(deal, order), Names(case, language(lang)))
    return next(block.items for block in blocks if isinstance(block, Bullets))


def test_a_step_whose_seeming_delivery_pays_is_marked() -> None:
    """The step, what its check sees, and what would deter: here 2 of 3 + 2."""
    first, *_ = told(0.3, 0, ["act", "pay"])
    assert first.startswith("Step 1, “Act”: North would rather only seem to deliver it")
    assert "a probability of 30% (unlikely), and 40% would deter it" in first


def test_where_no_check_deters_it_says_so() -> None:
    """With the payment in hand North would rather be found out than deliver."""
    assert "no check deters that" in told(0.9, 0, ["pay", "act"])[0]


def test_a_ladder_whose_checks_deter_is_told_in_one_sentence() -> None:
    """Nothing is marked; that an answer must wait for a slow check is."""
    assert told(0.6, 0, ["act", "pay"]) == (
        "With the checks stated, only seeming to deliver pays nobody at any step.",
        "Step 1, “Act”: nothing may be given in answer before its check has its answer.",
    )


def test_what_false_alarms_cost_each_party_is_told() -> None:
    """A tenth of all times North is taken for one who did not act, and loses its stake."""
    last = told(0.6, 0.1, ["act", "pay"])[-1]
    assert "with a probability of 90%" in last
    assert "North 1.5 instead of 2.0 and South 3.2 instead of 3.0" in last


def test_the_section_speaks_russian() -> None:
    """The same sentences from the catalogue."""
    assert told(0.3, 0, ["act", "pay"], "ru")[0].startswith("Шаг 1, «Дело»: стороне «Север»")


def test_without_stated_checks_nothing_is_told() -> None:
    """A case that says nothing of checks has no such section, and no such entries."""
    case = Case.parse(
        WATCHED.replace(", verification: eyes", "").replace("SEEN", "1").replace("ALARM", "0")
    )
    deal = case.exchange()
    certificate = certify(deal, ["act", "pay"])
    assert checks(case, deal) == {}
    assert verification(deal, certificate, Names(case, language("en"))) == ()
    assert verification_record(case, deal, certificate) == []


def test_the_record_tells_each_check() -> None:
    """Machines read what was stated, what would deter, and by when the answer must be in."""
    case = Case.parse(WATCHED.replace("SEEN", "0.3").replace("ALARM", "0"))
    deal = case.exchange()
    (entry,) = verification_record(case, deal, certify(deal, ["act", "pay"]))
    assert entry["lot"] == "act"
    assert (entry["detection"], entry["needed"], entry["deterred"]) == (0.3, 0.4, False)
    assert entry["answer_by"] is None
