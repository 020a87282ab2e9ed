"""From a case to its clocks."""

from datetime import date

import pytest

from detente.case import Case, InvalidCase
from detente.exchange import Timing, certify_timed
from tests.case.texts import whole


def test_durations_dates_and_terms_become_clocks() -> None:
    """Lead, lag, deadline, delay, term and revocation come from where the case has them."""
    timed = whole().timed_exchange()
    assert timed.timings["ships.2"] == Timing(lead=7, lag=1)
    assert timed.timings["port"] == Timing(
        lead=30,
        deadline=(date(2026, 1, 1) - date(2025, 8, 16)).days,
        delay=30,
        flow={"b": 5 / 150},
        term=180,
        revoke_delay=10,
    )
    assert timed.timings["fees.late"] == Timing()
    assert timed.on(0) == date(2025, 8, 16)
    assert timed.overlap


def test_what_a_licence_brings_is_spread_over_its_term() -> None:
    """A standing measure with a term has its value as a flow, and the flow adds up to it."""
    case = whole()
    timed = case.timed_exchange()
    port = next(lot for lot in timed.deal.lots if lot.name == "port")
    assert dict(port.value) == {}
    assert port.cost == 3
    lumps = {lot.name: dict(lot.value) for lot in timed.static().lots}
    stated = {lot.name: dict(lot.value) for lot in case.exchange().lots}
    assert lumps["port"] == pytest.approx(stated.pop("port"))
    lumps.pop("port")
    assert lumps == stated


@pytest.mark.parametrize(
    ("extra", "days"),
    [
        # Taking back takes ten days by its terms; notice and winding down may take longer.
        ("notice: 3", 10),
        ("notice: 3, wind_down: 45", 48),
        # Putting sanctions back may take longest.
        ("notice: 3, wind_down: 45, reimpose: 90", 90),
    ],
)
def test_revocation_takes_the_longest_of_its_delays(extra: str, days: float) -> None:
    """What must happen before revocation has effect is stated in several places."""
    lines = "\n    ".join(extra.split(", "))
    case = whole(("    deadline: 2026-01-01\n", f"    deadline: 2026-01-01\n    {lines}\n"))
    assert case.timed_exchange().timings["port"].revoke_delay == days


def test_a_lot_has_its_own_dates_and_ranges_have_ends() -> None:
    """A named lot may have its own window, and `at` chooses the end of every range of days."""
    late = "      late: {not_before: 2025-09-01, lead: {low: 1, high: 5}, "
    case = whole(("      late: {", late))
    for at, lead in (("low", 1), ("mode", 3), ("high", 5)):
        clock = case.timed_exchange(at).timings["fees.late"]
        assert (clock.lead, clock.not_before) == (lead, 16)
    numbers = case.timed_exchange({"measures.fees.lots.late.lead": 4.5})
    assert numbers.timings["fees.late"].lead == 4.5


@pytest.mark.parametrize("name", ["minsk", "jpoa", "sudan"])
def test_bundled_cases_have_dates(name: str) -> None:
    """Every bundled case can be dated, each step after the one before it."""
    timed = Case.load(name).timed_exchange()
    order: list[str] = []
    while len(order) < len(timed.deal.lots):
        order += [
            lot.name
            for lot in timed.deal.lots
            if lot.name not in order
            and all(first in order for first, then in timed.deal.after if then == lot.name)
        ][:1]
    days = [d.delivered for d in certify_timed(timed, order).dates]
    assert days == sorted(days)
    assert days[-1] > 0


@pytest.mark.parametrize(
    ("calendar", "message"),
    [
        ("{closed: [{first: 2025-09-10, last: 2025-08-20}]}", "2025-09-10 is after last"),
        ("{capacity: 0}", "calendar.capacity"),
        ("{capacity: 1.5}", "calendar.capacity"),
        ("{closed: [{first: 2025-02-30, last: 2025-08-20}]}", "2025-02-30 is no date"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused_at_its_place(
    calendar: str, message: str
) -> None:
    """Spans that end before they begin, no capacity, and days that do not exist."""
    text = """
name: small
title: Small
as_of: 2025-08-16
parties:
  a: {name: A, calendar: CALENDAR}
  b: {name: B}
measures:
  one: {name: One, giver: a, cost: 1, value: {b: 2}}
"""
    with pytest.raises(InvalidCase, match=message):
        Case.parse(text.replace("CALENDAR", calendar))
