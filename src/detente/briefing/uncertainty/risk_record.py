"""Risk for machines: plain mappings with a ``schema`` field, ready for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.briefing.record import Record
    from detente.case import Case
    from detente.uncertainty import Risk
    from detente.uncertainty.incidents.covering import Cover
    from detente.uncertainty.incidents.insurance import Side


def risk_record(case: Case, found: Risk) -> Record:
    """Write the risk of a case: sides, remedies, incidents; fields under their own names."""
    return {
        "schema": "detente.risk/1",
        "case": case.name,
        "as_of": case.form.as_of.isoformat(),
        "illustrative": case.form.illustrative,
        "horizon": found.horizon,
        "discount": found.discount,
        "draws": found.draws,
        "seed": found.seed,
        "whole": found.whole,
        "measures": list(found.measures),
        "channels": list(found.channels),
        "times": list(found.times),
        "sides": {
            who: {"party": who in found.parties, **_side(side)} for who, side in found.sides.items()
        },
        "remedies": [
            {
                "remedy": row.name,
                "kind": row.kind,
                "opener": row.opener,
                "alone": {who: _cover(of) for who, of in row.alone.items()},
                "on_top": dict(row.on_top),
            }
            for row in found.remedies
        ],
        "incidents": [
            {
                "incident": row.name,
                "known": row.known,
                "rate": _range(row.rate, "p5", "mean", "p95"),
                "at_least_one": {"without": row.without, "with": row.with_},
            }
            for row in found.incidents
        ],
    }


def _side(side: Side) -> Record:
    without, with_ = side.fan
    return {
        "without": asdict(side.without),
        "with": asdict(side.with_),
        **_cover(side.cover),
        "pays": side.pays,
        "fan": {
            "without": [_range(x, "p5", "p50", "p95") for x in without],
            "with": [_range(x, "p5", "p50", "p95") for x in with_],
        },
    }


def _cover(of: Cover) -> Record:
    return {
        "avoided": _range(of.avoided, "low", "mean", "high"),
        "premium": _range(of.premium, "low", "mean", "high"),
        "ratio": _range(of.ratio, "low", "mean", "high") if of.ratio else None,
        "touched": of.touched,
        "break_even": of.break_even,
        "verdict": of.verdict,
    }


def _range(of: tuple[float, float, float], *names: str) -> dict[str, float]:
    return dict(zip(names, of, strict=True))
