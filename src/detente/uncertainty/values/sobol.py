"""Variance-based sensitivity: first-order and total indices of independent groups of inputs.

First-order: Saltelli et al. 2010, table 2 (b); total: Jansen 1999, table 2 (f) there. SciPy's
`sobol_indices` has the same estimators, but every input must be independent, and it costs a
second to import; here inputs that move together change together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from detente.uncertainty.values.formula import Floats


def sobol_indices(
    f: Callable[[Floats], Floats], a: Floats, b: Floats, groups: Sequence[Sequence[int]]
) -> tuple[Floats, Floats]:
    """Estimate how much of the variance of `f` each group of inputs accounts for.

    Parameters
    ----------
    f
        From inputs, shape (draws, inputs), to outputs, shape (outputs, draws).
    a, b
        Two independent samples of the inputs.
    groups
        Columns that change together; groups are independent of each other.

    Returns
    -------
    first, total : ndarray, shape (outputs, groups)
        The share of variance that knowing the group alone removes on average, and the share
        that remains on average when all else is known. 0 for an output that does not vary.
    """
    at_a, at_b = f(a), f(b)
    middle = (at_a.mean(axis=1) + at_b.mean(axis=1))[:, None] / 2  # less noise in the products
    at_a, at_b = at_a - middle, at_b - middle
    variance = np.concatenate([at_a, at_b], axis=1).var(axis=1)
    scale = np.where(variance > 0, variance, 1.0)
    first, total = np.zeros((2, len(at_a), len(groups)))
    mixed = a.copy()
    for g, columns in enumerate(groups):
        mixed[:, columns] = b[:, columns]
        at = f(mixed) - middle
        first[:, g] = (at_b * (at - at_a)).mean(axis=1) / scale
        total[:, g] = ((at_a - at) ** 2).mean(axis=1) / (2 * scale)
        mixed[:, columns] = a[:, columns]
    return first, total
