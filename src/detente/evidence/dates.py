"""Dates a text names: absolute ones by rule, relative ones by dateparser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

_MONTHS = {
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "ма": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9,
    "окт": 10, "ноя": 11, "дек": 12, "jan": 1, "feb": 2, "apr": 4, "may": 5, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_RU = (
    r"январ[яье]|феврал[яье]|марта?|марте|апрел[яье]|ма[яйе]|июн[яье]|июл[яье]|августа?|августе|"
    r"сентябр[яье]|октябр[яье]|ноябр[яье]|декабр[яье]"
)
_EN = (
    r"January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_YEAR = r"(?:19|20)\d\d"
_SHAPES = [
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})-(?P<mn>\d\d)-(?P<d>\d\d)(?!\d)"),
    re.compile(rf"(?<![\d.])(?P<d>\d{{1,2}})\.(?P<mn>\d{{1,2}})\.(?P<y>{_YEAR})(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:-го)?\s+(?P<m>{_RU})(?![а-яё])(?:\s+(?P<y>{_YEAR})(?:-?го)?(?:\s*(?:года|г\.))?)?",
        re.I,
    ),
    re.compile(
        rf"\b(?P<m>{_EN})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y>{_YEAR}))?"
    ),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m>{_EN})\b(?:,?\s+(?P<y>{_YEAR}))?"
    ),
    re.compile(rf"(?<![а-яё])(?P<m>{_RU})\s+(?P<y>{_YEAR})(?:\s*(?:года|г\.))?", re.I),
    re.compile(rf"\b(?P<m>{_EN})\s+(?P<y>{_YEAR})\b"),
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})(?:-?(?:м|го|й|х)\b)?\s*(?:году|года|год|гг?\.)"),
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})-(?:м|го|й)(?![а-яё])"),
    re.compile(rf"\b(?:in|since|until|by|of|during)\s+(?P<y>{_YEAR})(?![\d-])", re.I),
]
_RELATIVE = re.compile(
    r"(?<![а-яё])(?:вчера|сегодня|позавчера|завтра|на\s+прошлой\s+неделе|"
    r"в\s+(?:понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье))(?![а-яё])|"
    r"\b(?:yesterday|today|tomorrow|last\s+week|on\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """One date in a text.

    Attributes
    ----------
    start, end, text
        Where and how it is written.
    value
        ISO date to the precision known (``2025-08-15``, ``2025-08``, ``2022``), or ``--08-15``
        where no year can be told.
    precision
        ``day``, ``month`` or ``year``.
    basis
        ``stated``; ``publication`` (year or day counted from the date of publication);
        ``nearest year`` (the latest year that the text names).
    """

    start: int
    end: int
    text: str
    value: str
    precision: str
    basis: str


def dates(text: str, published: str = "", language: str = "ru") -> list[DateMention]:
    """Find the dates in a text.

    Parameters
    ----------
    text
        The text.
    published
        ISO date of publication; relative dates and missing years are counted from it.
    language
        Language for relative expressions.
    """
    stated: list[DateMention] = []
    hits: list[re.Match[str]] = []
    taken = bytearray(len(text))  # 1 where a date stands; to compare with each date takes too long
    for shape in _SHAPES:
        for hit in shape.finditer(text):
            if not any(taken[hit.start() : hit.end()]):
                taken[hit.start() : hit.end()] = b"\1" * (hit.end() - hit.start())
                hits.append(hit)
    years = [int(h["y"]) for h in hits if h["y"]]
    fallback, basis = _fallback(published, years)
    for hit in hits:
        found = _read(hit, fallback, basis)
        if found is not None:
            stated.append(found)
    if published:
        stated.extend(_relative(text, published, language, taken))
    return sorted(stated, key=lambda d: d.start)


def _fallback(published: str, years: list[int]) -> tuple[int, str]:
    if published[:4].isdigit():
        return int(published[:4]), "publication"
    return (max(years), "nearest year") if years else (0, "")


def _read(hit: re.Match[str], fallback: int, basis: str) -> DateMention | None:
    parts = hit.groupdict()
    month = int(parts["mn"]) if parts.get("mn") else _month(parts.get("m") or "")
    day = int(parts["d"]) if parts.get("d") else 0
    year = int(parts["y"]) if parts.get("y") else 0
    how = "stated" if year else basis
    year = year or fallback
    if day:
        try:
            date(year or 2000, month, day)
        except ValueError:
            return None
        value = f"{year:04d}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"
        precision = "day"
    elif month:
        value, precision = f"{year:04d}-{month:02d}", "month"
    else:
        value, precision = f"{year:04d}", "year"
    return DateMention(
        start=hit.start(),
        end=hit.end(),
        text=hit.group(),
        value=value,
        precision=precision,
        basis=how or "stated",
    )


def _month(word: str) -> int:
    low = word.lower()
    return next((n for stem, n in _MONTHS.items() if low.startswith(stem)), 0)


def _relative(text: str, published: str, language: str, taken: bytearray) -> list[DateMention]:
    found = []
    for hit in _RELATIVE.finditer(text):
        if any(taken[hit.start() : hit.end()]):
            continue
        value = _counted(hit.group().lower(), published[:10], language)
        if value:
            found.append(
                DateMention(
                    start=hit.start(),
                    end=hit.end(),
                    text=hit.group(),
                    value=value,
                    precision="day",
                    basis="publication",
                )
            )
    return found


@lru_cache(maxsize=4096)
def _counted(words: str, published: str, language: str) -> str:
    try:
        import dateparser
    except ImportError:
        return ""
    bare = " ".join(w for w in words.split() if w not in {"в", "во", "на", "on"})
    try:
        base = datetime.fromisoformat(published)
    except ValueError:
        return ""
    found = dateparser.parse(
        bare,
        languages=[language if language in {"ru", "en"} else "en"],
        settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"},
    )
    return found.date().isoformat() if found else ""
