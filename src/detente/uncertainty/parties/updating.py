"""How beliefs about the parties to a ladder move with what is seen of its lots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

import numpy as np

from detente.exchange import Check, certify
from detente.uncertainty.parties.bayes import SLIP, Posterior, posterior, ways
from detente.uncertainty.parties.behaviour import Behaviour, Turn, turns
from detente.uncertainty.parties.observation import InvalidObservation, Observation, Outcome
from detente.uncertainty.parties.types import Prior, Range, priors
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from detente.case import Case
    from detente.exchange import Exchange


class Steps(Protocol):
    """Anything that has the steps of a ladder."""

    @property
    def steps(self) -> Sequence[Sequence[str]]:
        """The steps, each of lot names."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is believed of one party at one time.

    Attributes
    ----------
    party
        Whom it is about.
    types
        Per behaviour and type: the probability that the party is of it.
    carries
        Per behaviour: the probability that its stake is at least what the ladder needs of it;
        by habit, that it delivers all its other lots.
    """

    party: str
    types: Mapping[Behaviour, Mapping[str, Range]]
    carries: Mapping[Behaviour, Range]


@dataclass(frozen=True, slots=True)
class Moment:
    """What is believed after an observation; the first moment of a trajectory has none."""

    when: date
    observation: Observation | None
    standings: Mapping[str, Standing]


@dataclass(frozen=True, slots=True)
class Trajectory:
    """How beliefs move with what is seen: one moment before everything, one per observation."""

    moments: tuple[Moment, ...]

    @property
    def last(self) -> Moment:
        """Where beliefs stand now."""
        return self.moments[-1]


@dataclass(frozen=True, slots=True)
class Believer:
    """A case and a ladder of its lots, made ready for updating.

    Attributes
    ----------
    deal, steps
        The exchange and the ladder's steps.
    priors, turns
        By party: what is believed, and its own lots in order.
    weak, strong
        The checks at the ends of their ranges where they tell least and most.
    guarantee
        By party, the stake that the ladder needs.
    as_of
        The day from which the case is seen.
    """

    deal: Exchange
    steps: tuple[tuple[str, ...], ...]
    priors: Mapping[str, Prior]
    turns: Mapping[str, tuple[Turn, ...]]
    weak: Mapping[str, Check]
    strong: Mapping[str, Check]
    guarantee: Mapping[str, float]
    as_of: date

    @classmethod
    def of(cls, case: Case, deal: Exchange, ladder: Steps) -> Believer:
        """Make ready.

        Raises
        ------
        InvalidLadder
            The steps do not fit the exchange.
        """
        certificate = certify(deal, ladder.steps)
        return cls(
            deal,
            certificate.steps,
            priors(case),
            turns(deal, certificate.steps, case.checks()),
            _checks(case, "low", "high"),
            _checks(case, "high", "low"),
            dict(certificate.guarantee),
            case.form.as_of,
        )

    def standing(
        self, party: str, outcomes: Mapping[str, Outcome], *, slip: float = SLIP
    ) -> Standing:
        """Give what is believed of a party after reports on its lots.

        The range of a probability holds what it is at every end of the prior's ranges and of
        the checks' ranges, taken together.
        """
        return self._standing(self.priors[party], outcomes, slip)

    def _standing(self, prior: Prior, outcomes: Mapping[str, Outcome], slip: float) -> Standing:
        party, own = prior.party, self.turns[prior.party]
        needed, slack = self.guarantee[party], self.deal.tolerance(party)
        types: dict[Behaviour, Mapping[str, Range]] = {}
        carries: dict[Behaviour, Range] = {}
        for behaviour in ways(prior):
            found = [
                posterior(prior, own, outcomes, behaviour, slip=slip, shares=shares, checks=checks)
                for shares in prior.corners
                for checks in (None, self.weak, self.strong)
            ]
            due = sum(outcomes.get(turn.lot, "unobserved") == "unobserved" for turn in own)
            rest = due if behaviour == "habitual" else None
            held = [_carries(prior, one, needed - slack, rest) for one in found]
            carries[behaviour] = Range.around(held[0], held)
            types[behaviour] = {
                type_.name: Range.around(
                    float(found[0].shares[k]), [float(one.shares[k]) for one in found]
                )
                for k, type_ in enumerate(prior.types)
            }
        return Standing(party, types, carries)

    def believed_by(
        self, onlooker: str, party: str, outcomes: Mapping[str, Outcome], *, slip: float = SLIP
    ) -> Mapping[Behaviour, Range]:
        """Give the probability of the first type, as somebody sees it: by its own prior.

        An onlooker of which the case says nothing believes what the case does. Without types it
        is the probability that the party's stake is what the ladder needs.
        """
        prior = self.priors[party]
        if not prior.typed:
            return self.standing(party, outcomes, slip=slip).carries
        if onlooker in prior.audiences:
            prior = prior.seen_by(onlooker)
        types = self._standing(prior, outcomes, slip).types
        return {way: types[way][prior.types[0].name] for way in types}


def _checks(case: Case, detection: str, alarm: str) -> dict[str, Check]:
    """The checks at these ends of their ranges; one that is worse than chance tells nothing."""
    ends = {
        number.path: getattr(number, end)
        for number in case.numbers
        for key, end in (("detection", detection), ("false_alarm", alarm))
        if number.path.endswith("." + key)
    }
    return {
        lot: Check(check.detection, min(check.false_alarm, check.detection))
        for lot, check in case.checks(ends).items()
    }


def _carries(prior: Prior, found: Posterior, needed: float, rest: int | None) -> float:
    """P(R >= needed); of those who act by habit, that they deliver the `rest` of their lots."""
    held = [
        float(within[type_.stakes >= needed].sum()) if rest is None else type_.delivers**rest
        for type_, within in zip(prior.types, found.within, strict=True)
    ]
    return min(1.0, max(0.0, float(found.shares @ np.array(held))))


def trajectory(
    case: Case,
    deal: Exchange,
    ladder: Steps,
    observations: Iterable[Observation] = (),
    *,
    slip: float = SLIP,
) -> Trajectory:
    """Follow what is believed of each party through what is seen of its lots.

    Of two observations of one lot the later stands (of one day, the one listed later): a dispute
    that is settled is no longer a dispute. An observation of a lot that stands outside the ladder
    (given unconditionally, or an option not taken) tells nothing.

    Parameters
    ----------
    case, deal
        The case, and the exchange compiled from it.
    ladder
        Anything with the steps of a ladder of `deal`.
    observations
        In any order.
    slip
        How often a party does what its type would not.

    Returns
    -------
    Trajectory
        Its first moment is before all observations.

    Raises
    ------
    InvalidObservation
        An observation names a lot that is not in the case, or another party than its giver.
    InvalidLadder
        The steps do not fit the exchange.
    ValueError
        `slip` is no probability below one half.
    """
    if not 0 <= slip < 0.5:
        raise ValueError(f"slip must be at least 0 and below 0.5, not {slip:g}")
    believer = Believer.of(case, deal, ladder)
    seen = sorted(observations, key=lambda one: one.when)
    outcomes: dict[str, dict[str, Outcome]] = {who: {} for who in deal.parties}
    standings = {who: believer.standing(who, {}, slip=slip) for who in deal.parties}
    start = min((case.form.as_of, *(one.when for one in seen)))
    moments = [Moment(start, None, dict(standings))]
    for one in seen:
        fits(case, one)
        if one.telling:
            outcomes[one.party][one.lot] = one.outcome
        elif one.lot in outcomes[one.party]:
            del outcomes[one.party][one.lot]
        standings[one.party] = believer.standing(one.party, outcomes[one.party], slip=slip)
        moments.append(Moment(one.when, one, dict(standings)))
    return Trajectory(tuple(moments))


def fits(case: Case, one: Observation) -> None:
    """Refuse an observation that does not fit its case.

    Raises
    ------
    InvalidObservation
        It names a lot that is not in the case, or another party than its giver.
    """
    if one.lot not in case.lots:
        raise InvalidObservation(
            f"observation of {one.when}: {case.name} has no lot '{one.lot}'"
            f"{suggest(one.lot, case.lots)}"
        )
    giver = case.lots[one.lot].measure.giver
    if one.party != giver:
        raise InvalidObservation(
            f"observation of {one.when}: '{one.lot}' is given by '{giver}', not by '{one.party}'"
        )


def outcomes_of(observations: Iterable[Observation], party: str) -> dict[str, Outcome]:
    """Give the report that stands of each lot of a party."""
    found: dict[str, Outcome] = {}
    for one in sorted(observations, key=lambda one: one.when):
        if one.party == party:
            found[one.lot] = one.outcome if one.telling else "unobserved"
    return found
