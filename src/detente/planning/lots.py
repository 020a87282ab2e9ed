"""How fine to cut: the fewest lots for which what is at stake suffices.

Small lots make an exchange safe (Grinberg and Sevast'yanov 1980 for vectors; Sandholm and
Ferrandon 2000 for one seller): the guarantee on the way falls with the largest lot. What the
empty and the complete prefix ask for does not depend on lots; no cut goes below that floor.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from detente.exchange import Exchange, InvalidExchange, Lot, NoLadder, UnknownLot
from detente.planning.bounds import least_guarantee
from detente.planning.clock import Clock
from detente.planning.edits import Cut, Joint
from detente.planning.holding import clock_for, ends_break, holding, planned
from detente.planning.problem import Problem
from detente.words.nearest import suggest

MOST = 12
"""Into how many lots a measure is cut at most, unless asked for more. It is divisible by 2, 3,
4 and 6: what does not do in 12 lots does in none of these numbers either, since a lot cut in
equal pieces delivered one after another stays between the keeps before and after it."""

TRIES = 3000
"""How many ways to cut several measures are looked at, the fewest lots first."""


@dataclass(frozen=True, slots=True)
class Point:
    """What a number of lots needs.

    Attributes
    ----------
    lots
        Into how many lots each measure of the curve is cut, or as near to it as it can be.
    guarantee
        Per party what the best ladder needs; None where no order respects the caps.
    holds
        The stated stakes suffice.
    proven
        The ladder behind it is proven to be the best.
    """

    lots: int
    guarantee: Mapping[str, float] | None
    holds: bool
    proven: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """Guarantee against number of lots.

    Attributes
    ----------
    measures
        The measures cut, all into the same number of lots; the others stay as they are.
    points
        By rising number of lots. They end where finer lots cannot lower the guarantee,
        or the time was over.
    """

    measures: tuple[str, ...]
    points: tuple[Point, ...]

    @property
    def fewest(self) -> int | None:
        """The fewest lots for which the stakes suffice; None where no number did."""
        return next((point.lots for point in self.points if point.holds), None)


@dataclass(frozen=True, slots=True)
class Advice:
    """How fine to cut.

    Attributes
    ----------
    alone
        Per measure the curve of cutting it alone.
    alike
        The curve of cutting all of them into the same number of lots.
    together
        Per measure the number of lots, the fewest in all, for which the stakes suffice;
        None where none was found.
    proven
        `together` is proven to be the fewest (or None: proven that there is none within
        the numbers looked at).
    floor
        Per party the guarantee that the empty and the complete prefix ask for: only
        terms can lower it.
    whole
        Measures that cannot be cut into equal lots: their lots differ in terms, or are
        part of a step of several lots.
    """

    alone: Mapping[str, Curve]
    alike: Curve
    together: Mapping[str, int] | None
    proven: bool
    floor: Mapping[str, float]
    whole: tuple[str, ...]


def advise_lots(
    deal: Exchange,
    measures: Mapping[str, Sequence[str]],
    *,
    most: int = MOST,
    finest: Mapping[str, int] | None = None,
    time_limit: float | None = None,
) -> Advice:
    """Find the fewest lots per measure for which the stated stakes suffice.

    Parameters
    ----------
    deal
        What is exchanged, its measures cut in some way.
    measures
        The measures that may be cut: by name their lots in `deal`.
    most
        Into how many lots a measure is cut at most.
    finest
        Into how many pieces at most what is now one lot may be cut: three people make no
        four groups, and 1 says that half a meeting is none. Default: no such limit.
    time_limit
        Seconds; when they are over, curves end and `together` is no longer proven.
        Default: none where searches are exact, else a minute.

    Raises
    ------
    UnknownLot
        A measure, or `finest`, names a lot that is not there.
    ValueError
        `most` is below 1.
    """
    clock = clock_for(deal, time_limit)
    if most < 1:
        raise ValueError(f"a measure has at least 1 lot, so most cannot be {most}")
    finest = finest or {}
    check_lots(deal, {**measures, "finest": tuple(finest)})
    cuttable = {name: tuple(x) for name, x in measures.items() if divisible(deal, x)}
    limits = {name: pieces(x, finest, most) for name, x in cuttable.items()}
    floor = least_guarantee(Problem(deal))
    fewest, proven = fewest_lots(deal, cuttable, dict.fromkeys(cuttable, 1), limits, clock)
    return Advice(
        alone=MappingProxyType(
            {name: _curve(deal, {name: x}, limits, clock) for name, x in cuttable.items()}
        ),
        alike=_curve(deal, cuttable, limits, clock),
        together=None if fewest is None else MappingProxyType(fewest),
        proven=proven,
        floor=MappingProxyType(dict(zip(deal.parties, map(float, floor), strict=True))),
        whole=tuple(name for name in measures if name not in cuttable),
    )


def check_lots(deal: Exchange, named: Mapping[str, Collection[str]]) -> None:
    """Refuse names of lots that `deal` does not have.

    Raises
    ------
    UnknownLot
    """
    known = [lot.name for lot in deal.lots]
    for place, names in named.items():
        for name in names:
            if name not in known:
                raise UnknownLot(f"{place}: there is no lot '{name}'{suggest(name, known)}")


def pieces(lots: Collection[str], finest: Mapping[str, int], most: int = MOST) -> int:
    """Into how many lots a measure may be cut at most; see `advise_lots`."""
    return min(most, sum(finest.get(name, most) for name in lots))


def divisible(deal: Exchange, names: Collection[str]) -> bool:
    """Whether lots are parts of one thing, so that they can be cut anew into equal ones.

    They are where they have one giver and one set of terms, costs and values in one
    proportion, belong to no group, and no other lot must come between them.
    """
    lots = [lot for lot in deal.lots if lot.name in names]
    if not lots or any(set(names) & set(group) for group in deal.together):
        return False
    terms = {(x.giver, x.recovered, tuple(x.lost_to(w) for w in deal.everyone)) for x in lots}
    amounts = np.array([[x.cost, *(x.value.get(w, 0.0) for w in deal.everyone)] for x in lots])
    whole = amounts.sum(axis=0)
    if len(terms) > 1 or np.linalg.matrix_rank(amounts, tol=1e-9 * np.abs(whole).max()) > 1:
        return False
    try:
        Cut(tuple(names), len(lots)).apply(deal)
    except InvalidExchange:  # the pieces' names are taken, or others must come between
        return False
    return True


def recut(
    deal: Exchange, measures: Mapping[str, tuple[str, ...]], lots: Mapping[str, int]
) -> Joint:
    """Return the cuts that give each measure its number of equal lots, where it has not."""
    of = {lot.name: lot for lot in deal.lots}
    return Joint(
        tuple(
            Cut(measures[name], count)
            for name, count in lots.items()
            if count != len(measures[name]) or not equal([of[n] for n in measures[name]])
        )
    )


def equal(lots: Sequence[Lot]) -> bool:
    """Whether all lots cost and bring the same."""
    return len({(lot.cost, tuple(sorted(lot.value.items()))) for lot in lots}) == 1


def fewest_lots(
    deal: Exchange,
    measures: Mapping[str, tuple[str, ...]],
    start: Mapping[str, int],
    limits: Mapping[str, int],
    clock: Clock,
) -> tuple[dict[str, int] | None, bool]:
    """Find the numbers of lots, the fewest in all, at which some ladder holds.

    Every way to cut is tried by rising total number of lots, from `start` upwards.

    Returns
    -------
    dict or None, bool
        Number of lots by measure, and whether it is proven that no smaller total (or,
        with None, nothing within the `limits`) does.
    """
    if ends_break(Problem(deal)):
        return None, True
    proven = True
    for tried, counts in enumerate(_by_total(start, limits)):
        if clock.late or tried == TRIES:
            return None, False
        answer = holding(recut(deal, measures, counts).apply(deal), clock)
        if answer:
            return counts, proven
        proven &= answer.proven
    return None, proven


def _by_total(start: Mapping[str, int], limits: Mapping[str, int]) -> Iterator[dict[str, int]]:
    """All numbers of lots from `start` up to `limits`, by rising total; each once."""
    names, most = tuple(start), tuple(limits[name] for name in start)
    heap = [(sum(start.values()), tuple(start.values()), 0)]
    while heap:
        total, counts, first = heapq.heappop(heap)
        yield dict(zip(names, counts, strict=True))
        for i in range(first, len(counts)):
            if counts[i] < most[i]:
                more = (*counts[:i], counts[i] + 1, *counts[i + 1 :])
                heapq.heappush(heap, (total + 1, more, i))


def _curve(
    deal: Exchange,
    measures: Mapping[str, tuple[str, ...]],
    limits: Mapping[str, int],
    clock: Clock,
) -> Curve:
    points: list[Point] = []
    for count in range(1, max((limits[name] for name in measures), default=0) + 1):
        if clock.late:
            break
        counts = {name: min(count, limits[name]) for name in measures}
        changed = recut(deal, measures, counts).apply(deal)
        try:
            ladder = planned(changed, clock)
        except NoLadder as refused:
            points.append(Point(count, None, False, refused.proven))
            continue
        points.append(Point(count, ladder.guarantee, ladder.self_enforcing, ladder.optimal))
        floor = least_guarantee(Problem(changed))
        least = np.array(list(ladder.guarantee.values()))
        if (least <= floor + [changed.tolerance(who) for who in changed.parties]).all():
            break
    return Curve(tuple(measures), tuple(points))
