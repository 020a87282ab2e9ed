r"""Deadlines as a calendar file (iCalendar, RFC 5545), written without a library.

A file has lines of at most 75 octets, ended by CR LF; longer ones are folded: the rest follows on
a line that begins with a blank. In texts a backslash stands before backslashes, semicolons and
commas, and a line end is ``\n``. A calendar program tells an event it knows by its UID, and the
newer text of it by its DTSTAMP: so importing a later file moves what has moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from detente.ledger.dates import later

LINE = 75
"""Octets in a line, its end apart."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """Whole days in a calendar.

    Attributes
    ----------
    uid
        Unlike that of anything else in the world, and always the same for the same thing.
    first, last
        The first day and the last.
    summary, description
        What a calendar shows, and what it shows on being asked.
    category
        A word to sort by.
    """

    uid: str
    first: date
    last: date
    summary: str
    description: str = ""
    category: str = ""


def to_ical(name: str, appointments: Iterable[Appointment], stamp: datetime) -> str:
    """Write a calendar.

    Parameters
    ----------
    name
        What a calendar program calls it.
    appointments
        What is in it.
    stamp
        When it was written.
    """
    written = f"{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//detente//ledger//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",  # RFC 7986
        f"X-WR-CALNAME:{_text(name)}",  # what programs read that are older
    ]
    for one in appointments:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(one.uid)}",
            f"DTSTAMP:{written}",
            f"DTSTART;VALUE=DATE:{one.first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{later(one.last, 1):%Y%m%d}",  # the day after the last
            f"SUMMARY:{_text(one.summary)}",
            *([f"DESCRIPTION:{_text(one.description)}"] if one.description else []),
            *([f"CATEGORIES:{_text(one.category)}"] if one.category else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _text(words: str) -> str:
    for mark in ("\\", ";", ","):
        words = words.replace(mark, "\\" + mark)
    lines = ("".join(c for c in line if c >= " " and c != "\x7f") for line in words.splitlines())
    return "\\n".join(lines)


def _folded(line: str) -> Iterator[str]:
    """Cut a line into parts of at most `LINE` octets, never inside a letter."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > LINE:
            yield part
            part = " "
        part += letter
    yield part
