"""Relief in force on a day, and what may be taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.case import Case
from detente.ledger.book import Book
from detente.ledger.dates import Days, Span, span
from detente.ledger.events import (
    Confirmation,
    Delivery,
    Expiry,
    Relief,
    Renewal,
    SnapbackCompleted,
    SnapbackStarted,
)
from detente.ledger.keeping.making import create_store
from tests.ledger.deal import DEAL, NOW, book, seen
from tests.ledger.present.test_due import recorded

GRANTED = Relief(party="b", measure="GL 2", when="2024-01-10", expiry="2024-06-30", quantity=9)


@pytest.mark.parametrize(
    ("today", "until", "sure"),
    [
        ("2024-01-09", None, None),  # not yet
        ("2024-01-10", "2024-06-30", True),
        ("2024-06-30", "2024-06-30", True),  # its last day
        ("2024-07-01", None, None),  # run out, though nobody recorded it
    ],
)
def test_relief_runs_to_its_expiry(
    tmp_path: Path, today: str, until: str | None, sure: bool | None
) -> None:
    """In force from its first day to its last, the last included."""
    found = seen(recorded(book(tmp_path), GRANTED), today).in_force
    assert [(one.until, one.sure) for one in found] == ([(span(until), sure)] if until else [])


def test_dates_known_to_the_month_leave_it_open(tmp_path: Path) -> None:
    """In the months in which it may have begun or ended nobody can be sure."""
    event = Relief(party="b", measure="GL 2", when="2024-01", expiry="2024-06")
    deal = recorded(book(tmp_path), event)
    days = ("2023-12-31", "2024-01-15", "2024-02-01", "2024-06-01", "2024-06-02", "2024-07-01")
    sure = [[one.sure for one in seen(deal, day).in_force] for day in days]
    assert sure == [[], [False], [True], [True], [False], []]


def test_a_renewal_prolongs_and_what_is_given_for_good_has_no_end(tmp_path: Path) -> None:
    """A renewal moves the end; a lift of the same relief takes it away."""
    deal = recorded(
        book(tmp_path), GRANTED, Renewal(ref="deal#1", when="2024-06-01", expiry="2024-12-31")
    )
    (one,) = seen(deal, "2024-08-01").in_force
    assert (one.until, one.renewals, one.quantity) == (span("2024-12-31"), 1, 9)
    recorded(deal, Relief(party="b", ref="deal#1", when="2024-09-01", reversible="no"))
    (good,) = seen(deal, "2030-01-01").in_force
    assert (good.until, good.reversible) == (None, "no")


@pytest.mark.parametrize("named", ["deal#1", ""])
def test_what_is_taken_back_winds_down(tmp_path: Path, named: str) -> None:
    """Until the days to wind down are over the relief is in force, and says that it ends."""
    event = SnapbackStarted(party="b", measure="GL 2", ref=named, when="2024-03-01", wind_down=45)
    deal = recorded(book(tmp_path), GRANTED, event)
    (one,) = seen(deal, "2024-03-20").in_force
    assert (one.ending, one.until) == (True, span("2024-04-15"))
    assert seen(deal, "2024-04-16").in_force == ()
    recorded(deal, SnapbackCompleted(ref="deal#2", when="2024-04-10"))
    assert seen(deal, "2024-04-12").in_force == ()


def test_an_expiry_ends_it(tmp_path: Path) -> None:
    """What ran out before its time is no longer in force."""
    deal = recorded(book(tmp_path), GRANTED, Expiry(ref="deal#1", when="2024-02-01"))
    assert seen(deal, "2024-02-02").in_force == ()


def licensed(tmp_path: Path, expiry: str = ""):
    """A book in which the licence was delivered on 1 March 2025 and confirmed."""
    return recorded(
        book(tmp_path),
        Delivery(party="b", lot="licence", when="2025-03-01", expiry=expiry),
        Confirmation(lot="licence", party="a", done="yes"),
    )


def test_a_standing_lot_is_relief_for_as_long_as_its_term(tmp_path: Path) -> None:
    """Without an expiry of its own it runs as many days as the case says."""
    deal = licensed(tmp_path)
    (one,) = seen(deal, "2025-08-28").in_force
    assert (one.name, one.until) == ("licence", span("2025-08-28"))  # 1 March and 180 days
    assert seen(deal, "2025-08-29").in_force == ()


def test_an_expiry_in_the_claim_goes_before_the_case(tmp_path: Path) -> None:
    """The document's own date is the one that counts."""
    (one,) = seen(licensed(tmp_path, "2025-12-31")).in_force
    assert one.until == span("2025-12-31")


def test_a_window_says_who_may_take_back_what_how_fast(tmp_path: Path) -> None:
    """A licence takes 10 to 45 days; four fifths of 5 points are lost, half of 2 recovered."""
    (window,) = seen(licensed(tmp_path, "2025-12-31")).windows
    assert (window.name, window.party, window.takes) == ("licence", "b", Days(10, 45))
    assert window.effect == Span(date(2025, 9, 11), date(2025, 10, 16))
    assert window.loses == {"a": pytest.approx(4.0)}
    assert window.recovers == pytest.approx(1.0)
    assert window.until == span("2025-12-21")  # later it would run out first


def test_nothing_that_frees_people_has_run_out_or_has_passed_has_a_window(tmp_path: Path) -> None:
    """Released people, an expired licence, days of calm, and what is being taken back: none."""
    deal = licensed(tmp_path)
    for lot, party in (("release.1", "a"), ("calm", "a"), ("food", "b")):
        deal.record(Delivery(party=party, lot=lot), now=NOW)
        other = "b" if party == "a" else "a"
        deal.record(Confirmation(lot=lot, party=other, done="yes"), now=NOW)
    assert [w.name for w in seen(deal, "2025-08-01").windows] == ["licence"]
    assert seen(deal).windows == ()  # the licence ran out on 28 August
    deal.record(SnapbackStarted(party="b", lot="licence", when="2025-06-01"), now=NOW)
    assert seen(deal, "2025-08-01").windows == ()


@pytest.mark.parametrize(
    ("term", "until"),
    [
        ("", None),  # for good
        ("    term: {expires: 2025-12-31}\n", span("2025-12-31")),
    ],
)
def test_a_term_may_have_a_date_or_be_none(tmp_path: Path, term: str, until: Span | None) -> None:
    """A standing lot ends on the day that the case names, or not by itself."""
    text = DEAL.replace("    term: {lasts: 180}\n", term)
    deal = Book(create_store(tmp_path / "x.ledger"), "deal", Case.parse(text))
    recorded(deal, Delivery(party="b", lot="licence", when="2025-03-01"),
             Confirmation(lot="licence", party="a", done="yes"))  # fmt: skip
    (one,) = seen(deal).in_force
    assert one.until == until


def test_a_snapback_is_completed_whatever_it_cites(tmp_path: Path) -> None:
    """One that names its lot and cites the grant completes what is under way of that lot."""
    deal = licensed(tmp_path)
    for event in (
        SnapbackStarted(party="b", lot="licence", when="2025-08-01", notice=10),
        SnapbackCompleted(party="b", lot="licence", ref="deal#1", when="2025-08-11"),
    ):
        deal.record(event, now=NOW)
    assert deal.state().snapbacks == {}
    assert seen(deal).in_force == ()
