"""The ledger's benchmark: it runs, and both sides do what is compared."""

from __future__ import annotations

import pytest

from benchmarks.ledger import body, bulk, detente, environment, eventsourcing, serve
from detente.ledger.events import read
from detente.ledger.keeping.store import open_store


def test_our_side_appends_one_event_a_transaction(tmp_path):
    """Each is in the ledger, which is whole."""
    target = tmp_path / "one.ledger"
    append = detente(str(target))["append"]
    for k in range(5):
        append(k)
        with open_store(target) as store:
            assert store.follow("minsk")[0] == k + 1


def test_their_side_appends_to_a_disk(tmp_path):
    """An aggregate is saved event by event, with full sync; or ready events are stored."""
    pytest.importorskip("eventsourcing", reason="a peer: benchmarks/requirements.txt")
    for act in eventsourcing(str(tmp_path / "one.db")).values():
        act(1)


def test_a_side_does_what_it_is_asked(monkeypatch, capsys):
    """So often, and tells the seconds."""
    done = []
    monkeypatch.setattr("sys.stdin", ["append 3\n", "append 2\n"])
    serve({"append": done.append})
    assert done == [0, 1, 2, 0, 1]
    assert all(float(line) >= 0 for line in capsys.readouterr().out.splitlines())


def test_the_bulk_part_measures_every_step(tmp_path):
    """Seconds and memory of each."""
    found = bulk(str(tmp_path), 400)
    steps = {"append", "verify", "read", "project", "export", "import"}
    assert found.keys() == steps | {f"{step}_mb" for step in steps}


def test_its_events_are_events(tmp_path):
    """What is projected are kinds that the ledger knows."""
    assert [read(body(k)).kind for k in range(4)] == [
        "commitment",
        "delivery",
        "confirmation",
        "note",
    ]


def test_the_peer_is_told_where_the_server_is():
    """From the address that the wheel's server gives."""
    found = environment("postgresql://postgres:@/deal?host=/tmp/pg")
    assert (found["POSTGRES_DBNAME"], found["POSTGRES_HOST"]) == ("deal", "/tmp/pg")
