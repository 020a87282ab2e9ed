"""Stress: whether a ladder holds when the values are not what we think.

The numbers of the case are drawn from their ranges; in each draw every party's temptation is
worked out at every prefix, as the certificate does. A draw *holds* where the ladder is
self-enforcing in it: nobody gains by walking away anywhere, and no cap is passed. One that does not
hold *breaks* at the first prefix where somebody would walk or a cap is passed: the myopic
reading, under which P(holds) = P(R_i >= N_i for all i); see `detente.uncertainty.parties.hazard`
for the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.planning import Ladder
from detente.uncertainty.intervals import wilson
from detente.uncertainty.values import tally as counting
from detente.uncertainty.values.chunks import StressPlan, pays, stress_chunk
from detente.uncertainty.values.draws import check_draws, source
from detente.uncertainty.values.formula import formula, rows
from detente.uncertainty.values.histogram import Loss, quantile, summary
from detente.uncertainty.work import Run, threads, total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from detente.case import Case
    from detente.uncertainty.values.formula import Formula
    from detente.uncertainty.values.tally import Tally

NEEDED = (0.5, 0.8, 0.9, 0.95)
"""Shares of the draws for which the stake that would do is told."""


@dataclass(frozen=True, slots=True)
class Break:
    """Where draws first fail.

    Attributes
    ----------
    step
        Steps delivered by then.
    party
        Who gains by walking away there, or whose cap is passed.
    cap
        True: a cap is passed; False: somebody walks away.
    share
        Of all draws. Two may fail at once, so shares may add up to more than the breaks.
    """

    step: int
    party: str
    cap: bool
    share: float


@dataclass(frozen=True, slots=True)
class Stress:
    """How far a ladder can be trusted, values being guesses.

    Attributes
    ----------
    case, steps, draws, seed
        What was drawn, and how often.
    hold_probability
        Share of the draws in which the ladder holds.
    error
        Its standard error; `interval` is Wilson's 95 % interval.
    by_step
        Per prefix, from the empty one on: the share of draws in which nothing has failed so far.
        The last is the hold probability.
    ceiling
        Share of the draws that hold at the empty and the complete prefix: no order of the same
        steps can hold in more, only other terms can.
    breaks
        Where draws first fail, the most frequent first.
    losses
        By party and audience: what each has lost where a draw fails, given that it does. Empty
        where none does.
    worth_signing
        By party the share of the draws in which completing gains it something.
    at_stakes
        The hold probability with all stakes at the "low", "mode" and "high" of their ranges, all
        else drawn.
    needed
        By party, for each share in `NEEDED`, the stake that would do in that share of the draws.
    """

    case: str
    steps: tuple[tuple[str, ...], ...]
    draws: int
    seed: int
    hold_probability: float
    error: float
    interval: tuple[float, float]
    by_step: tuple[float, ...]
    ceiling: float
    breaks: tuple[Break, ...]
    losses: Mapping[str, Loss]
    worth_signing: Mapping[str, float]
    at_stakes: Mapping[str, float]
    needed: Mapping[str, Mapping[float, float]]

    @property
    def by_step_intervals(self) -> tuple[tuple[float, float], ...]:
        """Wilson's 95 % interval of each entry of `by_step`."""
        return tuple(wilson(round(share * self.draws), self.draws) for share in self.by_step)

    @property
    def order_matters(self) -> bool:
        """Whether some draws fail on the way only, where another order might hold."""
        return self.ceiling > self.hold_probability

    def __reduce__(self) -> tuple[Any, ...]:
        return Stress, tuple(getattr(self, name) for name in self.__slots__)


def stress(
    case: Case,
    ladder: Ladder | Iterable[str | Sequence[str]],
    draws: int = 100_000,
    seed: int = 0,
    *,
    options: Iterable[str] = (),
    sequential: bool = False,
    run: Run | None = None,
    progress: Callable[[int], None] | None = None,
) -> Stress:
    """Draw the numbers of a case and see in how many draws a ladder holds.

    Parameters
    ----------
    case
        The case; what is drawn are its uncertain numbers.
    ladder
        What `detente.plan` returned, or lot names, or steps of lot names.
    draws
        How many; from 1 to `MOST_DRAWS`.
    seed
        The same seed gives the same result, bit for bit, whoever does the work.
    options
        Optional measures to take in; the ladder must have their lots.
    sequential
        True: lots of one step may also come one giver after another.
    run
        Who does the work: threads of this process, one for few draws, unless said otherwise; see
        `detente.uncertainty.work`.
    progress
        Called with the draws done since the last call.

    Returns
    -------
    Stress

    Raises
    ------
    ValueError
        Draws or a seed that make no sense.
    InvalidLadder
        The ladder does not fit the case.
    UnknownName, InvalidCase
        As `Case.exchange`.
    """
    plan = stress_plan(case, ladder, draws, seed, options=options, sequential=sequential)
    return summarise(plan, counted(plan, run, progress))


def stress_plan(
    case: Case,
    ladder: Ladder | Iterable[str | Sequence[str]],
    draws: int = 100_000,
    seed: int = 0,
    *,
    options: Iterable[str] = (),
    sequential: bool = False,
) -> StressPlan:
    """Prepare the draws; parameters and errors as those of `stress`."""
    check_draws(draws, seed)
    options = tuple(options)
    deal = case.exchange("mode", options)
    if sequential:
        deal = replace(deal, sequential=True)
    steps = ladder.steps if isinstance(ladder, Ladder) else ladder
    certificate, laid = rows(deal, steps)
    of = formula(case, options)
    drawn = source(case, of, seed)
    least, most = drawn.fixed.copy(), drawn.fixed.copy()
    least[drawn.slots], most[drawn.slots] = drawn.ends
    to = counting.limits(of, least, most)
    return StressPlan(case.name, certificate.steps, draws, of, laid, drawn, to)


def counted(
    plan: StressPlan, run: Run | None = None, progress: Callable[[int], None] | None = None
) -> Tally:
    """Count over all chunks of a plan; parameters as in `stress`."""
    if run is None:
        run = threads(None if pays(plan) else 1)  # NumPy's short calls share one lock
    return total(run, stress_chunk, plan, progress)


def summarise(plan: StressPlan, found: Tally) -> Stress:
    """Read the result from what was counted over all chunks of a plan."""
    of, n = plan.formula, int(found.draws[0])
    held, parties = int(found.held[0]), of.parties
    share = held / n
    loss = {} if held == n else {
        who: summary(found.loss[i], plan.limits.loss_top[i]) for i, who in enumerate(of.actors)
    }  # fmt: skip
    return Stress(
        case=plan.case,
        steps=plan.steps,
        draws=n,
        seed=plan.source.seed,
        hold_probability=share,
        error=sqrt(share * (1 - share) / n),
        interval=wilson(held, n),
        by_step=tuple((found.reached / n).tolist()),
        ceiling=(n - int(found.ends[0])) / n,
        breaks=_breaks(of, found, n),
        losses=MappingProxyType(loss),
        worth_signing=_by(parties, found.signing / n),
        at_stakes=_by(("low", "mode", "high"), found.at_stakes / n),
        needed=MappingProxyType(
            {
                who: MappingProxyType(
                    {q: quantile(found.need[i], plan.limits.need_top[i], q) for q in NEEDED}
                )
                for i, who in enumerate(parties)
            }
        ),
    )


def _by(names: Iterable[str], values: Any) -> Mapping[str, float]:
    return MappingProxyType(dict(zip(names, values.tolist(), strict=True)))


def _breaks(of: Formula, found: Tally, n: int) -> tuple[Break, ...]:
    counts = [
        Break(int(k), names[who], cap, int(at[k, who]) / n)
        for at, names, cap in ((found.tempted, of.parties, False), (found.over, of.actors, True))
        for k, who in np.argwhere(at)
    ]
    return tuple(sorted(counts, key=lambda b: (-b.share, b.step, b.party, b.cap)))
