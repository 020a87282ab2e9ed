"""Has this package a self-enforcing ladder? A quick order first, then bounds, then proof."""

from __future__ import annotations

import time

import numpy as np

from detente.exchange import Certificate, Exchange, NoLadder, certify
from detente.planning import levels
from detente.planning.bounds import guarantee_bound, least_guarantee
from detente.planning.packages.search import Undecided
from detente.planning.plan import plan
from detente.planning.problem import Box, Problem


def self_enforcing(deal: Exchange, deadline: float | None = None) -> Certificate | None:
    """Find a self-enforcing ladder, or prove that there is none.

    An order that keeps near the straight line, first where only completion asks for a
    guarantee and then anywhere inside the stakes, settles most deals that have one; a lower
    bound above the stakes most that have none. What is left is planned exactly.

    Returns
    -------
    Certificate or None
        Of a self-enforcing ladder; None: there is none, proven.

    Raises
    ------
    Undecided
        The deadline (of `time.monotonic`) came first.
    """
    problem = Problem(deal)
    inside = levels.enforced(problem)
    for box in (inside & levels.below(problem, least_guarantee(problem)), inside):
        for backwards in (False, True):
            order = near_the_line(problem, box, backwards=backwards)
            if order is not None:
                certificate = certify(deal, problem.steps(order))
                if certificate.self_enforcing:
                    return certificate
    if guarantee_bound(problem) > float(problem.tolerance.max()):
        return None
    left = None if deadline is None else deadline - time.monotonic()
    if left is not None and left <= 0:
        raise Undecided
    try:
        ladder = plan(deal, time_limit=left)
    except NoLadder as none:
        if none.proven:
            return None
        raise Undecided from none
    if ladder.self_enforcing:
        return ladder.certificate
    if ladder.optimal:
        return None
    raise Undecided


def near_the_line(problem: Problem, box: Box, *, backwards: bool = False) -> list[int] | None:
    """Build an order inside `box`, always with the unit that leaves keeps nearest the line.

    Parameters
    ----------
    backwards
        Build it from its end: choose what comes last, then what comes before it.

    Returns
    -------
    list of int or None
        None where it gets stuck, which proves nothing.
    """
    units = problem.effect.shape[1]
    waits = problem.behind if backwards else problem.before
    sign = -1.0 if backwards else 1.0
    line = problem.total / units
    keeps = problem.held + (problem.total if backwards else 0.0)
    left = list(range(units))
    done = 0
    order: list[int] = []
    while left:
        ready = [u for u in left if waits[u] & ~done == 0]
        next_ = keeps[:, None] + sign * problem.effect[:, ready]
        at = units - len(order) - 1 if backwards else len(order) + 1
        off = (next_ - problem.held[:, None] - (at * line)[:, None]) / problem.scale[:, None]
        distance = (off**2).sum(axis=0)
        if len(left) > 1:  # neither the empty nor the complete prefix: these no order changes
            fits = (next_ >= box.low[:, None]) & (next_ <= box.high[:, None])
            distance[~fits.all(axis=0)] = np.inf
        best = int(np.argmin(distance))
        if not np.isfinite(distance[best]):
            return None
        unit = ready[best]
        order.append(unit)
        left.remove(unit)
        done |= 1 << unit
        keeps = next_[:, best]
    return order[::-1] if backwards else order
