"""Is it cheap insurance? What incidents cost each side, with and without, and at what premium.

Each party's losses and premiums are in its own points and are never added to another's. The
verdict rests on closed forms (`detente.uncertainty.incidents.covering`); the draws
(`detente.uncertainty.incidents.compound`) add what means cannot say: tails, and how likely it is
to pay.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from detente.uncertainty.incidents.classes import expected_loss, none_happens
from detente.uncertainty.incidents.compound import (
    TIMES,
    WITH,
    WITHOUT,
    Losses,
    LossPlan,
    quantile,
    risk_chunk,
    tail_mean,
)
from detente.uncertainty.incidents.covering import Cover, cover
from detente.uncertainty.incidents.from_case import outlook
from detente.uncertainty.work import threads, total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from detente.case import Case
    from detente.uncertainty.incidents.classes import Outlook
    from detente.uncertainty.work import Run

TAIL = 0.95
"""CVaR is the mean of the worst one in twenty."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Discounted losses of one over the horizon.

    Attributes
    ----------
    mean
        Exact, from the closed form.
    drawn, error
        Mean of the draws, and its standard error.
    p5, p50, p95
        Quantiles of the draws.
    cvar
        Mean of the worst one in twenty draws.
    """

    mean: float
    drawn: float
    error: float
    p5: float
    p50: float
    p95: float
    cvar: float


@dataclass(frozen=True, slots=True)
class Side:
    """What incidents mean to one party or audience.

    Attributes
    ----------
    without, with_
        Its losses as things stand, and with all remedies.
    cover
        What they take off together, and what it pays.
    pays
        Probability that what is avoided within the horizon is worth the premium; None without one.
    fan
        Losses up to each of `Risk.times`, without and with: (5 %, 50 %, 95 %) each.
    """

    without: Loss
    with_: Loss
    cover: Cover
    pays: float | None
    fan: tuple[tuple[tuple[float, float, float], ...], tuple[tuple[float, float, float], ...]]


@dataclass(frozen=True, slots=True)
class RemedyRow:
    """One remedy: what it does for each side alone, and on top of all the others.

    A channel is had together with its `opener`, the measure that opens it.
    """

    name: str
    kind: Literal["measure", "channel"]
    opener: str | None
    alone: Mapping[str, Cover]
    on_top: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One class of incidents.

    Attributes
    ----------
    known
        False: the rate is declared, not known.
    rate
        Incidents a year: 5 %, mean, 95 %.
    without, with_
        Probability of at least one within the horizon.
    """

    name: str
    known: bool
    rate: tuple[float, float, float]
    without: float
    with_: float


@dataclass(frozen=True, slots=True)
class Risk:
    """The risk of a case, with and without what is done about it.

    Attributes
    ----------
    horizon, discount, draws, seed
        As asked.
    whole
        True: what is done is the whole plan with all proposed channels; False: some channels only.
    measures, channels
        What is done about it.
    sides
        By party or audience.
    parties
        Those of them who are parties.
    remedies, incidents
        One row each; remedies that touch no incident are left out, and openers of channels.
    times
        Years from now at which `Side.fan` stands.
    """

    horizon: float
    discount: float
    draws: int
    seed: int
    whole: bool
    measures: tuple[str, ...]
    channels: tuple[str, ...]
    parties: tuple[str, ...]
    sides: Mapping[str, Side]
    remedies: tuple[RemedyRow, ...]
    incidents: tuple[IncidentRow, ...]
    times: tuple[float, ...]


def risk(
    case: Case,
    *,
    options: Iterable[str] = (),
    channels: Sequence[str] | None = None,
    horizon: float | None = None,
    discount: float | None = None,
    draws: int = 100_000,
    seed: int = 0,
    renewed: bool = False,
    run: Run | None = None,
    progress: Callable[[int], None] | None = None,
) -> Risk:
    """Reckon what incidents cost each side, and whether what is done about them is worth it.

    Parameters
    ----------
    case
        With `incidents`.
    options
        Optional measures to take in.
    channels
        Only these proposed channels, each with the measure that opens it; None: the whole plan
        and all proposed channels.
    horizon, discount
        Years looked ahead, and the rate by which a year later weighs less; the case's where None.
    draws, seed
        How many draws, and from where: the same seed gives the same result.
    renewed
        True: what ends within the horizon is renewed each time, at its cost.
    run
        Who does the work: threads of this process unless said otherwise; see
        `detente.uncertainty.work`.
    progress
        Called with the draws done since the last call.

    Returns
    -------
    Risk

    Raises
    ------
    UnknownName
        There is no such option or proposed channel.
    TooLarge
        There are more incidents than can be drawn.
    ValueError
        A number makes no sense, or the case has no incidents.
    """
    at = outlook(
        case,
        options=options,
        channels=channels,
        horizon=horizon,
        discount=discount,
        renewed=renewed,
    )
    plan = LossPlan(at, draws, seed)
    chosen = plan.remedies
    covers = {who: cover(at, who, chosen) for who in at.who}
    found = total(run or threads(), risk_chunk, plan, progress)
    return Risk(
        horizon=at.horizon,
        discount=at.discount,
        draws=draws,
        seed=seed,
        whole=channels is None,
        measures=tuple(r.name for r in at.remedies if r.kind == "measure"),
        channels=tuple(r.name for r in at.remedies if r.kind == "channel"),
        parties=at.parties,
        sides=MappingProxyType(
            {who: _side(at, i, covers[who], found) for i, who in enumerate(at.who)}
        ),
        remedies=_remedies(at, chosen),
        incidents=_incidents(at, found),
        times=tuple(at.horizon * (t + 1) / TIMES for t in range(TIMES)),
    )


def _side(at: Outlook, i: int, of: Cover, found: Losses) -> Side:
    before = expected_loss(at, at.who[i])
    return Side(
        without=_loss(before, i, WITHOUT, found),
        with_=_loss(before - of.avoided[1], i, WITH, found),
        cover=of,
        pays=float(found.paid[i] / found.draws) if of.premium[1] > 0 else None,
        fan=(_fan(i, WITHOUT, found), _fan(i, WITH, found)),
    )


def _loss(mean: float, i: int, state: int, found: Losses) -> Loss:
    total, squares = found.moments[state, i]
    drawn = float(total / found.draws)
    variance = max(0.0, float(squares / found.draws) - drawn**2)
    counts, sums = found.counts[state, -1, i], found.sums[state, -1, i]
    p5, p50, p95 = (quantile(counts, sums, level) for level in (0.05, 0.5, 0.95))
    error = sqrt(variance / found.draws)
    return Loss(mean, drawn, error, p5, p50, p95, tail_mean(counts, sums, TAIL))


def _fan(i: int, state: int, found: Losses) -> tuple[tuple[float, float, float], ...]:
    def at(t: int, level: float) -> float:
        return quantile(found.counts[state, t, i], found.sums[state, t, i], level)

    return tuple((at(t, 0.05), at(t, 0.5), at(t, 0.95)) for t in range(TIMES))


def _remedies(at: Outlook, chosen: frozenset[str]) -> tuple[RemedyRow, ...]:
    acting = {e.remedy for of in at.incidents for e in of.effects}
    openers = {one.opener for one in at.remedies}
    rows = []
    for one in at.remedies:
        if one.name in openers or acting.isdisjoint(one.parts):
            continue
        rest = chosen.difference(one.parts)
        more = {
            who: expected_loss(at, who, rest) - expected_loss(at, who, chosen) for who in at.who
        }
        alone = {who: cover(at, who, one.parts) for who in at.who}
        rows.append(
            RemedyRow(
                one.name,
                one.kind,
                one.opener,
                MappingProxyType(alone),
                MappingProxyType(more),
            )
        )
    return tuple(rows)


def _incidents(at: Outlook, found: Losses) -> tuple[IncidentRow, ...]:
    rows = []
    for j, of in enumerate(at.incidents):
        p5, p95 = of.rate.quantiles(0.05, 0.95)
        without = 1 - none_happens(of, at.horizon)
        fewer = (found.happened[WITHOUT, j] - found.happened[WITH, j]) / found.draws
        with_ = min(1.0, max(0.0, without - float(fewer)))  # the draws tell the difference best
        rows.append(IncidentRow(of.name, of.known, (p5, of.rate.mean, p95), without, with_))
    return tuple(rows)
