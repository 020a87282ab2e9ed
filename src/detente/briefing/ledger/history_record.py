"""The past of a case for machines."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from detente.ledger.told import happened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.ledger.dates import Days, Span
    from detente.ledger.importing import Imported
    from detente.ledger.past.lags import Answered, Broken, Despite, Taken
    from detente.ledger.past.relief import Line
    from detente.ledger.past.stock import Account, Range
    from detente.ledger.past.summary import Past
    from detente.ledger.told import Told


def history_record(past: Past, imported: Iterable[Imported] = ()) -> dict[str, Any]:
    """Write the past of a case, and what imports did just before."""
    return {
        "schema": "detente.ledger.history/1",
        "case": past.case,
        "as_of": past.day.isoformat(),
        "imported": [asdict(one) for one in imported],
        "events": len(past.told),
        "relief": [_line(line, past) for line in past.lines],
        "releases": [_answered(one) for one in past.answered],
        "breaches": [_broken(one) for one in past.broken],
        "snapbacks": [_taken(one) for one in past.taken],
        "renewals_in_spite": [_despite(one) for one in past.despite],
        "incidents": [_event(one) for one in past.incidents],
        "acts": [_event(one) for one in past.acts],
        "moves": [_event(one) for one in past.moves],
        "stock": _stock(past.stock, past.beside),
    }


def _event(one: Told) -> dict[str, Any]:
    event = one.event
    return {
        "id": one.id,
        "kind": event.kind,
        "when": happened(event),
        "party": event.party,
        "what": event.what,
        "quantity": getattr(event, "quantity", None),
        "unit": getattr(event, "unit", ""),
        "origin": event.origin,
    }


def _days(days: Days | None) -> dict[str, int] | None:
    return days._asdict() if days else None


def _range(amount: Range | None) -> dict[str, float] | None:
    return amount._asdict() if amount else None


def _span(days: Span) -> dict[str, str]:
    return {"first": days.first.isoformat(), "last": days.last.isoformat()}


def _line(line: Line, past: Past) -> dict[str, Any]:
    return {
        **_event_of(line),
        "force": past.force[line.id].name.lower(),
        "until": line.until(past.day),
        "renewals": len(line.terms) - 1,
        "terms": [term._asdict() for term in line.terms],
        "taken_back": {"id": line.taken_back.id, **_span(line.taken_back.days)}
        if line.taken_back
        else None,
    }


def _event_of(line: Line) -> dict[str, Any]:
    opened = line.opened
    return {
        "id": line.id,
        "party": line.party,
        "measure": opened.measure,
        "what": opened.what,
        "since": happened(opened),
    }


def _answered(one: Answered) -> dict[str, Any]:
    return {
        **_event(one.release),
        "relief": [
            {"id": lag.end.id, "when": happened(lag.end.event), "party": lag.end.event.party,
             "days": _days(lag.days)}
            for lag in one.relief
        ],
    }  # fmt: skip


def _broken(one: Broken) -> dict[str, Any]:
    day = one.breach.event.when
    return {
        **_event(one.breach),
        "relief": [
            {"id": line.id, "party": line.party, "given_or_renewed": lag.start.id,
             "days_before": _days(lag.days), "breach": day}
            for line, lag in zip(one.relief, one.renewed, strict=True)
        ],
    }  # fmt: skip


def _taken(one: Taken) -> dict[str, Any]:
    return {
        **_event(one.start),
        "effect": _span(one.effect),
        "relief": one.line.id if one.line else None,
        "breach": one.breach.id if one.breach else None,
        "days_to_start": _days(one.to_start),
        "days_to_effect": _days(one.to_effect),
    }


def _despite(one: Despite) -> dict[str, Any]:
    return {**_event(one.renewal), "despite": one.words, "events": [e.id for e in one.events]}


def _stock(account: Account, beside: bool) -> dict[str, Any]:
    return {
        "recorded": account.totals,
        "counts_beside_the_ledger": beside,
        "rebuildable": account.rebuildable,
        "counts": [
            {"id": c.told.id, "reported_by": c.reported_by, "when": c.when, "held": c.held}
            for c in account.counts
        ],
        "between": [
            {
                "reported_by": b.opening.reported_by,
                "from": b.opening.when,
                "to": b.closing.when,
                "change": b.change,
                "released": _range(b.released),
                "rearrested": _range(b.rearrested),
                "detained": _range(b.detained),
                "others_in": _range(b.others_in),
            }
            for b in account.between
        ],
        "compared": [
            {
                "id": c.told.id,
                "reported_by": c.reported_by,
                "when": c.when,
                "change": c.change,
                "reported": c.reported,
                "recorded": _range(c.recorded),
                "gap": c.gap,
            }
            for c in account.compared
        ],
        "residuals": [
            {
                "reported_by": r.reported_by,
                "when": r.when,
                "from": r.opening.when,
                "to": r.closing.when,
                "unexplained": _range(r.unexplained),
            }
            for r in account.residuals
        ],
    }
