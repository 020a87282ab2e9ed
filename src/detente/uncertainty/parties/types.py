"""Who a party may be: types with shares and stakes, as the case believes before any test.

A party's true stake R is not known. It is spread over *atoms*, points of equal probability within
a type: the middle of each of `ATOMS` slices of the type's range. Everything that is computed of
beliefs is a sum over atoms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from detente.uncertainty.values.formula import Floats, Number
from detente.uncertainty.values.quantiles import quantile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.case import Case
    from detente.case.amounts import Estimate
    from detente.case.blocks import Belief, PartyType

ATOMS = 1000
"""Points of a stake's distribution: what is read from it is off by at most 1/(2 ATOMS)."""

SERIOUS, OPPORTUNIST, WHOLE = "serious", "opportunist", ""
"""Names of the types where the case names none; `WHOLE` where there are no types at all."""


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with the width to which it is known."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.mode <= self.high:
            raise ValueError(f"{self.mode} is not between {self.low} and {self.high}")

    @classmethod
    def around(cls, mode: float, others: Iterable[float]) -> Range:
        """The range of a figure and of what else it may be."""
        figures = [mode, *others]
        return cls(min(figures), mode, max(figures))


@dataclass(frozen=True, slots=True)
class Type:
    """One kind of party that a party may be.

    Attributes
    ----------
    name
        Its id in the case.
    share
        Probability that the party is of this type.
    stakes
        Atoms of what it truly loses by walking away beyond lots and deposits, ascending.
    delivers
        How often it delivers what is due when it does so by habit.
    """

    name: str
    share: Range
    stakes: Floats
    delivers: float

    def holds(self, guarantee: float, tolerance: float = 0.0) -> float:
        """P(R >= guarantee) for this type."""
        return float(np.mean(self.stakes >= guarantee - tolerance))


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of one party.

    Attributes
    ----------
    party
        Whom it is about.
    types
        At least one; the first is the one that means it.
    audiences
        By who believes otherwise: its probability of the first type.
    declared
        False: the case has no belief about this party, so its stated stake stands alone.
    """

    party: str
    types: tuple[Type, ...]
    audiences: Mapping[str, Range]
    declared: bool = True

    @property
    def typed(self) -> bool:
        """Whether there is more than one type to tell apart."""
        return len(self.types) > 1

    def seen_by(self, onlooker: str) -> Prior:
        """What somebody believes who gives the first type another probability."""
        share = self.audiences[onlooker]
        rest = with_share(self.shares, 0, share.mode)[1:].tolist()
        others = [
            replace(type_, share=Range(x, x, x))
            for type_, x in zip(self.types[1:], rest, strict=True)
        ]
        return replace(self, types=(replace(self.types[0], share=share), *others))

    @property
    def shares(self) -> Floats:
        """Most likely share of each type."""
        return np.array([type_.share.mode for type_ in self.types])

    @property
    def corners(self) -> tuple[Floats, ...]:
        """Shares of all types: the most likely ones, then with each at either end of its range."""
        ends = [
            with_share(self.shares, k, end)
            for k, type_ in enumerate(self.types)
            for end in dict.fromkeys((type_.share.low, type_.share.high))
        ]
        return (self.shares, *ends)

    def holds(self, guarantee: float, tolerance: float = 0.0) -> float:
        """P(R >= guarantee), at the modes of the shares."""
        kept = [type_.holds(guarantee, tolerance) for type_ in self.types]
        return float(self.shares @ np.array(kept))


def with_share(shares: Floats, k: int, share: float) -> Floats:
    """Give type k a share; the others keep their proportions."""
    if len(shares) == 1:
        return shares
    others = np.delete(shares, k)
    total = others.sum()
    others = others / total if total > 0 else np.full(len(others), 1 / len(others))
    return np.insert((1 - share) * others, k, share)


def completion(priors: Iterable[Prior], guarantee: Mapping[str, float]) -> float:
    """P that nobody ever gains by walking away: Π P(R_i >= N_i), stakes being independent.

    It depends on a ladder only through its guarantees N; what the order of steps decides
    beyond that is what is lost when it fails.
    """
    held = [prior.holds(guarantee[prior.party]) for prior in priors]
    return float(np.prod(held))


def atoms(estimate: Estimate | None, count: int = ATOMS) -> Floats:
    """Cut the range of an estimate into `count` slices of equal probability: their middles."""
    if estimate is None:
        return np.zeros(count)
    number = Number.of("", estimate)
    if not number.drawn:
        return np.full(count, estimate.mode)
    return quantile(number, (np.arange(count) + 0.5) / count)


def stated_stake(case: Case, party: str) -> Floats:
    """Atoms of the stake that the case states: its parts rise and fall together."""
    stake = case.form.parties[party].stake
    return atoms(stake.reputation) + atoms(stake.expiry)


def priors(case: Case) -> dict[str, Prior]:
    """Give what the case believes of each party.

    `serious` alone makes two types: one with the stake that the case states, and an opportunist
    that has none. Of named types the first is the one that means it. Without a belief there is
    one type, with the stated stake.
    """
    return {who: _prior(case, who, case.form.beliefs.get(who)) for who in case.form.parties}


def _prior(case: Case, who: str, belief: Belief | None) -> Prior:
    stated = stated_stake(case, who)
    sure = Range(1.0, 1.0, 1.0)
    if belief is None:
        return Prior(who, (Type(WHOLE, sure, stated, 1.0),), {}, declared=False)
    audiences = {
        audience: Range(share.low, share.mode, share.high)
        for audience, share in belief.audiences.items()
    }
    if belief.stake is not None:
        return Prior(who, (Type(WHOLE, sure, atoms(belief.stake), 1.0),), audiences)
    if belief.serious is not None:
        s = belief.serious
        share, rest = Range(s.low, s.mode, s.high), Range(1 - s.high, 1 - s.mode, 1 - s.low)
        none = np.zeros(ATOMS)
        pair = (Type(SERIOUS, share, stated, 1.0), Type(OPPORTUNIST, rest, none, 0.0))
        return Prior(who, pair, audiences)
    said = [type_.share.mode for type_ in belief.types.values() if type_.share is not None]
    left = max(0.0, 1.0 - sum(said))
    first = next(iter(belief.types))
    types = tuple(
        _type(name, type_, left, stated if name == first else np.zeros(ATOMS), name == first)
        for name, type_ in belief.types.items()
    )
    return Prior(who, types, audiences)


def _type(name: str, form: PartyType, left: float, stake: Floats, first: bool) -> Type:
    """One named type; `stake` is its stake where it states none, `left` its share."""
    said = form.share
    share = Range(said.low, said.mode, said.high) if said else Range(left, left, left)
    delivers = form.delivers.mode if form.delivers else float(first)
    return Type(name, share, atoms(form.stake) if form.stake else stake, delivers)
