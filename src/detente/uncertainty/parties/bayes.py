"""Who are they: beliefs about a party's type, updated by Bayes on what was seen of its lots.

A lot is delivered (D) or not (N). Its check says *breach* with probability a under D and p under
N. What is reported reads more or less like a breach: with the weight w of `READS_AS_BREACH`, a
report has the likelihood

    L(report | state) = w P(breach said | state) + (1 - w) P(nothing said | state),

so a dispute between two accounts that are equally believed (w = 1/2) would tell nothing; what
nobody looked at, or nobody could have seen, tells nothing either. Only the ratio of the two
likelihoods counts, so the reports need no further rates of their own. A type that would deliver
with probability d has the likelihood d L(report | D) + (1 - d) L(report | N).

No reckoning of ours is sure: with probability `slip` a party does the opposite of what it is held
to do at a lot. So no belief ever becomes certain, and no observation is impossible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.uncertainty.parties.behaviour import BEHAVIOURS, Behaviour, Turn, delivers
from detente.uncertainty.parties.observation import InvalidObservation, Outcome
from detente.uncertainty.parties.types import Prior
from detente.uncertainty.values.formula import Floats

if TYPE_CHECKING:
    from detente.exchange import Check

SLIP = 0.05
"""How often a party does at a lot what its type would not: declared, not known."""

READS_AS_BREACH: Mapping[Outcome, float] = {
    "confirmed": 0.0,
    "late": 1 / 3,
    "disputed": 2 / 3,
    "breached": 1.0,
    "unobserved": 0.5,
}
"""How far a report reads as a breach: declared, not known; one half tells nothing."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """What is believed of one party after observations.

    Attributes
    ----------
    shares
        Probability of each type, in the order of the prior's types.
    within
        Per type, probabilities of its atoms.
    """

    shares: Floats
    within: tuple[Floats, ...]

    @property
    def weights(self) -> Floats:
        """Probability of every atom; shape (types, atoms)."""
        return np.stack([s * w for s, w in zip(self.shares, self.within, strict=True)])


def likelihood(check: Check, outcome: Outcome, delivered: Floats, slip: float = 0.0) -> Floats:
    """How likely a report is under each probability `delivered` of delivering; up to a factor.

    Parameters
    ----------
    check
        Its detection and false alarm.
    outcome
        What was reported.
    delivered
        Probabilities of delivering.
    slip
        How often the opposite is done.
    """
    w = READS_AS_BREACH[outcome]
    kept, broken = (
        w * alarm + (1 - w) * (1 - alarm) for alarm in (check.false_alarm, check.detection)
    )
    d = delivered * (1 - slip) + (1 - delivered) * slip
    return d * kept + (1 - d) * broken


def posterior(
    prior: Prior,
    own: Sequence[Turn],
    outcomes: Mapping[str, Outcome],
    behaviour: Behaviour,
    *,
    slip: float = SLIP,
    shares: Floats | None = None,
    checks: Mapping[str, Check] | None = None,
) -> Posterior:
    """Update a prior on what was reported of a party's own lots.

    Parameters
    ----------
    prior
        What was believed before.
    own
        The party's lots in the order of the ladder.
    outcomes
        By lot, the report that stands; lots that are not in it tell nothing.
    behaviour
        How types behave.
    slip
        As in `likelihood`; at least 0, below one half.
    shares
        Probability of each type before; the most likely where None.
    checks
        How good the checks are held to be, where that is not what the types reckon with.

    Returns
    -------
    Posterior

    Raises
    ------
    InvalidObservation
        What was seen is impossible under every type (only where `slip` is 0).
    """
    shares = prior.shares if shares is None else shares
    chances, within = [], []
    for type_ in prior.types:
        given = delivers(type_, own, behaviour)
        chance = np.ones(len(type_.stakes))
        for row, turn in zip(given, own, strict=True):
            if turn.lot in outcomes:
                check = (checks or {}).get(turn.lot, turn.check)
                chance = chance * likelihood(check, outcomes[turn.lot], row, slip)
        chances.append(chance.mean())
        within.append(chance / chance.sum() if chance.sum() > 0 else chance)
    joint = shares * np.array(chances)
    if joint.sum() <= 0:
        raise InvalidObservation(f"what was seen of {prior.party} is impossible for every type")
    return Posterior(joint / joint.sum(), tuple(within))


def ways(prior: Prior) -> tuple[Behaviour, ...]:
    """Give the behaviours that make sense of a prior: habit needs types to be of."""
    return BEHAVIOURS if prior.typed else tuple(b for b in BEHAVIOURS if b != "habitual")
