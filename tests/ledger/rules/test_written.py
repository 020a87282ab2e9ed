"""What goes without saying is put into the event: how much, which snapback, what is disputed."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.ledger.drafting import draft
from detente.ledger.events import (
    Commitment,
    Confirmation,
    Correction,
    Delivery,
    Dispute,
    Partial,
    SnapbackCompleted,
    SnapbackStarted,
)
from detente.ledger.past.lags import taken_back
from detente.ledger.rules.scene import Refused
from detente.ledger.told import told
from tests.ledger.deal import book, seen
from tests.ledger.present.test_due import lot, recorded

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


@pytest.mark.parametrize("ref", ["deal#1", "deal#2"])  # the delivery, and its check
def test_a_dispute_of_what_was_confirmed_says_of_what(tmp_path: Path, ref: str) -> None:
    """Cited by its number alone, a settled delivery is disputed; a check can settle that again."""
    checked = Confirmation(ref="deal#1", party="b", done="yes", observable="yes")
    denied = Dispute(ref=ref, party="b", what="They are back in prison.")
    deal = recorded(book(tmp_path), RELEASE, checked, denied)
    assert deal.find(3)["lot"] == "release.1"
    assert lot(seen(deal), "release.1").status == "disputed"
    recorded(deal, Confirmation(ref="deal#3", party="b", done="yes", observable="yes"))
    assert lot(seen(deal), "release.1").status == "confirmed"
    recorded(deal, Dispute(ref="deal#4", party="b", what="Again."))  # #4 names #3, and that #1
    assert lot(seen(deal), "release.1").status == "disputed"


def test_what_is_disputed_is_looked_up_as_corrected(tmp_path: Path) -> None:
    """A claim put down to another lot is disputed there; one withdrawn cannot be."""
    deal = recorded(book(tmp_path), RELEASE)
    recorded(deal, draft(deal, "correction", "deal#1", lot="release.2"), check("release.2", "b"))
    recorded(deal, Dispute(ref="deal#1", party="b", what="No."))
    assert lot(seen(deal), "release.2").status == "disputed"
    recorded(deal, Correction(ref="deal#1"))
    with pytest.raises(Refused, match="nobody has claimed"):
        recorded(deal, Dispute(ref="deal#1", party="b", what="No."))


def test_what_a_chronicle_told_can_be_disputed_by_its_number(tmp_path: Path) -> None:
    """Deeds outside the case stand in free words, and so do disputes that refer to them."""
    gone = {"measure": "border", "origin": "steps.csv:2"}
    told_ = (Delivery(party="c", **gone), Confirmation(ref="deal#1", party="b", done="yes"))
    deal = recorded(book(tmp_path), *told_, Dispute(ref="deal#2", party="b", what="Closed again."))
    assert deal.state().items["border"].status == "disputed"
