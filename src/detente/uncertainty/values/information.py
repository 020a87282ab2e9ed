"""What knowing one number would be worth: what to find out first.

The decision is whether to rely on the ladder; the loss is 1 where the answer turns out wrong
(relied on and it breaks, or turned down and it would have held), 0 otherwise. It is told in shares
of draws, because the points of two sides make no common sum. Without more knowledge the best
answer is wrong in min(p, 1 - p) of the draws; with the number x known, in E[min(p(x), 1 - p(x))].
The difference is the expected value of partial perfect information (Felli and Hazen 1998).

p(x) is estimated in `BINS` equally likely bins of x. Choosing and scoring on the same draws would
overstate the value: the answer of each bin is chosen on one half of the draws and scored on the
other, both ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.uncertainty.values.formula import Floats

BINS = 32
"""Equally likely bins that a number is sorted into."""


@dataclass(frozen=True, slots=True)
class Information:
    """What knowing one number exactly would bring.

    Attributes
    ----------
    path
        The number.
    value
        By how much the chance of relying wrongly falls.
    explains
        Share of the variance of holding or not that it accounts for alone (its first-order
        index).
    """

    path: str
    value: float
    explains: float


def information(
    paths: tuple[str, ...], uniform: Floats, holds: NDArray[np.bool_]
) -> tuple[Information, ...]:
    """Estimate the value of knowing each number; the most valuable first.

    Parameters
    ----------
    paths
        The numbers.
    uniform
        Shape (draws, numbers): the uniform numbers they were drawn from.
    holds
        Whether the ladder holds in each draw.
    """
    held = holds.astype(np.float64)
    half = np.arange(len(holds)) % 2
    found = []
    for column, path in enumerate(paths):
        bins = (uniform[:, column] * BINS).astype(np.int64) + BINS * half
        size = np.bincount(bins, minlength=2 * BINS).reshape(2, BINS)
        count = np.bincount(bins, weights=held, minlength=2 * BINS).reshape(2, BINS)
        found.append(Information(path, _value(size, count), _explains(size, count)))
    return tuple(sorted(found, key=lambda one: (-one.value, -one.explains, one.path)))


def _value(size: NDArray[np.int64], held: NDArray[Any]) -> float:
    """How many fewer draws are answered wrongly, as a share; at least 0."""
    saved = 0.0
    for chosen, scored in ((0, 1), (1, 0)):
        rely = 2 * held[chosen] > size[chosen]  # in each bin
        always = bool(2 * held[chosen].sum() > size[chosen].sum())
        wrong = np.where(rely, size[scored] - held[scored], held[scored]).sum()
        before = np.where(always, size[scored] - held[scored], held[scored]).sum()
        saved += float(before - wrong)
    return max(0.0, saved / float(size.sum()))


def _explains(size: NDArray[np.int64], held: NDArray[Any]) -> float:
    """Variance of p(x) over p (1 - p), less what chance alone would show."""
    n, h = size.sum(axis=0), held.sum(axis=0)
    share, whole = h / np.maximum(n, 1), h.sum() / n.sum()
    if whole in (0.0, 1.0):
        return 0.0
    between = (n * (share - whole) ** 2).sum() - (BINS - 1) * whole * (1 - whole)
    return max(0.0, float(between / (n.sum() * whole * (1 - whole))))
