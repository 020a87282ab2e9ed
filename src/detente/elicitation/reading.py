"""Reading a record of forecasts.

A table (CSV) that anyone can keep in a spreadsheet, one forecast a row:

================  =================================================================================
``analyst``       who made it
``made``          the day it was made, such as 2025-08-16
``question``      the question in words; the same words mean the same question
``probability``   of a question of yes or no: the probability of yes, from 0 to 1
``low``,          of an amount: its 5 %, 50 % and 95 % points. So it is as likely above `median` as
``median``,       below, and one in twenty is below `low`, one in twenty above `high`
``high``
``outcome``       what came: yes or no, or the amount; empty while the question is open
``resolved``      the day that was known
``source``        who says so
================  =================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from detente.case.table import Row, read_rows
from detente.elicitation.forecasts import Forecast, Quantiles, Record
from detente.exchange.errors import DetenteError
from detente.words.nearest import suggest

NEEDED = ("analyst", "made", "question")
RANGE = ("low", "median", "high")
COLUMNS = (*NEEDED, "probability", *RANGE, "outcome", "resolved", "source")

SHOWN = 20
"""How many problems one message lists before it only counts the rest."""

LARGEST = 1e12
"""No amount is larger."""

_YES = dict.fromkeys(("yes", "y", "true", "1", "да"), True)
_TRUTH: Mapping[str, bool] = _YES | dict.fromkeys(("no", "n", "false", "0", "нет"), False)

T = TypeVar("T")


class InvalidRecord(DetenteError, ValueError):
    """A record of forecasts has bad rows; the text names file, line and column of each."""

    def __init__(self, problems: Iterable[str]) -> None:
        lines = list(problems)
        more = [f"… and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
        super().__init__("\n".join([*lines[:SHOWN], *more]))


def read_record(path: str | Path) -> Record:
    """Read a record whole.

    Raises
    ------
    InvalidRecord
        The file is no such table, or rows of it are bad: all are named, and nothing is read.
    OSError
        It cannot be read.
    """
    path = Path(path)
    found: list[Forecast] = []
    problems: list[str] = []
    for row in read_rows(path, NEEDED, COLUMNS, _refuse):
        reading = _Reading(row)
        forecast = reading.forecast()
        problems += [f"{path}:{row.line}: {said}" for said in reading.wrong]
        if forecast is not None:
            found.append(forecast)
    problems += [f"{path}:{line}: {said}" for line, said in _clashes(found)]
    if problems:
        raise InvalidRecord(sorted(problems, key=_line_of))
    if not found:
        raise InvalidRecord([f"{path}: there are no rows under the head"])
    return Record(str(path), tuple(found))


def _refuse(problems: Iterable[str]) -> InvalidRecord:
    """Refuse a table; what is none is told so once, and who says `mode` what is asked for."""
    lines = list(problems)
    place = lines[0].partition(": ")[0]
    if sum(": no column '" in said for said in lines) == len(NEEDED):
        told = f"{place}: this is no record of forecasts; its columns are: {', '.join(COLUMNS)}"
        return InvalidRecord([told])
    median = (
        f"{place}: a record has no mode: write the median (as likely above it as below) in a "
        "column 'median'"
    )
    return InvalidRecord(median if "there is no column 'mode'" in said else said for said in lines)


def _line_of(problem: str) -> int:
    found = re.search(r":(\d+): ", problem)
    return int(found[1]) if found else 0


# --- one row -------------------------------------------------------------------------------------


class _Reading:
    """Reads one row, and gathers what is wrong with it."""

    def __init__(self, row: Row) -> None:
        self.line, self.cells = row
        self.wrong: list[str] = []

    def forecast(self) -> Forecast | None:
        """Give the forecast; None where something is wrong with it."""
        for name in NEEDED:
            if not self.cells[name]:
                self.wrong.append(f"{name}: it is empty")
        made, resolved = self.cell("made", _day), self.cell("resolved", _day)
        said = self.said()
        outcome: bool | float | None = None
        if said is not None:
            outcome = self.cell("outcome", _amount if isinstance(said, Quantiles) else _truth)
        self.dates(made, resolved)
        if self.wrong or made is None or said is None:
            return None
        return Forecast(
            self.line, self.cells["analyst"], made, self.cells["question"], said, outcome, resolved,
            self.cells.get("source", ""),
        )  # fmt: skip

    def cell(self, name: str, read: Callable[[str], T]) -> T | None:
        """Read a cell; None where it is empty, or wrong."""
        text = self.cells.get(name, "")
        if not text:
            return None
        try:
            return read(text)
        except ValueError as error:
            self.wrong.append(f"{name}: {error}")
            return None

    def said(self) -> float | Quantiles | None:
        """What was forecast: a probability, or three rising amounts."""
        given = [name for name in RANGE if self.cells.get(name)]
        if self.cells.get("probability"):
            if given:
                self.wrong.append(
                    f"{given[0]}: give either a probability, or low, median and high; not both"
                )
            return self.cell("probability", _probability)
        if not given:
            self.wrong.append(
                "probability: nothing is forecast: give a probability, or low, median and high"
            )
            return None
        for name in RANGE:
            if name not in given:
                self.wrong.append(f"{name}: it is empty: an amount needs low, median and high")
        read = [self.cell(name, _amount) for name in given]
        whole = [x for x in read if x is not None]
        if len(whole) < len(RANGE):
            return None
        return self.rising(Quantiles(*whole))

    def rising(self, of: Quantiles) -> Quantiles | None:
        """Refuse quantiles that do not rise."""
        if of.low < of.median < of.high:
            return of
        at = "median" if of.median <= of.low else "high"
        self.wrong.append(
            f"{at}: low, median and high must rise: {of.low:g}, {of.median:g} and {of.high:g} "
            "do not"
        )
        return None

    def dates(self, made: date | None, resolved: date | None) -> None:
        """Refuse what cannot be in time."""
        has_outcome, has_day = (bool(self.cells.get(name)) for name in ("outcome", "resolved"))
        if has_outcome and not has_day:
            self.wrong.append("resolved: an outcome needs the day on which it was known")
        if has_day and not has_outcome:
            self.wrong.append("outcome: a day is given, but no outcome; leave both empty, or none")
        if made is not None and resolved is not None and made > resolved:
            self.wrong.append(f"made: {made} is after {resolved}, when the outcome was known")


def _day(text: str) -> date:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f"{text} is no date: {error}") from None
    turned = re.fullmatch(r"(\d\d?)\.(\d\d?)\.(\d{4})", text)
    hint = ""
    if turned:
        day, month, year = map(int, turned.groups())
        with suppress(ValueError):
            hint = f": write {date(year, month, day)}"
    raise ValueError(f"'{text}' is no date such as 2025-08-16{hint}")


def _truth(text: str) -> bool:
    said = _TRUTH.get(text.lower())
    if said is None:
        raise ValueError(f"expected yes or no, got '{text}'{suggest(text, ('yes', 'no'))}")
    return said


def _probability(text: str) -> float:
    if percent := re.fullmatch(r"(\d{1,3}(?:[.,]\d+)?)\s*%", text):
        share = float(percent[1].replace(",", ".")) / 100
        raise ValueError(f"expected a probability from 0 to 1, got '{text}': write {share:g}")
    x = _amount(text)
    if not 0 <= x <= 1:
        hint = f": write {x / 100:g}" if 1 < x <= 100 else ""
        raise ValueError(f"expected a probability from 0 to 1, got '{text}'{hint}")
    return x


def _amount(text: str) -> float:
    """Read a number; a decimal comma will do where it cannot be taken for thousands."""
    if re.fullmatch(r"[-+]?[1-9]\d{0,2}(,\d{3})+", text):
        whole, part = text.replace(",", ""), text.replace(",", ".")
        raise ValueError(f"'{text}' can be read in two ways: write {whole} or {part}")
    plain = text.replace("\N{MINUS SIGN}", "-").replace(",", ".")
    if not re.fullmatch(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", plain):
        raise ValueError(f"expected a number such as 14 or 2.5, got '{text}'")
    x = float(plain)
    if abs(x) > LARGEST:
        raise ValueError(f"{text} is too large a number")
    return x


# --- rows beside each other ----------------------------------------------------------------------


def _clashes(forecasts: Iterable[Forecast]) -> Iterator[tuple[int, str]]:
    """Name rows that contradict earlier ones: pairs of line and sentence."""
    made: dict[tuple[str, str, date], int] = {}
    asked: dict[str, Forecast] = {}
    for one in forecasts:
        key = (one.analyst, one.question, one.made)
        if key in made:
            yield one.line, f"made: '{one.analyst}' forecast this that day on line {made[key]}"
            continue
        made[key] = one.line
        first = asked.setdefault(one.question, one)
        if one.of_amount != first.of_amount:
            kinds = ("an amount", "yes or no")
            here, there = kinds if one.of_amount else kinds[::-1]
            yield (
                one.line,
                f"question: it is about {here} here, and about {there} on line {first.line}",
            )
        elif (one.outcome, one.resolved) != (first.outcome, first.resolved):
            column = "outcome" if one.outcome != first.outcome else "resolved"
            yield (
                one.line,
                (
                    f"{column}: the same question came out as {_came(first)} on line {first.line}, "
                    f"and as {_came(one)} here"
                ),
            )


def _came(one: Forecast) -> str:
    if one.outcome is None:
        return "nothing yet"
    said: Any = one.outcome
    words = ("no", "yes")[said] if isinstance(said, bool) else f"{said:g}"
    return f"{words} ({one.resolved})"
