"""Finding ladders: exact where it fits, bounded where it does not. NumPy, and Numba for large ones.

Begin with `plan` (the front door) and `levels` (the objectives, level by level). `problem` is an
exchange as arrays; what finds orders of it is `table` (exact) or `large`, and below them `reach`,
`dive`, `anneal`, `split`, `crossing`, `steinitz`, with compiled loops in `*kernel*`; `bounds` say
what no order can do better than. On the clock: `timed`, with `clockwork`, `timed_moves`,
`timed_search` and `calendar`. What would make a ladder hold: `repair`, with `remedies`, `edits`,
`holding`, `lots` and `geometric`. `coalitions` search for those who would rather leave together.
Folders: `packages` (what to propose at all) and `genius` (negotiation domains of others).
"""

from detente.planning.coalitions import coalition_check
from detente.planning.geometric import geometric_guarantee, geometric_lots
from detente.planning.ladder import Ladder, Objective
from detente.planning.lots import Advice, advise_lots
from detente.planning.packages.package import Package, Packages, package
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
