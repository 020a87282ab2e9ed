"""Events: what each may hold, and that a body becomes the same event again."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from detente.ledger.events import (
    KINDS,
    Commitment,
    Correction,
    Delivery,
    Event,
    Note,
    Replan,
    read,
)
from detente.ledger.fields import Evidence, InvalidEvent, Trigger
from detente.ledger.keeping.canonical import canonical
from tests.ledger.sequences import KINDS as SAMPLES

HASH = "0" * 64


def test_every_event_comes_back_from_its_body() -> None:
    """An event of each kind, through JSON and back, equals itself."""
    samples = [{"party": "us", "lot": "a", **body} for body in SAMPLES]
    samples += [
        {"kind": "confirmation", "lot": "a", "party": "us", "done": "yes", "quantity": 2.5},
        {"kind": "incident", "incident": "clash"},
        {"kind": "listing", "listing": "listed", "entity": "eu-1"},
        {"kind": "correction", "ref": "minsk#1", "event": {"kind": "note", "what": "x"}},
    ]
    done = set()
    for sample in samples:
        if sample["kind"] in ("confirmation", "stock", "correction", "partial"):
            sample = {"done": "yes", "quantity": 3, "ref": "minsk#1", **sample}
        names = KINDS[sample["kind"]].__dataclass_fields__
        event = read({key: x for key, x in sample.items() if key in ("kind", *names)})
        assert read(json.loads(canonical(event.body()))) == event
        done.add(event.kind)
    assert done == set(KINDS)


def test_what_is_empty_is_left_out_and_whole_numbers_are_whole() -> None:
    """Two ways to write one event have one body, so one hash."""
    event = Delivery(party="by", lot="a", quantity=30.0, evidence=(Evidence(source="BBC"),))
    assert event.body() == {
        "kind": "delivery",
        "party": "by",
        "lot": "a",
        "evidence": [{"source": "BBC"}],
        "quantity": 30,
    }


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"kind": "delivry"}, "no kind of event 'delivry' (did you mean 'delivery'?)"),
        ({}, "no kind of event ''"),
        ({"kind": "note", "what": "x", "wen": "2025"}, "no field 'wen' (did you mean 'when'?)"),
        ({"kind": "delivery", "lot": "a"}, "delivery: it needs party"),
        ({"kind": "delivery", "party": "by"}, "it needs lot or measure"),
        ({"kind": "note", "what": "x", "when": "2025-13"}, "note, when: 2025-13 is no date"),
        ({"kind": "note", "what": "x", "when": 2025}, "when: expected a text, got 2025"),
        ({"kind": "note", "what": "x", "ref": "12"}, "expected an event such as minsk#12"),
        ({"kind": "stock", "change": "freed", "quantity": 1}, "'freed' is none of released"),
        ({"kind": "stock", "change": "released", "quantity": -1}, "quantity: -1 is below 0"),
        ({"kind": "stock", "change": "released", "quantity": 1e13}, "is above 1e+12"),
        ({"kind": "partial", "party": "a", "lot": "x", "quantity": True}, "expected a number"),
        ({"kind": "commitment", "lot": "a", "trigger": {"days": 3}}, "trigger: give a date"),
        ({"kind": "commitment", "lot": "a", "trigger": {"after": "b"}}, "go together"),
        ({"kind": "commitment", "lot": "a", "trigger": {"on": "x"}}, "trigger: there is no 'on'"),
        ({"kind": "commitment", "lot": "a", "trigger": 3}, "trigger: expected a mapping"),
        ({"kind": "commitment", "lot": "a", "grace": -1}, "grace: -1 days: from 0"),
        ({"kind": "note", "what": "x", "evidence": [{}]}, "evidence is one of"),
        ({"kind": "note", "what": "x", "evidence": [{"file": "a"}]}, "comes with its sha256"),
        ({"kind": "note", "what": "x", "evidence": [{"file": "a", "sha256": "1"}]}, "no SHA-256"),
        ({"kind": "replan", "steps": [[]]}, "expected steps"),
        ({"kind": "correction", "ref": "m#1", "event": {"kind": "correction", "ref": "m#1"}},
         "correct the first event once more"),
        ({"kind": "note", "what": "x", "recorded": "yesterday"}, "expected UTC"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_words(body: dict[str, object], says: str) -> None:
    """Each mistake names the kind, the field, and what would have been right."""
    with pytest.raises(InvalidEvent) as refused:
        read(body)
    assert says in str(refused.value)


def test_the_base_class_is_no_event() -> None:
    """Only the kinds can be made."""
    with pytest.raises(TypeError, match="base of the kinds"):
        Event()


def test_events_know_what_they_refer_to() -> None:
    """The number behind a reference, and the item: the lot before the measure."""
    note = Note(what="x", ref="two words#17", measure="m")
    assert (note.refers, note.item) == (17, "m")
    assert Note(what="x").refers == 0
    assert Commitment(lot="a", measure="m", trigger=Trigger(date="2025")).item == "a"
    assert Replan(steps=(("a",),)).body()["steps"] == [["a"]]
    assert Correction(ref="m#1").body() == {"kind": "correction", "ref": "m#1"}


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: read([]), "an event is a mapping"),  # type: ignore[arg-type]
        (lambda: Commitment(lot="a", grace=1.5), "grace: expected a whole number of days"),  # type: ignore[arg-type]
        (lambda: Commitment(lot="a", trigger="soon"), "trigger: expected Trigger, got 'soon'"),  # type: ignore[arg-type]
        (lambda: Note(what="x", evidence="BBC"), "evidence: expected a tuple of Evidence"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_what_is_of_another_kind_is_refused_in_words(make: Callable[[], Event], says: str) -> None:
    """Events made in Python are checked as those read from a file are."""
    with pytest.raises(InvalidEvent, match=says):
        make()
