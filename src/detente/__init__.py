"""Design step-for-step agreements that nobody gains by breaking.

The names below are fetched from their floor on first use, so that ``import detente`` stays
instant; type checkers read them from the imports under ``TYPE_CHECKING``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from detente._version import __version__

if TYPE_CHECKING:
    from detente.case import Case
    from detente.channels import Contacts, Line, best_route
    from detente.elicitation import Sheet, examine, questions
    from detente.exchange import (
        Block,
        Certificate,
        Check,
        DetenteError,
        Exchange,
        InvalidExchange,
        InvalidLadder,
        Lot,
        Measure,
        Menu,
        NoLadder,
        TimedExchange,
        Timing,
        certify,
        certify_timed,
        deterred,
        free_order_game,
        ladder_game,
    )
    from detente.planning import (
        Ladder,
        TimedLadder,
        advise_lots,
        coalition_check,
        frontier,
        package,
        plan,
        plan_timed,
        repairs,
    )
    from detente.uncertainty import (
        Assessment,
        Backtest,
        Calibration,
        Observation,
        Risk,
        Stress,
        Trajectory,
        assess,
        backtest,
        calibrate,
        contacts,
        growth_factor,
        risk,
        stress,
        trajectory,
    )

__all__ = [
    "Assessment",
    "Backtest",
    "Block",
    "Calibration",
    "Case",
    "Certificate",
    "Check",
    "Contacts",
    "DetenteError",
    "Exchange",
    "InvalidExchange",
    "InvalidLadder",
    "Ladder",
    "Line",
    "Lot",
    "Measure",
    "Menu",
    "NoLadder",
    "Observation",
    "Risk",
    "Sheet",
    "Stress",
    "TimedExchange",
    "TimedLadder",
    "Timing",
    "Trajectory",
    "__version__",
    "advise_lots",
    "assess",
    "backtest",
    "best_route",
    "calibrate",
    "certify",
    "certify_timed",
    "coalition_check",
    "contacts",
    "deterred",
    "examine",
    "free_order_game",
    "frontier",
    "growth_factor",
    "ladder_game",
    "package",
    "plan",
    "plan_timed",
    "questions",
    "repairs",
    "risk",
    "stress",
    "trajectory",
]

_FLOORS = {
    "detente.case": ("Case",),
    "detente.channels": ("Contacts", "Line", "best_route"),
    "detente.elicitation": ("Sheet", "examine", "questions"),
    "detente.exchange": (
        "Block",
        "Certificate",
        "Check",
        "DetenteError",
        "Exchange",
        "InvalidExchange",
        "InvalidLadder",
        "Lot",
        "Measure",
        "Menu",
        "NoLadder",
        "TimedExchange",
        "Timing",
        "certify",
        "certify_timed",
        "deterred",
        "free_order_game",
        "ladder_game",
    ),
    "detente.planning": (
        "Ladder",
        "TimedLadder",
        "advise_lots",
        "coalition_check",
        "frontier",
        "package",
        "plan",
        "plan_timed",
        "repairs",
    ),
    "detente.uncertainty": (
        "Assessment",
        "Backtest",
        "Calibration",
        "Observation",
        "Risk",
        "Stress",
        "Trajectory",
        "assess",
        "backtest",
        "calibrate",
        "contacts",
        "growth_factor",
        "risk",
        "stress",
        "trajectory",
    ),
}
_HOME = {name: floor for floor, names in _FLOORS.items() for name in names}


def _fetch(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = value  # the next use is a plain look-up
    return value


if not TYPE_CHECKING:  # a checker that saw it would take every misspelt name for an object
    __getattr__ = _fetch


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
