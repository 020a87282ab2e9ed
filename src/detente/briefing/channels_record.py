"""Channels for machines: plain mappings with a ``schema`` field, ready for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.briefing.record import Record
    from detente.case import Case
    from detente.channels import Criterion, Line, Range, Route, SinglePoint, Survey


def channels_record(case: Case, found: Survey) -> Record:
    """Write a survey: routes, what new lines add, and the lines themselves."""
    return {
        "schema": "detente.channels/1",
        "case": case.name,
        "as_of": case.form.as_of.isoformat(),
        "illustrative": case.form.illustrative,
        "from": found.start,
        "to": found.end,
        "routes": _routes(found.routes),
        "reach": _range(found.reach),
        "new": {
            "lines": list(found.added.lines),
            "routes": _routes(found.opened),
            "reach": _range(found.reach_opened),
            "pairs": [
                {
                    "between": list(pair.ends),
                    "changed": pair.changed,
                    "reach": {"before": _range(pair.before), "after": _range(pair.after)},
                    "fastest": {
                        "before": _route(pair.fastest_before),
                        "after": _route(pair.fastest_after),
                    },
                    "bypassed": list(pair.bypassed),
                }
                for pair in found.added.pairs
            ],
            "single_points": {
                "before": [_point(p) for p in found.added.points_before],
                "after": [_point(p) for p in found.added.points_after],
                "removed": [_point(p) for p in found.added.removed],
            },
        },
        "lines": [_line(line) for line in found.contacts.lines],
    }


def _routes(routes: Mapping[Criterion, Route | None]) -> Record:
    return {by: _route(route) for by, route in routes.items()}


def _route(route: Route | None) -> Record | None:
    if route is None:
        return None
    return {
        "actors": list(route.actors),
        "lines": list(route.lines),
        "brokers": list(route.brokers),
        "reliability": _range(route.reliability),
        "delay": _range(route.delay),
        "discretion": route.discretion,
        "hears": list(route.hears),
    }


def _line(line: Line) -> Record:
    return {
        "line": line.name,
        "between": list(line.ends),
        "reliability": _range(line.reliability),
        "delay": _range(line.delay),
        "discretion": line.discretion,
        "hears": list(line.hears),
        "proposed": line.proposed,
    }


def _point(point: SinglePoint) -> Record:
    return {"kind": point.kind, "name": point.name, "cut": [list(pair) for pair in point.cut]}


def _range(of: Range) -> Record:
    return dict(of._asdict())
