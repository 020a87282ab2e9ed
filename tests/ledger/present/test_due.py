"""Where lots stand on a day, and what is due: dates, grace, triggers, pauses, checks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.ledger.book import Book
from detente.ledger.dates import Span, span
from detente.ledger.events import (
    Breach,
    Commitment,
    Confirmation,
    Delivery,
    Dispute,
    Event,
    Note,
    Partial,
    Pause,
    Response,
    Resume,
    SnapbackStarted,
    Waiver,
)
from detente.ledger.fields import Trigger
from detente.ledger.present.due import Deadline
from detente.ledger.present.snapshot import Snapshot
from detente.ledger.present.standing import LotStanding
from tests.ledger.deal import NOW, book, seen


def recorded(of: Book, *events: Event) -> Book:
    """The book with these events, recorded on 1 September 2025."""
    for event in events:
        of.record(event, now=NOW)
    return of


def lot(snap: Snapshot, name: str) -> LotStanding:
    """One lot of a snapshot."""
    return next(one for one in snap.lots if one.name == name)


def of_kind(snap: Snapshot, kind: str) -> list[Deadline]:
    """The deadlines of a kind."""
    return [one for one in snap.deadlines if one.kind == kind]


def by(day: str, grace: int = 0) -> Commitment:
    """The visit is promised by a day."""
    return Commitment(lot="visit", trigger=Trigger(date=day), grace=grace, when="2025-01-02")


@pytest.mark.parametrize(
    ("promise", "today", "urgency", "late"),
    [
        (by("2025-09-20"), "2025-09-19", "upcoming", 0),
        (by("2025-09-20"), "2025-09-20", "due", 0),
        (by("2025-09-20"), "2025-09-21", "overdue", 1),
        (by("2025-09-20", 5), "2025-09-25", "due", 0),  # the days of grace run
        (by("2025-09-20", 5), "2025-09-28", "overdue", 3),
        (by("2025-09"), "2025-09-02", "due", 0),  # some day of September has come
        (by("2025-09"), "2025-10-01", "overdue", 1),  # and none is left
        (Commitment(lot="visit"), "2030-01-01", "open", 0),  # no date to hold it to
    ],
)
def test_a_promise_is_due_by_its_date_and_grace(
    tmp_path: Path, promise: Commitment, today: str, urgency: str, late: int
) -> None:
    """Overdue is what has passed its last possible day and the days of grace."""
    snap = seen(recorded(book(tmp_path), promise), today)
    (found,) = of_kind(snap, "delivery")
    assert (found.urgency, found.late, found.parties) == (urgency, late, ("b",))
    assert bool(snap.pressing) == (urgency == "overdue")


RELEASED = (
    Delivery(party="a", lot="release.1", when="2025-03-10"),
    Confirmation(lot="release.1", party="b", done="yes", when="2025-03-14"),
)


def test_thirty_days_after_a_lot_count_once_it_is_confirmed(tmp_path: Path) -> None:
    """Before that the date is open and says what it waits for; then it counts from delivery."""
    promise = Commitment(lot="visit", trigger=Trigger(days=30, after="release.1"))
    deal = recorded(book(tmp_path), promise, RELEASED[0])
    (waiting,) = of_kind(seen(deal), "delivery")
    assert (waiting.urgency, waiting.day, waiting.waits_for) == ("waiting", None, ("release.1",))
    recorded(deal, RELEASED[1])
    (dated,) = of_kind(seen(deal), "delivery")
    assert dated.day == span("2025-04-09")  # 10 March and 30 days
    assert dated.urgency == "overdue"


def test_days_after_a_measure_count_from_the_last_of_its_lots(tmp_path: Path) -> None:
    """Of three lots the latest sets the date; one known to the month makes a range of it."""
    promise = Commitment(lot="visit", trigger=Trigger(days=10, after="release"))
    deal = recorded(book(tmp_path), promise, *RELEASED)
    for name, when in (("release.2", "2025-05"), ("release.3", "2025-04-30")):
        recorded(deal, Delivery(party="a", lot=name, when=when))
        assert of_kind(seen(deal), "delivery")[0].day is None
        recorded(deal, Confirmation(lot=name, party="b", done="yes"))
    assert lot(seen(deal), "visit").due == Span(date(2025, 5, 11), date(2025, 6, 10))


def test_a_pause_puts_off_what_falls_due_after_it_began(tmp_path: Path) -> None:
    """While all waits nothing is overdue; afterwards the date is later by as long as that took."""
    deal = recorded(book(tmp_path), by("2025-06-20"), Pause(what="x", when="2025-06-10"))
    assert lot(seen(deal), "visit").timing == "paused"
    assert not seen(deal).pressing
    recorded(deal, Resume(when="2025-07-10"))
    assert lot(seen(deal), "visit").due == span("2025-07-20")


@pytest.mark.parametrize(
    ("today", "urgency"),
    [("2025-07-09", "upcoming"), ("2025-07-10", "due"), ("2025-07-11", "overdue")],
)
def test_a_pause_agreed_for_a_time_falls_due(tmp_path: Path, today: str, urgency: str) -> None:
    """When that is over somebody has to prolong it or go on; until then all waits."""
    pause = Pause(what="Talks.", when="2025-06-10", until="2025-07-10")
    deal = recorded(book(tmp_path), by("2025-06-20"), pause)
    (found,) = of_kind(seen(deal, today), "pause")
    assert (found.urgency, found.what, found.parties) == (urgency, "Talks.", ("a", "b"))
    assert lot(seen(deal, today), "visit").timing == "paused"
    recorded(deal, Pause(what="More talks.", when="2025-07-10", until="2025-07-20"))
    (longer,) = of_kind(seen(deal, "2025-07-11"), "pause")
    assert (longer.urgency, longer.what) == ("upcoming", "More talks.")
    recorded(deal, Resume(when="2025-07-12"))
    assert not of_kind(seen(deal, today), "pause")
    assert lot(seen(deal, today), "visit").due == span("2025-07-22")


def test_what_was_due_before_a_pause_is_not_put_off(tmp_path: Path) -> None:
    """A pause is no cure for what was late already."""
    deal = recorded(book(tmp_path), by("2025-06-01"), Pause(what="x", when="2025-06-10"))
    assert lot(seen(deal), "visit").timing == "overdue"


@pytest.mark.parametrize(
    ("when", "on_time", "timing"),
    [
        ("2025-03-20", "unknown", "on_time"),
        ("2025-03-25", "unknown", "on_time"),  # in grace
        ("2025-03-26", "unknown", "late"),
        ("2025-03", "unknown", ""),  # cannot be told
        ("2025-03-26", "yes", "on_time"),  # the check says so, and it knows better
        ("2025-03-20", "no", "late"),
    ],
)
def test_on_time_is_what_the_check_says_else_what_dates_tell(
    tmp_path: Path, when: str, on_time: str, timing: str
) -> None:
    """Three answers are three: a delivery can be done, and late."""
    deal = recorded(
        book(tmp_path),
        Commitment(lot="visit", trigger=Trigger(date="2025-03-20"), grace=5),
        Delivery(party="b", lot="visit", when=when),
        Confirmation(lot="visit", party="a", done="yes", on_time=on_time),
    )
    found = lot(seen(deal), "visit")
    assert (found.status, found.timing) == ("confirmed", timing)


def test_a_claim_waits_for_its_check_as_long_as_the_case_says(tmp_path: Path) -> None:
    """The receiver's move: due after the lag of the verification, then overdue."""
    deal = recorded(book(tmp_path), RELEASED[0])
    for today, urgency, late in (("2025-03-14", "upcoming", 0), ("2025-03-20", "overdue", 5)):
        (found,) = of_kind(seen(deal, today), "check")
        assert (found.parties, found.day) == (("b",), span("2025-03-15"))
        assert (found.urgency, found.late) == (urgency, late)


def test_what_a_chronicle_tells_asks_nobody_for_a_check(tmp_path: Path) -> None:
    """History outside the case is no claim that somebody has to check."""
    event = Delivery(party="a", measure="old release", when="2010", origin="steps.csv:3")
    assert seen(recorded(book(tmp_path), event)).deadlines == ()


def test_a_check_that_found_nothing_is_pressing(tmp_path: Path) -> None:
    """Done: no. Without a date that is broken; with one it is overdue when that has passed."""
    no = Confirmation(lot="visit", party="a", done="no")
    deal = recorded(book(tmp_path), Commitment(lot="visit"), Delivery(party="b", lot="visit"), no)
    (found,) = of_kind(seen(deal), "delivery")
    assert (found.urgency, lot(seen(deal), "visit").status) == ("broken", "refuted")


def test_breaches_disputes_snapbacks_and_responses_have_their_lines(tmp_path: Path) -> None:
    """Each kind of trouble is one deadline, with its day and whose move it is."""
    deal = recorded(
        book(tmp_path),
        Delivery(party="b", lot="licence", when="2025-03-01"),
        Confirmation(lot="licence", party="a", done="yes"),
        Delivery(party="a", lot="calm"),
        Dispute(lot="calm", party="b", what="Shots."),
        Response(party="b", level="delay", lot="visit", until="2025-09-30"),
        SnapbackStarted(party="b", lot="licence", when="2025-09-01", notice=10, wind_down=35),
        Breach(party="a", what="Arrests.", when="2025-08-20"),
    )
    snap = seen(deal)
    told = {one.kind: (one.urgency, one.parties, one.day) for one in snap.deadlines}
    assert told == {
        "breach": ("broken", ("b",), span("2025-08-20")),
        "dispute": ("open", ("a", "b"), None),
        "snapback": ("upcoming", ("b",), span("2025-10-16")),
        "response": ("upcoming", ("b",), span("2025-09-30")),
    }
    assert of_kind(seen(deal, "2025-10-20"), "snapback")[0].urgency == "overdue"


def test_a_waiver_takes_a_promise_off_the_list(tmp_path: Path) -> None:
    """What is no longer asked for is not due."""
    deal = recorded(book(tmp_path), by("2025-03-01"), Waiver(party="a", lot="visit"))
    snap = seen(deal)
    assert (snap.deadlines, lot(snap, "visit").status) == ((), "waived")


def test_parts_that_add_up_are_the_whole(tmp_path: Path) -> None:
    """Ten of ten in two parts, both confirmed: delivered; the gap is in the measure's own unit."""
    deal = recorded(book(tmp_path), Commitment(lot="release.1"), Commitment(lot="release.2"))
    for quantity in (6, 4):
        assert lot(seen(deal), "release.1").status in ("promised", "partial")
        recorded(deal, Partial(party="a", lot="release.1", quantity=quantity))
        recorded(deal, Confirmation(lot="release.1", party="b", done="yes"))
    recorded(deal, Partial(party="a", lot="release.2", quantity=3))
    snap = seen(deal)
    assert lot(snap, "release.1").status == "confirmed"
    (gap,) = snap.gaps
    assert (gap.measure, gap.unit) == ("release", "people")
    assert (gap.promised, gap.claimed, gap.delivered, gap.missing) == (20, 3, 10, 10)


def test_days_after_an_event_count_from_its_date(tmp_path: Path) -> None:
    """A promise that counts from what happened needs no check of anything else to fall due."""
    trigger = Trigger(days=30, after="deal#1")
    told = Note(what="The envoys met.", when="2025-08-10")
    deal = recorded(book(tmp_path), told, Commitment(lot="visit", trigger=trigger))
    (found,) = of_kind(seen(deal), "delivery")
    assert (found.day, found.urgency) == (span("2025-09-09"), "upcoming")


@pytest.mark.parametrize(
    ("when", "timing"),
    [("2025-03-19", "on_time"), ("2025-03-21", "late"), ("2025-03", "")],
)
def test_a_claim_tells_whether_it_was_on_time(tmp_path: Path, when: str, timing: str) -> None:
    """Before any check the claimed date is held to the promise; a month may be either."""
    deal = recorded(book(tmp_path), by("2025-03-20"), Delivery(party="b", lot="visit", when=when))
    found = lot(seen(deal), "visit")
    assert (found.status, found.timing) == ("claimed", timing)


def test_without_the_case_a_claim_waits_for_a_check_without_a_date(tmp_path: Path) -> None:
    """Where only events are known nobody knows who checks, or how long that takes."""
    deal = book(tmp_path)
    deal.case = None
    recorded(deal, Commitment(lot="visit", trigger=Trigger(days=3, after="a thaw")),
             Delivery(party="b", lot="visit"))  # fmt: skip
    (found,) = of_kind(seen(deal), "check")
    assert (found.parties, found.day, found.urgency) == ((), None, "open")


def test_what_comes_after_all_closes_its_breach(tmp_path: Path) -> None:
    """A lot called broken and then delivered whole, as a check finds, presses no longer."""
    deal = recorded(book(tmp_path), Breach(party="a", lot="release.1", what="Nobody came."))
    assert seen(deal).pressing
    recorded(deal, *RELEASED)
    assert seen(deal).deadlines == ()
