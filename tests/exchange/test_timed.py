"""The timed certificate: against the static one, brute force, and examples worked by hand."""

from __future__ import annotations

import pickle
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from detente.exchange import (
    Deposit,
    Exchange,
    InvalidExchange,
    InvalidLadder,
    Lot,
    NegativeAmount,
    UnknownLot,
    UnknownParty,
    certify,
)
from detente.exchange.dates import schedule
from detente.exchange.timed import certify_timed
from detente.exchange.timing import TimedExchange, Timing
from tests.planning.brute_timed import brute_timed
from tests.planning.deals import deals
from tests.planning.timed_deals import timed_deals


@settings(max_examples=300)
@given(deals(6), st.randoms(use_true_random=False))
def test_without_time_it_is_the_static_certificate(deal: Exchange, random) -> None:
    """With no durations, flows and discount the rows and verdicts are those of `certify`."""
    order = topological(deal, random)
    static, timed = certify(deal, order), certify_timed(TimedExchange(deal), order)
    for old, new in (
        (static.rows, timed.rows),
        (static.audience_rows, timed.audience_rows),
    ):
        assert [(r.prefix, r.party, r.delivered) for r in new] == [
            (r.prefix, r.party, r.delivered) for r in old
        ]
        for a, b in zip(old, new, strict=True):
            figures = (b.keeps, b.temptation, b.margin, b.exposure)
            expected = (a.keeps, a.temptation, a.margin, a.exposure)
            assert figures == pytest.approx(expected, abs=1e-9)
            assert b.time == 0
    for name in ("guarantee", "at_completion", "on_the_way", "exposure"):
        assert getattr(timed, name) == pytest.approx(dict(getattr(static, name)), abs=1e-9)
    assert timed.self_enforcing == static.self_enforcing
    assert timed.late == ()


@settings(max_examples=300)
@given(timed_deals(4), st.data())
def test_equals_brute_force(timed: TimedExchange, data: st.DataObject) -> None:
    """Dates, largest temptations and exposures of any order are those of the definition."""
    every = brute_timed(timed)
    row = data.draw(st.integers(0, len(every.orders) - 1))
    found = certify_timed(timed, every.orders[row])
    place = {n: d.delivered for step, d in zip(found.steps, found.dates, strict=True) for n in step}
    assert [place[lot.name] for lot in timed.deal.lots] == list(every.delivered[row])
    way = np.maximum(0, every.way[row])
    end = np.maximum(0, every.end[row])
    assert list(found.on_the_way.values()) == pytest.approx(way, abs=1e-6)
    assert list(found.at_completion.values()) == pytest.approx(end, abs=1e-6)
    for who, exposed in found.exposure.items():
        assert exposed == pytest.approx(every.exposure[who][row], abs=1e-6)
    assert sum(late.days for late in found.late) == every.late[row]


def topological(deal: Exchange, random) -> list[str]:
    """A random order of the steps that keeps the precedences."""
    step_of = {n: tuple(g) for g in deal.together for n in g}
    steps = list(dict.fromkeys(step_of.get(x.name, (x.name,)) for x in deal.lots))
    order: list[tuple[str, ...]] = []
    while steps:
        done = {n for step in order for n in step}
        free = [s for s in steps if all(f in done for f, t in deal.after if t in s)]
        order.append(random.choice(free))
        steps.remove(order[-1])
    return order


# --- worked by hand ------------------------------------------------------------------------------


def relief() -> TimedExchange:
    """Relief of 1 a month for 10 months, and the receiver's own lot of cost 3 in month 9."""
    lots = [Lot("relief", "A", 0.0, {}, lost=1.0), Lot("own", "B", 3.0, {"A": 5.0})]
    clocks = {
        "relief": Timing(flow={"B": 1 / 30}, term=300),
        "own": Timing(not_before=270),
    }
    return TimedExchange(Exchange(["A", "B"], lots), clocks)


def test_what_has_been_enjoyed_no_longer_holds_anybody() -> None:
    """Before its lot in month 9 B gains 2 by stopping, where the static model says it loses 7."""
    timed = relief()
    static = certify(timed.static(), ["relief", "own"])
    assert {r.party: r.temptation for r in static.rows if r.prefix == 1}["B"] == pytest.approx(-7)
    found = certify_timed(timed, ["relief", "own"])
    row = next(r for r in found.rows if (r.time, r.kind, r.party) == (270, "before", "B"))
    assert (row.exit, row.continuation) == (pytest.approx(0), pytest.approx(-2))
    assert row.temptation == pytest.approx(2)
    assert row.keeps == pytest.approx(9)
    assert found.guarantee["B"] == pytest.approx(2)
    assert found.binding == row
    assert not found.self_enforcing


def test_a_lead_time_exposes_its_giver() -> None:
    """From the start of a lot until it is delivered its cost is out and nothing has come."""
    deal = Exchange(
        ["A", "B"], [Lot("a", "A", 4.0, {"B": 9.0}, 0.25), Lot("b", "B", 2.0, {"A": 8.0})]
    )
    found = certify_timed(TimedExchange(deal, {"a": Timing(lead=10, lag=5)}), ["a", "b"])
    under = [r for r in found.rows if r.kind == "under way"]
    assert {(r.time, r.party, r.under_way, r.delivered) for r in under} == {
        (day, who, ("a",), ()) for day in (0.0, 10.0) for who in "AB"
    }
    assert {r.exposure for r in under if r.party == "A"} == {3.0}
    assert {r.exit for r in under if r.party == "A"} == {1.0}
    assert [(d.start, d.delivered, d.verified) for d in found.dates] == [(0, 10, 15), (15, 15, 15)]


def test_discount_is_said_for_a_year() -> None:
    """A value half a year away is worth the square root of the yearly factor."""
    deal = Exchange(["A", "B"], [Lot("a", "A", 1.0, {"B": 8.0})])
    timed = TimedExchange(deal, {"a": Timing(lead=182.5)}, discount={"B": 0.25})
    first = certify_timed(timed, ["a"]).rows[1]
    assert (first.party, first.continuation) == ("B", pytest.approx(4.0))


def test_a_deposit_ends_at_release() -> None:
    """A deposit holds its party until the last delivery, and tempts its holder until then."""
    lots = [Lot("a", "A", 1.0, {"B": 5.0}), Lot("b", "B", 4.0, {"A": 5.0}, recovered=1.0)]
    deal = Exchange(["A", "B"], lots, deposits=[Deposit("B", 6.0, "A")])
    rows = certify_timed(TimedExchange(deal, {"b": Timing(lead=3)}), ["a", "b"]).rows
    margin = {(r.kind, r.prefix, r.time): r.margin for r in rows if r.party == "B"}
    assert margin["under way", 1, 3.0] == 6 - (4 - 0)
    assert margin["after", 2, 3.0] == 0 - 4
    held = {(r.kind, r.prefix, r.time): r.exit for r in rows if r.party == "A"}
    assert held["under way", 1, 3.0] == 6
    assert held["after", 2, 3.0] == 0


def test_an_expiring_licence_is_snapback_with_no_act() -> None:
    """A licence that nobody can revoke, renewed every 30 days, stops by itself on breakdown."""
    lots = [Lot("licence", "A", 0.0), Lot("b", "B", 4.0, {"A": 5.0})]
    deal = Exchange(["A", "B"], lots)
    clock = {"b": Timing(not_before=45)}
    for term, keeps in ((None, 100 - 45), (30.0, 60 - 45)):
        timing = Timing(flow={"B": 1.0}, term=term, renewed=term is not None)
        timed = TimedExchange(deal, {"licence": timing, **clock}, horizon=100)
        rows = certify_timed(timed, ["licence", "b"]).rows
        row = next(r for r in rows if (r.time, r.kind, r.party) == (45, "before", "B"))
        assert row.exit == keeps
        assert row.continuation == 55 - 4


def test_revocation_strikes_before_the_term_ends() -> None:
    """What ends before revoking it takes effect can no longer be taken back."""
    lots = [Lot("a", "A", 5.0, {"B": 6.0}, 1.0, 1.0), Lot("c", "A", 8.0, {"B": 9.0})]
    deal = Exchange(["A", "B"], lots)
    clocks = {"a": Timing(term=10, revoke_delay=4), "c": Timing(not_before=30)}
    timed = TimedExchange(deal, clocks, discount={"A": 1e-5, "B": 1e-5})
    found, every = certify_timed(timed, ["a", "c"]), brute_timed(timed)
    assert list(found.on_the_way.values()) == pytest.approx(np.maximum(0, every.way[0]), abs=1e-6)


# --- dates ---------------------------------------------------------------------------------------


def three() -> Exchange:
    """Two lots of A, then one of B."""
    lots = [
        Lot("a1", "A", 1.0, {"B": 2.0}),
        Lot("a2", "A", 1.0, {"B": 2.0}),
        Lot("b", "B", 1.0, {"A": 3.0}),
    ]
    return Exchange(["A", "B"], lots)


CLOCKS = {
    "a1": Timing(lead=10, lag=3, deadline=12),
    "a2": Timing(lead=4, lag=1, deadline=9),
    "b": Timing(lead=2, not_before=20, deadline=20),
}


@pytest.mark.parametrize(
    ("overlap", "days", "slack"),
    [
        # One after the other; the answer waits for its window, which leaves slack before it.
        (False, [(0, 10), (10, 14), (18, 20)], [3, 3, 0]),
        # The second runs beside the first and ends with it, for the order is kept.
        (True, [(0, 10), (6, 10), (18, 20)], [5, 7, 0]),
    ],
)
def test_earliest_dates_of_an_order(overlap, days, slack) -> None:
    """A step starts when what it answers is verified, and its slack reaches to its window."""
    found = schedule(TimedExchange(three(), CLOCKS, overlap=overlap), [("a1",), ("a2",), ("b",)])
    assert [(d.start, d.delivered) for d in found.dates] == days
    assert [d.slack for d in found.dates] == slack
    assert found.critical == (3,)


def test_a_missed_deadline_says_by_how_much_and_through_what() -> None:
    """The finding names lot, days, and the chain of steps that leads to the day."""
    found = schedule(TimedExchange(three(), CLOCKS), [("a1",), ("a2",), ("b",)])
    (late,) = found.late
    assert (late.lot, late.days, late.through) == ("a2", 5, (1, 2))


def test_given_dates_are_kept_and_checked() -> None:
    """Later dates are taken as they are; a step that starts before it may is refused."""
    timed = TimedExchange(three(), CLOCKS)
    order = ["a1", "a2", "b"]
    found = certify_timed(timed, order, [1, 15, 30.5])
    assert [d.delivered for d in found.dates] == [11, 19, 32.5]
    assert [late.days for late in found.late] == [12.5, 10]
    with pytest.raises(InvalidLadder, match="step 2 starts on day 5, but cannot before day 10"):
        certify_timed(timed, order, [0, 5, 30])
    with pytest.raises(InvalidLadder, match="2 dates are given for 3 steps"):
        certify_timed(timed, order, [0, 5])


def test_days_have_dates() -> None:
    """Days are counted from the date of day 0, and a part of a day counts as begun."""
    timed = TimedExchange(three(), day0=date(2025, 8, 16))
    assert timed.on(0) == date(2025, 8, 16)
    assert timed.on(20.7) == date(2025, 9, 5)
    assert TimedExchange(three()).on(1) is None


def test_timed_things_can_be_pickled() -> None:
    """Workers get them by pickle, read-only mappings and all."""
    timed = relief()
    assert pickle.loads(pickle.dumps(timed)) == timed


# --- refused at the door -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "error", "text"),
    [
        # What a clock alone can get wrong.
        (lambda: Timing(lead=-1), NegativeAmount, "timing: lead must not be below zero"),
        (lambda: Timing(term=0), InvalidExchange, "term must be longer than no time"),
        (lambda: Timing(renewed=True), InvalidExchange, "needs a term, of a day at least"),
        (lambda: Timing(renewed=True, term=0.5), InvalidExchange, "of a day at least"),
        (lambda: Timing(not_before=5, deadline=4), InvalidExchange, "deadline 4 comes before"),
        # What it gets wrong about its exchange.
        (lambda: TimedExchange(three(), {"a3": Timing()}), UnknownLot, "there is no lot 'a3'"),
        (lambda: TimedExchange(three(), {"a1": 5}), InvalidExchange, "must be a Timing, not 5"),
        (
            lambda: TimedExchange(three(), {"a1": Timing(flow={"C": 1})}),
            UnknownParty,
            "timing of 'a1': flow: there is no party or audience 'C'",
        ),
        (
            lambda: TimedExchange(three(), {"a1": Timing(flow={"A": 1}, term=1)}),
            UnknownParty,
            "put what the giver loses per day into flow_cost",
        ),
        (
            lambda: TimedExchange(three(), {"a1": Timing(flow_cost=1)}),
            InvalidExchange,
            "never ends; give a horizon, a term, or a discount below 1",
        ),
        (lambda: TimedExchange(three(), discount={"A": 1.1}), InvalidExchange, "at most 1"),
        (
            lambda: TimedExchange(three(), discount={"a": 0.5}),
            UnknownParty,
            "discount: there is no party",
        ),
        (lambda: TimedExchange(three(), horizon=-1), NegativeAmount, "horizon"),
    ],
)
def test_what_makes_no_sense_is_refused(make, error, text) -> None:
    """Each mistake has its class and one sentence that names the place."""
    with pytest.raises(error, match=text):
        make()


def test_a_discounted_flow_may_last_for_ever() -> None:
    """Whoever discounts needs no horizon: a point a day for ever is worth 1 / rate."""
    deal = Exchange(["A", "B"], [Lot("a", "A", 0.0, lost=1.0)])
    timed = TimedExchange(deal, {"a": Timing(flow={"B": 1.0})}, discount={"B": 0.5})
    rows = certify_timed(timed, ["a"]).rows
    assert rows[-1].continuation == pytest.approx(1 / timed.rate("B"))
    assert rows[-1].exit == 0
