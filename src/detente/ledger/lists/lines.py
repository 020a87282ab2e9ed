"""Who is listed, and the lines of a list's file: what every form of list is read with."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from detente.exchange.errors import DetenteError

if TYPE_CHECKING:
    from pathlib import Path

MAX_LINE = 1024 * 1024
MAX_CELL = 100_000
MAX_ENTITIES = 500_000


class InvalidList(DetenteError, ValueError):
    """A file is no sanctions list of a form that is read, or has a bad line."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One who is listed.

    Attributes
    ----------
    id
        As the list itself numbers it; stays the same from one snapshot to the next.
    name, aliases
        Its first name, and its others.
    kind
        ``person``, ``entity``, ``vessel``, ``aircraft`` or ``other``.
    programmes
        Under which programmes it is listed.
    """

    id: str
    name: str
    kind: str
    programmes: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()


class Lines:
    """A file's lines, decoded and counted; its hash once all were read.

    Parameters
    ----------
    path
        The file.
    loose
        Take what is not UTF-8 for Latin-1, as OFAC writes where it leaves ASCII.
    """

    def __init__(self, path: Path, *, loose: bool) -> None:
        self.path = path
        self.loose = loose
        self.number = 0
        self._hash = sha256()

    def __iter__(self) -> Iterator[str]:
        with self.path.open("rb") as file:
            while line := file.readline(MAX_LINE):
                self.number += 1
                self._hash.update(line)
                yield self._decoded(line)

    def _decoded(self, line: bytes) -> str:
        if len(line) == MAX_LINE:
            raise self.wrong(f"a line of more than {MAX_LINE // 1024} KB")
        if b"\0" in line:
            raise self.wrong("a zero byte: this is no text, or not UTF-8")
        try:
            return line.decode("utf-8-sig" if self.number == 1 else "utf-8")
        except UnicodeDecodeError:
            if self.loose:
                return line.decode("latin-1")
            raise self.wrong("this is not UTF-8") from None

    def digest(self) -> str:
        """SHA-256 of what was read."""
        return self._hash.hexdigest()

    def wrong(self, what: str) -> InvalidList:
        """Make the error for the line that was read last."""
        return InvalidList(f"{self.path}:{self.number}: {what}")


Found = Iterator[tuple[int, Listed, str]]
"""Line, who is listed there, and the day that the file itself gives, if it does."""


def rows(lines: Lines, separator: str, *, strict: bool = True) -> Iterator[list[str]]:
    """Give the rows of a table; `InvalidList` names the line whose quotes do not close."""
    csv.field_size_limit(MAX_CELL)
    try:
        yield from csv.reader(lines, delimiter=separator, strict=strict)
    except csv.Error as bad:
        raise lines.wrong(f"a cell is too long, or its quotes do not close ({bad})") from None


def named(lines: Lines, separator: str, *, strict: bool = True) -> Iterator[dict[str, str]]:
    """Give the rows of a table with a head, by its names; `InvalidList` where cells are missing."""
    table = rows(lines, separator, strict=strict)
    head = [name.strip() for name in next(table)]
    for row in table:
        if row and len(row) != len(head):
            raise lines.wrong(f"{len(row)} cells, but there are {len(head)} columns")
        if row:
            yield dict(zip(head, row, strict=True))


def clean(text: str) -> str:
    """Give a name without what would move a terminal's cursor, its blanks single."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())


def parts(text: str) -> frozenset[str]:
    """Split a cell at its semicolons."""
    return frozenset(part for part in (clean(p) for p in text.split(";")) if part)
