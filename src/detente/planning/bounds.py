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

from detente.planning.problem import Floats, Problem


def one_account(use: Floats, back: Floats) -> float:
    """Smallest start so that an account never fails: each job uses, then gives back.

    Parameters
    ----------
    use, back
        Shape (jobs,), at least 0.

    Returns
    -------
    float
        The start, at least 0. O(jobs log jobs).
    """
    gains = back >= use
    first, last = np.flatnonzero(gains), np.flatnonzero(~gains)
    order = np.concatenate((first[np.argsort(use[first])], last[np.argsort(-back[last])]))
    before = np.concatenate(([0.0], np.cumsum(back[order] - use[order])[:-1]))
    return float(max(0.0, (use[order] - before).max(initial=0.0)))


def pooled(effect: Floats) -> dict[tuple[int, ...], float]:
    """Per set of parties, the least that their accounts must hold together at the start.

    Parameters
    ----------
    effect
        Shape (parties, units): what a unit takes out of a party's account (negative
        where it puts in).
    """
    parties = range(len(effect))
    use, back = np.maximum(effect, 0.0), np.maximum(-effect, 0.0)
    return {
        chosen: one_account(use[list(chosen)].sum(axis=0), back[list(chosen)].sum(axis=0))
        for size in range(1, len(effect) + 1)
        for chosen in combinations(parties, size)
    }


def least_guarantee(problem: Problem) -> Floats:
    """Shape (parties,): what every ladder's guarantee is at least, party by party.

    The empty and the complete prefix, which every ladder has.
    """
    p = slice(problem.parties)
    start = (problem.held - problem.gain)[p]
    end = (problem.total - problem.gain)[p]
    return np.maximum(0.0, np.maximum(start, end))


def guarantee_bound(problem: Problem) -> float:
    """Lower bound on max over parties of (guarantee - stake), as `plan` minimises it."""
    p = slice(problem.parties)
    gain, stake, held = problem.gain[p], problem.stake[p], problem.held[p]
    effect = problem.effect[p]
    at_end = np.maximum(0.0, problem.total[p] - gain) - problem.stake_at_completion[p]
    on_way = np.maximum(0.0, held - gain) - stake
    found = [float(at_end.max()), float(on_way.max())]
    for chosen, needed in pooled(effect).items():
        who = list(chosen)
        found.append((needed - gain[who].sum() - stake[who].sum()) / len(who))
    if effect.shape[1] > 1:
        free = [u for u, mask in enumerate(problem.before) if not mask]
        last = [u for u, mask in enumerate(problem.behind) if not mask]
        short = (held - gain - stake)[:, None]
        found.append(float((effect[:, free] + short).max(axis=0).min()))
        before_last = problem.total[p][:, None] - effect[:, last]
        found.append(float((before_last + short).max(axis=0).min()))
    return max(found)


def exposure_bound(problem: Problem) -> float:
    """Lower bound on the largest exposure of a party."""
    p = slice(problem.parties)
    held = problem.held[p]
    found = [0.0, float(-problem.total[p].min())]
    for chosen, needed in pooled(-problem.effect[p]).items():
        who = list(chosen)
        found.append((needed - held[who].sum()) / len(who))
    return max(found)


def early_bound(problem: Problem, actor: int) -> float:
    """Lower bound on the sum of outstanding shares: the largest values first."""
    received = np.sort(problem.received[actor])[::-1]
    share = np.concatenate(([0.0], np.cumsum(received))) / received.sum()
    return float((1.0 - share).sum())
