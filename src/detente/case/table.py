"""Tables in text (CSV), as a spreadsheet keeps them: cells by column, with the line of each row.

Cells are parted by commas or, as spreadsheets do where the comma is the decimal sign, semicolons.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from detente.words.nearest import suggest

MAX_BYTES = 32 * 1024 * 1024
MAX_ROWS = 20_000
MAX_CELL = 100_000

Refuse = Callable[[Iterable[str]], Exception]
"""Makes the error of whoever reads, of lines that name file, line and what is wrong."""


class Row(NamedTuple):
    """One row: the line it begins on, and its cells by column, bare of blanks."""

    line: int
    cells: dict[str, str]


def read_rows(
    path: Path, needed: Sequence[str], columns: Sequence[str], refuse: Refuse
) -> tuple[Row, ...]:
    """Read a table whole; blank lines are left out.

    Parameters
    ----------
    path
        The file.
    needed, columns
        Columns that must be there, and all that may be.
    refuse
        The error to raise where it is no such table.

    Raises
    ------
    OSError
        It cannot be read.
    """
    return tuple(_rows(path, _text(path, refuse), needed, columns, refuse))


def separator(head: str) -> str:
    """What parts the cells, to judge by the first line."""
    return ";" if head.count(";") > head.count(",") else ","


def _text(path: Path, refuse: Refuse) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise refuse([f"{path}: larger than {MAX_BYTES // 2**20} MB"])
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        line = len(data[: bad.start].split(b"\n"))
        raise refuse(
            [f"{path}:{line}: this is not UTF-8; save the table as CSV in UTF-8"]
        ) from None
    if "\0" in text:
        line = len(text.split("\0")[0].split("\n"))
        raise refuse([f"{path}:{line}: a zero byte: this is no text"])
    return text


def _rows(
    path: Path, text: str, needed: Sequence[str], columns: Sequence[str], refuse: Refuse
) -> Iterator[Row]:
    csv.field_size_limit(MAX_CELL)
    mark = separator(text.partition("\n")[0])
    table = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        known = {name.casefold(): name for name in columns}
        head = [known.get(name.strip().casefold(), name.strip()) for name in next(table, [])]
        if problems := list(_wrong_head(path, head, needed, columns)):
            raise refuse(problems)
        line = table.line_num + 1
        for row in table:
            if any(cell.strip() for cell in row):
                if len(row) != len(head):
                    said = f"{len(row)} cells, but there are {len(head)} columns"
                    raise refuse([f"{path}:{line}: {said}"])
                yield Row(line, {k: v.strip() for k, v in zip(head, row, strict=True)})
            line = table.line_num + 1
            if line > MAX_ROWS:
                raise refuse([f"{path}: more than {MAX_ROWS:,} lines"])
    except csv.Error as bad:
        raise refuse([f"{path}:{table.line_num}: {bad}"]) from None


def _wrong_head(
    path: Path, head: Sequence[str], needed: Sequence[str], columns: Sequence[str]
) -> Iterator[str]:
    for name in needed:
        if name not in head:
            yield f"{path}:1: no column '{name}'{suggest(name, head)}"
    known = ", ".join(columns)
    for name in head:
        if name not in columns:
            hint = suggest(name, columns)
            yield f"{path}:1: there is no column '{name}'{hint}; the columns are: {known}"
    for name in columns:
        if head.count(name) > 1:
            yield f"{path}:1: column '{name}' twice"
