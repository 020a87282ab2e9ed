"""Classes of incidents, what is done about them and when: what the risk of a case consists of."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import exp, inf, log1p, prod
from typing import TYPE_CHECKING, Literal

from detente.uncertainty.values.spreads import GammaSpread, Ranged

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from detente.uncertainty.values.spreads import End, Spread


@dataclass(frozen=True, slots=True)
class Effect:
    """What a remedy does to a class of incidents from `start` to `end` (years from now).

    Attributes
    ----------
    remedy
        The measure or channel.
    rate, severity, narrows
        Share of incidents that do not happen, of each one's cost that is spared, and of the
        rate's standard deviation that is taken away with its mean kept.
    start, end
        While it holds.
    """

    remedy: str
    rate: Ranged
    severity: Ranged
    narrows: Ranged
    start: float = 0.0
    end: float = inf


@dataclass(frozen=True, slots=True)
class IncidentClass:
    """Incidents of one kind.

    Attributes
    ----------
    name
        What the case calls it.
    rate
        Incidents a year, as things stand: a Gamma distribution.
    severity
        What one costs each of those it touches.
    effects
        What remedies do to it.
    known
        False: the rate is declared, not known.
    """

    name: str
    rate: GammaSpread
    severity: Mapping[str, Spread]
    effects: tuple[Effect, ...] = ()
    known: bool = False


@dataclass(frozen=True, slots=True)
class Payment:
    """What somebody pays for a remedy.

    Attributes
    ----------
    remedy, who
        For what, and who pays.
    amount
        At once at `start`, or, where `yearly`, each year from `start` to `end`.
    start, end
        Years from now.
    """

    remedy: str
    who: str
    amount: Ranged
    start: float = 0.0
    end: float = inf
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that can be done about incidents.

    Attributes
    ----------
    name, kind
        A measure or a proposed channel.
    opener
        The measure that opens the channel, if any does: the two are had together.
    """

    name: str
    kind: Literal["measure", "channel"]
    opener: str | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """Its name, and that of the measure that opens it."""
        return (self.name,) if self.opener is None else (self.opener, self.name)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may happen, what is done about it, and for how long it is looked at.

    Attributes
    ----------
    incidents, remedies, payments
        See there; an effect or payment of a remedy that is not among `remedies` counts for
        nothing.
    who
        Parties and audiences, in the order they are told.
    parties
        Those among them who are parties.
    horizon
        Years looked ahead.
    discount
        A year later weighs 1/(1 + discount).
    """

    incidents: tuple[IncidentClass, ...]
    remedies: tuple[Remedy, ...]
    payments: tuple[Payment, ...]
    who: tuple[str, ...]
    parties: tuple[str, ...]
    horizon: float
    discount: float = 0.0

    @property
    def force(self) -> float:
        """Force of discounting: a loss at time t weighs exp(−force·t)."""
        return log1p(self.discount)

    def weight(self, start: float, end: float, power: int = 1) -> float:
        """Integral of exp(−power·force·t) from `start` to `end` (years), within the horizon."""
        end = min(end, self.horizon)
        if end <= start:
            return 0.0
        force = power * self.force
        if force * end < 1e-9:
            return end - start
        return (exp(-force * start) - exp(-force * end)) / force


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time in which the same effects hold."""

    start: float
    end: float
    effects: tuple[Effect, ...]


def segments(of: IncidentClass, chosen: Collection[str], horizon: float) -> tuple[Segment, ...]:
    """Cut the horizon where an effect of a chosen remedy begins or ends."""
    effects = [e for e in of.effects if e.remedy in chosen and e.start < min(e.end, horizon)]
    cuts = {0.0, horizon, *(t for e in effects for t in (e.start, e.end) if 0 < t < horizon)}
    return tuple(
        Segment(a, b, tuple(e for e in effects if e.start <= a and b <= e.end))
        for a, b in pairwise(sorted(cuts))
    )


# --- expected, in closed form --------------------------------------------------------------------


def expected_loss(
    outlook: Outlook, who: str, chosen: Collection[str] = (), end: End = "mean"
) -> float:
    """Discounted loss of `who` to be expected over the horizon with the chosen remedies.

    Incidents come at a rate λ with Gamma distribution, independent of severities X and of the
    shares r that remedies keep from happening and s that they spare, so for each class

        E[L] = E[λ] E[X] Σ_segments Π(1 − E[r]) Π(1 − E[s]) ∫ exp(−force·t) dt.

    A narrower rate has the same mean and changes nothing here. This is the mean of a compound
    Poisson sum (Klugman, Panjer and Willmot 2012, chapter 9).

    Parameters
    ----------
    who
        A party or audience; the loss is in its points.
    chosen
        Names of the remedies that are had.
    end
        Where in their ranges all effects are taken: their means make the expectation.
    """
    return sum(
        of.rate.mean * of.severity[who].mean * _kept(of, chosen, outlook, end)
        for of in outlook.incidents
        if who in of.severity
    )


def _kept(of: IncidentClass, chosen: Collection[str], outlook: Outlook, end: End) -> float:
    """Weighted time, less what the chosen remedies take off."""
    return sum(
        outlook.weight(s.start, s.end)
        * prod((1 - e.rate.at(end)) * (1 - e.severity.at(end)) for e in s.effects)
        for s in segments(of, chosen, outlook.horizon)
    )


def variance_as_is(outlook: Outlook, who: str) -> float:
    """Variance of the discounted loss of `who` with no remedy.

    By the law of total variance, for each class with weights A_k = ∫ exp(−k·force·t) dt,
    Var[L] = E[λ] E[X²] A_2 + Var[λ] (E[X] A_1)².
    """
    once, twice = (outlook.weight(0.0, outlook.horizon, power) for power in (1, 2))
    return sum(
        of.rate.mean * (x.variance + x.mean**2) * twice + of.rate.variance * (x.mean * once) ** 2
        for of in outlook.incidents
        if (x := of.severity.get(who))
    )


def touched_loss(outlook: Outlook, who: str, chosen: Collection[str]) -> float:
    """Part of the loss as things stand that the chosen remedies could reach at all.

    That of the classes they have an effect on, while one of them holds.
    """
    return sum(
        of.rate.mean * of.severity[who].mean * outlook.weight(s.start, s.end)
        for of in outlook.incidents
        if who in of.severity
        for s in segments(of, chosen, outlook.horizon)
        if s.effects
    )


def premium(outlook: Outlook, who: str, chosen: Collection[str], end: End = "mean") -> float:
    """Discounted payments of `who`, in its points, for the chosen remedies within the horizon.

    Parameters
    ----------
    chosen
        Names of measures and channels; what others cost counts for nothing.
    end
        Where in their ranges all payments are taken.
    """
    return sum(
        payment.amount.at(end) * _times(outlook, payment)
        for payment in outlook.payments
        if payment.who == who and payment.remedy in chosen
    )


def _times(outlook: Outlook, payment: Payment) -> float:
    if payment.yearly:
        return outlook.weight(payment.start, payment.end)
    return exp(-outlook.force * payment.start) if payment.start < outlook.horizon else 0.0


def none_happens(of: IncidentClass, horizon: float) -> float:
    """Probability that no incident comes within the horizon as things stand.

    The number of incidents is negative binomial: P(N = 0) = (1 + horizon·scale)^(−shape).
    """
    return float((1 + horizon * of.rate.scale) ** -of.rate.shape)
