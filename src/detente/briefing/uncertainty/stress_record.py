"""Stress for machines: one plain mapping with a ``schema`` field, ready for JSON."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING

from detente.briefing.record import figures

if TYPE_CHECKING:
    from detente.briefing.record import Record
    from detente.case import Case
    from detente.uncertainty import Study
    from detente.uncertainty.values.robust import Robust
    from detente.uncertainty.values.sensitivity import Threshold


def stress_record(
    case: Case, found: Study, options: tuple[str, ...], *, sequential: bool
) -> Record:
    """Write a study: the result's fields under their own names, then what it hangs on."""
    result, hangs = found.stress, found.sensitivity
    return {
        "schema": "detente.stress/1",
        "case": case.name,
        "as_of": case.form.as_of.isoformat(),
        "illustrative": case.form.illustrative,
        "options": list(options),
        "sequential": sequential,
        "steps": [list(step) for step in result.steps],
        "draws": result.draws,
        "seed": result.seed,
        "hold_probability": result.hold_probability,
        "error": result.error,
        "interval": list(result.interval),
        "by_step": list(result.by_step),
        "by_step_intervals": [list(one) for one in result.by_step_intervals],
        "ceiling": result.ceiling,
        "order_matters": result.order_matters,
        "breaks": [asdict(one) for one in result.breaks],
        "losses": {who: asdict(loss) for who, loss in result.losses.items()},
        "worth_signing": dict(result.worth_signing),
        "at_stakes": dict(result.at_stakes),
        "needed": {
            who: [{"share": share, "stake": stake} for share, stake in stakes.items()]
            for who, stakes in result.needed.items()
        },
        "thresholds": [_threshold(one) for one in hangs.thresholds],
        "swings": [asdict(one) for one in hangs.swings],
        "indices": [{**asdict(one), "paths": list(one.paths)} for one in hangs.indices],
        "information": [asdict(one) for one in hangs.information],
        "robust": None if found.robust is None else _robust(found.robust),
    }


def _threshold(one: Threshold) -> Record:
    flip = one.flip
    return {
        **asdict(one),
        "flip": None if flip is None else asdict(flip),
        "distance": one.distance if isfinite(one.distance) else None,
        "within": one.within,
    }


def _robust(of: Robust) -> Record:
    return {
        "changed": of.changed,
        "draws": of.draws,
        "hold_probability": of.hold_probability,
        "nominal": of.nominal,
        "error": of.error,
        "ceiling": of.ceiling,
        **figures(of.certificate),
    }
