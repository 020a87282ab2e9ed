"""A dated ladder for machines: a plain mapping with a ``schema`` field, ready for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.record import figures
from detente.exchange import TimedRow
from detente.planning.calendar import soonest

if TYPE_CHECKING:
    from detente.briefing.dating import Dating
    from detente.briefing.record import Record
    from detente.case import Case


def dates_record(case: Case, dating: Dating) -> Record:
    """Write a dated ladder for machines."""
    timed, certificate = dating.timed, dating.certificate
    first = soonest(timed)
    return {
        "schema": "detente.plan.dates/1",
        "case": case.name,
        "day0": str(timed.day0),
        "order_anew": dating.anew,
        "proven": dating.proven,
        **figures(certificate),
        "dates": [
            {
                "step": list(step),
                "start": own.start,
                "delivered": own.delivered,
                "verified": own.verified,
                "slack": own.slack,
                "waits_for": own.waits_for,
                "start_date": str(timed.on(own.start)),
                "delivered_date": str(timed.on(own.delivered)),
                "verified_date": str(timed.on(own.verified)),
            }
            for step, own in zip(certificate.steps, certificate.dates, strict=True)
        ],
        "critical": list(certificate.critical),
        "late": [
            {
                "lot": late.lot,
                "deadline": late.deadline,
                "delivered": late.delivered,
                "days": late.days,
                "through": list(late.through),
                "soonest": first[late.lot],
            }
            for late in certificate.late
        ],
        "rows": [_row(row) for row in certificate.rows if isinstance(row, TimedRow)],
    }


def _row(row: TimedRow) -> Record:
    return {
        "time": row.time,
        "kind": row.kind,
        "prefix": row.prefix,
        "under_way": list(row.under_way),
        "party": row.party,
        "exit": row.exit,
        "continuation": row.continuation,
        "temptation": row.temptation,
        "margin": row.margin,
        "exposure": row.exposure,
    }
