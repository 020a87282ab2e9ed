"""What is due: as a document, and as a calendar that calendar programs read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from detente.briefing.blocks import Column, Document, Paragraph, Table
from detente.briefing.ledger.phrases import period
from detente.briefing.ledger.status import deadline_line, press, subtitle
from detente.briefing.ledger.terms import URGENCY, Names, deed, namer, title
from detente.ledger.present.icalendar import Appointment, to_ical

if TYPE_CHECKING:
    from detente.ledger.present.due import Deadline
    from detente.ledger.present.snapshot import Snapshot
    from detente.words.language import Language


def within(snap: Snapshot, days: int | None) -> tuple[Deadline, ...]:
    """Give the deadlines of the coming days; what presses or has no date stays in."""
    if days is None:
        return snap.deadlines
    last = snap.today + timedelta(days)
    return tuple(d for d in snap.deadlines if d.day is None or d.day.first <= last)


def due_document(snap: Snapshot, lang: Language, days: int | None = None) -> Document:
    """Tell what is overdue, broken, due and to come."""
    names = namer(snap.case, lang)
    found = within(snap, days)
    return Document(
        lang.say("Due in {case}", case=title(snap, lang)),
        subtitle(snap, lang),
        lang.code,
        (
            Paragraph(_verdict(snap, names, lang), "lead"),
            *([_table(found, names, lang)] if found else []),
        ),
    )


def _verdict(snap: Snapshot, names: Names, lang: Language) -> str:
    said, pressing = press(snap, lang), snap.pressing
    if not pressing:
        return said
    first = lang.say("First: {line}.", line=deadline_line(pressing[0], names, lang))
    return f"{said} {first}"


def _table(found: Sequence[Deadline], names: Names, lang: Language) -> Table:
    columns = (
        Column(lang.say("Standing")),
        Column(lang.say("Date")),
        Column(lang.say("Who")),
        Column(lang.say("What")),
        Column(lang.say("Days late"), numeric=True),
    )
    rows = tuple(
        (
            lang.say(URGENCY[one.urgency]),
            period(one.day) if one.day else "–",
            lang.join([names(who) for who in one.parties]) or "–",
            _what(one, names, lang),
            str(one.late) if one.late else "–",
        )
        for one in found
    )
    return Table(lang.say("All that is to be done or to come, the most pressing first"),
                 columns, rows)  # fmt: skip


def _what(one: Deadline, names: Names, lang: Language) -> str:
    said = deed(one, names, lang)
    if one.grace:
        grace = lang.count("{n} day of grace", "{n} days of grace", one.grace)
        said = f"{said} ({grace})"
    if one.waits_for:
        first = lang.join([lang.quote(names(x)) for x in one.waits_for])
        said = lang.say("{line}; waits for {lots}", line=said, lots=first)
    return said


def due_calendar(snap: Snapshot, found: Iterable[Deadline], lang: Language, stamp: datetime) -> str:
    """Write the deadlines that have a date as a calendar; what is broken has none to keep."""
    names = namer(snap.case, lang)
    dated = (one for one in found if one.day is not None and one.kind != "breach")
    return to_ical(
        title(snap, lang), (_appointment(one, snap, names, lang) for one in dated), stamp
    )


def _appointment(one: Deadline, snap: Snapshot, names: Names, lang: Language) -> Appointment:
    assert one.day is not None
    who = lang.join([names(p) for p in one.parties])
    said = deed(one, names, lang)
    return Appointment(
        uid=f"{snap.name}-{one.number}-{one.kind}@detente",
        first=one.day.first,
        last=one.day.last,
        summary=f"{who}: {said}" if who else said,
        description=f"{deadline_line(one, names, lang)}. {snap.name}#{one.number}",
        category=lang.say(URGENCY[one.urgency]),
    )
