"""A language: its catalogue, and how it writes numbers, shares, dates and lists.

English is the language of the source strings; every other one has a gettext catalogue in
``locale``. Nothing here is global: whoever speaks is handed a `Language`.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

LANGUAGES = ("en", "ru")
"""Codes of the languages that can be spoken; the first is that of the sources."""

MINUS = "\N{MINUS SIGN}"
NBSP = "\N{NO-BREAK SPACE}"

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
_DECIMAL = {"en": ".", "ru": ","}
_THOUSANDS = {"en": ",", "ru": NBSP}
_AND = {"en": "and", "ru": "и"}
_QUOTES = {"en": ("“", "”"), "ru": ("«", "»")}
_INNER = {"en": ("‘", "’"), "ru": ("„", "“")}


def N_(message: str) -> str:  # noqa: N802  (the name by which catalogues find messages)
    """Mark a message for the catalogues; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Language:
    """One language; get it from `language`.

    Attributes
    ----------
    code
        Its two-letter code, one of `LANGUAGES`.
    """

    code: str
    _catalogue: gettext.NullTranslations = field(repr=False, compare=False)

    def say(self, text: str, /, **fields: object) -> str:
        """Translate `text` and fill its ``{fields}``."""
        if not text:  # the catalogue keeps its head under the empty text
            return ""
        return _one_stop(self._catalogue.gettext(text).format(**fields))

    def count(self, one: str, many: str, n: float, /, **fields: object) -> str:
        """Translate the form that goes with `n` (three in Russian); ``{n}`` is the number.

        What is no whole number takes the form of 2, as both languages have it.
        """
        form = int(n) if n == int(n) else 2
        said = self._catalogue.ngettext(one, many, form).format(n=self.amount(n), **fields)
        return _one_stop(said)

    def number(self, x: float, digits: int = 1) -> str:
        """Write a number with `digits` decimals: a true minus, no negative zero."""
        size = f"{abs(x):,.{digits}f}" if abs(x) < 1e12 else f"{abs(x):.2e}"
        sign = MINUS if x < 0 and any(c in "123456789" for c in size) else ""
        marks = {",": _THOUSANDS[self.code], ".": _DECIMAL[self.code], "-": MINUS}
        return sign + "".join(marks.get(c, c) for c in size)

    def amount(self, x: float, digits: int = 1) -> str:
        """Write a number for a sentence: at most `digits` decimals, none that says nothing."""
        said = self.number(x, digits)
        mark = _DECIMAL[self.code]
        return said.rstrip("0").removesuffix(mark) if mark in said else said

    def percent(self, share: float) -> str:
        """Write a share in whole per cent; what is above 0 and below 1 % says so."""
        gap = "" if self.code == "en" else NBSP
        if 0 < share < 0.01:
            return f"<1{gap}%"
        return f"{self.number(100 * share, 0)}{gap}%"

    def day(self, day: date) -> str:
        """Write a date in little room: ``16 Aug 2025``, ``16.08.2025``."""
        if self.code == "ru":
            return day.strftime("%d.%m.%Y")
        month = _MONTHS[self.code].split()[day.month - 1]
        return NBSP.join((str(day.day), month[:3], f"{day.year:04}"))

    def moment(self, when: str) -> str:
        """Write an ISO date as far as it is known: ``19 Dec 2010``, ``Mar 2021`` or ``2021``."""
        from datetime import date as calendar

        if len(when) == 4:
            return when
        if len(when) == 10:
            return self.day(calendar.fromisoformat(when))
        first = self.day(calendar.fromisoformat(f"{when}-01"))
        return first.partition("." if self.code == "ru" else NBSP)[2]

    def date(self, day: date) -> str:
        """Write a date in words: ``16 August 2025``, ``16 августа 2025 г.``."""
        month = _MONTHS[self.code].split()[day.month - 1]
        words = [str(day.day), month, str(day.year), *(["г."] if self.code == "ru" else [])]
        return NBSP.join(words)

    def join(self, items: Sequence[str]) -> str:
        """Write a list in words: ``a, b and c``."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {_AND[self.code]} {items[-1]}"

    def quote(self, text: str) -> str:
        """Put `text` in the language's quotation marks; those within it become inner ones."""
        marks = zip(_QUOTES[self.code], _INNER[self.code], strict=True)
        opening, closing = _QUOTES[self.code]
        return f"{opening}{text.translate({ord(outer): inner for outer, inner in marks})}{closing}"


def _one_stop(text: str) -> str:
    """A sentence that ends in a date with its «г.» needs no further full stop."""
    return text.replace(f"{NBSP}г..", f"{NBSP}г.")


@cache
def language(code: str) -> Language:
    """Give the language of a code.

    Raises
    ------
    ValueError
        There is no such language.
    """
    if code not in LANGUAGES:
        raise ValueError(f"there is no language '{code}'; there are: {', '.join(LANGUAGES)}")
    if code == LANGUAGES[0]:
        return Language(code, gettext.NullTranslations())
    path = files("detente.words").joinpath("locale", code, "LC_MESSAGES", "detente.mo")
    with path.open("rb") as file:
        return Language(code, gettext.GNUTranslations(file))
