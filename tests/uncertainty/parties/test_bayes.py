"""Beliefs follow Bayes: closed forms, brute force, and what must not move them."""

import itertools

import numpy as np
import pytest
from hypothesis import given, strategies as st

from detente.exchange import Check
from detente.uncertainty.parties.bayes import READS_AS_BREACH, likelihood, posterior, ways
from detente.uncertainty.parties.behaviour import BEHAVIOURS, delivers
from detente.uncertainty.parties.observation import OUTCOMES, InvalidObservation
from detente.uncertainty.parties.types import Prior, Type
from tests.uncertainty.sides import sure, turn, two_types

shares = st.floats(0.01, 0.99)


def test_passed_checks_of_a_party_that_may_cheat_each_time():
    """Prior .5, detection .8: .8333, .9615 and .9921 after one, two and three passed checks."""
    own = [turn(name, Check(detection=0.8)) for name in "xyz"]
    for n, expected in enumerate([0.5, 0.8333, 0.9615, 0.9921]):
        passed = dict.fromkeys("xyz"[:n], "confirmed")
        found = posterior(two_types(), own, passed, "habitual", slip=0.0)
        assert found.shares[0] == pytest.approx(expected, abs=5e-5)


@given(shares, shares, st.floats(0, 0.99))
def test_the_closed_form_with_false_alarms(prior, detection, alarm):
    """One pass: s(1-a) / (s(1-a) + (1-s)(1-p)); one breach seen: s a / (s a + (1-s) p)."""
    own = [turn("x", Check(detection, alarm))]
    for outcome, kept, broken in (
        ("confirmed", 1 - alarm, 1 - detection),
        ("breached", alarm, detection),
    ):
        found = posterior(two_types(prior), own, {"x": outcome}, "habitual", slip=0.0)
        expected = prior * kept / (prior * kept + (1 - prior) * broken)
        assert found.shares[0] == pytest.approx(expected, abs=1e-9)


@st.composite
def worlds(draw):
    """A small prior over types and stakes, lots that tempt more and less, and reports of some."""
    count = draw(st.integers(1, 3))
    weights = np.array([draw(st.integers(1, 5)) for _ in range(count)], dtype=float)
    types = tuple(
        Type(
            f"t{k}",
            sure(float(weights[k] / weights.sum())),
            np.array(sorted(draw(st.lists(st.integers(0, 8), min_size=2, max_size=2))), float),
            draw(st.sampled_from([0.0, 0.3, 1.0])),
        )
        for k in range(count)
    )
    own = [
        turn(
            f"l{k}",
            Check(draw(st.sampled_from([0.5, 0.8, 1.0])), draw(st.sampled_from([0.0, 0.1]))),
            saved=draw(st.integers(0, 6)),
            ahead=draw(st.integers(-4, 6)),
        )
        for k in range(draw(st.integers(1, 3)))
    ]
    reports = {t.lot: draw(st.sampled_from(OUTCOMES)) for t in own if draw(st.booleans())}
    return Prior("A", types, {}), own, reports


@given(worlds(), st.sampled_from(BEHAVIOURS), st.sampled_from([0.05, 0.2]))
def test_updating_agrees_with_enumeration(world, behaviour, slip):
    """Summing over all types, stakes and what was truly delivered gives the same posterior."""
    prior, own, reports = world
    total = np.zeros(len(prior.types))
    for k, type_ in enumerate(prior.types):
        given_ = delivers(type_, own, behaviour)
        for atom in range(len(type_.stakes)):
            for truth in itertools.product([True, False], repeat=len(own)):
                chance = type_.share.mode / len(type_.stakes)
                for j, (lot, delivered) in enumerate(zip(own, truth, strict=True)):
                    means = given_[j, atom]
                    d = means * (1 - slip) + (1 - means) * slip
                    chance *= d if delivered else 1 - d
                    if lot.lot in reports:
                        w = READS_AS_BREACH[reports[lot.lot]]
                        alarm = lot.check.false_alarm if delivered else lot.check.detection
                        chance *= w * alarm + (1 - w) * (1 - alarm)
                total[k] += chance
    found = posterior(prior, own, reports, behaviour, slip=slip)
    assert found.shares == pytest.approx(total / total.sum(), abs=1e-9)
    assert found.weights.sum() == pytest.approx(1.0)


@given(worlds(), st.sampled_from(BEHAVIOURS))
def test_the_order_of_reports_does_not_matter(world, behaviour):
    """The same reports, listed in any order, lead to the same beliefs."""
    prior, own, reports = world
    backwards = dict(reversed(reports.items()))
    one = posterior(prior, own, reports, behaviour)
    other = posterior(prior, own, backwards, behaviour)
    assert one.shares == pytest.approx(other.shares, abs=1e-12)


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_no_observation_is_not_compliance(behaviour):
    """Where nobody looked, no probability moves, of types or of stakes."""
    own = [turn("x", Check(0.8, 0.1), saved=5)]
    found = posterior(two_types(0.4), own, {"x": "unobserved"}, behaviour)
    assert found.shares == pytest.approx([0.4, 0.6], abs=1e-12)


def test_reports_are_ordered_from_good_to_bad():
    """Confirmed is the best news, then late, then nothing, then disputed, then breached."""
    own = [turn("x", Check(0.9, 0.05))]
    seen = ["confirmed", "late", "unobserved", "disputed", "breached"]
    beliefs = [posterior(two_types(), own, {"x": o}, "habitual").shares[0] for o in seen]
    assert beliefs == sorted(beliefs, reverse=True)
    assert len(set(np.round(beliefs, 6))) == 5
    assert beliefs[2] == pytest.approx(0.5)


def test_a_check_no_better_than_chance_tells_nothing():
    """Detection as likely as a false alarm: every report leaves the belief where it was."""
    own = [turn("x", Check(0.3, 0.3))]
    for outcome in OUTCOMES:
        found = posterior(two_types(0.7), own, {"x": outcome}, "habitual")
        assert found.shares[0] == pytest.approx(0.7)


def test_an_opportunist_is_found_out_only_where_it_is_tempted():
    """A myopic one delivers what pays: passing an untempting lot tells nothing, a tempting one all.

    The strategic one waits for the lot that pays most, so the smaller temptation tells nothing.
    """
    own = [
        turn("easy", Check(), saved=1, ahead=5),
        turn("some", Check(), saved=4, ahead=3),
        turn("most", Check(), saved=9, ahead=3),
    ]
    prior = two_types()
    moved = {
        way: [
            posterior(prior, own, {lot: "confirmed"}, way, slip=0.0).shares[0]
            for lot in ("easy", "some", "most")
        ]
        for way in ("myopic", "strategic")
    }
    assert moved["myopic"] == pytest.approx([0.5, 1.0, 1.0])
    assert moved["strategic"] == pytest.approx([0.5, 0.5, 1.0])


def test_stakes_too_are_learned():
    """A tempting lot that comes takes away the stakes for which it would not have paid."""
    stakes = np.arange(10.0)
    prior = Prior("A", (Type("", sure(1.0), stakes, 1.0),), {})
    own = [turn("x", Check(), saved=7, ahead=3)]  # tempts stakes below 4
    found = posterior(prior, own, {"x": "confirmed"}, "myopic", slip=0.0)
    assert found.weights[0] == pytest.approx(np.where(stakes < 4, 0, 1 / 6))


def test_slips_keep_every_belief_off_certainty():
    """With slips one pass counts at most (1 - slip)/slip to one, however good the check."""
    found = posterior(two_types(), [turn("x", Check())], {"x": "confirmed"}, "habitual", slip=0.05)
    assert found.shares[0] == pytest.approx(0.95)


def test_what_is_impossible_without_slips_is_said():
    """A perfect check that reports a breach by a party that never breaks is no belief."""
    prior = Prior("A", (Type("", sure(1.0), np.array([9.0]), 1.0),), {})
    with pytest.raises(InvalidObservation, match="impossible for every type"):
        posterior(prior, [turn("x", Check())], {"x": "breached"}, "myopic", slip=0.0)


def test_likelihoods_are_those_of_the_check():
    """A breach reported has detection or false alarm as its likelihood, mixed by delivery."""
    check = Check(0.8, 0.1)
    d = np.array([0.0, 0.5, 1.0])
    assert likelihood(check, "breached", d) == pytest.approx([0.8, 0.45, 0.1])
    assert likelihood(check, "confirmed", d) == pytest.approx([0.2, 0.55, 0.9])
    assert likelihood(check, "unobserved", d) == pytest.approx([0.5, 0.5, 0.5])


def test_habit_needs_types():
    """A prior without types is judged by the two behaviours that reckon."""
    one = Prior("A", (Type("", sure(1.0), np.array([1.0]), 1.0),), {})
    assert ways(one) == ("myopic", "strategic")
    assert ways(two_types()) == BEHAVIOURS
