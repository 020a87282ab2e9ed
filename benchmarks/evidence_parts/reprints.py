"""Which share of common shingles makes two texts one: the curve the threshold was read from.

Originals are factRuEval's texts. Copies are made from them as newsrooms make them: reprinted with
another head, cut to the first half, rewritten lightly (every tenth word) and heavily (every
fourth word and the order of sentences). Pairs of different texts are the negatives.
"""

from __future__ import annotations

import random
import re
from itertools import combinations
from pathlib import Path

from detente.evidence.reprints import THRESHOLD, share, shingles, signature

_STEPS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.75)


def main(data: Path) -> None:
    """Print, for each threshold, the share of each kind of copy found, and false pairs."""
    dice = random.Random(0)
    texts = [
        p.read_text(encoding="utf-8")
        for p in sorted((data / "evidence/factrueval/devset").glob("*.txt"))
    ]
    texts = [t for t in texts if len(t) > 600]
    words = [w for t in texts for w in t.split()]
    kinds = {
        "reprinted": lambda t: "Наше агентство сообщает.\n" + t,
        "first half": lambda t: t[: len(t) // 2],
        "rewritten": lambda t: _rewritten(t, 0.10, words, dice, shuffle=False),
        "heavily": lambda t: _rewritten(t, 0.25, words, dice, shuffle=True),
    }
    marks = [signature(t) for t in texts]
    found = {
        kind: [
            (share(m, signature(copy)), _exact(t, copy))
            for t, m in zip(texts, marks, strict=True)
            for copy in [make(t)]
        ]
        for kind, make in kinds.items()
    }
    apart = [share(a, b) for a, b in combinations(marks, 2)]
    print(
        f"   {len(texts)} texts, {len(apart)} pairs of different ones; threshold in use {THRESHOLD}"
    )
    print("   threshold  " + "  ".join(f"{k:>10s}" for k in kinds) + "   false pairs")
    for step in _STEPS:
        line = "  ".join(f"{sum(s >= step for s, _ in found[k]) / len(texts):10.2f}" for k in kinds)
        false = sum(s >= step for s in apart)
        print(f"   {step:9.2f}  {line}   {false} ({false / len(apart):.5f})")
    for kind, pairs in found.items():
        exact = sorted(e for _, e in pairs)
        off = sum(abs(s - e) for s, e in pairs) / len(pairs)
        print(
            f"   {kind}: share {exact[0]:.2f} to {exact[-1]:.2f}, median "
            f"{exact[len(exact) // 2]:.2f}; estimate off by {off:.3f}"
        )


def _rewritten(
    text: str, rate: float, words: list[str], dice: random.Random, *, shuffle: bool
) -> str:
    parts = re.split(r"(?<=[.!?])\s+", text)
    if shuffle:
        dice.shuffle(parts)
    return " ".join(
        dice.choice(words) if dice.random() < rate else word
        for part in parts
        for word in part.split()
    )


def _exact(one: str, other: str) -> float:
    a, b = shingles(one), shingles(other)
    return len(a & b) / len(a | b)
