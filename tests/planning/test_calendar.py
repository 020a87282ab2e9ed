"""Dates within a calendar: against every choice of days, and examples worked by hand."""

from __future__ import annotations

import sys
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from detente.exchange import (
    Calendar,
    Exchange,
    InvalidExchange,
    InvalidLadder,
    Lot,
    MissingExtra,
    TimedExchange,
    Timing,
    UnknownParty,
    certify_timed,
)
from detente.planning.calendar import dated, soonest
from tests.planning.brute_timed import brute_timed
from tests.planning.timed_deals import timed_deals


def lots(givers: str) -> list[Lot]:
    """One lot for each letter, worth a little to the other party."""
    return [
        Lot(f"l{k}", who, 1.0, {"B" if who == "A" else "A": 2.0}) for k, who in enumerate(givers)
    ]


def deal(givers: str) -> Exchange:
    """An exchange of these lots."""
    return Exchange(["A", "B"], lots(givers))


def timed(givers: str, *clocks: Timing, overlap: bool = True) -> TimedExchange:
    """The same with a clock for each lot."""
    return TimedExchange(deal(givers), {f"l{k}": c for k, c in enumerate(clocks)}, overlap=overlap)


def test_an_empty_calendar_gives_the_earliest_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without limits the forward pass answers, and OR-Tools is not asked for."""
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    exchange = timed("AB", Timing(lead=3.5, lag=1), Timing(lead=2, deadline=6))
    found = dated(exchange, ["l0", "l1"], Calendar())
    assert (found.starts, found.late, found.finish, found.optimal) == ((0, 4.5), 0.5, 6.5, True)


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without OR-Tools a calendar that limits something says what to install."""
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    with pytest.raises(MissingExtra, match=r"pip install 'detente\[calendar\]'"):
        dated(timed("A", Timing(lead=1)), ["l0"], Calendar(capacity={"A": 1}))


@pytest.mark.parametrize(
    ("calendar", "text"),
    [
        # Whom the calendar names, and what it says of them.
        (lambda: Calendar(capacity={"C": 1}), "there is no party 'C'"),
        (lambda: Calendar(capacity={"A": 0}), "capacity of 'A' must be a whole number"),
        (lambda: Calendar(capacity={"A": 1.5}), "capacity of 'A' must be a whole number"),
        (lambda: Calendar(closed={"A": [(5, 4)]}), "5 to 4 is no span"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(calendar, text: str) -> None:
    """Each mistake is told with the party it concerns."""
    with pytest.raises((UnknownParty, InvalidExchange), match=text):
        dated(timed("A", Timing(lead=1)), ["l0"], calendar())


def test_capacity_can_make_a_later_start_better() -> None:
    """The short lot waits, so that the two long ones may run beside each other."""
    pytest.importorskip("ortools")
    exchange = timed("AAA", Timing(lead=10), Timing(lead=1), Timing(lead=10))
    found = dated(exchange, ["l0", "l1", "l2"], Calendar(capacity={"A": 2}))
    assert found.finish == 11
    assert found.optimal
    assert dated(exchange, ["l0", "l1", "l2"], Calendar(capacity={"A": 1})).finish == 21


def test_a_swap_beyond_capacity_is_refused() -> None:
    """Two lots of a party in one step need a capacity of two."""
    pytest.importorskip("ortools")
    both = Exchange(["A", "B"], lots("AAB"), together=[["l0", "l1"]])
    exchange = TimedExchange(both, {"l0": Timing(lead=1), "l1": Timing(lead=2)})
    with pytest.raises(InvalidLadder, match="step 1 needs 2 lots of 'A' at once"):
        dated(exchange, [("l0", "l1"), "l2"], Calendar(capacity={"A": 1}))


def test_out_of_time_no_dates_are_made_up() -> None:
    """A time limit is kept: with time the same dates, with none a refusal in words."""
    pytest.importorskip("ortools")
    exchange = timed("AAA", Timing(lead=10), Timing(lead=1), Timing(lead=10))
    calendar = Calendar(capacity={"A": 2})
    assert dated(exchange, ["l0", "l1", "l2"], calendar, time_limit=60.0).finish == 11
    with pytest.raises(InvalidLadder, match="were found in the time given"):
        dated(exchange, ["l0", "l1", "l2"], calendar, time_limit=1e-9)


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_equals_every_choice_of_days(seed: int) -> None:
    """Days late and the last delivery are the smallest over all whole days that fit."""
    pytest.importorskip("ortools")
    rng = Random(seed)
    m = 3
    givers = "".join(rng.choice("AAB") for _ in range(m))
    clocks = [
        Timing(
            lead=rng.randint(0, 3),
            lag=rng.randint(0, 2),
            not_before=rng.choice((None, rng.randint(0, 6))),
            deadline=rng.choice((None, rng.randint(6, 9))),
        )
        for _ in range(m)
    ]
    exchange = timed(givers, *clocks, overlap=rng.random() < 0.7)
    begin = rng.randint(0, 5)
    closed = {who: [(begin, begin + rng.randint(0, 3))] for who in "AB" if rng.random() < 0.6}
    capacity = {"A": rng.randint(1, 2)} if rng.random() < 0.7 else {}
    order = [f"l{k}" for k in range(m)]
    found = dated(exchange, order, Calendar(closed, capacity))
    best = min(
        (late, days[-1], sum(days))
        for days in product(range(20), repeat=m)
        if (late := fit(days, givers, clocks, exchange.overlap, closed, capacity)) is not None
    )
    certificate = certify_timed(exchange, order, found.starts)
    days = [d.delivered for d in certificate.dates]
    assert (found.late, found.finish, sum(days)) == best
    assert found.optimal


def fit(days, givers, clocks, overlap, closed, capacity) -> int | None:
    """Days late where the days keep every rule, else None."""
    for k, (day, who, clock) in enumerate(zip(days, givers, clocks, strict=True)):
        start = day - clock.lead
        if start < 0 or day < (clock.not_before or 0):
            return None
        if any(a <= day <= b for a, b in closed.get(who, ())):
            return None
        if k and (day if overlap else start) < days[k - 1]:
            return None
        if any(givers[j] != who and start < days[j] + clocks[j].lag for j in range(k)):
            return None
    for who, most in capacity.items():
        for t in range(20):
            busy = [
                k for k, d in enumerate(days) if givers[k] == who and d - clocks[k].lead <= t < d
            ]
            if len(busy) > most:
                return None
    return sum(
        max(0, d - c.deadline) for d, c in zip(days, clocks, strict=True) if c.deadline is not None
    )


@settings(max_examples=100)
@given(timed_deals(5))
def test_no_order_comes_sooner(exchange: TimedExchange) -> None:
    """The soonest day of a lot bounds its day in every order; a lot alone comes on it."""
    every = brute_timed(exchange)
    bound = soonest(exchange)
    names = [lot.name for lot in exchange.deal.lots]
    for k, name in enumerate(names):
        assert bound[name] <= every.delivered[:, k].min() + 1e-9
    if len(names) == 1:
        assert bound[names[0]] == every.delivered[0, 0]
