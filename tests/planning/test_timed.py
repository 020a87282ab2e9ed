"""`plan_timed` against every order of small timed exchanges, and examples worked by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, permutations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings

from detente.exchange import Exchange, Lot, NoLadder, TimedExchange, Timing, certify_timed
from detente.planning import plan
from detente.planning.clockwork import Clockwork
from detente.planning.timed import plan_timed
from detente.planning.timed_moves import State, key, move, start
from detente.planning.timed_search import Course
from tests.planning.brute import lexicographic
from tests.planning.brute_timed import TimedBrute, brute_timed
from tests.planning.deals import deals
from tests.planning.timed_deals import dense_deals, timed_deals

NEAR = 1e-6


@settings(max_examples=400)
@given(timed_deals(6) | dense_deals())
def test_guarantee_equals_brute_force(timed: TimedExchange) -> None:
    """Missing guarantee, days late, guarantee minus stake and the tie-break are the smallest."""
    every = brute_timed(timed)
    if not every.capped.any():
        with pytest.raises(NoLadder) as refused:
            plan_timed(timed)
        assert refused.value.proven
        return
    missing = np.where(every.short <= every.tolerance, 0.0, every.short)
    keys = missing, every.late, every.short, every.distance
    expected = lexicographic(every.capped, *keys)
    ladder = plan_timed(timed)
    assert ladder.optimal
    assert ladder.optimal_ties
    row = row_of(every, ladder.steps)
    assert [float(k[row]) for k in keys] == pytest.approx(expected, abs=NEAR)
    assert ladder.value == pytest.approx(expected[2], abs=NEAR)
    assert ladder.bound == pytest.approx(every.short[every.capped].min(), abs=NEAR)
    assert ladder.self_enforcing == (expected[0] == 0)
    assert ladder.certificate == certify_timed(timed, ladder.steps)


@settings(max_examples=200)
@given(timed_deals(5) | dense_deals())
def test_finish_equals_brute_force(timed: TimedExchange) -> None:
    """Among self-enforcing ladders, days late and the last delivery are the smallest."""
    every = brute_timed(timed)
    holds = every.capped & (every.short <= every.tolerance)
    if not holds.any():
        with pytest.raises(NoLadder) as refused:
            plan_timed(timed, "finish")
        assert refused.value.proven
        return
    keys = every.late, every.finish, every.distance
    expected = lexicographic(holds, *keys)
    ladder = plan_timed(timed, "finish")
    assert ladder.optimal
    assert ladder.self_enforcing
    row = row_of(every, ladder.steps)
    assert [float(k[row]) for k in keys] == pytest.approx(expected, abs=NEAR)
    assert ladder.value == every.finish[row]
    assert ladder.bound == every.finish[holds].min()


def row_of(every: TimedBrute, steps: tuple[tuple[str, ...], ...]) -> int:
    """The row of the brute-force table that holds a ladder."""
    return every.orders.index(steps)


@settings(max_examples=100)
@given(deals(6))
def test_without_time_the_value_is_that_of_plan(deal: Exchange) -> None:
    """With no durations, flows and discount `plan_timed` reaches what `plan` reaches."""
    try:
        static = plan(deal)
    except NoLadder:
        with pytest.raises(NoLadder):
            plan_timed(TimedExchange(deal))
        return
    ladder = plan_timed(TimedExchange(deal))
    assert ladder.value == pytest.approx(static.value, abs=NEAR)
    assert ladder.worth_signing == static.worth_signing
    assert ladder.self_enforcing == static.self_enforcing


# --- worked by hand ------------------------------------------------------------------------------


def relief(**stakes: float) -> TimedExchange:
    """Relief of 1 a month for 10 months against a lot of cost 3 that B owes in month 9."""
    lots = [Lot("relief", "A", 2.0, {}, lost=1.0), Lot("own", "B", 3.0, {"A": 5.0})]
    clocks = {"relief": Timing(flow={"B": 1 / 30}, term=300), "own": Timing(not_before=270)}
    return TimedExchange(Exchange(["A", "B"], lots, stakes), clocks)


def test_relief_needs_a_guarantee_that_the_static_model_does_not_see() -> None:
    """Read as a lump it holds by itself; in time one of the two must stand for 2."""
    assert plan(relief().static()).self_enforcing
    ladder = plan_timed(relief())
    assert ladder.value == pytest.approx(2)
    assert sorted(ladder.guarantee.values()) == pytest.approx([0, 2])
    with pytest.raises(NoLadder, match=r"'B' would gain 2 .* on day 270, after step 1"):
        plan_timed(relief(), "finish")
    held = plan_timed(relief(B=2.0), "finish")
    assert held.order == ("relief", "own")
    assert held.value == 270
    assert plan_timed(relief(A=2.0), "finish").order == ("own", "relief")


def test_a_deadline_is_met_where_security_allows_it() -> None:
    """Between orders that hold, the one that meets the deadline is taken; else the safer one."""
    lots = [Lot("a", "A", 1.0, {"B": 4.0}, lost=1.0), Lot("b", "B", 1.0, {"A": 4.0}, lost=1.0)]
    clocks = {"a": Timing(lead=5), "b": Timing(lead=5, deadline=5)}
    deal = Exchange(["A", "B"], lots, stakes={"A": 1.0, "B": 1.0})
    ladder = plan_timed(TimedExchange(deal, clocks))
    assert ladder.order == ("b", "a")
    assert ladder.late == ()
    both = {name: replace(clock, deadline=5) for name, clock in clocks.items()}
    (late,) = plan_timed(TimedExchange(deal, both)).late
    assert late.days == 5
    assert late.through == (1, 2)


@settings(max_examples=150)
@given(dense_deals(4) | timed_deals(4, overlap=False))
def test_states_with_one_key_have_one_future(timed: TimedExchange) -> None:
    """Whatever comes next, states that share a key move on alike and end alike."""
    work = Clockwork(timed)
    course = Course(work)

    def future(state: State, suffix: tuple[int, ...]) -> list[float]:
        """Figures of all moves of a suffix and of the end."""
        told: list[float] = []
        for u in suffix:
            step = move(work, state, u)
            state = step.to
            pulls = [x for pull in step.pulls for pair in sorted(pull) for x in pair]
            told += [*pulls, *step.brings, *step.fall, step.days, step.late, step.excess]
        front, excess = course.end(state)
        return [*told, *front.figures[0].tolist(), excess]

    first: dict[object, State] = {}
    for order in permutations(range(len(work.units))):
        state = start(work)
        for k, u in enumerate(order):
            if u not in work.free(state.done):
                break
            state = move(work, state, u).to
            twin = first.setdefault(key(work, state), state)
            rest = order[k + 1 :]
            if twin is not state and allowed(work, state.done, rest):
                assert future(state, rest) == pytest.approx(future(twin, rest), abs=NEAR)


def allowed(work: Clockwork, done: int, suffix: tuple[int, ...]) -> bool:
    """Whether a suffix keeps the precedences."""
    for u in suffix:
        if u not in work.free(done):
            return False
        done |= 1 << u
    return True


def beyond(*, overlap: bool = False, caps: float = 99.0) -> TimedExchange:
    """A few lots with clocks of their own, which every exact search can settle."""
    few = range(5 if overlap else 6)  # where leads overlap every order is looked at
    rng = Random(5)
    lots = [
        Lot(f"l{k}", "AB"[k % 2], rng.uniform(1, 9), {"BA"[k % 2]: rng.uniform(2, 9)}, lost=0.5)
        for k in few
    ]
    clocks = {f"l{k}": Timing(lead=k, term=7 + k) for k in few}
    limits = {"A": caps, "B": caps}
    return TimedExchange(Exchange(["A", "B"], lots, caps=limits), clocks, overlap=overlap)


@pytest.mark.parametrize(
    ("limit", "most", "overlap"),
    [
        ("timed_search.MOST_MOVES", 5, False),
        ("timed_search.MOST_LABELS", 5, False),
        ("timed.MOST_ORDERS", 5, True),
        ("timed.LARGE", 5, False),  # too many lots for any of these
    ],
)
def test_beyond_its_reach_it_says_so(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int, overlap: bool
) -> None:
    """Where exact search gives up the ladder is the best one found, and no optimum is claimed."""
    timed = beyond(overlap=overlap)
    exact = plan_timed(timed)
    monkeypatch.setattr(f"detente.planning.{limit}", most)
    found = plan_timed(timed)
    assert (exact.method, found.method) == ("orders" if overlap else "states", "moves")
    assert exact.optimal
    assert not found.optimal
    assert found.bound <= exact.value <= found.value + NEAR
    assert found.certificate == certify_timed(timed, found.steps)


@pytest.mark.parametrize("overlap", [False, True])
def test_out_of_time_it_says_so(monkeypatch: pytest.MonkeyPatch, overlap: bool) -> None:
    """A clock that runs out at once leaves a ladder, its bound, and no claim."""
    timed = beyond(overlap=overlap)
    exact = plan_timed(timed)
    ticks = count()
    for module in ("timed", "timed_search"):
        monkeypatch.setattr(f"detente.planning.{module}.monotonic", lambda: next(ticks))
    found = plan_timed(timed, time_limit=1.0)
    assert found.method == "moves"
    assert not found.optimal
    assert found.bound <= exact.value <= found.value + NEAR


def test_a_refusal_without_proof_says_that_none_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Caps that no order keeps, where the search gives up first: refused, and nothing proven."""
    monkeypatch.setattr("detente.planning.timed_search.MOST_MOVES", 5)
    with pytest.raises(NoLadder, match="no ladder was found that meets the demands") as refused:
        plan_timed(beyond(caps=5.0))
    assert not refused.value.proven


def test_the_last_delivery_is_no_earlier_than_its_chain() -> None:
    """Beyond exact search the longest chain of lots that wait for one another bounds the end."""
    lots = [Lot(f"l{k}", "AB"[k % 2], 1.0, {"BA"[k % 2]: 2.0}, lost=1.0) for k in range(32)]
    clocks = {lot.name: Timing(lead=3) for lot in lots}
    deal = Exchange(["A", "B"], lots, {"A": 9.0, "B": 9.0}, after=[("l0", "l1"), ("l1", "l2")])
    ladder = plan_timed(TimedExchange(deal, clocks), "finish")
    assert ladder.method == "moves"
    assert 9 <= ladder.bound <= ladder.value


def test_a_large_plain_deal_is_proven_by_its_bound() -> None:
    """Without flows and discount no order beats the static bound; meeting it is the proof."""
    lots = [Lot(f"l{k}", "AB"[k % 2], 1.0, {"BA"[k % 2]: 2.0}, lost=1.0) for k in range(30)]
    clocks = {lot.name: Timing(lead=3, lag=2) for lot in lots}
    deal = Exchange(["A", "B"], lots, stakes={"A": 1.0, "B": 1.0})
    ladder = plan_timed(TimedExchange(deal, clocks))
    assert ladder.optimal
    assert not ladder.optimal_ties
    assert ladder.value == ladder.bound == -1


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("guarante",), "there is no objective 'guarante' .did you mean 'guarantee'"),
        (("guarantee", 0), "the time limit must be a number of seconds above 0, not 0"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: tuple[object, ...], text: str) -> None:
    """A wrong objective or time limit is told in a sentence."""
    objective, *limit = arguments
    with pytest.raises(ValueError, match=text):
        plan_timed(relief(), objective, time_limit=limit[0] if limit else None)
