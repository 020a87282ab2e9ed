"""The fold: however events are read, they come to the same state."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from detente.ledger.bodies import when
from detente.ledger.book import AsOf, Book
from detente.ledger.dates import span
from detente.ledger.keeping.lines import lines, take_lines
from detente.ledger.keeping.making import create_store
from detente.ledger.rules.fold import advance, project
from detente.ledger.rules.state import State
from tests.ledger.sequences import sequences

Body = dict[str, Any]


def numbered(bodies: list[Body]) -> list[tuple[int, Body]]:
    """Bodies with their numbers."""
    return list(enumerate(bodies, 1))


def at_once(bodies: list[Body]) -> State:
    """The state, from scratch."""
    return project(lambda: numbered(bodies))


@given(sequences())
def test_one_by_one_comes_to_the_same_as_all_at_once(bodies: list[Body]) -> None:
    """Advancing event by event, anew only at a correction, equals the replay at every prefix."""
    state = State()
    for number, body in numbered(bodies):
        if not advance(state, number, body):
            state = at_once(bodies[:number])
        assert state == at_once(bodies[:number])


@given(sequences(12))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_store_and_a_copy_of_it_come_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[Body]
) -> None:
    """In a store, incrementally, and after export and import, the state is that of the bodies."""
    folder = tmp_path_factory.mktemp("fold")
    with create_store(folder / "a.ledger") as store, create_store(folder / "b.ledger") as copy:
        book = Book(store, "minsk")
        for number, body in numbered(bodies):
            clock = datetime.fromisoformat(body["recorded"])
            kept = {key: x for key, x in body.items() if key not in ("recorded", "by")}
            store.append("minsk", kept, author=body.get("by", ""), recorded=clock)
            if number % 3 == 0:
                book.state()  # so that the rest comes on top of it
        take_lines(copy, [line.encode() for line in lines(store)], "copy")
        assert book.state() == Book(store, "minsk").state()
        assert book.state() == Book(copy, "minsk").state()
        by_hand = [{"by": "", **body} for body in bodies]
        assert book.state() == at_once(by_hand)
        day = date(2025, 4, 14)
        known = [b for b in by_hand if b["recorded"][:10] <= "2025-04-14"]
        assert book.state_on(AsOf(day, "recorded")) == at_once(known)


@given(sequences())
def test_a_past_day_is_the_replay_of_what_had_happened_by_then(bodies: list[Body]) -> None:
    """With no corrections, `happened_by` equals the fold of the events that can have happened."""
    plain = [body for body in bodies if body["kind"] != "correction"]
    day = date(2025, 2, 20)
    by_then = [(number, body) for number, body in numbered(plain) if span(when(body)).first <= day]
    seen = project(lambda: numbered(plain), day)
    replayed = project(lambda: by_then)
    for name in ("items", "grants", "breaches", "snapbacks", "stock", "pauses", "acts", "steps"):
        assert getattr(seen, name) == getattr(replayed, name)


@given(sequences())
def test_nobody_is_ever_taken_to_have_confirmed_its_own_claim(bodies: list[Body]) -> None:
    """Whatever a store holds, what counts as delivered was checked by another party."""
    for item in at_once(bodies).items.values():
        if item.whole:
            assert item.check is not None
            assert item.settled is not None
            assert item.check.party != item.settled.party
            assert not item.check.by or item.check.by not in item.settled.authors


@given(sequences())
def test_a_correction_is_as_if_the_event_had_been_so_from_the_start(bodies: list[Body]) -> None:
    """Withdrawing the first event leaves all as if a note had stood in its place."""
    plain = [{"kind": "note", "what": "First."}, *(b for b in bodies if b["kind"] != "correction")]
    assume(len(plain) > 1)
    plain[1]["recorded"] = plain[0]["recorded"] = "2025-04-01T12:00:00Z"
    withdrawal = {"kind": "correction", "ref": "minsk#2", "recorded": "2026-05-01T00:00:00Z"}
    seen = at_once([*plain, withdrawal])
    other = at_once([plain[0], {**plain[0], "what": "Second."}, *plain[2:]])
    for name in ("items", "grants", "breaches", "stock", "acts", "pauses"):
        assert getattr(seen, name) == getattr(other, name)


def delivered(**check: str) -> list[Body]:
    """A lot promised, claimed and checked."""
    stamp = {"recorded": "2025-04-01T00:00:00Z"}
    return [
        {"kind": "commitment", "lot": "a", "party": "by", **stamp},
        {"kind": "delivery", "lot": "a", "party": "by", "by": "anna", "quantity": 30, **stamp},
        {"kind": "confirmation", "lot": "a", "party": "us", "done": "yes", **stamp, **check},
    ]


@pytest.mark.parametrize(
    ("check", "status"),
    [
        ({}, "confirmed"),
        ({"observable": "no"}, "unobserved"),  # no observation is not compliance
        ({"done": "no"}, "refuted"),
        ({"done": "unknown"}, "claimed"),
        ({"quantity": 20}, "partial"),  # less was found than claimed
        ({"party": "by"}, "claimed"),  # the claimant itself
        ({"by": "anna"}, "claimed"),  # the account that wrote the claim
    ],
)
def test_a_check_is_read_for_what_it_says(check: Body, status: str) -> None:
    """Each answer of a check leads to its own status; the claimant's own word to none."""
    assert at_once(delivered(**check)).items["a"].status == status


def test_whoever_corrected_a_claim_cannot_confirm_it() -> None:
    """Correcting a claim makes its author: the back door to one's own confirmation is shut."""
    bodies = delivered(by="boris")
    assert at_once(bodies).items["a"].whole
    fixed = {"kind": "delivery", "lot": "a", "party": "by", "quantity": 30}
    correction = {"kind": "correction", "ref": "x#2", "by": "boris", "event": fixed}
    state = at_once([*bodies, {**correction, "recorded": "2025-04-02T00:00:00Z"}])
    assert not state.items["a"].whole
    assert state.ignored == 1


def test_a_check_that_cannot_tell_takes_the_place_of_none_that_could() -> None:
    """What was confirmed stays confirmed by whom it was, whatever is looked at in vain after it."""
    again = {"kind": "delivery", "party": "us", "lot": "a", "recorded": "2025-04-03T00:00:00Z"}
    vain = {"kind": "confirmation", "ref": "x#4", "party": "by", "done": "unknown",
            "recorded": "2025-04-03T00:00:00Z"}  # fmt: skip
    item = at_once([*delivered(), again, vain]).items["a"]
    assert item.check is not None
    assert (item.check.party, item.check.done, item.status) == ("us", "yes", "confirmed")


def test_the_last_correction_of_an_event_counts() -> None:
    """Two corrections of one event: the second stands, and both authors stand behind it."""
    bodies = delivered()
    for quantity, author in ((25, "boris"), (28, "clara")):
        event = {"kind": "delivery", "lot": "a", "party": "by", "quantity": quantity}
        bodies.append({"kind": "correction", "ref": "x#2", "by": author, "event": event,
                       "recorded": "2025-04-03T00:00:00Z"})  # fmt: skip
    item = at_once(bodies).items["a"]
    assert item.delivered == 28
    assert item.settled is not None
    assert item.settled.authors == ("anna", "boris", "clara")


def test_a_dispute_is_settled_by_another_check() -> None:
    """A confirmed delivery that is disputed counts again once a new check confirms it."""
    stamp = {"recorded": "2025-04-02T00:00:00Z"}
    bodies = [*delivered(), {"kind": "dispute", "ref": "x#3", "party": "us", "lot": "a",
                             "what": "Not so.", **stamp}]  # fmt: skip
    assert at_once(bodies).items["a"].status == "disputed"
    again = {"kind": "confirmation", "ref": "x#4", "party": "un", "done": "yes", **stamp}
    item = at_once([*bodies, again]).items["a"]
    assert item.status == "confirmed"
    assert item.delivered == 30  # counted once
    denied = at_once([*bodies, {**again, "done": "no"}]).items["a"]
    assert (denied.status, denied.delivered) == ("refuted", 0)


def test_a_snapback_answers_the_breach_it_names() -> None:
    """A breach is off the list once it is answered, and the relief ends after winding down."""
    stamp = {"recorded": "2025-04-02T00:00:00Z"}
    bodies = [
        {"kind": "relief", "party": "us", "measure": "gl", "when": "2025-01-01", **stamp},
        {"kind": "breach", "party": "by", "what": "Arrests.", **stamp},
        {"kind": "breach", "party": "by", "lot": "a", "what": "Late.", **stamp},
        {"kind": "snapback_started", "party": "us", "measure": "gl", "ref": "x#2",
         "when": "2025-03-01", "wind_down": 45, **stamp},
    ]  # fmt: skip
    state = at_once(bodies)
    assert [*state.breaches] == [3]
    assert (state.grants[1].ended, state.grants[1].winding) == ("2025-03-01", 45)
    over = at_once([*bodies, {"kind": "snapback_completed", "ref": "x#4", "party": "us",
                              "when": "2025-04-15", **stamp}])  # fmt: skip
    assert not over.snapbacks
    assert (over.grants[1].ended, over.grants[1].winding) == ("2025-04-15", 0)


def test_of_two_disputes_the_last_is_open() -> None:
    """A store kept elsewhere may hold a second dispute: it takes the first one's place."""
    stamp = {"recorded": "2025-04-02T00:00:00Z"}
    denied = {"kind": "dispute", "party": "us", "lot": "a", "what": "Not so.", **stamp}
    state = at_once([*delivered(), denied, {**denied, "party": "un"}])
    dispute = state.items["a"].dispute
    assert dispute is not None
    assert (dispute.number, dispute.party, state.pending) == (5, "un", {5: "a"})


def test_a_waiver_of_nothing_known_waives_nothing() -> None:
    """One whose breach is closed, and that names no lot, leaves everything as it was."""
    stamp = {"recorded": "2025-04-02T00:00:00Z"}
    state = at_once([*delivered(), {"kind": "waiver", "ref": "x#9", "party": "us", **stamp}])
    assert list(state.items) == ["a"]
    assert state.items["a"].waived == 0


def test_a_waiver_settles_a_dispute_and_undoes_no_delivery() -> None:
    """Of what was confirmed only the dispute is dropped; of a mere claim the lot is waived."""
    stamp = {"recorded": "2025-04-02T00:00:00Z"}
    closing = [
        {"kind": "dispute", "party": "us", "lot": "a", "what": "Not so.", **stamp},
        {"kind": "waiver", "party": "us", "lot": "a", **stamp},
    ]
    confirmed = at_once([*delivered(), *closing])
    assert (confirmed.items["a"].status, confirmed.pending) == ("confirmed", {})
    claimed = at_once([*delivered()[:2], *closing])
    assert claimed.items["a"].waived == 4
    assert claimed.items["a"].dispute is None
