"""`detente.uncertainty.values.tally.count`, compiled: draw by draw, in the same order of sums.

Imported only for many draws. The sums must stay those of `evaluate`: a test compares both
count by count.
"""

# mypy: disable-error-code="no-untyped-def,untyped-decorator"
import numpy as np

from detente.planning.compiling import compiled, inlined
from detente.uncertainty.values.quantiles import BODY, EDGE, HIGH, LOW, TAIL
from detente.uncertainty.values.tally import BINS

LANES = 256
"""Draws that go through each sum side by side, so that the processor's vectors are filled."""


@compiled
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
    cells, rows = len(actor), len(prefix)
    x, effect = np.empty((len(fixed), LANES)), np.empty((cells, LANES))
    for s in range(len(fixed)):
        x[s] = fixed[s]
    amount = np.empty(LANES)
    gain, own = np.empty((actors, LANES)), np.empty((2, actors, LANES))
    stake, posted, held, need = (
        np.empty((parties, LANES)), np.empty((parties, LANES)), np.empty((parties, LANES)),
        np.empty((parties, LANES)),
    )  # fmt: skip
    fails, still, capped, at_end = (
        np.empty(LANES, np.bool_), np.empty(LANES, np.bool_), np.empty(LANES, np.bool_),
        np.empty(LANES, np.bool_),
    )  # fmt: skip
    for start in range(0, len(uniform), LANES):
        lanes = min(LANES, len(uniform) - start)
        for column in range(len(slots)):
            for n in range(lanes):
                x[slots[column], n] = _look_up(tables, column, uniform[start + n, column])
        gain[:] = 0.0
        for c in range(cells):
            amount[:] = 0.0
            for p in range(first[c], first[c + 1]):
                f, g, h = products[p]
                for n in range(lanes):
                    amount[n] += x[f, n] * x[g, n] * x[h, n]
            i, s = actor[c], share[c]
            for n in range(lanes):
                signed = sign[c] * amount[n]
                gain[i, n] += signed
                effect[c, n] = signed * (1.0 - x[s, n])
        stake[:], posted[:], held[:], need[:], own[:] = 0.0, 0.0, 0.0, 0.0, 0.0
        for s in range(len(stake_of)):
            for n in range(lanes):
                stake[stake_of[s], n] += x[stake_slot[s], n]
        for d in range(len(deposit_of)):
            for n in range(lanes):
                posted[deposit_of[d], n] += x[deposit_slot[d], n]
                if holder[d] >= 0:
                    held[holder[d], n] += x[deposit_slot[d], n]
        still[:], capped[:], at_end[:] = True, True, False
        for r in range(rows):
            early = r < rows - 1
            w = 0 if whole[r] else 1  # own[0] grows; own[1] is for looking inside a step
            if w:
                own[1] = own[0]
            keeps = own[w]
            for a in range(row_first[r], row_first[r + 1]):
                for c in range(cell_of[lots[a]], cell_of[lots[a] + 1]):
                    i = actor[c]
                    for n in range(lanes):
                        keeps[i, n] += effect[c, n]
            _judge(
                keeps, gain, stake, posted, held, x, cap_slot, tolerance, early, lanes,
                need, capped, fails,
            )  # fmt: skip
            through = 0
            for n in range(lanes):
                if fails[n]:
                    at_end[n] |= r == 0 or not early
                    if still[n]:
                        still[n] = False
                        for i in range(actors):
                            at = keeps[i, n]
                            lost = -at
                            if i < parties:
                                wanted = at - gain[i, n]
                                if early:
                                    wanted = wanted + held[i, n] - posted[i, n]
                                    lost = -(at + held[i, n])
                                tempted[prefix[r], i] += stake[i, n] - wanted < -tolerance[i]
                            elif not early:
                                lost = max(lost, -gain[i, n])
                            lost = max(lost, 0.0)
                            cap = x[cap_slot[i], n] if cap_slot[i] >= 0 else np.inf
                            over[prefix[r], i] += lost > cap + tolerance[i]
                            loss[i, _bin(lost, loss_top[i])] += 1
                through += still[n]
            if not early or prefix[r + 1] > prefix[r]:
                reached[prefix[r]] += through
        for n in range(lanes):
            for i in range(parties):
                need_bins[i, _bin(need[i, n], need_top[i])] += 1
                signing[i] += gain[i, n] >= -tolerance[i]
            for level in range(3):
                enough = capped[n]
                for i in range(parties):
                    enough = enough and stakes[level, i] - need[i, n] >= -tolerance[i]
                at_stakes[level] += enough
            holds[start + n] = still[n]
            held_draws[0] += still[n]
            ends_draws[0] += at_end[n]


@compiled
def _judge(
    keeps, gain, stake, posted, held, x, cap_slot, tolerance, early, lanes, need, capped, fails
):
    """Say in which draws somebody would walk here or a cap is passed; note what is needed."""
    fails[:] = False
    parties = len(stake)
    for i in range(parties):
        slack = -tolerance[i]
        for n in range(lanes):
            wanted = keeps[i, n] - gain[i, n]
            if early:
                wanted = wanted + held[i, n] - posted[i, n]
            need[i, n] = max(need[i, n], wanted)
            fails[n] |= stake[i, n] - wanted < slack
    for i in range(len(keeps)):
        slot = cap_slot[i]
        if slot < 0:
            continue
        for n in range(lanes):
            lost = -keeps[i, n]
            if i < parties:
                if early:
                    lost = -(keeps[i, n] + held[i, n])
            elif not early:
                lost = max(lost, -gain[i, n])
            beyond = max(lost, 0.0) > x[slot, n] + tolerance[i]
            fails[n] |= beyond
            capped[n] &= not beyond


@inlined
def _look_up(tables, column, u):
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
    y = tables[column, far + cell]
    return y + rest * (tables[column, far + cell + 1] - y)


@inlined
def _bin(amount, top):
    """Bin of an amount; as `tally._binned`."""
    if amount <= 0.0:
        return 0
    return int(min(amount * ((BINS - 1) / top), BINS - 2.0)) + 1
