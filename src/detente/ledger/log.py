"""The log: the events of a case in the order in which they were recorded."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.ledger.dates import span
from detente.ledger.errors import InvalidEntry
from detente.ledger.fold import when

if TYPE_CHECKING:
    from detente.ledger.store import Entry, Store


@dataclass(frozen=True, slots=True)
class Log:
    """Some events of a case.

    Attributes
    ----------
    case
        Whose events.
    events
        Each as it is kept, and its body read.
    length
        How many the case has in all.
    as_of
        The day up to which they happened; empty without such a limit.
    """

    case: str
    events: tuple[tuple[Entry, dict[str, Any]], ...]
    length: int
    as_of: str


def read_log(store: Store, case: str, as_of: str | None = None, last: int | None = None) -> Log:
    """Read the events of a case.

    Parameters
    ----------
    store, case
        Where from, and whose.
    as_of
        Leave out what cannot have happened by then; events without a date happened when they
        were recorded.
    last
        Only so many, the last ones.

    Raises
    ------
    InvalidEntry
        `as_of` is no date.
    BrokenChain
        At the first event that does not follow the one before it.
    """
    try:
        limit = span(as_of).last if as_of else None
    except ValueError as error:
        raise InvalidEntry(str(error)) from None
    kept: deque[tuple[Entry, dict[str, Any]]] = deque(maxlen=last)
    length = 0
    for entry in store.entries(case):
        length = entry.number
        body = entry.content
        day = when(body)
        if limit is None or not day or span(day).first <= limit:
            kept.append((entry, body))
    return Log(case, tuple(kept), length, as_of or "")
