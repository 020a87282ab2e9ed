"""From a few words to an event: what a bare name fills in, and what cannot be said."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.ledger.drafting import draft
from detente.ledger.events import Breach, Delivery, Incident, Note, Relief
from detente.ledger.fields import InvalidEvent
from detente.ledger.rules.scene import Refused
from tests.ledger.deal import book
from tests.ledger.present.test_due import recorded


def test_a_bare_name_is_a_lot_a_measure_an_incident_or_an_event(tmp_path: Path) -> None:
    """What a name stands for follows from the kind of event and the case."""
    deal = book(tmp_path)
    assert draft(deal, "delivery", "visit") == Delivery(party="b", lot="visit")
    assert draft(deal, "breach", "release", party="a", what="x") == Breach(
        party="a", measure="release", what="x"
    )
    assert draft(deal, "relief", "GL 2", party="b") == Relief(party="b", measure="GL 2")
    assert draft(deal, "incident", "clash") == Incident(incident="clash")
    assert draft(deal, "note", "deal#1", what="x") == Note(what="x", ref="deal#1")


def test_the_last_correction_counts_so_none_is_corrected(tmp_path: Path) -> None:
    """Whoever would correct a correction is sent to the event itself."""
    deal = recorded(book(tmp_path), Note(what="x"))
    recorded(deal, draft(deal, "correction", "deal#1", what="y"))
    with pytest.raises(Refused, match="correct deal#1 once more: the last correction counts"):
        draft(deal, "correction", "deal#2", what="z")


@pytest.mark.parametrize(
    ("said", "error", "says"),
    [
        ({}, InvalidEvent, "say what the event should have been, or withdraw it"),
        ({"withdraw": True, "what": "y"}, InvalidEvent, "withdraw an event, or say what"),
        (
            {"ref": "deal#7", "what": "y"},
            Refused,
            r"no event 'deal#7' \(events are named deal#12\)",
        ),
    ],
)
def test_a_correction_says_of_what_and_what(
    tmp_path: Path, said: dict[str, object], error: type[Exception], says: str
) -> None:
    """One that says nothing, two things, or refers to nothing is refused."""
    deal = recorded(book(tmp_path), Note(what="x"))
    with pytest.raises(error, match=says):
        draft(deal, "correction", **{"ref": "deal#1", **said})
