"""Lags of the Belarus record, worked out by hand from rows of the CSV, and the rules behind."""

from __future__ import annotations

import pytest

from detente.ledger.events import Breach, Incident, Relief, Renewal, SnapbackCompleted, Stock
from detente.ledger.past.lags import answered, broken, despite, taken_back
from detente.ledger.told import Told
from tests.ledger.belarus import line, record


def by_row(ids):
    """Give the row of the CSV for the id of an event."""
    return {one.id: line(one) for one in record()}[ids]


# --- from release to relief ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("release", "relief", "days"),
    [
        (2, 3, (20, 20)),  # 16 August to 5 September 2008
        (2, 4, (46, 76)),  # 16 August to 2008-10: to the 1st, to the 31st
        (13, 14, (59, 89)),  # 2015-08 to 29 October: from the 31st, from the 1st
        (13, 15, (60, 90)),  # and one day more to 30 October
        (34, 35, (0, 0)),  # 11 September 2025: announced on the day
        (34, 41, (54, 54)),  # to the formal delisting on 4 November
        (44, 45, (0, 0)),  # 13 December 2025
    ],
)
def test_from_release_to_relief(release, relief, days):
    """Days from the release of a row to the relief of another."""
    lags = {
        (line(one.release), line(lag.end)): tuple(lag.days)
        for one in answered(record())
        for lag in one.relief
    }
    assert lags[release, relief] == days
    assert len(lags) == 7


def test_releases_without_relief():
    """2011, the eight waves of 2024, two of summer 2025, and the two that nothing followed yet."""
    alone = [line(one.release) for one in answered(record()) if not one.relief]
    assert alone == [12, *range(22, 30), 31, 32, 43, 47]
    freed = sum(one.release.event.quantity for one in answered(record()) if line(one.release) in
                range(22, 30))  # fmt: skip
    assert freed == 227  # 18 + 30 + 30 + 37 + 31 + 32 + 29 + 20


def test_relief_before_any_release():
    """Relief that no release precedes answers none."""
    told = [Told("c#1", Relief(party="a", when="2020-01-01"))]
    assert answered(told) == ()


def test_reports_are_no_releases():
    """What a monitor adds up over a year is no release of its own."""
    report = Stock(change="released", quantity=5, reported_by="M", when="2020")
    assert answered([Told("c#1", report)]) == ()


# --- breaches and snapbacks ---------------------------------------------------------------------


def test_snapbacks_of_the_record():
    """Three: the two of 2011 after the breach of 2010, and that of 2021 with none before it."""
    found = [
        (line(one.start), one.breach and line(one.breach), one.to_effect and tuple(one.to_effect))
        for one in taken_back(record())
    ]
    assert found == [
        (10, 9, (13, 43)),  # 19 December 2010 to 2011-01
        (11, 9, (54, 54)),  # to 11 February 2011, when it had effect
        (21, None, None),
    ]


def test_effect_of_a_wind_down():
    """The snapback of 19 April 2021 has effect on 3 June: 45 days."""
    last = taken_back(record())[-1]
    assert last.effect.first.isoformat() == "2021-06-03"
    assert (last.effect.first.toordinal() - 737899) == 45  # 737899: 19 April 2021


def test_what_each_snapback_ended():
    """The relief of 2008 of both givers, and the American one of 2015."""
    assert [by_row(one.line.id) for one in taken_back(record())] == [4, 3, 15]


def test_breach_of_somebody_else_counts_only_while_relief_was_given():
    """An old breach, and one of the giver's own, are not taken for the reason."""
    told = [
        Told("c#1", Breach(party="b", what="x", when="2019-01-01")),
        Told("c#2", Relief(party="a", when="2020-01-01", expiry="2021-01-01")),
        Told("c#3", Breach(party="a", what="x", when="2020-02-01")),
        Told("c#4", SnapbackCompleted(party="a", ref="c#2", when="2020-03-01")),
    ]
    (found,) = taken_back(told)
    assert found.breach is None
    told.insert(3, Told("c#5", Breach(party="b", what="x", when="2020-02-10")))
    (found,) = taken_back(told)
    assert (found.breach.id, tuple(found.to_effect)) == ("c#5", (20, 20))  # 2020 has a 29 February


def test_relief_at_the_breach():
    """On 19 December 2010: the American licence, renewed 19 days before; the EU's not on record."""
    (one,) = broken(record())
    assert line(one.breach) == 9
    held = [
        (by_row(found.id), found.on(one.breach.event.when and _day(one)).name, tuple(lag.days))
        for found, lag in zip(one.relief, one.renewed, strict=True)
    ]
    assert held == [(3, "YES", (19, 19)), (4, "UNKNOWN", (397, 397))]


def _day(one):
    from datetime import date

    return date.fromisoformat(one.breach.event.when)


# --- in spite of something ----------------------------------------------------------------------


def test_renewal_despite_a_crackdown():
    """Line 18 says so in its words: “despite crackdown on dissent in spring 2017”."""
    (one,) = despite(record())
    assert (line(one.renewal), one.words) == (18, "crackdown on dissent in spring 2017")


def test_renewal_after_a_recorded_incident():
    """Without any such word, a breach or incident since the last term is named."""
    told = [
        Told("c#1", Relief(party="a", when="2020-01-01", expiry="2020-06-30")),
        Told("c#2", Incident(party="b", incident="escalation", when="2020-05-01")),
        Told("c#3", Incident(party="a", incident="escalation", when="2020-05-02")),
        Told("c#4", Renewal(party="a", ref="c#1", when="2020-06-01", expiry="2020-12-31")),
        Told("c#5", Renewal(party="a", ref="c#1", when="2020-12-01", expiry="2021-06-30")),
    ]
    found = [(one.renewal.id, [e.id for e in one.events]) for one in despite(told)]
    assert found == [("c#4", ["c#2"])]
