"""What is in force, and what of it could be taken back: relief, and the windows for snapback."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.ledger.dates import Days, Span, later, span
from detente.ledger.present.standing import LotStanding
from detente.ledger.rules.scene import never_taken_back
from detente.ledger.rules.state import Grant, Snapback, State

if TYPE_CHECKING:
    from detente.case import Case
    from detente.case.amounts import Days as CaseDays
    from detente.case.lots import Part


@dataclass(frozen=True, slots=True)
class InForce:
    """Relief on a day.

    Attributes
    ----------
    number, party, name, what
        The event that put it in force, who gave it, its lot or measure, and the event's words.
    since, until
        The days on which it may have begun, and may end; None: until it is taken back.
    sure
        Whether it is certainly in force; False: on this day that cannot be told, because a date
        is known only to the month or the year.
    ending
        It is being taken back, and winds down until then.
    renewals
        How often it was prolonged.
    quantity, unit
        How much of it, where that was said.
    reversible
        ``"yes"``, ``"no"``, or empty where nobody said.
    """

    number: int
    party: str
    name: str
    what: str
    since: Span
    until: Span | None
    sure: bool
    ending: bool
    renewals: int
    quantity: float | None
    unit: str
    reversible: str


def in_force(
    state: State, lots: Iterable[LotStanding], case: Case | None, today: date
) -> tuple[InForce, ...]:
    """Give the relief in force on a day, that which ends first before the rest."""
    found = [x for grant in state.grants.values() if (x := _granted(grant, today))]
    named = {grant.name for grant in state.grants.values()}
    if case is not None:
        found += _delivered(lots, case, named, today)
    return tuple(sorted(found, key=lambda x: (x.until or Span(date.max, date.max), x.number)))


def _granted(grant: Grant, today: date) -> InForce | None:
    since = span(grant.when) if grant.when else Span(date.min, date.min)
    until = span(grant.expiry) if grant.expiry else None
    ending = grant.how == "taken_back"
    if grant.ended:
        until = span(grant.ended).shifted(grant.winding)
    if today < since.first or (until is not None and today > until.last):
        return None
    if grant.ended and not grant.winding and until is not None and today >= until.first:
        return None  # it ended on that day
    sure = today >= since.last and (until is None or today <= until.first)
    return InForce(
        grant.number,
        grant.party,
        grant.name,
        grant.what,
        since,
        until,
        sure,
        ending,
        grant.renewals,
        grant.quantity,
        grant.unit,
        grant.reversible,
    )


def _delivered(
    lots: Iterable[LotStanding], case: Case, named: Iterable[str], today: date
) -> Iterator[InForce]:
    """Standing measures that were delivered, and run as long as the case says."""
    for lot in lots:
        part = case.lots.get(lot.name)
        if part is None or part.measure.kind != "standing" or lot.name in named:
            continue
        if lot.status not in ("confirmed", "being_taken_back") or lot.delivered_on is None:
            continue
        until, ending = _term(part, lot.delivered_on), lot.record.snapback is not None
        if lot.record.snapback is not None:
            until = effective(lot.record.snapback)
        if until is not None and today > until.last:
            continue
        claim = lot.record.settled
        yield InForce(
            claim.number if claim else 0,
            lot.giver,
            lot.name,
            "",
            lot.delivered_on,
            until,
            today >= lot.delivered_on.last and (until is None or today <= until.first),
            ending,
            0,
            lot.quantity,
            lot.unit,
            "",
        )


def _term(part: Part, since: Span) -> Span | None:
    term = part.measure.term
    if term is None:
        return None
    if term.expires is not None:
        return Span(term.expires, term.expires)
    return since.shifted(term.lasts.mode) if term.lasts is not None else None


def effective(snapback: Snapback) -> Span:
    """The days on which a snapback has its effect: after notice and winding down."""
    return span(snapback.when).shifted(snapback.notice + snapback.wind_down)


# --- what may be taken back ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Window:
    """A delivered lot that its giver may take back.

    Attributes
    ----------
    name, party
        The lot and its giver.
    takes
        Days until taking it back has effect.
    effect
        The days on which it would have effect if it began on the day asked about.
    until
        The last days on which beginning still makes a difference; None: no end in sight.
    loses, recovers
        What each other party would lose, and the giver get back, each in its own points.
    """

    name: str
    party: str
    takes: Days
    effect: Span
    until: Span | None
    loses: dict[str, float]
    recovers: float


def windows(
    state: State, lots: Iterable[LotStanding], case: Case, today: date, options: Iterable[str] = ()
) -> tuple[Window, ...]:
    """Give what may be taken back, quickest first.

    Never what frees people or is given unconditionally; nothing that is being taken back, has run
    out, or is of no weight once taken back. Restraints and periods that have passed cannot be.
    """
    held = {x.name: x for x in in_force(state, lots, case, today)}
    deal = {lot.name: lot for lot in case.exchange(options=options).lots}
    found = []
    for lot in lots:
        part = case.lots.get(lot.name)
        if lot.status != "confirmed" or lot.name not in deal or part is None:
            continue
        if never_taken_back(part) or part.measure.kind in ("restraint", "periodic"):
            continue
        here = held.get(lot.name)
        if part.measure.kind == "standing" and here is None:
            continue  # it has run out
        terms = deal[lot.name]
        parties = case.form.parties
        loses = {w: terms.lost_to(w) * x for w, x in terms.value.items() if w in parties}
        recovers = terms.recovered * terms.cost
        if not any(loses.values()) and not recovers:
            continue
        takes = time_to_take_back(part, case)
        effect = Span(later(today, takes.low), later(today, takes.high))
        until = here.until.shifted(-takes.low) if here and here.until else None
        found.append(Window(lot.name, lot.giver, takes, effect, until, loses, recovers))
    return tuple(sorted(found, key=lambda w: (w.takes.high, w.name)))


def time_to_take_back(part: Part, case: Case) -> Days:
    """Days until taking a lot back has effect: its terms' own, or notice and winding down.

    Whichever is longest counts, as in the timed exchange (`detente.case.timing`).
    """
    terms = part.measure.revocability
    shared = case.form.revocability[terms] if isinstance(terms, str) else terms
    takes = _range(shared.takes if shared else None)
    notice, wind_down = _range(part.measure.notice), _range(part.measure.wind_down)
    again = _range(part.measure.reimpose)
    return Days(
        max(takes.low, notice.low + wind_down.low, again.low),
        max(takes.high, notice.high + wind_down.high, again.high),
    )


def _range(days: CaseDays | None) -> Days:
    return Days(0, 0) if days is None else Days(math.floor(days.low), math.ceil(days.high))
