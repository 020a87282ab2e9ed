"""Dating a ladder: each step as early as order and calendars allow, anew where time breaks it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.briefing.sentences import shortfall
from detente.exchange import NoLadder, certify_timed
from detente.planning import plan_timed
from detente.planning.calendar import dated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.case import Case
    from detente.case.case import Point
    from detente.exchange import TimedCertificate, TimedExchange
    from detente.planning import Ladder

PATIENCE = 10.0
"""Seconds to look for another order in, where nobody says how many."""


@dataclass(frozen=True, slots=True)
class Dating:
    """A dated ladder.

    Attributes
    ----------
    timed, certificate
        The exchange with its clocks, and the kernel's check of the dated ladder.
    anew
        The order is not that of the planned ladder: once time counts, this one misses less.
    proven
        No order misses less; None where nothing is missed.
    """

    timed: TimedExchange
    certificate: TimedCertificate
    anew: bool
    proven: bool | None


def date_ladder(
    case: Case,
    ladder: Ladder,
    *,
    at: Point = "mode",
    options: Iterable[str] = (),
    sequential: bool = False,
    time_limit: float | None = None,
) -> Dating:
    """Date a planned ladder; where time breaks it or a deadline, look for another order.

    Parameters
    ----------
    case, at, options, sequential
        As for the plan, see `detente.briefing.answer`.
    ladder
        What was planned.
    time_limit
        Seconds for another order; 10 by default.
    """
    timed = case.timed_exchange(at, options)
    if sequential:
        timed = replace(timed, deal=replace(timed.deal, sequential=True))
    planned = date_steps(case, timed, ladder.steps, time_limit)
    if planned.self_enforcing and not planned.late:
        return Dating(timed, planned, False, None)
    try:
        other = plan_timed(timed, time_limit=time_limit or PATIENCE)
    except NoLadder as error:
        return Dating(timed, planned, False, error.proven)
    proven = other.optimal and not case.calendar().limits  # the search knows no calendar
    again = date_steps(case, timed, other.steps, time_limit)
    if _missed(timed, again) < _missed(timed, planned):
        return Dating(timed, again, True, proven)
    return Dating(timed, planned, False, proven)


def date_steps(
    case: Case,
    timed: TimedExchange,
    steps: Sequence[Sequence[str]],
    time_limit: float | None = None,
) -> TimedCertificate:
    """Certify steps as early as their order and the parties' calendars allow.

    Raises
    ------
    MissingExtra
        A party's calendar limits it, and OR-Tools is not installed.
    """
    calendar = case.calendar()
    if not calendar.limits:
        return certify_timed(timed, steps)
    return certify_timed(timed, steps, dated(timed, steps, calendar, time_limit=time_limit).starts)


def _missed(timed: TimedExchange, certificate: TimedCertificate) -> tuple[bool, float, float]:
    """Caps exceeded, guarantee missing, days late: what `plan_timed` makes small, rounded."""
    lacks = max(shortfall(timed.deal, certificate, who) for who in timed.deal.parties)
    late = sum(late.days for late in certificate.late)
    return certificate.over_cap is not None, round(max(0.0, lacks), 6), round(late, 6)
