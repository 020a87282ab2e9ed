"""What the numbers of a sheet imply about a party's preferences: the few that tell most.

The values of a party, its costs and what it receives, stand in one list by their likeliest amount;
each two neighbours make a statement ("it would give this to get that"), and so does each value
that lies near the sum of two others. Objectives have a list of their own. An amount is that of one
lot, as it stands in the case: what is received counts as if all of it arrived. What is given
unconditionally is compared with nothing: it waits for nothing in return.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations_with_replacement, pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from detente.case.amounts import Estimate
from detente.case.errors import UnknownName
from detente.case.reader import dotted
from detente.elicitation.advice import planned
from detente.elicitation.agreement import agreement
from detente.uncertainty.values import evaluate
from detente.uncertainty.values.formula import formula, rows
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from detente.case import Case
    from detente.elicitation.sheet import Bundle, Sheet
    from detente.planning import Ladder

LIMIT = 8
"""Questions for each party, unless said otherwise."""

NEAR = 0.15
"""A value lies near a sum that differs from it by less than this share of the larger."""

Kind = Literal["gives", "receives", "aims"]


@dataclass(frozen=True, slots=True)
class Question:
    """A statement that the numbers imply: to a party the one bundle is worth more than the other.

    Attributes
    ----------
    party
        Whose preference.
    more, less
        How many of each value, by path.
    amounts
        What the two are worth at the likeliest values.
    agrees
        Share of the draws from the ranges in which the statement holds.
    effect
        What the opposite would change, from 0 to 1: were the amounts of the two exchanged, by how
        much would a party's smallest margin on the planned ladder move, as a share of its gain; 1
        where that ladder would become or cease to be self-enforcing.
    """

    party: str
    more: Bundle
    less: Bundle
    amounts: tuple[float, float]
    agrees: float
    effect: float

    @property
    def doubt(self) -> float:
        """How near the ranges are to not caring: 1 where the draws are even, 0 where all agree."""
        return 4.0 * self.agrees * (1.0 - self.agrees)

    @property
    def values(self) -> frozenset[str]:
        """The values in it."""
        return frozenset((*self.more, *self.less))


@dataclass(frozen=True, slots=True)
class Item:
    """A value of a party: what kind it is, its likeliest amount, and how many lots have it."""

    path: str
    kind: Kind
    mode: float
    lots: int


def questions(
    sheet: Sheet, *, party: str | None = None, limit: int = LIMIT
) -> tuple[Question, ...]:
    """Choose the questions to ask an analyst.

    For each party, one after the other, the question with the largest sum of its doubt, its
    effect, and the share of its values that no question before it, and no answer of the sheet, has
    touched. Pairs that stand in the sheet are not asked again.

    Parameters
    ----------
    sheet
        Whose numbers; `Sheet.empty` has those of the case.
    party
        Only this party, or audience; all parties without.
    limit
        The most questions for each; 1 or more.

    Raises
    ------
    UnknownName
        There is no such party or audience.
    ValueError
        A limit below 1.
    """
    if limit < 1:
        raise ValueError(f"the limit must be at least 1, not {limit}")
    case = sheet.stated
    known = [*case.form.parties, *case.form.audiences]
    if party is not None and party not in known:
        hint = suggest(party, known) or f" (there are: {', '.join(known)})"
        raise UnknownName(f"there is no party or audience '{party}'{hint}")
    ladder = planned(case.exchange())
    asked = {frozenset((_key(p.more), _key(p.less))) for p in sheet.form.pairs}
    touched = {path for p in sheet.form.pairs for path in (*p.more, *p.less)}
    found: list[Question] = []
    for who in (party,) if party else tuple(case.form.parties):
        mine = items(case, who)
        amounts = {item.path: item.mode for item in mine}
        said = [
            (more, less)
            for more, less in _implied(mine)
            if frozenset((_key(more), _key(less))) not in asked
        ]
        worth = [(_worth(more, amounts), _worth(less, amounts)) for more, less in said]
        shares, effects = agreement(case, said), _effects(case, ladder, said, amounts)
        every = [
            Question(who, more, less, both, agrees, effect)
            for (more, less), both, agrees, effect in zip(said, worth, shares, effects, strict=True)
        ]
        found += _chosen(every, touched, limit)
    return tuple(found)


def items(case: Case, who: str) -> tuple[Item, ...]:
    """Values of a party or audience, in the order of the file: lots that differ stand apart."""
    numbers = {number.path: number for number in case.numbers}
    counts: dict[tuple[str, Kind], int] = {}
    for part in case.lots.values():
        if part.measure.unconditional:
            continue
        if part.measure.giver == who:
            path = dotted(part.route("cost"))
            counts[path, "gives"] = counts.get((path, "gives"), 0) + 1
        elif isinstance(part.value.get(who), Estimate):
            path = dotted(part.route("value", who))
            counts[path, "receives"] = counts.get((path, "receives"), 0) + 1
    if who in case.form.parties:
        for name, objective in case.form.parties[who].objectives.items():
            if objective.worth is not None:
                counts[f"parties.{who}.objectives.{name}.worth", "aims"] = 1
    return tuple(
        Item(path, kind, numbers[path].mode, count) for (path, kind), count in counts.items()
    )


# --- what is implied -----------------------------------------------------------------------------

Statement = tuple[dict[str, float], dict[str, float]]


def _implied(found: Sequence[Item]) -> Iterator[Statement]:
    """Give the statements of each list: its neighbours, then its sums."""
    for aims in (False, True):
        ranked = sorted((i for i in found if (i.kind == "aims") == aims), key=lambda i: i.mode)
        yield from _neighbours(ranked)
        yield from _sums(ranked)


def _neighbours(ranked: Sequence[Item]) -> Iterator[Statement]:
    """Pair each value with one of the next larger amount; of equal ones none is preferred.

    So the pairs link all values, unless all are equal.
    """
    levels: list[list[Item]] = []
    for item in ranked:
        if levels and item.mode == levels[-1][0].mode:
            levels[-1].append(item)
        else:
            levels.append([item])
    for below, above in pairwise(levels):
        for k in range(max(len(below), len(above))):
            more, less = above[min(k, len(above) - 1)], below[min(k, len(below) - 1)]
            yield {more.path: 1.0}, {less.path: 1.0}


def _sums(ranked: Sequence[Item]) -> Iterator[Statement]:
    """Set each value beside the sum of two others of one kind that is nearest to it, if any is.

    Each of the two must be at least a quarter of the sum: else it is nearly a pair again.
    """
    both = sorted(
        (
            (a.mode + b.mode, a, b)
            for a, b in combinations_with_replacement(ranked, 2)
            if a.kind == b.kind
            and (a.path != b.path or a.lots > 1)
            and min(a.mode, b.mode) >= (a.mode + b.mode) / 4
        ),
        key=lambda x: x[0],
    )
    wholes = [whole for whole, _, _ in both]
    for one in ranked:
        above = both[bisect_right(wholes, one.mode) :]
        below = both[: bisect_left(wholes, one.mode)][::-1]
        near = [
            next((x for x in side if one.path not in (x[1].path, x[2].path)), None)
            for side in (above, below)
        ]
        gaps = [(abs(x[0] - one.mode), x) for x in near if x is not None]
        if not gaps:
            continue
        gap, (whole, a, b) = min(gaps, key=lambda x: x[0])
        if gap < NEAR * max(whole, one.mode):
            pair = {a.path: 2.0} if a.path == b.path else {a.path: 1.0, b.path: 1.0}
            single = {one.path: 1.0}
            yield (single, pair) if one.mode > whole else (pair, single)


def _worth(bundle: Bundle, amounts: Mapping[str, float]) -> float:
    return sum(count * amounts[path] for path, count in bundle.items())


def _key(bundle: Bundle) -> frozenset[tuple[str, float]]:
    return frozenset(bundle.items())


# --- which to ask --------------------------------------------------------------------------------


def _effects(
    case: Case, ladder: Ladder, said: Sequence[Statement], amounts: Mapping[str, float]
) -> list[float]:
    """What becomes of the planned ladder were the amounts of the two bundles exchanged."""
    of = formula(case)
    _, laid = rows(case.exchange(), ladder.steps)
    slot = {number.path: k for k, number in enumerate(of.numbers, 2)}
    modes = of.at("mode")
    x = np.repeat(modes[:, None], 1 + len(said), axis=1)  # the first column stays as it is
    for column, (more, less) in enumerate(said, 1):
        up, down = _worth(more, amounts), _worth(less, amounts)
        if down > 0:
            for bundle, factor in ((more, down / up), (less, up / down)):
                for path in bundle.keys() & slot.keys():
                    number = of.numbers[slot[path] - 2]
                    x[slot[path], column] = number.held(amounts[path] * factor)
    least = evaluate.least(of, laid, x)
    holds = least.min(axis=0) >= 0
    margins = least[: len(of.parties)]
    gains = np.abs(evaluate.terms(of, modes[:, None]).gain[: len(of.parties)])
    moves = np.abs(margins[:, 1:] - margins[:, :1]) / np.where(gains > 0, gains, np.inf)
    found = np.where(holds[1:] != holds[0], 1.0, np.minimum(moves.max(axis=0), 1.0))
    return [float(effect) for effect in found]


def _chosen(every: Sequence[Question], touched: set[str], limit: int) -> Iterator[Question]:
    """Pick the most telling question, again and again."""
    left = list(every)
    for _ in range(min(limit, len(left))):
        best = max(left, key=partial(_telling, touched))
        left.remove(best)
        touched |= best.values
        yield best


def _telling(touched: set[str], question: Question) -> tuple[float, float]:
    """How much a question tells; the smaller gap goes before the larger."""
    new = len(question.values - touched) / len(question.values)
    up, down = question.amounts
    gap = (up - down) / (abs(up) + abs(down) or 1.0)
    return round(question.doubt + question.effect + new, 9), -gap
