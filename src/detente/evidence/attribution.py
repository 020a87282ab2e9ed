"""What an attribution is, and how one sentence is cut into the clauses it holds for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.evidence.lexicon import Act

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.evidence.voices import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One place where a sentence says who says something.

    Attributes
    ----------
    start, end
        The words that say so.
    act
        How it is said.
    speakers
        Who says it.
    speaker
        The speakers' place in the text.
    origin
        Whom the speaker cites, where it cites somebody.
    passing
        True where it only passes on what the clause says ("передаёт агентство", "X reported"):
        it then stands outside any other attribution of the clause.
    carries
        True where it also holds for a following clause that has none of its own.
    """

    start: int
    end: int
    act: Act
    speakers: tuple[Voice, ...]
    speaker: tuple[int, int]
    origin: tuple[Voice, ...] = ()
    passing: bool = False
    carries: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence that says one thing; `joined` to the one before by a comma."""

    start: int
    end: int
    joined: bool = False


_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"|\([^()]*\)")


def outside_quotes(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give the stretches in quotation marks or brackets, in which no clause is cut."""
    return [(m.start(), m.end()) for m in _QUOTED.finditer(text, start, end)]


def apart(found: Iterable[Attribution]) -> list[Attribution]:
    """Leave out what overlaps another that stands before it; silence goes before all."""
    taken: list[Attribution] = []
    for one in sorted(found, key=lambda a: (a.act is not Act.ABSENT, a.start)):
        if not any(one.start < t.end and t.start < one.end for t in taken):
            taken.append(one)
    return sorted(taken, key=lambda a: a.start)


def ends_there(text: str, at: int, end: int) -> bool:
    """Say whether nothing but marks follows up to the sentence's end."""
    return not text[at:end].strip(' .!?»”"…;,')
