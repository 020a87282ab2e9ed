"""`plan` and `frontier`: the front doors of planning."""

from __future__ import annotations

from types import MappingProxyType
from typing import get_args

import numpy as np

from detente.exchange import Certificate, Exchange, NoLadder, certify, worth_signing
from detente.planning import levels
from detente.planning.bounds import early_bound, exposure_bound, guarantee_bound
from detente.planning.clock import FOREVER, Clock, check_limit
from detente.planning.ladder import Ladder, Objective, shortfall
from detente.planning.large import Large
from detente.planning.problem import Box, Problem
from detente.planning.table import Table
from detente.words.nearest import suggest

PATIENCE = 10.0
"""Seconds that a search beyond the table takes at most where no limit is given."""

SECONDS_A_ROW = 2e-5
"""What the kernel takes to certify a lot for a party; kept back for it."""

TABLE_LIMIT = 1 << 24
"""Above this number of delivered sets the table would pass a gigabyte."""


def plan(
    deal: Exchange,
    objective: Objective = "guarantee",
    *,
    party: str | None = None,
    time_limit: float | None = None,
) -> Ladder:
    """Find the ladder that is best in the given sense.

    Parameters
    ----------
    deal
        What is exchanged.
    objective
        ``"guarantee"``: smallest max over parties of guarantee minus stake, then the
        smallest sum of guarantees, then the smallest largest exposure. ``"exposure"``:
        smallest largest exposure among self-enforcing ladders. ``"early"``: what `party`
        receives comes as early as possible, among self-enforcing ladders. Ties are broken
        toward step for step: smallest guarantee on the way, then the smallest squared
        distance of all keeps from a straight line.
    party
        For ``"early"``: whose value.
    time_limit
        Seconds; a ceiling, never a target. Without one, exchanges that fit the table of
        delivered sets are solved to the end, others searched for at most ten seconds.

    Returns
    -------
    Ladder
        Certified by the kernel.

    Raises
    ------
    NoLadder
        No order respects the caps, or, for "exposure" and "early", no ladder is
        self-enforcing.
    TypeError
        `deal` is no Exchange.
    ValueError
        An objective, party or time limit that makes no sense.
    """
    _check(deal, objective, party, time_limit)
    problem = Problem(deal)
    return plan_with(problem, searcher_for(problem, time_limit), objective, party)


def plan_with(
    problem: Problem,
    searcher: levels.Searcher,
    objective: Objective = "guarantee",
    party: str | None = None,
) -> Ladder:
    """Plan by a given searcher; see `plan`."""
    hold = objective != "guarantee"
    if objective == "guarantee":
        choice = levels.guarantee(problem, searcher)
        bound = guarantee_bound(problem)
    elif objective == "exposure":
        choice = levels.exposure(problem, searcher)
        bound = exposure_bound(problem)
    else:
        actor = problem.deal.parties.index(str(party))
        choice = levels.early(problem, searcher, actor)
        bound = early_bound(problem, actor)
    if choice is not None:  # completion, the same for every order, may break a demand yet
        ladder, proven = _ladder(problem, searcher, choice, objective, party), True
    else:
        order, proven = _nearest(problem, searcher, hold=hold)
        choice = levels.Choice(order, bound, False, False)
        ladder = _ladder(problem, searcher, choice, objective, party)
    if not _meets(ladder.certificate, hold=hold):
        raise _refusal(problem.deal, ladder.certificate, proven=proven, hold=hold)
    return ladder


def frontier(deal: Exchange, *, time_limit: float | None = None) -> tuple[Ladder, ...]:
    """Find the Pareto-best ladders in the guarantee vector, the caps kept.

    Parameters
    ----------
    deal
        What is exchanged.
    time_limit
        Seconds; a ceiling, never a target.

    Returns
    -------
    tuple of Ladder
        One for each Pareto-best vector, the first party's guarantee ascending; `optimal`
        says that the vector is proven to be Pareto-best. Where time runs out, vectors may
        be missing.

    Raises
    ------
    NoLadder
        No order respects the caps.
    """
    _check(deal, "guarantee", None, time_limit)
    problem = Problem(deal)
    searcher = searcher_for(problem, time_limit)
    inside = levels.caps(problem)
    found = []
    for point in levels.pareto(problem, searcher, inside):
        if point.order:
            choice = levels.at_vector(problem, searcher, inside, point)
            found.append(_ladder(problem, searcher, choice, "guarantee", None))
    proven = True
    if not found:
        order, proven = _nearest(problem, searcher, hold=False)
        choice = levels.Choice(order, guarantee_bound(problem), False, False)
        found = [_ladder(problem, searcher, choice, "guarantee", None)]
    for ladder in found:
        if not _meets(ladder.certificate, hold=False):
            raise _refusal(deal, ladder.certificate, proven=proven, hold=False)
    return tuple(sorted(_best(deal, found), key=lambda lad: tuple(lad.guarantee.values())))


def _best(deal: Exchange, ladders: list[Ladder]) -> list[Ladder]:
    """Those whose guarantees no other's are below: without proof, some may be."""
    vectors = np.array([list(ladder.guarantee.values()) for ladder in ladders])
    slack = np.array([deal.tolerance(who) for who in deal.parties])

    def beaten(k: int) -> bool:
        near = (vectors <= vectors[k] + slack).all(axis=1)
        less = (vectors < vectors[k] - slack).any(axis=1)
        return bool((near & (less | (np.arange(len(ladders)) < k))).any())

    return [ladder for k, ladder in enumerate(ladders) if not beaten(k)]


def _check(deal: object, objective: str, party: str | None, time_limit: object) -> None:
    if not isinstance(deal, Exchange):
        kind = type(deal).__name__
        raise TypeError(f"deal must be an Exchange, not a {kind} (of a case: case.exchange())")
    if objective not in get_args(Objective):
        known = get_args(Objective)
        raise ValueError(f"there is no objective '{objective}'{suggest(objective, known)}")
    check_limit(time_limit)
    if objective != "early":
        if party is not None:
            raise ValueError(f"objective '{objective}' looks at all parties: leave out party")
        return
    if party is None or party not in deal.parties:
        raise ValueError(
            f"objective 'early' needs the party whose value comes early: there is no party "
            f"'{party}'{suggest(party, deal.parties)}"
        )
    if sum(lot.value.get(party, 0.0) for lot in deal.lots) <= deal.tolerance(party):
        raise ValueError(f"'{party}' receives nothing of value here that could come early")


def searcher_for(
    problem: Problem, time_limit: float | None, *, many: bool = False
) -> levels.Searcher:
    """Choose what searches a problem; `many`: one of many problems searched in a row.

    The table where it fits; what proves less, but takes any size, where it does not.
    """
    clock = FOREVER if time_limit is None else Clock.of(time_limit)
    table = Table(problem, many, clock)
    if table.sets <= TABLE_LIMIT:
        return table
    certifying = SECONDS_A_ROW * len(problem.units) * len(problem.deal.everyone)
    seconds = PATIENCE if time_limit is None else 0.9 * clock.left - certifying
    return Large(problem, Clock.of(seconds))


def _ladder(
    problem: Problem,
    searcher: levels.Searcher,
    choice: levels.Choice,
    objective: Objective,
    party: str | None,
) -> Ladder:
    """Certify what the search found; the figures come from the kernel alone."""
    deal = problem.deal
    certificate = certify(deal, problem.steps(choice.order))
    value = _value(deal, certificate, objective, party)
    return Ladder(
        certificate=certificate,
        objective=objective,
        party=party,
        value=value,
        bound=min(choice.bound, value),
        optimal=choice.optimal,
        optimal_ties=choice.optimal_ties,
        worth_signing=MappingProxyType(worth_signing(deal)),
        method=searcher.method,
    )


def _value(
    deal: Exchange, certificate: Certificate, objective: Objective, party: str | None
) -> float:
    if objective == "exposure":
        return max(certificate.exposure[who] for who in deal.parties)
    if objective == "early":
        face = {lot.name: lot.value.get(str(party), 0.0) for lot in deal.lots}
        outstanding = [sum(face.values())]
        for step in certificate.steps:
            outstanding.append(outstanding[-1] - sum(face[name] for name in step))
        return float(np.sum(outstanding[:-1])) / outstanding[0]
    return shortfall(deal, certificate)


def _nearest(problem: Problem, searcher: levels.Searcher, *, hold: bool) -> tuple[list[int], bool]:
    """Find the order with the least violation, and whether every order has one.

    `hold`: the margins are demanded too, not the caps alone.
    """
    over = problem.nowhere
    if hold:
        p = slice(problem.parties)
        over[p] = (problem.gain + problem.stake + problem.tolerance)[p]
    anywhere = Box(-problem.nowhere, problem.nowhere)
    found = searcher.bottleneck(over, -problem.cap - problem.tolerance, anywhere, 0.0)
    return found.order, found.bound > 0 or levels.completion_fails(problem, hold=hold)


def _meets(certificate: Certificate, *, hold: bool) -> bool:
    """Whether a ladder keeps the caps and, with `hold`, every margin."""
    return certificate.over_cap is None and (not hold or certificate.self_enforcing)


def _refusal(deal: Exchange, certificate: Certificate, *, proven: bool, hold: bool) -> NoLadder:
    """Name the row where a demand fails by most: the caps, and with `hold` the margins."""
    row, tempted = certificate.over_cap, certificate.binding
    if row is None or (hold and -tempted.margin > row.exposure - deal.caps[row.party]):
        row = tempted
        what = (
            f"'{row.party}' would gain {-row.margin:.6g} by walking away "
            f"{_where(row.prefix, len(certificate.steps))}"
        )
    else:
        what = (
            f"'{row.party}' would be exposed by {row.exposure:.6g}, above its cap of "
            f"{deal.caps[row.party]:.6g}, {_where(row.prefix, len(certificate.steps))}"
        )
    if proven:
        text = f"no ladder meets the demands: in the one nearest to it {what}"
    else:
        text = f"no ladder was found in the time given: in the nearest one {what}"
    return NoLadder(text, row, proven=proven)


def _where(prefix: int, steps: int) -> str:
    if prefix == 0:
        return "before the first step is complete"
    return "after the last step" if prefix == steps else f"after step {prefix} of {steps}"
