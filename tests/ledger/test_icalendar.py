"""Deadlines as a calendar, read back with another program's reader."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from detente.ledger.icalendar import LINE, Appointment, to_ical

icalendar = pytest.importorskip("icalendar", reason="reads the calendar back")

STAMP = datetime(2025, 9, 1, 12, 30, 5, tzinfo=UTC)
TRICKY = "Шаг 3; США, «лицензия»\\нефть: " + "о" * 90 + "\nдве строки"


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
    kept = "\n".join("".join(c for c in line if c >= " ") for line in words.splitlines())
    assert str(event["SUMMARY"]) == kept


def test_an_empty_calendar_is_one() -> None:
    """Where nothing is due there is still a calendar to read."""
    calendar = icalendar.Calendar.from_ical(to_ical("x", [], STAMP))
    assert str(calendar["VERSION"]) == "2.0"
    assert back(to_ical("x", [], STAMP)) == []
