"""Scores and pools of analysts for machines: plain mappings with a ``schema`` field."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.briefing.record import Record
    from detente.elicitation import forecasts
    from detente.elicitation.advice import Advice, View
    from detente.elicitation.classical import Calibration, Weights
    from detente.elicitation.panel import Panel
    from detente.elicitation.pooling import Pooled
    from detente.elicitation.scoring import Amounts, Score, YesNo
    from detente.uncertainty.values.formula import Number


def score_record(record: forecasts.Record, scores: Sequence[Score]) -> Record:
    """Write how past forecasts came out."""
    return {
        "schema": "detente.elicit.score/1",
        "record": record.name,
        "forecasts": len(record.forecasts),
        "analysts": [
            {
                "analyst": score.analyst,
                "open": score.open,
                "revised": score.revised,
                "yes_no": score.yes_no and _yes_no(score.yes_no),
                "amounts": score.amounts and _amounts(score.amounts),
            }
            for score in scores
        ],
    }


def _yes_no(of: YesNo) -> Record:
    gain = {"low": of.gain.low, "mean": of.gain.mode, "high": of.gain.high}
    return {
        "n": of.of,
        "brier": of.brier,
        "reliability": of.reliability,
        "resolution": of.resolution,
        "uncertainty": of.uncertainty,
        "within": of.within,
        "base_rate": of.base,
        "skill": of.skill,
        "gain": {name: x if isfinite(x) else None for name, x in gain.items()},
        "bins": [
            {
                "word": b.word.words,
                "from": b.word.low,
                "to": b.word.high,
                "said": b.said,
                "came": b.came,
                "of": b.of,
                "interval": list(b.interval),
            }
            for b in of.bins
        ],
    }


def _amounts(of: Amounts) -> Record:
    return {
        "n": of.of,
        "below": of.below,
        "inside": of.inside,
        "above": of.above,
        "interval": list(of.interval),
        "expected": list(of.expected),
        "calibration": _calibration(of.calibration),
        "information": of.information,
        "interval_score": of.interval_score,
    }


def _calibration(of: Calibration) -> Record:
    return {"counts": list(of.counts), "p_value": of.p_value, "exact": of.exact}


def pool_record(panel: Panel, advice: Advice) -> Record:
    """Write a pool of analysts, and what becomes of the advice."""
    return {
        "schema": "detente.elicit.pool/1",
        "case": panel.case.name,
        "analysts": list(panel.analysts),
        "weights": _weights(panel.weights),
        "values": [_value(of) for of in panel.values],
        "steps": [list(step) for step in advice.pool.ladder.steps],
        "views": {
            who: {
                **_view(view),
                "hold_probability": advice.stresses[who].hold_probability,
                "interval": list(advice.stresses[who].interval),
            }
            for who, view in advice.views.items()
        },
        "pool": {
            **_view(advice.pool),
            "hold_probability": advice.hold_probability,
            "interval": list(advice.interval),
        },
        "deciding": [asdict(one) for one in advice.deciding],
    }


def _weights(of: Weights) -> Record:
    return {
        "by": dict(of.by),
        "basis": "performance" if of.equal is None else "equal",
        "reason": of.equal,
        "common": of.common,
        "merits": {
            who: {
                "answered": merit.answered,
                "calibration": merit.calibration and _calibration(merit.calibration),
                "information": merit.information,
            }
            for who, merit in of.merits.items()
        },
    }


def _value(of: Pooled) -> Record:
    return {
        "path": of.path,
        "ranges": {
            who: {**_range(n), "weight": of.weights[who], "points": list(of.points[who])}
            for who, n in of.own.items()
        },
        "silent": list(of.silent),
        "pool": list(of.linear),
        "averaged": list(of.averaged),
        "written": _range(of.written),
        "apart": [list(pair) for pair in of.apart],
    }


def _range(n: Number) -> Record:
    return {"low": n.low, "mode": n.mode, "high": n.high, "dist": n.dist}


def _view(of: View) -> Record:
    return {
        "steps": [list(step) for step in of.ladder.steps],
        "guarantee": dict(of.ladder.guarantee),
        "self_enforcing": of.ladder.self_enforcing,
        "pool_ladder": {
            "guarantee": dict(of.pooled.guarantee),
            "self_enforcing": of.pooled.self_enforcing,
        },
        "other_order": of.other_order,
    }
