"""From a uniform number to a value: quantile functions of the spreads, tabulated.

The table of a quantile function has a uniform grid for the body of the distribution, and for each
tail a grid in the fourth root of the tail's probability, where the quantile function of every
spread used here is smooth. Between grid points it is interpolated linearly, off by less than 1e-5
of the range; for the normal and lognormal, whose tails have no end, by less than 1e-4 of it down to
draws as rare as one in 10^4, and 3e-3 down to one in 10^7.

PERT is the Beta distribution of Malcolm, Roseboom, Clark and Fazar (1959) with shape
``1 + 4 (mode - low) / (high - low)`` and its mirror image. Of a normal or lognormal spread `low`
and `high` are the 5 % and 95 % points: `Z95` standard deviations from the middle.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from detente.case.amounts import Z95

if TYPE_CHECKING:
    from detente.uncertainty.values.formula import Floats, Ints, Number

BODY = 1024
"""Cells of the body's grid over probabilities 0 to 1."""

EDGE = 32
"""The first and the last ``EDGE`` cells of the body are read from the tails instead."""

TAIL = 256
"""Cells of each tail's grid."""

LOW, HIGH, SIZE = BODY + 1, BODY + TAIL + 2, BODY + 2 * TAIL + 3
"""Where the tails begin in a table, and its size."""

RAREST = 2.0**-54
"""The tail's probability at the end of its grid: below the least that a draw can have."""


def quantile(number: Number, below: Floats) -> Floats:
    """Value that `number` stays under with probability `below`, cut at what it may be.

    Exact (SciPy's special functions), for making tables and for tests.
    """
    return _placed(number, _standard(number.dist, _peak(number), below, 1.0 - below))


def below(number: Number, x: Floats) -> Floats:
    """Probability of at most `x`, exact: the inverse of `quantile`.

    What is cut at what the number may be lies on the bound.
    """
    from scipy.special import betainc, ndtr  # late: a tenth of a second

    low, high, dist = number.low, number.high, number.dist
    if not number.drawn:
        return np.where(x >= number.held(number.mode), 1.0, 0.0)
    found: Floats
    if dist == "normal":
        found = ndtr((x - (low + high) / 2) / ((high - low) / (2 * Z95)))
    elif dist == "lognormal":
        scores = np.log(np.maximum(x, RAREST) / np.sqrt(low * high)) / (
            np.log(high / low) / (2 * Z95)
        )
        found = np.where(x > 0, ndtr(scores), 0.0)
    else:
        share, peak = np.clip((x - low) / (high - low), 0.0, 1.0), _peak(number)
        found = share
        if dist == "triangular":
            rising = share**2 / peak if peak > 0 else share  # all is beyond a peak at 0
            falling = 1.0 - (1.0 - share) ** 2 / (1.0 - peak) if peak < 1 else share
            found = np.where(share < peak, rising, falling)
        elif dist == "pert":
            found = betainc(1.0 + 4.0 * peak, 5.0 - 4.0 * peak, share)
    return np.where(x >= number.most, 1.0, np.where(x < number.least, 0.0, found))


def table(number: Number) -> Floats:
    """Tabulate a quantile function: the body, then the low and the high tail; shape (SIZE,)."""
    return _placed(number, _standard_table(number.dist, _peak(number)))


def look_up(tables: Floats, u: Floats) -> Floats:
    """Read uniform numbers from tables, as the compiled kernel does: bit for bit the same.

    Parameters
    ----------
    tables
        Shape (numbers, SIZE).
    u
        Shape (numbers, draws), in [0, 1).
    """
    made = tables.ravel()
    start = SIZE * np.arange(len(tables))[:, None]
    at = u * BODY
    cell = at.astype(np.int64)
    x = _between(made, start + cell, at - cell)
    rare = np.flatnonzero((cell - EDGE).view(np.uint64) >= BODY - 2 * EDGE)  # in either tail
    row, low = rare // u.shape[1], cell.ravel()[rare] < EDGE
    tail = u.ravel()[rare]
    at = np.sqrt(np.sqrt(np.where(low, tail, 1.0 - tail) * (BODY / EDGE))) * TAIL
    cell = np.minimum(at.astype(np.int64), TAIL - 1)
    first = SIZE * row + np.where(low, LOW, HIGH)
    x.ravel()[rare] = _between(made, first + cell, at - cell)
    return x


def _between(made: Floats, cell: Ints, rest: Floats) -> Floats:
    """Go the share `rest` of the way from a cell's value to the next one's."""
    y: Floats = made.take(cell)
    cell += 1
    step = made.take(cell)
    step -= y
    step *= rest
    step += y
    return step


def _peak(number: Number) -> float:
    """Where in its range the mode lies; ranges that differ in rounding alone share a table."""
    return round((number.mode - number.low) / (number.high - number.low), 12)


def _placed(number: Number, standard: Floats) -> Floats:
    """Bring a standard spread into its range, and cut it at what the number may be."""
    low, high = number.low, number.high
    if number.dist == "normal":
        found = (low + high) / 2 + (high - low) / (2 * Z95) * standard
    elif number.dist == "lognormal":
        found = np.sqrt(low * high) * np.exp(np.log(high / low) / (2 * Z95) * standard)
    else:
        found = low + (high - low) * standard
    held: Floats = np.clip(found, number.least, number.most)
    return held


@lru_cache(maxsize=4096)
def _standard_table(dist: str, peak: float) -> Floats:
    body = np.linspace(0.0, 1.0, BODY + 1)
    body[0], body[-1] = RAREST, 1.0 - RAREST
    edge = (EDGE / BODY) * (np.arange(TAIL + 1) / TAIL) ** 4
    edge[0] = RAREST
    parts = (
        _standard(dist, peak, body, 1.0 - body),
        _standard(dist, peak, edge, 1.0 - edge),
        _standard(dist, peak, 1.0 - edge, edge),
    )
    return np.concatenate(parts)


def _standard(dist: str, peak: float, below: Floats, above: Floats) -> Floats:
    """Quantiles on [0, 1], or normal scores; probability `below` lies under, `above` over.

    The smaller of the two counts, so that neither tail loses digits.
    """
    from scipy.special import betaincinv, ndtri  # late: a tenth of a second

    upper = above < 0.5
    found: Floats
    if dist == "uniform":
        found = np.where(upper, 1.0 - above, below)
    elif dist == "triangular":
        rising, falling = np.sqrt(below * peak), 1.0 - np.sqrt(above * (1.0 - peak))
        found = np.where(below < peak, rising, falling)
    elif dist in ("normal", "lognormal"):
        found = np.where(upper, -ndtri(above), ndtri(below))
    else:
        a, b = 1.0 + 4.0 * peak, 5.0 - 4.0 * peak
        found = np.where(upper, 1.0 - betaincinv(b, a, above), betaincinv(a, b, below))
    return found
