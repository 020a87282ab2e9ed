"""The changes that repair tries: of each kind the candidates that make some ladder hold.

Each generator searches lazily, smallest change first, and yields an edit with whether it
is proven to be the smallest of its kind for what it names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from detente.exchange import Exchange, Lot, NoLadder, worth_signing
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
    whole,
)
from detente.planning.holding import Amount, ends_break, holding, lacking, least, planned, smallest
from detente.planning.lots import divisible, equal, pieces, recut
from detente.planning.problem import Floats, Problem

FACTORS = (2, 3, 4, 6, 12)
"""Into how many pieces each lot is cut where all are, until a ladder holds."""

PAIRED = 40
"""How many lots, the smallest, are looked at as halves of a swap."""


Lots = tuple[str, ...]
Candidates = Iterator[tuple[Edit | Joint, bool]]


@dataclass(frozen=True)
class Terms:
    """A deal, what must not be traded in it, and the time there is.

    As in `detente.planning.repair.repairs`; `measures` are tuples of lot names.
    """

    deal: Exchange
    measures: tuple[Lots, ...]
    fixed: frozenset[str]
    irreversible: frozenset[str]
    finest: Mapping[str, int]
    clock: Clock

    @cached_property
    def capped_out(self) -> bool:
        """Whether no order respects the caps, whatever the stakes."""
        if not self.deal.caps:
            return False
        most = {who: whole(self.deal, who) + self.deal.held(who) for who in self.deal.parties}
        raised = Joint(tuple(Stake(who, amount) for who, amount in most.items()))
        return not holding(raised.apply(self.deal), self.clock)

    def by_size(self, candidates: Iterable[Lots]) -> list[Lots]:
        """Sort sets of lots by how much of any party's own amounts they are, each once."""
        return sorted(dict.fromkeys(candidates), key=lambda lots: (self.share(lots), lots))

    def share(self, lots: Lots) -> float:
        """What the size of an edit is that moves whole lots (`detente.planning.edits.size`)."""
        return float(np.sum([self._shares[name] for name in lots], axis=0).max())

    @cached_property
    def _shares(self) -> dict[str, Floats]:
        """Per lot its part of each party's own amounts."""
        parties = self.deal.parties
        own = np.array([whole(self.deal, who) or 1.0 for who in parties])
        return {
            lot.name: np.array([abs(lot.face(who)) for who in parties]) / own
            for lot in self.deal.lots
        }


def stakes(terms: Terms) -> Candidates:
    """One party's stake or escrow, or one cap, that alone does it."""
    deal, clock = terms.deal, terms.clock
    for who in deal.parties:
        found = None if clock.late else least(deal, Stake, who, clock)
        if found is not None:
            yield Stake(who, found.amount), found.proven
            if found.at_end <= deal.tolerance(who):  # it is back at completion
                yield Escrow(who, found.amount), found.proven
    for who in deal.caps if terms.capped_out else ():
        found = None if clock.late else least(deal, RaiseCap, who, clock)
        if found is not None:
            yield RaiseCap(who, found.amount), found.proven


def stakes_together(terms: Terms) -> Candidates:
    """Stakes of all (and caps, where no order respects them) with the smallest largest share."""
    deal, clock = terms.deal, terms.clock
    knobs: list[tuple[Amount, str]] = [
        *((RaiseCap, who) for who in deal.caps if terms.capped_out),
        *((Stake, who) for who in deal.parties),
    ]
    unit = {who: whole(deal, who) or 1.0 for who in deal.everyone}
    enough = max(1.0 + deal.held(who) / unit[who] for who in deal.everyone)

    def alike(share: float) -> Joint:
        return Joint(tuple(kind(who, share * unit[who]) for kind, who in knobs))

    try:
        first = planned(deal, clock.share()).steps
    except NoLadder:
        first = ()
    best = smallest(alike, deal, 0.0, enough, clock, first)
    if best is None:
        return
    if best.proven:
        amounts = {knob: best.amount * unit[knob[1]] for knob in knobs}
    else:  # the ladder found may need less of some than of others
        amounts = {knob: lacking(deal, best.steps, *knob) for knob in knobs}
    proven = best.proven
    for knob in knobs:
        others = Joint(tuple(k(who, x) for (k, who), x in amounts.items() if (k, who) != knob))
        found = None if clock.late else least(others.apply(deal), *knob, clock)
        if found is not None:
            amounts[knob] = min(amounts[knob], found.amount)
        proven &= found is not None and found.proven
    edits = tuple(kind(who, x) for (kind, who), x in amounts.items() if x > deal.tolerance(who))
    yield edits[0] if len(edits) == 1 else Joint(edits), proven


def _parts(terms: Terms) -> Iterator[Lots]:
    """Each measure, and one of each kind of lot in it."""
    lots = {lot.name: lot for lot in terms.deal.lots}
    for measure in terms.measures:
        yield measure
        alike = {_like(terms.deal, lots[name]): (name,) for name in reversed(measure)}
        yield from alike.values()


def _like(deal: Exchange, lot: Lot) -> tuple[object, ...]:
    """What makes lots of one measure alike: their terms, and what must come before or after."""
    around = {
        tuple(other if other != lot.name else None for other in pair)
        for pair in deal.after
        if lot.name in pair
    }
    lost = tuple((who, lot.lost_to(who)) for who in sorted(lot.value))
    return lot.cost, tuple(sorted(lot.value.items())), lot.recovered, lost, frozenset(around)


def drops(terms: Terms) -> Candidates:
    """A lot or measure left out; nobody who gains by the deal may lose by it then."""
    deal, clock = terms.deal, terms.clock
    signs = worth_signing(deal)
    for lots in terms.by_size(x for x in _parts(terms) if terms.fixed.isdisjoint(x)):
        if clock.late:
            return
        if len(lots) == len(deal.lots):
            continue
        edit = Drop(lots)
        changed = edit.apply(deal)
        willing = worth_signing(changed)
        if all(willing[who] or not signs[who] for who in deal.parties) and holding(changed, clock):
            yield edit, True


def revocations(terms: Terms) -> Candidates:
    """A lot or measure made revocable, with the smallest lost share."""
    deal, clock = terms.deal, terms.clock
    lots = {lot.name: lot for lot in deal.lots}
    found: list[tuple[Revoke, bool]] = []
    kept = terms.fixed | terms.irreversible
    for names in terms.by_size(_parts(terms)):
        hit = {
            who for n in names for who, v in lots[n].value.items() if v and lots[n].lost_to(who) < 1
        }
        if clock.late or kept.intersection(names) or hit.isdisjoint(deal.parties):
            continue
        at = partial(Revoke, names)
        low = min(lots[n].lost_to(who) for n in names for who in lots[n].value)
        starts = (1.0, 0.75, 0.5, 0.25) if hit & set(deal.caps) else (1.0,)
        tries = (smallest(at, deal, low, x, clock) for x in starts if x > low)
        best = next((answer for answer in tries if answer), None)
        if best is not None:
            found.append((at(best.amount), best.proven))
    yield from sorted(found, key=lambda pair: size(pair[0], deal))


def cuts(terms: Terms) -> Candidates:
    """A measure cut into the fewest equal lots; no cut changes what the ends ask for."""
    deal, clock = terms.deal, terms.clock
    if ends_break(Problem(deal)):
        return
    for lots in _divisible(terms):
        if clock.late:
            return
        found = _fewest(deal, Cut(lots, pieces(lots, terms.finest)), clock)
        if found is not None:
            yield found


def _divisible(terms: Terms) -> Iterator[Lots]:
    """Measures that are one thing, and, of others, the single lots; the smallest first."""
    for measure in terms.by_size(terms.measures):
        names = [name for name in measure if name not in terms.fixed]
        if len(names) == len(measure) and divisible(terms.deal, names):
            yield measure
        else:
            yield from ((name,) for name in names if divisible(terms.deal, [name]))


def _fewest(deal: Exchange, finest: Cut, clock: Clock) -> tuple[Cut, bool] | None:
    """The fewest pieces that do it; no fewer than there are lots now."""
    alike = equal([lot for lot in deal.lots if lot.name in finest.lots])
    least = len(finest.lots) + alike
    if finest.pieces < least or not holding(finest.apply(deal), clock):
        return None
    proven = True
    for count in range(least, finest.pieces):
        cut = Cut(finest.lots, count)
        answer = holding(cut.apply(deal), clock)
        if answer:
            return cut, proven
        proven &= answer.proven and not clock.late
    return finest, proven


def cuts_together(terms: Terms) -> Candidates:
    """Several measures cut, as alike as need be, and then none finer than it has to be."""
    deal, clock = terms.deal, terms.clock
    if ends_break(Problem(deal)):
        return
    measures: dict[str, Lots] = {}
    for names in _divisible(terms):
        if clock.late:
            return
        measures[names[0]] = names
    now = {key: len(names) for key, names in measures.items()}
    limits = {key: max(now[key], pieces(x, terms.finest)) for key, x in measures.items()}

    def holds(counts: Mapping[str, int]) -> bool:
        return not clock.late and bool(holding(recut(deal, measures, counts).apply(deal), clock))

    finer = ({key: min(limits[key], now[key] * factor) for key in measures} for factor in FACTORS)
    counts = next(filter(holds, finer), None)
    if counts is None:
        return
    for key in sorted(measures, key=lambda key: -terms.share(measures[key])):
        coarser = ({**counts, key: count} for count in range(now[key], counts[key]))
        counts = next(filter(holds, coarser), counts)
    edit = recut(deal, measures, counts)
    if len(edit.edits) > 1:
        yield edit, False


def swaps(terms: Terms) -> Candidates:
    """Two lots of different givers as one step; no swap changes what the ends ask for."""
    deal, clock = terms.deal, terms.clock
    problem = Problem(deal)
    if ends_break(problem):
        return
    giver = {lot.name: lot.giver for lot in deal.lots}
    one_each = [problem.units[units[0]][0] for units in problem.classes]
    ranked = sorted(one_each, key=lambda name: terms.share((name,)))[:PAIRED]
    pairs = [
        (min(a, b), max(a, b))
        for k, a in enumerate(ranked)
        for b in ranked[:k]
        if giver[a] != giver[b]
    ]
    for pair in terms.by_size(pairs):
        if clock.late:
            return
        edit = Swap(pair)
        try:
            changed = edit.apply(deal)
        except ValueError:  # one must come before the other
            continue
        if holding(changed, clock):
            yield edit, True
