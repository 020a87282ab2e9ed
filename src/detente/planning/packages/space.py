"""A menu as arrays: what each way of taking a measure adds, and what the sums must keep to.

Gains, keeps and costs add up over the measures of a package, so all that is asked of it
apart from the order is linear in the ways chosen: completion (what a party keeps there must
not tempt it), the empty prefix, caps at completion, budgets. The tolerance of comparisons
adds up too. What requires or excludes something is a table per pair of measures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np

from detente.exchange import Lot, Menu, Taken
from detente.exchange.model import RELATIVE_TOLERANCE
from detente.planning.packages.bounds import Bools, Rows, Rules
from detente.planning.packages.points import Floats


@dataclass(frozen=True)
class Space:
    """The packages of a menu, as arrays."""

    menu: Menu

    @cached_property
    def ways(self) -> tuple[tuple[Taken | None, ...], ...]:
        """For each measure every way to take it, None for leaving it out."""
        return tuple(self.menu.ways(measure) for measure in self.menu.measures)

    @property
    def size(self) -> int:
        """How many packages there are before any rule is asked, the empty one included."""
        size = 1
        for ways in self.ways:
            size *= len(ways)
        return size

    @cached_property
    def gain(self) -> tuple[Floats, ...]:
        """For each measure what a way adds to each party's gain; shape (ways, parties)."""
        return self._table(lambda lot: [lot.face(who) for who in self.menu.parties])

    @cached_property
    def rules(self) -> Rules:
        """Every sum that must stay below a limit, and could pass it."""
        frame, budgets = self.menu.frame, self.menu.budgets
        capped = [who for who in frame.everyone if who in frame.caps]
        bearing = [who for who in capped if who in frame.audiences]  # completion itself

        def adds(lot: Lot) -> list[float]:
            slack = {who: _slack(lot, who) for who in frame.everyone}
            gain = {who: lot.face(who) for who in frame.everyone}
            return [
                *(lot.effect(who) - gain[who] - slack[who] for who in frame.parties),
                *(-gain[who] - slack[who] for who in frame.parties),
                *(-lot.effect(who) - slack[who] for who in capped),
                *(-gain[who] - slack[who] for who in bearing),
                *(_spent(lot, who) for who in budgets),
            ]

        limits = np.array(
            [
                *(frame.stake(who, complete=True) for who in frame.parties),
                *(frame.stake(who) - frame.held(who) for who in frame.parties),
                *(frame.caps[who] for who in capped),
                *(frame.caps[who] for who in bearing),
                *budgets.values(),
            ]
        )
        table = self._table(adds)
        live = sum(each.max(axis=0) for each in table) > limits
        return Rules(tuple(each[:, live] for each in table), limits[live])

    @cached_property
    def barred(self) -> dict[tuple[int, int], Bools]:
        """Per pair of measures (the earlier first) which ways cannot be together."""
        found: dict[tuple[int, int], Bools] = {}
        place = {measure.name: k for k, measure in enumerate(self.menu.measures)}
        asked = [(pair, False) for pair in self.menu.requires]
        asked += [(pair, True) for pair in self.menu.excludes]
        for pair, clash in asked:
            (a, has), (b, meets) = (
                (k, np.array([self.menu.holds(way, name) for way in self.ways[k]]))
                for name in pair
                for k in [place[self.menu.measure_of(name).name]]
            )
            wrong = has[:, None] & (meets if clash else ~meets)
            if a == b:  # two lots of one measure: each way by itself
                wrong = np.diag(np.diag(wrong))
            if a > b:
                a, b, wrong = b, a, wrong.T
            found[a, b] = found.get((a, b), np.zeros_like(wrong)) | wrong
        return found

    @cached_property
    def tolerance(self) -> Floats:
        """Per party how far two gains may differ and count as equal."""
        return np.array([self.menu.frame.tolerance(who) for who in self.menu.parties])

    @cached_property
    def scale(self) -> Floats:
        """Per party the distance between the least and the most it could gain, rules apart."""
        spread = sum((each.max(axis=0) - each.min(axis=0) for each in self.gain), np.zeros(1))
        return np.where(spread > 0, spread, 1.0)

    def package(self, row: Sequence[int]) -> tuple[Taken, ...]:
        """What a row of numbers of ways takes."""
        picked = (ways[k] for ways, k in zip(self.ways, row, strict=True))
        return tuple(way for way in picked if way is not None)

    def admits(self, rows: Rows) -> Bools:
        """Whether each package has anything in it, and may have a first and a last lot."""
        return self._filled(rows) & self._has_ends(rows)

    def _filled(self, rows: Rows) -> Bools:
        found = np.zeros(len(rows), bool)
        for k, ways in enumerate(self.ways):
            found |= np.array([way is not None for way in ways])[rows[:, k]]
        return found

    def _has_ends(self, rows: Rows) -> Bools:
        """Whether each package has a lot that may come first, and one that may come last.

        Necessary for a ladder: what is kept after the first lot, and before the last one,
        must leave every party between its cap and its gain plus stake. Precedence is not
        asked; a package with a lot in a group passes.
        """
        frame, ends = self.menu.frame, self._ends
        grouped = {name for group in frame.together for name in group}
        held = np.array([frame.held(who) for who in frame.everyone])
        stakes = [frame.stake(who) for who in frame.parties]
        stake = np.array(stakes + [np.inf] * len(frame.audiences))
        cap = np.array([frame.caps.get(who, np.inf) for who in frame.everyone])
        effect, gain, slack = (
            sum((each[rows[:, k]] for k, each in enumerate(table)), np.zeros(1))
            for table in (ends.effect, ends.gain, ends.slack)
        )
        low, high = -cap - slack, gain + stake + slack
        first, last = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
        count = np.zeros(len(rows), int)
        for k, lots in enumerate(self._lots):
            for lot, brings in zip(lots, self._brings[k].T, strict=True):
                there = brings[rows[:, k]] > 0
                count += there
                if lot.name in grouped:
                    first |= there
                    last |= there
                    continue
                own = np.array([lot.effect(who) for who in frame.everyone])
                start, end = own + held, effect - own + held
                first |= there & ((low <= start) & (start <= high)).all(axis=1)
                last |= there & ((low <= end) & (end <= high)).all(axis=1)
        return (first & last) | (count < 2)

    @cached_property
    def _ends(self) -> _Ends:
        everyone = self.menu.frame.everyone
        return _Ends(
            self._table(lambda lot: [lot.effect(who) for who in everyone]),
            self._table(lambda lot: [lot.face(who) for who in everyone]),
            self._table(lambda lot: [_slack(lot, who) for who in everyone]),
        )

    @cached_property
    def _lots(self) -> tuple[tuple[Lot, ...], ...]:
        """The lots of each measure on all its terms."""
        measures = self.menu.measures
        return tuple(tuple(lot for lots in m.terms.values() for lot in lots) for m in measures)

    @cached_property
    def _brings(self) -> tuple[Floats, ...]:
        """For each measure which of its lots each way brings; shape (ways, lots)."""
        found = []
        for measure, ways, lots in zip(self.menu.measures, self.ways, self._lots, strict=True):
            sizes = [0, *(len(some) for some in measure.terms.values())]
            start = dict(zip(measure.terms, accumulate(sizes), strict=False))
            brings = np.zeros((len(ways), len(lots)))
            for w, way in enumerate(ways):
                if way is not None:
                    brings[w, start[way.terms] : start[way.terms] + way.lots] = 1
            found.append(brings)
        return tuple(found)

    def _table(self, amounts: Callable[[Lot], Sequence[float]]) -> tuple[Floats, ...]:
        """For each measure the sums of `amounts` over the lots that each way brings."""
        pairs = zip(self._brings, self._lots, strict=True)
        return tuple(brings @ np.array([amounts(lot) for lot in lots]) for brings, lots in pairs)


@dataclass(frozen=True)
class _Ends:
    """What each way adds to keeps, gain and tolerance of everyone; shape (ways, everyone)."""

    effect: tuple[Floats, ...]
    gain: tuple[Floats, ...]
    slack: tuple[Floats, ...]


def _slack(lot: Lot, who: str) -> float:
    """What the lot adds to the tolerance of `who` (see `Exchange.tolerance`)."""
    return RELATIVE_TOLERANCE * (abs(lot.cost) + abs(lot.value.get(who, 0.0)))


def _spent(lot: Lot, who: str) -> float:
    return lot.cost * (1 - RELATIVE_TOLERANCE) if lot.giver == who else 0.0
