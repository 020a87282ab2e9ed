"""An exchange as the searches see it: steps-to-be, their effects, and who must wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from detente.exchange import Exchange, gain
from detente.planning.account import Floats as Floats, best_rates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True)
class Box:
    """Bounds on the keeps of every actor at all prefixes before the complete one.

    Attributes
    ----------
    low, high
        Shape (actors,); infinite where there is no bound.
    """

    low: Floats
    high: Floats

    def __and__(self, other: Box) -> Box:
        return Box(np.maximum(self.low, other.low), np.minimum(self.high, other.high))


@dataclass(frozen=True)
class Problem:
    """The arrays of an exchange; actors are its parties, then the audiences with a cap.

    An audience without a cap restricts nothing. Units are the steps-to-be: groups, and
    lots in no group. Keeps count the deposits held, which all prefixes before the
    complete one share.
    """

    deal: Exchange
    extra: tuple[tuple[int, int], ...] = ()
    """Pairs of units (first, then): precedences beyond the deal's that lose nothing sought."""

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """Names of the parties, then of the audiences with a cap."""
        return (*self.deal.parties, *(a for a in self.deal.audiences if a in self.deal.caps))

    @property
    def nowhere(self) -> Floats:
        """No bound for any actor; shape (actors,), a fresh array."""
        return np.full(len(self.actors), np.inf)

    @property
    def over_gain(self) -> Floats:
        """The keeps at which a party's temptation is 0; audiences have none; a fresh array."""
        over = self.nowhere
        over[: self.parties] = self.gain[: self.parties]
        return over

    @property
    def over_stake(self) -> Floats:
        """The keeps on the way at which a party's margin is 0; a fresh array."""
        over = self.nowhere
        over[: self.parties] = (self.gain + self.stake)[: self.parties]
        return over

    @property
    def under_zero(self) -> Floats:
        """The keeps at which a party's exposure is 0; a fresh array."""
        under = -self.nowhere
        under[: self.parties] = 0.0
        return under

    @cached_property
    def parties(self) -> int:
        """How many of the actors are parties; they come first."""
        return len(self.deal.parties)

    @cached_property
    def units(self) -> tuple[tuple[str, ...], ...]:
        """Lot names of each unit: the groups, and each lot in no group."""
        group_of = {name: tuple(group) for group in self.deal.together for name in group}
        lots = (lot.name for lot in self.deal.lots)
        return tuple(dict.fromkeys(group_of.get(name, (name,)) for name in lots))

    @cached_property
    def _effect_of(self) -> dict[str, Floats]:
        return {
            lot.name: np.array([lot.effect(who) for who in self.actors]) for lot in self.deal.lots
        }

    @cached_property
    def effect(self) -> Floats:
        """Shape (actors, units): what a unit adds to an actor's keeps."""
        columns = [np.sum([self._effect_of[name] for name in unit], axis=0) for unit in self.units]
        return np.array(columns, dtype=float).T + 0.0  # no negative zeros

    @cached_property
    def inner(self) -> dict[int, tuple[Floats, Floats]]:
        """Of each sequential unit of several givers: its lowest and highest inner sums.

        Shape (actors,) each, relative to the keeps before the unit.
        """
        if not self.deal.sequential:
            return {}
        giver = {lot.name: lot.giver for lot in self.deal.lots}
        found: dict[int, tuple[Floats, Floats]] = {}
        for u, unit in enumerate(self.units):
            givers = tuple(dict.fromkeys(giver[name] for name in unit))
            sums = [
                np.sum([self._effect_of[n] for n in unit if giver[n] in ready], axis=0)
                for size in range(1, len(givers))
                for ready in combinations(givers, size)
            ]
            if sums:
                found[u] = np.min(sums, axis=0), np.max(sums, axis=0)
        return found

    @cached_property
    def inner_rows(self) -> tuple[NDArray[np.int64], Floats, Floats]:
        """`inner` for the compiled kernels: each unit's row, or -1, and the rows."""
        row = {u: k for k, u in enumerate(self.inner)}
        rows = np.array([row.get(u, -1) for u in range(len(self.units))], dtype=np.int64)
        low, high = (
            np.array([pair[k] for pair in self.inner.values()]).reshape(-1, len(self.actors))
            for k in (0, 1)
        )
        return rows, low, high

    @cached_property
    def received(self) -> Floats:
        """Shape (actors, units): face value each actor receives with a unit."""
        value = {lot.name: lot.value for lot in self.deal.lots}
        return np.array(
            [[sum(value[n].get(who, 0.0) for n in unit) for unit in self.units]
             for who in self.actors]
        )  # fmt: skip

    @cached_property
    def gain(self) -> Floats:
        """Shape (actors,): what completing is worth."""
        return np.array([gain(self.deal, who) for who in self.actors], dtype=float)

    @cached_property
    def total(self) -> Floats:
        """Keeps at the complete prefix."""
        return np.asarray(self.effect.sum(axis=1))

    @cached_property
    def held(self) -> Floats:
        """Deposits of others held on the way."""
        return np.array([self.deal.held(who) for who in self.actors], dtype=float)

    @cached_property
    def tolerance(self) -> Floats:
        """Shape (actors,): how far two amounts may differ and count as equal."""
        return np.array([self.deal.tolerance(who) for who in self.actors])

    @cached_property
    def stake(self) -> Floats:
        """Stake on the way; infinite for audiences, who cannot walk away."""
        return self._stakes(complete=False)

    @cached_property
    def stake_at_completion(self) -> Floats:
        """Stake at the complete prefix, where deposits are back."""
        return self._stakes(complete=True)

    def _stakes(self, *, complete: bool) -> Floats:
        stakes = [self.deal.stake(who, complete=complete) for who in self.deal.parties]
        return np.array(stakes + [np.inf] * (len(self.actors) - self.parties))

    @cached_property
    def cap(self) -> Floats:
        """Largest exposure allowed; infinite without a red line."""
        return np.array([self.deal.caps.get(who, np.inf) for who in self.actors])

    @cached_property
    def scale(self) -> Floats:
        """Per actor the unit of the distance from the straight line (DESIGN: s_i)."""
        largest = np.abs(self.effect).max(axis=1)
        flat = np.abs(self.total) <= self.tolerance
        return np.where(flat, np.where(largest > 0, largest, 1.0), np.abs(self.total))

    @cached_property
    def widest(self) -> Floats:
        """Shape (actors,): the largest effect of one unit, never 0."""
        return np.asarray(np.maximum(np.abs(self.effect).max(axis=1), 1e-300))

    @cached_property
    def bulk(self) -> Floats:
        """Shape (units,): the largest share of an actor's `widest` that a unit moves."""
        return np.asarray((np.abs(self.effect) / self.widest[:, None]).max(axis=0))

    @cached_property
    def near(self) -> float:
        """Amounts that differ by less are equal but for rounding.

        An amount is a sum of effects less a gain, stake or cap: the largest of them all
        says how far its last digits can be trusted.
        """
        levels = (self.gain, self.held, self.stake[: self.parties], self.cap)
        largest = max(float(np.abs(x[np.isfinite(x)]).max(initial=0.0)) for x in levels)
        return 1e-12 * float(np.abs(self.effect).sum()) + 1e-15 * largest

    @cached_property
    def rates(self) -> tuple[Floats, ...]:
        """Weights, shape (parties,), at which the parties' accounts may be pooled.

        A pooled account bounds at any of them, so the larger of several bounds stands,
        and no points of different parties are compared in it.
        """
        p = slice(self.parties)
        return np.ones(self.parties), best_rates(self.effect[p], (self.gain + self.stake)[p])

    @cached_property
    def before(self) -> tuple[int, ...]:
        """Per unit the set (a bit mask) of all units that must come before it."""
        unit_of = {name: u for u, unit in enumerate(self.units) for name in unit}
        direct = [0] * len(self.units)
        for first, then in self.deal.after:
            direct[unit_of[then]] |= 1 << unit_of[first]
        for ahead, behind in self.extra:
            direct[behind] |= 1 << ahead
        closed: dict[int, int] = {}
        for start in range(len(direct)):
            stack = [start]
            while stack:
                u = stack[-1]
                waiting = [v for v in bits(direct[u]) if v not in closed]
                if waiting and u not in closed:
                    stack.extend(waiting)
                    continue
                stack.pop()
                closed[u] = direct[u]
                for v in bits(direct[u]):
                    closed[u] |= closed[v]
        return tuple(closed[u] for u in range(len(direct)))

    @cached_property
    def behind(self) -> tuple[int, ...]:
        """Per unit the set (a bit mask) of all units that must come after it."""
        masks = [0] * len(self.units)
        for u, mask in enumerate(self.before):
            for v in bits(mask):
                masks[v] |= 1 << u
        return tuple(masks)

    @cached_property
    def followers(self) -> Rows:
        """Per unit those that must come after it."""
        return compressed(self.behind)

    @cached_property
    def forerunners(self) -> Rows:
        """Per unit those that must come before it."""
        return compressed(self.before)

    @cached_property
    def classes(self) -> tuple[tuple[int, ...], ...]:
        """Interchangeable units: equal effects, values, predecessors and successors."""
        found: dict[object, list[int]] = {}
        for u in range(len(self.units)):
            low, high = self.inner.get(u, (np.zeros(0), np.zeros(0)))
            vectors = (self.effect[:, u], self.received[:, u], low, high)
            key = (*(v.tobytes() for v in vectors), self.before[u], self.behind[u])
            found.setdefault(key, []).append(u)
        return tuple(tuple(units) for units in found.values())

    @cached_property
    def axes(self) -> tuple[tuple[int, ...], ...]:
        """Units in lines, each line delivered in its order without loss of generality.

        A line is a run of interchangeable units, followed by others that must all wait
        for it. A delivered set is then a count per line, and their number the product of
        the lines' lengths plus one.
        """
        rank = {u: bin(self.before[u]).count("1") for u in range(len(self.units))}
        lines: list[list[int]] = []
        ending: dict[int, list[int]] = {}  # lines by their last unit
        for units in sorted(self.classes, key=lambda c: rank[c[0]]):
            ahead = (v for v in bits(self.before[units[0]]) if v in ending)
            line = ending.pop(next(ahead, -1), None)
            if line is None:
                line = []
                lines.append(line)
            line.extend(units)
            ending[units[-1]] = line
        return tuple(tuple(line) for line in lines)

    def needs(self, lines: Sequence[Sequence[int]]) -> dict[int, dict[int, int]]:
        """Per unit, with the units in `lines`: which other lines must have come how far first."""
        place = {u: (a, d) for a, line in enumerate(lines) for d, u in enumerate(line)}
        found: dict[int, dict[int, int]] = {}
        for u, (own, _) in place.items():
            least = found.setdefault(u, {})
            for v in bits(self.before[u]):
                a, d = place[v]
                if a != own:
                    least[a] = max(least.get(a, 0), d + 1)
        return found

    def way(self, order: list[int]) -> tuple[Floats, Floats]:
        """Lowest and highest keeps of each actor before the last unit of an order is complete.

        Shape (actors,) each; of no order, those of the empty set.
        """
        before = np.concatenate((np.zeros((len(self.held), 1)), self.effect[:, order]), axis=1)
        keeps = self.held[:, None] + np.cumsum(before, axis=1)
        way = keeps[:, :-1] if order else keeps
        low, high = way.min(axis=1), way.max(axis=1)
        for k, u in enumerate(order) if self.inner else ():
            if u in self.inner:
                low = np.minimum(low, keeps[:, k] + self.inner[u][0])
                high = np.maximum(high, keeps[:, k] + self.inner[u][1])
        return low, high

    def steps(self, order: list[int]) -> list[tuple[str, ...]]:
        """Lot names of the units in `order`."""
        return [self.units[u] for u in order]


def bits(mask: int) -> list[int]:
    """The members of a set given as a bit mask, ascending."""
    members = []
    while mask:
        low = mask & -mask
        members.append(low.bit_length() - 1)
        mask ^= low
    return members


def compressed(masks: tuple[int, ...]) -> Rows:
    """Write sets given as bit masks one after another: where each begins, and the members."""
    members = [bits(mask) for mask in masks]
    heads = np.cumsum([0, *(len(row) for row in members)])
    return heads.astype(np.int64), np.array([u for row in members for u in row], dtype=np.int64)
