"""What goes without saying is put into the event: how much a lot is, which snapback is complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.ledger.drafting import draft
from detente.ledger.events import (
    Commitment,
    Confirmation,
    Delivery,
    Partial,
    SnapbackCompleted,
    SnapbackStarted,
)
from detente.ledger.lags import taken_back
from detente.ledger.told import told
from tests.ledger.deal import book, seen
from tests.ledger.test_due import lot, recorded

RELEASE = Delivery(party="a", lot="release.1", when="2025-02-10")
LICENCE = Delivery(party="b", lot="licence", when="2025-02-01")


def check(name: str, by: str, quantity: float | None = None) -> Confirmation:
    """A check that finds a lot done, or so much of it."""
    return Confirmation(lot=name, party=by, done="yes", observable="yes", quantity=quantity)


def test_a_check_that_finds_less_than_the_lot_finds_a_part(tmp_path: Path) -> None:
    """Ten were claimed by claiming the lot; six were found; the other four make it whole."""
    deal = recorded(book(tmp_path), RELEASE, check("release.1", "b", 6))
    found = lot(seen(deal), "release.1")
    assert (found.status, found.delivered) == ("partial", 6)
    assert "release.1" not in seen(deal).delivered
    recorded(deal, Partial(party="a", lot="release.1", quantity=4), check("release.1", "b"))
    assert lot(seen(deal), "release.1").status == "confirmed"


def test_what_was_promised_is_the_measure_where_the_case_says_none(tmp_path: Path) -> None:
    """Outside the case the promise says how much the whole is."""
    deal = book(tmp_path)
    deal.case = None
    recorded(
        deal,
        Commitment(party="a", lot="boats", quantity=5),
        Delivery(party="a", lot="boats"),
        check("boats", "b", 3),
    )
    assert lot(seen(deal), "boats").status == "partial"


def test_a_delivery_put_down_to_another_lot_is_the_whole_of_that(tmp_path: Path) -> None:
    """A corrected lot does not keep the quantity of the wrong one."""
    deal = recorded(book(tmp_path), RELEASE)
    corrected = draft(deal, "correction", "deal#1", lot="release.2")
    recorded(deal, corrected, check("release.2", "b"))
    assert lot(seen(deal), "release.2").status == "confirmed"
    assert lot(seen(deal), "release.1").status == "open"


@pytest.mark.parametrize("end", [{"lot": "licence"}, {"ref": "deal#3"}])
def test_a_completed_snapback_is_one_with_its_start(tmp_path: Path, end: dict[str, str]) -> None:
    """Named by its lot or its event: who took back is known, and the history tells it once."""
    started = SnapbackStarted(party="b", lot="licence", when="2025-03-01", notice=10)
    deal = recorded(book(tmp_path), LICENCE, check("licence", "a"), started)
    recorded(deal, SnapbackCompleted(when="2025-03-11", **end))
    last = deal.find(4)
    assert (last["ref"], last["party"]) == ("deal#3", "b")
    assert len(taken_back(told("deal", deal.bodies()))) == 1
    assert lot(seen(deal), "licence").status == "taken_back"
