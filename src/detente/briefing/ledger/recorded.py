"""What was just recorded, in a line or for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.briefing.ledger.terms import EVENT_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.ledger.keeping.store import Entry
    from detente.words.language import Language


def recorded_line(entry: Entry, lang: Language) -> str:
    """Say what was recorded, under which number."""
    body = entry.content
    item = body.get("lot") or body.get("measure") or body.get("ref") or body.get("what", "")
    item = item.rstrip(".")
    kind = lang.say(EVENT_WORDS.get(body["kind"], body["kind"]))
    if item:
        return lang.say("Recorded as {id}: {kind}, {item}.", id=entry.id, kind=kind, item=item)
    return lang.say("Recorded as {id}: {kind}.", id=entry.id, kind=kind)


def recorded_record(entries: Iterable[Entry]) -> dict[str, Any]:
    """Write what was recorded."""
    return {
        "schema": "detente.ledger.record/1",
        "events": [{"id": entry.id, "hash": entry.hash, **entry.content} for entry in entries],
    }
