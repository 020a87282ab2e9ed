"""Reprints and rewrites: documents that are one text told again.

Shares of common three-word shingles, estimated by MinHash. A reprint keeps most of them, a wire
story rewritten as little as .37, one with every fourth word changed .24; different texts of one
genre under .1. The curve is drawn by ``benchmarks/evidence.py reprints``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.evidence.errors import MissingLibrary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.evidence.document import Document

THRESHOLD = 0.2
"""Share from which two texts are one told again."""

REPRINT = 0.75
"""Share from which it was not even rewritten."""

SHORT = 40
"""Up to so many words two texts of one event are alike without being one: only reprints count."""

_PERMUTATIONS = 128
_SHINGLE = 3
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Copy:
    """One document that tells another again.

    Attributes
    ----------
    document, original
        Their ids; the original is the earlier one, by date of publication, then by order.
    share
        Common shingles, as a share of all.
    """

    document: str
    original: str
    share: float

    @property
    def kind(self) -> str:
        """Give ``reprint`` or ``rewrite``."""
        return "reprint" if self.share >= REPRINT else "rewrite"


def shingles(text: str) -> set[bytes]:
    """Give a text's runs of three words, case and marks aside."""
    words = _WORD.findall(text[:_LONGEST].casefold())
    if len(words) < _SHINGLE:
        return {" ".join(words).encode()}
    return {" ".join(words[i : i + _SHINGLE]).encode() for i in range(len(words) - _SHINGLE + 1)}


def signature(text: str) -> Any:
    """Give the MinHash of a text: 1 KB, whatever its length."""
    try:
        from datasketch import MinHash
    except ImportError as absent:
        raise MissingLibrary("datasketch") from absent
    found = MinHash(num_perm=_PERMUTATIONS, seed=1)
    found.update_batch(sorted(shingles(text)))
    return found


def share(one: Any, other: Any) -> float:
    """Estimate the share of common shingles from two signatures (standard error .04)."""
    return float(one.jaccard(other))


def copies(documents: Iterable[Document], threshold: float = THRESHOLD) -> list[Copy]:
    """Find, for each document that tells an earlier one again, the one most like it.

    Parameters
    ----------
    documents
        Taken one at a time; only signatures are kept.
    threshold
        Share from which two are one.
    """
    try:
        from datasketch import MinHashLSH
    except ImportError as absent:
        raise MissingLibrary("datasketch") from absent
    # Fewer misses, more candidates: the weights say that a miss costs four times a candidate.
    index = MinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS, weights=(0.2, 0.8))
    held: dict[str, tuple[tuple[str, int], Any]] = {}
    least: dict[str, float] = {}
    for order, document in enumerate(documents):
        if document.id not in held:
            mark = signature(document.text)
            held[document.id] = ((document.published or "9999", order), mark)
            index.insert(document.id, mark)
            brief = len(_WORD.findall(document.text[: 20 * SHORT])) <= SHORT
            least[document.id] = max(threshold, REPRINT) if brief else threshold
    found = []
    for name, (when, mark) in held.items():
        earlier = [
            (share(mark, held[other][1]), other)
            for other in index.query(mark)
            if other != name and held[other][0] < when
        ]
        likeness, original = max(earlier, default=(0.0, ""))
        if original and likeness >= max(least[name], least[original]):
            found.append(Copy(name, original, likeness))
    return found


def first_told(found: Iterable[Copy]) -> dict[str, str]:
    """Give, for each copy, the document at the beginning of its chain."""
    parent = {c.document: c.original for c in found}
    ends = {}
    for name in parent:
        at = name
        while at in parent:  # each step goes to an earlier document, so this ends
            at = parent[at]
        ends[name] = at
    return ends
