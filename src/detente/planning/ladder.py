"""The answer of planning: a certified ladder, and how far it is proven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from detente.exchange import Certificate, Exchange

Objective = Literal["guarantee", "exposure", "early"]


@dataclass(frozen=True, slots=True)
class Ladder:
    """A ladder of steps, certified, with what is proven about it.

    Attributes
    ----------
    certificate
        The kernel's check of the steps; everything about keeps comes from here.
    objective
        What was minimised: "guarantee", "exposure" or "early".
    party
        Whose value comes early, for "early"; else None.
    value
        The objective reached: max over parties of guarantee minus stake; the largest
        exposure; or the sum over prefixes of the share of value still outstanding.
    bound
        A proven lower bound on the objective over all ladders.
    optimal
        `value` is proven to be the smallest possible.
    optimal_ties
        The tie-breaks are proven too.
    worth_signing
        Whether each party gains by completing.
    method
        Which search found it.
    """

    certificate: Certificate
    objective: Objective
    party: str | None
    value: float
    bound: float
    optimal: bool
    optimal_ties: bool
    worth_signing: Mapping[str, bool]
    method: str

    @property
    def steps(self) -> tuple[tuple[str, ...], ...]:
        """The steps, each a tuple of lot names."""
        return self.certificate.steps

    @property
    def order(self) -> tuple[str, ...]:
        """The lot names in order of delivery."""
        return self.certificate.order

    @property
    def guarantee(self) -> Mapping[str, float]:
        """Per party the stake this ladder needs to be self-enforcing."""
        return self.certificate.guarantee

    @property
    def at_completion(self) -> Mapping[str, float]:
        """The part of the guarantee that the complete prefix asks: only terms change it."""
        return self.certificate.at_completion

    @property
    def on_the_way(self) -> Mapping[str, float]:
        """The part of the guarantee that earlier prefixes ask: the order changes it."""
        return self.certificate.on_the_way

    @property
    def exposure(self) -> Mapping[str, float]:
        """Per party and audience the largest exposure."""
        return self.certificate.exposure

    @property
    def self_enforcing(self) -> bool:
        """No party gains by walking away anywhere, and no cap is exceeded."""
        return self.certificate.self_enforcing


def shortfall(deal: Exchange, certificate: Certificate) -> float:
    """The largest guarantee minus stake of a party, as planning minimises it.

    In points of that party; at completion its deposits are back and count no more. Of a timed
    certificate too.
    """
    return max(
        max(
            certificate.on_the_way[who] - deal.stake(who),
            certificate.at_completion[who] - deal.stake(who, complete=True),
        )
        for who in deal.parties
    )
