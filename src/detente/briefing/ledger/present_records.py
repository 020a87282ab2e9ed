"""The ledger's present for machines: plain mappings with a ``schema`` field."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.ledger.dates import Span
    from detente.ledger.present.due import Deadline
    from detente.ledger.present.force import InForce, Window
    from detente.ledger.present.position import Position
    from detente.ledger.present.replanning import Replanned
    from detente.ledger.present.snapshot import Snapshot
    from detente.ledger.present.standing import LotStanding
    from detente.uncertainty.parties.types import Range

Record = dict[str, Any]


def status_record(snap: Snapshot) -> Record:
    """Write where a deal stands."""
    state = snap.state
    return {
        **_head("detente.ledger.status/1", snap),
        "events": state.last,
        "counts": dict(state.counts),
        "paused": state.paused,
        "exits": dict(state.exits),
        "lots": [_lot(lot) for lot in snap.lots],
        "delivered": list(snap.delivered),
        "positions": {who: _position(one) for who, one in snap.positions.items()},
        "claimed_positions": {who: _position(one) for who, one in snap.claimed_positions.items()},
        "ladder": [list(step) for step in snap.steps],
        "next": None if snap.next is None else asdict(snap.next),
        "deadlines": [_deadline(one) for one in snap.deadlines],
        "gaps": [{**asdict(gap), "missing": gap.missing} for gap in snap.gaps],
        "relief": [_relief(one) for one in snap.in_force],
        "windows": [_window(one) for one in snap.windows],
        "stock": {**state.stock},
        "counted": None
        if state.counted is None
        else {"when": state.counted[0], "held": state.counted[1]},
        "incidents": dict(state.incidents),
        "breaches": [asdict(one) for one in state.breaches.values()],
        "observations": _observations(snap),
        "beliefs": _beliefs(snap),
    }


def due_record(snap: Snapshot, found: Iterable[Deadline]) -> Record:
    """Write what is due."""
    return {
        **_head("detente.ledger.due/1", snap),
        "pressing": len(snap.pressing),
        "deadlines": [_deadline(one) for one in found],
    }


def answers_record(snap: Snapshot) -> Record:
    """Write how to answer."""
    return {
        **_head("detente.ledger.respond/1", snap),
        "answers": [
            {
                "trouble": _deadline(one.trouble),
                "by": one.by,
                "against": one.against,
                "saved": one.saved,
                "first": one.first,
                "answers": [
                    {
                        "level": answer.level,
                        "lots": list(answer.lots),
                        "takes": list(answer.takes),
                        "effect": _days(answer.effect),
                        "weighs": answer.weighs,
                        "enough": answer.enough,
                        "used": _id(snap, answer.used),
                    }
                    for answer in one.answers
                ],
            }
            for one in snap.advice
        ],
    }


def stop_record(snap: Snapshot) -> Record:
    """Write what if they stop now."""
    found = snap.stopped
    head = _head("detente.ledger.stop/1", snap)
    if found is None:
        return {**head, "parties": {}}
    return {
        **head,
        "parties": {
            one.party: {
                **_position(one.position),
                "takes_back": [_window(w) for w in one.takes_back],
                "loses": {w.name: w.loses[one.party] for w in one.loses},
                "going": list(one.going),
                "stays": list(one.stays),
                "by": one.by.isoformat() if one.by else None,
            }
            for one in found.parties
        },
        "open_claims": list(found.open_claims),
        "goes_on": list(found.goes_on),
        "claimed": None
        if found.claimed is None
        else {who: _position(one) for who, one in found.claimed.items()},
    }


def replan_record(snap: Snapshot, found: Replanned, event: str | None) -> Record:
    """Write a ladder from where we are; `event` is the id under which it was recorded."""
    from detente.briefing.record import figures  # late: it brings the planning

    return {
        **_head("detente.ledger.replan/1", snap),
        "delivered": list(found.done),
        **figures(found.certificate),
        "from_here": {
            "steps": [list(step) for step in found.ahead],
            "guarantee": dict(found.guarantee),
            "self_enforcing": found.self_enforcing,
        },
        "stakes": dict(found.stakes),
        "stakes_from_beliefs": found.believed,
        "refusal": found.refusal,
        "before": [list(step) for step in found.old],
        "before_needs": None if found.before is None else dict(found.before),
        "changes": [asdict(one) for one in found.changes],
        "recorded": event,
    }


# --- pieces --------------------------------------------------------------------------------------
def _head(schema: str, snap: Snapshot) -> Record:
    return {
        "schema": schema,
        "case": snap.name,
        "today": snap.today.isoformat(),
        "as_of": None
        if snap.as_of is None
        else {"date": snap.as_of.day.isoformat(), "by": snap.as_of.sense},
    }


def _days(days: Span | None) -> list[str] | None:
    return None if days is None else [days.first.isoformat(), days.last.isoformat()]


def _id(snap: Snapshot, number: int) -> str | None:
    return f"{snap.name}#{number}" if number else None


def _lot(lot: LotStanding) -> Record:
    check = lot.record.check
    answers = ("done", "on_time", "as_agreed", "observable", "party", "when", "number")
    return {
        "lot": lot.name,
        "giver": lot.giver,
        "quantity": lot.quantity,
        "unit": lot.unit,
        "status": lot.status,
        "due": _days(lot.due),
        "grace": lot.grace,
        "waits_for": list(lot.waits_for),
        "timing": lot.timing or None,
        "claimed": lot.claimed,
        "delivered": lot.delivered,
        "delivered_on": _days(lot.delivered_on),
        "check": None if check is None else {name: getattr(check, name) for name in answers},
    }


def _position(one: Position) -> Record:
    return {name: x for name, x in asdict(one).items() if name != "party"}


def _deadline(one: Deadline) -> Record:
    return {
        "kind": one.kind,
        "urgency": one.urgency,
        "item": one.item,
        "parties": list(one.parties),
        "day": _days(one.day),
        "grace": one.grace,
        "late": one.late,
        "waits_for": list(one.waits_for),
        "event": one.number,
        "what": one.what,
    }


def _relief(one: InForce) -> Record:
    return {**asdict(one), "since": _days(one.since), "until": _days(one.until)}


def _window(one: Window) -> Record:
    return {
        **asdict(one),
        "takes": list(one.takes),
        "effect": _days(one.effect),
        "until": _days(one.until),
    }


def _observations(snap: Snapshot) -> list[Record]:
    """What was seen, in the form that `detente beliefs --observations` reads."""
    from detente.ledger.present.observations import observations

    if snap.case is None:
        return []
    seen = observations(snap.lots, snap.case, snap.today)
    return [{**asdict(one), "when": one.when.isoformat()} for one in seen]


def _beliefs(snap: Snapshot) -> list[Record]:
    path = snap.beliefs
    if path is None:
        return []
    return [
        {
            "when": moment.when.isoformat(),
            "observation": None
            if (seen := moment.observation) is None
            else {"party": seen.party, "lot": seen.lot, "outcome": seen.outcome,
                  "observable": seen.observable},
            "carries": {
                who: {way: _range(x) for way, x in standing.carries.items()}
                for who, standing in moment.standings.items()
            },
        }
        for moment in path.moments
    ]  # fmt: skip


def _range(x: Range) -> list[float]:
    return [x.low, x.mode, x.high]
