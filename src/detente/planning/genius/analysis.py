"""What the parties to a domain may settle on: its Pareto frontier and bargaining points."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from types import MappingProxyType

import numpy as np

from detente.exchange.model import RELATIVE_TOLERANCE
from detente.planning.genius.domain import Domain, Profile
from detente.planning.genius.xml import InvalidDomain
from detente.planning.packages.bounds import Bools, Rows, Rules
from detente.planning.packages.points import Floats, Point, bargaining, frontier
from detente.planning.packages.search import Tree

ENUMERATED = 1 << 23
"""Up to so many outcomes all are valued; above, they are searched by branch and bound."""


@dataclass(frozen=True)
class Settled:
    """An outcome: the value of each issue, and what it is worth to each profile.

    Attributes
    ----------
    values
        In the order of the domain's issues.
    utilities
        In the order of the profiles.
    below
        Names of the profiles that would rather have no agreement.
    """

    values: tuple[str | float, ...]
    utilities: tuple[float, ...]
    below: tuple[str, ...]


@dataclass(frozen=True)
class Analysis:
    """A domain as its profiles see it.

    Attributes
    ----------
    domain, profiles
        What was analysed.
    frontier
        Outcomes that no other one is better than for every profile, one for each vector of
        utilities, the first profile's descending. Those below a reservation value are in
        it; `Settled.below` says so.
    points
        Which of them bargaining theory recommends among those not below any reservation
        value (see `detente.planning.packages.points.bargaining`); None where there is none.
    below
        How many outcomes are below each profile's reservation value, by name, and under ""
        below that of any; None where there are too many outcomes to value them all.
    gap
        0 when the frontier is proven; else every other outcome is better than some outcome
        on the frontier, for any profile, by at most this share of the distance between its
        least and largest utility.
    """

    domain: Domain
    profiles: tuple[Profile, ...]
    frontier: tuple[Settled, ...]
    points: Mapping[Point, Settled | None]
    below: Mapping[str, int] | None
    gap: float


@dataclass(frozen=True)
class _Outcomes:
    """The outcomes of a domain, as what the search runs through."""

    domain: Domain
    profiles: tuple[Profile, ...]

    @cached_property
    def gain(self) -> tuple[Floats, ...]:
        worth = [profile.worth(self.domain) for profile in self.profiles]
        return tuple(np.column_stack(columns) for columns in zip(*worth, strict=True))

    @cached_property
    def rules(self) -> Rules:
        return Rules(tuple(np.zeros((len(each), 0)) for each in self.gain), np.zeros(0))

    @property
    def barred(self) -> dict[tuple[int, int], Bools]:
        return {}

    @cached_property
    def scale(self) -> Floats:
        spread = np.sum([np.ptp(each, axis=0) for each in self.gain], axis=0)
        return np.where(spread > 0, spread, 1.0)

    @cached_property
    def tolerance(self) -> Floats:
        most = np.sum([np.abs(each).max(axis=0) for each in self.gain], axis=0)
        return np.asarray(RELATIVE_TOLERANCE * most)

    def admits(self, rows: Rows) -> Bools:
        return np.ones(len(rows), bool)

    def all(self) -> Floats:
        """Utilities of every outcome; shape (outcomes, profiles), a column contiguous."""
        columns = zip(*(each.T for each in self.gain), strict=True)
        return np.array([reduce(np.add.outer, column).ravel() for column in columns]).T


def analyse(
    domain: Domain, profiles: Sequence[Profile], *, time_limit: float | None = None
) -> Analysis:
    """Find the Pareto frontier of a domain, and its bargaining points.

    Without an agreement each party has its reservation value. Up to some millions of
    outcomes all are valued; more are searched by branch and bound.

    Parameters
    ----------
    domain, profiles
        At least two profiles, each with its own name.
    time_limit
        Seconds for the search of a large domain.

    Raises
    ------
    InvalidDomain
        There are fewer than two profiles, or two of one name.
    """
    profiles = tuple(profiles)
    names = [profile.name for profile in profiles]
    if len(set(names)) < 2 or len(set(names)) < len(names):
        raise InvalidDomain("two profiles or more are needed, each with a name of its own")
    space = _Outcomes(domain, profiles)
    reserve = np.array([profile.reservation for profile in profiles])
    below: Mapping[str, int] | None = None
    gap = 0.0
    if domain.size <= ENUMERATED:
        every = space.all()
        kept = frontier(every, space.tolerance)
        utilities = every[kept]
        shape = [len(issue.values) for issue in domain.issues]
        rows = np.column_stack(np.unravel_index(kept, shape))
        short = every < reserve - space.tolerance
        counts = dict(zip(names, short.sum(axis=0).tolist(), strict=True))
        below = MappingProxyType(counts | {"": int(short.any(axis=1).sum())})
    else:
        deadline = None if time_limit is None else time.monotonic() + time_limit
        found = Tree(space, lambda _: True, deadline).run()
        gap = found.gap
        every = np.array([hit.gains for hit in found.hits]).reshape(-1, len(profiles))
        kept = frontier(every)
        utilities = every[kept]
        rows = np.array([found.hits[k].row for k in kept])
    best = tuple(
        _settled(space, row, utility, reserve) for row, utility in zip(rows, utilities, strict=True)
    )
    marked = bargaining(utilities, reserve, space.tolerance)
    points = {point: None if k is None else best[k] for point, k in marked.items()}
    return Analysis(domain, profiles, best, MappingProxyType(points), below, gap)


def _settled(space: _Outcomes, row: Sequence[int], utility: Floats, reserve: Floats) -> Settled:
    values = tuple(issue.values[k] for issue, k in zip(space.domain.issues, row, strict=True))
    short = utility < reserve - space.tolerance
    below = tuple(p.name for p, less in zip(space.profiles, short, strict=True) if less)
    return Settled(values, tuple(float(u) for u in utility), below)
