"""Who wrote the book: majority vote beside fusion, with copying off and on."""

from __future__ import annotations

import html
import re
import time
from pathlib import Path

import numpy as np

from detente.evidence.fusion import fuse

_SPLIT = re.compile(r";|/|\||\band\b|&|\bwith\b|\bby\b", re.I)
_NOT_NAMES = frozenset(
    [
        "jr",
        "sr",
        "ii",
        "iii",
        "phd",
        "dr",
        "md",
        "unknown",
        "none",
        "author",
        "editor",
        "edited",
        "ed",
        "not",
        "available",
        "various",
        "et",
        "al",
        "inc",
        "staff",
    ]
)


def main(data: Path) -> None:
    """Print the share of the checked books whose authors are all right, and none too many."""
    rows = _rows(data / "evidence/book.txt")
    gold = _gold(data / "evidence/book_golden.txt")
    sources, books, lists = (dict[object, int]() for _ in range(3))
    told = [
        (
            sources.setdefault(s, len(sources)),
            books.setdefault(b, len(books)),
            lists.setdefault((b, a), len(lists)),
        )
        for s, b, a in rows
    ]
    s, q, v = (np.array(column) for column in zip(*told, strict=True))
    print(f"{len(told)} lists of authors, {len(sources)} shops, {len(books)} books")
    print("                    books right  authors: precision  recall   seconds")
    ways = {
        "majority vote": lambda: np.bincount(v).astype(float),
        "fused, no copying": lambda: fuse(s, q, v, copying=False).probability,
        "fused, copying": lambda: fuse(s, q, v).probability,
    }
    for name, way in ways.items():
        start = time.perf_counter()
        weight = way()
        spent = time.perf_counter() - start
        books_right, precision, recall = _score(list(lists), weight, gold)
        print(f"   {name:18s}{books_right:10.2f}{precision:18.3f}{recall:10.3f}{spent:10.2f}")


def _rows(path: Path) -> list[tuple[str, str, frozenset[str]]]:
    """Read (shop, book, surnames), the first list of a shop for each book."""
    first: dict[tuple[str, str], frozenset[str]] = {}
    for line in path.open(encoding="utf-8", errors="replace"):
        shop, book, _, written = line.rstrip("\n").split("\t")
        surnames = authors(written)
        if surnames:
            first.setdefault((shop, book), surnames)
    return [(shop, book, surnames) for (shop, book), surnames in first.items()]


def _gold(path: Path) -> dict[str, frozenset[str]]:
    found = {}
    for line in path.open(encoding="utf-8", errors="replace"):
        if line.strip():
            book, written = line.rstrip("\n").split("\t")[:2]
            people = [p.split(",")[0].split() for p in written.split(";") if p.strip()]
            found[book.strip()] = frozenset(_letters(p[-1]) for p in people)
    return found


def authors(written: str) -> frozenset[str]:
    """Take the surnames out of a list in any of the shops' ways of writing one."""
    plain = re.sub(r"\(.*?\)|\[.*?\]", ";", html.unescape(html.unescape(written)))
    found: set[str] = set()
    for piece in _SPLIT.split(plain):
        parts = [p for p in (_words(x) for x in piece.split(",")) if p]
        if not parts:
            continue
        if len(parts) == 2 and len(parts[0]) == 1:  # Surname, First
            found.add(_letters(parts[0][0]))
        elif len(parts) == 1 or all(len(p) >= 2 for p in parts):  # First Surname, First Surname
            found |= {_letters(p[-1]) for p in parts}
        elif len(parts[0]) <= 2:  # SURNAME, FIRST SURNAME, FIRST
            found.add(_letters(parts[0][-1]))
            found |= {_letters(p[-1]) for p in parts[1:-1] if len(p) >= 2}
        else:
            found |= {_letters(p[-1]) for p in parts}
    return frozenset(name for name in found if len(name) > 1)


def _words(text: str) -> list[str]:
    return [w for w in text.split() if _letters(w) and _letters(w) not in _NOT_NAMES]


def _letters(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.lower())


def _score(
    lists: list[object], weight: object, gold: dict[str, frozenset[str]]
) -> tuple[float, ...]:
    best: dict[str, tuple[float, frozenset[str]]] = {}
    for (book, surnames), w in zip(lists, weight, strict=True):  # type: ignore[misc, call-overload]
        if book not in best or w > best[book][0]:
            best[book] = (float(w), surnames)
    right = hit = said = meant = 0
    for book, surnames in gold.items():
        answer = best.get(book, (0.0, frozenset[str]()))[1]
        right += answer == surnames
        hit += len(answer & surnames)
        said += len(answer)
        meant += len(surnames)
    return right / len(gold), hit / said, hit / meant
