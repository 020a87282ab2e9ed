"""Reprints and rewrites, found by common shingles."""

from __future__ import annotations

import pytest

pytest.importorskip("datasketch", reason="needs the extra `evidence`")
from detente.evidence.reprints import copies, first_told, share, shingles, signature
from tests.evidence.samples import document

WORDS = [f"слово{i}" for i in range(400)]
STORY = " ".join(WORDS)
REWRITE = " ".join(w if i % 8 else f"другое{i}" for i, w in enumerate(WORDS))
OTHER = " ".join(f"иное{i}" for i in range(400))


def test_estimate_is_near_the_share():
    """The estimate from signatures is near the share counted exactly."""
    a, b = shingles(STORY), shingles(REWRITE)
    assert share(signature(STORY), signature(REWRITE)) == pytest.approx(
        len(a & b) / len(a | b), abs=0.12
    )


def test_copies_point_to_the_earliest():
    """A reprint and its rewrite lead to the first told, another story to none."""
    told = [
        document(f"Агентство: {STORY}", id="reprint", published="2025-06-22"),
        document(STORY, id="wire", published="2025-06-21"),
        document(REWRITE, id="rewrite", published="2025-06-23"),
        document(OTHER, id="other", published="2025-06-24"),
    ]
    found = copies(told)
    assert {(c.document, c.kind) for c in found} == {("reprint", "reprint"), ("rewrite", "rewrite")}
    assert first_told(found) == {"reprint": "wire", "rewrite": "wire"}


def test_short_texts_are_alike_without_being_one():
    """Two short reports in like words are two; the same words are one."""
    one = document("21 июня освобождены 14 заключённых, сообщает «Вясна».", id="a")
    two = document("Лукашенко: 21 июня освобождены 14 заключённых.", id="b")
    same = document("21 июня освобождены 14 заключённых , сообщает Вясна", id="c")
    assert [(c.document, c.original) for c in copies([one, two, same])] == [("c", "a")]
