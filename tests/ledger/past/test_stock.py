"""Net stock: what counts and releases leave open, as worked out by hand from the two tables."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from detente.ledger.events import Stock
from detente.ledger.past.stock import account
from detente.ledger.told import Told
from tests.ledger.belarus import record


def told(*events: Stock) -> list[Told]:
    """Number events."""
    return [Told(f"c#{n}", event) for n, event in enumerate(events, 1)]


def counted(when: str, n: int) -> Stock:
    """A monitor's count."""
    return Stock(change="counted", quantity=n, reported_by="M", when=when)


def own(change: str, when: str, n: int) -> Stock:
    """An event of the ledger's own."""
    return Stock(change=change, quantity=n, when=when)


def test_the_record_alone():
    """499 released and 1 re-arrested in all; without a count nothing can be rebuilt."""
    found = account(record())
    assert found.totals == {"released": 499, "rearrested": 1}
    assert (found.between, found.compared, found.rebuildable) == ((), (), False)


def test_gap_of_2025():
    """14 + 16 + 52 + 31 + 123 = 236 of 342 reported, so 106 are missing; no detention is there."""
    found = {one.change: one for one in account(record(counts=True)).compared}
    assert tuple(found["released"].recorded) == (236, 236)
    assert (found["released"].reported, found["released"].gap) == (342, 106)
    assert (found["detained"].reported, found["detained"].recorded) == (509, None)
    assert (found["expelled"].reported, found["expelled"].recorded) == (189, None)
    assert not account(record(counts=True)).rebuildable


@pytest.mark.parametrize(
    ("start", "end", "change", "released", "others"),
    [
        # 18 on 3 July surely; the 30 of 16 August may fall before or after the count of August
        ("2024-05-21", "2024-08", 21, (18, 48), (39, 69)),
        # 30 + 37 + 31 + 32, and perhaps those 30
        ("2024-08", "2024-11-21", -120, (130, 160), (10, 40)),
        ("2024-11-21", "2025-06-03", -92, (49, 49), (-43, -43)),  # 29 + 20
        ("2025-06-03", "2025-09-30", 18, (82, 82), (99, 99)),  # 14 + 16 + 52; 1 re-arrested
        ("2025-09-30", "2025-12-23", -66, (154, 154), (88, 88)),  # 31 + 123
        ("2025-12-23", "2026-03-06", 5, (18, 18), (23, 23)),
    ],
)
def test_from_count_to_count(start, end, change, released, others):
    """Between two counts of one monitor: change, releases of the record, and who else came in."""
    between = {b.opening.when: b for b in account(record(counts=True)).between}
    one = between[start]
    assert (one.closing.when, one.change) == (end, change)
    assert tuple(one.released) == released
    assert tuple(one.others_in) == others


def test_two_monitors_are_not_mixed():
    """Viasna's 1,201 and dissident.by's 1,336 of one day are two definitions: no change."""
    pairs = {b.opening.reported_by for b in account(record(counts=True)).between}
    assert pairs == {"Viasna"}
    assert len(account(record(counts=True)).counts) == 8


def test_figures_among_themselves():
    """1,275 − 49 + 509 − 342 = 1,393, and 1,135 were counted: 258 left in another way."""
    (one,) = account(record(counts=True)).residuals
    assert tuple(one.before) == (49, 49)
    assert tuple(one.unexplained) == (258, 258)


def test_rebuildable():
    """With a count to start from, people detained on record, and no larger report: it follows."""
    events = (counted("2025-01-01", 100), own("detained", "2025-02-01", 5),
              own("released", "2025-03-01", 7))  # fmt: skip
    assert account(told(*events)).rebuildable
    report = Stock(change="released", quantity=8, reported_by="M", when="2025")
    assert not account(told(*events, report)).rebuildable


def test_an_event_on_the_day_of_a_count_is_in_it():
    """A release on the day of the later count counts, one on the day of the earlier does not."""
    events = (counted("2025-01-10", 100), counted("2025-01-20", 90),
              own("released", "2025-01-10", 3), own("released", "2025-01-20", 10))  # fmt: skip
    (one,) = account(told(*events)).between
    assert tuple(one.released) == (10, 10)


def test_the_sum_of_a_year_takes_months_on_its_edge_as_a_range():
    """A release known to the year counts on the upper end of a month's sum only."""
    events = (own("released", "2025", 4), own("released", "2025-03", 2),
              Stock(change="released", quantity=9, reported_by="M", when="2025-03"))  # fmt: skip
    (one,) = account(told(*events)).compared
    assert tuple(one.recorded) == (2, 6)
    assert one.gap == 3


@given(
    st.integers(0, 500),
    st.lists(st.tuples(st.sampled_from(["released", "detained", "rearrested"]),
                       st.integers(2, 27), st.integers(0, 30)), max_size=12),
)  # fmt: skip
def test_identity(opening, flows):
    """Where every movement is on record, nobody else came in: the identity closes."""
    sign = {"released": -1, "detained": 1, "rearrested": 1}
    closing = opening + sum(sign[change] * n for change, _, n in flows)
    events = [own(change, f"2025-01-{day:02d}", n) for change, day, n in flows]
    counts = (counted("2025-01-01", opening), counted("2025-01-28", max(0, closing)))
    if closing < 0:
        return
    (one,) = account(told(*counts, *events)).between
    detained = sum(n for change, _, n in flows if change == "detained")
    assert tuple(one.others_in) == (detained, detained)  # they are part of who came in
