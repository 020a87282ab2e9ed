"""The store: events of one or several cases, added at the end and never changed.

    with open_store("deal.ledger") as store:
        store.append("minsk", {"kind": "note", "what": "Opened."}, author="anna")
        for entry in store.entries("minsk"):
            ...

An entry that was returned is on disk. Reading follows the chain (`detente.ledger.keeping.chain`):
what does not fit raises, and is never handed out.
"""

from __future__ import annotations

import json
import re
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from detente.ledger.errors import BrokenChain, InvalidEntry, Moved, NotALedger, UnknownLedgerCase
from detente.ledger.keeping.canonical import canonical
from detente.ledger.keeping.chain import Fault, Sealed, follow, genesis, seal
from detente.ledger.keeping.databases import WAIT, connector, in_a_sentence
from detente.ledger.keeping.tables import EVENT, REVISION, VERSION_TABLE
from detente.ledger.keeping.writing import BATCH, EVENTS, Writing
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from sqlalchemy import Connection, Engine


class Entry(NamedTuple):
    """One event as it is kept.

    Attributes
    ----------
    case, number
        Whose event it is, and the how many-th of that case, from 1.
    body
        Its canonical JSON: the bytes that `hash` is over.
    hash, previous
        Its hash, and the one of the event before it (see `detente.ledger.keeping.chain`).
    """

    case: str
    number: int
    body: str
    hash: str
    previous: str

    @property
    def id(self) -> str:
        """How other events refer to it: ``minsk#12``."""
        return f"{self.case}#{self.number}"

    @property
    def content(self) -> dict[str, Any]:
        """The body, read.

        Raises
        ------
        BrokenChain
            It is no JSON, though whoever put it there sealed it as if it were.
        """
        try:
            read = json.loads(self.body)
        except (ValueError, RecursionError):
            read = None
        if not isinstance(read, dict):
            raise BrokenChain(Fault(self.case, self.number, "text"))
        return read

    @property
    def author(self) -> str:
        """Who recorded it; empty where one person keeps the ledger alone."""
        return str(self.content.get("by", ""))

    @property
    def recorded(self) -> str:
        """When it was recorded: UTC, ISO with seconds."""
        return str(self.content.get("recorded", ""))


class Store:
    """Events of one or several cases in one database; get it from `open_store`.

    Attributes
    ----------
    name
        What errors call it: its path, or its address without the password.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine = engine
        self.name = name
        self._idle: list[Any] = []  # a connection to write on: see `writing`
        # Threads of one program wait for one another as long as it takes: only for others' writes,
        # which it cannot count, has SQLite a limit.
        self._turn: AbstractContextManager[Any] = (
            Lock() if engine.dialect.name == "sqlite" else nullcontext()
        )

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        while self._idle:
            self._idle.pop().close()
        self.engine.dispose()

    # --- reading ---------------------------------------------------------------------------------

    def cases(self) -> tuple[str, ...]:
        """Name the cases that have events, in the order of their names."""
        found: list[str] = []
        with self.reading() as connection:
            name = EVENT.c.case
            query = select(name).order_by(name).limit(1)
            last = connection.scalar(query)
            while last is not None:  # from one to the next by the index, past all their events
                found.append(last)
                last = connection.scalar(query.where(name > last))
        return tuple(sorted(found))

    def only_case(self, case: str | None = None) -> str:
        """Give the case that is meant: the one named, or the only one there is.

        Raises
        ------
        UnknownLedgerCase
            The store has no events of that case; or it has none, or several, and none is named.
        """
        cases = self.cases()
        if case is None and len(cases) == 1:
            return cases[0]
        if case is None:
            which = f"say which case: {', '.join(cases)}" if cases else "it holds no events yet"
            raise UnknownLedgerCase(f"{self.name}: {which}")
        if case not in cases:
            raise UnknownLedgerCase(f"{self.name}: no events of '{case}'{suggest(case, cases)}")
        return case

    def head(self, case: str) -> Entry | None:
        """Give the last event of a case, or None where it has none."""
        query = EVENTS.order_by(None).order_by(EVENT.c.number.desc()).limit(1)
        with self.reading() as connection:
            row = connection.execute(query, {"of": case}).first()
        return entry_of(case, row) if row else None

    def entries(self, case: str, after: int = 0, until: int | None = None) -> Iterator[Entry]:
        """Give the events of a case in their order, as it is at the first one.

        Parameters
        ----------
        case
            Whose events.
        after, until
            Those with a number above `after`, up to `until`; that before the first is trusted.

        Raises
        ------
        BrokenChain
            At the first event that does not follow the one before it.
        """
        for batch in self._followed(case, after, until):
            for row in batch:
                yield entry_of(case, row)

    def bodies(
        self, case: str, after: int = 0, until: int | None = None
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        """Give the numbers and bodies, read, of what `entries` gives; errors are the same."""
        for batch in self._followed(case, after, until):
            try:  # as one list: half the time of reading each for itself
                read = json.loads(f"[{','.join([row.body for row in batch])}]")
                sound = len(read) == len(batch) and all(isinstance(body, dict) for body in read)
            except (ValueError, RecursionError):
                sound = False
            if not sound:
                read = [entry_of(case, row).content for row in batch]
            yield from zip((row.number for row in batch), read, strict=True)

    def _followed(self, case: str, after: int, until: int | None) -> Iterator[Sequence[Any]]:
        """Give rows in batches, each once its chain was followed."""
        number, head = 0, genesis(case)
        with self._batches(case, after, until) as batches:
            for batch in batches:
                if after and not number:
                    number, head = after, batch[0].previous
                number, head = follow(case, batch, number, head)
                yield batch

    def follow(self, case: str) -> tuple[int, str]:
        """Follow the chain of a case; give the number and the hash of its last event.

        Raises
        ------
        BrokenChain
            At the first event that does not follow the one before it.
        """
        number, head = 0, genesis(case)
        with self._batches(case) as batches:
            for batch in batches:
                number, head = follow(case, batch, number, head)
        return number, head

    def hash_at(self, case: str, number: int) -> str | None:
        """Give the hash of an event, or None where there is none of that number; 0 is genesis."""
        if number == 0:
            return genesis(case)
        query = select(EVENT.c.hash).where(EVENT.c.case == case, EVENT.c.number == number)
        with self.reading() as connection:
            return connection.scalar(query)

    # --- writing ---------------------------------------------------------------------------------

    def append(
        self,
        case: str,
        body: Mapping[str, Any],
        *,
        author: str = "",
        recorded: datetime | None = None,
        after: int | None = None,
    ) -> Entry:
        """Record one event; when this returns, it is on disk. See `append_many`."""
        return self.append_many(case, [body], author=author, recorded=recorded, after=after)[0]

    def append_many(
        self,
        case: str,
        bodies: Iterable[Mapping[str, Any]],
        *,
        author: str = "",
        recorded: datetime | None = None,
        after: int | None = None,
    ) -> list[Entry]:
        """Record events, all or none of them; when this returns, they are on disk.

        Parameters
        ----------
        case
            Whose events: letters, digits, ``_`` and ``-``.
        bodies
            What happened. The store itself adds ``by`` and ``recorded``, and ``clock`` where
            the clock is behind the event before: time never goes back within a case, so
            ``recorded`` is then the time of that event, and ``clock`` what the clock said.
        author
            Who records them.
        recorded
            What the clock says; now, by this machine's clock, when None.
        after
            The number that the last event must have, 0 for none; any when None.

        Raises
        ------
        InvalidEntry
            A body, the case's name or the author cannot be kept.
        Moved
            The last event is not `after`: somebody else was faster.
        StoreUnavailable
            Locked, read-only, full, or its server is down.
        """
        if not is_case(case):
            raise InvalidEntry(
                f"'{case}' is no name of a case: at most 60 letters, digits, _ and -"
            )
        kept = list(bodies)
        with self.writing() as writing:
            writing.lock(case)
            head = writing.head(case) or Sealed(0, "", "", genesis(case))
            if after not in (None, head.number):
                raise Moved(
                    f"{self.name}: {case} is at event {head.number}, not {after}: somebody "
                    "recorded meanwhile"
                )
            last = entry_of(case, head).recorded if head.number else ""
            stamp = _stamps(last, recorded or datetime.now(UTC))
            texts = [canonical({**body, "by": author, **stamp}) for body in kept]
            rows = seal(texts, head.number, head.hash)
            writing.add(case, rows)
        return [entry_of(case, row) for row in rows]

    # --- connections -----------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read from."""
        with in_a_sentence(self.name, self.engine.dialect), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def _batches(
        self, case: str, after: int = 0, until: int | None = None
    ) -> Iterator[Iterator[Sequence[Any]]]:
        """Give the rows of a case in their order, as they are now, some at a time."""
        query = EVENTS
        if after:  # else from the very first, whatever number somebody gave it
            query = query.where(EVENT.c.number > after)
        if until is not None:
            query = query.where(EVENT.c.number <= until)
        with (
            self.reading() as connection,
            connection.execution_options(yield_per=BATCH).execute(query, {"of": case}) as rows,
        ):
            yield rows.partitions()

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Give a transaction that adds events; all of it is on disk in the end, or nothing."""
        dialect = self.engine.dialect
        with self._turn, in_a_sentence(self.name, dialect):
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self.engine.raw_connection()
            try:
                yield Writing(connection, dialect)
                connection.commit()
            except BaseException:
                connection.close()  # the pool rolls back
                raise
            if dialect.name == "sqlite" and not self._idle:
                self._idle.append(connection)  # saves a tenth of the time of an append
            else:
                connection.close()  # a server may be gone by the next time: the pool sees to it


def is_case(name: object) -> bool:
    """Whether a case may have this name in a ledger."""
    return isinstance(name, str) and re.fullmatch(r"\w[\w-]{0,59}", name) is not None


def _stamps(last: str, clock: datetime) -> dict[str, str]:
    """Say when an event is recorded, by this clock, after one recorded at `last`."""
    now = clock.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {"recorded": now} if last <= now else {"recorded": last, "clock": now}


def entry_of(case: str, row: Any) -> Entry:
    """Give the entry that a row of this case is."""
    return Entry(case, row.number, row.body, row.hash, row.previous)


# --- opening --------------------------------------------------------------------------


def open_store(target: str | Path, *, wait: float = WAIT) -> Store:
    """Open a ledger.

    Parameters
    ----------
    target
        The path of a file, or the address of a database (``postgresql://USER@HOST/DATABASE``).
    wait
        Seconds to wait for another writer.

    Raises
    ------
    StoreNotFound
        There is none.
    NotALedger
        It is something else, or of an older or newer shape than this program's.
    StoreUnavailable
        Its server is down, or the password is wrong.
    """
    store = Store(*connector(target, wait=wait))
    try:
        with store.reading() as connection:
            _check(store.name, revision(connection))
    except BaseException:
        store.close()
        raise
    return store


def _check(name: str, found: str) -> None:
    if found < REVISION:
        raise NotALedger(
            f"{name}: this ledger is of an older shape ({found}; this program's is {REVISION}): "
            "copy it to be safe, then bring it forward with `detente ledger init`"
        )
    if found > REVISION:
        raise NotALedger(
            f"{name}: this ledger is of a newer shape ({found}) than this program knows "
            f"({REVISION}): use a newer detente"
        )


def revision(connection: Connection) -> str:
    """Give the number of the shape that a ledger has."""
    # Its name is ours, nothing a user wrote.
    return str(connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar_one())
