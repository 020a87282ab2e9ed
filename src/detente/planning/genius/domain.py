"""Issues, domains and profiles of automated negotiation, as GENIUS values them.

Utilities are those of the simulator GENIUS (Lin, Kraus, Baarslag, Tykhonov, Hindriks and
Jonker 2014), a weighted sum over the issues of

- *discrete* issue: the evaluation of the value, divided by the largest evaluation of the
  issue (0 where that is below 0.00001);
- *integer* issue: offset + slope · (value - lowest value), kept within [0, 1]; or listed like
  a discrete one;
- *real* issue: linear, parameter0 + parameter1 · value, kept within [0, 1]; triangular with
  feet at parameter0 and parameter1 and top at parameter2; or constant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.planning.genius.xml import InvalidDomain, tag
from detente.planning.packages.points import Floats

Kind = Literal["discrete", "integer", "real"]


@dataclass(frozen=True, slots=True)
class Issue:
    """Something to be settled.

    Parameters
    ----------
    name
        Unique in its domain.
    kind
        "discrete", "integer" or "real".
    values
        What it can be settled at: texts, or ascending numbers.
    """

    name: str
    kind: Kind
    values: tuple[str, ...] | tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise InvalidDomain(f"issue '{self.name}' has no values")
        if len(set(self.values)) < len(self.values):
            raise InvalidDomain(f"issue '{self.name}' has a value twice")

    @property
    def numbers(self) -> Floats:
        """The values of a numeric issue."""
        return np.array(self.values, float)


@dataclass(frozen=True, slots=True)
class Domain:
    """The issues of a negotiation; an outcome settles each at one value."""

    name: str
    issues: tuple[Issue, ...]

    def __post_init__(self) -> None:
        if not self.issues:
            raise InvalidDomain(f"domain '{self.name}' has no issues")
        names = [issue.name for issue in self.issues]
        for name in names:
            if names.count(name) > 1:
                raise InvalidDomain(f"domain '{self.name}' has two issues '{name}'")

    @property
    def size(self) -> int:
        """How many outcomes there are."""
        size = 1
        for issue in self.issues:
            size *= len(issue.values)
        return size


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Of a discrete or integer issue: the evaluation of each value, as written."""

    by_value: Mapping[str, float]

    def of(self, issue: Issue) -> Floats:
        """Divide by the largest, as GENIUS does."""
        most = max(self.by_value.values())
        if most < 1e-5:
            return np.zeros(len(issue.values))
        return np.array([self.by_value[str(value)] for value in issue.values]) / most

    def write(self, issue: Issue) -> str:
        """The items of the issue."""
        return "".join(
            tag("item", index=k, value=value, evaluation=self.by_value[str(value)])
            for k, value in enumerate(issue.values, 1)
        )


@dataclass(frozen=True, slots=True)
class Line:
    """Of an integer or real issue: a line, kept within [0, 1]."""

    slope: float
    offset: float

    def of(self, issue: Issue) -> Floats:
        """Count integers from the lowest value, as GENIUS does."""
        start = issue.numbers[0] if issue.kind == "integer" else 0.0
        return np.clip(self.offset + self.slope * (issue.numbers - start), 0.0, 1.0)

    def write(self, issue: Issue) -> str:
        """The evaluator; integers and reals name its numbers differently."""
        if issue.kind == "integer":
            return tag("evaluator", ftype="linear", offset=self.offset, slope=self.slope)
        return tag("evaluator", ftype="linear", parameter0=self.offset, parameter1=self.slope)


@dataclass(frozen=True, slots=True)
class Triangle:
    """Of a real issue: 0 up to `low` and from `high` on, 1 at `top`, straight between."""

    low: float
    high: float
    top: float

    def of(self, issue: Issue) -> Floats:
        """Its height above the values."""
        x = issue.numbers
        rise = np.where(x == self.top, 1.0, (x - self.low) / max(self.top - self.low, 1e-300))
        fall = np.where(x == self.top, 1.0, (self.high - x) / max(self.high - self.top, 1e-300))
        inside = (x >= self.low) & (x <= self.high)
        return np.where(inside, np.where(x <= self.top, rise, fall), 0.0)

    def write(self, issue: Issue) -> str:
        """The evaluator."""
        numbers = {"parameter0": self.low, "parameter1": self.high, "parameter2": self.top}
        return tag("evaluator", ftype="triangular", **numbers)


Evaluation = Evaluated | Line | Triangle


@dataclass(frozen=True, slots=True)
class Profile:
    """What outcomes of a domain are worth to one party.

    Parameters
    ----------
    name
        The party's.
    weights
        Of each issue of the domain, in its order.
    evaluations
        Of each issue, in the same order.
    reservation
        The utility without an agreement.
    discount
        The factor by which utility shrinks over the whole time; 1: not at all.
    """

    name: str
    weights: tuple[float, ...]
    evaluations: tuple[Evaluation, ...]
    reservation: float = 0.0
    discount: float = 1.0

    def worth(self, domain: Domain) -> tuple[Floats, ...]:
        """What each value of each issue adds to the utility; shape (values,) each."""
        pairs = zip(self.weights, self.evaluations, domain.issues, strict=True)
        return tuple(weight * evaluation.of(issue) for weight, evaluation, issue in pairs)
