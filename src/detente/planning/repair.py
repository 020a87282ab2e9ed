"""Repair: the smallest changes of terms that make a ladder self-enforcing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal, NamedTuple

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
    Candidates,
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


SEARCHING = 0.6
"""Part of the time for finding changes; the rest is for planning anew what was found."""


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
    def binds(self) -> Mapping[str, Literal["completion", "way"]]:
        """Where each party whose stake rises needs most: after the last step, or before it."""
        raised = [part.party for part in self.parts if isinstance(part, Stake | Escrow)]
        end, way = self.ladder.at_completion, self.ladder.on_the_way
        return {who: "completion" if end[who] >= way[who] else "way" for who in raised}

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
    named = _measures(deal, measures)
    terms = Terms(
        deal, named, frozenset(fixed), frozenset(irreversible), finest, clock.share(SEARCHING)
    )
    changes = sorted(_changes(terms, most), key=_rank)
    found: list[Repair] = []
    for k, change in enumerate(changes):
        if clock.late and found:
            break
        ladder = _planned(change.edit.apply(deal), clock.share(1 / (len(changes) - k)))
        if ladder is not None and ladder.self_enforcing:
            found.append(Repair(change.edit, ladder, change.size, change.proven))
    return tuple(found)


class _Change(NamedTuple):
    """An edit that some ladder was found for, how large it is, and whether less would do."""

    edit: Edit | Joint
    size: float
    proven: bool


def _changes(terms: Terms, most: int) -> list[_Change]:
    """Search the candidates of each kind."""

    def told(
        kind: Callable[[Terms], Candidates], part: float, most: int | None = None
    ) -> list[_Change]:
        own = replace(terms, clock=terms.clock.share(part))
        return [
            _Change(edit, size(edit, terms.deal), proven)
            for edit, proven in islice(kind(own), most)
        ]

    staked = _best(told(stakes_together, 1 / 4) + told(stakes, 1 / 2))
    others = [
        change
        for left, kind in zip((4, 3, 2, 1), (drops, cuts, swaps, revocations), strict=True)
        for change in told(kind, 1 / left, most)
    ]
    return staked + (others or told(cuts_together, 1.0))


def _best(staked: Sequence[_Change]) -> list[_Change]:
    """Leave out stakes of several where one of them was found to do it alone.

    Of those not proven to be the smallest, only the smallest of all is kept.
    """
    kept: list[_Change] = []
    for change in sorted(staked, key=lambda change: (change.size, not change.proven)):
        edits = change.edit.edits if isinstance(change.edit, Joint) else (change.edit,)
        idle = any(
            part.party == alone.edit.party and alone.edit.amount <= part.amount * (1 + NEAR)
            for alone in kept
            for part in edits
            if isinstance(alone.edit, Stake) and isinstance(part, Stake)
        )
        if not idle and (change.proven or not kept):
            kept.append(change)
    return kept


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


def _planned(deal: Exchange, clock: Clock) -> Ladder | None:
    try:
        return planned(deal, clock)
    except NoLadder:
        return None


def _rank(change: _Change) -> tuple[float, int, str]:
    return round(change.size, 9), KINDS.index(type(change.edit)), repr(change.edit)
