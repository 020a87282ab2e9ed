"""Words of a text with their places, base forms and grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from detente.evidence.errors import MissingLibrary

if TYPE_CHECKING:
    from collections.abc import Iterator

CYRILLIC = re.compile(r"[а-яёіўґєї]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark.

    Attributes
    ----------
    start, end
        Its place in the document's text.
    text, lemma
        As written, and its base form in lower case.
    pos, case, tense
        Part of speech, case and tense as pymorphy3 names them (``NOUN``, ``gent``, ``past``);
        empty for what is not Russian.
    """

    start: int
    end: int
    text: str
    lemma: str
    pos: str = ""
    case: str = ""
    tense: str = ""

    @property
    def finite(self) -> bool:
        """Say whether it is a verb form a clause can stand on."""
        return self.pos in {"VERB", "PRTS"}

    @property
    def word(self) -> bool:
        """Say whether it is a word or a number, not a mark."""
        return self.text[0].isalnum()


@lru_cache(maxsize=1)
def _analyser() -> Any:
    try:
        import pymorphy3
    except ImportError as absent:
        raise MissingLibrary("pymorphy3") from absent
    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=100_000)
def grammar(word: str) -> tuple[str, str, str, str]:
    """Give lemma, part of speech, case and tense of one Russian word (the likeliest reading)."""
    if len(word) > 60:  # no Russian word is; the analyser's time grows with length
        return word.lower(), "", "", ""
    readings = _analyser().parse(word)
    tag = readings[0].tag
    tense = str(tag.tense or "")
    if tense == "futr" and any(str(r.tag.tense) == "pres" for r in readings):
        tense = "pres"  # verbs of both aspects: news tells what is
    return readings[0].normal_form, str(tag.POS or ""), str(tag.case or ""), tense


def tokens(text: str, start: int = 0, end: int | None = None, language: str = "ru") -> list[Token]:
    """Split a stretch of text into words and marks.

    Parameters
    ----------
    text
        The document's text.
    start, end
        The stretch; the whole text by default.
    language
        ``"ru"`` looks every Cyrillic word up; elsewhere the lemma is the word in lower case.
    """
    return list(_walk(text, start, len(text) if end is None else end, language))


_PIECE = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|\S")


def _walk(text: str, start: int, end: int, language: str) -> Iterator[Token]:
    for found in _PIECE.finditer(text, start, end):
        word = found.group()
        if language == "ru" and CYRILLIC.search(word):
            yield Token(found.start(), found.end(), word, *grammar(word))
        else:
            yield Token(found.start(), found.end(), word, word.lower())


def trimmed(text: str, start: int, end: int, marks: str = "") -> tuple[int, int]:
    """Cut blanks, and the marks given, off both ends of a stretch."""
    while start < end and (text[start].isspace() or text[start] in marks):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in marks):
        end -= 1
    return start, end
