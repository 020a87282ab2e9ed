"""The whole question: does it hold, what does that hang on, what to find out first, what order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.uncertainty.values import evaluate
from detente.uncertainty.values.chunks import INFORMATION, SOBOL, StressPlan, chunk
from detente.uncertainty.values.draws import BLOCK, CHUNK
from detente.uncertainty.values.information import Information, information
from detente.uncertainty.values.robust import Robust, robust_ladder
from detente.uncertainty.values.sensitivity import Swing, Threshold, one_at_a_time
from detente.uncertainty.values.sobol import sobol_indices
from detente.uncertainty.values.stressing import Stress, counted, stress_plan, summarise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from detente.case import Case
    from detente.planning import Ladder
    from detente.uncertainty.values.formula import Floats
    from detente.uncertainty.work import Run

SOBOL_DRAWS = BLOCK // 2
"""Base sample of the variance-based indices, which need one more for each group of numbers."""


MOST_GROUPS = 64
"""Numbers, or groups of them, that indices are estimated for: each costs a sample."""


@dataclass(frozen=True, slots=True)
class Index:
    """How much of the variance of an outcome one group of numbers accounts for.

    Attributes
    ----------
    paths
        A number, or numbers that move together.
    party, cap
        Whose smallest margin (with `cap`: room below its cap) varies; party None: whether the
        ladder holds.
    first, total
        Alone, and with all that it takes part in; estimated, so small ones may be below 0.
    """

    paths: tuple[str, ...]
    party: str | None
    cap: bool
    first: float
    total: float


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What the advice hangs on.

    Attributes
    ----------
    thresholds
        Each uncertain number alone: where it flips the certificate; the nearest first.
    swings
        Each alone at both ends of its range: what it does to the smallest margins.
    indices
        All together: what the variance comes from; the largest total first, by outcome.
    information
        What knowing each would be worth; the most valuable first.
    """

    thresholds: tuple[Threshold, ...]
    swings: tuple[Swing, ...]
    indices: tuple[Index, ...]
    information: tuple[Information, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """A ladder under stress: the result, what it hangs on, and the robust ladder if asked for."""

    stress: Stress
    sensitivity: Sensitivity
    robust: Robust | None


def study(
    case: Case,
    ladder: Ladder | Iterable[str | Sequence[str]],
    draws: int = 100_000,
    seed: int = 0,
    *,
    options: Iterable[str] = (),
    sequential: bool = False,
    robust: bool = False,
    run: Run | None = None,
    progress: Callable[[int], None] | None = None,
) -> Study:
    """Stress a ladder and say what the result hangs on.

    Parameters are those of `detente.stress`, and `robust`: look for the order that holds most
    often. Sensitivity is read from samples of its own, as large for few draws as for many.

    Raises
    ------
    ValueError, InvalidLadder, UnknownName, InvalidCase
        As `detente.stress`.
    """
    plan = stress_plan(case, ladder, draws, seed, options=options, sequential=sequential)
    return Study(
        summarise(plan, counted(plan, run, progress)),
        sensitivity(plan),
        robust_ladder(case, plan, options=options, sequential=sequential) if robust else None,
    )


def sensitivity(plan: StressPlan) -> Sensitivity:
    """Say what the advice hangs on."""
    thresholds, swings = one_at_a_time(plan)
    return Sensitivity(thresholds, swings, _indices(plan, swings), _information(plan))


def _information(plan: StressPlan) -> tuple[Information, ...]:
    """Draw one chunk of its own, and see which numbers tell whether the ladder holds."""
    of = plan.formula
    _, holds = chunk(plan, INFORMATION, 0, CHUNK)
    uniform = [block.copy() for block in plan.source.blocks(INFORMATION, 0, CHUNK)]
    paths = tuple(of.numbers[slot - 2].path for slot in of.drawn)
    told = information(paths, np.concatenate(uniform), holds)
    felt = {of.numbers[slot - 2].path for slot in _felt(plan)}
    return tuple(one for one in told if one.path in felt)


def _indices(plan: StressPlan, swings: tuple[Swing, ...]) -> tuple[Index, ...]:
    of, drawn = plan.formula, plan.source

    def outcomes(uniform: Floats) -> Floats:
        found = evaluate.least(of, plan.rows, drawn.values(uniform))
        return np.vstack([(found >= 0).all(axis=0), found])

    groups = _groups(plan, swings)
    a, b = (next(drawn.blocks(SOBOL, k, SOBOL_DRAWS)).copy() for k in (0, 1))
    first, total = sobol_indices(outcomes, a, b, groups)
    names = [tuple(of.numbers[of.drawn[c] - 2].path for c in columns) for columns in groups]
    labels = [(None, False), *((of.actors[who], cap) for who, cap in evaluate.kinds(of))]
    return tuple(
        Index(names[g], *label, float(first[k, g]), float(total[k, g]))
        for k, label in enumerate(labels)
        for g in np.argsort(-total[k], kind="stable")
        if total[k, g] > 0
    )


def _groups(plan: StressPlan, swings: tuple[Swing, ...]) -> list[tuple[int, ...]]:
    """Columns of the draws that move together: those with the widest swings, `MOST_GROUPS` at most.

    Swings of different parties are compared as shares of the widest of their own kind.
    """
    widest: dict[tuple[str, bool], float] = {}
    width: dict[str, float] = {}
    for one in swings:
        whole = widest.setdefault((one.party, one.cap), one.width or 1.0)  # they come first
        width[one.path] = max(width.get(one.path, 0.0), one.width / whole)
    paths = [plan.formula.numbers[slot - 2].path for slot in plan.formula.drawn]
    together = [copula.columns for copula in plan.source.copulas]
    taken = {column for columns in together for column in columns}
    felt = _felt(plan)
    alone = [(c,) for c, slot in enumerate(plan.formula.drawn) if c not in taken and slot in felt]
    groups = [*together, *alone]
    groups.sort(key=lambda columns: -max(width.get(paths[c], 0.0) for c in columns))
    return groups[:MOST_GROUPS]


def _felt(plan: StressPlan) -> set[int]:
    """Slots that a party's margin or somebody's cap stands on."""
    of = plan.formula
    minds = set(range(len(of.parties))) | set(np.flatnonzero(of.cap >= 0).tolist())
    cells = [c for c, who in enumerate(of.actor.tolist()) if who in minds]
    felt = {int(of.share[c]) for c in cells}
    for c in cells:
        felt.update(of.products[of.first[c] : of.first[c + 1]].ravel().tolist())
    for slots in (of.stake_slot, of.deposit_slot, of.cap):
        felt.update(slots.tolist())
    return felt
