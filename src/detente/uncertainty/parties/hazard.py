"""Where a ladder breaks, who breaks it, and what each side has lost by then.

A plan of a party is the prefix at which it walks away, or never. It is a *stopping* problem: at
prefix k a party with stake R may take K_i(S_k) - R, or wait. Each behaviour is one rule:

- *habitual*: a type that does not mean it walks when its next lot is due, with the probability of
  not delivering it;
- *myopic*: at the first prefix with T_i(S_k) > R;
- *strategic*: at the prefix with the largest T_i, where that is above R; the others are held to
  complete;
- *wary*: the best reply to the others' plans, who reply in the same way. Two strategic parties can
  pre-empt one another: if the other may walk at the end, it is better to walk before that, and
  so back to the start. What is computed are best replies over and over, from mutual trust on, each
  party knowing the distribution of the others' stakes but not the stake itself. Where that comes to
  rest, it is a Bayesian equilibrium of the stopping game; another may exist (that nobody begins is
  always one). Where it goes round in a circle, that is said.

From the plans' distributions, independent between parties, follow the hazard of each prefix
(the probability that it breaks there, given it got there) and what is lost. A party that refuses
before the first step has lost no stake; a deposit is a stake until completion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from detente.exchange import certify
from detente.uncertainty.parties.behaviour import BEHAVIOURS, Behaviour
from detente.uncertainty.parties.types import Prior
from detente.uncertainty.values.formula import Floats

if TYPE_CHECKING:
    from detente.exchange import Exchange
    from detente.uncertainty.parties.bayes import Posterior

Rule = Literal["habitual", "myopic", "strategic", "wary"]

RULES: tuple[Rule, ...] = (*BEHAVIOURS, "wary")

ROUNDS = 200
"""Best replies are followed for at most so many rounds."""


@dataclass(frozen=True, slots=True)
class Stair:
    """What a ladder is to its parties: amounts at each prefix, 0 to m.

    Attributes
    ----------
    keeps
        By party and audience; where a step of the cautious reading has inner prefixes, the worst.
    temptation
        By party: keeps minus gain, minus the deposits that would be lost; the largest where there
        are inner prefixes. It is compared with the stake.
    gain
        By party, from completing.
    due
        By party, how many lots it gives in the step after each prefix.
    tolerance
        By party.
    """

    keeps: Mapping[str, Floats]
    temptation: Mapping[str, Floats]
    gain: Mapping[str, float]
    due: Mapping[str, tuple[int, ...]]
    tolerance: Mapping[str, float]

    @property
    def prefixes(self) -> int:
        """How many there are: one more than steps."""
        return len(next(iter(self.temptation.values())))


def stair(deal: Exchange, steps: Sequence[Sequence[str]]) -> Stair:
    """Read a ladder's amounts off its certificate.

    Raises
    ------
    InvalidLadder
        The steps do not fit the exchange.
    """
    certificate = certify(deal, steps)
    size = len(certificate.steps) + 1
    keeps = {who: np.full(size, np.inf) for who in deal.everyone}
    tempted = {who: np.full(size, -np.inf) for who in deal.parties}
    for row in (*certificate.rows, *certificate.audience_rows):
        who, k = row.party, row.prefix
        keeps[who][k] = min(keeps[who][k], row.keeps)
        if who in tempted:
            posted = deal.stake(who, complete=k == size - 1) - deal.stakes.get(who, 0.0)
            tempted[who][k] = max(tempted[who][k], row.temptation - posted)
    giver = {lot.name: lot.giver for lot in deal.lots}
    due = {
        who: (*(sum(giver[name] == who for name in step) for step in certificate.steps), 0)
        for who in deal.parties
    }
    gains = {row.party: row.keeps - row.temptation for row in certificate.rows[: len(tempted)]}
    slack = {who: deal.tolerance(who) for who in deal.parties}
    return Stair(keeps, tempted, gains, due, slack)


# --- plans ---------------------------------------------------------------------------------


def plans(of: Stair, prior: Prior, belief: Posterior, rule: Behaviour, start: int = 0) -> Floats:
    """Distribution of the prefix at which a party walks away; shape (prefixes + 1,).

    Parameters
    ----------
    of
        The ladder.
    prior, belief
        Its types and atoms, and how likely each is now.
    rule
        How it behaves.
    start
        The prefix that has been reached: nobody has walked before it.

    Returns
    -------
    ndarray
        The last entry is the probability that it never walks.
    """
    found = np.zeros(of.prefixes + 1)
    tempted, slack = of.temptation[prior.party], of.tolerance[prior.party]
    for type_, weights in zip(prior.types, belief.weights, strict=True):
        if rule == "habitual":
            found += weights.sum() * _habit(of.due[prior.party], type_.delivers, start)
            continue
        walks = tempted[start:, None] > type_.stakes + slack
        at = np.argmax(walks, axis=0) if rule == "myopic" else np.argmax(tempted[start:])
        where = np.where(walks.any(axis=0), start + at, of.prefixes)
        found += np.bincount(where, weights, minlength=len(found))
    return found


def _habit(due: Sequence[int], delivers: float, start: int) -> Floats:
    """Walk where a lot is due, with the probability of not delivering all that is due."""
    found, left = np.zeros(len(due) + 1), 1.0
    for k in range(start, len(due)):
        kept = delivers ** due[k]
        found[k], left = left * (1 - kept), left * kept
    found[-1] = left
    return found


# --- best replies ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Replies:
    """Plans that are best replies to one another, as far as they were found.

    Attributes
    ----------
    plans
        By party, as from `plans`.
    settled
        True: nobody would rather change its plan. False: replies go round in a circle, and the
        plans are those reached last.
    rounds
        How often all replied.
    """

    plans: Mapping[str, Floats]
    settled: bool
    rounds: int


def replies(
    of: Stair,
    priors: Mapping[str, Prior],
    beliefs: Mapping[str, Posterior],
    start: int = 0,
) -> Replies:
    """Let every party reply to the plans of the others, from mutual trust, until nobody changes.

    Parameters are those of `plans`, by party.
    """
    parties = tuple(of.temptation)
    trust = np.eye(of.prefixes + 1)[-1]
    now = dict.fromkeys(parties, trust)
    seen: set[bytes] = set()
    for n in range(1, ROUNDS + 1):
        then = {
            who: reply(of, priors[who], beliefs[who], _first(_others(now, who)), start)
            for who in parties
        }
        if all(np.allclose(now[who], then[who], rtol=0, atol=1e-12) for who in parties):
            return Replies(then, settled=True, rounds=n)
        now, told = then, b"".join(plan.tobytes() for plan in then.values())
        if told in seen:
            return Replies(now, settled=False, rounds=n)
        seen.add(told)
    return Replies(now, settled=False, rounds=ROUNDS)


def reply(of: Stair, prior: Prior, belief: Posterior, others: Floats, start: int = 0) -> Floats:
    """Best plan of every atom against `others`, when the first of them walks; as a distribution.

    By backward induction: at each prefix a party walks if K(S_k) - R, less its deposits, is above
    what waiting is worth. If another walks meanwhile it has K(S_k), at the end its gain. Where the
    others would never have come so far, they are held to complete.

    Parameters
    ----------
    of, prior, belief, start
        As in `plans`.
    others
        Shape (prefixes + 1,): distribution of the first prefix at which any of them walks; the last
        entry is the probability that none does.

    Returns
    -------
    ndarray, shape (prefixes + 1,)
        As from `plans`.
    """
    who = prior.party
    keeps, gain, slack = of.keeps[who], of.gain[who], of.tolerance[who]
    still = _still(others)
    hazard = np.divide(others, still, out=np.zeros_like(others), where=still > 1e-12)
    found = np.zeros(of.prefixes + 1)
    for type_, weights in zip(prior.types, belief.weights, strict=True):
        worth = np.full(len(type_.stakes), gain)
        at = np.full(len(type_.stakes), of.prefixes)
        for k in range(of.prefixes - 1, start - 1, -1):
            # Before the first step nothing has been posted: no stake to lose, no deposit to keep.
            kept = keeps[k] if k else 0.0
            wait = hazard[k] * kept + (1 - hazard[k]) * worth
            walk = of.temptation[who][k] + gain - type_.stakes if k else kept
            leaves = walk > wait + slack
            worth, at = np.where(leaves, walk, wait), np.where(leaves, k, at)
        found += np.bincount(at, weights, minlength=len(found))
    return found


def _others(each: Mapping[str, Floats], who: str) -> list[Floats]:
    return [plan for other, plan in each.items() if other != who]


def _first(plans_: Sequence[Floats]) -> Floats:
    """Distribution of the first prefix at which any of several independent plans ends."""
    still = np.prod([_still(plan) for plan in plans_], axis=0)
    return np.asarray(still - np.append(still[1:], 0.0))


def _still(plan: Floats) -> Floats:
    """Probability that a plan has not ended before each prefix, and that it never ends."""
    return np.asarray(np.clip(1.0 - np.concatenate([[0.0], np.cumsum(plan[:-1])]), 0.0, 1.0))


# --- what comes of them ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outlook:
    """How far a ladder gets when parties behave by one rule.

    Attributes
    ----------
    rule
        The behaviour.
    hazard
        Per prefix, the probability that it breaks there given it got there.
    breaks
        Per prefix, the probability that it breaks there.
    by
        Per party and prefix, the probability that it is the one (or one of those) who walks.
    completes
        Probability that nobody ever walks.
    loss
        By party and audience, its mean exposure where the ladder breaks, given that it does;
        0 where it never does.
    settled
        False: the plans are no equilibrium (of "wary" only).
    """

    rule: Rule
    hazard: Floats
    breaks: Floats
    by: Mapping[str, Floats]
    completes: float
    loss: Mapping[str, float]
    settled: bool = True


def outlook(
    of: Stair,
    priors: Mapping[str, Prior],
    beliefs: Mapping[str, Posterior],
    rule: Rule,
    start: int = 0,
) -> Outlook:
    """Give the hazard of each prefix and what is lost; parameters as in `plans`.

    A party without types to tell apart is held to be myopic where the rule is habit.
    """
    settled = True
    if rule == "wary":
        found = replies(of, priors, beliefs, start)
        each, settled = found.plans, found.settled
    else:
        each = {
            who: plans(of, prior, beliefs[who], suited(rule, prior), start)
            for who, prior in priors.items()
        }
    still = np.prod([_still(plan) for plan in each.values()], axis=0)
    breaks = still[:-1] - still[1:]
    hazard = np.divide(breaks, still[:-1], out=np.zeros_like(breaks), where=still[:-1] > 0)
    by = {
        who: plan[:-1] * np.prod([_still(p)[:-1] for p in _others(each, who)], axis=0)
        for who, plan in each.items()
    }
    total = breaks.sum()
    lost = {who: np.maximum(0.0, -keeps) for who, keeps in of.keeps.items()}
    loss = {who: float(breaks @ x / total) if total > 0 else 0.0 for who, x in lost.items()}
    return Outlook(rule, hazard, breaks, by, float(still[-1]), loss, settled)


def suited(rule: Rule, prior: Prior) -> Behaviour:
    """The behaviour by which a party is judged under a rule: habit needs types to be of."""
    if rule == "wary":
        return "strategic"
    return "myopic" if rule == "habitual" and not prior.typed else rule
