"""A transaction that adds events.

An append is four short statements and a wait for the disk. Run through SQLAlchemy's `Connection`,
the statements would take as long as the disk; so they are written once in its Core, compiled for
the database at hand, and run on the driver's own cursor.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, select

from detente.ledger.keeping.chain import Sealed
from detente.ledger.keeping.tables import EVENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Dialect

BATCH = 5_000
"""Rows that are held at a time in reading and writing many."""

_OF = EVENT.c.case == bindparam("of")
_FIRST = bindparam("first", type_=EVENT.c.number.type)

EVENTS = select(*(EVENT.c[name] for name in Sealed._fields)).where(_OF).order_by(EVENT.c.number)
"""The events of the case `of`."""

_STATEMENTS: dict[str, Any] = {
    "head": EVENTS.order_by(None).order_by(EVENT.c.number.desc()).limit(1),
    "hashes": select(EVENT.c.number, EVENT.c.hash).where(
        _OF, EVENT.c.number.between(_FIRST, _FIRST + (BATCH - 1))
    ),
    "add": insert(EVENT).inline(),
    "lock": select(func.pg_advisory_xact_lock(bindparam("key"))),
}


@lru_cache(maxsize=64)
def _compiled(dialect: Dialect, name: str) -> tuple[str, dict[str, Any]]:
    """A statement in the words of a database, and the parameters it brings along."""
    columns = ["case", *Sealed._fields] if name == "add" else None
    made = _STATEMENTS[name].compile(dialect=dialect, column_keys=columns)
    return str(made), {key: value for key, value in made.params.items() if value is not None}


class Writing:
    """One transaction on a driver's connection; whoever made it commits, or rolls back."""

    def __init__(self, connection: Any, dialect: Dialect) -> None:
        self._cursor = connection.cursor()
        self._dialect = dialect
        if dialect.name == "sqlite":
            self._cursor.execute("BEGIN IMMEDIATE")  # one writer in the file, from here on

    def _run(self, name: str, **values: object) -> Any:
        statement, brought = _compiled(self._dialect, name)
        return self._cursor.execute(statement, {**brought, **values})

    def lock(self, case: str) -> None:
        """Keep other writers out of a case until the end; SQLite's file is locked already."""
        if self._dialect.name != "sqlite":
            digest = sha256(f"detente ledger {case}".encode()).digest()
            self._run("lock", key=int.from_bytes(digest[:8], "big", signed=True))

    def head(self, case: str) -> Sealed | None:
        """Give the last event of a case, or None where it has none."""
        row = self._run("head", of=case).fetchone()
        return Sealed(*row) if row else None

    def hashes(self, case: str, first: int) -> dict[int, str]:
        """Give the hashes of a case's events from a number on, by number: a batch of them."""
        return dict(self._run("hashes", of=case, first=first).fetchall())

    def add(self, case: str, rows: Sequence[Sealed]) -> None:
        """Add events at the end of a case."""
        statement, _ = _compiled(self._dialect, "add")
        for start in range(0, len(rows), BATCH):
            batch = [{"case": case, **row._asdict()} for row in rows[start : start + BATCH]]
            if len(batch) == 1:
                self._cursor.execute(statement, batch[0])
            else:
                self._cursor.executemany(statement, batch)
