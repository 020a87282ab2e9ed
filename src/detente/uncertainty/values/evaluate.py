"""The formula of a case, evaluated for many draws at once in NumPy.

The reference for the compiled kernel, which does the same sums in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from detente.uncertainty.values.formula import Floats, Formula, Ints, Rows


@dataclass(frozen=True, slots=True)
class Terms:
    """What the lots amount to in each draw.

    Attributes
    ----------
    effect
        Shape (cells, draws): what each cell adds to its actor's keeps.
    gain
        Shape (actors, draws).
    stake
        Shape (parties, draws): deposits apart.
    posted, held
        Shape (parties, draws): its deposits, and those of others that it holds.
    """

    effect: Floats
    gain: Floats
    stake: Floats
    posted: Floats
    held: Floats


class Demand(NamedTuple):
    """One thing that must hold: at a prefix, of an actor; its margin, or its cap."""

    prefix: int
    who: int
    cap: bool


def terms(of: Formula, x: Floats) -> Terms:
    """Evaluate a formula at numbers `x`, shape (slots, draws)."""
    draws = x.shape[1]
    effect = np.empty((len(of.lot), draws))
    gain = np.zeros((len(of.actors), draws))
    for c, who in enumerate(of.actor):
        amount = np.zeros(draws)
        for a, b, d in of.products[of.first[c] : of.first[c + 1]]:
            amount = amount + x[a] * x[b] * x[d]
        amount = of.sign[c] * amount
        gain[who] = gain[who] + amount
        effect[c] = amount * (1.0 - x[of.share[c]])
    parties = len(of.parties)
    stake, posted, held = (np.zeros((parties, draws)) for _ in range(3))
    for who, slot in zip(of.stake_of, of.stake_slot, strict=True):
        stake[who] = stake[who] + x[slot]
    for who, slot, holder in zip(of.deposit_of, of.deposit_slot, of.holder, strict=True):
        posted[who] = posted[who] + x[slot]
        if holder >= 0:
            held[holder] = held[holder] + x[slot]
    return Terms(effect, gain, stake, posted, held)


def keeps(of: Formula, rows: Rows, at: Terms) -> Iterator[Floats]:
    """Keeps of every actor at each row, deposits held apart; shape (actors, draws)."""
    cells = [np.flatnonzero(of.lot == j) for j in range(len(of.lots))]
    base = np.zeros_like(at.gain)
    for r, whole in enumerate(rows.whole):
        here = base.copy()
        for j in rows.lots[rows.first[r] : rows.first[r + 1]]:
            for c in cells[j]:
                here[of.actor[c]] += at.effect[c]
        yield here
        if whole:
            base = here


def demands(of: Formula, rows: Rows) -> tuple[Demand, ...]:
    """List all that must hold for a ladder to be self-enforcing, in the order of `slacks`."""
    parties, last = len(of.parties), len(rows.whole) - 1
    capped = np.flatnonzero(of.cap >= 0).tolist()
    found = []
    for r, prefix in enumerate(rows.prefix.tolist()):
        found += [Demand(prefix, who, False) for who in range(parties)]
        found += [Demand(prefix, who, True) for who in capped]
        if r == last:  # an audience bears completion itself too
            found += [Demand(prefix, who, True) for who in capped if who >= parties]
    return tuple(found)


def slacks(of: Formula, rows: Rows, x: Floats) -> Floats:
    """By how much each demand is met, the tolerance included; below 0 it is not.

    Margins of parties, and what is left below caps; every one is affine in every single number.

    Returns
    -------
    ndarray, shape (demands, draws)
    """
    return np.concatenate([found for _, found in _by_row(of, rows, x)])


def kinds(of: Formula) -> tuple[tuple[int, bool], ...]:
    """Whose margins, and below whose caps (True), demands are; in the order of `least`."""
    margins = [(who, False) for who in range(len(of.parties))]
    return (*margins, *((who, True) for who in np.flatnonzero(of.cap >= 0).tolist()))


def least(of: Formula, rows: Rows, x: Floats) -> Floats:
    """Smallest slack of each kind over all rows; shape (kinds, draws)."""
    place = {kind: k for k, kind in enumerate(kinds(of))}
    smallest = np.full((len(place), x.shape[1]), np.inf)
    for labels, found in _by_row(of, rows, x):
        here = [place[label] for label in labels]
        smallest[here] = np.minimum(smallest[here], found)
    return smallest


def _by_row(
    of: Formula, rows: Rows, x: Floats
) -> Iterator[tuple[tuple[tuple[int, bool], ...], Floats]]:
    """Slacks of margins and of caps at each row, and of what audiences bear at completion."""
    at, cap, slack = terms(of, x), caps(of, x), of.tolerance[:, None]
    parties, last = len(of.parties), len(rows.whole) - 1
    capped = np.flatnonzero(of.cap >= 0)
    margins, below = kinds(of)[:parties], kinds(of)[parties:]
    for r, own in enumerate(keeps(of, rows, at)):
        wanted, held = own[:parties] - at.gain[:parties], own[capped]
        if r < last:
            inside = capped < parties
            wanted = wanted + at.held - at.posted
            held[inside] += at.held[capped[inside]]
        yield margins, at.stake - wanted + slack[:parties]
        yield below, cap[capped] + held + slack[capped]
    beyond = capped[capped >= parties]
    yield tuple((int(who), True) for who in beyond), (cap + at.gain + slack)[beyond]


def losses(of: Formula, at: Terms, own: Floats, who: Ints, *, complete: bool) -> Floats:
    """What each of `who` has lost if all breaks down here (its exposure).

    Shape (len(who), draws); `who` holds numbers of actors, ascending.
    """
    parties = int(np.searchsorted(who, len(of.parties)))
    lost = -own[who]
    if complete:
        lost[parties:] = np.maximum(lost[parties:], -at.gain[who[parties:]])
    else:
        lost[:parties] -= at.held[who[:parties]]
    return np.maximum(lost, 0.0)


def caps(of: Formula, x: Floats) -> Floats:
    """Caps of all actors in each draw, infinite without one; shape (actors, draws)."""
    found = np.full((len(of.actors), x.shape[1]), np.inf)
    for who, slot in enumerate(of.cap):
        if slot >= 0:
            found[who] = x[slot]
    return found
