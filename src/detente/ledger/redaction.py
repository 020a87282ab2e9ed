"""What the other side may see: an export with the rest withheld, and its chain kept.

Each event goes out in one of three ways, with its number, its hash and the hash before it:

=========  =======================================================================================
``whole``  as it is kept, so that its hash can be followed
``part``   without what is nobody else's: who wrote it, what it rests on but public addresses,
           whether we could have seen a breach; its hash then vouches for its place alone
``hash``   not at all: notes, plans, accounts, incidents; what was corrected, in its former wordings
=========  =======================================================================================

So the recipient sees that nothing was removed, put in or moved, and can be shown a withheld event
later, whose text must then fit its hash. Events carry a random `salt`, without which a hash would
let the recipient try out guesses of the text; it goes out with whole events only.

What a text says (`what`) goes out as it was written: keep to yourself what is yours in a note.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.exchange.errors import DetenteError
from detente.ledger.book import open_book
from detente.ledger.errors import BrokenChain, InvalidEntry, InvalidLines
from detente.ledger.keeping.canonical import canonical
from detente.ledger.keeping.chain import Fault, genesis, link
from detente.ledger.keeping.store import is_case
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from detente.ledger.keeping.store import Entry, Store

SCHEMA = "detente.ledger.export/1"
PUBLIC = "public"
"""The viewer who is neither a party nor an audience."""

_ACTS = frozenset(
    ("delivery", "partial", "breach", "relief", "renewal", "expiry", "snapback_started",
     "snapback_completed", "act", "stock", "listing", "exit")
)  # fmt: skip
_AGREED = frozenset(
    ("commitment", "confirmation", "dispute", "waiver", "response", "pause", "resume")
)
KINDS_FOR: Mapping[str, frozenset[str]] = {"party": _ACTS | _AGREED, "other": _ACTS}
"""The kinds of events that a party of the deal may see, and everybody else."""

FIELDS = frozenset(
    ("kind", "when", "recorded", "party", "measure", "lot", "what", "evidence", "ref",
     "instrument", "episode", "trigger", "grace", "quantity", "unit", "expiry", "reversible",
     "done", "on_time", "as_agreed", "level", "until", "notice", "wind_down", "change",
     "reported_by", "listing", "entity", "name", "act", "event")
)  # fmt: skip
"""The fields that go out; any other, new ones too, stays."""


class UnknownViewer(DetenteError, ValueError):
    """An export is to be for somebody whom the case does not know."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """What a redacted export shows: how many events in which way, and its last hash."""

    case: str
    viewer: str
    whole: int
    part: int
    withheld: int
    head: str


def kinds_for(viewer: str, parties: Iterable[str], audiences: Iterable[str]) -> frozenset[str]:
    """Give the kinds of events that somebody may see.

    Raises
    ------
    UnknownViewer
        Nobody in the case is called so.
    """
    movers, others = list(parties), [*audiences, PUBLIC]
    if viewer in movers:
        return KINDS_FOR["party"]
    if viewer in others:
        return KINDS_FOR["other"]
    raise UnknownViewer(
        f"there is no party or audience '{viewer}'{suggest(viewer, [*movers, *others])}; there "
        f"are: {', '.join([*movers, *others])}"
    )


def redacted_for(store: Store, case: str | None, viewer: str) -> Iterator[str]:
    """Give the lines of what somebody may see of a case, the store's only one by default.

    Raises
    ------
    UnknownViewer
        Nobody in the case is called so.
    BrokenChain
        The chain is broken.
    """
    book = open_book(store, case)
    form = book.case.form if book.case else None
    kinds = kinds_for(viewer, form.parties if form else (), form.audiences if form else ())
    return redacted(store, book.name, viewer, kinds)


def redacted(store: Store, case: str, viewer: str, kinds: frozenset[str]) -> Iterator[str]:
    """Give the lines of a redacted export, the same from the same ledger.

    Parameters
    ----------
    store, case
        Whose events.
    viewer
        Whom it is for, as the head line says.
    kinds
        What they may see, see `kinds_for`.

    Raises
    ------
    BrokenChain
        The chain is broken: what cannot be vouched for does not go out.
    """
    kept: dict[int, str] = {}
    corrected: dict[int, int] = {}  # by event: its last correction
    last, head = 0, genesis(case)
    for entry in store.entries(case):
        body = entry.content
        kept[entry.number] = body.get("kind", "")
        last, head = entry.number, entry.hash
        if body.get("kind") == "correction":
            corrected[_refers(body)] = entry.number
    yield _line({"schema": SCHEMA, "case": case, "for": viewer, "length": last, "head": head})

    def visible(number: int, body: Mapping[str, Any]) -> bool:
        if body.get("kind") == "correction":
            ref = _refers(body)
            return kept.get(ref, "") in kinds and corrected[ref] == number
        return body.get("kind") in kinds and number not in corrected

    for entry in store.entries(case, until=last):
        yield _event(entry, visible)


def _refers(body: Mapping[str, Any]) -> int:
    number = str(body.get("ref", "")).rpartition("#")[2]
    return int(number) if number.isdecimal() else 0


def _event(entry: Entry, visible: Callable[[int, Mapping[str, Any]], bool]) -> str:
    body = entry.content
    seal = {"number": entry.number, "hash": entry.hash, "previous": entry.previous}
    if not visible(entry.number, body):
        return _line({**seal, "shown": "hash"})
    shown = shareable(body)
    if shown == {k: x for k, x in body.items() if k != "salt" and not (k == "by" and x == "")}:
        return _line({**seal, "shown": "whole", "body": body})
    return _line({**seal, "shown": "part", "body": shown})


def shareable(body: Mapping[str, Any]) -> dict[str, Any]:
    """Give what of an event's body may go out."""
    shown = {key: x for key, x in body.items() if key in FIELDS}
    if body.get("kind") == "correction":  # why it was corrected is ours
        shown.pop("what", None)
    if "evidence" in shown:
        shown["evidence"] = [e for e in shown["evidence"] if _public(e)]
        if not shown["evidence"]:
            del shown["evidence"]
    if isinstance(shown.get("event"), Mapping):
        shown["event"] = shareable(shown["event"])
    return shown


def _public(evidence: Mapping[str, Any]) -> bool:
    """Whether it is an address that anybody can look up."""
    source = evidence.get("source", "")
    return set(evidence) == {"source"} and source.startswith(("https://", "http://"))


def _line(record: Mapping[str, Any]) -> str:
    return f"{canonical(record)}\n"


# --- the recipient's side -------------------------------------------------------------------------


def check_redacted(lines: Iterable[bytes], name: str) -> Redacted:
    """Follow the chain of a redacted export.

    Parameters
    ----------
    lines
        Its lines.
    name
        What errors call it.

    Raises
    ------
    InvalidLines
        It is no such export; the line is named.
    BrokenChain
        An event was changed, removed, put in or moved; the line is named.
    """
    coming = enumerate(lines, 1)
    at, first = next(coming, (1, b""))
    head = _read(first, f"{name}:{at}")
    if head.get("schema") != SCHEMA or not is_case(head.get("case")):
        raise InvalidLines(f"{name}:1: this is no redacted export of a ledger")
    case, number, previous = head["case"], 0, genesis(head["case"])
    counts = {"whole": 0, "part": 0, "hash": 0}
    for at, line in coming:
        place = f"{name}:{at}"
        row = _read(line, place)
        number += 1
        if str(row.get("shown")) not in counts or not isinstance(row.get("hash"), str):
            raise InvalidLines(f"{place}: this is no event of a redacted export")
        if row.get("number") != number:
            raise BrokenChain(Fault(case, number, "missing"), place)
        if row.get("previous") != previous:
            raise BrokenChain(Fault(case, number, "moved"), place)
        if row["shown"] == "whole" and link(previous, _text(row, place)) != row["hash"]:
            raise BrokenChain(Fault(case, number, "changed"), place)
        counts[row["shown"]] += 1
        previous = row["hash"]
    if (number, previous) != (head.get("length"), head.get("head")):
        raise BrokenChain(Fault(case, number, "cut"), name)
    return Redacted(
        case, str(head.get("for")), counts["whole"], counts["part"], counts["hash"], previous
    )


def _read(line: bytes, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise InvalidLines(f"{place}: this is no line of a redacted export")
    return row


def _text(row: Mapping[str, Any], place: str) -> str:
    body = row.get("body")
    if not isinstance(body, dict):
        raise InvalidLines(f"{place}: the event has no body")
    try:
        return canonical(body)
    except InvalidEntry as error:
        raise InvalidLines(f"{place}: {error}") from None
