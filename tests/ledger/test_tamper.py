"""Tampering with the database itself, past its triggers: each is found, and where it is."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError

import pytest

from detente.ledger.keeping.chain import Fault, seal
from detente.ledger.keeping.checkpoint import Checkpoint, checkpoint
from detente.ledger.keeping.making import create_store
from detente.ledger.keeping.verification import verify
from tests.ledger.bodies import fill, note, unguarded

LENGTH = 8


@pytest.fixture
def ledger(store):
    """Give a ledger of two cases, 8 events of minsk and 3 of jpoa."""
    fill(store, LENGTH)
    fill(store, 3, "jpoa")
    return store


def spoil(store, statement: str) -> None:
    """Run a statement on the events of minsk, which it calls `mine`; triggers are gone."""
    with unguarded(store) as cursor:
        cursor.execute(statement.replace("mine", "\"case\" = 'minsk'"))


COLUMNS = '"case", number, previous, body, hash'
SPOILS = {
    "edit a text": ("UPDATE event SET body = replace(body, 'Note 5.', 'Note 6.') WHERE mine",
                    ("changed", 5)),
    "edit the first": ("UPDATE event SET body = '{}' WHERE mine AND number = 1", ("changed", 1)),
    "edit the last": ("UPDATE event SET body = '{}' WHERE mine AND number = 8", ("changed", 8)),
    "edit a hash": ("UPDATE event SET hash = previous WHERE mine AND number = 5", ("changed", 5)),
    "edit a link": ("UPDATE event SET previous = hash WHERE mine AND number = 5", ("changed", 5)),
    "delete one": ("DELETE FROM event WHERE mine AND number = 5", ("missing", 5)),
    "delete the first": ("DELETE FROM event WHERE mine AND number = 1", ("missing", 1)),
    "delete several": ("DELETE FROM event WHERE mine AND number BETWEEN 3 AND 6", ("missing", 3)),
    "insert at the end": (
        f"INSERT INTO event ({COLUMNS}) SELECT \"case\", 9, previous, body, hash FROM event "
        "WHERE mine AND number = 8", ("moved", 9)),
    "insert far beyond the end": (
        f"INSERT INTO event ({COLUMNS}) SELECT \"case\", 99, previous, body, hash FROM event "
        "WHERE mine AND number = 8", ("missing", 9)),
    "insert before the beginning": (
        f"INSERT INTO event ({COLUMNS}) SELECT \"case\", 0, previous, body, hash FROM event "
        "WHERE mine AND number = 8", ("number", 0)),
    "swap two texts": (
        "UPDATE event SET body = (SELECT e.body FROM event e WHERE e.\"case\" = 'minsk' "
        "AND e.number = 9 - event.number) WHERE mine AND number IN (4, 5)", ("changed", 4)),
    "move to another case": (
        "UPDATE event SET \"case\" = 'pinsk', number = 1 WHERE mine AND number = 1",
        ("missing", 1)),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILS)
def test_each_is_found_where_it_is(ledger, name):
    """The first bad event is named, with what is wrong; the other case is whole."""
    statement, (kind, number) = SPOILS[name]
    spoil(ledger, statement)
    found = verify(ledger, ["minsk"])
    assert found.fault == Fault("minsk", number, kind)
    assert (found.chains[0].length, found.chains[0].head) == (max(number - 1, 0), "")
    assert verify(ledger, ["jpoa"]).chains[0].fault is None


def swap(store, one: int, other: int) -> None:
    """Exchange two events whole, so that each is at the other's number."""
    for numbers in ((one, -1), (other, one), (-1, other)):
        spoil(store, "UPDATE event SET number = {1} WHERE mine AND number = {0}".format(*numbers))


def test_two_events_exchanged(ledger):
    """The first that is not where it was recorded."""
    swap(ledger, 4, 5)
    assert verify(ledger).fault == Fault("minsk", 4, "moved")


def test_one_removed_and_the_gap_closed(ledger):
    """The event before the gap is not the one that the next was recorded after."""
    spoil(ledger, "DELETE FROM event WHERE mine AND number = 5")
    for k in (6, 7, 8):
        spoil(ledger, f"UPDATE event SET number = {k - 1} WHERE mine AND number = {k}")
    assert verify(ledger).fault == Fault("minsk", 4, "rewritten")


def reseal(store, number: int, *, to: int) -> None:
    """Change an event, and seal it and those up to `to` anew, as one who knows how would."""
    entries = list(store.entries("minsk"))
    bodies = [json.loads(entry.body) for entry in entries[number - 1 : to]]
    bodies[0]["what"] = "Nothing happened."
    texts = [json.dumps(b, sort_keys=True, separators=(",", ":")) for b in bodies]
    for row in seal(texts, number - 1, entries[number - 1].previous):
        with unguarded(store) as cursor:
            mark = "?" if store.engine.dialect.name == "sqlite" else "%s"
            cursor.execute(
                f"UPDATE event SET previous = {mark}, body = {mark}, hash = {mark} "
                f"WHERE \"case\" = 'minsk' AND number = {mark}",
                (row.previous, row.body, row.hash, row.number),
            )


def test_a_rewritten_event_does_not_fit_the_next(ledger):
    """Sealed anew by itself: the next event was recorded after another one."""
    reseal(ledger, 5, to=5)
    assert verify(ledger).fault == Fault("minsk", 5, "rewritten")


def test_a_chain_sealed_anew_is_whole_but_not_that_of_the_checkpoint(ledger):
    """All that follows a change sealed anew: only a checkpoint from before can tell."""
    points = [Checkpoint("minsk", n, ledger.hash_at("minsk", n)) for n in (1, 2, 3, 6, 7)]
    early, late = points[:3], points[3:]
    reseal(ledger, 5, to=LENGTH)
    assert verify(ledger).fault is None
    for held, fit, proven in ((points[::-1], tuple(early), 3), (late, (), 0)):
        found = verify(ledger, ["minsk"], held)
        assert found.fault == Fault("minsk", 6, "head")
        chain = found.chains[0]
        assert (chain.length, chain.head, chain.checkpoints) == (proven, "", fit)
    assert verify(ledger, against=early).fault is None


def test_a_chain_cut_short_does_not_reach_the_checkpoint(ledger):
    """The events that it covers are missing, from the first on that is."""
    made = checkpoint(ledger, "minsk")
    spoil(ledger, "DELETE FROM event WHERE mine AND number > 5")
    assert verify(ledger, against=[made]).fault == Fault("minsk", 6, "missing")


def test_a_whole_case_removed(ledger):
    """Its checkpoint says that there were events."""
    made = checkpoint(ledger, "minsk")
    spoil(ledger, "DELETE FROM event WHERE mine")
    assert verify(ledger, against=[made]).fault == Fault("minsk", 1, "missing")


def test_the_end_cut_off_shows_in_a_file_without_a_checkpoint(tmp_path):
    """SQLite remembers the largest key that it gave; with one case it is told where."""
    with create_store(tmp_path / "one.ledger") as store:
        fill(store, LENGTH)
        spoil(store, "DELETE FROM event WHERE mine AND number > 6")
        assert verify(store).fault == Fault("minsk", 7, "cut")
        fill(store, 1, "jpoa")
        assert verify(store).fault == Fault("", 1, "cut")
        spoil(store, "DELETE FROM event")
        assert verify(store).fault == Fault("", 1, "cut")


def test_what_goes_on_is_no_tampering(ledger):
    """New events after a checkpoint, and appends that failed, leave all whole."""
    made = [checkpoint(ledger, case) for case in ledger.cases()]
    ledger.append("minsk", note(9))
    with pytest.raises(RuntimeError, match="a fault"):
        fail_after_adding(ledger)
    found = verify(ledger, against=made)
    assert found.fault is None
    assert [(c.case, c.length, c.head, c.checkpoints) for c in found.chains] == [
        ("jpoa", 3, ledger.head("jpoa").hash, (made[0],)),
        ("minsk", 9, ledger.head("minsk").hash, (made[1],)),
    ]


def fail_after_adding(store) -> None:
    """Add an event, and fail before the transaction ends."""
    with store.writing() as writing:
        writing.lock("minsk")
        head = writing.head("minsk")
        writing.add("minsk", seal(["{}"], head.number, head.hash))
        raise RuntimeError("a fault")


def test_an_empty_ledger_is_whole(store):
    """Nothing was recorded, nothing is wrong; a checkpoint of nothing fits."""
    assert verify(store).chains == ()
    assert verify(store, against=[checkpoint(store, "minsk")]).fault is None
    for digit in "0f":
        wrong = Checkpoint("minsk", 0, digit * 64)
        assert verify(store, against=[wrong]).fault == Fault("minsk", 0, "head")


def test_what_was_found_cannot_be_changed(ledger):
    """Neither the verdict nor the account of a case."""
    found = verify(ledger)
    with pytest.raises(FrozenInstanceError):
        found.fault = None
    with pytest.raises(FrozenInstanceError):
        found.chains[0].length = 9
