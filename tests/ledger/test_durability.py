"""Real faults: what was acknowledged is there, the chain is whole, the others are told."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from detente.ledger.errors import DetenteError, NotALedger, StoreUnavailable
from detente.ledger.keeping.checkpoint import Checkpoint
from detente.ledger.keeping.making import create_store
from detente.ledger.keeping.store import open_store
from detente.ledger.keeping.verification import verify
from detente.ledger.keeping.writing import Writing
from tests.ledger.bodies import fill, note

KILLS = 32
ROOT = Path(__file__).parents[2]


def writer(target, name="w", case="minsk", count=None) -> subprocess.Popen[str]:
    """Start a process that records; each line of its output is an acknowledged event."""
    words = [sys.executable, "-m", "tests.ledger.writer", str(target), case, name]
    return subprocess.Popen(
        [*words, *([str(count)] if count else [])],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, bufsize=1,
    )  # fmt: skip


def acknowledged(lines) -> dict[int, str]:
    """Numbers and hashes that a writer told of; a line cut off by the kill was not told."""
    whole = [line.split() for line in lines if line.endswith("\n")]
    return {int(words[0]): words[1] for words in whole if words[0] != "refused"}


def check(target, told: dict[int, str]) -> int:
    """The chain is whole, and every event that was told of is there; give its length."""
    with open_store(target) as store:
        assert verify(store).fault is None
        kept = {entry.number: entry.hash for entry in store.entries("minsk")}
    assert told.items() <= kept.items()
    return len(kept)


def test_killed_while_recording(tmp_path):
    """32 writers killed with SIGKILL at any moment: nothing acknowledged is lost.

    At most one event a kill is there that was not told of: the one being acknowledged.
    """
    target = tmp_path / "deal.ledger"
    create_store(target).close()
    draw = random.Random(6)
    told: dict[int, str] = {}
    for kill in range(KILLS):
        process = writer(target, f"w{kill}")
        lines = [process.stdout.readline()]  # it has begun
        time.sleep(draw.uniform(0.0, 0.03))
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
        process.wait()
        process.stdout.close()
        told |= acknowledged(lines)
        length = check(target, told)
        assert len(told) <= length <= len(told) + kill + 1
    assert len(told) > 2 * KILLS  # they were killed at work, not at the start


def test_two_writers_at_once(store, target):
    """Processes that record into one case wait for each other: no event lost, no fork."""
    each = 60
    processes = [writer(target, name, count=each) for name in ("a", "b")]
    told = [
        acknowledged(process.communicate(timeout=60)[0].splitlines(True)) for process in processes
    ]
    assert [len(one) for one in told] == [each, each]
    assert not told[0].keys() & told[1].keys()
    assert check(target, told[0] | told[1]) == 2 * each
    authors = "".join(entry.author for entry in store.entries("minsk"))
    assert "ab" in authors or "ba" in authors


def at_once(store, count):
    """Record one event from each of many threads."""
    threads = [threading.Thread(target=fill, args=(store, 1)) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_threads_of_one_process(store, target):
    """As the web server's: one store, many threads."""
    with open_store(target, wait=60.0) as patient:  # on a busy disk 24 turns take a while
        at_once(patient, 24)
    assert check(target, {}) == 24


def test_threads_wait_for_one_another_as_long_as_it_takes(tmp_path, monkeypatch):
    """The limit is for other programs: eight turns of 0.1 s are more than the 0.2 s of it."""
    target = tmp_path / "deal.ledger"
    create_store(target).close()

    def slowly(self, case, rows, add=Writing.add):
        add(self, case, rows)
        time.sleep(0.1)

    monkeypatch.setattr(Writing, "add", slowly)
    with open_store(target, wait=0.2) as store:
        at_once(store, 8)
    assert check(target, {}) == 8


# --- the server ----------------------------------------------------------------------------------


def test_a_server_stopped_while_recording(server):
    """Stopped with nothing flushed, twice: what was acknowledged is there when it is back.

    Who was not acknowledged is told; a store that was open goes on when the server is back.
    """
    address = server.database()
    store = create_store(address)
    told: dict[int, str] = {}
    for stop in range(2):
        process = writer(address, f"w{stop}")
        lines = [process.stdout.readline() for _ in range(20)]
        server.stop()
        lines += process.communicate(timeout=30)[0].splitlines(True)
        assert process.returncode == 3
        assert lines[-1].startswith("refused postgresql://")
        assert "server was lost" in lines[-1] or "server cannot be reached" in lines[-1]
        with pytest.raises(StoreUnavailable, match=r"cannot be reached|was lost"):
            store.append("minsk", note("meanwhile"))
        server.start()
        told |= acknowledged(lines)
        assert len(told) <= check(address, told) <= len(told) + stop + 1 + stop
        kept = store.append("minsk", note("again"))  # through the connections of before
        told[kept.number] = kept.hash
    store.close()


# --- the disk ------------------------------------------------------------------------------------

FILL = """
import sys
from detente.ledger.errors import StoreUnavailable
from detente.ledger.keeping.making import create_store
from detente.ledger.keeping.verification import verify
store = create_store(sys.argv[1])
told = 0
try:
    while True:
        told = store.append("minsk", {"kind": "note", "what": "x" * 2000}).number
except StoreUnavailable as error:
    print(error)
print(told, store.follow("minsk")[0], verify(store).fault)
"""


def test_a_disk_that_is_full(tmp_path):
    """On a file system of 2 MB: who does not fit is told; what was acknowledged is all there."""
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare, to mount a small file system of its own")
    inside = (
        f'mount -t tmpfs -o size=2m none {tmp_path} && exec "$0" -c "$1" {tmp_path}/deal.ledger'
    )
    words = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", inside]
    done = subprocess.run(
        [*words, sys.executable, FILL], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip(f"no user namespaces here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    said, counts = done.stdout.splitlines()
    assert "the disk is full" in said
    told, length, fault = counts.split()
    assert int(told) == int(length) > 50
    assert fault == "None"


def test_a_database_that_may_not_grow(tmp_path):
    """SQLite's own limit on pages, where no small file system can be had: the same."""
    with create_store(tmp_path / "deal.ledger") as store:
        with store.reading() as connection:  # the pool hands this connection out again
            connection.exec_driver_sql("PRAGMA max_page_count = 60")
        told: list[int] = []
        with pytest.raises(StoreUnavailable, match="the disk is full; nothing was recorded"):
            told.extend(store.append("minsk", note("x" * 2000)).number for _ in range(1000))
        assert len(told) > 20
        assert store.follow("minsk")[0] == len(told)
        with store.reading() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert store.append("minsk", note("goes on")).number == len(told) + 1


# --- a disk that lies ----------------------------------------------------------------------------


@contextmanager
def interrupted(folder, count):
    """Give a ledger whose last events are in the write-ahead log only, and what was told."""
    path = folder / "deal.ledger"
    with create_store(path) as store:
        fill(store, 5)
    process = writer(path)
    lines = [process.stdout.readline() for _ in range(count)]
    process.send_signal(signal.SIGKILL)
    lines += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    yield path, path.with_name("deal.ledger-wal"), acknowledged(lines)


@pytest.mark.parametrize("harm", ["cut", "zero", "garble"])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9, 0.999])
def test_a_torn_log(tmp_path, harm, share):
    """A disk that loses what it said it had written, from some place of the log on.

    Nobody can promise the events behind that place. What is promised: those before it are
    there, the chain is whole, it can be gone on with, and a checkpoint tells of the loss.
    """
    with interrupted(tmp_path, 12) as (path, log, told):
        data = log.read_bytes()
        at = int(len(data) * share)
        tail = {
            "cut": b"",
            "zero": bytes(len(data) - at),
            "garble": random.Random(1).randbytes(len(data) - at),
        }[harm]
        log.write_bytes(data[:at] + tail)
        last = max(told)
        with open_store(path) as store:
            found = verify(store)
            kept = {entry.number: entry.hash for entry in store.entries("minsk")}
            assert found.fault is None
            assert 5 <= len(kept) <= last + 1
            assert all(kept[n] == told[n] for n in told.keys() & kept.keys())
            if last not in kept:
                point = Checkpoint("minsk", last, told[last])
                fault = verify(store, against=[point]).fault
                assert (fault.kind, fault.number) == ("missing", len(kept) + 1)
            assert store.append("minsk", note("goes on")).number == len(kept) + 1
            assert verify(store).fault is None


@pytest.mark.parametrize("seed", range(12))
def test_a_garbled_file_is_never_served_silently(tmp_path, seed):
    """Any 64 bytes of the file overwritten: the truth, or an error; never another history."""
    path = tmp_path / "deal.ledger"
    with create_store(path) as store:
        fill(store, 40)
        truth = list(store.entries("minsk"))
    draw = random.Random(seed)
    data = bytearray(path.read_bytes())
    at = draw.randrange(100, len(data) - 64)
    data[at : at + 64] = draw.randbytes(64)
    path.write_bytes(data)
    served, fault = [], None
    try:
        with open_store(path) as store:
            fault = verify(store).fault
            served.extend(store.entries("minsk"))
    except DetenteError as error:
        fault = error
    assert fault is not None or served == truth
    assert served == truth[: len(served)]


def test_garbled_pages_are_told_as_such(tmp_path):
    """Where SQLite itself can no longer read: go back to a copy or an export."""
    path = tmp_path / "deal.ledger"
    with create_store(path) as store:
        fill(store, 200)
    data = bytearray(path.read_bytes())
    for page in range(4096, len(data), 4096):
        data[page : page + 200] = os.urandom(200)
    path.write_bytes(data)
    with pytest.raises(NotALedger, match="damaged"), open_store(path) as store:
        verify(store)
