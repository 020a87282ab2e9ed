"""Lines, headings, numbered points and sentences, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.evidence.errors import MissingLibrary
from detente.evidence.tokens import trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator

# A numbered point of a list: "1) …", "2. …" at a line's start.
_POINT = re.compile(r"[ \t]*(\d{1,2})(?:\)|\.(?=\s))[ \t]*(?=\S)")
_LONGEST = 3_000  # a line is split in stretches of so many characters; no sentence is longer


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or heading.

    Attributes
    ----------
    start, end
        Its place.
    point
        Number of the numbered point it stands under, 0 for none.
    heading
        True for a line that is no sentence of its own.
    analysis
        True where the document argues rather than reports: under a question it puts as a heading,
        or under a numbered point.
    line
        Where its line begins.
    """

    start: int
    end: int
    point: int = 0
    heading: bool = False
    analysis: bool = False
    line: int = 0


def sentences(text: str) -> list[Sentence]:
    """Split a text into sentences.

    A line that ends without a full stop is a heading; a heading that asks opens the analysis,
    and a numbered point opens it too. A point ends where another heading or point begins, or,
    for the last, with the text; the two kinds are told apart so that an argument is never read
    as a fact.
    """
    return _last_point_closed(list(_walk(text)))


def _last_point_closed(found: list[Sentence]) -> list[Sentence]:
    """End the last point after as many lines as the longest point before it has."""
    numbers = list(dict.fromkeys(s.point for s in found if s.point))
    if len(numbers) < 2:
        return found
    lines = {n: sorted({s.line for s in found if s.point == n}) for n in numbers}
    longest = max(len(lines[n]) for n in numbers[:-1])
    beyond = set(lines[numbers[-1]][longest:])
    return [replace(s, point=0) if s.line in beyond else s for s in found]


def _walk(text: str) -> Iterator[Sentence]:
    point = 0
    arguing = False
    for line in re.finditer(r"[^\n\r]+", text):
        if line[0].isspace():
            continue
        start, end = line.start(), line.end()
        number = _POINT.match(text, start, end)
        if number:
            point = int(number.group(1))
            arguing = True
            start = number.end()
        body = text[start:end].strip()
        heading = len(body) < 200 and body.rstrip("»”\"')]")[-1:] not in tuple(".!…;:,")
        if heading:
            asks = body.endswith("?")
            arguing = arguing or asks
            if not number:
                point = 0
            start, end = trimmed(text, start, end)
            yield Sentence(start, end, point, True, arguing, line.start())
            continue
        for first, last in _split(text, start, end):
            yield Sentence(first, last, point, False, arguing, line.start())


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    try:
        from razdel import sentenize
    except ImportError as absent:
        raise MissingLibrary("razdel") from absent
    for first in range(start, end, _LONGEST):
        for piece in _rejoined(sentenize(text[first : min(first + _LONGEST, end)])):
            yield trimmed(text, first + piece[0], first + piece[1])


# Where razdel, made for Russian, ends an English sentence too early.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|No|U\.S|U\.N|U\.K|a\.m|p\.m)\.$"
)


def _rejoined(pieces: object) -> Iterator[tuple[int, int]]:
    held: tuple[int, int] | None = None
    for piece in pieces:  # type: ignore[attr-defined]
        begin = held[0] if held else piece.start
        if _ABBREVIATION.search(piece.text):
            held = (begin, piece.stop)
            continue
        held = None
        yield begin, piece.stop
    if held:
        yield held
