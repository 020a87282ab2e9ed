"""`detente.uncertainty.tally.count`, compiled: draw by draw, in the same order of sums.

Imported only for many draws. The sums must stay those of `evaluate`: a test compares both
count by count.
"""

# mypy: disable-error-code="no-untyped-def,untyped-decorator"
import numpy as np
from numba import njit

from detente.uncertainty.quantiles import BODY, EDGE, HIGH, LOW, TAIL
from detente.uncertainty.tally import BINS


@njit(cache=True, nogil=True)
def count(
    uniform, fixed, slots, tables,
    parties, actors, cell_of, actor, sign, share, products, first,
    stake_of, stake_slot, deposit_of, deposit_slot, holder, cap_slot, tolerance,
    prefix, whole, lots, row_first,
    stakes, loss_top, need_top,
    held_draws, ends_draws, at_stakes, signing, reached, tempted, over, loss, need_bins, holds,
):  # fmt: skip
    """Add a block of uniform numbers, shape (draws, numbers), to the counts.

    `cell_of` says at which cell the cells of each lot begin (they stand together); `holds`
    takes for each draw whether the ladder holds in it.
    """
    x = fixed.copy()
    cells, rows, last = len(actor), len(prefix), len(prefix) - 1
    effect = np.empty(cells)
    gain, base, own, lost, cap = (
        np.empty(actors), np.empty(actors), np.empty(actors), np.empty(actors), np.empty(actors)
    )  # fmt: skip
    stake, posted, held, need = (
        np.empty(parties), np.empty(parties), np.empty(parties), np.empty(parties)
    )  # fmt: skip
    for n in range(len(uniform)):
        for column in range(len(slots)):
            x[slots[column]] = _look_up(tables[column], uniform[n, column])
        gain[:] = 0.0
        for c in range(cells):
            amount = 0.0
            for p in range(first[c], first[c + 1]):
                amount = amount + x[products[p, 0]] * x[products[p, 1]] * x[products[p, 2]]
            amount = sign[c] * amount
            gain[actor[c]] = gain[actor[c]] + amount
            effect[c] = amount * (1.0 - x[share[c]])
        stake[:] = 0.0
        posted[:] = 0.0
        held[:] = 0.0
        need[:] = 0.0
        base[:] = 0.0
        for s in range(len(stake_of)):
            stake[stake_of[s]] = stake[stake_of[s]] + x[stake_slot[s]]
        for d in range(len(deposit_of)):
            posted[deposit_of[d]] = posted[deposit_of[d]] + x[deposit_slot[d]]
            if holder[d] >= 0:
                held[holder[d]] = held[holder[d]] + x[deposit_slot[d]]
        for i in range(actors):
            cap[i] = x[cap_slot[i]] if cap_slot[i] >= 0 else np.inf
        still, capped, at_end = True, True, False
        for r in range(rows):
            own[:] = base
            for a in range(row_first[r], row_first[r + 1]):
                for c in range(cell_of[lots[a]], cell_of[lots[a] + 1]):
                    own[actor[c]] = own[actor[c]] + effect[c]
            fails = False
            for i in range(actors):
                here = own[i]
                if i < parties and r < last:
                    here = here + held[i]
                lost[i] = -here
                if i >= parties and r == last:
                    lost[i] = max(lost[i], -gain[i])
                lost[i] = max(lost[i], 0.0)
                if lost[i] > cap[i] + tolerance[i]:
                    fails, capped = True, False
            for i in range(parties):
                wanted = own[i] - gain[i]
                if r < last:
                    wanted = wanted + held[i] - posted[i]
                need[i] = max(need[i], wanted)
                if stake[i] - wanted < -tolerance[i]:
                    fails = True
            if fails:
                at_end = at_end or r == 0 or r == last
                if still:
                    _break(
                        own, gain, held, posted, stake, lost, cap, tolerance, parties, actors,
                        r < last, tempted[prefix[r]], over[prefix[r]], loss, loss_top,
                    )  # fmt: skip
                still = False
            if still and (r == last or prefix[r + 1] > prefix[r]):
                reached[prefix[r]] += 1
            if whole[r]:
                base[:] = own
        for i in range(parties):
            need_bins[i, _bin(need[i], need_top[i])] += 1
            signing[i] += gain[i] >= -tolerance[i]
        for level in range(3):
            enough = capped
            for i in range(parties):
                enough = enough and stakes[level, i] - need[i] >= -tolerance[i]
            at_stakes[level] += enough
        holds[n] = still
        held_draws[0] += still
        ends_draws[0] += at_end


@njit(cache=True, nogil=True, inline="always")
def _look_up(made, u):
    """Read one uniform number from a quantile table; as `quantiles.look_up`."""
    at = u * BODY
    cell = int(at)
    far = 0
    if cell < EDGE:
        at, far = np.sqrt(np.sqrt(u * (BODY / EDGE))) * TAIL, LOW
    elif cell >= BODY - EDGE:
        at, far = np.sqrt(np.sqrt((1.0 - u) * (BODY / EDGE))) * TAIL, HIGH
    if far:
        cell = min(int(at), TAIL - 1)
    rest = at - cell
    y = made[far + cell]
    return y + rest * (made[far + cell + 1] - y)


@njit(cache=True, nogil=True)
def _break(
    own, gain, held, posted, stake, lost, cap, tolerance, parties, actors,
    early, tempted, over, loss, loss_top,
):  # fmt: skip
    """Count where a ladder first fails: who gains by walking, whose cap is passed, what is lost."""
    for i in range(parties):
        wanted = own[i] - gain[i]
        if early:
            wanted = wanted + held[i] - posted[i]
        tempted[i] += stake[i] - wanted < -tolerance[i]
    for i in range(actors):
        over[i] += lost[i] > cap[i] + tolerance[i]
        loss[i, _bin(lost[i], loss_top[i])] += 1


@njit(cache=True, nogil=True, inline="always")
def _bin(amount, top):
    """Bin of an amount; as `tally._binned`."""
    if amount <= 0.0:
        return 0
    return int(min(amount * ((BINS - 1) / top), BINS - 2.0)) + 1
