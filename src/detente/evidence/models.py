"""The two Russian models inside natasha's wheel: names, and who does what to whom.

natasha itself is never imported: its extractors need an old setuptools. Only its files are used,
through slovnet, which is NumPy alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.evidence.errors import MissingLibrary

if TYPE_CHECKING:
    from collections.abc import Sequence

# The network's time grows with the square of the longest sentence; no sentence is longer.
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Name:
    """A named person (``PER``), body (``ORG``) or place (``LOC``) in a text."""

    start: int
    end: int
    kind: str


@cache
def _folder() -> Path:
    from importlib.util import find_spec

    found = find_spec("natasha")
    if found is None or found.origin is None:
        raise MissingLibrary("natasha")
    return Path(found.origin).parent / "data"


@cache
def _model(name: str) -> Any:
    try:
        import slovnet
    except ImportError as absent:
        raise MissingLibrary("slovnet") from absent
    model = getattr(slovnet, name).load(next((_folder() / "model").glob(f"*_{name.lower()}_*.tar")))
    model.navec(_vectors())
    return model


@cache
def _vectors() -> Any:
    from navec import Navec

    return Navec.load(next((_folder() / "emb").glob("navec*.tar")))


def russian_names(text: str) -> list[Name]:
    """Find the names in a Russian text.

    Long texts are read in stretches, so that memory does not grow with the text.
    """
    found: list[Name] = []
    for start, end in stretches(text):
        if not text[start:end].strip():
            continue  # the model fails on blanks
        spans = _model("NER")(text[start:end]).spans
        found.extend(Name(start + s.start, start + s.stop, s.type) for s in spans)
    return found


def stretches(text: str, longest: int = LONGEST) -> list[tuple[int, int]]:
    """Cut a text at line ends (or, failing those, spaces) into stretches of limited length."""
    cuts: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = min(start + longest, len(text))
        if end < len(text):
            at = max(text.rfind("\n", start, end), text.rfind(". ", start, end) + 1)
            end = at + 1 if at > start else (text.rfind(" ", start, end) + 1 or end)
            end = end if end > start else start + longest
        cuts.append((start, end))
        start = end
    return cuts


def subjects(words: Sequence[str]) -> dict[int, int]:
    """Give, for one sentence, the place of each subject and of the verb it belongs to.

    Parameters
    ----------
    words
        The words and marks of the sentence.

    Returns
    -------
    dict
        Index of the subject to index of its verb.
    """
    if len(words) > 150:  # a table or a list, not a sentence
        return {}
    markup = _model("Syntax")(list(words))
    return {
        int(t.id) - 1: int(t.head_id) - 1
        for t in markup.tokens
        if t.rel.startswith("nsubj") and t.head_id != "0"
    }
