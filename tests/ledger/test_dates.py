"""Dates known to the day, the month or the year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from detente.ledger.dates import Days, Span, between, span


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        ("2025-08-16", "2025-08-16", "2025-08-16"),
        ("2024-02", "2024-02-01", "2024-02-29"),  # a leap year
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2015", "2015-01-01", "2015-12-31"),
    ],
)
def test_a_date_means_all_its_days(when: str, first: str, last: str) -> None:
    """A day is itself, a month and a year are all their days."""
    assert span(when) == Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "when", ["", "2025-13", "2025-02-30", "15.08.2025", "2025-8", "2025-08-16T"]
)
def test_what_is_no_date_is_refused(when: str) -> None:
    """The text says which shapes are dates."""
    with pytest.raises(ValueError, match="date"):
        span(when)


def test_the_lag_of_2015_is_59_to_89_days() -> None:
    """From a month to a day: as it can be counted by hand."""
    assert between("2015-08", "2015-10-29") == Days(59, 89)
    assert between("2008-08-16", "2008-09-05") == Days(20, 20)
    assert between("2025-03", "2025-03") == Days(-30, 30)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 400))
def test_days_between_exact_dates_are_exact(start: date, days: int) -> None:
    """Between two days the range is one number, the difference."""
    end = start + timedelta(days)
    assert between(start.isoformat(), end.isoformat()) == Days(days, days)
    assert span(start.isoformat()).shifted(days) == span(end.isoformat())


def test_the_calendar_ends() -> None:
    """What would lie beyond its last day is that day; a promise may be that far off."""
    assert span("9999-12-31").shifted(45) == Span(date.max, date.max)
    assert span("0001-01-01").shifted(-45) == Span(date.min, date.min)


def test_part_of_a_day_counts_as_a_whole_one() -> None:
    """A lag of 2.5 days ends on the third day."""
    assert span("2025-01-01").shifted(2.5) == span("2025-01-04")
