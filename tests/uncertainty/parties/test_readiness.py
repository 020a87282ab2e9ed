"""Readiness tests: information is counted right, and the ranking weighs it against exposure."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from detente.exchange import Check, Exchange, Lot, exposure
from detente.planning import plan
from detente.uncertainty.parties.behaviour import turns
from detente.uncertainty.parties.readiness import entropy, information, lesson, probes
from detente.uncertainty.parties.types import Prior, Type, priors
from detente.uncertainty.parties.updating import Believer
from tests.uncertainty.sides import small, sure, two_types, uniform

chances = st.floats(0, 1)


@given(st.lists(st.tuples(st.floats(0.05, 1), chances), min_size=2, max_size=4))
def test_information_is_that_of_the_joint_distribution(world):
    """Equal to Σ p(t, o) log2 p(t, o)/(p(t) p(o)), summed over the table."""
    shares = np.array([s for s, _ in world])
    shares /= shares.sum()
    alarms = np.array([a for _, a in world])
    table = np.stack([shares * alarms, shares * (1 - alarms)])
    expected = sum(
        p * math.log2(p / (shares[t] * table[o].sum()))
        for (o, t), p in np.ndenumerate(table)
        if p > 1e-300
    )
    assert information(shares, alarms) == pytest.approx(max(0.0, expected), abs=1e-9)


@pytest.mark.parametrize(
    ("shares", "alarms", "bits"),
    [
        ((0.5, 0.5), (0, 1), 1.0),  # a perfect check of what differs wholly
        ((0.5, 0.5), (0.3, 0.3), 0.0),  # both behave alike
        ((1.0, 0.0), (0, 1), 0.0),  # nothing left to learn
        ((0.9, 0.1), (0, 1), 0.468996),  # the entropy of .1
    ],
)
def test_information_at_the_ends(shares, alarms, bits):
    """A check that tells all takes off the whole entropy, one that tells nothing none."""
    found = information(np.array(shares, float), np.array(alarms, float))
    assert found == pytest.approx(bits, abs=1e-6)


def test_entropy_is_symmetric_and_at_most_one_bit():
    """Closed form at 0, 1/2 and 1."""
    assert entropy(np.array([0.0, 0.5, 1.0])) == pytest.approx([0, 1, 0], abs=1e-9)


def believer(prior: Prior, deal: Exchange, order: list[str], checks: dict[str, Check]) -> Believer:
    """A prior about A, and B of whom nothing is doubted."""
    from detente.exchange import certify

    steps = certify(deal, order).steps
    other = Prior("B", (Type("", sure(1.0), np.array([99.0]), 1.0),), {})
    found = turns(deal, steps, checks)
    guarantee = dict(certify(deal, order).guarantee)
    day = small().form.as_of
    return Believer(deal, steps, {"A": prior, "B": other}, found, {}, {}, guarantee, day)


DEAL = Exchange(
    ["A", "B"],
    [
        Lot("first", "A", 1, {"B": 3}),
        Lot("pay", "B", 4, {"A": 6}),
        Lot("second", "A", 3, {"B": 9}),
    ],
)
CHECKS = {"first": Check(0.9), "second": Check(0.9)}


def test_small_exposure_comes_before_equal_information():
    """Two lots that tell the same: the one before which the tester has given nothing is first."""
    ranked = probes(believer(two_types(), DEAL, ["first", "pay", "second"], CHECKS), "A")
    assert [one.lot for one in ranked] == ["first", "second"]
    assert [one.exposure for one in ranked] == [0.0, 1.0]  # B gave 4 for 3
    assert ranked[0].bits["habitual"] == pytest.approx(ranked[1].bits["habitual"])
    assert ranked[0].rate == math.inf
    assert ranked[1].rate == pytest.approx(ranked[1].bits["habitual"])
    assert ranked[1].share == pytest.approx(1 / (3 + 9 - 4))


def test_exposure_is_what_the_kernel_says():
    """The tester's exposure is that of the prefix without the tested lot."""
    of = believer(two_types(), DEAL, ["first", "pay", "second"], CHECKS)
    for one in probes(of, "A"):
        before = [lot for step in of.steps[: one.step] for lot in step if lot != one.lot]
        assert one.exposure == exposure(DEAL, "B", before)


def test_only_a_tempting_lot_tests_an_opportunist_by_its_interest():
    """By its interest it delivers the first lot, and not the second, after which nothing comes."""
    ranked = probes(believer(two_types(), DEAL, ["first", "pay", "second"], CHECKS), "A", slip=0.0)
    bits = {one.lot: one.bits for one in ranked}
    assert bits["first"]["myopic"] == pytest.approx(0.0, abs=1e-12)
    assert bits["second"]["myopic"] == pytest.approx(bits["second"]["habitual"])
    # detection .9, no false alarms, even odds: H(.45) - .5 H(.9) bits
    expected = entropy(np.array([0.45]))[0] - 0.5 * entropy(np.array([0.9]))[0]
    assert bits["second"]["habitual"] == pytest.approx(expected)


def test_without_types_a_test_tells_a_stake_that_suffices_from_one_that_does_not():
    """The second lot tempts stakes below 3, the guarantee: half of a stake uniform on 0 to 6."""
    prior = Prior("A", (Type("", sure(1.0), uniform(0, 6), 1.0),), {})
    perfect = {"first": Check(), "second": Check()}
    ranked = probes(believer(prior, DEAL, ["first", "pay", "second"], perfect), "A", slip=0.0)
    assert [one.lot for one in ranked] == ["second", "first"]
    assert ranked[0].bits["myopic"] == pytest.approx(1.0, abs=1e-3)
    assert ranked[0].alarm["myopic"] == {"enough": 0.0, "lacking": 1.0}


def test_a_lesson_names_those_it_touches_and_uses_their_own_prior():
    """The audience with a prior of its own ends lower; both rise on a pass and fall on a breach."""
    case = small()
    deal = case.exchange()
    of = Believer.of(case, deal, plan(deal))
    one = lesson(of, probes(of, "a")[0], {})
    assert one.audiences == ("b", "c")
    for who in one.audiences:
        before, passed, failed = (
            told["habitual"][who].mode for told in (one.before, one.passed, one.failed)
        )
        assert failed < before < passed
    assert one.passed["habitual"]["c"].mode < one.passed["habitual"]["b"].mode
    assert one.before["habitual"]["c"].mode == pytest.approx(0.2)
    assert one.worth == {"b": 4.0, "c": 1.0}


def test_a_lesson_without_types_is_about_the_stake():
    """What is told is the probability that the stake is what the ladder needs."""
    case = small("a: {stake: {low: 0, high: 1}}")
    deal = case.exchange()
    of = Believer.of(case, deal, plan(deal))
    one = lesson(of, probes(of, "a")[0], {})
    needed = of.guarantee["a"]
    assert one.before["myopic"]["b"].mode == pytest.approx(priors(case)["a"].holds(needed))
