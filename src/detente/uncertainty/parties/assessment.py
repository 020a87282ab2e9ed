"""Are they serious? Beliefs, hazards, tests and the pace of a ladder, put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.uncertainty.parties.bayes import SLIP, posterior
from detente.uncertainty.parties.growth import Round, rounds
from detente.uncertainty.parties.hazard import RULES, Outlook, Rule, outlook, stair, suited
from detente.uncertainty.parties.readiness import Lesson, Probe, lesson, probes
from detente.uncertainty.parties.types import Prior, Range
from detente.uncertainty.parties.updating import (
    Believer,
    Steps,
    Trajectory,
    outcomes_of,
    trajectory,
)
from detente.uncertainty.values.formula import Floats
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from detente.case import Case
    from detente.exchange import Exchange
    from detente.uncertainty.parties.observation import Observation, Outcome


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is believed about the parties to a ladder, and what follows.

    Attributes
    ----------
    case, deal, steps
        The case, the exchange compiled from it, and the ladder's steps.
    parties
        Whom it is about.
    believer
        Priors, turns and checks.
    trajectory
        How beliefs moved with what was seen.
    reached
        How many steps have been confirmed, without a gap.
    outlooks
        Per behaviour, what is ahead from there, at the modes of the shares.
    completes
        Per behaviour, the probability that nobody walks, at the ends of the shares too.
    probes
        By party, its lots that are not yet tested, best test first.
    lessons
        By party, what the best of those would tell whom.
    rounds
        By party, the pace of the ladder.
    slip, discount
        What was assumed: how often types err, and what a round later counts.
    """

    case: Case
    deal: Exchange
    steps: tuple[tuple[str, ...], ...]
    parties: tuple[str, ...]
    believer: Believer
    trajectory: Trajectory
    reached: int
    outlooks: Mapping[Rule, Outlook]
    completes: Mapping[Rule, Range]
    probes: Mapping[str, tuple[Probe, ...]]
    lessons: Mapping[str, Lesson | None]
    rounds: Mapping[str, tuple[Round, ...]]
    slip: float
    discount: float


def assess(
    case: Case,
    deal: Exchange,
    ladder: Steps,
    observations: Iterable[Observation] = (),
    *,
    party: str | None = None,
    slip: float = SLIP,
    discount: float = 1.0,
) -> Assessment:
    """Say who the parties may be, where the ladder would break, and what to test first.

    Parameters
    ----------
    case, deal, ladder, observations, slip
        As in `detente.uncertainty.parties.updating.trajectory`.
    party
        Whom to tell of; all where None.
    discount
        What a round later counts to an opportunist, above 0, at most 1.

    Raises
    ------
    InvalidObservation, InvalidLadder
        As `trajectory`.
    ValueError
        There is no such party, or `slip` or `discount` is out of its range.
    """
    if party is not None and party not in deal.parties:
        hint = suggest(party, deal.parties) or f" (its parties: {', '.join(deal.parties)})"
        raise ValueError(f"{case.name} has no party '{party}'{hint}")
    told = (party,) if party is not None else tuple(deal.parties)
    seen = tuple(observations)
    path = trajectory(case, deal, ladder, seen, slip=slip)
    believer = Believer.of(case, deal, ladder)
    outcomes = {who: outcomes_of(seen, who) for who in deal.parties}
    reached = _reached(believer.steps, outcomes.values())
    of = stair(deal, believer.steps)

    def ahead_by(rule: Rule, shares: Mapping[str, Floats]) -> Outlook:
        now = {
            who: posterior(
                prior, believer.turns[who], outcomes[who], suited(rule, prior),
                slip=slip, shares=shares[who],
            )
            for who, prior in believer.priors.items()
        }  # fmt: skip
        return outlook(of, believer.priors, now, rule, reached)

    outlooks = {
        rule: [ahead_by(rule, shares) for shares in _corners(believer.priors)] for rule in RULES
    }
    ahead = {
        who: tuple(p for p in probes(believer, who, slip=slip) if _open(p.lot, outcomes[who]))
        for who in told
    }
    return Assessment(
        case=case,
        deal=deal,
        steps=believer.steps,
        parties=told,
        believer=believer,
        trajectory=path,
        reached=reached,
        outlooks={rule: found[0] for rule, found in outlooks.items()},
        completes={
            rule: Range.around(found[0].completes, [one.completes for one in found])
            for rule, found in outlooks.items()
        },
        probes=ahead,
        lessons={
            who: lesson(believer, found[0], outcomes[who], slip=slip) if found else None
            for who, found in ahead.items()
        },
        rounds={who: rounds(deal, believer.steps, who, discount) for who in told},
        slip=slip,
        discount=discount,
    )


def _corners(priors: Mapping[str, Prior]) -> list[dict[str, Floats]]:
    """Shares of all parties' types: the most likely, then all parties at the same of their ends."""
    each = {who: prior.corners for who, prior in priors.items()}
    size = max(map(len, each.values()))
    return [
        {who: found[min(k, len(found) - 1)] for who, found in each.items()} for k in range(size)
    ]


def _open(lot: str, outcomes: Mapping[str, Outcome]) -> bool:
    """Whether nothing that tells anything has been seen of a lot."""
    return outcomes.get(lot, "unobserved") == "unobserved"


def _reached(steps: Sequence[Sequence[str]], outcomes: Iterable[Mapping[str, Outcome]]) -> int:
    """How many steps have been delivered, counted until the first that has not."""
    delivered = {
        lot for told in outcomes for lot, said in told.items() if said in ("confirmed", "late")
    }
    open_ = (k for k, step in enumerate(steps) if not delivered.issuperset(step))
    return next(open_, len(steps))
