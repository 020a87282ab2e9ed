"""What is to be believed of each party after what the ledger has seen of its lots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.ledger.present.observations import observations
from detente.ledger.present.standing import LotStanding

if TYPE_CHECKING:
    from detente.case import Case
    from detente.exchange import Exchange
    from detente.uncertainty.parties.updating import Trajectory


@dataclass(frozen=True, slots=True)
class _Ladder:
    steps: Sequence[Sequence[str]]


def belief_trajectory(
    case: Case,
    deal: Exchange,
    lots: Iterable[LotStanding],
    steps: Sequence[Sequence[str]],
    today: date,
) -> Trajectory:
    """Follow what is believed of each party, from before everything to the last observation.

    `deal` and `steps` are those of a re-planned ladder, with what was delivered first.
    """
    from detente.uncertainty.parties.updating import trajectory

    return trajectory(case, deal, _Ladder(steps), observations(lots, case, today))


def expected_stakes(
    case: Case,
    deal: Exchange,
    lots: Iterable[LotStanding],
    steps: Sequence[Sequence[str]],
    today: date,
) -> dict[str, float]:
    """Give what is to be expected of each party's stake after what was seen of its lots.

    It is the mean of the posterior, the least over the ways an opportunist may behave. By its
    interest alone, as certificates reckon, a lot that pays it to deliver tells nothing of its
    stake, nor does one that does not come; by habit both tell. To plan with a stake is to rely on
    it, so a delivery earns trust only where both say so, and a breach costs it where either does.
    What nobody could have seen changes nothing.
    """
    from detente.uncertainty.parties.bayes import posterior, ways
    from detente.uncertainty.parties.updating import Believer, outcomes_of

    seen = observations(lots, case, today)
    believer = Believer.of(case, deal, _Ladder(steps))
    found = {}
    for who, prior in believer.priors.items():
        outcomes = {lot: x for lot, x in outcomes_of(seen, who).items() if x != "unobserved"}
        after = (posterior(prior, believer.turns[who], outcomes, way) for way in ways(prior))
        found[who] = min(
            sum(
                float(type_.stakes @ weights)
                for type_, weights in zip(prior.types, now.weights, strict=True)
            )
            for now in after
        )
    return found
