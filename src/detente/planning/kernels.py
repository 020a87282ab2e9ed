"""The passes of `detente.planning.table`, compiled; imported only for large tables.

Sets are visited by number, and what they weigh is worked out on the way, so that only
the results take memory. ``shape`` to ``row`` are ``Table._geometry``: lengths and strides
of the lines, the needs of each unit in compressed rows, and its row among the inner sums.
"""

# mypy: disable-error-code="no-untyped-def,untyped-decorator"
import numpy as np

from detente.planning.compiling import compiled, inlined

# Which bit of a word is set, by a perfect hash of the 64 powers of two (Leiserson, Prokop
# and Randall 1998).
_DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
_PLACE = np.zeros(64, np.int64)
_PLACE[[((1 << k) * 0x03F79D71B4CB0A89 % (1 << 64)) >> 58 for k in range(64)]] = np.arange(64)


@compiled
def reach(
    reached, low, high, box_low, box_high, over, under,
    shape, strides, offset, effect, held, low_keeps, sorted_keeps, upto, low_mask,
    need_start, need_line, need_count, inner_row, inner_low, inner_high,
):  # fmt: skip
    """Mark the sets that can be reached inside `low` and `high`, word by word.

    Returns the least amount over `over` or `under` among the sets (or inner prefixes)
    next to those reached that only `low` and `high`, not the box, keep out.
    """
    lines, actors = len(shape), len(held)
    every = upto[0, -1]
    full = np.uint64(1) << np.uint64(low_keeps.shape[1] - 1)
    none = np.zeros(actors)
    counts = np.zeros(lines + 1, np.int64)
    keeps = np.zeros((lines + 1, actors))  # of the word, summed line by line
    for a in range(lines + 1):
        keeps[a] = held
    at, source_at = keeps[lines], np.zeros(actors)
    first_low, units = offset[lines], len(low_mask)
    line_of = np.zeros(units, np.int64)
    for a in range(len(offset) - 1):
        line_of[offset[a] : offset[a + 1]] = a
    least = np.inf
    for w in range(len(reached)):
        if w:
            _advance_word(counts, keeps, shape, offset, effect)
        came = np.uint64(1) if w == 0 else np.uint64(0)
        for a in range(lines):
            if counts[a] == 0:
                continue
            u = offset[a] + counts[a] - 1
            source = reached[w - strides[a]] & low_mask[u]
            if source == 0 or not _open(counts, u, need_start, need_line, need_count):
                continue
            r = inner_row[u]
            if r >= 0:
                source_at[:] = at - effect[u]
                inside = _inside(
                    source_at, inner_low[r], inner_high[r], low, high, sorted_keeps, upto
                )
                least = _beyond(
                    source & ~inside, least, source_at, inner_low[r], inner_high[r],
                    box_low, box_high, over, under, low_keeps,
                )  # fmt: skip
                source &= inside
            came |= source
        if came == 0:
            reached[w] = 0
            continue
        inside = _inside(at, none, none, low, high, sorted_keeps, upto)
        if w == len(reached) - 1:
            inside |= full  # completion is judged apart
        here = came & inside
        before = ~here
        while here != before:
            before = here
            for u in range(first_low, units):
                source = here & low_mask[u]
                if source == 0 or not _open(counts, u, need_start, need_line, need_count):
                    continue
                r = inner_row[u]
                if r >= 0:
                    fits = _inside(at, inner_low[r], inner_high[r], low, high, sorted_keeps, upto)
                    least = _beyond(
                        source & ~fits, least, at, inner_low[r], inner_high[r],
                        box_low, box_high, over, under, low_keeps,
                    )  # fmt: skip
                    source &= fits
                step = source << np.uint64(strides[line_of[u]])
                came |= step
                here |= step & inside
        reached[w] = here
        least = _beyond(
            came & ~inside & every, least, at, none, none,
            box_low, box_high, over, under, low_keeps,
        )  # fmt: skip
    return least


@inlined
def _advance_word(counts, keeps, shape, offset, effect):
    """Count one word further and bring its keeps up to date."""
    a = len(shape) - 1
    while counts[a] == shape[a] - 1:
        counts[a] = 0
        a -= 1
    counts[a] += 1
    for b in range(a, len(shape)):
        for i in range(keeps.shape[1]):
            total = keeps[b, i]
            for k in range(counts[b]):
                total += effect[offset[b] + k, i]
            keeps[b + 1, i] = total


@inlined
def _open(counts, u, start, line, count):
    """Whether the other lines have come far enough for unit `u`."""
    ready = True
    for k in range(start[u], start[u + 1]):
        ready &= counts[line[k]] >= count[k]
    return ready


@compiled
def _inside(at, dip, peak, low, high, sorted_keeps, upto):
    """The sets of a word whose keeps, from `dip` to `peak` beside them, lie in bounds."""
    sets = sorted_keeps.shape[1]
    inside = upto[0, sets]
    for i in range(len(at)):
        if high[i] < np.inf:
            bound = high[i] - at[i] - peak[i]
            a, b = 0, sets
            while a < b:
                m = (a + b) >> 1
                if sorted_keeps[i, m] <= bound:
                    a = m + 1
                else:
                    b = m
            inside &= upto[i, a]
        if low[i] > -np.inf:
            bound = low[i] - at[i] - dip[i]
            a, b = 0, sets
            while a < b:
                m = (a + b) >> 1
                if sorted_keeps[i, m] < bound:
                    a = m + 1
                else:
                    b = m
            inside &= ~upto[i, a]
    return inside


@compiled
def _beyond(blocked, least, at, dip, peak, box_low, box_high, over, under, low_keeps):
    """The smaller of `least` and the least amount of the blocked sets inside the box."""
    while blocked != 0:
        lowest = blocked & (~blocked + np.uint64(1))
        blocked ^= lowest
        j = _PLACE[(lowest * _DE_BRUIJN) >> np.uint64(58)]
        worst = -np.inf
        for i in range(len(at)):
            top = at[i] + low_keeps[i, j] + peak[i]
            bottom = at[i] + low_keeps[i, j] + dip[i]
            if top > box_high[i] or bottom < box_low[i]:
                worst = np.inf
                break
            worst = max(worst, top - over[i], under[i] - bottom)
            if worst >= least:
                break
        least = min(least, worst)
    return least


@compiled
def straightest(
    far, low, high, total, scale, parties,
    shape, strides, start, other, least, row, effect, held, inner_low, inner_high,
):  # fmt: skip
    """Fill `far` with the least squared distance from the straight line to each set."""
    lines, actors = len(shape), len(held)
    counts = np.zeros(lines, np.int64)
    offset = np.zeros(lines + 1, np.int64)
    for a in range(lines):
        offset[a + 1] = offset[a] + shape[a] - 1
    keeps = np.zeros((lines + 1, actors))
    for a in range(lines + 1):
        keeps[a] = held
    at = keeps[lines]
    units = float(offset[lines])
    far[0] = 0.0 if np.all(held >= low) and np.all(held <= high) else np.inf
    for s in range(1, len(far)):
        _advance_word(counts, keeps, shape, offset, effect)
        far[s] = np.inf
        if s < len(far) - 1 and not _fits(at, low, high):
            continue
        nearest = np.inf
        size = 0
        for a in range(lines):
            if counts[a] == 0:
                continue
            size += counts[a]
            came = s - strides[a]
            if far[came] >= nearest:
                continue
            u = offset[a] + counts[a] - 1
            if not _open(counts, u, start, other, least):
                continue
            if row[u] < 0 or _inner_fits(
                at, effect[u], inner_low[row[u]], inner_high[row[u]], low, high
            ):
                nearest = far[came]
        if nearest < np.inf:
            if s < len(far) - 1:
                nearest += _distance(at, held, size / units, total, scale, parties)
            far[s] = nearest


@compiled
def earliest(
    sums, then, share, over, worst, near, low, high, total, scale, parties,
    shape, strides, start, other, least, row, effect, held, inner_low, inner_high,
):  # fmt: skip
    """Fill `sums` and `then` with the lexicographically smallest pair to each set.

    The first is the sum of what is outstanding, a unit settling its `share`. The second
    is, with `worst`, the largest amount by which keeps pass `over`, or else the squared
    distance from the straight line.
    """
    lines, actors = len(shape), len(held)
    counts = np.zeros(lines, np.int64)
    offset = np.zeros(lines + 1, np.int64)
    for a in range(lines):
        offset[a + 1] = offset[a] + shape[a] - 1
    keeps = np.zeros((lines + 1, actors))
    for a in range(lines + 1):
        keeps[a] = held
    at = keeps[lines]
    units = float(offset[lines])
    sums[0] = 1.0 if _fits(at, low, high) else np.inf
    then[0] = np.max(held - over) if worst else 0.0
    for s in range(1, len(sums)):
        _advance_word(counts, keeps, shape, offset, effect)
        sums[s], then[s] = np.inf, np.inf
        last = s == len(sums) - 1
        if not last and not _fits(at, low, high):
            continue
        x, y = np.inf, np.inf
        size, settled = 0, 0.0
        for a in range(lines):
            for k in range(counts[a]):
                settled += share[offset[a] + k]
            size += counts[a]
            came = s - strides[a]
            if counts[a] == 0 or sums[came] == np.inf or sums[came] > x + near:
                continue
            u = offset[a] + counts[a] - 1
            if not _open(counts, u, start, other, least):
                continue
            after = then[came]
            r = row[u]
            if r >= 0:
                if not _inner_fits(at, effect[u], inner_low[r], inner_high[r], low, high):
                    continue
                if worst:
                    after = max(after, np.max(at - effect[u] + inner_high[r] - over))
            if sums[came] < x - near or after < y:
                x, y = sums[came], after
        if x < np.inf:
            sums[s] = x + 1.0 - settled
            if not last:
                if worst:
                    y = max(y, np.max(at - over))
                else:
                    y += _distance(at, held, size / units, total, scale, parties)
            then[s] = y


@inlined
def _fits(at, low, high):
    """Whether keeps lie inside bounds."""
    fits = True
    for i in range(len(at)):
        fits &= low[i] <= at[i] <= high[i]
    return fits


@inlined
def _inner_fits(at, effect, dip, peak, low, high):
    """Whether the prefixes inside the step that has just led to `at` lie inside bounds."""
    fits = True
    for i in range(len(at)):
        before = at[i] - effect[i]
        fits &= before + dip[i] >= low[i]
        fits &= before + peak[i] <= high[i]
    return fits


@inlined
def _distance(at, held, share, total, scale, parties):
    """Squared distance of keeps from the straight line, summed over the parties."""
    far = 0.0
    for i in range(parties):
        off = (at[i] - held[i] - share * total[i]) / scale[i]
        far += off * off
    return far
