"""Bodies of events for tests of the store, which does not look into them."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.ledger.keeping.store import Store


def note(k: object) -> dict[str, Any]:
    """A note that says which one it is."""
    return {"kind": "note", "what": f"Note {k}."}


def fill(store: Store, count: int, case: str = "minsk") -> None:
    """Record so many notes in one transaction."""
    store.append_many(case, [note(k) for k in range(1, count + 1)], author="anna")


TRIGGERS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS event_no_update",
        "DROP TRIGGER IF EXISTS event_no_delete",
        "DROP TRIGGER IF EXISTS event_only_append",
    ],
    "postgresql": ["DROP TRIGGER IF EXISTS event_kept ON event"],
}


@contextmanager
def unguarded(store: Store) -> Iterator[Any]:
    """Give a driver's cursor on a store whose triggers are gone; what it does is kept."""
    with closing(store.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("BEGIN")
        for statement in TRIGGERS[store.engine.dialect.name]:
            cursor.execute(statement)
        yield cursor
        connection.commit()
