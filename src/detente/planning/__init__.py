"""Finding ladders: exact where it fits, bounded where it does not."""

from detente.planning.coalitions import coalition_check
from detente.planning.ladder import Ladder, Objective
from detente.planning.plan import frontier, plan

__all__ = ["Ladder", "Objective", "coalition_check", "frontier", "plan"]
