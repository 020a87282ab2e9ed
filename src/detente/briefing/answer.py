"""The answer to “which ladder?”: planned, certified anew, repaired where it does not hold.

What every face of the program shows, whatever it looks like, is one `Answer`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.briefing.lots import finest, lot_names
from detente.briefing.sentences import shortfall
from detente.case.measures import frees_people
from detente.exchange import InvalidLadder, NoLadder, TooLarge, certify
from detente.planning import coalition_check, plan, repairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.case import Case
    from detente.case.case import Point
    from detente.exchange import Block, Exchange
    from detente.planning import Ladder, Objective, Repair


@dataclass(frozen=True, slots=True)
class Answer:
    """A case, the exchange it was compiled to, and the ladder found for it.

    Attributes
    ----------
    case, deal, ladder
        The ladder's certificate is that of `deal`.
    repairs
        Changes that would make it hold; empty where it does.
    coalitions
        Who would rather leave together, and where; None where the deal is too large to say.
    refusal
        Why no ladder met the demands, in a sentence; `ladder` is then the one with the
        smallest guarantee. None where one did.
    at, options
        The terms the case was compiled on, as in `Case.exchange`.
    """

    case: Case
    deal: Exchange
    ladder: Ladder
    repairs: tuple[Repair, ...]
    coalitions: tuple[Block, ...] | None
    refusal: str | None
    at: Point
    options: tuple[str, ...]


def answer(
    case: Case,
    *,
    at: Point = "mode",
    options: Iterable[str] = (),
    sequential: bool = False,
    objective: Objective = "guarantee",
    party: str | None = None,
    time_limit: float | None = None,
    repair: bool = True,
) -> Answer:
    """Plan a case.

    Parameters
    ----------
    case
        What to plan.
    at, options
        As in `Case.exchange`: at which point of the ranges, with which optional measures.
    sequential
        True: lots of one step may also come one giver after another.
    objective, party, time_limit
        As in `detente.planning.plan`. The search for repairs has the same time again.
    repair
        False: no changes are looked for.

    Raises
    ------
    UnknownName, InvalidCase
        The case has no such option, or makes no exchange at that point.
    ValueError
        An objective, party or time limit that makes no sense.
    """
    options = tuple(options)
    deal = compiled(case, at=at, options=options, sequential=sequential)
    refusal = None
    try:
        ladder = plan(deal, objective, party=party, time_limit=time_limit)
    except NoLadder as error:
        refusal = str(error)
        ladder = _least_guarantee(deal, time_limit)
    vouch(deal, ladder)
    found = () if ladder.self_enforcing or not repair else _repairs(case, deal, time_limit)
    for change in found:
        vouch(change.edit.apply(deal), change.ladder)
    coalitions = _coalitions(deal, ladder)
    return Answer(case, deal, ladder, found, coalitions, refusal, at, options)


def agreed(found: Answer, steps: Sequence[Sequence[str]]) -> Answer:
    """Give the same answer with the ladder that was agreed on, where that is one of its deal.

    Parameters
    ----------
    found
        What planning found, seeking the smallest guarantee.
    steps
        The steps agreed on, as a ledger has them; where they leave out lots of the deal, or break
        a rule of it, `found` stays as it is.
    """
    if tuple(map(tuple, steps)) == found.ladder.steps or found.ladder.objective != "guarantee":
        return found
    try:
        certificate = certify(found.deal, steps)
    except InvalidLadder:
        return found
    planned = found.ladder
    value = max(shortfall(found.deal, certificate, who) for who in found.deal.parties)
    best = planned.optimal and value <= planned.value
    ladder = replace(
        planned, certificate=certificate, value=value, optimal=best, optimal_ties=False,
        method="agreed",
    )  # fmt: skip
    return replace(found, ladder=ladder, coalitions=_coalitions(found.deal, ladder))


def compiled(
    case: Case, *, at: Point = "mode", options: Iterable[str] = (), sequential: bool = False
) -> Exchange:
    """Compile a case to the exchange that a ladder is for; parameters as in `answer`."""
    deal = case.exchange(at, options)
    return replace(deal, sequential=True) if sequential else deal


def vouch(deal: Exchange, ladder: Ladder) -> None:
    """Have the kernel check a ladder again before anybody sees it.

    Raises
    ------
    RuntimeError
        The ladder's certificate is not the one its steps have: a fault of the search.
    """
    if certify(deal, ladder.steps) != ladder.certificate:
        raise RuntimeError("the ladder that was found does not have the certificate it claims")


def _least_guarantee(deal: Exchange, time_limit: float | None) -> Ladder:
    """Plan by guarantee where the demands cannot be met; without the caps if they forbid it."""
    try:
        return plan(deal, time_limit=time_limit)
    except NoLadder:
        free = plan(replace(deal, caps={}), time_limit=time_limit)
        return replace(free, certificate=certify(deal, free.steps))


def _coalitions(deal: Exchange, ladder: Ladder) -> tuple[Block, ...] | None:
    try:
        return coalition_check(deal, ladder)
    except TooLarge:
        return None


def _repairs(case: Case, deal: Exchange, time_limit: float | None) -> tuple[Repair, ...]:
    """Look for changes; nobody is detained again, and no period that has passed comes back."""
    lots = [case.lots[lot.name] for lot in deal.lots]
    final = [
        lot.name
        for lot in lots
        if frees_people(lot.measure) or lot.measure.kind in ("restraint", "periodic")
    ]
    return repairs(
        deal,
        measures=lot_names(case, deal),
        irreversible=final,
        finest=finest(case, deal),
        time_limit=time_limit,
    )
