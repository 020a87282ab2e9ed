"""Finding ladders: exact where it fits, bounded where it does not."""

from detente.planning.coalitions import coalition_check
from detente.planning.ladder import Ladder, Objective
from detente.planning.lots import Advice, advise_lots, geometric_lots
from detente.planning.package import Package, Packages, package
from detente.planning.plan import frontier, plan
from detente.planning.repair import Repair, repairs

__all__ = [
    "Advice",
    "Ladder",
    "Objective",
    "Package",
    "Packages",
    "Repair",
    "advise_lots",
    "coalition_check",
    "frontier",
    "geometric_lots",
    "package",
    "plan",
    "repairs",
]
