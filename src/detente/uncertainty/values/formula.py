"""An exchange as formulas in the numbers of its case: compiled once, evaluated for many draws.

`detente.case.resolve` is plain arithmetic on whatever it is handed. Here it is handed symbols, so
that what a case means is written down in one place only. Every amount comes out as a sum of
products of numbers, and every effect on keeps as ``amount * (1 - share)``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from detente.case import resolve
from detente.case.reader import dotted
from detente.exchange import certify

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.case import Case
    from detente.case.amounts import Estimate
    from detente.case.reader import Route
    from detente.exchange import Certificate, Exchange

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ONE, ZERO = 0, 1
"""Slots that hold 1 and 0, for products and shares that have fewer numbers."""

FACTORS = 3
"""The most numbers in one product: a share of an objective's worth, of which a part arrives."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the case that the exchange stands on.

    Attributes
    ----------
    path
        Where it stands.
    low, mode, high, dist
        As in `detente.case.Assumption`.
    least, most
        What such a number may be at all; a cost below 0 counts as 0, so its least is 0.
    """

    path: str
    low: float
    mode: float
    high: float
    dist: str
    least: float
    most: float

    @classmethod
    def of(cls, path: str, estimate: Estimate) -> Number:
        """Take the number of a case that stands at `path`."""
        least = 0.0 if path.endswith(".cost") else estimate.least
        low, mode, high = estimate.low, estimate.mode, estimate.high
        return cls(path, low, mode, high, estimate.dist, least, estimate.most)

    @property
    def drawn(self) -> bool:
        """Whether draws vary it."""
        return self.low < self.high and self.dist != "fixed"

    def held(self, x: float) -> float:
        """`x`, or the nearest that such a number may be."""
        return min(max(x, self.least), self.most)


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum of products of slots; what `resolve` makes of symbols."""

    products: tuple[tuple[int, ...], ...]

    def __add__(self, other: _Sum | float) -> _Sum:
        if isinstance(other, _Sum):
            return _Sum(self.products + other.products)
        return self if other == 0 else NotImplemented

    __radd__ = __add__

    def __mul__(self, other: _Sum | float) -> _Sum:
        if isinstance(other, _Sum):
            return _Sum(tuple(a + b for a in self.products for b in other.products))
        return self if other == 1 else NotImplemented

    __rmul__ = __mul__


@dataclass(frozen=True, slots=True)
class Formula:
    """The exchange of a case in arrays. Slots are numbers; cells are (lot, actor) pairs.

    Attributes
    ----------
    parties, audiences, lots
        Names, in the order of the exchange; actors are parties, then audiences.
    numbers
        What stands in slots 2, 3, …; slots 0 and 1 hold 1 and 0.
    lot, actor
        Per cell: whose lot it is part of, and who feels it.
    sign
        Per cell: -1 where the actor gives the lot, else 1.
    share
        Per cell the slot of what is recovered or lost on breakdown.
    products
        Shape (products, FACTORS): slots; those of cell c are ``first[c]`` to ``first[c + 1]``.
    stake_of, stake_slot
        Pairs of party and slot: what it loses by walking away at any point.
    deposit_of, deposit_slot, holder
        Deposits: party, slot, and the party that holds it (-1: a third party).
    cap
        Per actor the slot of its cap, -1 where it has none.
    tolerance
        Per actor, as in `Exchange.tolerance`, at the modes.
    """

    parties: tuple[str, ...]
    audiences: tuple[str, ...]
    lots: tuple[str, ...]
    numbers: tuple[Number, ...]
    lot: Ints
    actor: Ints
    sign: Floats
    share: Ints
    products: Ints
    first: Ints
    stake_of: Ints
    stake_slot: Ints
    deposit_of: Ints
    deposit_slot: Ints
    holder: Ints
    cap: Ints
    tolerance: Floats

    @property
    def actors(self) -> tuple[str, ...]:
        """Parties, then audiences."""
        return (*self.parties, *self.audiences)

    @property
    def drawn(self) -> tuple[int, ...]:
        """Slots that draws vary, in the order of the file."""
        return tuple(s for s, number in enumerate(self.numbers, 2) if number.drawn)

    def at(self, point: str | Mapping[str, float] = "mode") -> Floats:
        """Numbers in their slots, at an end of every range or at numbers by path."""
        which = point if isinstance(point, str) else "mode"
        values = [n.held(getattr(n, which)) for n in self.numbers]
        if not isinstance(point, str):
            values = [
                n.held(float(point.get(n.path, x)))
                for n, x in zip(self.numbers, values, strict=True)
            ]
        return np.array([1.0, 0.0, *values])


@dataclass(frozen=True, slots=True)
class Rows:
    """The prefixes of a ladder, in the order of its certificate.

    Attributes
    ----------
    prefix
        Per row the number of whole steps delivered.
    whole
        Per row: True where the next rows build on it, False inside a step.
    lots
        Lots that each row adds to the last whole one: ``first[r]`` to ``first[r + 1]``.
    first
        Shape (rows + 1,).
    """

    prefix: Ints
    whole: NDArray[np.bool_]
    lots: Ints
    first: Ints


def formula(case: Case, options: Iterable[str] = ()) -> Formula:
    """Compile a case to its formula.

    Parameters
    ----------
    case
        The case.
    options
        Ids of optional measures to take in, as in `Case.amounts`.

    Raises
    ------
    UnknownName, InvalidCase
        As `Case.exchange`.
    """
    options = tuple(options)
    deal = case.exchange("mode", options)
    slots: dict[str, int] = {}
    found: list[Number] = []

    def pick(route: Route, estimate: Estimate) -> _Sum:
        path = dotted(route)
        if path not in slots:
            slots[path] = len(found) + 2
            found.append(Number.of(path, estimate))
        return _Sum(((slots[path],),))

    form, index = case.form, {who: i for i, who in enumerate(deal.everyone)}
    chosen = [resolve.amounts(form, case.lots[name], pick) for name in case.planned(options)]
    cells = [cell for j, lot in enumerate(chosen) for cell in _cells(j, lot, index)]
    stakes = [(index[who], slot) for who, stake in resolve.stakes(form, pick).items()
              for slot in _slots(stake)]  # fmt: skip
    deposits = [(index[who], _slots(amount)[0], index[holder] if holder else -1)
                for who, amount, holder in resolve.deposits(form, pick)]  # fmt: skip
    caps = resolve.caps(form, pick)
    products = [product for cell in cells for product in cell[4]]
    ints = _ints
    return Formula(
        parties=tuple(deal.parties),
        audiences=tuple(deal.audiences),
        lots=tuple(lot.name for lot in chosen),
        numbers=tuple(found),
        lot=ints([cell[0] for cell in cells]),
        actor=ints([cell[1] for cell in cells]),
        sign=np.array([cell[2] for cell in cells], dtype=np.float64),
        share=ints([cell[3] for cell in cells]),
        products=ints([p + (ONE,) * (FACTORS - len(p)) for p in products]).reshape(-1, FACTORS),
        first=np.cumsum([0, *(len(cell[4]) for cell in cells)], dtype=np.int64),
        stake_of=ints([who for who, _ in stakes]),
        stake_slot=ints([slot for _, slot in stakes]),
        deposit_of=ints([who for who, _, _ in deposits]),
        deposit_slot=ints([slot for _, slot, _ in deposits]),
        holder=ints([holder for _, _, holder in deposits]),
        cap=ints([_slots(caps[who])[0] if who in caps else -1 for who in deal.everyone]),
        tolerance=np.array([deal.tolerance(who) for who in deal.everyone]),
    )


_Cell = tuple[int, int, float, int, tuple[tuple[int, ...], ...]]


def _cells(j: int, lot: resolve.Amounts, index: Mapping[str, int]) -> list[_Cell]:
    """What one lot does to its giver and to each who values it."""
    given = (j, index[lot.giver], -1.0, _share(lot.recovered), lot.cost.products)
    felt = [
        (j, index[who], 1.0, _share(lot.lost.get(who, 0.0)), value.products)
        for who, value in lot.value.items()
    ]
    return [given, *felt]


def _slots(amount: Any) -> list[int]:
    """Slots of a plain sum; none where there is nothing."""
    return [p[0] for p in amount.products] if isinstance(amount, _Sum) else []


def _share(share: Any) -> int:
    return _slots(share)[0] if isinstance(share, _Sum) else ZERO


def _ints(values: list[Any]) -> Ints:
    return np.array(values, dtype=np.int64)


def rows(deal: Exchange, steps: Iterable[str | Sequence[str]]) -> tuple[Certificate, Rows]:
    """Certify a ladder and lay out its prefixes.

    Raises
    ------
    InvalidLadder
        The steps do not fit `deal`.
    """
    certificate = certify(deal, steps)
    index = {lot.name: j for j, lot in enumerate(deal.lots)}
    prefix: list[int] = []
    whole: list[bool] = []
    added: list[list[int]] = []
    base = 0
    for row in certificate.rows[:: len(deal.parties)]:
        last = not prefix or row.prefix > prefix[-1]
        added.append([index[name] for name in row.delivered[base:]])
        prefix.append(row.prefix)
        whole.append(last)
        base = len(row.delivered) if last else base
    laid = Rows(
        _ints(prefix),
        np.array(whole),
        _ints([j for lots in added for j in lots]),
        np.cumsum([0, *map(len, added)], dtype=np.int64),
    )
    return certificate, laid
