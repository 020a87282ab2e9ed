"""Sanctions lists as they are published, read as snapshots of one day.

Four forms are told apart by what is in them:

=============  ==================================================================================
``ofac``       SDN.CSV or CONS_PRIM.CSV of OFAC: twelve columns without a head, ``-0-`` for empty
``eu``         the EU's consolidated list (FSF, CSV 1.1): a head, ``;`` between the columns, one
               row for each name, address or document of an entity
``ftm``        FollowTheMoney entities, one JSON object a line, as OpenSanctions publishes them
``simple``     OpenSanctions' ``targets.simple.csv``
=============  ==================================================================================

What is read is who is listed, under what names and programmes: no addresses, birthdays, documents.
Lists come from outside: whatever is too large, of another encoding, or says one id twice, is
refused with its line.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.ledger.dates import span
from detente.ledger.lists.forms import EU_ID, EU_NAME, FORMS, OFAC_COLUMNS
from detente.ledger.lists.lines import MAX_ENTITIES, MAX_LINE, InvalidList, Lines, Listed
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

MAX_BYTES = 1024 * 1024 * 1024

SIMPLE_NEEDED = ("id", "schema", "name")
_DATE = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class ListSnapshot:
    """A list on one day.

    Attributes
    ----------
    file, sha256
        The file it was read from.
    form
        ``ofac``, ``eu``, ``ftm`` or ``simple``.
    day
        The day it shows.
    listed
        Who is on it, by id.
    """

    file: str
    sha256: str
    form: str
    day: date
    listed: Mapping[str, Listed]


def read_list(path: Path, as_of: str = "") -> ListSnapshot:
    """Read a snapshot of a sanctions list.

    Parameters
    ----------
    path
        The file.
    as_of
        The day it shows, ISO; may be left out where the file says it (``eu``), or its name does
        (``sdn-2025-11-04.csv``).

    Raises
    ------
    InvalidList
        It is no such list; a line is bad, too long or of another encoding; an id comes twice; or
        its day is not known.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise InvalidList(f"{path}: larger than {MAX_BYTES // 2**20:,} MB")
    if as_of:
        _day(path, as_of)
    form = form_of(path)
    lines = Lines(path, loose=form == "ofac")
    listed: dict[str, Listed] = {}
    where: dict[str, int] = {}
    stated = ""
    for line, one, day in FORMS[form](lines, as_of or _in_name(path)):
        stated = stated or day
        if one.id in listed:
            raise InvalidList(
                f"{path}:{line}: the id '{one.id}' is that of line {where[one.id]} already"
            )
        if len(listed) == MAX_ENTITIES:
            raise InvalidList(f"{path}:{line}: more than {MAX_ENTITIES:,} entities")
        listed[one.id], where[one.id] = one, line
    if not listed:
        raise InvalidList(f"{path}: nobody is listed in it")
    return ListSnapshot(path.name, lines.digest(), form, _day(path, as_of or stated), listed)


def form_of(path: Path) -> str:
    """Tell which form a file has by its beginning.

    Raises
    ------
    InvalidList
        It has none of them.
    """
    with path.open("rb") as file:
        head = file.readline(MAX_LINE).decode("utf-8", errors="replace").lstrip("\ufeff").strip()
    if head.startswith("{"):
        return "ftm"
    names = _cells(head, ";")
    if EU_ID in names and EU_NAME in names:
        return "eu"
    cells = _cells(head, ",")
    if set(SIMPLE_NEEDED) <= set(cells):
        return "simple"
    if len(cells) == OFAC_COLUMNS and cells[0].isdigit():
        return "ofac"
    hint = suggest(EU_NAME, names) if len(names) > 20 else ""
    raise InvalidList(
        f"{path}:1: this is no sanctions list that is read here{hint}: SDN.CSV or CONS_PRIM.CSV of "
        "OFAC (twelve columns, no head), the EU's consolidated list (CSV 1.1), or entities of "
        "OpenSanctions (entities.ftm.json, targets.simple.csv)"
    )


def _cells(head: str, separator: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([head], delimiter=separator), [])]
    except csv.Error:
        return []


def _in_name(path: Path) -> str:
    """Give the day that a file is called by; empty where its name has none."""
    inside = _DATE.search(path.name)
    return inside[0] if inside else ""


def _day(path: Path, said: str) -> date:
    """Give the day a list shows: what is said, else what its file is called by."""
    said = said or _in_name(path)
    if not said:
        raise InvalidList(f"{path}: say which day this list shows, such as 2025-08-16")
    try:
        days = span(said)
    except ValueError as error:
        raise InvalidList(f"{path}: {error}") from None
    if not days.exact:
        raise InvalidList(f"{path}: a list shows one day, not all of {said}")
    return days.first
