"""The compiled parts of `detente.planning.large`."""

# mypy: disable-error-code="no-untyped-def,untyped-decorator"
import numpy as np

from detente.planning.compiling import compiled
from detente.planning.dive_kernel import next_seed

STRAIGHT, ROOMY, BIGGEST, ANY = 0, 1, 2, 3


@compiled
def throw(
    taste, look, seed, chosen, start, change, total, scale, parties, size,
    pending, heads, tails, inner_row, inner_low, inner_high, forward, low, high,
):  # fmt: skip
    """Place unit after unit, each the best that fits of `look` that are drawn.

    `taste` says what is best: nearest to the straight line, leaving most room, the
    biggest, or any. Where none of those drawn fits, all are looked at.

    Returns
    -------
    int, int
        How many units could be placed (``chosen``), and the seed to go on with.
    """
    units, actors = len(size), len(start)
    waiting = pending.copy()
    ready = np.empty(units, np.int64)
    count = 0
    for u in range(units):
        if waiting[u] == 0:
            ready[count] = u
            count += 1
    keeps = start.copy()
    for placed in range(units):
        share = (placed + 1.0) / units
        if not forward:
            share = 1.0 - share
        best, pick = np.inf, -1
        drawn = min(look, count)
        while True:
            for k in range(drawn):
                if drawn < count:
                    seed = next_seed(seed)
                    spot = k + int(seed % np.uint64(count - k))
                    ready[k], ready[spot] = ready[spot], ready[k]
                u = ready[k]
                r = inner_row[u]
                fits = True
                slack = np.inf
                off = 0.0
                for i in range(actors):
                    after = keeps[i] + change[u, i]
                    top, bottom = after, after
                    if forward and placed == units - 1:
                        top, bottom = -np.inf, np.inf
                    if r >= 0:
                        before = keeps[i] if forward else after
                        top = max(top, before + inner_high[r, i])
                        bottom = min(bottom, before + inner_low[r, i])
                    if top > high[i] or bottom < low[i]:
                        fits = False
                        break
                    slack = min(slack, (high[i] - top) / scale[i], (bottom - low[i]) / scale[i])
                    if i < parties:
                        away = (after - share * total[i]) / scale[i]
                        off += away * away
                if not fits:
                    continue
                if taste == STRAIGHT:
                    key = off
                elif taste == ROOMY:
                    key = -slack
                elif taste == BIGGEST:
                    key = -size[u]
                else:
                    key = 0.0
                if key < best or pick < 0:
                    best, pick = key, k
                if taste == ANY:
                    break
            if pick >= 0 or drawn == count:
                break
            drawn = count
        if pick < 0:
            return placed, seed
        u = ready[pick]
        chosen[placed] = u
        count -= 1
        ready[pick] = ready[count]
        for i in range(actors):
            keeps[i] += change[u, i]
        for k in range(heads[u], heads[u + 1]):
            waiting[tails[k]] -= 1
            if waiting[tails[k]] == 0:
                ready[count] = tails[k]
                count += 1
    return units, seed


@compiled
def straighten(
    order, window, effect, held, total, scale, parties, received, early,
    inner_row, inner_low, inner_high, low, high, heads, tails,
):  # fmt: skip
    """Carry units up to `window` places along while that lowers the cost of the order.

    The cost of a prefix is its squared distance from the straight line, plus `early`
    times the share of value outstanding. One pass; returns whether anything moved.
    """
    units, actors = len(order), len(held)
    keeps = np.zeros((units + 1, actors))
    keeps[0] = held
    for k in range(units):
        keeps[k + 1] = keeps[k] + effect[order[k]]
    moved = False
    for k in range(units):
        for direction in (1, -1):
            gain, best = 0.0, 1e-12
            home = to = k
            for _ in range(window):
                a = to if direction > 0 else to - 1  # swap the units at places a and a + 1
                if a < 0 or a + 1 >= units:
                    break
                change = _swap_gain(
                    a, order, keeps, effect, held, total, scale, parties, received, early,
                    inner_row, inner_low, inner_high, low, high, heads, tails,
                )  # fmt: skip
                if change == -np.inf:
                    break
                gain += change
                _swap(a, order, keeps, effect)
                to += direction
                if gain > best:
                    best, home = gain, to
            while to != home:
                to -= direction
                _swap(to if direction > 0 else to - 1, order, keeps, effect)
            if home != k:
                moved = True
                break
    return moved


@compiled
def _swap(a, order, keeps, effect):
    """Swap the units at places `a` and `a + 1`."""
    order[a], order[a + 1] = order[a + 1], order[a]
    keeps[a + 1] = keeps[a] + effect[order[a]]


@compiled
def _swap_gain(
    a, order, keeps, effect, held, total, scale, parties, received, early,
    inner_row, inner_low, inner_high, low, high, heads, tails,
):  # fmt: skip
    """How much the swap at `a` lowers the cost; minus infinity where it is not allowed.

    Only the prefix between the two units changes.
    """
    first, then = order[a], order[a + 1]
    for e in range(heads[first], heads[first + 1]):
        if tails[e] == then:
            return -np.inf
    gain = early * (received[then] - received[first])
    share = (a + 1) / len(order)
    for i in range(len(held)):
        old, new = keeps[a + 1, i], keeps[a, i] + effect[then, i]
        if not low[i] <= new <= high[i]:
            return -np.inf
        r = inner_row[then]
        if r >= 0 and (
            keeps[a, i] + inner_high[r, i] > high[i] or keeps[a, i] + inner_low[r, i] < low[i]
        ):
            return -np.inf
        r = inner_row[first]
        if r >= 0 and (new + inner_high[r, i] > high[i] or new + inner_low[r, i] < low[i]):
            return -np.inf
        if i < parties:
            line = held[i] + share * total[i]
            gain += ((old - line) / scale[i]) ** 2 - ((new - line) / scale[i]) ** 2
    return gain
