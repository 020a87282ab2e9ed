"""Frontiers and bargaining points of plain arrays, against their definitions."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from detente.planning.packages import points
from detente.planning.packages.points import POINTS, bargaining, dominated, frontier


@st.composite
def gains(draw: st.DrawFn) -> np.ndarray:
    """Up to 40 vectors of small whole numbers, of 2 to 4 parties; ties are common."""
    parties = draw(st.integers(2, 4))
    rows = st.lists(st.integers(-3, 6), min_size=parties, max_size=parties)
    return np.array(draw(st.lists(rows, min_size=1, max_size=40)), float)


def best(vectors: np.ndarray) -> list[tuple[float, ...]]:
    """Distinct vectors that no other one dominates, the first number descending."""
    unique = [tuple(v) for v in np.unique(vectors, axis=0)]
    kept = [
        v
        for v in unique
        if not any(w != v and all(a >= b for a, b in zip(w, v, strict=True)) for w in unique)
    ]
    return sorted(kept, reverse=True)


@given(gains())
def test_the_frontier_is_what_nothing_dominates(vectors: np.ndarray) -> None:
    """One index for each distinct vector, in descending order."""
    assert [tuple(vectors[k]) for k in frontier(vectors)] == best(vectors)


@given(gains())
def test_samples_and_blocks_change_nothing(vectors: np.ndarray) -> None:
    """The short cuts for large arrays, forced on small ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(points, "_MANY", 8)
        patch.setattr(points, "_FEW", 2)
        patch.setattr(points, "_BLOCK", 3)
        assert [tuple(vectors[k]) for k in frontier(vectors)] == best(vectors)


@given(gains(), gains())
def test_dominated_asks_for_one_row_that_is_as_good_for_all(
    vectors: np.ndarray, by: np.ndarray
) -> None:
    """With equality allowed, or strictly better for the first party."""
    parties = min(vectors.shape[1], by.shape[1])
    vectors, by = vectors[:, :parties], by[:, :parties]
    for strictly in (False, True):
        expected = [any(all(b >= v) and (b[0] > v[0] or not strictly) for b in by) for v in vectors]
        assert dominated(vectors, by, strictly=strictly).tolist() == expected


@pytest.mark.parametrize("parties", [2, 3])
def test_vectors_within_the_tolerance_count_as_one(parties: int) -> None:
    """Noise of the last digits neither doubles a point nor drops a better one."""
    base = np.array([[0.3, 5.0, 1.0], [0.1 + 0.2, 5.0 - 1e-15, 1.0], [0.3, 7.0, 1.0], [9.0, 0, 1]])
    kept = base[frontier(base[:, :parties], 1e-9)]
    assert kept[:, 1].tolist() == [0.0, 7.0]


def test_the_four_points_of_a_set_worked_by_hand() -> None:
    """Products 24, 25, 21, 0; sums 14, 12.5, 10, 5; the rows below zero are passed by."""
    vectors = np.array([[12.0, 2.0], [10.0, 2.5], [7.0, 3.0], [0.0, 5.0], [20.0, -1.0]])
    found = bargaining(vectors, np.zeros(2))
    assert found == {"nash": 1, "kalai_smorodinsky": 2, "egalitarian": 2, "utilitarian": 0}
    moved = bargaining(vectors, np.array([0.0, -2.0]))
    assert moved["utilitarian"] == 4


@given(gains(), st.integers(1, 5), st.integers(1, 5))
def test_points_mean_what_they_say(vectors: np.ndarray, a: int, b: int) -> None:
    """Each is on the frontier of what leaves nobody worse off; units move only two of them."""
    without = np.zeros(vectors.shape[1])
    found = bargaining(vectors, without)
    signed = vectors[(vectors >= 0).all(axis=1)]
    if len(signed) == 0:
        assert found == dict.fromkeys(POINTS)
        return
    chosen = {point: vectors[row] for point, row in found.items()}
    assert chosen["nash"].prod() == signed.prod(axis=1).max()
    assert chosen["egalitarian"].min() == signed.min(axis=1).max()
    assert chosen["utilitarian"].sum() == signed.sum(axis=1).max()
    ideal = np.where(signed.max(axis=0) > 0, signed.max(axis=0), 1)
    most = (signed / ideal).min(axis=1).max()
    assert (chosen["kalai_smorodinsky"] / ideal).min() == pytest.approx(most)
    for vector in chosen.values():
        assert not any((w >= vector).all() and (w > vector).any() for w in signed)
    units = np.array([a, b, 1.0, 1.0])[: vectors.shape[1]]
    again = bargaining(vectors * units, without)
    assert tuple(vectors[again["nash"]]) == tuple(chosen["nash"])
    kept = np.sort(vectors[again["kalai_smorodinsky"]] / ideal)
    assert kept == pytest.approx(np.sort(chosen["kalai_smorodinsky"] / ideal))


def test_of_vectors_that_the_tolerance_makes_one_a_single_one_stays() -> None:
    """Worse for the second party by less than anybody can tell, and far better for the first."""
    vectors = np.array([[1.0, 2.0], [5.0, 2.0 - 1e-12], [5.0 + 1e-12, 1.0]])
    assert frontier(vectors, 1e-9).tolist() == [1]
