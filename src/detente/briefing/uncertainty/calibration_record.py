"""Calibration for machines: plain mappings with a ``schema`` field, ready for JSON."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING

from detente.uncertainty.past.calibration import published
from detente.uncertainty.past.rates import LEVEL, Beta

if TYPE_CHECKING:
    from detente.briefing.record import Record
    from detente.case import Case
    from detente.uncertainty import Backtest, Calibration, Range
    from detente.uncertainty.past.backtesting import Score
    from detente.uncertainty.past.rates import Gamma


def calibration_record(case: Case, found: Calibration, tested: Backtest | None) -> Record:
    """Write a calibration, and a backtest where there is one, under their own names."""
    return {
        "schema": "detente.calibrate/1",
        "case": case.name,
        "until": found.until.isoformat(),
        "discount": found.discount,
        "history": found.chronicle,
        "interval": LEVEL,
        "sources": published()["sources"],
        "figures": [
            {
                "kind": figure.kind,
                "event": figure.event,
                "declared": figure.declared,
                "borrowed": [asdict(count) for count in figure.borrowed],
                "data": figure.own and asdict(figure.own),
                "prior": _distribution(figure.prior),
                "posterior": _distribution(figure.posterior),
            }
            for figure in found.figures
        ],
        "backtest": tested and _backtest(tested),
    }


def _distribution(of: Beta | Gamma) -> Record:
    shape = {"a": of.a, "b": of.b} if isinstance(of, Beta) else {
        "shape": of.shape, "years": of.years,
    }  # fmt: skip
    return {"family": type(of).__name__.lower(), **shape, **_range(of.range)}


def _range(of: Range, digits: int = 4) -> Record:
    ends = {"low": of.low, "mean": of.mode, "high": of.high}
    return {name: round(x, digits) if isfinite(x) else None for name, x in ends.items()}


def _backtest(tested: Backtest) -> Record:
    return {
        "day": tested.day.isoformat(),
        "months": tested.months,
        "known": tested.known,
        "periods": tested.periods,
        "brier": _score(tested.brier),
        "log_bits": _score(tested.log),
        "forecasts": [
            {
                "start": one.start.isoformat(),
                "end": one.end.isoformat(),
                "what": one.what,
                "engaged": one.engaged,
                "alike": one.alike,
                "forecast": round(one.forecast, 2),
                "base": round(one.base, 2),
                "came": one.came,
            }
            for one in tested.forecasts
        ],
    }


def _score(of: Score) -> Record:
    return {"forecast": of.forecast, "base": of.base, "gain": _range(of.gain)}
