"""One account that pools the margins of several parties, and the rates to pool them at.

The smallest start is a one-account scheduling problem, solved by the two-phase rule of
Abdel-Wahab and Kameda (1978). Pooling at any positive rates gives a valid bound, so the
best rates may be looked for: the Lagrangian dual of keeping every account at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

APART = 1e9
"""Up to this ratio of their effects the accounts of parties are pooled at other rates than 1."""

STEP, PASSES, UNITS = 1.5, 12, 1000
"""By how much a rate is first changed, how often each is, and up to how many units at all."""


def one_account(use: Floats, back: Floats) -> float:
    """Smallest start so that an account never fails: each job uses, then gives back.

    Parameters
    ----------
    use, back
        Shape (jobs,), at least 0.

    Returns
    -------
    float
        The start, at least 0. O(jobs log jobs).
    """
    gains = back >= use
    first, last = np.flatnonzero(gains), np.flatnonzero(~gains)
    order = np.concatenate((first[np.argsort(use[first])], last[np.argsort(-back[last])]))
    before = np.concatenate(([0.0], np.cumsum(back[order] - use[order])[:-1]))
    return float(max(0.0, (use[order] - before).max(initial=0.0)))


def lacking(effect: Floats, room: Floats, rate: Floats) -> float:
    """By how much each of the accounts must be larger, pooled at `rate`.

    Parameters
    ----------
    effect
        Shape (parties, units): what a unit takes out of a party's account (negative
        where it puts in).
    room, rate
        Shape (parties,): what the accounts hold at the start, and the positive rates.
    """
    moved = rate[:, None] * effect
    use, back = np.maximum(moved, 0.0).sum(axis=0), np.maximum(-moved, 0.0).sum(axis=0)
    return (one_account(use, back) - float(rate @ room)) / float(rate.sum())


def best_rates(effect: Floats, room: Floats) -> Floats:
    """Look for the rates at which the pooled account lacks most.

    From those at which each party's effects have the same sum (in a deal where nobody
    gains much, what the lots themselves exchange the points at), each rate is raised and
    lowered in turn while that helps. Parameters as in `lacking`.
    """
    moved = np.abs(effect).sum(axis=1)
    if not 0 < moved.max() <= APART * moved.min():  # else one drowns in rounding
        return np.ones(len(effect))
    rate = np.asarray(moved.max() / moved)
    if effect.shape[1] > UNITS:
        return rate
    best, step = lacking(effect, room, rate), STEP
    for _ in range(PASSES):
        before = best
        for i in range(len(rate)):
            for factor in (step, 1.0 / step):
                tried = rate.copy()
                tried[i] *= factor
                value = lacking(effect, room, tried)
                if value > best:
                    best, rate = value, tried
        if best - before <= 1e-3 * abs(best):
            step = step**0.5
    return rate
