"""What the deliveries amount to: promised against delivered, and who is ahead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.ledger.dates import Span, span
from detente.ledger.present.standing import LotStanding
from detente.ledger.rules.state import State

if TYPE_CHECKING:
    from detente.case import Case

# --- promised against delivered ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gap:
    """One measure: what was promised of it, claimed, and found by checks, in its own unit.

    Without a unit lots are counted. `missing` is what was promised less what was found.
    """

    measure: str
    giver: str
    unit: str
    promised: float
    claimed: float
    delivered: float

    @property
    def missing(self) -> float:
        """Promised and not (yet) found to be delivered."""
        return max(0.0, self.promised - self.delivered)


def gaps(lots: Iterable[LotStanding], case: Case | None) -> tuple[Gap, ...]:
    """Add up promised and delivered by measure; only measures that something was said of."""
    found: dict[str, Gap] = {}
    for lot in lots:
        part = case.lots.get(lot.name) if case else None
        key = part.measure_id if part else lot.name
        record = lot.record
        said = record.claims or record.settled
        if not record.promise and not (said and part):
            continue  # what a chronicle tells of things outside the case was never promised
        size = lot.quantity if lot.unit and lot.quantity else 1.0
        promised = 0.0
        if record.promise and not record.waived:
            promised = record.promise.quantity or size
        if lot.quantity:
            claims = record.claims.values()
            claimed = sum(c.quantity or (size if c.whole else 0.0) for c in claims)
        else:
            claimed = float(any(c.whole for c in record.claims.values()))
        delivered = lot.delivered if lot.quantity else float(lot.given)
        if lot.status == "unobserved":  # by the giver's word: no check could have refuted it
            claimed, delivered = claimed + delivered, 0.0
        old = found.get(key) or Gap(key, lot.giver, lot.unit, 0.0, 0.0, 0.0)
        found[key] = Gap(
            key,
            old.giver,
            old.unit,
            old.promised + promised,
            old.claimed + claimed,
            old.delivered + delivered,
        )
    return tuple(found.values())


# --- who is ahead --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Position:
    """A party as things stand, in its own points.

    Attributes
    ----------
    keeps
        What it would hold on to if all ended now: above zero it is ahead, below exposed.
    gain, temptation, exposure, margin, cap
        As in the certificate; `cap` is None where it has none.
    """

    party: str
    keeps: float
    gain: float
    temptation: float
    margin: float
    exposure: float
    cap: float | None


def positions(
    case: Case, delivered: Iterable[str], options: Iterable[str] = ()
) -> Mapping[str, Position]:
    """Say where each party stands once `delivered` was delivered, by the kernel's own functions.

    What was taken back counts too: keeps are what remains after taking back. Lots outside the
    ladder, those given unconditionally, are left out.
    """
    from detente.exchange import exposure, gain, keeps, temptation

    deal = case.exchange(options=options)
    known = {lot.name for lot in deal.lots}
    inside = [name for name in delivered if name in known]
    complete = len(inside) == len(known)
    return {
        who: Position(
            who,
            keeps(deal, who, inside),
            gain(deal, who),
            temptation(deal, who, inside),
            deal.stake(who, complete=complete) - temptation(deal, who, inside),
            exposure(deal, who, inside),
            deal.caps.get(who),
        )
        for who in deal.parties
    }


def delivered(lots: Iterable[LotStanding], *, claimed: bool = False) -> tuple[str, ...]:
    """Name the lots that were delivered, in the order of their delivery.

    Only what a check confirmed counts, and what a check could have refuted; with `claimed`, also
    what is only said to be delivered.
    """
    found = []
    for lot in lots:
        sure = lot.status == "confirmed" or (lot.record.snapback is not None and lot.record.whole)
        said = lot.status in ("claimed", "unobserved", "disputed")
        claim = lot.record.settled or next(iter(lot.record.claims.values()), None)
        if claim is not None and (sure or (claimed and said)):
            found.append((span(claim.when) if claim.when else NEVER, claim.number, lot.name))
    return tuple(name for _, _, name in sorted(found))


NEVER = Span(date.max, date.max)
"""Stands behind all dates in an order."""


def options_used(state: State, case: Case) -> tuple[str, ...]:
    """Optional measures of which a lot was promised or claimed, or is in the ladder that is on."""
    names = (*state.items, *(name for step in state.steps for name in step))
    used = (case.lots[name] for name in names if name in case.lots)
    return tuple(dict.fromkeys(part.measure_id for part in used if part.measure.option))
