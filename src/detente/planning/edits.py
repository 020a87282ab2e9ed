"""Changes of an exchange that may make a ladder self-enforcing, as typed records.

Each edit says what changes and can carry itself out. What it is called in a case's own
words is the briefing's affair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce

from detente.exchange import Deposit, Exchange, Lot


@dataclass(frozen=True, slots=True)
class Stake:
    """Raise what `party` loses by walking away, at any point, by `amount`."""

    party: str
    amount: float

    def apply(self, deal: Exchange) -> Exchange:
        """Return `deal` with the larger stake."""
        stakes = {**deal.stakes, self.party: deal.stakes.get(self.party, 0.0) + self.amount}
        return replace(deal, stakes=stakes)


@dataclass(frozen=True, slots=True)
class Escrow:
    """`party` places `amount` with a third party, returned at completion."""

    party: str
    amount: float

    def apply(self, deal: Exchange) -> Exchange:
        """Return `deal` with the deposit added."""
        return replace(deal, deposits=(*deal.deposits, Deposit(self.party, self.amount)))


@dataclass(frozen=True, slots=True)
class RaiseCap:
    """Let the exposure of `who` (a party or an audience with a cap) be larger by `amount`."""

    who: str
    amount: float

    def apply(self, deal: Exchange) -> Exchange:
        """Return `deal` with the larger cap."""
        return replace(deal, caps={**deal.caps, self.who: deal.caps[self.who] + self.amount})


@dataclass(frozen=True, slots=True)
class Cut:
    """Cut `lots`, a measure given by one party on one set of terms, into equal `pieces`.

    The pieces share the measure's costs and values equally, however unequal its lots were.
    They are called after the measure, or after the lot where only one is cut: ``potash.3``.
    """

    lots: tuple[str, ...]
    pieces: int

    def apply(self, deal: Exchange) -> Exchange:
        """Return `deal` with the measure cut; precedences hold for every piece.

        Raises
        ------
        InvalidExchange
            The lots are in a group, or others must come between them.
        """
        chosen = [lot for lot in deal.lots if lot.name in self.lots]
        first = chosen[0]
        base = stem(first.name) if len(chosen) > 1 else first.name
        names = tuple(f"{base}.{k}" for k in range(1, self.pieces + 1))
        cost = sum(lot.cost for lot in chosen) / self.pieces
        value = {
            who: sum(lot.value.get(who, 0.0) for lot in chosen) / self.pieces
            for lot in chosen
            for who in lot.value
        }
        pieces = [replace(first, name=name, cost=cost, value=value) for name in names]
        lots: list[Lot] = []
        for lot in deal.lots:
            if lot.name == first.name:
                lots.extend(pieces)
            elif lot.name not in self.lots:
                lots.append(lot)
        now = dict.fromkeys(self.lots, names)
        pairs = [pair for pair in deal.after if not set(pair) <= set(self.lots)]
        after = [(f, t) for a, b in pairs for f in now.get(a, (a,)) for t in now.get(b, (b,))]
        return replace(deal, lots=tuple(lots), after=tuple(after))


@dataclass(frozen=True, slots=True)
class Revoke:
    """Make `lots` revocable, so that receivers lose the share `lost` of their value.

    What the giver recovers stays as it is: were that raised too, the giver would be tempted.
    """

    lots: tuple[str, ...]
    lost: float

    def apply(self, deal: Exchange) -> Exchange:
        """Return `deal` with the larger lost share."""
        return replace(
            deal,
            lots=tuple(
                replace(lot, lost={who: max(self.lost, lot.lost_to(who)) for who in lot.value})
                if lot.name in self.lots
                else lot
                for lot in deal.lots
            ),
        )


@dataclass(frozen=True, slots=True)
class Swap:
    """Carry out `lots` together, as one step."""

    lots: tuple[str, ...]

    def apply(self, deal: Exchange) -> Exchange:
        """Return `deal` with the lots, and the groups they are in, as one group."""
        joined = set(self.lots).union(*(g for g in deal.together if set(g) & set(self.lots)))
        groups = [group for group in deal.together if not set(group) & joined]
        swap = tuple(lot.name for lot in deal.lots if lot.name in joined)
        return replace(deal, together=(*groups, swap))


@dataclass(frozen=True, slots=True)
class Drop:
    """Leave `lots` out of the deal."""

    lots: tuple[str, ...]

    def apply(self, deal: Exchange) -> Exchange:
        """Return `deal` without the lots; precedences through them are kept."""
        gone = set(self.lots)
        after = set(deal.after)
        for name in self.lots:
            into = {f for f, t in after if t == name}
            out = {t for f, t in after if f == name}
            after |= {(f, t) for f in into for t in out}
        groups = [tuple(n for n in group if n not in gone) for group in deal.together]
        return replace(
            deal,
            lots=tuple(lot for lot in deal.lots if lot.name not in gone),
            after=tuple(sorted((f, t) for f, t in after if f not in gone and t not in gone)),
            together=tuple(group for group in groups if len(group) > 1),
        )


@dataclass(frozen=True, slots=True)
class Joint:
    """Several edits together, in turn."""

    edits: tuple[Edit, ...]

    def apply(self, deal: Exchange) -> Exchange:
        """Return `deal` with all edits made."""
        return reduce(lambda changed, edit: edit.apply(changed), self.edits, deal)


Edit = Stake | Escrow | RaiseCap | Cut | Revoke | Swap | Drop
"""One change. A `Joint` is several."""


def moved(edit: Edit | Joint, deal: Exchange) -> Mapping[str, float]:
    """Say how much of whose points an edit of `deal` moves; nobody's are added to another's.

    A stake, deposit or cap moves its amount; a revocation the value put at risk; a cut, swap
    or drop the costs and values of its lots. Lots are counted for the parties alone.
    """
    match edit:
        case Stake(who, amount) | Escrow(who, amount) | RaiseCap(who, amount):
            return {who: amount}
        case Joint(edits):
            parts = [moved(part, deal) for part in edits]
            return {who: sum(p.get(who, 0.0) for p in parts) for part in parts for who in part}
    share = edit.lost if isinstance(edit, Revoke) else None
    sums: dict[str, float] = {}
    for lot in deal.lots:
        if lot.name not in edit.lots:
            continue
        if share is None:
            sums[lot.giver] = sums.get(lot.giver, 0.0) + lot.cost
        for who in deal.parties:
            value = lot.value.get(who, 0.0)
            part = 1.0 if share is None else max(0.0, share - lot.lost_to(who))
            sums[who] = sums.get(who, 0.0) + part * abs(value)
    return sums


def size(edit: Edit | Joint, deal: Exchange) -> float:
    """Measure a change by the largest share of anybody's own amounts that it moves.

    The share is taken of sum_j (|c_j| + |v_ij|), all that passes through i's hands in
    `deal`. It has no unit, so points of two parties are never compared.
    """

    def share(who: str, amount: float) -> float:
        own = whole(deal, who)
        return amount / own if own > 0 else float(amount > 0)

    return max((share(who, amount) for who, amount in moved(edit, deal).items()), default=0.0)


def whole(deal: Exchange, who: str) -> float:
    """All that passes through the hands of `who`: its costs, and what it receives, as sizes."""
    return sum(abs(lot.face(who)) for lot in deal.lots)


def stem(name: str) -> str:
    """The measure's part of a lot's name: ``potash.2`` belongs to ``potash``."""
    return name.rsplit(".", 1)[0] if "." in name else name
