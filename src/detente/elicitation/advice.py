"""What a disagreement does to the advice: planned with each analyst's numbers, and with the pool's.

All are held against one ladder, that of the pool: whether it is self-enforcing at an analyst's
likeliest values, and in which share of the draws from the analyst's ranges it holds. The draws have
random numbers in common, so that analysts differ by what they say and not by chance; and the
hold probability of the linear pool, in which one analyst is right in everything, each with the
probability that is the weight, is exactly the weighted mean of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from detente.elicitation.panel import Panel
from detente.exchange import NoLadder, certify
from detente.planning import plan
from detente.uncertainty.values import evaluate
from detente.uncertainty.values.draws import check_draws, source
from detente.uncertainty.values.formula import formula, rows
from detente.uncertainty.values.stressing import counted, stress_plan, summarise

if TYPE_CHECKING:
    from detente.case import Case
    from detente.exchange import Certificate, Exchange
    from detente.planning import Ladder
    from detente.uncertainty import Stress
    from detente.uncertainty.values.chunks import StressPlan
    from detente.uncertainty.values.formula import Floats, Formula

DRAWS = 20_000
"""For each analyst; the error is then at most 0.7 %."""


@dataclass(frozen=True, slots=True)
class View:
    """The deal as one analyst sees it, or the pool.

    Attributes
    ----------
    deal
        At the likeliest values.
    ladder
        The best ladder for it; where caps cannot be kept, the one with the smallest guarantee.
    pooled
        The certificate of the pool's ladder for it.
    """

    deal: Exchange
    ladder: Ladder
    pooled: Certificate

    @property
    def other_order(self) -> bool:
        """Whether its best ladder is another one than the pool's."""
        return self.ladder.steps != self.pooled.steps

    @property
    def dearer(self) -> bool:
        """Whether the pool's ladder asks of somebody a larger guarantee than its own best one."""
        return any(
            self.pooled.guarantee[who] > needed + self.deal.tolerance(who)
            for who, needed in self.ladder.guarantee.items()
        )


@dataclass(frozen=True, slots=True)
class Deciding:
    """Where two analysts' numbers part: with the one's the pool's ladder holds, not the other's.

    Attributes
    ----------
    holds, fails
        The two analysts.
    how
        "breaks": put alone in place of the first one's, each of these values of the second breaks
        the ladder. "mends": each value of the first mends it alone with the second's numbers.
        "together": no value does alone; the one that shifts the binding margin furthest is given.
    paths
        The values, the most telling first.
    at
        By path the likeliest value of the first, and of the second.
    """

    holds: str
    fails: str
    how: str
    paths: tuple[str, ...]
    at: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Advice:
    """What becomes of the advice.

    Attributes
    ----------
    views
        By analyst.
    pool
        With the pool's ranges; its ladder is the one that all are held against.
    stresses
        By analyst: the pool's ladder under draws from the analyst's ranges.
    weights
        By analyst.
    deciding
        For each analyst with whose numbers the ladder fails, what parts it from one with whose
        numbers it holds; empty where all agree.
    """

    views: Mapping[str, View]
    pool: View
    stresses: Mapping[str, Stress]
    weights: Mapping[str, float]
    deciding: tuple[Deciding, ...]

    @property
    def hold_probability(self) -> float:
        """Of the linear pool: the weighted mean of the analysts'."""
        return fsum(self.weights[who] * of.hold_probability for who, of in self.stresses.items())

    @property
    def interval(self) -> tuple[float, float]:
        """Weighted mean of the ends of their intervals; no narrower than a 95 % one."""
        low, high = (
            fsum(self.weights[who] * of.interval[end] for who, of in self.stresses.items())
            for end in (0, 1)
        )
        return low, high

    @property
    def holding(self) -> tuple[str, ...]:
        """With whose likeliest values the pool's ladder holds."""
        return tuple(who for who, of in self.views.items() if of.pooled.self_enforcing)

    @property
    def failing(self) -> tuple[str, ...]:
        """With whose it does not."""
        return tuple(who for who in self.views if who not in self.holding)


def advise(
    panel: Panel,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    options: Iterable[str] = (),
) -> Advice:
    """Plan with each analyst's values and with the pool's, and hold all against the pool's ladder.

    Parameters
    ----------
    panel
        The analysts.
    draws, seed
        Of each analyst's stress; the random numbers are the same for all.
    options
        Optional measures to take in.

    Raises
    ------
    ValueError
        Draws or a seed that make no sense.
    UnknownName, InvalidCase
        As `Case.exchange`.
    """
    check_draws(draws, seed)
    options = tuple(options)
    cases = {sheet.analyst: sheet.stated for sheet in panel.sheets}
    pool_deal = panel.pool.exchange("mode", options)
    best = planned(pool_deal)
    views = {who: _view(case.exchange("mode", options), best) for who, case in cases.items()}
    stresses = {
        who: summarise(of, counted(of))
        for who, of in _together(cases, best.steps, draws, seed, options).items()
    }
    held = [who for who, of in views.items() if of.pooled.self_enforcing]
    deciding: tuple[Deciding, ...] = ()
    if held:
        rival = max(held, key=lambda who: panel.weights.by[who])
        deciding = tuple(
            _deciding(rival, who, cases, best.steps, options) for who in views if who not in held
        )
    pool = View(pool_deal, best, best.certificate)
    return Advice(views, pool, stresses, panel.weights.by, deciding)


def planned(deal: Exchange) -> Ladder:
    """Plan by guarantee; without the caps where they forbid every order."""
    try:
        return plan(deal)
    except NoLadder:
        free = plan(replace(deal, caps={}))
        return replace(free, certificate=certify(deal, free.steps))


def _view(deal: Exchange, best: Ladder) -> View:
    return View(deal, planned(deal), certify(deal, best.steps))


def _together(
    cases: Mapping[str, Case],
    steps: Sequence[Sequence[str]],
    draws: int,
    seed: int,
    options: tuple[str, ...],
) -> dict[str, StressPlan]:
    """Prepare draws that have their random numbers in common: what one draws, all draw."""
    plans = {
        who: stress_plan(case, steps, draws, seed, options=options) for who, case in cases.items()
    }
    slots = sorted({slot for of in plans.values() for slot in of.formula.drawn})
    return {
        who: replace(of, source=source(cases[who], of.formula, seed, slots))
        for who, of in plans.items()
    }


# --- what decides --------------------------------------------------------------------------------


def _deciding(
    holds: str,
    fails: str,
    cases: Mapping[str, Case],
    steps: Sequence[Sequence[str]],
    options: tuple[str, ...],
) -> Deciding:
    """Find the values that part two analysts, by giving one of them the other's, one at a time."""
    forms = {who: formula(cases[who], options) for who in (holds, fails)}
    x, y = (forms[who].at("mode") for who in (holds, fails))
    _, laid = rows(cases[holds].exchange("mode", options), steps)
    differ = np.flatnonzero(x != y)

    whose = [demand.who for demand in evaluate.demands(forms[holds], laid)]
    unit = forms[holds].tolerance[whose][:, None]  # each in its own points: never compared bare

    def slack(who: str, base: Floats, other: Floats) -> Floats:
        """Slack of every demand with one value of the other's; shape (demands, values)."""
        at = np.repeat(base[:, None], len(differ), axis=1)
        at[differ, np.arange(len(differ))] = other[differ]
        found: Floats = evaluate.slacks(forms[who], laid, at) / unit
        return found

    broken, mended = slack(holds, x, y), slack(fails, y, x)
    worst = int((evaluate.slacks(forms[fails], laid, y[:, None]) / unit).argmin())
    breaking, mending = broken.min(axis=0) < 0, mended.min(axis=0) >= 0
    if breaking.any():
        how, order = "breaks", np.argsort(broken.min(axis=0), kind="stable")
        order = order[breaking[order]]
    elif mending.any():
        how, order = "mends", np.argsort(-mended[worst], kind="stable")
        order = order[mending[order]]
    else:
        how, order = "together", np.argsort(broken[worst], kind="stable")[:1]
    paths = tuple(_path(forms[holds], int(differ[k])) for k in order)
    places = {_path(forms[holds], int(slot)): int(slot) for slot in differ}
    at = {path: (float(x[places[path]]), float(y[places[path]])) for path in paths}
    return Deciding(holds, fails, how, paths, at)


def _path(of: Formula, slot: int) -> str:
    return of.numbers[slot - 2].path
