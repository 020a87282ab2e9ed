"""What was promised, done, confirmed and disputed, and what follows.

    from detente.ledger import look, open_book, open_store
    from detente.ledger.events import Delivery

    with open_store("deal.ledger") as store:
        book = open_book(store, "minsk")
        book.record(Delivery(party="by", lot="releases_waves.1", when="2025-09-11"))
        for deadline in look(book).deadlines:
            print(deadline)

Names are fetched on first use: whoever reads a log needs neither the case nor the planning.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.ledger.book import AsOf, Book, open_book
    from detente.ledger.dates import Days, Span, between, span
    from detente.ledger.door import check
    from detente.ledger.drafting import draft
    from detente.ledger.events import KINDS, Event, read
    from detente.ledger.fields import Evidence, InvalidEvent, Trigger
    from detente.ledger.fold import advance, project
    from detente.ledger.making import create_store
    from detente.ledger.replanning import Replanned, replan
    from detente.ledger.scene import Refused
    from detente.ledger.snapshot import Snapshot, look
    from detente.ledger.state import State
    from detente.ledger.store import Entry, Store, open_store

_HOME = {
    "AsOf": "book",
    "Book": "book",
    "Days": "dates",
    "Entry": "store",
    "Event": "events",
    "Evidence": "fields",
    "InvalidEvent": "fields",
    "KINDS": "events",
    "Refused": "scene",
    "Replanned": "replanning",
    "Snapshot": "snapshot",
    "Span": "dates",
    "State": "state",
    "Store": "store",
    "Trigger": "fields",
    "advance": "fold",
    "between": "dates",
    "check": "door",
    "create_store": "making",
    "draft": "drafting",
    "look": "snapshot",
    "open_book": "book",
    "open_store": "store",
    "project": "fold",
    "read": "events",
    "replan": "replanning",
    "span": "dates",
}

__all__ = [
    "KINDS",
    "AsOf",
    "Book",
    "Days",
    "Entry",
    "Event",
    "Evidence",
    "InvalidEvent",
    "Refused",
    "Replanned",
    "Snapshot",
    "Span",
    "State",
    "Store",
    "Trigger",
    "advance",
    "between",
    "check",
    "create_store",
    "draft",
    "look",
    "open_book",
    "open_store",
    "project",
    "read",
    "replan",
    "span",
]


def _fetch(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


if not TYPE_CHECKING:  # a checker that saw it would take every misspelt name for an object
    __getattr__ = _fetch
