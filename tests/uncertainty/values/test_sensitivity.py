"""Thresholds and swings: exact, as the kernel says just below and just above."""

import math
from dataclasses import replace

import pytest

import detente as dt
from detente.planning import plan
from detente.uncertainty.values.chunks import StressPlan
from detente.uncertainty.values.sensitivity import Threshold, one_at_a_time
from detente.uncertainty.values.stressing import stress_plan
from tests.uncertainty.stress_cases import LADDER, loose, swap


def prepared(which: str) -> tuple[dt.Case, StressPlan, tuple[str, ...]]:
    """A case, its ladder under stress, and its options."""
    if which == "loose":
        case = loose()
        return case, stress_plan(case, LADDER, 1, options=["rail"], sequential=True), ("rail",)
    case = dt.Case.load(which)
    return case, stress_plan(case, plan(case.exchange(), time_limit=5), 1), ()


def by_kind(plan_: StressPlan) -> dict[str, Threshold]:
    """The thresholds of the swap by what the number is."""
    return {one.path.rpartition(".")[2]: one for one in one_at_a_time(plan_)[0]}


def holds(case: dt.Case, plan_: StressPlan, options: tuple[str, ...], path: str, x: float) -> bool:
    """What the kernel says with one number at `x`."""
    deal = case.exchange({path: x}, options)
    deal = replace(deal, sequential=bool(options))
    return dt.certify(deal, plan_.steps).self_enforcing


@pytest.mark.parametrize("which", ["loose", "minsk", "sudan"])
def test_the_certificate_flips_exactly_at_the_threshold(which: str) -> None:
    """For every uncertain number the kernel says yes just inside, and no just outside."""
    case, plan_, options = prepared(which)
    thresholds, _ = one_at_a_time(plan_)
    assert len(thresholds) == sum(n.low < n.high for n in plan_.formula.numbers)
    checked = 0
    for one in thresholds:
        assert one.holds == holds(case, plan_, options, one.path, one.mode)
        for bound, outward in ((one.below, -1), (one.above, 1)):
            if bound is None:
                continue
            gap = 1e-4 * max(1.0, abs(bound.value))
            share = one.path.rpartition(".")[2] in ("lost", "recovered", "uptake")
            if share and not gap < bound.value < 1 - gap:
                continue
            if bound.value < gap and "cost" in one.path:
                continue
            assert holds(case, plan_, options, one.path, bound.value - outward * gap) or (
                one.below is not None and one.above is not None
                and one.above.value - one.below.value < 2 * gap
            )  # fmt: skip
            assert not holds(case, plan_, options, one.path, bound.value + outward * gap)
            checked += 1
    assert checked > 2


@pytest.mark.parametrize("which", ["loose", "minsk"])
def test_swings_are_those_of_the_certificate(which: str) -> None:
    """The smallest margin, and the least room below a cap, at both ends of a number's range."""
    case, plan_, options = prepared(which)
    _, swings = one_at_a_time(plan_)
    assert swings
    for swing in swings:
        number = next(a for a in case.assumptions if a.path == swing.path)
        for at, told in ((number.low, swing.at_low), (number.mode, swing.at_mode),
                         (number.high, swing.at_high)):  # fmt: skip
            deal = replace(case.exchange({swing.path: at}, options), sequential=bool(options))
            rows = [r for r in dt.certify(deal, plan_.steps).rows if r.party == swing.party]
            if not swing.cap:
                assert told == pytest.approx(min(r.margin for r in rows), abs=1e-6)
            elif rows and max(r.exposure for r in rows) > 0:
                room = deal.caps[swing.party] - max(r.exposure for r in rows)
                assert told == pytest.approx(room, abs=1e-6)


def test_a_threshold_in_closed_form() -> None:
    """The stake must be at least .5·10; the share recovered at most 6/10; the cost at most 12."""
    plan_ = stress_plan(
        swap("{low: 3, mode: 6, high: 9}", "{low: 8, mode: 10, high: 16}",
             "{low: .4, mode: .5, high: .55}"), [("licence", "release")], 1
    )  # fmt: skip
    found = by_kind(plan_)
    stake, cost, recovered = found["reputation"], found["cost"], found["recovered"]
    assert stake.holds
    assert stake.below is not None
    assert stake.below.value == pytest.approx(5, abs=1e-6)
    assert (stake.below.step, stake.below.party, stake.below.cap) == (1, "a", False)
    assert stake.above is None
    assert stake.within
    assert stake.distance == pytest.approx(1 / 3, abs=1e-6)
    assert cost.above is not None
    assert cost.above.value == pytest.approx(12, abs=1e-6)
    assert recovered.above is not None
    assert recovered.above.value == pytest.approx(0.6, abs=1e-6)
    assert not recovered.within  # .6 lies beyond its range


def test_a_ladder_that_fails_has_thresholds_where_it_begins_to_hold() -> None:
    """With a stake of 3 the deal fails; it holds from 5 on, and from a share of .3 down."""
    case = swap("{low: 1, mode: 3, high: 9}", "10", "{low: .2, mode: .5, high: .6}")
    found = by_kind(stress_plan(case, [("licence", "release")], 1))
    assert not found["reputation"].holds
    assert found["reputation"].flip is not None
    assert found["reputation"].flip.value == pytest.approx(5, abs=1e-6)
    assert found["recovered"].flip is not None
    assert found["recovered"].flip.value == pytest.approx(0.3, abs=1e-6)


def test_what_nothing_can_flip_says_nowhere() -> None:
    """A number that no margin near zero feels has no threshold, at any distance."""
    none = Threshold("x", 0, 1, 2, True, None, None)
    assert none.flip is None
    assert none.distance == math.inf
    assert not none.within
    # A stake far above every temptation, and one that would have to be below 0 to matter.
    case = swap("{low: 20, mode: 30, high: 40}", "10", "{low: .2, mode: .5, high: .6}")
    found = by_kind(stress_plan(case, [("licence", "release")], 1))
    assert found["recovered"].flip is None  # a share of more than 1 is none
    assert found["reputation"].flip is not None
