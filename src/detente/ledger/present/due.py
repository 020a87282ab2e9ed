"""What is due, overdue or broken, on which day, and whose move it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from detente.ledger.dates import Span, span
from detente.ledger.present.force import effective, in_force
from detente.ledger.present.standing import LotStanding
from detente.ledger.rules.state import State

if TYPE_CHECKING:
    from detente.case import Case
    from detente.case.lots import Part

Kind = Literal["delivery", "check", "dispute", "breach", "expiry", "snapback", "response", "pause"]
Urgency = Literal["overdue", "broken", "due", "upcoming", "waiting", "open"]

PRESSING: tuple[Urgency, ...] = ("overdue", "broken")
"""What makes `detente ledger due` end with 5."""

_ORDER: tuple[Urgency, ...] = ("broken", "overdue", "due", "upcoming", "open", "waiting")


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that has to happen, or will.

    Attributes
    ----------
    kind
        ``"delivery"``: a lot is to be delivered. ``"check"``: a claimed delivery is to be
        confirmed or disputed. ``"dispute"``: one is to be settled. ``"breach"``: one is to be
        answered. ``"expiry"``: relief ends. ``"snapback"``: taking back has effect. ``"response"``:
        a delay or suspension ends. ``"pause"``: what was agreed of a pause ends, and it has to be
        prolonged or to go on.
    urgency
        ``"due"``: its days have come, or the days of grace run. ``"waiting"``: its date hangs on
        other lots. ``"open"``: it has no date.
    item
        The lot or the relief; may be empty.
    parties
        Whose move it is.
    day, grace
        The days it may fall on, and the days of grace after them.
    late
        Days that have passed since the last of them; 0 unless it is overdue.
    waits_for
        The lots that its date hangs on.
    number
        The event it comes from.
    what
        That event's words, where it has no lot.
    """

    kind: Kind
    urgency: Urgency
    item: str
    parties: tuple[str, ...]
    day: Span | None
    grace: int = 0
    late: int = 0
    waits_for: tuple[str, ...] = ()
    number: int = 0
    what: str = ""

    @property
    def last(self) -> date | None:
        """The last day, grace included."""
        return None if self.day is None else self.day.shifted(self.grace).last


def deadlines(
    state: State, lots: Sequence[LotStanding], case: Case | None, today: date
) -> tuple[Deadline, ...]:
    """Give all that is to come or to be done, the most pressing first, then by date."""
    found = [
        *_deliveries(lots),
        *_checks(lots, case, today),
        *_troubles(state, lots, case),
        *_expiries(state, lots, case, today),
        *_snapbacks(state, today),
        *_responses(state, today),
        *_pauses(state, case, today),
    ]
    dated = [_late(one, today) for one in found]
    return tuple(
        sorted(dated, key=lambda d: (_ORDER.index(d.urgency), d.last or date.max, d.number))
    )


def receivers(part: Part | None, case: Case | None, giver: str) -> tuple[str, ...]:
    """The parties that a lot is given to: those it is worth something to, else all others."""
    if case is None:
        return ()
    others = tuple(who for who in case.form.parties if who != giver)
    return tuple(who for who in others if part and who in part.value) or others


def _late(one: Deadline, today: date) -> Deadline:
    if one.urgency != "overdue" or one.last is None:
        return one
    return replace(one, late=(today - one.last).days)


def _deliveries(lots: Iterable[LotStanding]) -> Iterator[Deadline]:
    for lot in lots:
        promise = lot.record.promise
        if promise is None or lot.status not in ("promised", "partial", "refuted"):
            continue
        urgency: Urgency = "open"
        if lot.timing == "waiting":
            urgency = "waiting"
        elif lot.timing in ("upcoming", "due", "overdue"):
            urgency = lot.timing
        elif lot.status == "refuted" and lot.timing != "paused":
            urgency = "broken"
        yield Deadline(
            "delivery", urgency, lot.name, _one(lot.giver), lot.due, lot.grace,
            waits_for=lot.waits_for, number=promise.number,
        )  # fmt: skip


def _one(party: str) -> tuple[str, ...]:
    return (party,) if party else ()


def _checks(lots: Iterable[LotStanding], case: Case | None, today: date) -> Iterator[Deadline]:
    """A claim waits for its check: as long as the check takes by the case, then it is overdue.

    Of what a chronicle tells about things outside the case nobody is asked to check anything.
    """
    for lot in lots:
        part = case.lots.get(lot.name) if case else None
        if lot.record.dispute is not None or not (part or lot.record.promise):
            continue
        for claim in lot.record.claims.values():
            lag = _lag(part, case)
            day = span(claim.when).shifted(lag) if claim.when and lag is not None else None
            urgency: Urgency = _urgency(day, 0, today) if day else "open"
            parties = receivers(part, case, lot.giver)
            yield Deadline("check", urgency, lot.name, parties, day, number=claim.number)


def _lag(part: Part | None, case: Case | None) -> float | None:
    if part is None or case is None:
        return None
    terms = part.measure.verification
    check = case.form.verification[terms] if isinstance(terms, str) else terms
    return math.ceil(check.lag.high) if check and check.lag else None


def _urgency(day: Span, grace: int, today: date) -> Urgency:
    if today > day.shifted(grace).last:
        return "overdue"
    return "due" if today >= day.first else "upcoming"


def _troubles(state: State, lots: Iterable[LotStanding], case: Case | None) -> Iterator[Deadline]:
    for lot in lots:
        dispute = lot.record.dispute
        if dispute is not None:
            part = case.lots.get(lot.name) if case else None
            both = (*_one(lot.giver), *receivers(part, case, lot.giver))
            yield Deadline(
                "dispute", "open", lot.name, both, None, number=dispute.number, what=dispute.what
            )
    for number, breach in state.breaches.items():
        others = tuple(who for who in case.form.parties if who != breach.party) if case else ()
        yield Deadline(
            "breach", "broken", breach.item, others, span(breach.when) if breach.when else None,
            number=number, what=breach.what,
        )  # fmt: skip


def _expiries(
    state: State, lots: Iterable[LotStanding], case: Case | None, today: date
) -> Iterator[Deadline]:
    for relief in in_force(state, lots, case, today):
        if relief.until is not None and not relief.ending:
            urgency: Urgency = "due" if today >= relief.until.first else "upcoming"
            yield Deadline(
                "expiry", urgency, relief.name, _one(relief.party), relief.until,
                number=relief.number, what=relief.what,
            )  # fmt: skip


def _snapbacks(state: State, today: date) -> Iterator[Deadline]:
    for number, begun in state.snapbacks.items():
        day = effective(begun) if begun.when else None
        urgency: Urgency = _urgency(day, 0, today) if day else "open"
        yield Deadline("snapback", urgency, begun.item, _one(begun.party), day, number=number)


def _responses(state: State, today: date) -> Iterator[Deadline]:
    for response in state.responses.values():
        if response.until and span(response.until).last >= today:
            day = span(response.until)
            yield Deadline(
                "response", _urgency(day, 0, today), response.item, _one(response.party), day,
                number=response.number, what=response.what,
            )  # fmt: skip


def _pauses(state: State, case: Case | None, today: date) -> Iterator[Deadline]:
    """A pause lasts until somebody records that all goes on: its agreed end is a reminder."""
    if state.paused and state.pauses[-1].until:
        pause, parties = state.pauses[-1], tuple(case.form.parties) if case else ()
        day = span(pause.until)
        yield Deadline(
            "pause", _urgency(day, 0, today), "", parties, day, number=pause.number, what=pause.what
        )  # fmt: skip
