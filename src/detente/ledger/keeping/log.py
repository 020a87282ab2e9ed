"""The log: the events of a case in the order in which they were recorded."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.ledger.bodies import when
from detente.ledger.dates import span

if TYPE_CHECKING:
    from detente.ledger.book import AsOf
    from detente.ledger.keeping.store import Entry, Store


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
        The past day that they are limited to, or None.
    """

    case: str
    events: tuple[tuple[Entry, dict[str, Any]], ...]
    length: int
    as_of: AsOf | None


def read_log(store: Store, case: str, as_of: AsOf | None = None, last: int | None = None) -> Log:
    """Read the events of a case.

    Parameters
    ----------
    store, case
        Where from, and whose.
    as_of
        Leave out what cannot have happened, or had not been recorded, by then.
    last
        Only so many, the last ones.

    Raises
    ------
    BrokenChain
        At the first event that does not follow the one before it.
    """
    kept: deque[tuple[Entry, dict[str, Any]]] = deque(maxlen=last)
    length = 0
    for entry in store.entries(case):
        length = entry.number
        body = entry.content
        if as_of is None or _by_then(body, as_of):
            kept.append((entry, body))
    return Log(case, tuple(kept), length, as_of)


def _by_then(body: dict[str, Any], as_of: AsOf) -> bool:
    if as_of.sense == "recorded":
        return str(body.get("recorded", ""))[:10] <= as_of.day.isoformat()
    return span(when(body)).first <= as_of.day
