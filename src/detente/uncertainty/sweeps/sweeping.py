"""Sweeps: many scenarios, each planned and stressed, side by side.

A scenario is worked out from the plan of the sweep and its own number alone, so any worker can
take it. One that fails is a row with its reason, not the end of the sweep.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from detente.case import pinned
from detente.exchange import DetenteError, certify
from detente.planning import plan as plan_ladder
from detente.uncertainty.sweeps.scenarios import Scenario, SweepPlan
from detente.uncertainty.values.robust import robust_ladder
from detente.uncertainty.values.stressing import counted, stress_plan, summarise
from detente.uncertainty.work import Run, threads

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from detente.case import Case
    from detente.exchange import Certificate, Exchange
    from detente.uncertainty.values.stressing import Stress


@dataclass(frozen=True, slots=True)
class Row:
    """One scenario, worked out.

    Attributes
    ----------
    case
        Name of the case.
    scenario
        Its terms and its ladder.
    reason
        Why there is no ladder, in a sentence; None where there is one.
    certificate, stakes
        The ladder's, with the values that were planned for.
    optimal
        Whether the ladder is proven the best of its kind; None where nothing was to be proven.
    stress
        The ladder with values drawn from their ranges.
    """

    case: str
    scenario: Scenario
    reason: str | None = None
    certificate: Certificate | None = None
    stakes: Mapping[str, float] = field(default_factory=dict)
    optimal: bool | None = None
    stress: Stress | None = None


@dataclass(frozen=True, slots=True)
class Sweep:
    """A sweep: what was asked, and a row for each scenario in its order."""

    plan: SweepPlan
    rows: tuple[Row, ...]

    @property
    def actors(self) -> tuple[str, ...]:
        """Parties and audiences of all cases: parties of a case first, each once."""
        forms = [case.form for case in self.plan.cases]
        return tuple(dict.fromkeys(w for f in forms for w in (*f.parties, *f.audiences)))

    @property
    def parties(self) -> tuple[str, ...]:
        """Parties of all cases, each once."""
        return tuple(dict.fromkeys(w for case in self.plan.cases for w in case.form.parties))


def sweep(
    cases: Sequence[Case],
    *,
    run: Run | None = None,
    progress: Callable[[int], None] | None = None,
    **asked: Any,
) -> Sweep:
    """Plan and stress every scenario.

    Parameters
    ----------
    cases
        The cases.
    run
        Who does the work: threads of this process unless said otherwise; see
        `detente.uncertainty.work`.
    progress
        Called with 1 for each scenario that is done.
    asked
        What else a `SweepPlan` takes: ladders, options, settings, at, draws, seed, sequential.

    Returns
    -------
    Sweep
        The same, bit for bit, whoever does the work; but a case too large to be planned to the
        end is planned for some seconds, and so may differ from one machine to another.

    Raises
    ------
    ValueError, UnknownName, InvalidCase
        As `SweepPlan`, before any work starts.
    """
    return sweep_plan(SweepPlan(tuple(cases), **asked), run, progress)


def sweep_plan(
    plan: SweepPlan, run: Run | None = None, progress: Callable[[int], None] | None = None
) -> Sweep:
    """Plan and stress the scenarios of a plan; see `sweep`."""
    found = []
    rows = (run or threads())(sweep_row, plan, len(plan.scenarios))
    with closing(rows):  # type: ignore[type-var]
        for row in rows:
            found.append(row)
            if progress is not None:
                progress(1)
    return Sweep(plan, tuple(found))


def sweep_row(plan: SweepPlan, k: int) -> Row:
    """Work out scenario `k` of a plan: the same whoever does it."""
    scenario = plan.scenarios[k]
    case = plan.cases[scenario.case]
    try:
        variant = pinned(case, {path: x for path, x in scenario.settings if x is not None})
        deal = variant.exchange(scenario.at, scenario.options)
        if plan.sequential:
            deal = replace(deal, sequential=True)
        certificate, optimal = _ladder(variant, deal, scenario, plan)
        drawn = stress_plan(
            variant, certificate.steps, plan.draws, plan.seed,
            options=scenario.options, sequential=plan.sequential,
        )  # fmt: skip
        result = summarise(drawn, counted(drawn, threads(1)))
    except (DetenteError, ValueError) as error:
        return Row(case.name, scenario, str(error))
    return Row(case.name, scenario, None, certificate, dict(deal.stakes), optimal, result)


def _ladder(
    case: Case, deal: Exchange, scenario: Scenario, plan: SweepPlan
) -> tuple[Certificate, bool | None]:
    """Find the ladder of a scenario; certified at the values that are planned for."""
    wanted = scenario.ladder
    if wanted.kind == "given":
        return certify(deal, wanted.steps), None
    if wanted.kind == "robust":
        nominal = stress_plan(
            case, plan_ladder(deal), plan.draws, plan.seed,
            options=scenario.options, sequential=plan.sequential,
        )  # fmt: skip
        found = robust_ladder(case, nominal, options=scenario.options, sequential=plan.sequential)
        return certify(deal, found.steps), None
    ladder = plan_ladder(deal, wanted.kind, party=wanted.party)
    return ladder.certificate, ladder.optimal
