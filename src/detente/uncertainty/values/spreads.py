"""How an amount is spread, with its exact mean and variance: the ranges of a case, and the Gamma.

The draws of `detente.uncertainty.values.draws` come from tables of quantiles and move together;
those here come straight from a generator, as a random sum of them needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, exp, inf, log, pi, sqrt
from typing import TYPE_CHECKING, Literal, Protocol

from detente.case.amounts import Z95

if TYPE_CHECKING:
    import numpy as np

    from detente.case import Assumption
    from detente.case.amounts import Estimate
    from detente.uncertainty.values.formula import Floats

End = Literal["low", "mean", "high"]


class Spread(Protocol):
    """What every spread can say and do."""

    @property
    def mean(self) -> float:
        """Its mean."""

    @property
    def variance(self) -> float:
        """Its variance."""

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        """Draw `size` amounts."""


@dataclass(frozen=True, slots=True)
class Ranged:
    """A number of a case, with its range.

    Attributes
    ----------
    low, mode, high
        The range; of a normal or lognormal spread `low` and `high` are the 5 % and 95 % points.
    dist
        "pert" (mean (low + 4 mode + high)/6: Malcolm, Roseboom, Clark and Fazar 1959),
        "triangular", "uniform", "normal" or "lognormal".
    least, most
        What it may be; draws of the last two beyond that are put on the bound.
    """

    low: float
    mode: float
    high: float
    dist: str = "pert"
    least: float = -inf
    most: float = inf

    @classmethod
    def of(cls, number: Estimate | Assumption | None) -> Ranged:
        """Take the range of a case's number; none is a sure 0, and what is fixed its mode."""
        if number is None:
            return NOTHING
        if number.dist == "fixed":
            return cls(number.mode, number.mode, number.mode)
        bounds = getattr(number, "least", -inf), getattr(number, "most", inf)
        return cls(number.low, number.mode, number.high, number.dist, *bounds)

    def at(self, end: End) -> float:
        """Give one end, or the mean."""
        return self.low if end == "low" else self.high if end == "high" else self.mean

    @property
    def mean(self) -> float:
        """Its mean."""
        low, mode, high = self.low, self.mode, self.high
        if low >= high:
            return low
        if self.dist == "uniform":
            return (low + high) / 2
        if self.dist == "triangular":
            return (low + mode + high) / 3
        if self.dist == "pert":
            return (low + 4 * mode + high) / 6
        return self._moment(1)

    @property
    def variance(self) -> float:
        """Its variance."""
        low, mode, high = self.low, self.mode, self.high
        if low >= high:
            return 0.0
        if self.dist == "uniform":
            return (high - low) ** 2 / 12
        if self.dist == "triangular":
            return (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
        if self.dist == "pert":
            return (self.mean - low) * (high - self.mean) / 7
        return self._moment(2) - self._moment(1) ** 2

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        """Draw `size` amounts."""
        import numpy as np

        low, width = self.low, self.high - self.low
        if width <= 0:
            return np.full(size, low)
        if self.dist == "uniform":
            return rng.uniform(low, self.high, size)
        if self.dist == "triangular":
            return rng.triangular(low, self.mode, self.high, size)
        if self.dist == "pert":
            peak = 4 * (self.mode - low) / width
            return low + width * rng.beta(1 + peak, 5 - peak, size)
        mu, sigma = self._scores
        drawn = mu + sigma * rng.standard_normal(size)
        return np.clip(np.exp(drawn) if self.dist == "lognormal" else drawn, self.least, self.most)

    @property
    def _scores(self) -> tuple[float, float]:
        """Mean and standard deviation of the number, or of its logarithm."""
        low, high = self.low, self.high
        if self.dist == "lognormal":
            low, high = log(low), log(high)
        return (low + high) / 2, (high - low) / (2 * Z95)

    def _moment(self, k: int) -> float:
        """E[X^k] of the normal or lognormal held within its bounds; k is 1 or 2.

        Partial moments as in Johnson, Kotz and Balakrishnan 1994, chapters 13 and 14.
        """
        mu, sigma = self._scores
        if self.dist == "lognormal":
            if self.most == inf:
                return exp(k * mu + (k * sigma) ** 2 / 2)
            top = (log(self.most) - mu) / sigma
            inside = exp(k * mu + (k * sigma) ** 2 / 2) * _below(top - k * sigma)
            return inside + self.most**k * (1 - _below(top))
        a, b = (self.least - mu) / sigma, (self.most - mu) / sigma
        between, first = _below(b) - _below(a), _density(a) - _density(b)
        second = between + _edge(a) - _edge(b)
        moments = (mu * between + sigma * first,
                   mu**2 * between + 2 * mu * sigma * first + sigma**2 * second)  # fmt: skip
        outside = [
            bound**k * share
            for bound, share in ((self.least, _below(a)), (self.most, 1 - _below(b)))
            if share > 0
        ]
        return moments[k - 1] + sum(outside)


NOTHING = Ranged(0.0, 0.0, 0.0)
"""A sure 0."""


def _below(z: float) -> float:
    """Probability that a standard normal is below `z`."""
    return (1 + erf(z / sqrt(2))) / 2


def _density(z: float) -> float:
    return exp(-(z**2) / 2) / sqrt(2 * pi)


def _edge(z: float) -> float:
    return 0.0 if abs(z) == inf else z * _density(z)


@dataclass(frozen=True, slots=True)
class GammaSpread:
    """A Gamma distribution; with `shape` 1 it is the exponential."""

    shape: float
    scale: float

    @property
    def mean(self) -> float:
        """Its mean, shape·scale."""
        return self.shape * self.scale

    @property
    def variance(self) -> float:
        """Its variance, shape·scale²."""
        return self.shape * self.scale**2

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        """Draw `size` amounts."""
        return rng.gamma(self.shape, self.scale, size)

    def quantiles(self, *levels: float) -> tuple[float, ...]:
        """Give the points below which it lies with these probabilities."""
        from scipy.special import gammaincinv  # late: a tenth of a second

        return tuple(float(gammaincinv(self.shape, level)) * self.scale for level in levels)
