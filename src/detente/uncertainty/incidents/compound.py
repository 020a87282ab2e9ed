"""Drawing losses: compound Poisson–Gamma sums in chunks, with and without remedies.

Incidents of a class are points of a Poisson process whose rate λ is drawn once for each draw.
"Without" and "with" are seen in the same draw: of the points of a process with the larger of the
two rates each keeps its own share (thinning: Lewis and Shedler 1979), so that what a remedy takes
off is not lost in the noise between two runs.

A chunk depends on the outlook, the seed and its own number alone, so anybody may compute it; what
chunks bring is added up in the order of their numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from detente.exchange import TooLarge
from detente.uncertainty.incidents.classes import (
    IncidentClass,
    Outlook,
    Segment,
    expected_loss,
    premium,
    segments,
    variance_as_is,
)
from detente.uncertainty.values.draws import check_draws

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from detente.uncertainty.values.formula import Floats, Ints

CHUNK = 1 << 14
"""Draws in a chunk, unless incidents are many."""

MOST_DRAWS = 10**9
MOST_INCIDENTS = 100_000.0
"""The most incidents that one draw may be expected to hold."""

TIMES = 12
"""Into how many parts the horizon is cut for the course of losses over time."""

BINS = 2048
LEAST, MOST = 1e-5, 1e4
"""Losses are sorted into bins of equal width in the logarithm between these multiples of the
typical loss: 1 % wide, so that quantiles are good to that, and means beyond one nearly exact."""

WITHOUT, WITH, AVOIDED = 0, 1, 2


@dataclass(frozen=True)
class LossPlan:
    """What is drawn, how often, and from which seed; small, and safe to send elsewhere.

    Raises
    ------
    ValueError
        The number of draws or the seed makes no sense.
    TooLarge
        There are too many incidents in each draw.
    """

    outlook: Outlook
    draws: int
    seed: int = 0

    def __post_init__(self) -> None:
        check_draws(self.draws, self.seed, MOST_DRAWS)
        if self.incidents > MOST_INCIDENTS:
            raise TooLarge(
                f"about {self.incidents:,.0f} incidents in each draw; at most "
                f"{MOST_INCIDENTS:,.0f} can be drawn: state them as fewer, larger ones"
            )

    @property
    def incidents(self) -> float:
        """Incidents to be expected in one draw."""
        return self.outlook.horizon * sum(of.rate.mean for of in self.outlook.incidents)

    @property
    def chunk(self) -> int:
        """Draws in a chunk: fewer where each holds many incidents, so that memory stays flat."""
        return max(1, min(CHUNK, int((1 << 20) / (1 + self.incidents))))

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.draws // self.chunk)

    def size(self, k: int) -> int:
        """Draws in chunk `k`."""
        return min(self.chunk, self.draws - k * self.chunk)

    @cached_property
    def remedies(self) -> frozenset[str]:
        """Names of what is done."""
        return frozenset(remedy.name for remedy in self.outlook.remedies)

    @cached_property
    def premiums(self) -> Floats:
        """What each of `outlook.who` is expected to pay."""
        return np.array([premium(self.outlook, who, self.remedies) for who in self.outlook.who])

    @cached_property
    def least(self) -> Floats:
        """Where the bins of each party and audience begin."""
        typical = [
            expected_loss(self.outlook, who) + variance_as_is(self.outlook, who) ** 0.5
            for who in self.outlook.who
        ]
        return LEAST * np.maximum(typical, 1e-300)


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """What chunks brought, added up.

    Attributes
    ----------
    draws
        How many.
    moments
        Shape (without/with/avoided, who, 2): sums of discounted losses over the horizon, and of
        their squares.
    counts, sums
        Shape (without/with, times, who, BINS): how many draws had lost so much by then, and how
        much these had lost together.
    happened
        Shape (without/with, classes): draws with at least one incident.
    paid
        Shape (who,): draws in which what was avoided is at least the premium.
    """

    draws: int
    moments: Floats
    counts: Ints
    sums: Floats
    happened: Ints
    paid: Ints

    def __add__(self, other: Losses) -> Losses:
        return Losses(
            self.draws + other.draws,
            self.moments + other.moments,
            self.counts + other.counts,
            self.sums + other.sums,
            self.happened + other.happened,
            self.paid + other.paid,
        )


def risk_chunk(plan: LossPlan, k: int) -> Losses:
    """Draw chunk `k`: the same whoever draws it."""
    outlook = plan.outlook
    size = plan.size(k)
    seeds = np.random.SeedSequence(plan.seed, spawn_key=(k,))
    rng = np.random.Generator(np.random.SFC64(seeds))
    losses = np.zeros((2, len(outlook.who), size * TIMES))
    happened = np.zeros((2, len(outlook.incidents)), dtype=np.int64)
    for j, of in enumerate(outlook.incidents):
        struck = np.zeros((2, size), dtype=bool)
        for drawn in _class(of, plan, size, rng):
            _strike(drawn, of, plan, rng, losses, struck)
        happened[:, j] = struck.sum(axis=1)
    course = losses.reshape(2, len(outlook.who), size, TIMES).cumsum(axis=3)
    total = course[..., -1]
    avoided = total[WITHOUT] - total[WITH]
    three = np.stack([total[WITHOUT], total[WITH], avoided])
    counts, sums = _sort(course, plan)
    return Losses(
        size,
        np.stack([three.sum(axis=2), (three**2).sum(axis=2)], axis=2),
        counts,
        sums,
        happened,
        (avoided >= plan.premiums[:, None]).sum(axis=1),
    )


# --- one class of incidents ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Points:
    """Incidents of a class in one segment: draw, time, whether each comes, what it then weighs."""

    draw: Ints
    time: Floats
    without: NDArray[np.bool_]
    with_: NDArray[np.bool_]
    severity: Floats


def _class(
    of: IncidentClass, plan: LossPlan, size: int, rng: np.random.Generator
) -> Iterator[_Points]:
    """Draw the incidents of a class, one segment of time after the other."""
    parts = segments(of, plan.remedies, plan.outlook.horizon)
    effects = tuple(dict.fromkeys(e for part in parts for e in part.effects))
    shares = {
        e.remedy: tuple(1 - x.draw(rng, size) for x in (e.rate, e.severity, e.narrows))
        for e in effects
    }
    counted = rng.standard_gamma(of.rate.shape, size)
    narrowed: dict[tuple[str, ...], Floats] = {}
    for part in parts:
        names = tuple(e.remedy for e in part.effects if e.narrows.high > 0)
        if names not in narrowed:
            narrowed[names] = _narrower(of, counted, [shares[name][2] for name in names], rng)
        rate = narrowed[names]
        spared = np.ones(size)
        for e in part.effects:
            rate = rate * shares[e.remedy][0]
            spared = spared * shares[e.remedy][1]
        yield _points(part, counted * of.rate.scale, rate, spared, rng)


def _narrower(
    of: IncidentClass, counted: Floats, kept: list[Floats], rng: np.random.Generator
) -> Floats:
    """Rates whose standard deviation is the shares `kept` of what it was, their mean the same.

    If G ~ Gamma(a, 1) and H ~ Gamma(a/f² − a, 1) are independent, then (G + H)·f²/b is
    Gamma(a/f², b/f²): mean a/b, standard deviation f·√a/b. It is as though more had been counted,
    at the same mean.
    """
    if not kept:
        return counted * of.rate.scale
    share = np.maximum(np.prod(kept, axis=0), 1e-4) ** 2
    more = rng.standard_gamma(np.maximum(of.rate.shape * (1 / share - 1), 1e-300))
    rates: Floats = (counted + more) * (share * of.rate.scale)
    return rates


def _points(
    part: Segment, rate: Floats, changed: Floats, spared: Floats, rng: np.random.Generator
) -> _Points:
    """Thin a process at the larger of two rates to each of them."""
    larger = np.maximum(rate, changed)
    count = rng.poisson(larger * (part.end - part.start))
    draw = np.repeat(np.arange(len(count)), count)
    time = rng.uniform(part.start, part.end, len(draw))
    mark = rng.random(len(draw)) * larger[draw]
    return _Points(draw, time, mark < rate[draw], mark < changed[draw], spared[draw])


def _strike(
    points: _Points,
    of: IncidentClass,
    plan: LossPlan,
    rng: np.random.Generator,
    losses: Floats,
    struck: NDArray[np.bool_],
) -> None:
    """Add what the incidents cost each to `losses`, and note the draws they come in."""
    outlook = plan.outlook
    struck[WITHOUT, points.draw[points.without]] = True
    struck[WITH, points.draw[points.with_]] = True
    step = np.minimum((points.time * (TIMES / outlook.horizon)).astype(np.int64), TIMES - 1)
    cell = points.draw * TIMES + step
    weight = np.exp(-outlook.force * points.time)
    changed = weight * points.severity * points.with_
    weight = weight * points.without
    for i, who in enumerate(outlook.who):
        if who in of.severity:
            cost = of.severity[who].draw(rng, len(cell))
            losses[WITHOUT, i] += np.bincount(cell, cost * weight, losses.shape[2])
            losses[WITH, i] += np.bincount(cell, cost * changed, losses.shape[2])


# --- sorting into bins ---------------------------------------------------------------------------


def _sort(course: Floats, plan: LossPlan) -> tuple[Ints, Floats]:
    """Count losses by bin, and add them up; `course` has shape (2, who, draws, TIMES)."""
    states, many = course.shape[0], course.shape[1]
    counts = np.zeros((states, TIMES, many, BINS), dtype=np.int64)
    sums = np.zeros((states, TIMES, many, BINS))
    for state in range(states):
        for i in range(many):
            if not course[state, i].any():  # nothing to lose: no need to look
                counts[state, :, i, 0] = course.shape[2]
                continue
            for t in range(TIMES):
                x = course[state, i, :, t]
                into = bin_of(x / plan.least[i])
                counts[state, t, i] = np.bincount(into, minlength=BINS)
                sums[state, t, i] = np.bincount(into, x, BINS)
    return counts, sums


_FINE = (BINS - 2) / np.log(MOST / LEAST)


def bin_of(multiple: Floats) -> Ints:
    """Bin of a loss that is such a multiple of the least: 0 below it, the last beyond the most."""
    into = 1 + np.log(np.maximum(multiple, 0.5)) * _FINE
    return np.clip(np.where(multiple < 1, 0, into), 0, BINS - 1).astype(np.int64)


def quantile(counts: Ints, sums: Floats, level: float) -> float:
    """Loss that is not exceeded with probability `level`: the mean of the bin it lies in."""
    reached = np.cumsum(counts)
    at = int(np.searchsorted(reached, level * reached[-1]))
    return float(sums[at] / counts[at]) if counts[at] else 0.0


def tail_mean(counts: Ints, sums: Floats, level: float) -> float:
    """Mean of the worst 1 − `level` of all losses (Rockafellar and Uryasev 2002, discrete case)."""
    worst = (1 - level) * counts.sum()
    beyond = np.cumsum(counts[::-1])[::-1]
    at = int(np.searchsorted(-beyond, -worst, side="right")) - 1  # the last bin with enough beyond
    whole, many = float(sums[at + 1 :].sum()), float(counts[at + 1 :].sum())
    middle = float(sums[at] / counts[at]) if counts[at] else 0.0
    return float((whole + (worst - many) * middle) / worst)
