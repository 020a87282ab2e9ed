"""JSON lines: a ledger as a text file that any program can read, and back without a loss.

Each line is one event in canonical JSON: its body, and what seals it.

    {"body":{"by":"anna",…},"case":"minsk","hash":"9f2c…","number":1,"previous":"4906…"}

The cases follow one another by name, their events by number; so the same ledger always gives the
same bytes, whichever database it is in.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.ledger.errors import BrokenChain, InvalidEntry, InvalidLines
from detente.ledger.fields import InvalidEvent
from detente.ledger.keeping.canonical import dump
from detente.ledger.keeping.chain import Fault, Sealed, follow, genesis
from detente.ledger.keeping.store import entry_of, is_case
from detente.ledger.keeping.writing import BATCH
from detente.ledger.told import event_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from detente.ledger.keeping.store import Entry, Store
    from detente.ledger.keeping.writing import Writing

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def lines(store: Store, case: str | None = None, by: date | None = None) -> Iterator[str]:
    """Give the lines of a store, or of one case of it, each with its line end.

    With `by`, of what had been recorded by that day: the beginning of what is given without.

    Raises
    ------
    BrokenChain
        A chain is broken: what cannot be vouched for does not go out.
    """
    for name in store.cases() if case is None else (case,):
        for entry in store.entries(name):
            if by is not None and entry.recorded[:10] > by.isoformat():
                break  # time never goes back
            yield f"{_line(name, entry)}\n"


def _line(case: str, row: Entry | Sealed) -> str:
    return (
        f'{{"body":{row.body},"case":"{case}","hash":"{row.hash}",'
        f'"number":{row.number},"previous":"{row.previous}"}}'
    )


class Taken(NamedTuple):
    """How many events of a case were taken in, and how many were there already."""

    case: str
    new: int
    known: int


def take_lines(
    store: Store,
    source: Iterable[bytes],
    name: str,
    check: Callable[[Mapping[str, Any]], object] = event_of,
) -> tuple[Taken, ...]:
    """Take in the lines that `lines` gave, whole or not at all.

    Events that the store has already must be the same; those after them are added with their
    authors, times and hashes as they are.

    Parameters
    ----------
    store
        Where to.
    source
        The lines.
    name
        What errors call the file.
    check
        Refuses a body that is no event; what reads a ledger relies on that.

    Raises
    ------
    InvalidLines
        A line is no event, or another one than the store has; the line is named.
    BrokenChain
        A line does not follow the one before it; the line is named.
    """
    cases: dict[str, _Taker] = {}
    with store.writing() as writing:
        for at, line in enumerate(source, 1):
            try:
                case, row, recorded, body = _read(line)
                check(body)
                if case not in cases:
                    cases[case] = _Taker(writing, case)
                cases[case].take(row, recorded)
            except BrokenChain as error:
                raise BrokenChain(error.fault, f"{name}:{at}") from None
            except (InvalidLines, InvalidEntry, InvalidEvent) as error:
                raise InvalidLines(f"{name}:{at}: {error}") from None
        for taker in cases.values():
            taker.flush()
    if not cases:
        raise InvalidLines(f"{name}: there are no events in this file")
    return tuple(Taken(case, taker.new, taker.known) for case, taker in sorted(cases.items()))


def _read(line: bytes) -> tuple[str, Sealed, str, dict[str, Any]]:
    """Read one line: the case, the event as it is kept, when it was recorded, and its body."""
    try:
        text = line.decode("utf-8").rstrip("\r\n")
        read = json.loads(text)
        case, body = read["case"], read["body"]
        row = Sealed(read["number"], read["previous"], dump(body), read["hash"])
        recorded = body["recorded"]
        sound = is_case(case) and type(row.number) is int and _STAMP.fullmatch(recorded)
    except InvalidEntry:
        raise
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InvalidLines("this is no event as `detente ledger export` writes it") from None
    if not sound or _line(case, row) != text:
        raise InvalidLines("this is not as `detente ledger export` writes it")
    return case, row, recorded, body


class _Taker:
    """Takes in the lines of one case."""

    def __init__(self, writing: Writing, case: str) -> None:
        writing.lock(case)
        head = writing.head(case)
        self.writing, self.case = writing, case
        self.had = head.number if head else 0
        self.recorded = entry_of(case, head).recorded if head else ""
        self.number = -1
        self.hash = ""
        self.hashes: dict[int, str] = {0: genesis(case)}
        self.waiting: list[Sealed] = []
        self.new = self.known = 0

    def take(self, row: Sealed, recorded: str) -> None:
        """Take in one line."""
        if self.number < 0:  # the first; a file may also go on where the store ends
            if not 1 <= row.number <= self.had + 1:
                raise BrokenChain(Fault(self.case, self.had + 1, "missing"))
            self.number, self.hash = row.number - 1, self._stored(row.number - 1)
        self.number, self.hash = follow(self.case, [row], self.number, self.hash)
        if row.number <= self.had:
            if row.hash != self._stored(row.number):
                raise InvalidLines(f"{self.case}#{row.number} is another event in the store")
            self.known += 1
            return
        if recorded < self.recorded:
            raise InvalidLines(f"{self.case}#{row.number} was recorded before the one before it")
        self.recorded = recorded
        self.waiting.append(row)
        self.new += 1
        if len(self.waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        self.writing.add(self.case, self.waiting)
        self.waiting = []

    def _stored(self, number: int) -> str:
        if number not in self.hashes:
            self.hashes = self.writing.hashes(self.case, number)
        return self.hashes[number]
