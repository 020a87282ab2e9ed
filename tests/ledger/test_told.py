"""Events as they now stand: corrected or withdrawn."""

from __future__ import annotations

from detente.ledger.told import happened, told

NOTE = {"kind": "note", "by": "ann", "recorded": "2025-01-02T00:00:00Z"}


def correction(ref, **event):
    """A correction of an event, or its withdrawal."""
    new = {"event": {"kind": "note", **event}} if event else {}
    return {**NOTE, "kind": "correction", "by": "bob", "ref": f"c#{ref}", **new}


def test_last_correction_counts():
    """What stands is what the last correction says, under the first author and time."""
    bodies = [
        (1, {**NOTE, "what": "a"}),
        (2, correction(1, what="b")),
        (3, correction(1, what="c")),
    ]
    (one,) = told("c", bodies)
    assert (one.id, one.event.what, one.event.by) == ("c#1", "c", "ann")
    assert happened(one.event) == "2025-01-02"


def test_withdrawn():
    """A correction without an event takes it out; one of what is not there does nothing."""
    assert told("c", [(1, {**NOTE, "what": "a"}), (2, correction(1))]) == ()
    assert told("c", [(1, correction(7, what="b"))]) == ()


def test_what_the_store_adds_is_no_field():
    """Salt and clock are the store's and the book's own."""
    body = {**NOTE, "what": "a", "salt": "00", "clock": "2024-01-01T00:00:00Z"}
    assert len(told("c", [(1, body)])) == 1
