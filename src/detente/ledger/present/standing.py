"""Where each lot stands on a day: the state, seen through the case and the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from detente.ledger.dates import Span, span
from detente.ledger.rules.state import Item, State, Status

if TYPE_CHECKING:
    from detente.case import Case
    from detente.case.lots import Part

Timing = Literal["", "waiting", "paused", "upcoming", "due", "overdue", "on_time", "late"]


@dataclass(frozen=True, slots=True)
class LotStanding:
    """One lot on a day.

    Attributes
    ----------
    name, giver, unit
        The lot, who gives it, and what it is counted in ("" where it is not).
    quantity
        How much it holds; None where it is not counted.
    status
        Where it stands; parts that add up to the whole count as the whole.
    due, grace
        The days on which it falls due, and the days of grace after them; None: no date yet.
    waits_for
        The lots whose delivery sets the date, while they are not delivered.
    timing
        Whether it is due or overdue, or was on time; empty where there is no date to hold it to.
    claimed, delivered
        How much is claimed and not yet checked, and how much checks have found.
    delivered_on
        The days on which the delivery may have been; None where it was not.
    record
        The bare record.
    """

    name: str
    giver: str
    unit: str
    quantity: float | None
    status: Status
    due: Span | None
    grace: int
    waits_for: tuple[str, ...]
    timing: Timing
    claimed: float
    delivered: float
    delivered_on: Span | None
    record: Item

    @property
    def given(self) -> bool:
        """Whether it was delivered, taken back since or not."""
        return self.record.whole or self.status in ("confirmed", "unobserved")


def standings(state: State, case: Case | None, today: date) -> tuple[LotStanding, ...]:
    """Say where each lot stands: those of the case's ladder, then whatever else was touched."""
    core = [name for name, part in case.lots.items() if part.core] if case else []
    return tuple(
        standing(state, case, name, today) for name in dict.fromkeys((*core, *state.items))
    )


def standing(state: State, case: Case | None, name: str, today: date) -> LotStanding:
    """Say where one lot stands."""
    part = case.lots.get(name) if case else None
    item = state.items.get(name) or Item()
    promise = item.promise
    quantity = part.quantity if part else promise.quantity if promise else None
    status = item.status
    if status == "partial" and quantity and item.delivered >= quantity:
        status = "unobserved" if item.unseen else "confirmed"
    due, waits_for = due_on(state, case, name)
    done = status in ("confirmed", "unobserved", "taken_back", "being_taken_back")
    on = span(item.settled.when) if done and item.settled and item.settled.when else None
    grace = promise.grace if promise else 0
    return LotStanding(
        name=name,
        giver=_giver(part, item),
        unit=_unit(part, item),
        quantity=quantity,
        status=status,
        due=due,
        grace=grace,
        waits_for=waits_for,
        timing=_timing(state, item, status, due, waits_for, on, today),
        claimed=item.claimed,
        delivered=quantity if done and quantity else item.delivered,
        delivered_on=on,
        record=item,
    )


def _giver(part: Part | None, item: Item) -> str:
    if part is not None:
        return part.measure.giver
    claim = next(iter(item.claims.values()), item.settled)
    return (item.promise.party if item.promise else "") or (claim.party if claim else "")


def _unit(part: Part | None, item: Item) -> str:
    if part is not None:
        return part.measure.unit.en if part.measure.unit else ""
    return item.promise.unit if item.promise else ""


# --- when a promise falls due --------------------------------------------------------------------


def due_on(state: State, case: Case | None, name: str) -> tuple[Span | None, tuple[str, ...]]:
    """Say when a promise falls due, and what its date waits for.

    "Within 30 days of" a lot counts from the day it was delivered, once a check confirms it; of
    a measure, from the last of its lots. Whatever falls due after a pause began waits as long as
    the pause took.

    Returns
    -------
    The days it may fall due on, None while that is open; and the lots that have to come first.
    """
    item = state.items.get(name)
    if item is None or item.promise is None:
        return None, ()
    trigger = item.promise.trigger
    if trigger.get("date"):
        return _paused(state, span(trigger["date"]), item.promise.when), ()
    if trigger.get("since"):
        due = span(trigger["since"]).shifted(trigger["days"])
        return _paused(state, due, item.promise.when), ()
    if not trigger.get("after"):
        return None, ()
    first = _meant(trigger["after"], case)
    open_ = tuple(lot for lot in first if not _done(state, case, lot))
    if open_:
        return None, open_
    days = [span(record.settled.when) for lot in first if (record := state.items[lot]).settled]
    last = Span(max(d.first for d in days), max(d.last for d in days))
    return _paused(state, last.shifted(trigger["days"]), item.promise.when), ()


def _meant(name: str, case: Case | None) -> tuple[str, ...]:
    """The lots of a measure, or the one lot."""
    own = [lot for lot, part in case.lots.items() if part.measure_id == name] if case else []
    return tuple(own) or (name,)


def _done(state: State, case: Case | None, name: str) -> bool:
    item = state.items.get(name)
    if item is None or item.settled is None or item.unseen:
        return False
    part = case.lots.get(name) if case else None
    return item.whole or bool(part and part.quantity and item.delivered >= part.quantity)


def _paused(state: State, due: Span, promised: str) -> Span:
    """Put off what falls due after a pause began by the days that it took."""
    for pause in state.pauses:
        if not pause.ended:
            continue
        begun, ended = span(pause.when).first, span(pause.ended)
        if begun <= due.first and (not promised or ended.last >= span(promised).first):
            due = due.shifted((ended.first - begun).days)
    return due


def _timing(
    state: State,
    item: Item,
    status: Status,
    due: Span | None,
    waits_for: Iterable[str],
    on: Span | None,
    today: date,
) -> Timing:
    if status in ("waived", "open", "disputed"):
        return ""
    if on is not None or status in ("confirmed", "unobserved"):
        return _punctual(item, due, on)
    if any(waits_for):
        return "waiting"
    if due is None or item.promise is None:
        return ""
    if state.paused and due.last >= span(state.pauses[-1].when).first:
        return "paused"
    if status == "claimed":  # the date was met if the claim is true: the check will tell
        claim = next(iter(item.claims.values()))
        return _punctual(item, due, span(claim.when) if claim.when else None)
    if today > due.shifted(item.promise.grace).last:
        return "overdue"
    return "due" if today >= due.first else "upcoming"


def _punctual(item: Item, due: Span | None, on: Span | None) -> Timing:
    """Whether a delivery was on time: as the check says, else by the dates where these tell."""
    if item.check is not None and item.check.on_time != "unknown":
        return "on_time" if item.check.on_time == "yes" else "late"
    if due is None or on is None or item.promise is None:
        return ""
    last = due.shifted(item.promise.grace)
    if on.last <= last.first:
        return "on_time"
    return "late" if on.first > last.last else ""
