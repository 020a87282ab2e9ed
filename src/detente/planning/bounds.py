"""Lower bounds that hold for every order: what no ladder can do better than.

Take a set P of parties and pool their margins into one account. Delivering a unit first
uses up what it adds to the keeps of some of them (each of those needs that much margin
left), then gives back what it takes from the keeps of the others. The smallest amount to
start with is a one-account scheduling problem, solved exactly by first taking the units
that give back at least what they use, the smallest use first, then the others, the
largest give-back first (the two-phase rule of Abdel-Wahab and Kameda 1978 for cumulative
cost, and of Sandholm and Lesser 1995 for one giver's lots). Precedence only makes it
harder, so the bound stands.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from detente.planning.account import one_account
from detente.planning.problem import Floats, Problem

POOLED_PARTIES = 8
"""Up to so many parties every set of them is pooled; of more, only one, two, or all."""


def pooled(effect: Floats) -> dict[tuple[int, ...], float]:
    """Per set of parties, the least that their accounts must hold together at the start.

    Parameters
    ----------
    effect
        Shape (parties, units): what a unit takes out of a party's account (negative
        where it puts in).
    """
    n = len(effect)
    sizes = range(1, n + 1) if n <= POOLED_PARTIES else (1, 2, n)  # not all of the 2^n sets
    use, back = np.maximum(effect, 0.0), np.maximum(-effect, 0.0)
    return {
        chosen: one_account(use[list(chosen)].sum(axis=0), back[list(chosen)].sum(axis=0))
        for size in sizes
        for chosen in combinations(range(n), size)
    }


def least_guarantee(problem: Problem) -> Floats:
    """Shape (parties,): what every ladder's guarantee is at least, party by party.

    The empty and the complete prefix, which every ladder has.
    """
    p = slice(problem.parties)
    start = (problem.held - problem.gain)[p]
    end = (problem.total - problem.gain)[p]
    return np.maximum(0.0, np.maximum(start, end))


def bottleneck_bound(problem: Problem, over: Floats, under: Floats) -> float:
    """Lower bound on the worst amount by which keeps on the way pass `over` or `under`.

    The empty set; the first and the last unit; and the pooled accounts of every set of
    actors with a finite `over` (what stands before each has to absorb its rises), and
    likewise of those with a finite `under`.
    """
    effect, held, total = problem.effect, problem.held, problem.total

    def at(keeps: Floats) -> Floats:
        amounts = np.maximum(keeps - over[:, None], under[:, None] - keeps)
        return np.asarray(amounts.max(axis=0))

    found = [float(at(held[:, None])[0])]
    if effect.shape[1] > 1:
        free = [u for u, mask in enumerate(problem.before) if not mask]
        last = [u for u, mask in enumerate(problem.behind) if not mask]
        found.append(float(at(held[:, None] + effect[:, free]).min()))
        found.append(float(at((held + total)[:, None] - effect[:, last]).min()))
    for limit, sign in ((over, 1.0), (-under, -1.0)):
        who = np.flatnonzero(np.isfinite(limit[: problem.parties]))
        room, end = (limit - sign * held)[who], sign * total[who]
        for rate in problem.rates:
            weight = rate[who]
            for chosen, needed in pooled(sign * weight[:, None] * effect[who]).items():
                picked = list(chosen)
                slack = float((weight * problem.tolerance[who])[picked].sum())
                found.append(_level(room[picked], end[picked], weight[picked], needed - slack))
    return max(found)


def _level(room: Floats, end: Floats, weight: Floats, needed: float) -> float:
    """Smallest x for which max(room + x, end), weighted, sums to `needed`.

    Completion is judged apart and may stand above what the way must keep, so an account
    counts as holding what it has there; -inf where that suffices.
    """
    if (weight * end).sum() >= needed:
        return -np.inf
    order = np.argsort(end - room)  # those whose room reaches above their end first
    weight, room, end = weight[order], room[order], end[order]
    resting = np.append((weight * end)[:0:-1].cumsum()[::-1], 0.0)
    x = (needed - resting - (weight * room).cumsum()) / weight.cumsum()
    return float(x[np.argmax(x <= np.append((end - room)[1:], np.inf))])


def fixed_guarantee(problem: Problem) -> float:
    """Max over parties of (guarantee - stake) as far as both ends of every ladder ask it."""
    p = slice(problem.parties)
    at_end = np.maximum(0.0, (problem.total - problem.gain)[p]) - problem.stake_at_completion[p]
    on_way = np.maximum(0.0, (problem.held - problem.gain)[p]) - problem.stake[p]
    return float(max(at_end.max(), on_way.max()))


def guarantee_bound(problem: Problem) -> float:
    """Lower bound on max over parties of (guarantee - stake), as `plan` minimises it."""
    p = slice(problem.parties)
    room = (problem.gain + problem.stake)[p]
    way = bottleneck_bound(problem, problem.over_stake, -problem.nowhere)
    return max(fixed_guarantee(problem), way, _shared(problem, room))


def exposure_bound(problem: Problem) -> float:
    """Lower bound on the largest exposure of a party."""
    p = slice(problem.parties)
    way = bottleneck_bound(problem, problem.nowhere, problem.under_zero)
    return max(0.0, float(-problem.total[p].min()), way)


def _shared(problem: Problem, room: Floats) -> float:
    """What the pooled accounts lack, shared evenly, where completion must fit them too."""
    effect = problem.effect[: problem.parties]
    return max(
        (needed - float((rate * room)[list(chosen)].sum())) / float(rate[list(chosen)].sum())
        for rate in problem.rates
        for chosen, needed in pooled(rate[:, None] * effect).items()
    )


def early_bound(problem: Problem, actor: int) -> float:
    """Lower bound on the sum of outstanding shares: the largest values first."""
    received = np.sort(problem.received[actor])[::-1]
    share = np.concatenate(([0.0], np.cumsum(received))) / received.sum()
    return float((1.0 - share).sum())
