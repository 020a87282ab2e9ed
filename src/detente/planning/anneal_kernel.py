"""The compiled annealing of `detente.planning.anneal`."""

# mypy: disable-error-code="no-untyped-def,untyped-decorator"
import numpy as np

from detente.planning.compiling import compiled, inlined
from detente.planning.dive_kernel import next_seed

SWAP, LATER, EARLIER = 0, 1, 2


@compiled
def anneal(
    moves, hot, cold, window, seed, order, place, start, change, low, high, scale,
    inner_row, inner_low, inner_high, next_head, next_tail, last_head, last_tail,
):  # fmt: skip
    """Anneal an order until its keeps stay between `low` and `high`, or `moves` are spent.

    The energy is the sum over prefixes and actors of how far the keeps are outside, in
    units of `scale`. A move swaps two units, or carries one to another place at most
    `window` away; only the prefixes in between change. The temperature falls
    geometrically from `hot` to `cold`. ``next`` and ``last`` are the units behind and
    ahead of each by precedence, in compressed rows.

    Returns
    -------
    float, uint64
        The energy of ``order``, 0 when it stays inside; and the seed to go on with.
    """
    units, actors = len(order), len(start)
    keeps = np.zeros((units + 1, actors))
    keeps[0] = start
    for k in range(units):
        place[order[k]] = k
        for i in range(actors):
            keeps[k + 1, i] = keeps[k, i] + change[order[k], i]
    outside = np.zeros(units)
    energy = 0.0
    inner = inner_row, inner_low, inner_high
    for k in range(units):
        outside[k] = _outside(keeps[k], order[k], low, high, scale, inner)
        energy += outside[k]
    fresh = np.zeros(units)
    moved = np.zeros((units + 1, actors))
    heat = hot
    cooling = (cold / hot) ** (1.0 / max(1, moves))
    for _ in range(moves):
        if energy <= 1e-13:
            break
        heat *= cooling
        seed = next_seed(seed)
        a = int(seed % np.uint64(units))
        seed = next_seed(seed)
        b = a + 1 + int(seed % np.uint64(window))
        if b >= units:
            continue
        seed = next_seed(seed)
        kind = int(seed % np.uint64(3))
        first, last = order[a], order[b]
        if kind != EARLIER and _between(a, b, first, place, next_head, next_tail):
            continue
        if kind != LATER and _between(a, b, last, place, last_head, last_tail):
            continue
        seed = next_seed(seed)
        chance = (seed >> np.uint64(11)) * (1.0 / 9007199254740992.0)
        room = -heat * np.log(chance + 1e-300)  # Metropolis: the rise that is still accepted
        rise = 0.0
        for k in range(a, b + 1):
            if kind == SWAP:
                unit = last if k == a else first if k == b else order[k]
            elif kind == LATER:
                unit = first if k == b else order[k + 1]
            else:
                unit = last if k == a else order[k - 1]
            for i in range(actors):
                if k == a:
                    moved[k, i] = keeps[k, i]
                elif kind == SWAP:
                    moved[k, i] = keeps[k, i] + change[last, i] - change[first, i]
                elif kind == LATER:
                    moved[k, i] = keeps[k + 1, i] - change[first, i]
                else:
                    moved[k, i] = keeps[k - 1, i] + change[last, i]
            fresh[k] = _outside(moved[k], unit, low, high, scale, inner)
            rise += fresh[k] - outside[k]
        if rise > room:
            continue
        if kind == SWAP:
            order[a], order[b] = last, first
        elif kind == LATER:
            for k in range(a, b):
                order[k] = order[k + 1]
            order[b] = first
        else:
            for k in range(b, a, -1):
                order[k] = order[k - 1]
            order[a] = last
        for k in range(a, b + 1):
            place[order[k]] = k
            outside[k] = fresh[k]
            for i in range(actors):
                keeps[k, i] = moved[k, i]
        energy += rise
    return energy, seed


@inlined
def _outside(keeps, unit, low, high, scale, inner):
    """How far a prefix, and what lies inside the unit that follows it, is outside."""
    inner_row, inner_low, inner_high = inner
    amount = 0.0
    r = inner_row[unit]
    for i in range(len(keeps)):
        top, bottom = keeps[i], keeps[i]
        if r >= 0:
            top = max(top, keeps[i] + inner_high[r, i])
            bottom = min(bottom, keeps[i] + inner_low[r, i])
        if top > high[i]:
            amount += (top - high[i]) / scale[i]
        if bottom < low[i]:
            amount += (low[i] - bottom) / scale[i]
    return amount


@inlined
def _between(a, b, unit, place, head, tail):
    """Whether one of the units linked to `unit` stands from place `a` to place `b`."""
    found = False
    for t in range(head[unit], head[unit + 1]):
        found |= a <= place[tail[t]] <= b
    return found
