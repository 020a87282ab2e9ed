"""The store, in a file and on a server: what is recorded, read back, and refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from detente.ledger.errors import (
    BrokenChain,
    InvalidEntry,
    Moved,
    UnknownLedgerCase,
)
from detente.ledger.keeping.chain import genesis, link, seal
from detente.ledger.keeping.making import create_store
from detente.ledger.keeping.store import open_store
from tests.ledger.bodies import fill, note, unguarded

NOON = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


def test_an_event_comes_back_as_it_was_kept(store, target):
    """Also through another connection; author and time stand in its body."""
    body = {"kind": "note", "what": "Открыто — «да».", "quantity": 14, "list": [1.5, None, True]}
    kept = store.append("minsk", body, author="anna", recorded=NOON)
    assert (kept.id, kept.author, kept.recorded) == ("minsk#1", "anna", "2026-03-01T12:00:00Z")
    assert kept.content == {**body, "by": "anna", "recorded": "2026-03-01T12:00:00Z"}
    assert kept.previous == genesis("minsk")
    assert kept.hash == link(kept.previous, kept.body)
    with open_store(target) as again:
        assert list(again.entries("minsk")) == [kept]
        assert again.head("minsk") == kept


def test_both_databases_keep_the_same_bytes(server, tmp_path):
    """The same events have the same texts and hashes in a file and on a server."""
    kept = []
    for target in (tmp_path / "deal.ledger", server.database()):
        with create_store(target) as store:
            store.append_many("minsk", [note(1), note("ещё")], author="anna", recorded=NOON)
            kept.append(list(store.entries("minsk")))
    assert kept[0] == kept[1]


def test_entries_can_be_read_from_and_to_a_number(store):
    """`after` is left out, `until` is taken in; beyond the end there is nothing."""
    fill(store, 7)
    numbers = [entry.number for entry in store.entries("minsk", after=2, until=5)]
    assert numbers == [3, 4, 5]
    assert list(store.entries("minsk", after=7)) == []
    assert list(store.entries("pinsk")) == []
    assert store.head("pinsk") is None
    assert [store.hash_at("minsk", n) for n in (0, 8)] == [genesis("minsk"), None]


def test_cases_have_chains_of_their_own(store, target):
    """Their numbers start at 1; the only one need not be named, of several one must be."""
    with pytest.raises(UnknownLedgerCase, match="no events yet"):
        store.only_case()
    fill(store, 2, "minsk")
    assert store.only_case() == "minsk"
    fill(store, 3, "jpoa")
    assert store.cases() == ("jpoa", "minsk")
    assert [store.follow(case)[0] for case in store.cases()] == [3, 2]
    with pytest.raises(UnknownLedgerCase, match="say which case: jpoa, minsk"):
        store.only_case()
    with pytest.raises(UnknownLedgerCase, match="did you mean 'minsk'"):
        store.only_case("mnsk")


def test_many_are_recorded_as_one(store):
    """Where one of them cannot be kept, none is."""
    fill(store, 2)
    with pytest.raises(InvalidEntry):
        store.append_many("minsk", [note(3), {"kind": {1, 2}}])
    assert store.follow("minsk")[0] == 2
    assert [entry.number for entry in store.append_many("minsk", [note(3), note(4)])] == [3, 4]
    assert store.append_many("minsk", []) == []


def test_who_was_slower_is_told(store):
    """An append that counts on the last event being another one records nothing."""
    fill(store, 2)
    with pytest.raises(Moved, match="at event 2, not 1"):
        store.append("minsk", note(3), after=1)
    assert store.append("minsk", note(3), after=2).number == 3
    assert store.append("pinsk", note(1), after=0).number == 1


@pytest.mark.parametrize("case", ["", "a b", "a#1", "-a", "a:b", "x" * 61, "a\n", 5])
def test_a_case_has_a_name_that_can_be_referred_to(store, case):
    """No blanks, no signs that part an event's name."""
    with pytest.raises(InvalidEntry, match="no name of a case"):
        store.append(case, note(1))


def test_time_never_goes_back(store):
    """An event of a clock that is behind gets the time before it, and says what the clock said."""
    store.append("minsk", note(1), recorded=NOON)
    behind = store.append("minsk", note(2), recorded=NOON - timedelta(hours=2))
    assert behind.recorded == "2026-03-01T12:00:00Z"
    assert behind.content["clock"] == "2026-03-01T10:00:00Z"
    ahead = store.append("minsk", note(3), recorded=NOON + timedelta(seconds=1))
    assert ahead.recorded == "2026-03-01T12:00:01Z"
    assert "clock" not in ahead.content
    same = store.append("minsk", note(4), recorded=NOON + timedelta(seconds=1))
    assert same.recorded == ahead.recorded
    assert "clock" not in same.content  # as right as clocks are that show seconds


@settings(max_examples=10)
@given(st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=6))
def test_no_order_of_clocks_makes_time_go_back(tmp_path_factory, seconds):
    """Whatever the clocks say, times rise; and what each clock said is still known."""
    with create_store(tmp_path_factory.mktemp("clock") / "deal.ledger") as store:
        for shift in seconds:
            store.append("minsk", note(shift), recorded=NOON + timedelta(seconds=shift))
        entries = list(store.entries("minsk"))
    times = [entry.recorded for entry in entries]
    assert times == sorted(times)
    said = [entry.content.get("clock", entry.recorded) for entry in entries]
    clocks = [datetime.fromisoformat(x) for x in said]
    assert clocks == [NOON + timedelta(seconds=shift) for shift in seconds]


# --- what the database itself refuses ------------------------------------------------------------

SPOILING = {
    "sqlite": [
        "UPDATE event SET body = '{}' WHERE number = 2",
        "DELETE FROM event WHERE number = 3",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE number = 2",
        # A new number under an old key would push the old event out.
        "INSERT OR REPLACE INTO event SELECT id, \"case\", 4, previous, body, hash FROM event "
        "WHERE number = 2",
        "INSERT INTO event (\"case\", number, previous, body, hash) "
        "VALUES ('minsk', 9, 'a', 'b', 'c')",
        "INSERT INTO event (\"case\", number, previous, body, hash) "
        "VALUES ('minsk', 3, 'a', 'b', 'c') ON CONFLICT (\"case\", number) DO UPDATE SET body = ''",
    ],
    "postgresql": [
        "UPDATE event SET body = '{}' WHERE number = 2",
        "DELETE FROM event WHERE number = 3",
        "TRUNCATE event",
        "INSERT INTO event (\"case\", number, previous, body, hash) "
        "VALUES ('minsk', 3, 'a', 'b', 'c')",
        "INSERT INTO event (\"case\", number, previous, body, hash) "
        "VALUES ('minsk', 3, 'a', 'b', 'c') ON CONFLICT (\"case\", number) DO UPDATE SET body = ''",
    ],
}  # fmt: skip


def test_the_database_refuses_to_change_or_delete(store):
    """UPDATE, DELETE, TRUNCATE and SQLite's REPLACE fail, whoever asks."""
    fill(store, 3)
    before = list(store.entries("minsk"))
    for statement in SPOILING[store.engine.dialect.name]:
        connection = store.engine.raw_connection()
        with pytest.raises(store.engine.dialect.loaded_dbapi.Error):
            connection.cursor().execute(statement)
        connection.rollback()
        connection.close()
    assert list(store.entries("minsk")) == before


def test_a_broken_chain_is_never_handed_out(store):
    """Reading past a changed event raises; what is before it has been given."""
    fill(store, 5)
    with unguarded(store) as cursor:
        cursor.execute("UPDATE event SET body = '{}' WHERE number = 4")
    entries = store.entries("minsk", after=1, until=3)
    assert [entry.number for entry in entries] == [2, 3]
    with pytest.raises(BrokenChain, match="minsk: event 4 was changed"):
        list(store.entries("minsk"))


def test_a_file_is_in_wal_with_full_sync(tmp_path):
    """What is acknowledged has been written and flushed; readers do not wait for a writer."""
    with create_store(tmp_path / "deal.ledger") as store, store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    # At rest it is one file.
    assert [path.name for path in tmp_path.iterdir()] == ["deal.ledger"]


def test_reading_goes_on_while_somebody_writes(store):
    """A reader sees the ledger as it was when it began."""
    fill(store, 3)
    entries = store.entries("minsk")
    first = next(entries)
    fill(store, 1)
    assert [first.number, *(entry.number for entry in entries)] == [1, 2, 3]
    assert store.follow("minsk")[0] == 4


def test_bytes_that_are_no_text_are_named_too(tmp_path):
    """SQLite may be made to hold broken UTF-8: the event is found, nothing crashes."""
    with create_store(tmp_path / "deal.ledger") as store:
        for case, value in (("minsk", "CAST(x'ff00fe' AS TEXT)"), ("jpoa", "x'00'"), ("x", "7")):
            fill(store, 3, case)
            with unguarded(store) as cursor:
                cursor.execute(
                    f'UPDATE event SET body = {value} WHERE "case" = ? AND number = 2', [case]
                )
            with pytest.raises(BrokenChain, match=f"{case}: event 2 was changed"):
                store.follow(case)


@pytest.mark.parametrize("text", ["{", "[]", '{"a":1},{"b":2}', "NaN", "[" * 100_000])
def test_a_sealed_text_that_is_no_event_is_named(store, text):
    """Whoever seals nonsense makes a whole chain; it is not handed out as an event."""
    fill(store, 2)
    head = store.head("minsk")
    with store.writing() as writing:
        writing.lock("minsk")
        writing.add("minsk", seal([text], 2, head.hash))
    assert store.follow("minsk")[0] == 3
    with pytest.raises(BrokenChain, match="event 3 is no event: its text cannot be read"):
        list(store.bodies("minsk"))
    with pytest.raises(BrokenChain, match="event 3 is no event"):
        assert store.head("minsk").content
    with pytest.raises(BrokenChain, match="event 3 is no event"):
        store.append("minsk", note(4))
