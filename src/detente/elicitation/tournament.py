"""Pairwise comparisons of single values as a tournament: how consistent they are by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb


@dataclass(frozen=True, slots=True)
class Tournament:
    """Values each of which was compared with every other.

    Attributes
    ----------
    values
        By path; as many as there are.
    circular
        Circular triads: A over B, B over C, C over A.
    """

    values: tuple[str, ...]
    circular: int

    @property
    def most(self) -> int:
        """The most circular triads so many values can have."""
        n = len(self.values)
        return (n**3 - n if n % 2 else n**3 - 4 * n) // 24

    @property
    def coefficient(self) -> float:
        """Coefficient of consistence, from 0 to 1: none of the triads that could be is circular.

        Kendall and Babington Smith 1940.
        """
        return 1.0 - self.circular / self.most


def tournaments(wins: Iterable[tuple[str, str]]) -> tuple[Tournament, ...]:
    """Find the groups of three and more values in which each was compared with every other.

    Parameters
    ----------
    wins
        Comparisons: the value said to be worth more, and the other. Values that are linked by
        comparisons form a group; one with a comparison missing, or one said both ways, is left out.
    """
    beaten: dict[str, set[str]] = {}
    for winner, loser in wins:
        beaten.setdefault(winner, set()).add(loser)
        beaten.setdefault(loser, set())
    found = []
    for group in _groups(beaten):
        if len(group) >= 3 and all(
            (b in beaten[a]) != (a in beaten[b]) for a, b in combinations(group, 2)
        ):
            scores = [len(beaten[value]) for value in group]
            circular = comb(len(group), 3) - sum(comb(score, 2) for score in scores)
            found.append(Tournament(group, circular))
    return tuple(found)


def _groups(beaten: dict[str, set[str]]) -> Iterator[tuple[str, ...]]:
    """Values linked by comparisons, in the order they were first named."""
    linked = {value: set(losers) for value, losers in beaten.items()}
    for value, losers in beaten.items():
        for loser in losers:
            linked[loser].add(value)
    seen: set[str] = set()
    for first in beaten:
        if first in seen:
            continue
        group, waiting = {first}, [first]
        while waiting:
            new = linked[waiting.pop()] - group
            group |= new
            waiting.extend(new)
        seen |= group
        yield tuple(value for value in beaten if value in group)
