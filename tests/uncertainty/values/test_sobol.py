"""Variance-based indices on the Ishigami function, against its closed form and SciPy."""

import numpy as np
import pytest
from scipy import stats

from detente.uncertainty.values.sobol import sobol_indices

A, B = 7.0, 0.1


def ishigami(x: np.ndarray) -> np.ndarray:
    """The function of Ishigami and Homma 1990; x of shape (draws, 3), one output."""
    return (np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0]))[None]


V1 = 0.5 * (1 + B * np.pi**4 / 5) ** 2
V2 = A**2 / 8
V13 = B**2 * np.pi**8 * (1 / 18 - 1 / 50)
V = V1 + V2 + V13


def samples(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Two independent samples of the inputs."""
    rng = np.random.default_rng(seed)
    return tuple(rng.uniform(-np.pi, np.pi, (2, n, 3)))  # type: ignore[return-value]


def test_ishigami_in_closed_form() -> None:
    """First-order and total indices, 2^16 draws, within 0.02."""
    first, total = sobol_indices(ishigami, *samples(1 << 16), [(0,), (1,), (2,)])
    np.testing.assert_allclose(first[0], [V1 / V, V2 / V, 0], atol=0.02)
    np.testing.assert_allclose(total[0], [(V1 + V13) / V, V2 / V, V13 / V], atol=0.02)


def test_ishigami_as_scipy_has_it() -> None:
    """SciPy's indices from a sample of its own agree within 0.02."""
    theirs = stats.sobol_indices(
        func=lambda x: ishigami(x.T), n=1 << 14, dists=[stats.uniform(-np.pi, 2 * np.pi)] * 3,
        rng=np.random.default_rng(3),
    )  # fmt: skip
    first, total = sobol_indices(ishigami, *samples(1 << 16), [(0,), (1,), (2,)])
    np.testing.assert_allclose(first[0], np.ravel(theirs.first_order), atol=0.02)
    np.testing.assert_allclose(total[0], np.ravel(theirs.total_order), atol=0.02)


def test_inputs_that_change_together_count_as_one() -> None:
    """The group of inputs 1 and 3 has all that they have alone and with each other."""
    first, total = sobol_indices(ishigami, *samples(1 << 16), [(0, 2), (1,)])
    np.testing.assert_allclose(first[0], [(V1 + V13) / V, V2 / V], atol=0.02)
    np.testing.assert_allclose(total[0], [(V1 + V13) / V, V2 / V], atol=0.02)


def test_an_output_that_does_not_vary_has_no_indices() -> None:
    """No division by a variance of zero."""
    a, b = samples(64)
    first, total = sobol_indices(lambda x: np.ones((1, len(x))), a, b, [(0,), (1,)])
    assert first.tolist() == total.tolist() == [[0, 0]]
    assert sobol_indices(ishigami, a, b, [])[0].shape == (1, 0)


@pytest.mark.parametrize("seed", range(3))
def test_indices_sum_to_the_whole(seed: int) -> None:
    """Of a sum of independent inputs, first-order and total indices are the same shares."""
    weights = np.array([1.0, 2.0, 3.0])
    a, b = samples(1 << 15, seed)
    first, total = sobol_indices(lambda x: (x @ weights)[None], a, b, [(0,), (1,), (2,)])
    shares = weights**2 / (weights**2).sum()
    np.testing.assert_allclose(first[0], shares, atol=0.03)
    np.testing.assert_allclose(total[0], shares, atol=0.03)
