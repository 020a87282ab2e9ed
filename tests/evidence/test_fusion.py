"""Truth, reliability and copying, estimated together."""

from __future__ import annotations

import numpy as np
import pytest

from detente.evidence.fusion import fuse


def test_one_voice_is_as_good_as_its_source():
    """A single statement is as probable as its source is accurate."""
    assert fuse([0], [0], [0], prior=0.8).probability[0] == pytest.approx(0.8, abs=1e-6)


def test_equal_rivals_share():
    """Two equal sources that differ leave the question open between them."""
    p = fuse([0, 1], [0, 0], [0, 1]).probability
    assert p[0] == pytest.approx(p[1])
    assert p.sum() < 1


def test_yes_or_no_leaves_no_third_answer():
    """With one wrong answer, the two answers share all."""
    assert fuse([0, 1], [0, 0], [0, 1], wrong_answers=1.0).probability.sum() == pytest.approx(1)


def test_one_origin_is_one_vote():
    """Ten statements with one origin weigh what one does."""
    one = fuse([0], [0], [0]).probability[0]
    ten = fuse(range(10), [0] * 10, [0] * 10, origin=[0] * 10, copying=False).probability[0]
    assert ten == pytest.approx(one, abs=0.02)


def _world(copiers: int):
    """Make 60 questions, five honest sources (.8), one poor one (.4) and its copiers."""
    rng = np.random.default_rng(1)
    rows = []
    poor = np.where(rng.random(60) < 0.4, 0, rng.integers(1, 9, 60))
    for s in range(5):
        rows += [(s, q, 0 if rng.random() < 0.8 else int(rng.integers(1, 9))) for q in range(60)]
    for s in range(5, 6 + copiers):
        rows += [(s, q, int(poor[q])) for q in range(60)]
    s, q, a = map(np.array, zip(*rows, strict=True))
    names, v = np.unique(q * 10 + a, return_inverse=True)
    return s, q, v, names


def _right(names, probability):
    best = {}
    for name, p in zip(names, probability, strict=True):
        best[name // 10] = max(best.get(name // 10, (-1.0, 0)), (p, -int(name % 10)))
    return sum(answer == 0 for _, answer in best.values()) / len(best)


def test_copiers_are_found():
    """Who copies a poor source is found by the errors they share, and nobody else is accused."""
    s, q, v, names = _world(3)
    off, on = fuse(s, q, v, copying=False), fuse(s, q, v)
    found = {(a, b) for a, b, _ in on.copying}
    assert found == {(a, b) for a in range(5, 9) for b in range(a + 1, 9)}
    assert _right(names, on.probability) > _right(names, off.probability)
    assert on.independence[s == 8].mean() < 0.3 < on.independence[s == 0].mean()


def test_declared_copies_do_not_outvote():
    """Copies that outnumber honest sources are harmless where their origin is said."""
    s, q, v, names = _world(8)
    fused = fuse(s, q, v, origin=np.minimum(s, 5))
    assert _right(names, fused.probability) > 0.9


def test_nothing_said():
    """No statements give no probabilities."""
    assert fuse([], [], []).probability.size == 0


def test_fusing_is_repeatable():
    """The same statements give the same figures."""
    s, q, v, _ = _world(2)
    assert np.array_equal(fuse(s, q, v).probability, fuse(s, q, v).probability)
