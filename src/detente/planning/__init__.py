"""Finding ladders: exact where it fits, bounded where it does not."""

from detente.planning.coalitions import coalition_check
from detente.planning.geometric import geometric_guarantee, geometric_lots
from detente.planning.ladder import Ladder, Objective
from detente.planning.lots import Advice, advise_lots
from detente.planning.package import Package, Packages, package
from detente.planning.plan import frontier, plan
from detente.planning.repair import Repair, repairs
from detente.planning.steinitz import most_needed
from detente.planning.timed import TimedLadder, TimedObjective, plan_timed

__all__ = [
    "Advice",
    "Ladder",
    "Objective",
    "Package",
    "Packages",
    "Repair",
    "TimedLadder",
    "TimedObjective",
    "advise_lots",
    "coalition_check",
    "frontier",
    "geometric_guarantee",
    "geometric_lots",
    "most_needed",
    "package",
    "plan",
    "plan_timed",
    "repairs",
]
