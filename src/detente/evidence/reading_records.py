"""A file read, for machines: its statements and findings as plain dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.evidence.findings import Finding, arguments, findings, matter_name, skipped
from detente.evidence.statements import speaker

if TYPE_CHECKING:
    from detente.evidence.dates import DateMention
    from detente.evidence.document import Document
    from detente.evidence.statements import Reading, Statement
    from detente.evidence.voices import Voice


def statements_record(readings: list[Reading]) -> dict[str, Any]:
    """Give a file's statements, with the text their spans count in.

    What they let one say stands beside them. A file that holds several documents (a feed) gives
    ``documents`` instead, and each statement says which it stands in.
    """
    first = readings[0]
    record: dict[str, Any] = {
        "schema": "detente.evidence.statements/1",
        "document": document_record(first.document),
        "parties": [voice_record(v) for v in first.parties],
        "dates": [date_record(d) for d in first.dates],
        "statements": [
            {
                **statement_record(s, r.document),
                **({"document": r.document.id} if len(readings) > 1 else {}),
            }
            for r in readings
            for s in r.statements
        ],
    }
    if len(readings) == 1:
        record["findings"] = [finding_record(f, first.document) for f in findings(first)]
    else:
        record["documents"] = [document_record(r.document) for r in readings]
    return record


def findings_record(reading: Reading) -> dict[str, Any]:
    """Give what a document lets one say, its arguments, and what its numbered list skips."""
    return {
        "schema": "detente.evidence.findings/1",
        "document": document_record(reading.document),
        "parties": [voice_record(v) for v in reading.parties],
        "dates": [date_record(d) for d in reading.dates],
        "findings": [finding_record(f, reading.document) for f in findings(reading)],
        "arguments": [argument_record(a, reading.document) for a in arguments(reading)],
        "skipped": skipped(reading),
    }


def document_record(document: Document) -> dict[str, Any]:
    """Give a document, its text included."""
    return {
        "id": document.id,
        "where": document.where,
        "media": document.media,
        "encoding": document.encoding,
        "language": document.language,
        "publisher": document.publisher,
        "title": document.title,
        "published": document.published,
        "notes": list(document.notes),
        "text": document.text,
    }


def statement_record(statement: Statement, document: Document) -> dict[str, Any]:
    """Give one statement; `text` is the document's characters from `start` to `end`."""
    said = statement.content
    return {
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        "speaker": speaker(statement, document),
        "act": statement.act.value,
        "voices": [voice_record(v) for v in statement.voices],
        "via": [voice_record(v) for v in statement.via],
        "sentence": list(statement.sentence),
        "kind": "analysis" if statement.analysis else "report",
        "point": statement.point or None,
        "heading": statement.heading,
        "event": said.events[0] if said.events else None,
        "events": list(said.events),
        "actor": said.actor or None,
        "counterpart": said.counterpart or None,
        "object": said.object or None,
        "quantities": [
            {"start": q.start, "end": q.end, "value": q.value, "unit": q.unit}
            for q in said.quantities
        ],
        "places": list(said.places),
        "dates": [date_record(d) for d in statement.dates],
        "polarity": "positive" if said.positive else "negative",
        "modality": said.modality,
    }


def voice_record(voice: Voice) -> dict[str, Any]:
    """Give one voice."""
    return {
        "start": voice.start,
        "end": voice.end,
        "text": voice.text,
        "actor": voice.actor or None,
        "kind": voice.kind,
        "country": voice.country or None,
        "party": voice.party or None,
        "state_controlled": voice.state,
        "independent": voice.independent,
    }


def date_record(date: DateMention) -> dict[str, Any]:
    """Give one date."""
    return {
        "start": date.start,
        "end": date.end,
        "text": date.text,
        "value": date.value,
        "precision": date.precision,
        "basis": date.basis,
    }


def finding_record(finding: Finding, document: Document) -> dict[str, Any]:
    """Give one finding; its first statement is the sentence it stands on."""
    main = finding.statements[0]
    return {
        "finding": finding.kind,
        "status": finding.status,
        "matter": finding.matter,
        "about": matter_name(finding.matter),
        "start": main.start,
        "end": main.end,
        "text": main.text,
        "sentence": {
            "start": main.sentence[0],
            "end": main.sentence[1],
            "text": document.text[main.sentence[0] : main.sentence[1]],
        },
        "sides": list(finding.sides),
        "reason": str(finding.reason),
        "statements": [
            {
                "start": s.start,
                "end": s.end,
                "text": s.text,
                "act": s.act.value,
                "speaker": speaker(s, document),
            }
            for s in finding.statements
        ],
    }


def argument_record(point: list[Statement], document: Document) -> dict[str, Any]:
    """Give one numbered point: an argument, not a fact."""
    start, end = point[0].start, point[-1].end
    return {
        "point": point[0].point,
        "kind": "analysis",
        "start": start,
        "end": end,
        "text": document.text[start:end],
        "heading": {"start": start, "end": point[0].end, "text": point[0].text},
    }
