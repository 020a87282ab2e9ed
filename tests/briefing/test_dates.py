"""Dates as people and machines read them, and the command that prints them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.briefing.answer import answer
from detente.briefing.blocks import Bullets, Document, Paragraph, Table
from detente.briefing.dates import dates_document
from detente.briefing.dates_record import dates_record
from detente.briefing.dating import date_ladder
from detente.case import Case
from detente.cli.main import main
from detente.words.language import language

DATED = """
name: dated
title: {en: A visit and a permit, ru: Визит и разрешение}
as_of: 2025-08-16
parties:
  a: {name: {en: North, ru: Север}, stake: {reputation: 5}}
  b: {name: {en: South, ru: Юг}, stake: {reputation: 5}}
measures:
  visit:
    name: {en: Visit, ru: Визит}
    giver: a
    cost: 1
    value: {b: 4}
    lead: 10
    verification: {lag: 4}
    deadline: VISIT
  permit:
    name: {en: Permit, ru: Разрешение}
    giver: b
    kind: standing
    cost: 2
    value: {a: 6}
    lead: 5
    term: {lasts: 60}
    deadline: PERMIT
"""


def dated(visit: str = "2026-01-01", permit: str = "2026-01-01") -> Case:
    """A case of two measures with their deadlines."""
    return Case.parse(DATED.replace("VISIT", visit).replace("PERMIT", permit))


def document(case: Case, lang: str = "en") -> Document:
    """What the command prints."""
    found = answer(case, repair=False)
    return dates_document(case, date_ladder(case, found.ladder), language(lang))


def said(of: Document) -> str:
    """All that is said and tabled, as one text."""
    parts = [block.text for block in of.blocks if isinstance(block, Paragraph)]
    for block in of.blocks:
        if isinstance(block, Bullets):
            parts += block.items
        if isinstance(block, Table):
            parts += [" | ".join(row) for row in block.rows]
    return "\n".join(parts).replace("\N{NO-BREAK SPACE}", " ")


def test_steps_have_dates_and_slack() -> None:
    """The answer waits for lead and check; the span, the end and the deadlines are told."""
    text = said(document(dated()))
    assert "these 2 steps take 15 days, until 31 August 2025." in text
    assert "1● | South: Permit | 16 Aug 2025 | 21 Aug 2025 | 21 Aug 2025 | " in text
    assert "2● | North: Visit | 21 Aug 2025 | 31 Aug 2025 | 4 Sep 2025 | " in text
    assert "●: any delay of these steps (1–2) delays the end." in text
    assert "Every deadline is met." in text
    assert "comes day by day" in text


def test_a_missed_deadline_is_told_with_what_leads_to_it() -> None:
    """Where no order can meet it, that is said, with the soonest day."""
    text = said(document(dated(visit="2025-08-20")))
    assert "“Visit” is due by 20 August 2025 and comes 6 days late" in text
    assert "(chain of steps: 1)." in text
    assert "It cannot be met in any order: the soonest is 26 August 2025." in text


def test_another_order_is_taken_where_it_meets_the_deadline() -> None:
    """The planned order gives the permit first; a visit that is due early comes first in time."""
    case = dated(visit="2025-08-28")
    found = answer(case, repair=False)
    assert found.ladder.order == ("permit", "visit")
    dating = date_ladder(case, found.ladder)
    assert dating.anew
    assert dating.certificate.order == ("visit", "permit")
    text = said(dates_document(case, dating, language("en")))
    assert "The order is not the planned one" in text
    assert "Every deadline is met." in text


def test_a_partys_calendar_moves_its_days() -> None:
    """A recess over the day of delivery moves it to the first day after; the reason is told."""
    pytest.importorskip("ortools", reason="dates within a calendar need OR-Tools")
    recess = "calendar: {closed: [{first: 2025-08-20, last: 2025-09-10}], capacity: 1}"
    case = Case.parse(
        DATED.replace("South, ru: Юг}, stake: {reputation: 5}", "South, ru: Юг}, " + recess)
        .replace("deadline: VISIT", "after: [permit]")
        .replace("    deadline: PERMIT\n", "")
    )
    dating = date_ladder(case, answer(case, repair=False).ladder)
    assert dating.certificate.dates[0].delivered == 26  # 11 September, where 21 August was free
    text = said(dates_document(case, dating, language("en")))
    assert "South delivers nothing from 20 August 2025 to 10 September 2025." in text
    assert "South can prepare 1 lot at a time." in text
    assert "одновременно готовится не более 1 доли меры" in said(
        dates_document(case, dating, language("ru"))
    )


def test_where_both_cannot_be_met_the_better_order_is_proven() -> None:
    """Two deadlines that only one order each can meet: the one with fewer days late is told."""
    text = said(document(dated(visit="2025-08-28", permit="2025-08-22")))
    assert "“Visit” is due by 28 August 2025 and comes 3 days late" in text
    assert "No order that holds as well is late by fewer days in all." in text


def test_time_can_break_a_ladder() -> None:
    """Relief that has ended no longer holds its receiver, and the day on which it ends is named."""
    case = Case.parse(
        DATED.replace("{b: 4}", "{b: 2}")
        .replace("reputation: 5", "reputation: 0")
        .replace("deadline: VISIT", "not_before: 2025-11-15")
        .replace("    deadline: PERMIT\n", "    revocability: {lost: 1}\n")
    )
    dating = date_ladder(case, answer(case, repair=False).ladder)
    assert not dating.certificate.self_enforcing
    text = said(dates_document(case, dating, language("en")))
    assert (
        "North must have 1.0 to lose and has 0.0; it is tempted most on 20 October 2025, after "
        "step 1."
    ) in text


def test_russian_says_the_same() -> None:
    """Dates, days and names follow the language."""
    text = said(document(dated(visit="2025-08-20"), "ru"))
    assert "лестница (2 шага) займёт 19 дней: до 4 сентября 2025 г." in text
    assert "«Визит»: крайний срок 20 августа 2025 г., опоздание 6 дней" in text
    assert "Север: Визит" in text


def test_the_record_has_days_and_dates() -> None:
    """Machines get days from day 0, dates, the critical steps, and what is late."""
    case = dated(visit="2025-08-20")
    found = answer(case, repair=False)
    record = json.loads(json.dumps(dates_record(case, date_ladder(case, found.ladder))))
    assert record["schema"] == "detente.plan.dates/1"
    assert record["steps"] == [["visit"], ["permit"]]
    assert record["dates"][1]["start"] == 14
    assert record["dates"][1]["delivered_date"] == "2025-09-04"
    assert record["critical"] == [1, 2]
    assert [(late["lot"], late["days"], late["soonest"]) for late in record["late"]] == [
        ("visit", 6, 10)
    ]
    assert {row["kind"] for row in record["rows"]} >= {"before", "under way", "after"}


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--lang", "ru"], ["--sequential"]])
def test_the_command_prints_dates(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`detente plan CASE --dates` answers in every form, with exit code 0 where it holds."""
    path = tmp_path / "dated.yaml"
    path.write_text(DATED.replace("VISIT", "2026-01-01").replace("PERMIT", "2026-01-01"), "utf-8")
    assert main(["plan", str(path), "--dates", *arguments]) == 0
    out = capsys.readouterr().out
    written = {"--json": "2025-08-31", "ru": "31.08.2025"}
    day = next((written[a] for a in arguments if a in written), "31\u00a0Aug\u00a02025")
    assert day in out
    if "--json" in arguments:
        assert json.loads(out)["case"] == "dated"
