"""The robust ladder: the order of the same steps that holds in the most draws.

The sample average of holding over a fixed sample of draws is made as large as a local search can
(sample-average approximation: Kleywegt, Shapiro and Homem-de-Mello 2002). It starts from the
nominal ladder and from those planned at both ends of the ranges, moves one step at a time to where
it does most good, and shakes the best order now and then. What is found is chosen only if it
holds more often than the nominal one in fresh draws, and both are reported in yet others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from detente.exchange import certify
from detente.planning import plan as plan_ladder
from detente.uncertainty.values.chunks import CHOICE, MAIN, SEARCH, chunk
from detente.uncertainty.values.draws import BLOCK, CHUNK
from detente.uncertainty.values.formula import rows
from detente.uncertainty.values.orders import improve, sample, shaken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.case import Case
    from detente.exchange import Certificate, Exchange
    from detente.uncertainty.values.chunks import StressPlan

FRESH = CHUNK // 2
"""Draws on which two orders are compared: paired, so few tell them apart."""

LOOKS, SHAKES = 20_000, 60
"""How many places for a step are tried in all, and how often the best order found is shaken and
improved again at most: two seconds or so, whatever the size."""

SECONDS = 3.0
"""The most that planning at one end of the ranges may take."""


@dataclass(frozen=True, slots=True)
class Robust:
    """The order that holds most often, beside the nominal one.

    Attributes
    ----------
    certificate
        The kernel's check of the robust ladder at the modes; its `steps` are the ladder.
    changed
        False: no order was found that holds more often, and the ladder is the nominal one.
    draws
        Fresh draws on which both are compared.
    hold_probability, nominal
        Shares of them in which the robust and the nominal ladder hold.
    error
        Standard error of the difference of the two.
    ceiling
        Share that no order can pass: it fails before the first step or at completion.
    """

    certificate: Certificate
    changed: bool
    draws: int
    hold_probability: float
    nominal: float
    error: float
    ceiling: float

    @property
    def steps(self) -> tuple[tuple[str, ...], ...]:
        """The robust ladder."""
        return self.certificate.steps


def robust_ladder(
    case: Case, nominal: StressPlan, *, options: Iterable[str] = (), sequential: bool = False
) -> Robust:
    """Look for the order of a ladder's steps that holds most often.

    Parameters
    ----------
    case, options, sequential
        Those that `nominal` was made of.
    nominal
        The ladder to do better than, and how its numbers are drawn.
    """
    options = tuple(options)
    deal = replace(case.exchange("mode", options), sequential=sequential or case.form.sequential)
    start = nominal.steps
    best = tuple(start[u] for u in _search(case, deal, nominal, options))
    other = _reordered(nominal, deal, best)
    if best != start:  # chosen on draws that the search has not seen
        _, old = chunk(nominal, CHOICE, 0, FRESH)
        _, new = chunk(other, CHOICE, 0, FRESH)
        if new.sum() <= old.sum():
            other = nominal
    counts, old = chunk(nominal, MAIN, 0, FRESH)
    _, new = (counts, old) if other is nominal else chunk(other, MAIN, 0, FRESH)
    n = len(old)
    return Robust(
        certificate=certify(deal, other.steps),
        changed=other.steps != start,
        draws=n,
        hold_probability=float(new.mean()),
        nominal=float(old.mean()),
        error=sqrt(int((new != old).sum())) / n,
        ceiling=(n - int(counts.ends[0])) / n,
    )


def _reordered(
    nominal: StressPlan, deal: Exchange, steps: tuple[tuple[str, ...], ...]
) -> StressPlan:
    """The same draws for another order."""
    return replace(nominal, steps=steps, rows=rows(deal, steps)[1])


def _search(
    case: Case, deal: Exchange, nominal: StressPlan, options: tuple[str, ...]
) -> tuple[int, ...]:
    """Find the order of the nominal steps, by their numbers, that fails least in the sample."""
    drawn = next(nominal.source.blocks(SEARCH, 0, BLOCK))
    of = sample(nominal, deal, drawn)
    first = tuple(range(len(nominal.steps)))
    least = of.score(first)
    if least == 0:  # fails in no draw that any order could save
        return first
    best, looks = first, LOOKS
    rng = np.random.default_rng(np.random.SeedSequence(nominal.source.seed, spawn_key=(SEARCH,)))
    starts = chain([first], _other_starts(case, deal, nominal, options))
    for _ in range(SHAKES):
        if least == 0 or looks <= 0:
            break
        start = next(starts, None) or shaken(of, best, rng)
        order, score, looks = improve(of, start, looks)
        if score < least:
            best, least = order, score
    return best


def _other_starts(
    case: Case, deal: Exchange, nominal: StressPlan, options: tuple[str, ...]
) -> Iterator[tuple[int, ...]]:
    """Orders planned at both ends of the ranges."""
    unit_of = {name: u for u, step in enumerate(nominal.steps) for name in step}
    for end in ("low", "high"):
        there = replace(case.exchange(end, options), sequential=deal.sequential, caps={})
        ladder = plan_ladder(there, time_limit=SECONDS)  # without caps there always is one
        yield tuple(unit_of[step[0]] for step in ladder.steps)
