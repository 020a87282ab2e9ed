"""`package`: which measures, how much of each and on what terms, so that a ladder exists."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from detente.exchange import Certificate, Exchange, Menu, NoLadder, Taken, gain, worth_signing
from detente.planning.bounds import guarantee_bound
from detente.planning.clock import check_limit
from detente.planning.ladder import Ladder, shortfall
from detente.planning.packages.ladder import self_enforcing
from detente.planning.packages.points import POINTS, Point, bargaining, frontier
from detente.planning.packages.search import Tree
from detente.planning.packages.space import Space
from detente.planning.plan import plan
from detente.planning.problem import Problem


@dataclass(frozen=True)
class Package:
    """What is given in a deal, with proof that a self-enforcing ladder of it exists.

    Attributes
    ----------
    taken
        The measures in it, each with its terms and how many of its lots.
    deal
        The exchange that these make.
    certificate
        Of the self-enforcing ladder that was found first; `ladder` is the best one.
    time_limit
        Seconds for planning that one; a ceiling.
    """

    taken: tuple[Taken, ...]
    deal: Exchange
    certificate: Certificate
    time_limit: float | None = None

    @cached_property
    def gains(self) -> Mapping[str, float]:
        """What completing it is worth to each party and audience."""
        return MappingProxyType({who: gain(self.deal, who) for who in self.deal.everyone})

    @property
    def worth_signing(self) -> bool:
        """No party is worse off than without a deal."""
        return all(self.gains[who] >= -self.deal.tolerance(who) for who in self.deal.parties)

    @cached_property
    def ladder(self) -> Ladder:
        """The ladder with the smallest guarantee, planned when it is first asked for.

        Where planning ends in time with none that holds, the one that was found first.
        """
        try:
            planned = plan(self.deal, time_limit=self.time_limit)
        except NoLadder:
            planned = self._first
        return planned if planned.self_enforcing else self._first

    @property
    def _first(self) -> Ladder:
        bound = guarantee_bound(Problem(self.deal))
        value = shortfall(self.deal, self.certificate)
        worth = MappingProxyType(worth_signing(self.deal))
        return Ladder(
            self.certificate, "guarantee", None, value, min(bound, value), value <= bound, False,
            worth, "package",
        )  # fmt: skip


@dataclass(frozen=True)
class Packages:
    """The Pareto-best packages of a menu, and which of them are marked.

    Attributes
    ----------
    menu
        What was chosen from.
    frontier
        Packages with a self-enforcing ladder that no other such package is better than for
        every party, the first party's gain descending. Those that are not worth signing
        for somebody are in it too (`Package.worth_signing` says so).
    points
        What four theories of bargaining recommend among those worth signing for all (see
        `detente.planning.packages.points.bargaining`), by name: "nash",
        "kalai_smorodinsky", "egalitarian", "utilitarian"; None where there is none. The
        last two compare the units of the parties.
    size
        How many packages there are before any rule is asked.
    failed
        How many of the packages tested have no self-enforcing ladder although they keep to
        every rule that can be seen without ordering their lots.
    gap
        0 when the frontier is proven; else every other package is better than some package
        on the frontier, for any party, by at most this share of the distance between that
        party's least and largest gain.
    """

    menu: Menu
    frontier: tuple[Package, ...]
    points: Mapping[Point, Package | None]
    size: int
    failed: int
    gap: float

    @property
    def optimal(self) -> bool:
        """The frontier is proven."""
        return self.gap == 0.0


def package(menu: Menu, *, time_limit: float | None = None) -> Packages:
    """Find the packages that parties may agree on: Pareto-best, and with a ladder that holds.

    Gains are measured from no deal, where each has 0. A package is in the answer only with
    a self-enforcing ladder for the stakes and caps of the menu, certified by the kernel;
    one that has none makes way for those it was better than.

    Parameters
    ----------
    menu
        What a package may contain.
    time_limit
        Seconds for the search, and again for each ladder that is planned afterwards; a
        ceiling, never a target.

    Returns
    -------
    Packages
        Proven exact, or with the gap that is left.

    Raises
    ------
    ValueError
        The time limit makes no sense.
    """
    check_limit(time_limit)
    deadline = None if time_limit is None else time.monotonic() + time_limit
    space = Space(menu)

    def test(row: tuple[int, ...]) -> Certificate | None:
        return self_enforcing(menu.deal(space.package(row)), deadline)

    found = Tree(space, test, deadline).run()
    gains = np.array([hit.gains for hit in found.hits]).reshape(-1, len(menu.parties))
    best = tuple(
        Package(taken, menu.deal(taken), found.hits[k].proof, time_limit)
        for k in frontier(gains)
        for taken in [space.package(found.hits[k].row)]
    )
    return Packages(menu, best, _marked(best, space), space.size, found.failed, found.gap)


def _marked(best: tuple[Package, ...], space: Space) -> Mapping[Point, Package | None]:
    if not best:
        return MappingProxyType(dict.fromkeys(POINTS))
    parties = space.menu.parties
    gains = np.array([[package.gains[who] for who in parties] for package in best])
    rows = bargaining(gains, np.zeros(len(parties)), space.tolerance)
    marked = {point: None if row is None else best[row] for point, row in rows.items()}
    return MappingProxyType(marked)
