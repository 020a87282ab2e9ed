"""The past as dated acts, for counting: what was done, by which side, until when.

A chronicle (CSV) has the columns ``date, side, step_type`` and, where known, ``instrument``.
A bundled case has one if there is a file ``NAME.steps.json`` beside it that names it,
and its own ``episodes`` where it is not all of it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from detente.case.amounts import earliest
from detente.case.library import LIBRARY
from detente.exchange.errors import DetenteError
from detente.uncertainty.past.rates import YEAR
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from detente.case import Case

NEEDED = ("date", "side", "step_type")
MAX_BYTES = 32 * 1024 * 1024
MAX_CELL = 100_000


class InvalidChronicle(DetenteError, ValueError):
    """A chronicle cannot be read; the text names file and line."""


@dataclass(frozen=True, slots=True)
class Act:
    """One dated act.

    Attributes
    ----------
    day
        The first day that its date, which may be known to the month or year, can mean.
    side
        Who did it, in the chronicle's words.
    kind
        Its step type.
    instrument
        The act by which it was done; may be empty.
    """

    day: date
    side: str
    kind: str
    instrument: str = ""

    @property
    def sender(self) -> bool:
        """Whether a side that gives relief did it."""
        return self.side.startswith("sender")


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Acts in the order of their dates.

    Attributes
    ----------
    name
        What it is called: its file's name.
    acts
        At least one.
    """

    name: str
    acts: tuple[Act, ...]

    def until(self, day: date) -> Chronicle:
        """What had happened by the end of `day`; may be empty."""
        return Chronicle(self.name, tuple(act for act in self.acts if act.day <= day))


def bundled(case: Case) -> Chronicle | None:
    """Give the chronicle that comes with a bundled case; None where there is none."""
    words = LIBRARY / f"{case.name}.steps.json"
    if not words.is_file() or case.document.file != f"{case.name}.yaml":
        return None
    said = json.loads(words.read_text(encoding="utf-8"))
    named = said.get("chronicle")
    return read_chronicle(LIBRARY / named, said.get("episodes", ())) if named else None


def read_chronicle(path: Path, episodes: Collection[str] = ()) -> Chronicle:
    """Read a chronicle; rows of monitors, who count and do not act, are left out.

    Where `episodes` are given, so are the rows of all others.

    Raises
    ------
    InvalidChronicle
        It is too large, no table in UTF-8, has no acts, lacks a column, or has a row without a
        date, side or type.
    OSError
        It cannot be read.
    """
    if path.stat().st_size > MAX_BYTES:
        raise InvalidChronicle(f"{path}: more than {MAX_BYTES:,} bytes")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidChronicle(f"{path}: not a text in UTF-8") from None
    csv.field_size_limit(MAX_CELL)
    rows = csv.DictReader(io.StringIO(text, newline=""))
    try:
        _columns(path, rows.fieldnames or ())
        found = [
            _act(path, rows.line_num, row)
            for row in rows
            if not episodes or row.get("episode") in episodes
        ]
    except csv.Error as error:
        raise InvalidChronicle(f"{path}:{rows.line_num}: {error}") from None
    acts = sorted((act for act in found if not act.side.startswith("monitor")), key=_day)
    if not acts:
        raise InvalidChronicle(f"{path}: no acts in it")
    return Chronicle(path.name, tuple(acts))


def _day(act: Act) -> date:
    return act.day


def _columns(path: Path, names: Sequence[str]) -> None:
    for column in NEEDED:
        if column not in names:
            hint = suggest(column, names) or f" (there are: {', '.join(names) or 'none'})"
            raise InvalidChronicle(f"{path}: there is no column '{column}'{hint}")


def _act(path: Path, line: int, row: Mapping[str | None, str | None]) -> Act:
    cells = {key: (row.get(key) or "").strip() for key in (*NEEDED, "instrument")}
    for key in NEEDED:
        if not cells[key]:
            raise InvalidChronicle(f"{path}:{line}: the cell '{key}' is empty")
    try:
        day = earliest(cells["date"])
    except ValueError:
        raise InvalidChronicle(
            f"{path}:{line}: '{cells['date']}' is no date such as 2025-08-16, 2025-08 or 2025"
        ) from None
    return Act(day, cells["side"], cells["step_type"], cells["instrument"])


# --- relief in force -----------------------------------------------------------------------------

GRANTS, ENDS = ("relief",), ("snapback", "lift")


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in which one side's relief was in force.

    Attributes
    ----------
    side
        Whose relief.
    instrument
        "licence", "suspension" or "delisting", by the words of the act that began it.
    start, end
        Its days; `end` is that of the end of the record where it was still in force.
    taken_back
        True: it ended by being taken back.
    renewals
        How often it was renewed.
    """

    side: str
    instrument: str
    start: date
    end: date
    taken_back: bool
    renewals: int

    @property
    def years(self) -> float:
        """How long it was in force."""
        return (self.end - self.start).days / YEAR


def spells(acts: Iterable[Act], until: date) -> tuple[Spell, ...]:
    """Follow each side's relief from its grant to its end; a side has one spell at a time."""
    running: dict[str, tuple[Act, int]] = {}
    found: list[Spell] = []

    def close(side: str, end: date, *, taken_back: bool) -> None:
        begun, renewals = running.pop(side)
        kind = _instrument(begun.instrument)
        found.append(Spell(side, kind, begun.day, end, taken_back, renewals))

    for act in acts:
        if act.kind in GRANTS and act.side not in running:
            running[act.side] = (act, 0)
        elif act.kind == "renewal" and act.side in running:
            begun, renewals = running[act.side]
            running[act.side] = (begun, renewals + 1)
        elif act.kind in ENDS and act.side in running:
            close(act.side, act.day, taken_back=act.kind == "snapback")
    for side in list(running):
        close(side, until, taken_back=False)
    return tuple(found)


def _instrument(words: str) -> str:
    lower = words.lower()
    if "delist" in lower:
        return "delisting"
    return "suspension" if "suspen" in lower else "licence"
