"""Repair: the smallest changes of terms that make a ladder self-enforcing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import TypeVar

from detente.exchange import Exchange, Lot, NoLadder, worth_signing
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
from detente.planning.holding import (
    Amount,
    Clock,
    Least,
    holding,
    least,
    planned,
    smallest,
    unfinished,
)
from detente.planning.ladder import Ladder
from detente.planning.lots import (
    MOST as MOST_PIECES,
    check_lots,
    divisible,
    equal,
    fewest_lots,
    recut,
)
from detente.planning.problem import Problem

KINDS = (Cut, Swap, Escrow, Stake, Revoke, Drop, RaiseCap, Joint)
"""Among changes of one size: the kinds that leave the deal itself alone come first."""

PAIRS = 400
"""How many swaps are looked at, the smallest first."""


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
    whole: Collection[str] = (),
    most: int = 3,
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
    whole
        Lots that are never cut (half a meeting is none).
    most
        How many suggestions of one kind, the smallest first.
    time_limit
        Seconds; when they are over, what was found so far is returned.

    Returns
    -------
    tuple of Repair
        Smallest change first; each re-solved by `plan`, and certified self-enforcing.
        Empty where a ladder holds as things stand.

    Raises
    ------
    UnknownLot
        `measures`, `fixed`, `irreversible` or `whole` names a lot that is not there.
    """
    clock = Clock.of(time_limit)
    kept = {"fixed": fixed, "irreversible": irreversible, "whole": whole}
    check_lots(deal, {**(measures or {}), **kept})
    if holding(deal, clock):
        return ()
    fixed, irreversible, whole = map(frozenset, kept.values())
    terms = _Terms(deal, _measures(deal, measures), fixed, irreversible, whole, clock)
    found: list[Repair] = []
    for candidates in (_stakes, _joint, _drops, _revocations, _cuts, _swaps):
        tried = (_solved(deal, edit, proven, clock) for edit, proven in candidates(terms))
        limit = None if candidates in (_stakes, _joint) else most
        found.extend(islice((repair for repair in tried if repair), limit))
    if all(isinstance(part, Stake | Escrow | RaiseCap) for r in found for part in r.parts):
        tried = (_solved(deal, edit, proven, clock) for edit, proven in _cuts_together(terms))
        found.extend(repair for repair in tried if repair)
    return tuple(sorted(found, key=_rank))


E = TypeVar("E", Cut, Drop, Swap)
Found = Iterator[tuple[Edit | Joint, bool]]


@dataclass(frozen=True)
class _Terms:
    deal: Exchange
    measures: tuple[tuple[str, ...], ...]
    fixed: frozenset[str]
    irreversible: frozenset[str]
    whole: frozenset[str]
    clock: Clock

    @cached_property
    def capped_out(self) -> bool:
        """Whether no order respects the caps, whatever the stakes."""
        if not self.deal.caps:
            return False
        stakes = (Stake(who, _whole(self.deal, who)) for who in self.deal.parties)
        return not holding(Joint(tuple(stakes)).apply(self.deal), self.clock)

    def by_size(self, edits: Iterable[E]) -> list[E]:
        return sorted(dict.fromkeys(edits), key=lambda edit: (size(edit, self.deal), repr(edit)))


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


def _rank(repair: Repair) -> tuple[float, int, str]:
    return round(repair.size, 9), KINDS.index(type(repair.edit)), repr(repair.edit)


def _stakes(terms: _Terms) -> Found:
    """One party's stake or escrow, or one cap, that alone does it."""
    deal = terms.deal
    knobs: list[tuple[Amount, str]] = [
        (kind, who) for who in deal.parties for kind in (Stake, Escrow)
    ]
    if terms.capped_out:
        knobs += [(RaiseCap, who) for who in deal.caps]
    for kind, who in knobs:
        found = None if terms.clock.out else least(deal, kind, who, terms.clock)
        if found is not None:
            yield kind(who, found.amount), found.proven


def _whole(deal: Exchange, who: str) -> float:
    """At least what `who` can be tempted by, or lose."""
    own = (lot.cost if lot.giver == who else abs(lot.value.get(who, 0.0)) for lot in deal.lots)
    return 2.0 * sum(own) + deal.held(who)


def _joint(terms: _Terms) -> Found:
    """Stakes of all (and caps, where no order respects them) with the smallest largest share."""
    deal, clock = terms.deal, terms.clock
    knobs: list[tuple[type[Stake] | type[RaiseCap], str]] = [
        *((RaiseCap, who) for who in deal.caps if terms.capped_out),
        *((Stake, who) for who in deal.parties),
    ]
    unit = {who: _whole(deal, who) or 1.0 for who in deal.everyone}

    def alike(share: float) -> Joint:
        return Joint(tuple(kind(who, share * unit[who]) for kind, who in knobs))

    best = smallest(alike, deal, 0.0, 1.0, clock)
    if best is None:
        return
    amounts = {knob: best.amount * unit[knob[1]] for knob in knobs}
    proven = best.proven
    for knob in knobs:
        others = Joint(tuple(k(who, x) for (k, who), x in amounts.items() if (k, who) != knob))
        found = None if clock.out else least(others.apply(deal), *knob, clock)
        if found is not None:
            amounts[knob] = min(amounts[knob], found.amount)
        proven &= found is not None and found.proven
    edits = tuple(kind(who, x) for (kind, who), x in amounts.items() if x > 0)
    if len(edits) > 1:
        yield Joint(edits), proven


def _free(terms: _Terms, lots: Iterable[str]) -> bool:
    return terms.fixed.isdisjoint(lots)


def _parts(terms: _Terms) -> Iterator[tuple[str, ...]]:
    """Each measure, and one of each kind of lot in it."""
    lots = {lot.name: lot for lot in terms.deal.lots}
    for measure in terms.measures:
        yield measure
        yield from {_like(lots[name]): (name,) for name in reversed(measure)}.values()


def _like(lot: Lot) -> tuple[object, ...]:
    """What makes lots of one measure alike."""
    lost = tuple((who, lot.lost_to(who)) for who in sorted(lot.value))
    return lot.giver, lot.cost, tuple(sorted(lot.value.items())), lot.recovered, lost


def _drops(terms: _Terms) -> Found:
    """A lot or measure left out; nobody who gains by the deal may lose by it then."""
    deal, clock = terms.deal, terms.clock
    signs = worth_signing(deal)
    for edit in terms.by_size(Drop(lots) for lots in _parts(terms) if _free(terms, lots)):
        if clock.out:
            return
        if len(edit.lots) == len(deal.lots):
            continue
        changed = edit.apply(deal)
        willing = worth_signing(changed)
        if all(willing[who] or not signs[who] for who in deal.parties) and holding(changed, clock):
            yield edit, True


def _revocations(terms: _Terms) -> Found:
    """A lot or measure made revocable, with the smallest lost share."""
    deal, clock = terms.deal, terms.clock
    lots = {lot.name: lot for lot in deal.lots}
    found: list[tuple[Revoke, bool]] = []
    kept = terms.fixed | terms.irreversible
    for names in dict.fromkeys(_parts(terms)):
        hit = {
            who for n in names for who, v in lots[n].value.items() if v and lots[n].lost_to(who) < 1
        }
        if clock.out or kept.intersection(names) or hit.isdisjoint(deal.parties):
            continue
        at = partial(Revoke, names)
        low = min(lots[n].lost_to(who) for n in names for who in lots[n].value)
        starts = (1.0, 0.75, 0.5, 0.25) if hit & set(deal.caps) else (1.0,)
        tries = (smallest(at, deal, low, x, clock) for x in starts if x > low)
        best = next((answer for answer in tries if answer), None)
        if best is not None:
            found.append((at(best.amount), best.proven))
    yield from sorted(found, key=lambda pair: size(pair[0], deal))


def _cuts(terms: _Terms) -> Found:
    """A measure cut into the fewest equal lots; no cut changes what completion asks for."""
    deal, clock = terms.deal, terms.clock
    if unfinished(Problem(deal)):
        return
    for edit in terms.by_size(Cut(lots, MOST_PIECES) for lots in _divisible(terms)):
        if clock.out:
            return
        best = _fewest(deal, edit.lots, clock)
        if best is not None:
            yield Cut(edit.lots, int(best.amount)), best.proven


def _divisible(terms: _Terms) -> Iterator[tuple[str, ...]]:
    """Measures that are one thing, and, of others, the single lots."""
    kept = terms.fixed | terms.whole
    for measure in terms.measures:
        names = [name for name in measure if name not in kept]
        if len(names) == len(measure) and divisible(terms.deal, names):
            yield measure
        else:
            yield from ((name,) for name in names if divisible(terms.deal, [name]))


def _fewest(deal: Exchange, lots: tuple[str, ...], clock: Clock) -> Least | None:
    """The fewest pieces; no fewer than there are lots now."""
    if not holding(Cut(lots, MOST_PIECES).apply(deal), clock):
        return None
    alike = equal([lot for lot in deal.lots if lot.name in lots])
    proven = True
    for pieces in range(len(lots) + alike, MOST_PIECES):
        answer = holding(Cut(lots, pieces).apply(deal), clock)
        if answer:
            return Least(pieces, proven)
        proven &= answer.proven and not clock.out
    return Least(MOST_PIECES, proven)


def _cuts_together(terms: _Terms) -> Found:
    """Several measures cut, into the fewest lots in all."""
    measures = {names[0]: names for names in _divisible(terms)}
    start = {key: len(names) for key, names in measures.items()}
    fewest, proven = fewest_lots(terms.deal, measures, start, MOST_PIECES, terms.clock)
    if fewest is not None:
        cuts = recut(terms.deal, measures, fewest)
        if len(cuts.edits) > 1:
            yield cuts, proven


def _swaps(terms: _Terms) -> Found:
    """Two lots of different givers as one step; no swap changes what completion asks for."""
    deal, clock = terms.deal, terms.clock
    if unfinished(Problem(deal)):
        return
    kinds = {_like(lot): lot for lot in reversed(deal.lots)}.values()
    ranked = sorted(kinds, key=lambda lot: size(Drop((lot.name,)), deal))[:40]
    pairs = [
        Swap(tuple(sorted((a.name, b.name))))
        for k, a in enumerate(ranked)
        for b in ranked[:k]
        if a.giver != b.giver
    ]
    for edit in terms.by_size(pairs)[:PAIRS]:
        if clock.out:
            return
        try:
            changed = edit.apply(deal)
        except ValueError:  # one must come before the other
            continue
        if holding(changed, clock):
            yield edit, True
