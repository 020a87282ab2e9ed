"""The past as a ledger: a chronicle of dated steps (CSV) becomes events.

A chronicle has one step a row, and the columns ``date, side, step_type, what`` and, where known,
``episode, qty, unit, instrument, expiry, reversible, source``. These step types have a meaning of
their own; any other is an act, or a delivery where the case has a measure for its instrument:

=====================================  ============================================================
``prisoner_release``                   people released; *n* re-arrested, where the words say so
``relief``                             relief in force until ``expiry``
``renewal``                            the relief it continues now runs until ``expiry``
``lift``                               the relief it continues is for good
``snapback``                           the relief it continues is taken back; with ``expiry``, once
                                       the time to wind down is over
``breach``                             a promise was broken
``breach_or_escalation``               an incident of the class ``escalation``
``stock_level``, ``stock_released``,   what a monitor (side ``monitor_NAME``) counts on a day, or
``stock_detained``, ``stock_expelled`` adds up over a month or year
=====================================  ============================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from detente.case.table import read_rows, separator
from detente.exchange.errors import DetenteError
from detente.ledger.dates import Span, span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

NEEDED = ("date", "side", "step_type", "what")
COLUMNS = (
    "episode", "date", "side", "step_type", "what", "qty", "unit", "instrument", "expiry",
    "reversible", "source",
)  # fmt: skip
COUNTED = {
    "stock_level": "counted",
    "stock_released": "released",
    "stock_detained": "detained",
    "stock_expelled": "expelled",
    "stock_rearrested": "rearrested",
}
"""What a step type of a monitor says, as the change of a `Stock`."""
STEP_TYPES = (
    "prisoner_release", "relief", "renewal", "lift", "snapback", "breach", "breach_or_escalation",
    *COUNTED,
)  # fmt: skip
_QUANTIFIED = ("prisoner_release", *COUNTED)
_REVERSIBLE = {"": "", "y": "yes", "n": "no"}

SHOWN = 20


class InvalidHistory(DetenteError, ValueError):
    """A chronicle has bad rows; the text names file, line and column of each."""

    def __init__(self, problems: Iterable[str]) -> None:
        lines = list(problems)
        more = [f"… and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
        super().__init__("\n".join([*lines[:SHOWN], *more]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of a chronicle, checked.

    Attributes
    ----------
    line
        Where it begins in its file.
    when, expiry
        Dates as far as they are known; see `detente.ledger.dates.span`.
    quantity
        How many, in `unit`; None where it is not said.
    reversible
        ``"yes"``, ``"no"``, or empty where it is not said.
    """

    line: int
    episode: str
    when: str
    side: str
    step_type: str
    what: str
    quantity: float | None
    unit: str
    instrument: str
    expiry: str
    reversible: str
    source: str

    @property
    def days(self) -> Span:
        """The days it may have happened on."""
        return span(self.when)


def read_steps(path: Path) -> tuple[Step, ...]:
    """Read a chronicle whole.

    Raises
    ------
    InvalidHistory
        The file is no such table, or rows of it are bad: all are named, and nothing is read.
    """
    steps, problems = [], []
    for line, cells in read_rows(path, NEEDED, COLUMNS, InvalidHistory):
        found = list(_wrong(cells))
        problems += [f"{path}:{line}: {column}: {said}" for column, said in found]
        if not found:
            steps.append(_step(line, cells))
    if problems:
        raise InvalidHistory(problems)
    if not steps:
        raise InvalidHistory([f"{path}: there are no rows under the head"])
    return tuple(steps)


def is_chronicle(path: Path) -> bool:
    """Say whether a file's first line is the head of a chronicle, right or nearly so."""
    with path.open("rb") as file:
        head = file.readline(4096).decode("utf-8-sig", errors="replace")
    names = [name.strip(' "\r\n') for name in head.split(separator(head))]
    return sum(name in COLUMNS for name in names) >= 2 and len(names) <= 2 * len(COLUMNS)


def _wrong(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Name what is wrong with a row: pairs of column and sentence."""
    yield from ((name, "it is empty") for name in NEEDED if not cells[name])
    for name in ("date", "expiry"):
        if cells.get(name):
            try:
                span(cells[name])
            except ValueError as error:
                yield name, str(error)
                return
    kind = cells["step_type"]
    if kind not in STEP_TYPES and (near := get_close_matches(kind, STEP_TYPES, n=1, cutoff=0.85)):
        yield "step_type", f"there is no step type '{kind}' (did you mean '{near[0]}'?)"
    monitor = cells["side"].startswith("monitor_")
    if kind in COUNTED and not monitor:
        yield "side", f"'{kind}' comes from a monitor: write monitor_NAME, not '{cells['side']}'"
    if monitor and kind not in COUNTED:
        yield "step_type", f"a monitor counts: one of {', '.join(COUNTED)}, not '{kind}'"
    yield from _wrong_amounts(kind, cells)


def _wrong_amounts(kind: str, cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    number = cells.get("qty", "")
    if number:
        try:
            _number(number)
        except ValueError as error:
            yield "qty", str(error)
    elif kind in _QUANTIFIED:
        yield "qty", f"'{kind}' needs how many"
    if cells.get("reversible", "") not in _REVERSIBLE:
        yield "reversible", f"'{cells['reversible']}' is neither y nor n"
    expiry = cells.get("expiry", "")
    if kind == "renewal" and not expiry:
        yield "expiry", "a renewal needs the date that relief now runs until"
    if expiry and cells["date"] and span(expiry).last < span(cells["date"]).first:
        yield "expiry", f"{expiry} is before the step itself, {cells['date']}"


def _number(cell: str) -> float:
    """Read a plain number, such as 14 or 2.5."""
    try:
        number = float(cell)
    except ValueError:
        number = -1.0
    if not (0 <= number < 1e12) or not set(cell) <= set("0123456789."):
        raise ValueError(f"expected a number from 0 on, such as 14, got '{cell}'")
    return number


def _step(line: int, cells: dict[str, str]) -> Step:
    def cell(name: str) -> str:
        return cells.get(name, "")

    return Step(
        line=line,
        episode=cell("episode"),
        when=cell("date"),
        side=cell("side"),
        step_type=cell("step_type"),
        what=cell("what"),
        quantity=_number(cell("qty")) if cell("qty") else None,
        unit=cell("unit"),
        instrument=cell("instrument"),
        expiry=cell("expiry"),
        reversible=_REVERSIBLE[cell("reversible")],
        source=cell("source"),
    )
