"""The readiness test: which step tells most about a party, for what the tester puts at risk.

What a step tells is the mutual information between the party's type and what the check of its lot
says, in bits: how much the answer is expected to take off the entropy of the type. What it costs
to ask is the tester's exposure if the lot does not come: what the others have given by then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from detente.exchange import exposure, gain
from detente.uncertainty.parties.bayes import SLIP, ways
from detente.uncertainty.parties.behaviour import Behaviour, Turn, delivers
from detente.uncertainty.parties.types import Prior, Range
from detente.uncertainty.parties.updating import Believer
from detente.uncertainty.values.formula import Floats

if TYPE_CHECKING:
    from detente.exchange import Exchange
    from detente.uncertainty.parties.observation import Outcome

ALARM: Outcome = "breached"
QUIET: Outcome = "confirmed"

ENOUGH, LACKING = "enough", "lacking"
"""What a test tells apart where there are no types: a stake that the ladder needs, or less."""


def entropy(probabilities: Floats) -> Floats:
    """Binary entropy in bits; 0 at 0 and 1."""
    p = np.clip(probabilities, 1e-300, 1.0)
    q = np.clip(1.0 - probabilities, 1e-300, 1.0)
    return np.asarray(-(probabilities * np.log2(p) + (1.0 - probabilities) * np.log2(q)))


def information(shares: Floats, alarms: Floats) -> float:
    """Mutual information of a type and an alarm, in bits: H(Σ s_t a_t) − Σ s_t H(a_t).

    Parameters
    ----------
    shares
        Probability of each type.
    alarms
        Probability of an alarm from each type.
    """
    told = entropy(np.array([shares @ alarms]))[0] - shares @ entropy(alarms)
    return max(0.0, float(told))


@dataclass(frozen=True, slots=True)
class Probe:
    """One lot as a test of its giver.

    Attributes
    ----------
    party, step, lot
        Who is tested, at which step (from 1), by which lot.
    tester
        The other party that has most at risk if the lot does not come, by its own gain.
    exposure
        What the tester has lost then, in its own points.
    share
        The same as a share of the tester's own gain.
    bits
        Per behaviour, what the check is expected to tell about the type.
    alarm
        Per behaviour and type, the probability that the check reports a breach.
    """

    party: str
    step: int
    lot: str
    tester: str
    exposure: float
    share: float
    bits: Mapping[Behaviour, float]
    alarm: Mapping[Behaviour, Mapping[str, float]]

    @property
    def most(self) -> float:
        """Bits under the behaviour that shows most."""
        return max(self.bits.values())

    @property
    def rate(self) -> float:
        """Bits per point of the tester's exposure; infinite where the test is free."""
        return self.most / self.exposure if self.exposure > 0 else inf if self.most > 0 else 0.0


def probes(believer: Believer, party: str, *, slip: float = SLIP) -> tuple[Probe, ...]:
    """Rank a party's lots as tests of it: bits per exposure, free ones first, by bits.

    Bits for the tester's share of its own gain decide, so that testers can be ranked in one
    list; with one tester that is the same as per point.
    """
    prior, own = believer.priors[party], believer.turns[party]
    alarms = {way: _alarms(prior, own, way, slip) for way in ways(prior)}
    found = [
        _probe(believer, prior, turn, {way: of[:, k] for way, of in alarms.items()})
        for k, turn in enumerate(own)
    ]

    def rank(probe: Probe) -> tuple[float, float, int]:
        rate = probe.most / probe.share if probe.share > 0 else inf if probe.most > 1e-9 else 0.0
        return -rate, -probe.most, probe.step

    return tuple(sorted(found, key=rank))


def _probe(
    believer: Believer, prior: Prior, turn: Turn, alarm: Mapping[Behaviour, Floats]
) -> Probe:
    deal = believer.deal
    others = [who for who in deal.parties if who != prior.party]
    delivered = [
        lot for step in believer.steps[: turn.step] for lot in step if lot != turn.lot
    ]  # the rest of its own step has been given too
    lost = {who: exposure(deal, who, delivered) for who in others}
    shares = {who: lost[who] / _scale(deal, who) for who in others}
    tester = max(others, key=lambda who: shares[who])
    groups = _groups(prior, believer.guarantee[prior.party])
    weights = np.array([g.sum() for g in groups.values()])
    bits, told = {}, {}
    for way, chances in alarm.items():
        means = np.array([
            (g * chances).sum() / g.sum() if g.sum() > 0 else 0.0 for g in groups.values()
        ])  # fmt: skip
        bits[way] = information(weights, means)
        told[way] = dict(zip(groups, map(float, means), strict=True))
    slack = deal.tolerance(tester)
    at_risk = lost[tester] if lost[tester] > slack else 0.0
    share = shares[tester] if at_risk else 0.0
    return Probe(prior.party, turn.step, turn.lot, tester, at_risk, share, bits, told)


def _scale(deal: Exchange, who: str) -> float:
    """A party's gain, or what it receives where it has none: what its exposure is measured by."""
    received = sum(lot.value.get(who, 0.0) for lot in deal.lots)
    return max(gain(deal, who), 0.0) or received or 1.0


def _alarms(prior: Prior, own: Sequence[Turn], behaviour: Behaviour, slip: float) -> Floats:
    """Probability that a check reports a breach; shape (types, lots, atoms)."""
    given = np.stack([delivers(type_, own, behaviour) for type_ in prior.types])
    given = given * (1 - slip) + (1 - given) * slip
    wrong, right = (
        np.array([getattr(turn.check, key) for turn in own])[:, None]
        for key in ("false_alarm", "detection")
    )
    return np.asarray(given * wrong + (1 - given) * right)


def _groups(prior: Prior, guarantee: float) -> dict[str, Floats]:
    """Weights of the atoms of what is to be told apart: types, or stakes that suffice and not."""
    stakes = np.stack([type_.stakes for type_ in prior.types])
    weights = np.broadcast_to(prior.shares[:, None] / stakes.shape[1], stakes.shape)
    if prior.typed:
        rows = np.arange(len(prior.types))[:, None]
        return {type_.name: weights * (rows == k) for k, type_ in enumerate(prior.types)}
    enough = stakes >= guarantee - 1e-9
    return {ENOUGH: weights * enough, LACKING: weights * ~enough}


# --- what the outcome tells ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lesson:
    """What it tells those who look on if one lot comes, and if it does not.

    Attributes
    ----------
    party, step, lot
        Whose lot it is, and at which step.
    audiences
        Those it touches, and those who believe otherwise: the other parties, then audiences.
    before, passed, failed
        Per behaviour and onlooker, the probability of the first type (without types, that the
        party carries the ladder through): before, after a confirmation, after a breach seen.
    worth
        What the lot is worth to each onlooker.
    """

    party: str
    step: int
    lot: str
    audiences: tuple[str, ...]
    before: Mapping[Behaviour, Mapping[str, Range]]
    passed: Mapping[Behaviour, Mapping[str, Range]]
    failed: Mapping[Behaviour, Mapping[str, Range]]
    worth: Mapping[str, float]


def lesson(
    believer: Believer,
    probe: Probe,
    outcomes: Mapping[str, Outcome],
    *,
    slip: float = SLIP,
) -> Lesson:
    """Say what the outcome of a test tells each audience, beside what was seen before."""
    deal, prior = believer.deal, believer.priors[probe.party]
    lot = next(lot for lot in deal.lots if lot.name == probe.lot)
    touched = [
        who for who in deal.audiences if abs(lot.value.get(who, 0.0)) > 0 or who in prior.audiences
    ]
    onlookers = (*(who for who in deal.parties if who != probe.party), *touched)

    def told(outcomes: Mapping[str, Outcome]) -> dict[Behaviour, dict[str, Range]]:
        by_onlooker = {
            who: believer.believed_by(who, probe.party, outcomes, slip=slip) for who in onlookers
        }
        return {way: {who: by_onlooker[who][way] for who in onlookers} for way in ways(prior)}

    return Lesson(
        probe.party, probe.step, probe.lot, onlookers,
        told(outcomes),
        told({**outcomes, probe.lot: QUIET}),
        told({**outcomes, probe.lot: ALARM}),
        {who: lot.value.get(who, 0.0) for who in onlookers},
    )  # fmt: skip
