"""500 short Russian documents through the whole pipeline, and 100,000 statements fused."""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path

import numpy as np

COUNT = 500


def main(data: Path) -> None:
    """Print seconds and memory; the bounds are 30 s and 10 s."""
    _fusion()
    _pipeline(data)


def _fusion() -> None:
    from detente.evidence.fusion import fuse

    rng = np.random.default_rng(0)
    sources, questions = 500, 10_000
    accuracy = rng.beta(8, 2, sources)
    source = rng.integers(0, sources, 100_000)
    question = np.sort(rng.integers(0, questions, 100_000))
    right = rng.random(100_000) < accuracy[source]
    answer = np.where(right, 0, rng.integers(1, 11, 100_000))
    _, value = np.unique(question * 11 + answer, return_inverse=True)
    start = time.perf_counter()
    fused = fuse(source, np.unique(question, return_inverse=True)[1], value)
    spent = time.perf_counter() - start
    off = np.abs(fused.accuracy - accuracy).mean()
    print(
        f"   100,000 statements fused in {spent:.2f} s ({fused.rounds} rounds); "
        f"accuracy of sources off by {off:.3f} on average"
    )


def _pipeline(data: Path) -> None:
    from detente.evidence.pipeline import gather

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        size = _documents(folder, data)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        gathered = gather(folder)
        spent = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(
        f"   {COUNT} documents, {size:,} characters: {spent:.1f} s, "
        f"{len(gathered.judgements)} claims; memory {before // 1024} -> {peak // 1024} MB, "
        f"largest worker {child // 1024} MB"
    )


def _documents(folder: Path, data: Path) -> int:
    """Write the documents: factRuEval's texts cut to about 1,500 characters, all different."""
    texts = [
        p.read_text(encoding="utf-8")
        for p in sorted((data / "evidence/factrueval/devset").glob("*.txt"))
    ]
    if not texts:
        texts = [
            "Лукашенко заявил, что Минск освободит 14 заключённых. Госдепартамент подтвердил это. "
            * 12
        ]
    total = 0
    for number in range(COUNT):
        text = texts[number % len(texts)]
        start = (number // len(texts)) * 700 % max(1, len(text) - 1500)
        piece = f"Сообщение {number}.\n{text[start : start + 1500]}"
        (folder / f"{number:04d}.txt").write_text(piece, encoding="utf-8")
        total += len(piece)
    return total
