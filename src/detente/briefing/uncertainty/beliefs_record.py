"""Beliefs for machines: plain mappings with a ``schema`` field, ready for JSON.

Probabilities have two digits: no belief is sharper than that.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.briefing.record import Record
    from detente.uncertainty import Assessment, Moment, Range
    from detente.uncertainty.parties.behaviour import Behaviour
    from detente.uncertainty.parties.growth import Round
    from detente.uncertainty.parties.readiness import Lesson, Probe


def beliefs_record(found: Assessment) -> Record:
    """Write an assessment under its own names."""
    return {
        "schema": "detente.beliefs/1",
        "case": found.case.name,
        "as_of": found.case.form.as_of.isoformat(),
        "illustrative": found.case.form.illustrative,
        "slip": found.slip,
        "discount": found.discount,
        "steps": [list(step) for step in found.steps],
        "reached": found.reached,
        "parties": list(found.parties),
        "priors": {
            who: {
                "declared": found.believer.priors[who].declared,
                "types": [
                    {"name": t.name, "share": _range(t.share), "delivers": t.delivers,
                     "stake": {"low": float(t.stakes[0]), "mean": float(t.stakes.mean()),
                               "high": float(t.stakes[-1])}}
                    for t in found.believer.priors[who].types
                ],
                "audiences": {
                    a: _range(r) for a, r in found.believer.priors[who].audiences.items()
                },
            }
            for who in found.parties
        },
        "trajectory": [_moment(moment, found.parties) for moment in found.trajectory.moments],
        "outlooks": {
            rule: {
                "completes": _range(found.completes[rule]),
                "hazard": [_share(x) for x in out.hazard],
                "breaks": [_share(x) for x in out.breaks],
                "by": {who: [_share(x) for x in by] for who, by in out.by.items()},
                "loss": dict(out.loss),
                "settled": out.settled,
            }
            for rule, out in found.outlooks.items()
        },
        "tests": {who: [_probe(p) for p in found.probes[who]] for who in found.parties},
        "lessons": {who: _lesson(found.lessons[who]) for who in found.parties},
        "rounds": {who: [_round(r) for r in found.rounds[who]] for who in found.parties},
    }  # fmt: skip


def _share(x: float) -> float:
    return round(float(x), 2)


def _range(of: Range) -> Record:
    return {"low": _share(of.low), "mode": _share(of.mode), "high": _share(of.high)}


def _finite(x: float) -> float | None:
    return float(x) if isfinite(x) else None


def _moment(moment: Moment, parties: tuple[str, ...]) -> Record:
    seen = moment.observation
    return {
        "when": moment.when.isoformat(),
        "observation": seen
        and {
            "party": seen.party,
            "lot": seen.lot,
            "outcome": seen.outcome,
            "when": seen.when.isoformat(),
            "observable": seen.observable,
        },
        "standings": {
            who: {
                "types": {
                    way: {name: _range(share) for name, share in told.items()}
                    for way, told in moment.standings[who].types.items()
                },
                "carries": {way: _range(x) for way, x in moment.standings[who].carries.items()},
            }
            for who in parties
        },
    }


def _probe(probe: Probe) -> Record:
    return {
        "step": probe.step,
        "lot": probe.lot,
        "tester": probe.tester,
        "exposure": probe.exposure,
        "exposure_share": probe.share,
        "bits": {way: round(x, 3) for way, x in probe.bits.items()},
        "free": not isfinite(probe.rate),
        "bits_per_point": _finite(probe.rate),
        "alarm": {
            way: {name: _share(x) for name, x in told.items()} for way, told in probe.alarm.items()
        },
    }


def _lesson(lesson: Lesson | None) -> Record | None:
    if lesson is None:
        return None

    def told(of: Mapping[Behaviour, Mapping[str, Range]]) -> Record:
        return {way: {who: _range(r) for who, r in seen.items()} for way, seen in of.items()}

    return {
        "step": lesson.step,
        "lot": lesson.lot,
        "audiences": list(lesson.audiences),
        "worth": dict(lesson.worth),
        "before": told(lesson.before),
        "passed": told(lesson.passed),
        "failed": told(lesson.failed),
    }


def _round(one: Round) -> Record:
    return {
        "step": one.step,
        "received": one.received,
        "cost": one.cost,
        "brings": one.brings,
        "grows": _finite(one.grows),
        "may_grow": _finite(one.may_grow),
        "waits": one.waits,
    }
