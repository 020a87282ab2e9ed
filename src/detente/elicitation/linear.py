"""Answers and ranges as linear inequalities: can all hold, which cannot, and what they leave.

An answer says that a weighted sum of values is above 0, or at least 0; a range says where a value
lies. Feasibility is one linear program: the largest margin by which every strict answer can hold
(Chinneck 2008, chapter 1). What cannot all hold is cut down to a minimal set by bisection and the
deletion filter (Chinneck and Dravnieks 1991): an inequality without which the rest still cannot
hold is not needed, and one pass over all of them is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from detente.uncertainty.values.formula import Floats

MARGIN = 1e-6
"""A strict answer holds where its sum can be above this share of the largest end of any range."""

ROUNDING = 1e-7
"""What a sum may be below 0, in the same share, and count as 0: the tolerance of the solver."""

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """An answer: the sum of weight times value is above 0, or at least 0 where not `strict`."""

    weights: Mapping[str, float]
    strict: bool


@dataclass(frozen=True, slots=True)
class End:
    """One end of the range of a value: it is at least, or at most, so much."""

    path: str
    side: Literal["low", "high"]
    value: float


@dataclass(frozen=True, slots=True)
class Clash:
    """Answers, by number, and ends of ranges that cannot all hold; all but any one of them can."""

    rows: tuple[int, ...]
    ends: tuple[End, ...]


class System:
    """Answers about values, each of which lies in a range.

    Parameters
    ----------
    rows
        The answers.
    ranges
        The range of each value in them, by path; more may be given.
    limits
        What each value can be at all, whatever its range; without, anything.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        ranges: Mapping[str, Span],
        limits: Mapping[str, Span] | None = None,
    ) -> None:
        paths = dict.fromkeys(path for row in rows for path in row.weights)
        self.paths = tuple(path for path in ranges if path in paths)
        column = {path: j for j, path in enumerate(self.paths)}
        self.strict = np.array([row.strict for row in rows], dtype=bool)
        self.weights = np.zeros((len(rows), len(self.paths)))
        for i, row in enumerate(rows):
            size = sum(abs(weight) for weight in row.weights.values())
            for path, weight in row.weights.items():
                self.weights[i, column[path]] += weight / size
        self.low, self.high = _ends([ranges[path] for path in self.paths])
        wide = limits or {}
        self.least, self.most = _ends([wide.get(p, (-np.inf, np.inf)) for p in self.paths])

    @cached_property
    def scale(self) -> float:
        """The largest end of any range; 1 where all are 0."""
        return float(max(np.abs(self.low).max(initial=0), np.abs(self.high).max(initial=0))) or 1.0

    # --- can it hold -----------------------------------------------------------------------------

    def feasible(self, rows: Sequence[int], low: Floats | None = None,
                 high: Floats | None = None) -> bool:  # fmt: skip
        """Say whether these answers can all hold, the values being between `low` and `high`.

        Without the two the ranges are meant. Differences below `MARGIN` count as none.
        """
        from scipy.optimize import linprog  # late: a third of a second

        low, high = self.low if low is None else low, self.high if high is None else high
        strict = self.strict[list(rows)]
        found = linprog(
            np.append(np.zeros(len(self.paths)), -1.0),  # the margin, as large as can be
            A_ub=np.column_stack([-self.weights[list(rows)], strict]) if len(rows) else None,
            b_ub=np.zeros(len(rows)) if len(rows) else None,
            bounds=[*self._bounds(low, high), (0.0, 1.0)],
            method="highs",
        )
        return bool(found.status == 0 and (not strict.any() or -found.fun > MARGIN))

    def _bounds(self, low: Floats, high: Floats) -> list[Span]:
        return list(zip(low / self.scale, high / self.scale, strict=True))

    # --- what cannot -----------------------------------------------------------------------------

    def clashes(self) -> tuple[Clash, ...]:
        """Find minimal sets that cannot hold; no answer is in two of them.

        Answers that their ranges alone refuse come first, each by itself; then, one set after the
        other, what is left, until the rest can hold. An end of a range may be in several.
        """
        most = np.where(self.weights > 0, self.high, self.low) / self.scale
        best = (self.weights * most).sum(axis=1)
        alone = np.flatnonzero(np.where(self.strict, best <= MARGIN, best < -ROUNDING)).tolist()
        found = [self._clash([i]) for i in alone]
        rest = [i for i in range(len(self.strict)) if i not in alone]
        while not self.feasible(rest):
            clash = self._clash(rest)
            found.append(clash)
            rest = [i for i in rest if i not in clash.rows]
        return tuple(found)

    def _clash(self, rows: list[int]) -> Clash:
        """Cut answers that cannot hold with the ranges down to a minimal set."""
        rows = rows[: self._first_infeasible(rows)]
        low, high = self.least.copy(), self.most.copy()
        if self.feasible(rows, low, high):  # not among themselves: some ends are needed
            low, high = self.low.copy(), self.high.copy()
            for j in range(len(self.paths)):
                for ends, free in ((low, self.least), (high, self.most)):
                    kept, ends[j] = ends[j], free[j]
                    if self.feasible(rows, low, high):
                        ends[j] = kept
        for i in list(rows):
            fewer = [k for k in rows if k != i]
            if not self.feasible(fewer, low, high):
                rows = fewer
        return Clash(tuple(rows), tuple(self._needed(low, high)))

    def _first_infeasible(self, rows: list[int]) -> int:
        """Length of the shortest beginning that cannot hold."""
        holds, fails = 0, len(rows)
        while fails - holds > 1:
            middle = (holds + fails) // 2
            if self.feasible(rows[:middle]):
                holds = middle
            else:
                fails = middle
        return fails

    def _needed(self, low: Floats, high: Floats) -> Iterator[End]:
        for j, path in enumerate(self.paths):
            if low[j] > self.least[j]:
                yield End(path, "low", float(low[j]))
            if high[j] < self.most[j]:
                yield End(path, "high", float(high[j]))

    # --- what they leave -------------------------------------------------------------------------

    def left(self) -> dict[str, Span]:
        """Give the least and the most that each value can be where all answers hold.

        Of answers that can hold; a strict one comes as near to its edge as one likes.
        """
        from scipy.optimize import linprog

        found = {}
        for j, path in enumerate(self.paths):
            goal = np.zeros(len(self.paths))
            goal[j] = 1.0
            ends = [
                sign * linprog(sign * goal, A_ub=-self.weights, b_ub=np.zeros(len(self.strict)),
                               bounds=self._bounds(self.low, self.high), method="highs").fun
                for sign in (1.0, -1.0)
            ]  # fmt: skip
            least, most = (x * self.scale for x in ends)
            found[path] = max(least, float(self.low[j])), min(most, float(self.high[j]))
        return found

    def nearest(self, point: Mapping[str, float]) -> dict[str, float]:
        """Move values as little as the answers ask, each distance in widths of its range.

        The sum of squared distances is least: the least-distance program of Lawson and Hanson
        1974, chapter 23, by non-negative least squares. Of answers that can hold; where a strict
        one moves anything, it holds with equality.

        Parameters
        ----------
        point
            The values, by path, each within its range.
        """
        from scipy.optimize import nnls

        start = np.array([point[path] for path in self.paths])
        free = self.high > self.low
        width = (self.high - self.low)[free]
        rows = self.weights[:, free] * width
        room = np.eye(int(free.sum()))
        g = np.vstack([rows, room, -room])
        h = np.concatenate([
            -self.weights @ start,
            (self.low - start)[free] / width,
            (start - self.high)[free] / width,
        ])  # fmt: skip
        if not free.any() or (h <= 1e-12 * self.scale).all():
            return dict(zip(self.paths, start.tolist(), strict=True))
        target = np.append(np.zeros(g.shape[1]), 1.0)
        system = np.vstack([g.T, h])
        solved, _ = nnls(system, target, maxiter=100 * len(h))
        residual = system @ solved - target
        moved = start.copy()
        moved[free] -= width * residual[:-1] / residual[-1]
        held = np.clip(moved, self.low, self.high)
        return dict(zip(self.paths, held.tolist(), strict=True))


def _ends(spans: Sequence[Span]) -> tuple[Floats, Floats]:
    both = np.array(spans, dtype=np.float64).reshape(-1, 2)
    return both[:, 0].copy(), both[:, 1].copy()
