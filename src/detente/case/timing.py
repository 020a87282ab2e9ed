"""From a case to its clocks: how long lots take, when they may come, and what flows.

What the case says maps as follows. `lead`, `not_before` and `deadline` are those of the lot;
`lag` that of its verification; `delay` that of its uptake. Taking it back has effect after the
days its revocability `takes`, or after notice and winding down, or re-imposing, whichever is
longest. A standing measure whose term `lasts` brings its value day by day while it is in force,
from the end of the delay to the end of the term, and ends then: a renewal is a further lot.
A restraint or a period counts as delivered when the case says so, as without time. A term that
expires on a date is not used here, nor how late it is known how much arrived.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from detente.case import resolve
from detente.case.amounts import Days
from detente.case.checks import verification
from detente.case.lots import Part
from detente.case.reader import Route
from detente.case.schema import CaseForm
from detente.exchange.model import Exchange, Lot
from detente.exchange.timing import TimedExchange, Timing


def timed(
    form: CaseForm, lots: Mapping[str, Part], deal: Exchange, pick: resolve.Pick, *, overlap: bool
) -> TimedExchange:
    """Give the lots of `deal`, compiled from the case, their clocks; day 0 is its `as_of`."""
    clocks = {lot.name: _clock(form, lots[lot.name], lot, pick) for lot in deal.lots}
    at_once = tuple(replace(lot, value={}) if clocks[lot.name].flow else lot for lot in deal.lots)
    return TimedExchange(replace(deal, lots=at_once), clocks, overlap=overlap, day0=form.as_of)


def _clock(form: CaseForm, part: Part, lot: Lot, pick: resolve.Pick) -> Timing:
    measure, here = part.measure, ("measures", part.measure_id)
    delay = 0.0
    if measure.uptake is not None:
        delay = _days((*part.route("uptake"), "delay"), measure.uptake.delay, pick)
    term = None
    if measure.kind == "standing" and measure.term is not None:
        term = _days((*part.route("term"), "lasts"), measure.term.lasts, pick) or None
    flow = {}
    if term is not None and delay < term:
        flow = {who: value / (term - delay) for who, value in lot.value.items()}
    check, checked = verification(form, part)
    revoked, terms = resolve.revocability(form, part)
    notice = _days((*here, "notice"), measure.notice, pick)
    wind_down = _days((*here, "wind_down"), measure.wind_down, pick)
    return Timing(
        lead=_days(part.route("lead"), part.lead, pick),
        lag=_days((*checked, "lag"), check.lag if check else None, pick),
        not_before=_day(form, part, "not_before"),
        deadline=_day(form, part, "deadline"),
        delay=delay,
        flow=flow,
        term=term,
        revoke_delay=max(
            _days((*revoked, "takes"), terms.takes if terms else None, pick),
            notice + wind_down,
            _days((*here, "reimpose"), measure.reimpose, pick),
        ),
    )


def _days(route: Route, days: Days | None, pick: resolve.Pick) -> float:
    return 0.0 if days is None else float(pick(route, days))


def _day(form: CaseForm, part: Part, key: str) -> float | None:
    """A date of the lot, or of its measure, as a day counted from `as_of`."""
    day: date | None = (part.own and getattr(part.own, key)) or getattr(part.measure, key)
    return None if day is None else float((day - form.as_of).days)
