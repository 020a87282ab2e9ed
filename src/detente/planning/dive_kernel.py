"""The compiled depth-first search of `detente.planning.dive`."""

# mypy: disable-error-code="no-untyped-def,untyped-decorator"
import numpy as np

from detente.planning.compiling import compiled, inlined

OPEN, FOUND, EXHAUSTED = 0, 1, 2


@compiled
def dive(
    depth, masks, keeps, waiting, left, chosen, dead, known,
    need, change, inner_row, inner_low, inner_high, forward,
    low, high, box_low, box_high, over, under, scale, size, noise, taste, budget, least,
):  # fmt: skip
    """Go on with a search for at most `budget` sets.

    A state is the set of units still to be placed (a bit mask) and the keeps. Its moves
    wait sorted by `taste`: the slack they leave, their size, and chance. Sets from which
    no way leads on are remembered in `dead`, an open-addressed table.

    Returns
    -------
    int, int, float
        OPEN, FOUND (``chosen`` is the order) or EXHAUSTED; the depth; and the least
        amount over `over` or `under` of a move that only `low` and `high` kept out.
    """
    actors = len(scale)
    units = len(need)
    one = np.uint64(1)
    for _ in range(budget):
        if left[depth] < 0:  # a set just come to: list its moves
            count = 0
            remaining = masks[depth]
            for u in range(units):
                bit = one << np.uint64(u)
                if remaining & bit == 0 or need[u] & remaining != 0:
                    continue
                child = remaining ^ bit
                last = child == 0
                r = inner_row[u]
                slack = np.inf
                amount = -np.inf
                blocked, barred = False, False
                for i in range(actors):
                    after = keeps[depth, i] + change[u, i]
                    before = keeps[depth, i] if forward else after
                    top, bottom = -np.inf, np.inf
                    if not (forward and last):
                        top, bottom = after, after
                    if r >= 0:
                        top = max(top, before + inner_high[r, i])
                        bottom = min(bottom, before + inner_low[r, i])
                    if top > box_high[i] or bottom < box_low[i]:
                        barred = True
                        break
                    if top > high[i] or bottom < low[i]:
                        blocked = True
                    amount = max(amount, top - over[i], under[i] - bottom)
                    slack = min(slack, (high[i] - top) / scale[i], (bottom - low[i]) / scale[i])
                if barred:
                    continue
                if blocked:
                    least = min(least, amount)
                    continue
                if _holds(dead, child):
                    continue
                key = taste[0] * min(slack, 1e6) + taste[1] * size[u] + taste[2] * noise[u]
                k = count
                while k > 0 and waiting[depth, k - 1, 1] > key:  # ascending: the best is last
                    waiting[depth, k, 0] = waiting[depth, k - 1, 0]
                    waiting[depth, k, 1] = waiting[depth, k - 1, 1]
                    k -= 1
                waiting[depth, k, 0] = u
                waiting[depth, k, 1] = key
                count += 1
            left[depth] = count
        if left[depth] == 0:
            if known[0] < 0.6 * len(dead):
                _put(dead, known, masks[depth])
            depth -= 1
            if depth < 0:
                return EXHAUSTED, 0, least
            continue
        left[depth] -= 1
        u = int(waiting[depth, left[depth], 0])
        child = masks[depth] ^ (one << np.uint64(u))
        chosen[depth] = u
        if child == 0:
            return FOUND, depth, least
        depth += 1
        masks[depth] = child
        for i in range(actors):
            keeps[depth, i] = keeps[depth - 1, i] + change[u, i]
        left[depth] = -1
    return OPEN, depth, least


@compiled
def scatter(
    tries, seed, chosen, start, need, change, inner_row, inner_low, inner_high, forward,
    low, high, size,
):  # fmt: skip
    """Throw `tries` orders together, each step the largest that fits or any that does.

    How often the largest is taken differs from try to try. Returns whether an order stayed
    within `low` and `high` (``chosen``), and the seed to go on with.
    """
    units, actors = len(need), len(start)
    one = np.uint64(1)
    keeps = np.zeros(actors)
    for attempt in range(tries):
        greedy = (attempt % 8) / 8.0
        remaining = ~np.uint64(0) if units == 64 else (one << np.uint64(units)) - one
        keeps[:] = start
        for depth in range(units):
            largest, pick, fitting = -1.0, -1, 0
            seed = next_seed(seed)
            by_size = (seed >> np.uint64(11)) * (1.0 / 9007199254740992.0) < greedy
            for u in range(units):
                bit = one << np.uint64(u)
                if remaining & bit == 0 or need[u] & remaining != 0:
                    continue
                last = remaining == bit
                r = inner_row[u]
                fits = True
                for i in range(actors):
                    after = keeps[i] + change[u, i]
                    before = keeps[i] if forward else after
                    if not (forward and last):
                        fits &= low[i] <= after <= high[i]
                    if r >= 0:
                        fits &= before + inner_high[r, i] <= high[i]
                        fits &= before + inner_low[r, i] >= low[i]
                if not fits:
                    continue
                fitting += 1
                if by_size:
                    if size[u] > largest:
                        largest, pick = size[u], u
                else:
                    seed = next_seed(seed)
                    if seed % np.uint64(fitting) == 0:
                        pick = u
            if pick < 0:
                break
            chosen[depth] = pick
            remaining ^= one << np.uint64(pick)
            for i in range(actors):
                keeps[i] += change[pick, i]
        if remaining == 0:
            return True, seed
    return False, seed


@compiled
def subset(start, effect, high, weights, budget, seed, taken):
    """Look for a subset of the rows of `effect` that brings `start` down to `high`.

    Depth first, most expensive rows (weighted) first; a branch ends where one actor's
    amount, or the weighted sum of all, can no longer come down far enough. Whether a row is
    first taken or left is drawn with `seed`; 0 takes it first everywhere.

    Returns
    -------
    int
        FOUND (``taken`` says which rows), EXHAUSTED, or OPEN where `budget` branches did not
        decide.
    """
    rows, actors = effect.shape
    cost = np.zeros(rows)
    for u in range(rows):
        for i in range(actors):
            cost[u] += weights[i] * effect[u, i]
    order = np.argsort(-cost)
    fall = np.zeros((rows + 1, actors + 1))  # how far the rows still to come can bring down
    for k in range(rows - 1, -1, -1):
        u = order[k]
        for i in range(actors):
            fall[k, i] = fall[k + 1, i] + min(0.0, effect[u, i])
        fall[k, actors] = fall[k + 1, actors] + min(0.0, cost[u])
    room = 0.0
    for i in range(actors):
        room += weights[i] * high[i]
    amount = np.zeros((rows + 1, actors + 1))
    for i in range(actors):
        amount[0, i] = start[i]
        amount[0, actors] += weights[i] * start[i]
    stage = np.zeros(rows + 1, np.int64)
    first = np.zeros(rows + 1, np.bool_)
    taken[:] = False
    k = 0
    for _ in range(budget):
        if stage[k] == 0:
            inside = True
            hopeless = amount[k, actors] + fall[k, actors] > room
            for i in range(actors):
                inside &= amount[k, i] <= high[i]
                hopeless |= amount[k, i] + fall[k, i] > high[i]
            if inside:
                for j in range(k):
                    taken[order[j]] = first[j] == (stage[j] == 1)
                return FOUND
            if hopeless or k == rows:
                stage[k] = 2
        if stage[k] == 2:
            stage[k] = 0
            k -= 1
            if k < 0:
                return EXHAUSTED
            continue
        u = order[k]
        if stage[k] == 0:
            first[k] = True
            if seed != 0:
                seed = next_seed(seed)
                first[k] = seed & np.uint64(1) == 1
        stage[k] += 1
        takes = first[k] == (stage[k] == 1)
        for i in range(actors):
            amount[k + 1, i] = amount[k, i] + (effect[u, i] if takes else 0.0)
        amount[k + 1, actors] = amount[k, actors] + (cost[u] if takes else 0.0)
        k += 1
        stage[k] = 0
    return OPEN


@inlined
def next_seed(seed):
    """The next number of Marsaglia's xorshift generator (2003)."""
    seed ^= seed << np.uint64(13)
    seed ^= seed >> np.uint64(7)
    return seed ^ (seed << np.uint64(17))


@inlined
def _slot(dead, mask):
    """Where a set stands in the table, or the empty place where it would."""
    x = mask * np.uint64(0x9E3779B97F4A7C15)
    x ^= x >> np.uint64(29)
    x *= np.uint64(0xBF58476D1CE4E5B9)
    x ^= x >> np.uint64(32)
    top = np.uint64(len(dead) - 1)
    k = x & top
    while dead[k] != 0 and dead[k] != mask:
        k = (k + np.uint64(1)) & top
    return k


@inlined
def _holds(dead, mask):
    """Whether a set is known to be dead (the empty set never is)."""
    return mask != 0 and dead[_slot(dead, mask)] == mask


@inlined
def _put(dead, known, mask):
    """Remember a set as dead; none dies twice, since no dead one is entered."""
    dead[_slot(dead, mask)] = mask
    known[0] += 1
