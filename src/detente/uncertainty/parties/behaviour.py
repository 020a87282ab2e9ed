"""What a party of a given stake does at each lot that it is to give, by three ways of behaving.

*Habitual*: a party that does not mean it only seems to deliver, each time, whatever that brings
(the inspection models: Dresher 1962). *Myopic*: a party delivers as long as that pays at this lot,
and not from the first on at which it does not. *Strategic*: it delivers until its best moment has
come, and nothing from then on. All three are behaviours to set beside one another, not bounds.

What not delivering lot j brings more than delivering it, to a giver i with stake R, is

    c (1 - a s) - (p - a) (M + R + c),

with M = G_i - K_i(D), its margin without a stake once the rest of the step is there (see
`detente.exchange.verification`). With a perfect check this is the temptation T_i(D) - R.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from detente.exchange import Check, Exchange, gain
from detente.exchange.verification import PERFECT
from detente.uncertainty.parties.types import Type
from detente.uncertainty.values.formula import Floats

Behaviour = Literal["habitual", "myopic", "strategic"]

BEHAVIOURS: tuple[Behaviour, ...] = get_args(Behaviour)


@dataclass(frozen=True, slots=True)
class Turn:
    """One lot that a party is to give.

    Attributes
    ----------
    step
        Number of its step, from 1.
    lot
        Its name.
    check
        How its delivery is checked.
    saved
        What not delivering spares the giver, c (1 - a s).
    ahead
        What it has ahead of it by delivering, its stake apart: M + c.
    tolerance
        How little a gain is none.
    """

    step: int
    lot: str
    check: Check
    saved: float
    ahead: float
    tolerance: float

    def gain(self, stakes: Floats) -> Floats:
        """What not delivering brings more than delivering, for each stake."""
        power = self.check.detection - self.check.false_alarm
        return self.saved - power * (self.ahead + stakes)


def turns(
    deal: Exchange, steps: Sequence[Sequence[str]], checks: Mapping[str, Check]
) -> dict[str, tuple[Turn, ...]]:
    """Give the lots of each party in the order of the ladder; a lot without a check is seen."""
    lots = {lot.name: lot for lot in deal.lots}
    slack = {who: deal.tolerance(who) for who in deal.parties}
    posted = {who: deal.stake(who) - deal.stakes.get(who, 0.0) for who in deal.parties}
    ahead = {who: gain(deal, who) + posted[who] - deal.held(who) for who in deal.parties}
    found: dict[str, list[Turn]] = {who: [] for who in deal.parties}
    for n, step in enumerate(steps, 1):
        for who in deal.parties:
            ahead[who] -= sum(lots[name].effect(who) for name in step)
        for lot in (lots[name] for name in step):
            check = checks.get(lot.name, PERFECT)
            saved = lot.cost * (1 - check.false_alarm * lot.recovered)
            margin = ahead[lot.giver] + lot.effect(lot.giver)  # this lot itself is not there
            found[lot.giver].append(
                Turn(n, lot.name, check, saved, margin + lot.cost, slack[lot.giver])
            )
    return {who: tuple(own) for who, own in found.items()}


def delivers(type_: Type, own: Sequence[Turn], behaviour: Behaviour) -> Floats:
    """Probability of delivering each own lot that is reached; shape (lots, atoms)."""
    shape = len(own), len(type_.stakes)
    if not own or behaviour == "habitual":
        return np.full(shape, type_.delivers)
    gains = np.stack([turn.gain(type_.stakes) for turn in own])
    pays = gains > np.array([turn.tolerance for turn in own])[:, None]
    if behaviour == "myopic":
        return np.asarray(~np.maximum.accumulate(pays, axis=0), dtype=float)
    best = np.argmax(gains, axis=0)
    kept = (np.arange(len(own))[:, None] < best) | ~pays.any(axis=0)
    return np.asarray(kept, dtype=float)
