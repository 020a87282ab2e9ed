"""Repair: the smallest changes of terms that make a ladder self-enforcing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from detente.exchange import Exchange, NoLadder
from detente.planning.clock import Clock
from detente.planning.edits import (
    Cut,
    Drop,
    Edit,
    Escrow,
    Joint,
    RaiseCap,
    Revoke,
    Stake,
    Swap,
    size,
    stem,
)
from detente.planning.holding import NEAR, clock_for, holding, planned
from detente.planning.ladder import Ladder
from detente.planning.lots import check_lots
from detente.planning.problem import Problem
from detente.planning.remedies import (
    Found,
    Terms,
    cuts,
    cuts_together,
    drops,
    revocations,
    stakes,
    stakes_together,
    swaps,
)

KINDS = (Cut, Swap, Escrow, Stake, Revoke, Drop, RaiseCap, Joint)
"""Among changes of one size: the kinds that leave the deal itself alone come first."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A change, re-solved.

    Attributes
    ----------
    edit
        What changes; a `Joint` of several edits where it takes more than one.
    ladder
        The ladder planned for the changed deal; self-enforcing, by its certificate.
    size
        How large the change is (`detente.planning.edits.size`), without unit.
    proven
        No smaller amount or share, and no smaller number of lots, would do it for what
        the edit names.
    """

    edit: Edit | Joint
    ladder: Ladder
    size: float
    proven: bool

    @property
    def parts(self) -> tuple[Edit, ...]:
        """The edits one by one."""
        return self.edit.edits if isinstance(self.edit, Joint) else (self.edit,)


def repairs(
    deal: Exchange,
    *,
    measures: Mapping[str, Sequence[str]] | None = None,
    fixed: Collection[str] = (),
    irreversible: Collection[str] = (),
    finest: Mapping[str, int] | None = None,
    most: int = 2,
    time_limit: float | None = None,
) -> tuple[Repair, ...]:
    """Find the smallest changes, each of which makes a self-enforcing ladder exist.

    Tried are: a larger stake or an escrow of one party; larger stakes of all (the
    smallest largest share of their own amounts); a measure cut into the fewest equal lots;
    a measure or lot revoked on breakdown, with the smallest lost share; two lots of
    different givers as one step; a lot or measure left out; and, where of all these only
    stakes do it, several measures cut, into the fewest lots in all. A cap rises only where
    no order respects the caps.

    Parameters
    ----------
    deal
        What is exchanged.
    measures
        Lot names by measure. Default: lots that share the part of the name before the
        last point, and, without a point, lots that are interchangeable.
    fixed
        Lots that are never cut, made revocable, or left out.
    irreversible
        Lots that are never made revocable (nobody is detained again).
    finest
        Into how many pieces at most what is now one lot may be cut: three people make no
        four groups, and 1 says that half a meeting is none. Default: no such limit.
    most
        How many suggestions of one kind, the smallest first.
    time_limit
        Seconds; when they are over, what was found so far is returned. Default: none
        where searches are exact, else a minute.

    Returns
    -------
    tuple of Repair
        Smallest change first; each re-solved by `plan`, and certified self-enforcing.
        Empty where a ladder holds as things stand.

    Raises
    ------
    UnknownLot
        `measures`, `fixed`, `irreversible` or `finest` names a lot that is not there.
    """
    clock = clock_for(deal, time_limit)
    finest = finest or {}
    kept = {"fixed": fixed, "irreversible": irreversible, "finest": tuple(finest)}
    check_lots(deal, {**(measures or {}), **kept})
    if holding(deal, clock):
        return ()
    terms = Terms(
        deal, _measures(deal, measures), frozenset(fixed), frozenset(irreversible), finest, clock
    )

    found: list[Repair] = []

    def solved(candidates: Found) -> Iterator[Repair]:
        for edit, proven in candidates:
            if clock.late and found:
                return
            repair = _solved(deal, edit, proven, clock)
            if repair is not None:
                yield repair

    for candidates in (stakes, stakes_together):
        found.extend(solved(candidates(terms)))
    found = _best(found)
    for candidates in (drops, revocations, cuts, swaps):
        found.extend(islice(solved(candidates(terms)), most))
    if all(isinstance(part, Stake | Escrow | RaiseCap) for r in found for part in r.parts):
        found.extend(solved(cuts_together(terms)))
    return tuple(sorted(found, key=_rank))


def _best(stakes: Sequence[Repair]) -> list[Repair]:
    """Leave out stakes that are not proven to be the smallest, save the smallest of all."""
    least = min((repair.size for repair in stakes), default=0.0)
    kept = [repair for repair in stakes if repair.proven or repair.size <= least]
    return [repair for repair in kept if not _idle(repair, kept)]


def _measures(
    deal: Exchange, named: Mapping[str, Sequence[str]] | None
) -> tuple[tuple[str, ...], ...]:
    if named is not None:
        return tuple(tuple(lots) for lots in named.values() if lots)
    problem = Problem(deal)
    kind = {problem.units[u][0]: k for k, units in enumerate(problem.classes) for u in units}
    groups: dict[object, list[str]] = {}
    for lot in deal.lots:
        key = stem(lot.name) if "." in lot.name else kind.get(lot.name, lot.name)
        groups.setdefault(key, []).append(lot.name)
    return tuple(tuple(lots) for lots in groups.values())


def _solved(deal: Exchange, edit: Edit | Joint, proven: bool, clock: Clock) -> Repair | None:
    try:
        ladder = planned(edit.apply(deal), clock)
    except NoLadder:
        return None
    return Repair(edit, ladder, size(edit, deal), proven) if ladder.self_enforcing else None


def _idle(repair: Repair, found: Sequence[Repair]) -> bool:
    """Whether one of several stakes was found to do it alone, so that the others are idle."""
    return isinstance(repair.edit, Joint) and any(
        part.party == single.edit.party and single.edit.amount <= part.amount * (1 + NEAR)
        for single in found
        for part in repair.parts
        if isinstance(single.edit, Stake) and isinstance(part, Stake)
    )


def _rank(repair: Repair) -> tuple[float, int, str]:
    return round(repair.size, 9), KINDS.index(type(repair.edit)), repr(repair.edit)
