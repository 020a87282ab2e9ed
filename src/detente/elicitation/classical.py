"""The classical model of expert judgement (Cooke 1991): how analysts' forecasts of amounts weigh.

*Calibration* is the probability that somebody whose 5 %, 50 % and 95 % points are right would
miss the expected counts (5, 45, 45 and 5 of a hundred below, in the two halves of, and above the
range) at least as badly, by the statistic 2 n Σ s_k ln(s_k / p_k). Cooke takes the chi-square
distribution with 3 degrees of freedom for it, which is far off for few questions; up to `EXACT`
of them it is summed over all ways they can fall (the exact multinomial test).

*Information* is how far the stated points narrow down the span of the question: the relative
information Σ p_k ln(p_k / r_k) of the density that is even between the points, r_k being the share
of the span between them. The span reaches from the least to the largest of all analysts' points and
what came, a tenth longer on both sides.

The *weight* is the product, and 0 where the calibration is below `CUTOFF`: a strictly proper
score, which nobody improves in the long run by saying what they do not believe. It is meant for
answers to the same questions, so only those are taken that all of the analysts answered; fewer
than `LEAST` say too little, and then all weigh the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import lgamma, log
from statistics import fmean
from typing import TYPE_CHECKING, Literal

from detente.elicitation.forecasts import Forecast, Quantiles, Record, counted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHARES = (0.05, 0.45, 0.45, 0.05)
"""What should fall below the 5 % point, up to the median, up to the 95 % point, and above."""

OVERSHOOT = 0.1
"""By how much of itself the span of a question is longer, on both sides."""

EXACT = 100
"""Up to so many questions calibration is exact: 176,851 ways in which they can fall."""

CUTOFF = 0.05
"""Whose calibration is below this has no weight."""

LEAST = 10
"""Fewer answered questions than this are no base for weights (Cooke and Goossens 2008)."""

Why = Literal["asked", "unrecorded", "few", "uncalibrated"]
"""Why all weigh the same: it was asked for; an analyst has no amounts that are resolved; the
questions that all answered are too few; nobody's calibration reaches the cutoff."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether what came fell where it should.

    Attributes
    ----------
    counts
        Below the 5 % point, up to the median, up to the 95 % point, above.
    p_value
        See the module.
    exact
        True: the multinomial test; False: chi-square.
    """

    counts: tuple[int, ...]
    p_value: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Span:
    """From where to where a question's answers may be thought to lie."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Merit:
    """What an analyst's record is worth.

    Attributes
    ----------
    answered
        Amounts of the analyst that are resolved.
    calibration, information
        On the questions that all answered; None where these are too few.
    """

    answered: int
    calibration: Calibration | None
    information: float | None

    @property
    def product(self) -> float:
        """The weight before it is shared out."""
        if self.calibration is None or self.information is None:
            return 0.0
        calibrated = self.calibration.p_value >= CUTOFF
        return self.calibration.p_value * self.information if calibrated else 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What each analyst weighs.

    Attributes
    ----------
    by
        By analyst; they add up to 1.
    equal
        Why all weigh the same; None where they weigh by performance.
    known
        Whose amounts that are resolved the record has.
    common
        How many questions all of them answered.
    merits
        By analyst; empty where no record was asked.
    """

    by: Mapping[str, float]
    equal: Why | None
    known: tuple[str, ...] = ()
    common: int = 0
    merits: Mapping[str, Merit] = field(default_factory=dict)


def equal_weights(analysts: Sequence[str]) -> Weights:
    """Let all weigh the same."""
    return Weights(_alike(analysts), "asked")


def performance_weights(record: Record, analysts: Sequence[str]) -> Weights:
    """Weigh analysts by their record; where that cannot be done, all weigh the same.

    Parameters
    ----------
    record
        Past forecasts; those of others are not looked at.
    analysts
        Whom to weigh; at least one.
    """
    resolved = [f for f in counted(record.forecasts) if f.of_amount]
    known = tuple(dict.fromkeys(f.analyst for f in resolved))
    mine = [f for f in resolved if f.analyst in analysts]
    answers = {who: {f.question: f for f in mine if f.analyst == who} for who in analysts}
    common = set.intersection(*(set(of) for of in answers.values()))
    if len(common) < LEAST:
        merits = {who: Merit(len(of), None, None) for who, of in answers.items()}
        why: Why = "few" if all(answers.values()) else "unrecorded"
        return Weights(_alike(analysts), why, known, len(common), merits)
    asked = spans(f for f in mine if f.question in common)
    merits = {who: _merit(of, sorted(common), asked) for who, of in answers.items()}
    total = sum(merit.product for merit in merits.values())
    if total == 0:
        return Weights(_alike(analysts), "uncalibrated", known, len(common), merits)
    by = {who: merit.product / total for who, merit in merits.items()}
    return Weights(by, None, known, len(common), merits)


def _alike(analysts: Sequence[str]) -> dict[str, float]:
    return dict.fromkeys(analysts, 1 / len(analysts))


def _merit(
    answers: Mapping[str, Forecast], common: Sequence[str], asked: Mapping[str, Span]
) -> Merit:
    said = [_answer(answers[question]) for question in common]
    narrow = fmean(
        information(of, asked[question]) for question, (of, _) in zip(common, said, strict=True)
    )
    return Merit(len(answers), calibration(said), narrow)


def _answer(of: Forecast) -> tuple[Quantiles, float]:
    assert isinstance(of.said, Quantiles)
    assert of.outcome is not None
    return of.said, float(of.outcome)


# --- calibration ---------------------------------------------------------------------------------


def calibration(answers: Iterable[tuple[Quantiles, float]]) -> Calibration:
    """Test whether what came fell where it should; see the module."""
    counts = [0] * len(SHARES)
    for of, x in answers:
        counts[sum(x > point for point in of)] += 1
    few = sum(counts) <= EXACT
    return Calibration(tuple(counts), exact(counts) if few else chi_square(counts), few)


def statistic(counts: Sequence[int]) -> float:
    """2 n Σ s_k ln(s_k / p_k), where n = Σ counts and s = counts / n."""
    n = sum(counts)
    return 2 * sum(c * log(c / (n * p)) for c, p in zip(counts, SHARES, strict=True) if c)


def chi_square(counts: Sequence[int]) -> float:
    """Cooke's calibration score: the upper tail of chi-square with 3 degrees of freedom."""
    from scipy.special import chdtrc  # late: a tenth of a second

    return float(chdtrc(len(SHARES) - 1, statistic(counts)))


def exact(counts: Sequence[int]) -> float:
    """Probability that calibrated forecasts fall at least as badly: the exact multinomial tail."""
    found, chances = _ways(sum(counts))
    tail = chances[found >= statistic(counts) - 1e-9]
    return min(1.0, float(tail.sum()))


@cache
def _ways(n: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Statistic and probability of every way in which `n` can fall."""
    import numpy as np
    from scipy.special import xlogy

    a, b, c = np.indices((n + 1, n + 1, n + 1), dtype=np.int64).reshape(3, -1)
    room = a + b + c <= n
    ways = np.stack([a[room], b[room], c[room], n - (a + b + c)[room]])
    factorial = np.array([lgamma(k + 1) for k in range(n + 1)])
    shares = np.array(SHARES)[:, None]
    chances = np.exp(factorial[n] - factorial[ways].sum(axis=0) + xlogy(ways, shares).sum(axis=0))
    return 2 * xlogy(ways, ways / (n * shares)).sum(axis=0), chances


# --- information ---------------------------------------------------------------------------------


def spans(forecasts: Iterable[Forecast]) -> dict[str, Span]:
    """By question the span of all forecasts of amounts and of what came."""
    ends: dict[str, tuple[float, float]] = {}
    for of in forecasts:
        if of.of_amount and of.outcome is not None:
            said, came = _answer(of)
            low, high = ends.get(of.question, (came, came))
            ends[of.question] = min(low, said.low), max(high, said.high)
    return {
        question: Span(low - OVERSHOOT * (high - low), high + OVERSHOOT * (high - low))
        for question, (low, high) in ends.items()
    }


def information(of: Quantiles, span: Span) -> float:
    """How far three points narrow a span down: relative information to an even density on it."""
    points = (span.low, *of, span.high)
    return sum(
        p * log(p * span.width / (b - a))
        for p, a, b in zip(SHARES, points[:-1], points[1:], strict=True)
    )
