"""The doors through which foreign bytes come in, and what must hold of whatever comes through.

A door reads a file. Whatever the file holds, it is read or refused by a `DetenteError` that names
the file, in few and printable lines; no other exception comes out.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import bidirectional, category

from detente.exchange.errors import DetenteError
from tests.fuzz import doors, mutate, seeds
from tests.fuzz.mutate import Mutator, any_of

MOST_LINES = 24
MOST_IN_LINE = 800
"""What a message may fill: a screen of lines, and ten rows of 80 columns for the longest."""

_MOVES = ("Cc", "Cs", "Zl", "Zp")
_TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")

FOUND = Path(__file__).parent / "findings"


class Broken(AssertionError):
    """A door did what no door may; the text says what, and where it came from."""


@dataclass(frozen=True)
class Target:
    """A door.

    Parameters
    ----------
    read
        Reads the file.
    file
        What the file is called: several doors go by the name.
    seeds
        Good files, from which bad ones are made.
    mutate
        A way to make them that knows the format.
    """

    read: Callable[[Path], object]
    file: str
    seeds: Callable[[], Iterable[bytes]]
    mutate: Mutator


_YAML = any_of(mutate.as_yaml, mutate.as_yaml)
_TABLE = any_of(mutate.as_table)
_LINES = any_of(mutate.as_json_lines)

TARGETS: dict[str, Target] = {
    "case": Target(doors.case, "case.yaml", seeds.cases, _YAML),
    "text": Target(doors.document, "a.txt", seeds.texts, any_of(mutate.pieces)),
    "html": Target(doors.document, "a.html", seeds.pages, any_of(mutate.markup)),
    "feed": Target(doors.document, "a.rss", seeds.feeds, any_of(mutate.markup)),
    "mail": Target(doors.document, "a.eml", seeds.mails, any_of(mutate.lines)),
    "docx": Target(doors.document, "a.docx", seeds.word, mutate.as_docx),
    "pdf": Target(doors.document, "a.pdf", seeds.pdfs, any_of(mutate.lines)),
    "statements": Target(doors.statements, "a.txt", seeds.texts, any_of(mutate.pieces)),
    "claims": Target(doors.claims, "claims.csv", seeds.claims, _TABLE),
    "reviews": Target(doors.reviews, "reviews.json", seeds.reviews, any_of(mutate.as_json)),
    "entities": Target(doors.entities, "entities.json", seeds.entities, _LINES),
    "sources": Target(doors.sources, "sources.yaml", seeds.sources, _YAML),
    "decisions": Target(doors.decisions, "decisions.jsonl", seeds.decisions, _LINES),
    "chronicle": Target(doors.chronicle, "steps.csv", seeds.chronicles, _TABLE),
    "acts": Target(doors.acts, "acts.csv", seeds.chronicles, _TABLE),
    "list": Target(doors.listed, "list-2025-08-01.csv", seeds.lists, _TABLE),
    "ledger": Target(doors.ledger, "events.jsonl", seeds.ledgers, _LINES),
    "book": Target(doors.book, "events.jsonl", seeds.books, any_of(mutate.as_sealed)),
    "redacted": Target(doors.redacted, "shared.jsonl", seeds.redacted, _LINES),
    "ladder": Target(doors.ladder, "ladder.json", seeds.ladders, any_of(mutate.as_json)),
    "observed": Target(doors.observed, "seen.csv", seeds.observed, _TABLE),
    "observations": Target(doors.observed, "seen.json", seeds.observations, any_of(mutate.as_json)),
    "forecasts": Target(doors.forecasts, "record.csv", seeds.forecasts, _TABLE),
    "sheet": Target(doors.sheet, "sheet.yaml", seeds.sheets, _YAML),
    "domain": Target(doors.domain, "domain.xml", seeds.domains, any_of(mutate.markup)),
    "profile": Target(doors.profile, "profile.xml", seeds.profiles, any_of(mutate.markup)),
}


@cache
def seeds_of(name: str) -> tuple[bytes, ...]:
    """Give the good files of a target."""
    return tuple(TARGETS[name].seeds())


def attempt(name: str, data: bytes, folder: Path) -> bool:
    """Send bytes through a door; say whether they were read.

    Raises
    ------
    Broken
        What came out is neither an answer nor a refusal as it should be.
    """
    target = TARGETS[name]
    path = folder / target.file
    path.write_bytes(data)
    try:
        target.read(path)
    except DetenteError as refusal:
        if fault := wrong_with(refusal, path):
            raise Broken(f"{fault} ({_origin(refusal)})") from refusal
        return False
    except Exception as error:
        raise Broken(f"{type(error).__name__} ({_origin(error)})") from error
    return True


def wrong_with(refusal: DetenteError, path: Path) -> str:
    """Say what is wrong with a refusal; empty where nothing is."""
    said = str(refusal)
    lines = said.split("\n")
    if not said.strip():
        return "says nothing"
    if path.name not in said:
        return "names no place"
    if len(lines) > MOST_LINES or max(map(len, lines)) > MOST_IN_LINE:
        return "longer than a screen"
    if any(c != "\n" and (category(c) in _MOVES or bidirectional(c) in _TURNS) for c in said):
        return "moves the cursor"
    return ""


def _origin(error: BaseException) -> str:
    """Give the last place in our own code that an error came through."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/src/detente/" in frame.filename] or frames[-1:]
    return f"{type(error).__name__} in {Path(own[-1].filename).stem}.{own[-1].name}"


def findings() -> list[tuple[str, Path]]:
    """Give each saved finding with its target."""
    return [(path.parent.name, path) for path in sorted(FOUND.glob("*/*"))]


def broken(name: str, data: bytes, folder: Path) -> str:
    """Say how a target breaks on these bytes; empty where it does not."""
    try:
        attempt(name, data, folder)
    except Broken as fault:
        return str(fault)
    return ""
