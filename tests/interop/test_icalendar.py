"""iCalendar (RFC 5545): two readers, icalendar and vobject, see in it what the ledger says."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from detente.cli.exits import Exit
from detente.ledger.present.icalendar import LINE, Appointment, to_ical
from tests.interop.peers import ask, detente

icalendar = pytest.importorskip("icalendar", reason="reads the calendar back")

STAMP = datetime(2025, 9, 1, 12, 30, 5, tzinfo=UTC)
TRICKY = "Шаг 3; США, «лицензия»\\нефть: " + "о" * 90 + "\nдве строки"


@pytest.fixture
def calendars(capsys, tmp_path) -> tuple[dict[str, str], list[dict]]:
    """The calendar of a ledger with ten dated deadlines, in both languages, and those deadlines."""
    store = tmp_path / "libya.db"
    assert detente(capsys, "ledger", "init", store, "--demo", "--case", "libya")
    due = ("ledger", "due", store, "--as-of", "2004-06-01")
    found = json.loads(detente(capsys, *due, "--json", code=Exit.OVERDUE))["deadlines"]
    texts = {}
    for lang in ("en", "ru"):
        path = tmp_path / f"{lang}.ics"
        detente(capsys, *due, "--lang", lang, "--ics", path, code=Exit.OVERDUE)
        texts[lang] = path.read_bytes().decode("utf-8")
    return texts, [one for one in found if one["day"] and one["kind"] != "breach"]


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_ledger_and_its_calendar_have_the_same_deadlines(calendars, lang: str) -> None:
    """Each deadline is an event of whole days, from its first to its last, under one name."""
    texts, deadlines = calendars
    events = {str(event["UID"]): event for event in back(texts[lang])}
    assert len(deadlines) == len(events) >= 9
    for one in deadlines:
        event = events[f"libya-{one['event']}-{one['kind']}@detente"]
        first, last = map(date.fromisoformat, one["day"])
        assert (event.start, event.end) == (first, last + timedelta(days=1))
        assert event.duration == last - first + timedelta(days=1)
        assert event["DTSTAMP"].dt.utcoffset() == timedelta(0)
        assert not event.errors


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_two_readers_see_the_same_calendar(calendars, tmp_path: Path, lang: str) -> None:
    """Name, days, texts in either script, category: as icalendar reads them so does vobject."""
    texts, deadlines = calendars
    path = tmp_path / f"{lang}.ics"
    theirs = ask("ical_read", path)
    calendar = icalendar.Calendar.from_ical(texts[lang])
    # icalendar leaves the escapes of properties that it does not know as they are
    assert theirs["name"] == str(calendar["X-WR-CALNAME"]).replace("\\,", ",")
    assert calendar["NAME"] == calendar["X-WR-CALNAME"]
    assert ("Ливия" in theirs["name"]) == (lang == "ru")
    assert (theirs["zones"], len(theirs["events"])) == (0, len(deadlines))
    for event, seen in zip(calendar.walk("VEVENT"), theirs["events"], strict=True):
        assert seen == {
            "uid": str(event["UID"]),
            "summary": str(event["SUMMARY"]),
            "description": str(event["DESCRIPTION"]),
            "category": str(event["CATEGORIES"].cats[0]),
            "first": event.start.isoformat(),
            "until": event.end.isoformat(),
            "stamp": event["DTSTAMP"].dt.isoformat(),
            "alarms": 0,  # whoever wants to be reminded says so in his own calendar
        }


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_written_lines_are_folded_between_letters(calendars, lang: str) -> None:
    """At most 75 octets a line, ended by CR LF; each line alone is whole letters."""
    texts, _ = calendars
    lines = texts[lang].encode().split(b"\r\n")
    assert max(map(len, lines)) <= LINE
    assert any(line.startswith(b" ") for line in lines)
    assert [line.decode("utf-8") for line in lines] == texts[lang].split("\r\n")


def test_vobject_reads_every_awkward_sign(tmp_path: Path) -> None:
    """Backslashes, commas, semicolons and line ends come back as they were, there too."""
    one = Appointment("u", date(2025, 1, 31), date(2025, 2, 1), TRICKY, TRICKY, "a, b; c")
    path = tmp_path / "tricky.ics"
    path.write_bytes(to_ical(TRICKY, [one], STAMP).encode())
    (seen,) = ask("ical_read", path)["events"]
    assert (seen["summary"], seen["description"], seen["category"]) == (TRICKY, TRICKY, "a, b; c")
    assert (seen["first"], seen["until"]) == ("2025-01-31", "2025-02-02")


def back(text: str) -> list:
    """The events of a calendar, as the other reader has them."""
    return [*icalendar.Calendar.from_ical(text).walk("VEVENT")]


def test_an_appointment_comes_back_whole() -> None:
    """Days, texts with every awkward sign, the stamp in UTC: as they went in."""
    one = Appointment("minsk-1-delivery@detente", date(2025, 10, 1), date(2025, 10, 31), TRICKY,
                      "Что, где; когда", "overdue")  # fmt: skip
    moscow = STAMP.astimezone(timezone(timedelta(hours=3)))
    text = to_ical("Малая; сделка", [one], moscow)
    (event,) = back(text)
    assert str(event["UID"]) == one.uid
    assert str(event["SUMMARY"]) == TRICKY
    assert str(event["DESCRIPTION"]) == "Что, где; когда"
    assert event["DTSTART"].dt == date(2025, 10, 1)
    assert event["DTEND"].dt == date(2025, 11, 1)  # the day after the last
    assert event["DTSTAMP"].dt == STAMP
    assert [str(x) for x in event["CATEGORIES"].cats] == ["overdue"]


@given(st.text(max_size=200))
def test_lines_are_short_and_any_text_survives(words: str) -> None:
    """No line has more than 75 octets; texts come back, signs that a line cannot hold apart."""
    text = to_ical("x", [Appointment("u", date(2025, 1, 1), date(2025, 1, 1), words)], STAMP)
    lines = text.split("\r\n")
    assert lines[-1] == ""
    assert all(len(line.encode()) <= LINE for line in lines)
    assert "\n" not in text.replace("\r\n", "")
    (event,) = back(text)
    kept = "\n".join(
        "".join(c for c in line if c >= " " and c != "\x7f") for line in words.splitlines()
    )
    assert str(event["SUMMARY"]) == kept


def test_an_empty_calendar_is_one() -> None:
    """Where nothing is due there is still a calendar to read."""
    calendar = icalendar.Calendar.from_ical(to_ical("x", [], STAMP))
    assert str(calendar["VERSION"]) == "2.0"
    assert back(to_ical("x", [], STAMP)) == []
