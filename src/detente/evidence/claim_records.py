"""Judged claims for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.evidence.decisions import decided, last_words, links
from detente.evidence.doubts import would_change
from detente.evidence.matrix import matrix, timeline
from detente.evidence.voices import PARTIES
from detente.words.language import language
from detente.words.likelihood import estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.evidence.claims import Report
    from detente.evidence.decisions import Decided, Decision
    from detente.evidence.pipeline import Gathered


def claims_record(gathered: Gathered, decisions: Sequence[Decision] = ()) -> dict[str, Any]:
    """Give all claims: the proposal and, apart from it, what analysts decided."""
    return {
        "schema": "detente.evidence.claims/1",
        "claims": [claim_record(d, decisions) for d in decided(gathered.judgements, decisions)],
        "copies": [
            {
                "document": c.document,
                "original": c.original,
                "share": round(c.share, 3),
                "kind": c.kind,
            }
            for c in gathered.copies
        ],
        "arithmetic": [
            {
                "kind": s.kind,
                "holds": s.holds,
                "given": s.given,
                "counted": s.counted,
                "sentence": s.sentence,
                "claims": list(s.claims),
            }
            for s in gathered.sums
        ],
        "failed": list(gathered.failed),
    }


def claim_record(of: Decided, decisions: Sequence[Decision]) -> dict[str, Any]:
    """Give one claim; `links` are what analysts said it supports or confirms."""
    j = of.judgement
    return {
        "id": j.claim.id,
        "subject": j.claim.subject,
        "attribute": j.claim.attribute,
        "value": j.claim.value,
        "status": of.status,
        "proposed": {
            "status": j.status,
            "reason": str(j.reason),
            "probability": round(j.probability, 4),
            "in_words": estimate(j.probability, language("en")),
            "credibility": j.credibility,
        },
        "decided": [
            {
                "verdict": d.verdict,
                "status": d.result,
                "by": d.by,
                "reason": d.reason,
                "at": d.at,
                "proposed": d.proposed,
            }
            for d in of.decisions
        ],
        "disputed": of.disputed,
        "credibility": [
            {"grade": d.result, "by": d.by, "reason": d.reason, "at": d.at}
            for d in last_words(decisions, "credibility", j.claim.id)
        ],
        "links": [
            {"to": d.value, "by": d.by, "reason": d.reason, "at": d.at}
            for d in links(decisions)
            if d.target == j.claim.id
        ],
        "independent": sorted(j.support.independent),
        "sides": sorted(j.support.sides),
        "weak": sorted(j.support.weak),
        "would_change": [str(p) for p in would_change(j, PARTIES)],
        "reports": [report_record(r) for r in j.claim.reports],
    }


def report_record(report: Report) -> dict[str, Any]:
    """Give one report."""
    return {
        "id": report.id,
        "publisher": report.publisher,
        "kind": report.kind,
        "act": report.act.value,
        "date": report.date,
        "where": report.where,
        "quote": report.quote,
        "value": report.value,
        "origins": [
            {"key": o.key, "name": o.name, "party": o.party or None, "doubtful": o.doubtful}
            for o in report.origins
        ],
    }


def matrix_record(gathered: Gathered) -> dict[str, Any]:
    """Give claims by sources."""
    table = matrix(gathered.judgements)
    return {
        "schema": "detente.evidence.matrix/1",
        "publishers": list(table.publishers),
        "rows": [
            {
                "claim": j.claim.id,
                "sentence": j.claim.sentence,
                "status": j.status,
                "cells": [c.value for c in cells],
            }
            for j, cells in zip(table.rows, table.cells, strict=True)
        ],
    }


def timeline_record(gathered: Gathered) -> dict[str, Any]:
    """Give who said what when."""
    return {
        "schema": "detente.evidence.timeline/1",
        "moments": [
            {
                "date": m.date or None,
                "publisher": m.report.publisher,
                "act": m.report.act.value,
                "claim": m.claim.id,
                "sentence": m.claim.sentence,
                "first": m.first,
            }
            for m in timeline(gathered.judgements)
        ],
    }
