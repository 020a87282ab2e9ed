"""The ledger's documents: what they say of a deal, in two languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.briefing.blocks import Bullets, Chart, Heading, Paragraph, Table
from detente.briefing.ledger.answers import answers_document, stop_document
from detente.briefing.ledger.due import due_calendar, due_document
from detente.briefing.ledger.replan import replan_document
from detente.briefing.ledger.status import ledger_section, status_document
from detente.case import Case
from detente.ledger.book import AsOf, Book
from detente.ledger.events import (
    Breach,
    Commitment,
    Confirmation,
    Delivery,
    Dispute,
    Exit,
    Partial,
    Pause,
    Response,
    SnapbackStarted,
    Stock,
)
from detente.ledger.fields import Trigger
from detente.ledger.keeping.making import create_store
from detente.ledger.present.replanning import replan
from detente.ledger.present.snapshot import look
from detente.words.language import NBSP, language
from tests.ledger.deal import DEAL, NOW, book, seen
from tests.ledger.present.test_due import recorded

EN, RU = language("en"), language("ru")

LICENCE = (
    Delivery(party="b", lot="licence", when="2025-08-01", expiry="2026-06-30"),
    Confirmation(lot="licence", party="a", done="yes", observable="yes", when="2025-08-03"),
)


def texts(blocks) -> str:
    """All sentences of some blocks."""
    found = []
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            found.append(block.text)
        elif isinstance(block, Bullets):
            found += block.items
        elif isinstance(block, Chart):
            found.append(block.alt)
        elif isinstance(block, Table):
            found += [block.caption, *(cell for row in block.rows for cell in row)]
    return "\n".join(found).replace(NBSP, " ")


def test_the_status_tells_it_all(tmp_path: Path) -> None:
    """Progress, what presses, whose move it is, who is ahead, the gap, relief, what can go."""
    deal = recorded(
        book(tmp_path),
        *LICENCE,
        Commitment(lot="release.1", trigger=Trigger(date="2025-08-20"), grace=20),
        Partial(party="a", lot="release.1", quantity=4),
        Delivery(party="a", lot="calm", when="2025-08"),
        Stock(change="released", quantity=4),
        Stock(change="counted", quantity=1140, when="2025-08"),
    )
    said = texts(status_document(seen(deal), EN).blocks)
    for sentence in (
        "Of 6 lots: 1 confirmed and 2 claimed in whole or part. Nothing is overdue or broken.",
        "Avia: deliver “Release of people, 1 of 3”; due 20 August 2025 (20 days of grace)",
        "Avia is ahead by 1 of its points.",
        "Boria is behind by 1 of its points: so much is exposed.",
        "Only what a check confirmed counts here.",
        "1 line of relief is in force. The first ends on 30 June 2026.",
        "10–45 days",
        "released 4. Held by the last count: 1,140 (2025-08).",
    ):
        assert sentence in said
    assert "2025-08" in said  # a date known to the month is not made a day


def test_what_no_check_could_see_is_called_so(tmp_path: Path) -> None:
    """Not observable, and not compliance."""
    deal = recorded(book(tmp_path), Delivery(party="a", lot="calm"))
    recorded(deal, Confirmation(lot="calm", party="b", done="yes", observable="no"))
    said = texts(status_document(seen(deal), EN).blocks)
    assert "not observable" in said
    assert "That is not compliance." in said
    assert "Of 6 lots: 1 not observable." in said
    (gap,) = seen(deal).gaps
    assert (gap.claimed, gap.delivered) == (1, 0)  # its giver's word, in another mouth


def test_a_breach_that_was_answered_no_longer_presses(tmp_path: Path) -> None:
    """The lot stays broken; nobody is told that nothing is."""
    breach = Breach(party="a", lot="release.1", what="Refused.", when="2025-08-10")
    deal = recorded(book(tmp_path), *LICENCE, breach)
    assert "answer the breach: “Release of people, 1 of 3” – Refused; it happened" in texts(
        due_document(seen(deal), EN).blocks
    )
    recorded(deal, SnapbackStarted(party="b", lot="licence", ref="deal#3", wind_down=30))
    for document in (status_document, due_document):
        said = texts(document(seen(deal), EN).blocks)
        assert "Nothing is overdue, and no breach waits for an answer." in said


@pytest.mark.parametrize(
    ("until", "told"),
    [
        ("2025-09-01", " That is put off until 1 September 2025 (deal#1)."),
        ("", " That is put off (deal#1)."),
        ("2025-08-31", ""),
    ],
)
def test_the_next_step_says_what_its_giver_put_off(tmp_path: Path, until: str, told: str) -> None:
    """A delay that is over, by its own date, is not told any more."""
    first = seen(book(tmp_path)).steps[0][0]
    deal = Book(create_store(tmp_path / "other.ledger"), "deal", Case.parse(DEAL, "deal.yaml"))
    giver = deal.case.lots[first].measure.giver
    recorded(deal, Response(party=giver, lot=first, level="delay", until=until, when="2025-08-20"))
    move = texts(status_document(seen(deal), EN).blocks).partition("Step 1 of ")[2]
    assert f".{told}" in move.split("\n")[0]
    assert ("put off" in move) == bool(told)


def test_a_pause_and_an_exit_are_said_first(tmp_path: Path) -> None:
    """In the verdict; with a party gone there is no next step."""
    deal = recorded(book(tmp_path), Pause(what="Elections.", when="2025-08-30"))
    assert "All waits since 30 August 2025" in texts(status_document(seen(deal), EN).blocks)
    recorded(deal, Exit(party="a", what="Enough.", when="2025-08-31"))
    blocks = status_document(seen(deal), EN).blocks
    assert "Avia left on 31 August 2025." in texts(blocks)
    assert Heading("Next") not in blocks


def test_when_all_is_done_it_says_so(tmp_path: Path) -> None:
    """Every step of the ladder is done."""
    deal = book(tmp_path)
    for name, lot in deal.case.lots.items() if deal.case else ():
        giver = lot.measure.giver
        other = "b" if giver == "a" else "a"
        if lot.core:
            recorded(deal, Delivery(party=giver, lot=name),
                     Confirmation(lot=name, party=other, done="yes"))  # fmt: skip
    assert "Every step of the ladder is done." in texts(status_document(seen(deal), EN).blocks)


def test_before_the_case_there_is_only_history(tmp_path: Path) -> None:
    """On a day before the case's own nobody is ahead, and there is no next step."""
    deal = recorded(book(tmp_path), *LICENCE)
    said = texts(status_document(look(deal, AsOf(seen(deal).today.replace(year=2020))), EN).blocks)
    assert "This is the time before the case, which is seen from 1 January 2025." in said
    assert "ahead" not in said


@pytest.mark.parametrize(
    ("sense", "words"),
    [("happened", "by what is recorded today"), ("recorded", "as it was known on")],
)
def test_a_past_day_says_in_which_sense_it_is_meant(tmp_path: Path, sense, words: str) -> None:
    """The subtitle tells what was known then from what is known of it now."""
    snap = look(recorded(book(tmp_path), *LICENCE), AsOf(NOW.date(), sense))
    assert words in status_document(snap, EN).subtitle


def test_the_brief_has_a_section_where_something_is_recorded(tmp_path: Path) -> None:
    """None of an empty ledger; else the verdict, relief over time, and no lots one by one."""
    deal = book(tmp_path)
    assert ledger_section(seen(deal), EN) == ()
    blocks = ledger_section(seen(recorded(deal, *LICENCE)), EN)
    assert blocks[0] == Heading("The ledger")
    (chart,) = [block for block in blocks if isinstance(block, Chart)]
    assert chart.kind == "spans"
    assert [(p.low, p.high) for p in chart.series[0].points] == [("2025-08-01", "2026-06-30")]
    assert Heading("Lots") not in blocks


def test_beliefs_are_words_and_numbers_together(tmp_path: Path) -> None:
    """A probability is a step of the scale, before and after."""
    text = DEAL + "beliefs: {a: {serious: .5}, b: {serious: .5}}\n"
    deal = Book(create_store(tmp_path / "x.ledger"), "deal", Case.parse(text))
    recorded(deal, Delivery(party="a", lot="release.1"),
             Confirmation(lot="release.1", party="b", done="no", observable="yes"))  # fmt: skip
    said = texts(status_document(seen(deal), EN).blocks)
    assert "Avia carries the ladder through, if an opportunist cheats each time:" in said
    assert "before anything was seen: roughly even chance, 45–55 %" in said


def test_due_names_the_first_and_lists_all(tmp_path: Path) -> None:
    """The lead has the most pressing; the table all, with what a date waits for."""
    deal = recorded(
        book(tmp_path),
        Commitment(lot="visit", trigger=Trigger(date="2025-08-20")),
        Commitment(lot="licence", trigger=Trigger(days=9, after="release.1"), grace=3),
        Breach(party="a", what="Arrests in Zhodino", when="2025-08-30"),
    )
    said = texts(due_document(seen(deal), EN).blocks)
    assert "2 things are overdue or broken. First: Boria: answer the breach: Arrests in" in said
    assert "(3 days of grace); waits for “Release of people, 1 of 3”" in said
    assert "12" in said  # days late


def test_the_calendar_holds_what_has_a_date(tmp_path: Path) -> None:
    """Deadlines and expiries, in the reader's language; breaches are no appointment."""
    deal = recorded(book(tmp_path), *LICENCE, Breach(party="a", what="x", when="2025-08-30"))
    snap = seen(deal)
    text = due_calendar(snap, snap.deadlines, RU, NOW)
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20260630" in text
    assert "X-WR-CALNAME:Малая сделка" in text


def test_answers_say_which_to_take_now(tmp_path: Path) -> None:
    """The mildest that was not tried, what it weighs, and where the one before was recorded."""
    deal = book(tmp_path)
    assert "there is nothing to answer" in texts(answers_document(seen(deal), EN).blocks)
    recorded(
        deal,
        *LICENCE,
        Commitment(lot="release.1", trigger=Trigger(date="2025-08-20")),
        Response(party="b", level="note", ref="deal#3"),
    )
    said = texts(answers_document(seen(deal), EN).blocks)
    assert "Boria: now a delay. Avia saved 1.0 of its points by not delivering." in said
    assert "deal#4" in said


def test_stopping_lists_what_goes_what_stays_and_an_order(tmp_path: Path) -> None:
    """What is taken back by when, what was given for good, what to settle first."""
    deal = recorded(
        book(tmp_path),
        *LICENCE,
        Delivery(party="a", lot="release.1", when="2025-08-10"),
        Confirmation(lot="release.1", party="b", done="yes"),
        Delivery(party="a", lot="calm"),
        Dispute(lot="calm", party="b", what="Shots."),
    )
    said = texts(stop_document(seen(deal), EN).blocks)
    for sentence in (
        "Boria takes back all of its own by 16 October 2025 at the latest, and recovers 1.0",
        "Avia gave for good: “Release of people, 1 of 3”.",
        "Check what is claimed and settle what is disputed: “Calm for 60 days”.",
        "all of it has effect by 16 October 2025.",
        "Go on with what is given unconditionally: “Food”.",
    ):
        assert sentence in said
    recorded(deal, SnapbackStarted(party="b", lot="licence", when="2025-09-01"))
    assert "Boria is taking back already: “Licence”." in texts(stop_document(seen(deal), EN).blocks)


def test_the_new_ladder_stands_beside_the_old(tmp_path: Path) -> None:
    """Each lot with its step before and now; what the old order would need, where it differs."""
    deal = recorded(book(tmp_path), *LICENCE)
    snap = seen(deal)
    found = replan("deal", snap.case, snap.state, snap.today)
    said = texts(replan_document(snap, found, EN).blocks)
    assert "1 lot is delivered. 5 steps are left." in said
    assert "Avia needs" in said
    if found.before is not None:
        assert "--keep-order keeps it" in said
    kept = replan("deal", snap.case, snap.state, snap.today, keep_order=True)
    assert "The order of what is left is as before." in texts(
        replan_document(snap, kept, EN).blocks
    )
