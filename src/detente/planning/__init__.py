"""Finding ladders: exact where it fits, bounded where it does not."""

from detente.planning.coalitions import coalition_check
from detente.planning.ladder import Ladder, Objective
from detente.planning.package import Package, Packages, package
from detente.planning.plan import frontier, plan
from detente.planning.repair import Repair, repairs

__all__ = [
    "Ladder",
    "Objective",
    "Package",
    "Packages",
    "Repair",
    "coalition_check",
    "frontier",
    "package",
    "plan",
    "repairs",
]
