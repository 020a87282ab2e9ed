"""Statements of many documents to reports on questions, each with whose word it really is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from detente.evidence.claims import Report
from detente.evidence.findings import findings
from detente.evidence.gazetteer import shipped
from detente.evidence.lexicon import Act
from detente.evidence.origins import Origin, voice_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from detente.evidence.registry import Registry
    from detente.evidence.statements import Reading, Statement
    from detente.evidence.voices import Voice

HEAD = 80
"""Characters in which a dateline stands."""

_OUTLETS = frozenset({"wire", "state media", "public media", "funded media", "independent media",
                      "commercial media"})  # fmt: skip

NEAR = 3
"""Days between two reports of one event at most."""

_MONTHS = frozenset({"месяц", "month", "months"})


@dataclass(frozen=True, slots=True)
class Told:
    """A statement with what is needed of its document, so that no document's text is kept."""

    statement: Statement
    document: str
    where: str
    publisher: str
    published: str
    event: str
    day: str


def told(reading: Reading) -> list[Told]:
    """Take the statements that say something of an event the tables know.

    Arguments are none; nor is what a document first gives to both sides and then to one.
    """
    document = reading.document
    publisher, opening = dateline(reading)
    narrowed = {
        s
        for f in findings(reading)
        if f.kind == "one-sided"
        for s in f.statements
        if len({v.party for v in s.voices if v.party}) > 1
    }
    found = []
    for s in reading.statements:
        if s.analysis or s.heading or s in narrowed:
            continue
        named = [e for e in s.content.events if e != "announcement"] or list(s.content.events)
        if named:
            days = [d.value for d in s.dates if d.precision == "day" and d.value[:1].isdigit()]
            found.append(
                Told(
                    s,
                    document.id,
                    document.where,
                    publisher,
                    document.published,
                    named[0],
                    days[0] if days else document.published[:10] or opening,
                )
            )
    return found


def dateline(reading: Reading) -> tuple[str, str]:
    """Give publisher and day, from a document's first words where nothing else tells them.

    "21 июня 2025 года, БелТА." and "VILNIUS, Sept 11 (Reuters) -" name both.
    """
    document = reading.document
    first = document.text.lstrip()[:HEAD]
    publisher = document.publisher
    if not publisher:
        outlets = (m.actor for m in shipped().find(first) if m.actor.kind in _OUTLETS)
        publisher = next((actor.name for actor in outlets), "")
    begin = len(document.text) - len(document.text.lstrip())
    opening = [
        d.value
        for d in reading.dates
        if d.start < begin + HEAD and d.precision == "day" and d.value[:1].isdigit()
    ]
    return publisher, opening[0] if opening else ""


def reports(
    statements: Iterable[Told], registry: Registry, original: Mapping[str, str] | None = None
) -> list[Report]:
    """Turn statements into reports; those on one event at most three days apart share a subject.

    Parameters
    ----------
    statements
        Of all documents.
    registry
        The sources.
    original
        For each document that tells another again, the one it tells (reprints.py): its own word is
        the other's publisher's.
    """
    listed = _dated(statements, original or {})
    subject = _subjects(listed)
    publisher_of = {t.document: t.publisher for t in listed}
    found = []
    for t in listed:
        first = (original or {}).get(t.document, "")
        origins = tuple(_origins(t, registry, publisher_of.get(first, "")))
        for number, (attribute, value) in enumerate(_answers(t.statement)):
            s = t.statement
            source = registry.get(t.publisher)
            found.append(
                Report(
                    id=f"{t.document[:12]}:{s.start}-{s.end}:{number}",
                    subject=subject[t.event, t.day],
                    attribute=attribute,
                    value=value,
                    publisher=t.publisher or t.where,
                    kind="reprint" if first else source.kind if source else "media",
                    origins=origins,
                    date=t.published[:10],
                    act=s.act,
                    where=f"{t.where}#{s.start}-{s.end}",
                    quote=s.text,
                )
            )
    return found


def _dated(statements: Iterable[Told], original: Mapping[str, str]) -> list[Told]:
    """Give statements of a retold document, where they have no day, the day of the original."""
    listed = list(statements)
    days: dict[str, str] = {}
    for t in listed:
        if t.day:
            days.setdefault(t.document, t.day)
    return [
        replace(t, day=days.get(original.get(t.document, ""), "")) if not t.day else t
        for t in listed
    ]


def _subjects(listed: Sequence[Told]) -> dict[tuple[str, str], str]:
    """Name subjects: an event and the first of its days, days near one another being one."""
    names: dict[tuple[str, str], str] = {}
    for event in dict.fromkeys(t.event for t in listed):
        head = last = ""
        for day in sorted({t.day for t in listed if t.event == event}):
            if not head or _apart(last, day) > NEAR:
                head = day
            names[event, day] = f"{head} {event}".strip()
            last = day
    return names


def _apart(one: str, other: str) -> int:
    try:
        return (date.fromisoformat(other) - date.fromisoformat(one)).days
    except ValueError:
        return 0 if one == other else NEAR + 1


def _answers(s: Statement) -> list[tuple[str, str]]:
    if s.act in {Act.ABSENT, Act.DECLINES}:
        whose = ", ".join(v.actor or v.text for v in s.voices) or "whoever was to give it"
        return [(f"word of {whose}", "given")]
    tense = "" if s.content.modality == "done" else f" ({s.content.modality})"
    counted = [
        (_unit(q.unit) + tense, f"{q.value:g}") for q in s.content.quantities if _unit(q.unit)
    ]
    if counted:
        return counted
    done = {"done": "happened", "will": "will happen", "may": "may happen"}
    attribute = done.get(s.content.modality, "must happen")
    return [(attribute, "yes" if s.content.positive or s.act is Act.DENIES else "no")]


def _unit(unit: str) -> str:
    return unit if unit == "people" else "months" if unit in _MONTHS else ""


def _origins(t: Told, registry: Registry, first: str) -> Iterable[Origin]:
    if t.statement.own:
        name = first or t.publisher
        source = registry.get(name) if name else None
        key = source.id if source else (name or f"document {t.document[:12]}")
        party = source.party if source else ""
        yield Origin(
            key=voice_key(key, party),
            name=name or t.where,
            party=party,
            doubtful=not name,  # nobody knows who speaks
            kind=source.kind if source else "media",
        )
        return
    for voice in t.statement.voices:
        yield _origin(voice)


def _origin(voice: Voice) -> Origin:
    party = voice.party
    kind = voice.kind
    if kind == "person" and voice.actor:
        kind = "presidency"
    elif kind in {"state", "body", "union"}:
        kind = "ministry"
    # A voice without a name ("sources", "regional media") may be anybody: it weighs nothing alone.
    nameless = not voice.actor and kind in {"media", "state media", "unknown"} and not party
    return Origin(
        key=voice_key(voice.key, party),
        name=voice.text,
        party=party,
        doubtful=nameless,
        kind=kind,
    )
