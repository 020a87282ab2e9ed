"""What is read from a histogram of amounts: mean, quantiles, and the mean of the worst."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.uncertainty.values.tally import midpoints

if TYPE_CHECKING:
    from detente.uncertainty.values.formula import Ints


@dataclass(frozen=True, slots=True)
class Loss:
    """An uncertain loss, in the points of whose it is.

    Attributes
    ----------
    mean
        Its mean.
    low, high
        Its 5 % and 95 % points.
    cvar
        Conditional value at risk: the mean of the worst twentieth (Rockafellar and Uryasev
        2000).
    """

    mean: float
    low: float
    high: float
    cvar: float


def summary(counts: Ints, top: float) -> Loss:
    """Read a histogram; see `detente.uncertainty.values.tally.BINS` for its error."""
    amounts, n = midpoints(top), int(counts.sum())
    worst = np.cumsum(counts[::-1])  # how many lie in the top bins
    taken = np.diff(np.minimum(worst, n / 20), prepend=0.0)
    return Loss(
        mean=float(counts @ amounts) / n,
        low=quantile(counts, top, 0.05),
        high=quantile(counts, top, 0.95),
        cvar=float(taken @ amounts[::-1]) / (n / 20),
    )


def quantile(counts: Ints, top: float, share: float) -> float:
    """Amount that at least `share` of the counts do not exceed."""
    below = np.cumsum(counts)
    return float(midpoints(top)[np.searchsorted(below, share * below[-1])])
