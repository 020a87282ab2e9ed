"""The passes of `detente.planning.table`, compiled; imported only for large tables.

The arguments after the weights are ``Table._geometry``: lengths and strides of the
lines, the needs of each unit in compressed rows, and its row among the inner weights.
"""

# mypy: disable-error-code="no-untyped-def,untyped-decorator"
import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def bottleneck(best, node, inner, shape, strides, start, other, least, row):
    """Fill `best` with the smallest worst weight of a path to each set."""
    lines = len(shape)
    counts = np.zeros(lines, np.int64)
    offset = np.zeros(lines, np.int64)
    for a in range(1, lines):
        offset[a] = offset[a - 1] + shape[a - 1] - 1
    for s in range(1, len(best)):
        _advance(counts, shape)
        if node[s] == np.inf:
            continue
        smallest = np.inf
        for a in range(lines):
            if counts[a] == 0:
                continue
            came = s - strides[a]
            worst = best[came]
            if worst >= smallest:
                continue
            u = offset[a] + counts[a] - 1
            if not _ready(counts, u, start, other, least):
                continue
            if row[u] >= 0:
                worst = max(worst, inner[row[u], came])
            smallest = min(smallest, worst)
        best[s] = max(smallest, node[s])


@njit(cache=True, nogil=True)
def shortest(
    sums, then, first, second, worst, near, node, inner, shape, strides, start, other, least, row
):
    """Fill `sums` and `then` with the lexicographically smallest pair to each set."""
    lines = len(shape)
    counts = np.zeros(lines, np.int64)
    offset = np.zeros(lines, np.int64)
    for a in range(1, lines):
        offset[a] = offset[a - 1] + shape[a - 1] - 1
    for s in range(1, len(sums)):
        _advance(counts, shape)
        if node[s] == np.inf:
            continue
        x, y = np.inf, np.inf
        for a in range(lines):
            if counts[a] == 0:
                continue
            came = s - strides[a]
            if sums[came] == np.inf or sums[came] > x + near:
                continue
            u = offset[a] + counts[a] - 1
            if not _ready(counts, u, start, other, least):
                continue
            after = then[came]
            if row[u] >= 0:
                if inner[row[u], came] == np.inf:
                    continue
                if worst:
                    after = max(after, inner[row[u], came])
            if sums[came] < x - near or after < y:
                x, y = sums[came], after
        if x < np.inf:
            sums[s] = x + first[s]
            then[s] = max(y, second[s]) if worst else y + second[s]


@njit(cache=True, nogil=True, inline="always")
def _advance(counts, shape):
    """Count one set further; the last line varies fastest."""
    a = len(shape) - 1
    while counts[a] == shape[a] - 1:
        counts[a] = 0
        a -= 1
    counts[a] += 1


@njit(cache=True, nogil=True, inline="always")
def _ready(counts, u, start, other, least):
    """Whether all units that must come before unit `u` are in the set."""
    return all(counts[other[k]] >= least[k] for k in range(start[u], start[u + 1]))
