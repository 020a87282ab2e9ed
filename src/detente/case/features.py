"""What ladders are compared by: features of a case, each from 0 to 1, and how far two lie apart.

Each feature is computed from the case as it is written, at the likeliest values, without planning.
With L the lots that a ladder orders, c_j, v_ij, sigma_j and rho_ij as in the theory, and G_i the
gain of party i from completing:

==================  ===============================================================================
``lost_most``       of the parties, the largest share of the value it receives that snapback takes
                    away: sum of rho_ij v_ij / sum of v_ij over the lots others give
``lost_least``      the smallest such share
``recovered_most``  of the parties, the largest share of its own cost that it recovers:
                    sum of sigma_j c_j / sum of c_j over its lots
``guarantee``       of the parties, the largest guarantee at completion as a share of the own gain:
                    min(1, max(0, K_i(L) - G_i) / G_i); 1 where G_i is not above 0
``largest_lot``     of the parties, the largest share of its whole cost that one lot makes
``growth``          of the measures cut into lots, last cost / (first + last cost), averaged:
                    above one half where they grow
``wait``            d / (d + 30), d the mean days from decision to a delivery that is verified
``detection``       mean probability that a breach is seen, over the lots of which the case says so
``consents``        k / (k + 1), k the audiences whose consent to a lot is not given
``escrow``          1 where a stake stands as deposit or escrow, or a measure has the tag `escrow`
``unconditional``   share of the measures that are given outside the ladder
``people``          share of the lots that free people
``expiring``        share of the lots that lapse unless renewed
``movers``          1 - 2 / (number of parties)
``lots``            n / (n + 20), n the number of lots
==================  ===============================================================================

The distance of two cases is the mean of |a - b| over the features that both have: every feature
weighs the same, because nothing is known that would say how much more one of them counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.case.measures import frees_people
from detente.exchange import gain, keeps

if TYPE_CHECKING:
    from detente.case.case import Case
    from detente.case.lots import Part
    from detente.exchange import Check, Exchange

ESCROW = "escrow"
"""Tag of a measure whose money lies with a third party until its condition is met."""

HALF_WAIT, HALF_LOTS = 30.0, 20.0
"""Days, and lots, at which the features `wait` and `lots` are one half."""

Features = Mapping[str, float | None]
"""By feature, its amount from 0 to 1; None where the case does not say."""


def features(case: Case) -> dict[str, float | None]:
    """Compute the features of a case, in the order of the table above."""
    deal, planned, checks = case.exchange(), case.planned(), case.checks()
    lots = [case.lots[name] for name in planned]
    measures = case.form.measures.values()
    lost = [_share_lost(deal, who) for who in deal.parties]
    return {
        "lost_most": max(lost),
        "lost_least": min(lost),
        "recovered_most": max(_share_recovered(deal, who) for who in deal.parties),
        "guarantee": max(_guarantee(deal, who) for who in deal.parties),
        "largest_lot": max(_largest(deal, who) for who in deal.parties),
        "growth": _growth(case),
        "wait": _wait(lots, checks),
        "detection": _mean(checks[name].detection for name in planned if name in checks),
        "consents": _odds(len(vetoes(case))),
        "escrow": float(_escrow(case)),
        "unconditional": sum(m.unconditional for m in measures) / len(measures),
        "people": sum(frees_people(lot.measure) for lot in lots) / len(lots),
        "expiring": sum(lot.measure.term is not None for lot in lots) / len(lots),
        "movers": 1 - 2 / len(deal.parties),
        "lots": len(lots) / (len(lots) + HALF_LOTS),
    }


def differences(one: Features, other: Features) -> dict[str, float]:
    """Give |a - b| for each feature that both cases have."""
    return {
        name: abs(a - b)
        for name, a in one.items()
        if a is not None and (b := other.get(name)) is not None
    }


def distance(one: Features, other: Features) -> float:
    """Give the mean difference over the features that both cases have, from 0 to 1."""
    apart = differences(one, other)
    return sum(apart.values()) / len(apart)


# --- which past ladders are near ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Analogy:
    """A past case, and how far it lies from the one asked about.

    Attributes
    ----------
    case, features
        The past case, which says how it ended, and its features.
    distance
        From 0, alike in every feature, to 1.
    apart
        By feature, how much of the distance it makes before averaging.
    """

    case: Case
    features: Features
    distance: float
    apart: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Analogies:
    """Past cases by their distance from one, and what nearness has been worth.

    Attributes
    ----------
    case
        The one asked about.
    features
        Its features.
    ranked
        The past cases, nearest first.
    right, tried
        Of the settled past cases, for how many the nearest other one had the same result, and how
        many there are.
    commonest
        For how many one would be right who always named the commonest result.
    """

    case: Case
    features: Features
    ranked: tuple[Analogy, ...]
    right: int
    tried: int
    commonest: int


def analogies(case: Case, past: Iterable[Case]) -> Analogies:
    """Rank past cases by their distance from a case.

    Parameters
    ----------
    case
        The one asked about; a past case of its name is left out.
    past
        Cases that may say how they ended; those that do not are left out.
    """
    own = features(case)
    ended = [(one, one.form.outcome.result) for one in past if one.form.outcome]
    known = [(one, result, features(one)) for one, result in ended]
    ranked = [
        Analogy(one, of, distance(own, of), differences(own, of))
        for one, _, of in known
        if one.name != case.name
    ]
    settled = [(of, result) for _, result, of in known if result != "unfinished"]
    results = Counter(result for _, result in settled)
    return Analogies(
        case,
        own,
        tuple(sorted(ranked, key=lambda one: (one.distance, one.case.name))),
        sum(_nearest_is_right(k, settled) for k in range(len(settled))),
        len(settled),
        max(results.values(), default=0),
    )


def _nearest_is_right(k: int, settled: Sequence[tuple[Features, str]]) -> bool:
    own, result = settled[k]
    others = [(distance(own, of), other) for i, (of, other) in enumerate(settled) if i != k]
    return bool(others) and min(others)[1] == result


# --- one feature each -----------------------------------------------------------------------------


def _share_lost(deal: Exchange, who: str) -> float:
    received = [(lot.value.get(who, 0.0), lot.lost_to(who)) for lot in deal.lots]
    whole = sum(value for value, _ in received if value > 0)
    return sum(value * lost for value, lost in received if value > 0) / whole if whole else 0.0


def _share_recovered(deal: Exchange, who: str) -> float:
    own = [lot for lot in deal.lots if lot.giver == who]
    whole = sum(lot.cost for lot in own)
    return sum(lot.cost * lot.recovered for lot in own) / whole if whole else 0.0


def _guarantee(deal: Exchange, who: str) -> float:
    gains = gain(deal, who)
    if gains <= 0:
        return 1.0
    held = keeps(deal, who, [lot.name for lot in deal.lots])
    return min(1.0, max(0.0, held - gains) / gains)


def _largest(deal: Exchange, who: str) -> float:
    costs = [lot.cost for lot in deal.lots if lot.giver == who]
    return max(costs) / sum(costs) if sum(costs) else 0.0


def _growth(case: Case) -> float | None:
    costs: dict[str, list[float]] = {}
    for lot in case.amounts():
        costs.setdefault(case.lots[lot.name].measure_id, []).append(max(0.0, lot.cost))
    ends = [(own[0], own[-1]) for own in costs.values() if len(own) > 1 and own[0] + own[-1] > 0]
    return _mean(last / (first + last) for first, last in ends)


def _wait(lots: Sequence[Part], checks: Mapping[str, Check]) -> float:
    leads = sum(lot.lead.mode for lot in lots if lot.lead)
    lags = sum(checks[lot.name].lag for lot in lots if lot.name in checks)
    mean = (leads + lags) / len(lots)
    return mean / (mean + HALF_WAIT)


def vetoes(case: Case) -> set[str]:
    """Audiences whose consent to a lot of the plan is not given."""
    return {
        who
        for name in case.planned()
        for who, consent in case.lots[name].measure.consents.items()
        if consent.status != "given" and who in case.form.audiences
    }


def _escrow(case: Case) -> bool:
    stakes = [party.stake for party in case.form.parties.values()]
    tagged = [ESCROW in case.lots[name].measure.tags for name in case.planned()]
    return any(stake.deposit or stake.escrow for stake in stakes) or any(tagged)


def _odds(count: int) -> float:
    return count / (count + 1)


def _mean(numbers: Iterable[float]) -> float | None:
    known = list(numbers)
    return sum(known) / len(known) if known else None
