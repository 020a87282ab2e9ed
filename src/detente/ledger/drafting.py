"""From a few words to an event: what a user leaves out and the case or the ledger knows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from detente.ledger.book import Book
from detente.ledger.events import KINDS, Correction, Event, read
from detente.ledger.fields import InvalidEvent
from detente.ledger.present.force import time_to_take_back
from detente.ledger.rules.scene import Refused
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from detente.case.amounts import Days

_BY_GIVER = ("commitment", "delivery", "partial", "breach", "snapback_started")
_OF_THE_STORE = ("recorded", "clock", "salt", "by")
_NOTHING: tuple[object, ...] = (None, "", (), [], {})
_FREE = ("relief", "renewal", "expiry", "stock", "act", "note", "listing")


def draft(book: Book, kind: str, item: str = "", **given: Any) -> Event:
    """Make an event of what was said.

    Parameters
    ----------
    book
        Whose case it is about.
    kind
        What happened; `detente.ledger.events.KINDS` has all.
    item
        The lot or measure it is about, or the event, as ``case#number``; may be empty.
    given
        Fields of the event; what is None or empty was not said. The giver of a lot is filled in
        where only it can act, and notice and time to wind down where the case says them.

    Raises
    ------
    InvalidEvent
        There is no such kind, the kind has no such field, or a field makes no sense.
    """
    if kind not in KINDS:
        raise InvalidEvent(
            f"there is no kind of event '{kind}'"
            f"{suggest(kind, KINDS) or ': there are ' + ', '.join(KINDS)}"
        )
    said = {name: x for name, x in given.items() if x is not False and x not in _NOTHING}
    if item:
        said = {_named(book, kind, item): item, **said}
    if kind == "correction":
        return corrected(book, **said)
    part = book.case.lots.get(said.get("lot", "")) if book.case else None
    own = kind in _BY_GIVER or (kind == "response" and said.get("level") in ("delay", "suspend"))
    if part is None and book.case and own and "lot" in said and "party" not in said:
        hint = suggest(said["lot"], book.case.lots)
        raise Refused(f"{kind}: there is no lot '{said['lot']}'{hint}")
    if part is not None and book.case is not None:
        if own:
            said.setdefault("party", part.measure.giver)
        if kind == "snapback_started":
            said.setdefault("notice", _days(part.measure.notice))
            rest = time_to_take_back(part, book.case).high - said["notice"]
            said.setdefault("wind_down", max(0, rest))
    return read({"kind": kind, **said})


def corrected(book: Book, ref: str = "", *, withdraw: bool = False, **said: Any) -> Correction:
    """Make a correction: the event it refers to, with what was said in place of what stood there.

    Raises
    ------
    Refused
        There is no such event.
    InvalidEvent
        Nothing was said, or the event has no such field.
    """
    number = ref.rpartition("#")[2]
    body = book.find(int(number)) if number.isdigit() else None
    if body is None:
        raise Refused(f"correction: there is no event '{ref}' (events are named {book.name}#12)")
    if withdraw:
        if said:
            raise InvalidEvent("correction: withdraw an event, or say what it should have been")
        return Correction(ref=ref)
    if not said:
        raise InvalidEvent("correction: say what the event should have been, or withdraw it")
    if body["kind"] == "correction":
        raise Refused(
            f"correction: {ref} is a correction itself; correct {body['ref']} once more: the last "
            "correction counts"
        )
    left = (*_OF_THE_STORE, "quantity", "unit") if "lot" in said else _OF_THE_STORE
    kept = {key: x for key, x in body.items() if key not in left}  # another lot, another quantity
    return Correction(ref=ref, event=read({**kept, **said}))


def _named(book: Book, kind: str, item: str) -> str:
    """Which field a bare name fills."""
    if "#" in item:
        return "ref"
    if kind == "incident":
        return "incident"
    lots = book.case.lots if book.case else {}
    measures = book.case.form.measures if book.case else {}
    measure = item in measures or kind in _FREE
    return "measure" if measure and item not in lots else "lot"


def _days(days: Days | None) -> int:
    return 0 if days is None else math.ceil(days.mode)
