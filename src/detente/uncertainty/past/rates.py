"""How often measures of a kind start, are completed, and are taken back: counts and their spread.

A share is Beta, a yearly rate Gamma. Both begin from Jeffreys' prior, take in what is known from
elsewhere at a discount d (a power prior, Ibrahim and Chen 2000: a count of s in n weighs as d·s in
d·n), and then the case's own history in full:

    share   Beta(½ + Σ d s + s', ½ + Σ d (n − s) + n' − s')
    rate    Gamma(½ + Σ d s + s', Σ d t + t')     (events s in t years)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from detente.uncertainty.parties.types import Range

YEAR = 365.25
"""Days in a year."""

START = 0.5
"""Jeffreys' prior of a share is Beta(½, ½), of a rate Gamma(½, 0)."""

LEVEL = 0.9
"""Intervals hold the figure with this probability."""


@dataclass(frozen=True, slots=True)
class Count:
    """How often something was seen.

    Attributes
    ----------
    hits
        How often it happened.
    of
        Of how many, or in how many years.
    source
        Where the count comes from: the id of a figure, or a chronicle's name.
    note
        "estimated" where `of` is not in the source but reckoned from it; else empty.
    """

    hits: float
    of: float
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Beta:
    """A share that is not known."""

    a: float
    b: float

    @classmethod
    def after(cls, borrowed: Iterable[Count], discount: float, own: Count | None = None) -> Beta:
        """Update Jeffreys' prior; `borrowed` counts weigh `discount`, the case's `own` 1."""
        a = b = START
        for count, weight in _weighed(borrowed, discount, own):
            a, b = a + weight * count.hits, b + weight * (count.of - count.hits)
        return cls(a, b)

    @property
    def mean(self) -> float:
        """Its mean."""
        return self.a / (self.a + self.b)

    @property
    def weight(self) -> float:
        """How many cases it is worth: those taken in, at their weights."""
        return self.a + self.b - 2 * START

    @property
    def range(self) -> Range:
        """Its central interval of `LEVEL` around its mean."""
        from scipy.special import betaincinv  # late: a tenth of a second

        low, high = (float(betaincinv(self.a, self.b, q)) for q in _tails())
        return Range(min(low, self.mean), self.mean, max(high, self.mean))


@dataclass(frozen=True, slots=True)
class Gamma:
    """A rate per year that is not known; `years` 0 where nothing was ever watched."""

    shape: float
    years: float

    @classmethod
    def after(cls, borrowed: Iterable[Count], discount: float, own: Count | None = None) -> Gamma:
        """Update Jeffreys' prior; as `Beta.after`."""
        shape, years = START, 0.0
        for count, weight in _weighed(borrowed, discount, own):
            shape, years = shape + weight * count.hits, years + weight * count.of
        return cls(shape, years)

    @property
    def mean(self) -> float:
        """Its mean; infinite where nothing was ever watched."""
        return self.shape / self.years if self.years else inf

    @property
    def weight(self) -> float:
        """How many years it is worth: those taken in, at their weights."""
        return self.years

    @property
    def range(self) -> Range:
        """Its central interval of `LEVEL` around its mean; 0 to infinity where nothing is known."""
        if not self.years:
            return Range(0.0, inf, inf)
        from scipy.special import gammaincinv  # late: a tenth of a second

        low, high = (float(gammaincinv(self.shape, q)) / self.years for q in _tails())
        return Range(min(low, self.mean), self.mean, max(high, self.mean))


def _weighed(
    borrowed: Iterable[Count], discount: float, own: Count | None
) -> list[tuple[Count, float]]:
    return [*((count, discount) for count in borrowed), *([(own, 1.0)] if own else [])]


def _tails() -> tuple[float, float]:
    return (1 - LEVEL) / 2, (1 + LEVEL) / 2
