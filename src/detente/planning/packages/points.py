"""What parties may settle on: the Pareto frontier of gains, and four points of it.

Pure functions on arrays of gains, a row a package (or any outcome), a column a party.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

Point = Literal["nash", "kalai_smorodinsky", "egalitarian", "utilitarian"]
POINTS: tuple[Point, ...] = get_args(Point)

NEEDS_ONE_UNIT = frozenset(("egalitarian", "utilitarian"))
"""Points that compare the gains of different parties; the others do not depend on units."""

_BLOCK = 1 << 8
_FEW, _MANY = 1 << 4, 1 << 13


def frontier(gains: Floats, tolerance: float | Floats = 0.0) -> Ints:
    """Rows that no other row dominates, one for each distinct vector.

    A row dominates another when it is at least as good for every party and better for
    one. Vectors that differ by no more than the tolerance count as one.

    Parameters
    ----------
    gains
        Shape (rows, parties), finite.
    tolerance
        In the units of each party.

    Returns
    -------
    ndarray of int
        Indices, the first party's gain descending. O(N log N) for two parties (sort and
        sweep, Kung, Luccio and Preparata 1975); for more, a filter by blocks in descending
        order of the sum, O(N F) with F points on the frontier.
    """
    if len(gains) == 0:
        return np.zeros(0, np.intp)
    slack = np.broadcast_to(np.asarray(tolerance, float), gains.shape[1:])
    chosen = np.arange(len(gains))
    if len(gains) > _MANY:  # the frontier of a sample throws out nearly everything
        size = min(_MANY, len(gains) // 8)
        some = gains[np.random.default_rng(0).integers(len(gains), size=size)]
        best = some[_maxima(some, slack)]
        chosen = np.flatnonzero(~dominated(gains, best, strictly=True))
    kept = chosen[_maxima(gains[chosen], slack)]
    return kept[np.lexsort((*(-gains[kept]).T[::-1],))]


def dominated(gains: Floats, by: Floats, *, strictly: bool = False) -> NDArray[np.bool_]:
    """Whether some row of `by` is at least as good for every party as each row of `gains`.

    Parameters
    ----------
    strictly
        Ask that it be better for the first party too, so that no row is dominated by itself.
    """
    if len(by) == 0:
        return np.zeros(len(gains), bool)
    if gains.shape[1] == 2:
        order = np.argsort(by[:, 0])
        first = by[order, 0]
        second = np.maximum.accumulate(by[order[::-1], 1])[::-1]  # best among at least as good
        at = np.searchsorted(first, gains[:, 0], side="right" if strictly else "left")
        return np.asarray(np.append(second, -np.inf)[at] >= gains[:, 1])
    out = np.zeros(len(gains), bool)
    left = np.arange(len(gains))
    columns = list(gains.T)
    for start in range(0, len(by), _FEW):
        if len(left) == 0:
            break
        hit = np.zeros(len(left), bool)
        for row in range(0, len(left), _MANY):  # what fits the cache
            some = slice(row, row + _MANY)
            hit[some] = _below([c[some] for c in columns], by[start : start + _FEW], strictly)
        out[left[hit]] = True
        left, columns = left[~hit], [c[~hit] for c in columns]
    return out


def _below(columns: list[Floats], by: Floats, strictly: bool) -> NDArray[np.bool_]:
    first = columns[0] < by[:, :1] if strictly else columns[0] <= by[:, :1]
    for column, best in zip(columns[1:], by.T[1:], strict=True):
        first &= column <= best[:, None]
    return np.asarray(first.any(axis=0))


def _maxima(gains: Floats, slack: Floats) -> Ints:
    return _sweep(gains, slack) if gains.shape[1] == 2 else _filter(gains, slack)


def _sweep(gains: Floats, slack: Floats) -> Ints:
    """Two parties: in descending order of the first, those better for the second."""
    order = np.lexsort((-gains[:, 1], -gains[:, 0]))
    second = gains[order, 1]
    best = np.maximum.accumulate(second)
    up = order[np.append(True, second[1:] > best[:-1])]
    kept: list[int] = []
    for k in up[::-1]:  # from the second party's best: merge what the tolerance makes one
        if kept and gains[k, 0] - gains[kept[-1], 0] <= slack[0]:
            continue
        if kept and gains[kept[-1], 1] - gains[k, 1] <= slack[1]:
            kept.pop()
        kept.append(int(k))
    return np.array(kept, np.intp)


def _filter(gains: Floats, slack: Floats) -> Ints:
    """Any number of parties: a row can only be dominated by one with a larger sum."""
    order = np.lexsort((*(-gains).T[::-1], -gains.sum(axis=1)))
    kept = np.zeros(0, np.intp)
    for start in range(0, len(order), _BLOCK):
        block = order[start : start + _BLOCK]
        block = block[~dominated(gains[block] - slack, gains[kept])]
        rows = gains[block]
        above = np.tri(len(rows), k=-1, dtype=bool)  # [k, q]: q comes before k …
        for column, wide in zip(rows.T, slack, strict=True):
            above &= column >= column[:, None] - wide  # … and is at least as good
        kept = np.append(kept, block[~above.any(axis=1)])
    return kept


def bargaining(
    gains: Floats, without: Floats, tolerance: float | Floats = 0.0
) -> dict[Point, int | None]:
    """Points of a finite set that four theories of bargaining recommend.

    Only rows where every party has at least what it has without a deal are looked at
    (Nash 1950). With d what it has without a deal, a the most it could get from those
    rows (its ideal), and the share s_i = (g_i - d_i) / (a_i - d_i):

    - *Nash*: the largest product of g_i - d_i (Nash 1950; on finite sets Mariotti 1998).
    - *Kalai–Smorodinsky*: the largest smallest share (Kalai and Smorodinsky 1975), then
      the second smallest, and so on (the lexicographic form, Imai 1983), since on a finite
      set equal shares seldom exist.
    - *egalitarian*: the largest smallest g_i - d_i, then the second smallest, and so on
      (Kalai 1977).
    - *utilitarian*: the largest sum of g_i - d_i (Harsanyi 1955).

    The first two stay the same when a party's unit changes; the last two compare the units
    of different parties and mean something only where these are comparable.

    Parameters
    ----------
    gains
        Shape (rows, parties), commonly a frontier.
    without
        Shape (parties,): what each has without a deal.
    tolerance
        How much less still counts as that.

    Returns
    -------
    dict
        A row for each point, or None where no row leaves every party at least as well off.
        Ties go to the row with the larger smallest share.
    """
    rows = np.flatnonzero((gains >= without - tolerance).all(axis=1))
    if len(rows) == 0:
        return dict.fromkeys(POINTS)
    more = np.maximum(gains[rows] - without, 0.0)
    ideal = more.max(axis=0)
    share = more / np.where(ideal > 0, ideal, 1.0)
    worst_first = np.sort(share, axis=1)
    keys: dict[Point, Floats] = {
        "nash": share.prod(axis=1)[:, None],
        "kalai_smorodinsky": worst_first,
        "egalitarian": np.sort(more, axis=1),
        "utilitarian": more.sum(axis=1)[:, None],
    }
    found: dict[Point, int | None] = {}
    for point, key in keys.items():
        close = np.flatnonzero(key[:, 0] >= key[:, 0].max() - 1e-12 * abs(key[:, 0].max()))
        ranked = np.lexsort((*worst_first[close].T[::-1], *key[close, 1:].T[::-1]))
        found[point] = int(rows[close[ranked[-1]]])
    return found
