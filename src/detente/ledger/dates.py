"""Dates as they are known: a day, a month or a year, and the days they may mean."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

_WHEN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Days(NamedTuple):
    """A number of days known as a range; `low` equals `high` where it is known exactly."""

    low: int
    high: int


class Span(NamedTuple):
    """The first and the last day that something may have happened on."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last

    def shifted(self, days: float) -> Span:
        """The same, `days` later; part of a day counts as a whole one.

        What would lie beyond the calendar's end (or beginning) is its last (or first) day.
        """
        gap = int(-(-days // 1))
        return Span(*(later(day, gap) for day in self))


def later(day: date, days: int) -> date:
    """Give the day so many days later; the calendar's end where that lies beyond it."""
    ordinal = min(max(day.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(ordinal)


@lru_cache(maxsize=65536)  # a ledger names few days, many times
def span(when: str) -> Span:
    """Give the days that a date may mean: "2015-08" is 1 to 31 August 2015.

    Raises
    ------
    ValueError
        `when` is no date such as 2025-08-16, 2025-08 or 2025.
    """
    if not _WHEN.fullmatch(str(when)):
        raise ValueError(f"expected a date such as 2025-08-16, 2025-08 or 2025, got '{when}'")
    from detente.case.amounts import earliest  # late: it brings the case schema

    try:
        first = earliest(str(when))
    except ValueError as error:
        raise ValueError(f"{when} is no date: {error}") from None
    if len(when) == 10:
        return Span(first, first)
    month = first.month if len(when) == 7 else 12
    return Span(first, date(first.year, month, calendar.monthrange(first.year, month)[1]))


def between(start: str, end: str) -> Days:
    """Count the days from one date to another: "2015-08" to "2015-10-29" is 59 to 89 days.

    A range may be partly negative where the dates overlap.

    Raises
    ------
    ValueError
        One of the two is no date.
    """
    return days_between(span(start), span(end))


def days_between(start: Span, end: Span) -> Days:
    """Count the days from one date to another, as `between` does, of dates already read."""
    return Days((end.first - start.last).days, (end.last - start.first).days)
