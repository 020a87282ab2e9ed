"""Observations from a file: a table (CSV) or a list (JSON)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.uncertainty.parties.observation import InvalidObservation, Observation
from detente.uncertainty.parties.updating import fits
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from detente.case import Case

NEEDED = ("lot", "outcome", "when")
KNOWN = (*NEEDED, "party", "observable")
MAX_BYTES = 8 * 1024 * 1024
MAX_CELL = 10_000

_TRUTH = {"": True, "yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def read_observations(path: Path, case: Case) -> tuple[Observation, ...]:
    """Read what was seen of a case's lots.

    The columns of a table, or the keys of each entry of a list, are ``lot, outcome, when`` and,
    where needed, ``party`` (else the giver of the lot) and ``observable`` (yes or no).

    Raises
    ------
    InvalidObservation
        The file is no such table or list, or an observation makes no sense or does not fit the
        case; file and place are named.
    OSError
        It cannot be read.
    """
    if path.stat().st_size > MAX_BYTES:
        raise InvalidObservation(f"{path}: more than {MAX_BYTES:,} bytes")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidObservation(f"{path}: not a text in UTF-8") from None
    entries = _listed(path, text) if path.suffix.lower() == ".json" else _table(path, text)
    return tuple(_observation(place, entry, case) for place, entry in entries)


def _table(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    csv.field_size_limit(MAX_CELL)
    rows = csv.DictReader(io.StringIO(text, newline=""))
    try:
        _known(f"{path}:1", rows.fieldnames or ())
        for row in rows:
            yield f"{path}:{rows.line_num}", {k: (v or "").strip() for k, v in row.items() if k}
    except csv.Error as error:
        raise InvalidObservation(f"{path}:{rows.line_num}: {error}") from None


def _listed(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidObservation(f"{path}: not JSON ({error})") from None
    if isinstance(found, dict):
        found = found.get("observations")
    if not isinstance(found, list):
        raise InvalidObservation(f"{path}: expected a list of observations")
    for n, entry in enumerate(found, 1):
        place = f"{path}: observation {n}"
        if not isinstance(entry, dict):
            raise InvalidObservation(f"{place}: expected a mapping with {', '.join(NEEDED)}")
        _known(place, entry)
        yield place, entry


def _known(place: str, names: Iterable[str]) -> None:
    given = tuple(names)
    for name in NEEDED:
        if name not in given:
            hint = suggest(name, given) or f" (there are: {', '.join(given) or 'none'})"
            raise InvalidObservation(f"{place}: there is no '{name}'{hint}")
    for name in given:
        if name not in KNOWN:
            hint = suggest(name, KNOWN)
            if hint:  # a slip of the pen; other columns are somebody's own
                raise InvalidObservation(f"{place}: there is no field '{name}'{hint}")


def _observation(place: str, entry: Mapping[str, Any], case: Case) -> Observation:
    lot = entry["lot"]
    party = entry.get("party") or ""
    if not party and isinstance(lot, str) and lot in case.lots:
        party = case.lots[lot].measure.giver
    if not party and isinstance(lot, str):
        raise InvalidObservation(
            f"{place}: {case.name} has no lot '{lot}'{suggest(lot, case.lots)}"
        )
    try:
        when = date.fromisoformat(entry["when"])
    except (TypeError, ValueError):
        raise InvalidObservation(
            f"{place}: '{entry['when']}' is no date such as 2025-09-11"
        ) from None
    observable = entry.get("observable", True)
    if not isinstance(observable, bool):
        said = str(observable).strip().lower()
        if said not in _TRUTH:
            raise InvalidObservation(f"{place}: observable is yes or no, not '{observable}'")
        observable = _TRUTH[said]
    try:
        found = Observation(party, lot, entry["outcome"], when, observable)
        fits(case, found)
    except InvalidObservation as error:
        raise InvalidObservation(f"{place}: {error}") from None
    return found
