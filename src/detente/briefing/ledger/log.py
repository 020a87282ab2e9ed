"""The log of a ledger, and what an import took in, for every renderer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.briefing.blocks import Column, Document, Paragraph, Table
from detente.briefing.ledger.terms import EVENT_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.ledger.keeping.lines import Taken
    from detente.ledger.keeping.log import Log
    from detente.words.language import Language


def log_document(log: Log, lang: Language) -> Document:
    """List the events of a case, one a row."""
    titles = (lang.say("Recorded"), lang.say("Happened"), lang.say("By"), lang.say("Event"))
    columns = (
        Column(lang.say("No."), numeric=True),
        *(Column(title) for title in titles),
    )
    rows = tuple(
        (
            str(entry.number),
            str(body.get("recorded", ""))[:16].replace("T", " "),
            str(body.get("when", "")) or "–",
            str(body.get("by", "")) or "–",
            event_line(body, lang),
        )
        for entry, body in log.events
    )
    shown = len(rows)
    said = lang.count("{n} event", "{n} events", log.length)
    if shown != log.length:
        said = lang.say("{shown} of {all}", shown=lang.number(shown, 0), all=said)
    if log.as_of:
        day = lang.date(log.as_of.day)
        if log.as_of.sense == "recorded":
            said = lang.say("{said}, recorded by {day}", said=said, day=day)
        else:
            said = lang.say("{said}, happened by {day}", said=said, day=day)
    blocks = (
        (Table("", columns, rows),)
        if rows
        else (Paragraph(lang.say("There is no such event."), "lead"),)
    )
    return Document(lang.say("Log of {case}", case=log.case), said, lang.code, blocks)


def event_line(body: dict[str, Any], lang: Language) -> str:
    """Tell an event in a line: its kind, whose and about what, and its text."""
    kind = str(body.get("kind", ""))
    quantity = body.get("quantity")
    parts = [
        lang.say(EVENT_WORDS.get(kind, kind)),
        str(body.get("lot") or body.get("measure", "")),
        str(body.get("party", "")),
        f"{lang.amount(quantity)} {body.get('unit', '')}".strip() if quantity is not None else "",
        lang.say("on {ref}", ref=body["ref"]) if body.get("ref") else "",
    ]
    line = ", ".join(part for part in parts if part)
    if body.get("what"):
        line = f"{line}: {body['what']}"
    if body.get("clock"):
        behind = lang.say("the clock was behind, at {clock}", clock=body["clock"])
        line = f"{line} ({behind})"
    return line


def log_record(log: Log) -> dict[str, object]:
    """Give the same for machines, with whole bodies and hashes."""
    return {
        "schema": "detente.ledger.log/1",
        "case": log.case,
        "length": log.length,
        "as_of": log.as_of and {"day": log.as_of.day.isoformat(), "sense": log.as_of.sense},
        "events": [
            {"id": entry.id, "number": entry.number, "hash": entry.hash, "body": body}
            for entry, body in log.events
        ],
    }


def taken_document(taken: Sequence[Taken], lang: Language) -> Document:
    """Say what an import of lines took in."""
    columns = (
        Column(lang.say("Case")),
        Column(lang.say("New events"), numeric=True),
        Column(lang.say("There already"), numeric=True),
    )
    rows = tuple((t.case, lang.number(t.new, 0), lang.number(t.known, 0)) for t in taken)
    new = sum(t.new for t in taken)
    said = lang.count("{n} event was taken in.", "{n} events were taken in.", new)
    blocks = (Paragraph(said, "lead"), Table("", columns, rows))
    return Document(lang.say("Import into the ledger"), "", lang.code, blocks)


def taken_record(taken: Sequence[Taken]) -> dict[str, object]:
    """Give the same for machines."""
    return {"schema": "detente.ledger.import/1", "cases": [t._asdict() for t in taken]}
