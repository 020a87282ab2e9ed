"""Checking a sheet: what cannot hold together, what its ranges say, and what its answers teach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, floor, inf, log10
from typing import TYPE_CHECKING

from detente.case.amounts import Estimate
from detente.case.pinning import ranged
from detente.case.reader import dotted
from detente.case.tree import walk
from detente.elicitation.agreement import agreement
from detente.elicitation.linear import Clash, Row, Span, System
from detente.elicitation.sheet import UNSURE
from detente.elicitation.tournament import Tournament, tournaments

if TYPE_CHECKING:
    from detente.case import Assumption, Case
    from detente.elicitation.sheet import Pair, Sheet

MOVED = 0.005
"""An end or a likeliest value counts as moved by more than this share of the range's width."""


DIGITS = 5
"""Of the largest end of the ranges that hang together; ends are rounded outwards to so many."""


GRAIN = 1e-3
"""What the solver leaves below or above a rounded end, as a share of the last digit, is no more."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer, true or false, beside what the ranges say.

    Attributes
    ----------
    index
        Which pair of the sheet.
    agrees
        Share of the draws from the ranges in which it is as the answer says.
    """

    index: int
    agrees: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the answers, where all hold, leave of a range.

    Attributes
    ----------
    path
        Of which value.
    low, mode, high
        The range as it stands.
    to
        What is left of it: its ends in all answers' company, and the likeliest value nearest to
        the one that stands.
    """

    path: str
    low: float
    mode: float
    high: float
    to: Estimate

    @property
    def narrowed(self) -> bool:
        """Whether an end moves; else only the likeliest value does."""
        least = MOVED * (self.high - self.low)
        return self.to.low - self.low > least or self.high - self.to.high > least


@dataclass(frozen=True, eq=False)
class Consistency:
    """What a sheet's answers are worth.

    Attributes
    ----------
    sheet
        The sheet.
    judged
        Every answer that is true or false, beside the ranges.
    contradictions
        Minimal sets of answers (by index of the pair) and ends of ranges that cannot all hold;
        an answer is in one at most. First those of one answer: its own ranges refuse it.
    tournaments
        By party, single values each of which was compared with every other.
    lessons
        What the answers teach that are in no contradiction: ranges that they change.
    """

    sheet: Sheet
    judged: tuple[Judged, ...]
    contradictions: tuple[Clash, ...]
    tournaments: tuple[tuple[str, Tournament], ...]
    lessons: tuple[Lesson, ...]

    @property
    def unsure(self) -> int:
        """How many pairs have no answer."""
        return len(self.sheet.form.pairs) - len(self.judged)

    @property
    def aside(self) -> int:
        """How many answers are in contradictions, and teach nothing until that is settled."""
        return sum(len(clash.rows) for clash in self.contradictions)

    @cached_property
    def taught(self) -> Case:
        """The case with the sheet's ranges as its answers leave them."""
        return ranged(self.sheet.stated, {lesson.path: lesson.to for lesson in self.lessons})


def examine(sheet: Sheet) -> Consistency:
    """Check the answers of a sheet against its ranges and among themselves.

    Of a normal or lognormal spread, which has no ends, the 5 % and 95 % points count as the ends.
    """
    pairs = sheet.form.pairs
    answered = [i for i, pair in enumerate(pairs) if pair.holds != UNSURE]
    judged = _judged(sheet, answered)
    numbers = {number.path: number for number in sheet.stated.numbers}
    ranges = {path: (number.low, number.high) for path, number in numbers.items()}
    limits = _limits(sheet.stated)
    clashes: list[Clash] = []
    lessons: list[Lesson] = []
    for group in _linked(pairs, answered):
        system = System([_row(pairs[i]) for i in group], ranges, limits)
        found = [replace(c, rows=tuple(group[k] for k in c.rows)) for c in system.clashes()]
        clashes += found
        kept = [i for i in group if not any(i in clash.rows for clash in found)]
        if kept:
            system = System([_row(pairs[i]) for i in kept], ranges, limits)
            lessons += _lessons(sheet, system)
    order = {path: k for k, path in enumerate(numbers)}
    return Consistency(
        sheet,
        judged,
        tuple(sorted(clashes, key=lambda clash: (len(clash.rows) > 1, clash.rows))),
        _tournaments(pairs, answered),
        tuple(sorted(lessons, key=lambda lesson: order[lesson.path])),
    )


def _judged(sheet: Sheet, answered: Sequence[int]) -> tuple[Judged, ...]:
    pairs = sheet.form.pairs
    shares = agreement(sheet.stated, [(pairs[i].more, pairs[i].less) for i in answered])
    return tuple(
        Judged(i, share if pairs[i].holds is True else 1.0 - share)
        for i, share in zip(answered, shares, strict=True)
    )


def _row(pair: Pair) -> Row:
    """An answer as an inequality: more than, strictly; or, where denied, at most as much."""
    sign = 1.0 if pair.holds is True else -1.0
    more = {path: sign * count for path, count in pair.more.items()}
    less = {path: -sign * count for path, count in pair.less.items()}
    return Row({**more, **less}, pair.holds is True)


def _limits(case: Case) -> dict[str, Span]:
    """What each number can be at all; what is as wide as numbers go is anything."""
    return {
        dotted(node.route): (
            -inf if node.form.least <= Estimate.least else node.form.least,
            inf if node.form.most >= Estimate.most else node.form.most,
        )
        for node in walk(case.form)
        if isinstance(node.form, Estimate)
    }


def _linked(pairs: Sequence[Pair], answered: Iterable[int]) -> list[list[int]]:
    """Put together the answers that share a value, directly or through others."""
    group_of: dict[str, list[int]] = {}
    groups: list[list[int]] = []
    for i in answered:
        paths = [*pairs[i].more, *pairs[i].less]
        met = {id(group_of[path]): group_of[path] for path in paths if path in group_of}
        group = sorted([i, *(k for other in met.values() for k in other)])
        groups = [*(other for other in groups if id(other) not in met), group]
        named = {p for k in group for p in (*pairs[k].more, *pairs[k].less)}
        group_of.update(dict.fromkeys(named, group))
    return groups


def _lessons(sheet: Sheet, system: System) -> list[Lesson]:
    numbers = {number.path: number for number in sheet.stated.numbers}
    left = system.left()
    nearest = system.nearest({path: numbers[path].mode for path in system.paths})
    step = 10.0 ** (ceil(log10(system.scale)) - DIGITS)
    found = []
    for path in system.paths:
        was, (low, high) = numbers[path], left[path]
        least = MOVED * (was.high - was.low)
        low = max(was.low, step * floor(low / step + GRAIN)) if low - was.low > least else was.low
        high = (
            min(was.high, step * ceil(high / step - GRAIN)) if was.high - high > least else was.high
        )
        near = nearest[path]
        mode = step * round(near / step) if abs(near - was.mode) > least else was.mode
        mode = min(max(mode, low), high)
        if (low, mode, high) != (was.low, was.mode, was.high):
            to = _estimate(was, sheet.form.ranges.get(path), low, mode, high)
            found.append(Lesson(path, was.low, was.mode, was.high, to))
    return found


def _estimate(
    was: Assumption, own: Estimate | None, low: float, mode: float, high: float
) -> Estimate:
    """Make a range, with the reason the sheet gave for the one it comes from.

    Of a spread without ends, once cut, it is a PERT, which has them.
    """
    ends = {key: round(x, 12) for key, x in (("low", low), ("mode", mode), ("high", high))}
    dist = "pert" if was.dist in ("normal", "lognormal") else was.dist
    basis = {"why": own.why, "sources": own.sources} if own else {}
    return Estimate.model_validate({**ends, "dist": dist, **basis})


def _tournaments(
    pairs: Sequence[Pair], answered: Iterable[int]
) -> tuple[tuple[str, Tournament], ...]:
    """Tournaments of each party's single values; what is not worth more counts as beaten."""
    wins: dict[str, list[tuple[str, str]]] = {}
    for i in answered:
        more, less = list(pairs[i].more.items()), list(pairs[i].less.items())
        if len(more) == len(less) == 1 and more[0][1] == less[0][1]:
            one, other = more[0][0], less[0][0]
            win = (one, other) if pairs[i].holds is True else (other, one)
            wins.setdefault(pairs[i].party, []).append(win)
    return tuple((who, found) for who, mine in wins.items() for found in tournaments(mine))
