"""What plans in the planning benchmark: detente, and the peers that stand beside it.

All answer one question: the smallest max over parties of (guarantee - stake), the caps kept.
Each returns the best order it found and a lower bound; values are taken from the certificate.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.exchange import Exchange, NoLadder, certify
from detente.planning import levels, plan
from detente.planning.bounds import guarantee_bound
from detente.planning.plan import searcher_for
from detente.planning.problem import Problem

Floats = np.ndarray


@dataclass(frozen=True)
class Answer:
    """What a solver found.

    Attributes
    ----------
    order
        Names of the lots; empty where none was found.
    bound
        Proven lower bound; infinite where it is proven that no order keeps the caps.
    seconds
        Wall time.
    ties
        Only for whole plans: the tie-breaks are proven too.
    """

    order: list[str]
    bound: float
    seconds: float
    ties: bool | None = None


def value(deal: Exchange, order: list[str]) -> float:
    """Max over parties of (guarantee - stake), from the certificate; infinite above a cap."""
    of = certify(deal, order)
    worst = max(of.guarantee[who] - deal.stake(who) for who in deal.parties)
    return float("inf") if of.over_cap else float(worst)


# --- detente -------------------------------------------------------------------------------------


def objective(deal: Exchange, limit: float) -> Answer:
    """The objective alone: the question that the peers are asked."""
    start = time.perf_counter()
    problem = Problem(deal)
    over = problem.nowhere
    p = slice(problem.parties)
    over[p] = (problem.gain + problem.stake)[p]
    floor = guarantee_bound(problem)
    found = searcher_for(problem, limit).bottleneck(
        over, -problem.nowhere, levels.caps(problem), floor
    )
    names = [name for step in problem.steps(found.order) for name in step]
    return Answer(names, max(found.bound, floor), time.perf_counter() - start)


def whole(deal: Exchange, limit: float) -> Answer:
    """`detente.plan` as users call it: the objective, then every tie-break."""
    start = time.perf_counter()
    try:
        ladder = plan(deal, time_limit=limit)
    except NoLadder as error:
        return Answer([], np.inf if error.proven else -np.inf, time.perf_counter() - start)
    seconds = time.perf_counter() - start
    return Answer(list(ladder.order), ladder.bound, seconds, ladder.optimal_ties)


# --- a greedy order ------------------------------------------------------------------------------


def greedy(deal: Exchange) -> list[str]:
    """Take next what leaves the worst-placed party best; from the start and from the end."""
    problem = Problem(deal)
    p = slice(problem.parties)
    over = (problem.gain + problem.stake)[p]
    low = -problem.cap[p] - problem.tolerance[p]

    def run(*, forward: bool) -> list[int]:
        keeps = problem.held[p].copy() if forward else (problem.total + problem.held)[p]
        effect = problem.effect[p] if forward else -problem.effect[p]
        wait = np.array([len(_bits(m)) for m in (problem.before if forward else problem.behind)])
        opens = problem.behind if forward else problem.before
        left = np.ones(len(wait), dtype=bool)
        order = []
        for _ in range(len(wait)):
            ready = np.flatnonzero(left & (wait == 0))
            after = keeps[:, None] + effect[:, ready]
            worst = (after - over[:, None]).max(axis=0)
            broken = np.maximum(low[:, None] - after, 0.0).max(axis=0)
            pick = int(ready[np.argmin(np.where(broken > 0, 1e12 * broken, worst))])
            keeps = keeps + effect[:, pick]
            left[pick] = False
            wait[_bits(opens[pick])] -= 1
            order.append(pick)
        return order if forward else order[::-1]

    orders = [
        [name for step in problem.steps(run(forward=forward)) for name in step]
        for forward in (True, False)
    ]
    return min(orders, key=lambda order: value(deal, order))


def _bits(mask: int) -> list[int]:
    return [k for k in range(mask.bit_length()) if mask >> k & 1] if mask else []


# --- OR-Tools CP-SAT -----------------------------------------------------------------------------

GRAIN = 1_000_000
"""A party's absolute amounts add up to at most so many grains; whole amounts stay whole."""

WORKERS = 2


def cpsat(deal: Exchange, limit: float) -> Answer:
    """CP-SAT: a boolean for each lot and position, true from the lot's delivery on.

    Of three forms tried this is the best by far: with booleans that are true at one position
    only, and keeps as chained or as long sums, 16 lots are out of reach in ten seconds. Keeps
    are linear in these booleans, with one band a party. The solver is given the same root
    bound, dominance between comparable lots, and the greedy order as a hint. Only its own
    solving is timed, not the building of the model.
    """
    from ortools.sat.python import cp_model

    problem = Problem(deal)
    m, n = len(problem.units), problem.parties
    grain = max(1, int(GRAIN / float(np.abs(problem.effect[:n]).sum(axis=1).max())))
    effect = np.rint(problem.effect[:n] * grain).astype(int)
    total = int(np.abs(effect).sum(axis=1).max())
    model = cp_model.CpModel()
    done = [[model.new_bool_var(f"{u}<{k}") for k in range(1, m)] for u in range(m)]
    for k in range(m - 1):
        model.add(sum(done[u][k] for u in range(m)) == k + 1)
        for u in range(m):
            if k:
                model.add_implication(done[u][k - 1], done[u][k])
        for u, v in _pairs(problem):
            model.add_implication(done[v][k], done[u][k])
    floor = guarantee_bound(problem)
    worst = model.new_int_var(int(np.ceil(floor * grain - 1e-6)), 2 * total, "worst")
    for i in range(n):
        high = int(np.floor((problem.gain + problem.stake - problem.held)[i] * grain))
        for k in range(m - 1):
            keeps = sum(int(effect[i, u]) * done[u][k] for u in range(m))
            model.add(keeps - high <= worst)
            if np.isfinite(problem.cap[i]):
                model.add(keeps >= -int((problem.cap[i] + problem.held[i]) * grain + 1e-6))
    unit_of = {name: u for u, unit in enumerate(problem.units) for name in unit}
    for place, u in enumerate(dict.fromkeys(unit_of[name] for name in greedy(deal))):
        for k in range(m - 1):
            model.add_hint(done[u][k], place <= k)
    model.minimize(worst)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.max_time_in_seconds = limit
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        proven = status == cp_model.INFEASIBLE
        return Answer([], np.inf if proven else -np.inf, solver.wall_time)
    order = sorted(range(m), key=lambda u: -sum(solver.value(x) for x in done[u]))
    names = [name for step in problem.steps(order) for name in step]
    reached = value(deal, names)
    bound = reached if status == cp_model.OPTIMAL else solver.best_objective_bound / grain
    return Answer(names, min(bound, reached), solver.wall_time)


def _pairs(problem: Problem) -> list[tuple[int, int]]:
    """Units (first, then): precedence, and dominance where nothing else tells the two apart.

    Without caps, a unit that adds less to every party's keeps may always come before the other;
    with caps this holds for interchangeable units alone.
    """
    m = len(problem.units)
    pairs = [(u, v) for v in range(m) for u in _bits(problem.before[v])]
    effect = problem.effect
    capped = np.isfinite(problem.cap).any()
    for u in range(m):
        for v in range(m):
            if u == v or (problem.before[u], problem.behind[u]) != (
                problem.before[v],
                problem.behind[v],
            ):
                continue
            if u in problem.inner or v in problem.inner:
                continue
            same = bool((effect[:, u] == effect[:, v]).all())
            if (same and u < v) or (
                not same and not capped and (effect[:, u] <= effect[:, v]).all()
            ):
                pairs.append((u, v))
    return pairs


# --- a plain dynamic program ---------------------------------------------------------------------

DP_LOTS = 24
"""Above this its table would pass what the machine can spare."""


def dynamic(deal: Exchange, _limit: float) -> Answer:
    """The plain dynamic program over all 2^m delivered sets, compiled: no bound, no pruning."""
    problem = Problem(deal)
    m, n = len(problem.units), problem.parties
    if m > DP_LOTS:
        raise ValueError(f"the plain dynamic program is for up to {DP_LOTS} lots")
    start = time.perf_counter()
    over = (problem.gain + problem.stake)[:n]
    before = np.array(problem.before, dtype=np.int64)
    cap = problem.cap[:n] + problem.tolerance[:n]
    best, order = _sweep(problem.effect[:n], problem.held[:n], over, cap, before)
    names = [name for step in problem.steps(list(order)) for name in step]
    seconds = time.perf_counter() - start
    if not np.isfinite(best):
        return Answer([], np.inf, seconds)
    return Answer(names, value(deal, names), seconds)


def _sweep(
    effect: Floats, held: Floats, over: Floats, cap: Floats, before: Floats
) -> tuple[float, Floats]:
    from numba import njit

    global _compiled
    if _compiled is None:
        _compiled = njit(_table)
    found: tuple[float, Floats] = _compiled(effect, held, over, cap, before)
    return found


_compiled: Callable[..., tuple[float, Floats]] | None = None


def _table(
    effect: Floats, held: Floats, over: Floats, cap: Floats, before: Floats
) -> tuple[float, Floats]:
    """Best worst amount over all orders, and an order that has it."""
    n, m = effect.shape
    full = (1 << m) - 1
    best = np.empty(1 << m)
    keeps = np.empty((1 << m, n))
    keeps[0] = held
    for s in range(1 << m):
        if s:
            lowest = 0
            while not s >> lowest & 1:
                lowest += 1
            keeps[s] = keeps[s & (s - 1)] + effect[:, lowest]
        worst = -np.inf
        for i in range(n if s != full else 0):
            worst = max(worst, keeps[s, i] - over[i])
            if keeps[s, i] < -cap[i]:
                worst = np.inf
        came = np.inf if s else -np.inf
        for u in range(m):
            if s >> u & 1 and before[u] & s == before[u]:
                came = min(came, best[s ^ (1 << u)])
        best[s] = max(worst, came)
    order = np.empty(m, dtype=np.int64)
    s = full
    for k in range(m - 1, -1, -1):
        pick = -1
        for u in range(m):
            if (
                s >> u & 1
                and before[u] & s == before[u]
                and (pick < 0 or best[s ^ (1 << u)] < best[s ^ (1 << pick)])
            ):
                pick = u
        order[k] = pick
        s ^= 1 << pick
    return best[full], order


SOLVERS: dict[str, Callable[[Exchange, float], Answer]] = {
    "detente": objective,
    "plan": whole,
    "cpsat": cpsat,
    "dp": dynamic,
}
LARGEST = {"cpsat": 60, "dp": DP_LOTS}
"""Up to how many lots a peer is asked."""
