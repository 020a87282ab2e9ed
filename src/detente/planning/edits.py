"""Changes of an exchange that may make a ladder self-enforcing, as typed records.

Each edit says what changes and can carry itself out. What it is called in a case's own
words is the briefing's affair.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

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
class Cut:
    """Cut each of `lots` (a measure) so that together they make `pieces` equal lots."""

    lots: tuple[str, ...]
    pieces: int

    def apply(self, deal: Exchange) -> Exchange:
        """Return `deal` with the measure cut; precedences hold for every piece."""
        chosen = [lot for lot in deal.lots if lot.name in self.lots]
        first = chosen[0]
        share = 1.0 / self.pieces
        names = tuple(f"{stem(first.name)}.{k}" for k in range(1, self.pieces + 1))
        pieces = tuple(
            Lot(
                name,
                first.giver,
                sum(lot.cost for lot in chosen) * share,
                {
                    who: sum(lot.value.get(who, 0.0) for lot in chosen) * share
                    for lot in chosen
                    for who in lot.value
                },
                first.recovered,
                first.lost,
            )
            for name in names
        )
        lots: list[Lot] = []
        for lot in deal.lots:
            if lot.name == first.name:
                lots.extend(pieces)
            elif lot.name not in self.lots:
                lots.append(lot)
        after = {
            (f, t)
            for first_, then in deal.after
            for f in (names if first_ in self.lots else (first_,))
            for t in (names if then in self.lots else (then,))
            if not (first_ in self.lots and then in self.lots)
        }
        return replace(deal, lots=tuple(lots), after=tuple(sorted(after)))


@dataclass(frozen=True, slots=True)
class Revoke:
    """Make `lots` revocable, so that receivers lose the share `lost` of their value."""

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


Edit = Stake | Escrow | Cut | Revoke | Swap | Drop


def stem(name: str) -> str:
    """The measure's part of a lot's name: ``potash.2`` belongs to ``potash``."""
    return name.rsplit(".", 1)[0] if "." in name else name
