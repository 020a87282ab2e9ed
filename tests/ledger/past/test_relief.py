"""Relief over time: in force, not in force, being wound down, or not recorded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from detente.ledger.events import Expiry, Note, Relief, Renewal, SnapbackCompleted, SnapbackStarted
from detente.ledger.past.relief import Force, lines_of
from detente.ledger.told import Told
from tests.ledger.belarus import line, record

NO, YES, WINDING, UNKNOWN = Force.NO, Force.YES, Force.WINDING, Force.UNKNOWN


def lines():
    """The lines of relief of the record, by the row that opened them."""
    rows = {one.id: line(one) for one in record()}
    return {rows[found.id]: found for found in lines_of(record())}


def test_lines_of_the_record():
    """Seven reliefs, with their renewals: lines 3 (5, 7… are 6, 8), 4, 14, 15, 35, 41, 45."""
    terms = {row: len(found.terms) for row, found in lines().items()}
    assert terms == {3: 3, 4: 3, 14: 2, 15: 5, 35: 1, 41: 1, 45: 1}


@pytest.mark.parametrize(
    ("row", "day", "force"),
    [
        (3, "2008-09-04", NO),  # granted on the 5th
        (3, "2008-09-05", YES),
        (3, "2009-03-01", YES),  # until 2009-03: surely until the first of it
        (3, "2009-03-02", UNKNOWN),  # expired, and renewed in 2009-11 on record
        (3, "2010-12-19", YES),  # on the day of the breach, until 2011-05-31
        (3, "2011-02-10", YES),
        (3, "2011-02-11", UNKNOWN),  # the day of the revocation itself
        (3, "2011-02-12", NO),
        (4, "2008-10-15", UNKNOWN),  # began in 2008-10
        (4, "2010-12-19", UNKNOWN),  # expired 2010-10 on record, reinstated 2011-01
        (4, "2011-02-01", NO),
        (14, "2016-02-20", YES),
        (14, "2026-03-05", YES),  # lifted for good in 2016-02
        (15, "2016-09-01", UNKNOWN),  # expired 2016-04-30, next on record 2016-10-18
        (15, "2017-05-01", YES),  # renewed despite the crackdown
        (15, "2021-04-18", YES),
        (15, "2021-05-01", WINDING),  # 45 days to 2021-06-03
        (15, "2021-06-04", NO),
        (35, "2025-09-11", YES),  # announced on the day
        (45, "2025-12-12", NO),
    ],
)
def test_in_force_on_a_day(row, day, force):
    """Whether the relief opened in a row of the CSV was in force, as the rows say."""
    assert lines()[row].on(date.fromisoformat(day)) is force


@pytest.mark.parametrize(
    ("row", "day", "until"),
    [(3, "2010-12-19", "2011-05-31"), (15, "2017-05-01", "2017-10-30"), (14, "2020-01-01", "")],
)
def test_until(row, day, until):
    """The expiry is that of the term in force, the last recorded where several overlap."""
    assert lines()[row].until(date.fromisoformat(day)) == until


def test_ran_out():
    """An end without anybody's fault ends a line as a snapback does."""
    told = [
        Told("c#1", Relief(party="a", when="2020-01-01", expiry="2020-12-31")),
        Told("c#2", Expiry(ref="c#1", when="2020-06-30")),
    ]
    (found,) = lines_of(told)
    assert found.on(date(2020, 6, 29)) is YES
    assert found.on(date(2020, 7, 1)) is NO


def test_by_name_where_nothing_is_referred_to():
    """A renewal and a snapback that name the measure find its relief without a reference."""
    told = [
        Told("c#1", Relief(party="a", measure="m", when="2020-01-01", expiry="2020-06-30")),
        Told("c#2", Renewal(party="a", measure="m", when="2020-06-01", expiry="2020-12-31")),
        Told("c#3", SnapbackStarted(party="a", measure="m", when="2020-07-01", wind_down=30)),
        Told("c#4", SnapbackCompleted(ref="c#3", when="2020-08-15")),
    ]
    (found,) = lines_of(told)
    assert len(found.terms) == 2
    assert found.on(date(2020, 7, 15)) is WINDING
    assert found.on(date(2020, 8, 16)) is NO


DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@given(DAYS, st.integers(0, 400), st.lists(st.integers(1, 200), max_size=5), DAYS)
def test_exact_unbroken_terms_leave_nothing_open(start, length, more, day):
    """Where every date is a day and no renewal comes late, relief is in force or it is not."""
    end = start + timedelta(days=length)
    told = [Told("c#1", Relief(party="a", when=start.isoformat(), expiry=end.isoformat()))]
    for n, days in enumerate(more, 2):
        renewed, end = end, end + timedelta(days=days)
        told.append(
            Told(f"c#{n}", Renewal(ref="c#1", when=renewed.isoformat(), expiry=end.isoformat()))
        )
    (found,) = lines_of(told)
    assert found.on(day) is (YES if start <= day <= end else NO)


def test_what_only_refers_to_relief_changes_nothing_of_it():
    """A note about a licence leaves its term as it is; a renewal would not."""
    opened = Told("c#1", Relief(party="a", measure="m", when="2020-01-01", expiry="2020-06-30"))
    noted = Told("c#2", Note(what="Discussed.", ref="c#1", when="2020-05-01"))
    assert lines_of([opened, noted]) == lines_of([opened])
