"""What was promised, done, confirmed and disputed, and what follows.

    from detente.ledger import look, open_book, open_store
    from detente.ledger.events import Delivery

    with open_store("deal.ledger") as store:
        book = open_book(store, "minsk")
        book.record(Delivery(party="by", lot="releases_waves.1", when="2025-09-11"))
        for deadline in look(book).deadlines:
            print(deadline)

`events` has all that can be recorded. `keeping` stores events, `rules` lets them in and folds them
into a state, `book` is one case of a store with both; `present` and `past` say what the state and
the events amount to. Beside these, `drafting` makes an event of a few words, `people` says who may
record what, `importing` takes in chronicles and `lists`, `redaction` gives out what may be seen.

Names are fetched on first use: whoever reads a log needs neither the case nor the planning.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.ledger.book import AsOf, Book, open_book
    from detente.ledger.dates import Days, Span, between, span
    from detente.ledger.drafting import draft
    from detente.ledger.events import KINDS, Event, read
    from detente.ledger.fields import Evidence, InvalidEvent, Trigger
    from detente.ledger.keeping.making import create_store
    from detente.ledger.keeping.store import Entry, Store, open_store
    from detente.ledger.present.replanning import Replanned, replan
    from detente.ledger.present.snapshot import Snapshot, look
    from detente.ledger.rules.door import check
    from detente.ledger.rules.fold import advance, project
    from detente.ledger.rules.scene import Refused
    from detente.ledger.rules.state import State

_HOME = {
    "AsOf": "book",
    "Book": "book",
    "Days": "dates",
    "Entry": "keeping.store",
    "Event": "events",
    "Evidence": "fields",
    "InvalidEvent": "fields",
    "KINDS": "events",
    "Refused": "rules.scene",
    "Replanned": "present.replanning",
    "Snapshot": "present.snapshot",
    "Span": "dates",
    "State": "rules.state",
    "Store": "keeping.store",
    "Trigger": "fields",
    "advance": "rules.fold",
    "between": "dates",
    "check": "rules.door",
    "create_store": "keeping.making",
    "draft": "drafting",
    "look": "present.snapshot",
    "open_book": "book",
    "open_store": "keeping.store",
    "project": "rules.fold",
    "read": "events",
    "replan": "present.replanning",
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
