"""Small phrases of the ledger's documents: dates, days, amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.ledger.dates import span

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.ledger.dates import Days, Span
    from detente.ledger.past.stock import Range
    from detente.words.language import Language


def period(days: Span) -> str:
    """Write the days that a date may mean: a day, a month or a year, or the first and the last."""
    first, last = days
    for shorter in (first.isoformat(), first.isoformat()[:7], first.isoformat()[:4]):
        if span(shorter) == days:
            return shorter
    return f"{first}–{last}"


def days_of(days: Days, lang: Language) -> str:
    """Write a number of days, or a range: ``20 days``, ``59–89 days``."""
    if days.low == days.high:
        return lang.count("{n} day", "{n} days", days.low)
    return lang.count("{low}–{n} day", "{low}–{n} days", days.high, low=lang.amount(days.low))


def ranged(x: Days | Range, lang: Language) -> str:
    """Write one number, or two with a dash (an ellipsis where one is negative)."""
    if x.low == x.high:
        return lang.amount(x.low)
    dash = "–" if x.low >= 0 else " … "
    return f"{lang.amount(x.low)}{dash}{lang.amount(x.high)}"


def people(n: float, lang: Language) -> str:
    """Count people."""
    return lang.count("{n} person", "{n} people", n)


def quantity(n: float | None, unit: str, lang: Language) -> str:
    """Write an amount with its unit, in words where that is a usual one; empty without either."""
    if n is None:
        return ""
    known: dict[str, Callable[[], str]] = {
        "person": lambda: people(n, lang),
        "entity": lambda: lang.count("{n} entity", "{n} entities", n),
        "listing": lambda: lang.count("{n} listing", "{n} listings", n),
        "crossing": lambda: lang.count("{n} crossing", "{n} crossings", n),
        "state": lambda: lang.count("{n} state", "{n} states", n),
    }
    return known[unit]() if unit in known else f"{lang.amount(n)} {unit}".strip()
