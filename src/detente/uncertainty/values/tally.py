"""What is counted over draws: whole numbers only, so tallies add up in any order.

Sums of floating numbers depend on their order in the last bit; counts do not. Losses are
therefore counted in bins, and their mean and quantiles are read from the bins.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from detente.uncertainty.values import evaluate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.uncertainty.values.formula import Floats, Formula, Ints, Rows

BINS = 4096
"""Bins of a histogram: one for nothing at all, the others equal from 0 to its top.

What is read from it is off by at most the top divided by ``2 * BINS``; what lies beyond the top
counts as the top.
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """What draws are held against.

    Attributes
    ----------
    stakes
        Shape (3, parties): stakes at the low, mode and high of their ranges, deposits apart.
    loss_top, need_top
        Per actor, and per party: the top of its histogram.
    """

    stakes: Floats
    loss_top: Floats
    need_top: Floats


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over some draws; ``a + b`` counts over both.

    Attributes
    ----------
    draws, held
        Draws, and those in which the ladder holds: self-enforcing, caps included.
    ends
        Those in which it fails before the first step or at completion, whatever the order.
    at_stakes
        Shape (3,): those in which it holds with the stakes at low, mode and high.
    signing
        Per party those in which completing gains it something.
    reached
        Per prefix those in which nothing has failed up to and including it.
    tempted
        Shape (prefixes, parties): where it first fails, and who gains by walking away there.
    over
        Shape (prefixes, actors): where it first fails, and whose cap is passed there.
    loss
        Shape (actors, BINS): what each has lost where it first fails.
    need
        Shape (parties, BINS): the stake that each would need.
    """

    draws: Ints
    held: Ints
    ends: Ints
    at_stakes: Ints
    signing: Ints
    reached: Ints
    tempted: Ints
    over: Ints
    loss: Ints
    need: Ints

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def empty(of: Formula, rows: Rows) -> Tally:
    """Count nothing yet."""
    parties, actors, prefixes = len(of.parties), len(of.actors), int(rows.prefix[-1]) + 1
    shapes: tuple[tuple[int, ...], ...] = (
        (1,), (1,), (1,), (3,), (parties,), (prefixes,), (prefixes, parties),
        (prefixes, actors), (actors, BINS), (parties, BINS),
    )  # fmt: skip
    return Tally(*(np.zeros(shape, dtype=np.int64) for shape in shapes))


def limits(of: Formula, low: Floats, high: Floats) -> Limits:
    """Fix what draws are held against; `low` and `high` hold the least and most in all slots."""
    ends = np.stack([low, high], axis=1)
    worst = np.zeros((len(of.lot), 2))  # per cell the least and the most amount
    for c in range(len(of.lot)):
        products = ends[of.products[of.first[c] : of.first[c + 1]]]  # (products, factors, 2)
        corners = [products[:, 0, a] * products[:, 1, b] * products[:, 2, d]
                   for a in (0, 1) for b in (0, 1) for d in (0, 1)]  # fmt: skip
        least, most = np.min(corners, axis=0).sum(), np.max(corners, axis=0).sum()
        worst[c] = sorted((of.sign[c] * least, of.sign[c] * most))
    actors = len(of.actors)
    loss, gain = (np.bincount(of.actor, weights=w, minlength=actors)
                  for w in (np.maximum(-worst[:, 0], 0), np.maximum(worst[:, 1], 0)))  # fmt: skip
    held = np.bincount(of.holder[of.holder >= 0], minlength=actors,
                       weights=high[of.deposit_slot[of.holder >= 0]])  # fmt: skip
    need = (loss + gain + held)[: len(of.parties)]
    stakes = [
        np.bincount(of.stake_of, weights=at[of.stake_slot], minlength=len(of.parties))
        for at in (of.at("low"), of.at("mode"), of.at("high"))
    ]
    return Limits(np.array(stakes), np.maximum(loss, 1e-300), np.maximum(need, 1e-300))


def count(of: Formula, rows: Rows, to: Limits, x: Floats, tally: Tally) -> NDArray[np.bool_]:
    """Add the draws `x`, shape (slots, draws), to a tally; say in which the ladder holds."""
    at = evaluate.terms(of, x)
    parties, draws = len(of.parties), x.shape[1]
    slack, last = of.tolerance[:, None], len(rows.whole) - 1
    everyone, watched = np.arange(len(of.actors)), np.flatnonzero(of.cap >= 0)
    most = (evaluate.caps(of, x) + slack)[watched]
    need = np.zeros((parties, draws))
    open_, capped = np.ones(draws, dtype=bool), np.ones(draws, dtype=bool)
    ends = np.zeros(draws, dtype=bool)
    for r, own in enumerate(evaluate.keeps(of, rows, at)):
        wanted = own[:parties] - at.gain[:parties]
        if r < last:
            wanted = wanted + at.held - at.posted
        need = np.maximum(need, wanted)
        lost = evaluate.losses(of, at, own, watched, complete=r == last)
        tempted, over = at.stake - wanted < -slack[:parties], lost > most
        beyond = over.any(axis=0)
        fails = tempted.any(axis=0) | beyond
        capped &= ~beyond
        if r in (0, last):
            ends |= fails
        new = np.flatnonzero(open_ & fails)
        k = rows.prefix[r]
        tally.tempted[k] += tempted[:, new].sum(axis=1)
        tally.over[k, watched] += over[:, new].sum(axis=1)
        if len(new):
            lost = evaluate.losses(of, at, own, everyone, complete=r == last)
            for who in range(len(of.actors)):
                tally.loss[who] += _binned(lost[who, new], to.loss_top[who])
        open_ &= ~fails
        if r == last or rows.prefix[r + 1] > k:
            tally.reached[k] += open_.sum()
    for who in range(parties):
        tally.need[who] += _binned(need[who], to.need_top[who])
        tally.signing[who] += (at.gain[who] >= -slack[who]).sum()
    for level in range(3):
        enough = to.stakes[level][:, None] - need >= -slack[:parties]
        tally.at_stakes[level] += (enough.all(axis=0) & capped).sum()
    tally.draws[0] += draws
    tally.held[0] += open_.sum()
    tally.ends[0] += ends.sum()
    return open_


def _binned(amounts: Floats, top: float) -> Ints:
    """Count amounts by bin; see `BINS`."""
    bins = np.minimum(amounts * ((BINS - 1) / top), BINS - 2.0).astype(np.int64) + 1
    return np.bincount(np.where(amounts > 0, bins, 0), minlength=BINS)


def midpoints(top: float) -> Floats:
    """Amount that each bin stands for."""
    return np.concatenate([[0.0], (np.arange(BINS - 1) + 0.5) * (top / (BINS - 1))])
