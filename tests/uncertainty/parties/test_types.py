"""Who a party may be: what the case believes, as types and atoms of their stakes."""

import numpy as np
import pytest

from detente.case import Case
from detente.case.amounts import Amount
from detente.uncertainty.parties.types import (
    ATOMS,
    Range,
    atoms,
    completion,
    priors,
    stated_stake,
    with_share,
)
from tests.uncertainty.sides import small, two_types


@pytest.mark.parametrize(
    ("dist", "mean"),
    [("uniform", 5.0), ("triangular", (0 + 2 + 10) / 3), ("pert", (0 + 4 * 2 + 10) / 6)],
)
def test_atoms_have_the_mean_of_their_range(dist, mean):
    """Slices of equal probability have the distribution's mean, whichever it is."""
    estimate = Amount.model_validate(
        {"low": 0, "mode": 5 if dist == "uniform" else 2, "high": 10, "dist": dist}
    )
    found = atoms(estimate)
    assert len(found) == ATOMS
    assert np.all(np.diff(found) >= 0)
    assert found.mean() == pytest.approx(mean, abs=1e-3)


def test_a_known_stake_is_one_point():
    """Without a range all atoms are equal; nothing stated is nothing."""
    assert set(atoms(Amount.model_validate(3))) == {3.0}
    assert set(atoms(None)) == {0.0}


def test_shares_of_a_uniform_stake():
    """P(R >= x) of a stake uniform on 2 to 6 is (6 - x)/4, up to half an atom."""
    prior = priors(small("a: {stake: {low: 2, high: 6}}"))["a"]
    for x in (1.0, 2.5, 4.0, 5.9, 6.5):
        assert prior.holds(x) == pytest.approx(np.clip((6 - x) / 4, 0, 1), abs=1 / ATOMS)


def test_serious_alone_makes_two_types():
    """The serious one has the stated stake, the opportunist none; shares are each other's rest."""
    case = small()
    prior = priors(case)["a"]
    serious, opportunist = prior.types
    assert (serious.name, opportunist.name) == ("serious", "opportunist")
    assert np.array_equal(serious.stakes, stated_stake(case, "a"))
    assert not opportunist.stakes.any()
    assert (opportunist.share.low, opportunist.share.high) == pytest.approx((0.3, 0.7))
    assert prior.audiences["c"] == Range(0.2, 0.2, 0.2)


def test_named_types_share_what_is_left():
    """A type without a share has the rest; the first has the stated stake, others none."""
    prior = priors(
        small("a: {types: {firm: {share: .2}, mild: {share: .3, stake: 3}, off: {delivers: .4}}}")
    )["a"]
    assert [t.share.mode for t in prior.types] == pytest.approx([0.2, 0.3, 0.5])
    assert [t.stakes.mean() for t in prior.types] == pytest.approx([4.0, 3.0, 0.0])
    assert [t.delivers for t in prior.types] == [1.0, 0.0, 0.4]


def test_without_a_belief_the_stated_stake_stands_alone():
    """A party of which nothing is believed has one type and is marked so."""
    prior = priors(small())["b"]
    assert not prior.typed
    assert not prior.declared
    assert prior.holds(4.0) == pytest.approx(0.5, abs=1 / ATOMS)


def test_an_audience_that_believes_otherwise():
    """Its own probability of the first type takes the place of the case's."""
    prior = priors(small())["a"].seen_by("c")
    assert [t.share.mode for t in prior.types] == pytest.approx([0.2, 0.8])


def test_a_share_moves_the_others_in_proportion():
    """What one type gives up is spread over the others as they stand to each other."""
    assert with_share(np.array([0.5, 0.3, 0.2]), 0, 0.0) == pytest.approx([0.0, 0.6, 0.4])
    assert with_share(np.array([1.0, 0.0]), 0, 0.4) == pytest.approx([0.4, 0.6])
    assert with_share(np.array([0.5, 0.3, 0.2]), 1, 0.65) == pytest.approx([0.25, 0.65, 0.1])
    assert with_share(np.array([1.0]), 0, 0.4) == pytest.approx([1.0])


def test_completion_is_a_product():
    """Independent stakes: the probabilities that each suffices, multiplied."""
    both = [two_types(0.6, 5, 1, "A"), two_types(0.5, 9, 2, "B")]
    assert completion(both, {"A": 3, "B": 3}) == pytest.approx(0.3)
    assert completion(both, {"A": 1, "B": 3}) == pytest.approx(0.5)


@pytest.mark.parametrize("name", ["minsk", "jpoa", "sudan"])
def test_bundled_cases_believe_something(name):
    """Each party of a bundled case has two types whose shares add up to one."""
    for prior in priors(Case.load(name)).values():
        assert prior.declared
        assert sum(t.share.mode for t in prior.types) == pytest.approx(1.0)


def test_a_range_is_in_order():
    """A figure outside its own range is refused."""
    with pytest.raises(ValueError, match="not between"):
        Range(0.4, 0.3, 0.5)


def test_corners_are_the_ends_of_every_range():
    """First the most likely shares, then each type at each end of its own range; all add to one."""
    prior = priors(small("a: {types: {x: {share: .2}, y: {share: {low: .2, high: .4}}, z: {}}}"))[
        "a"
    ]
    found = [list(np.round(shares, 3)) for shares in prior.corners]
    assert found[0] == [0.2, 0.3, 0.5]
    assert [0.229, 0.2, 0.571] in found
    assert [0.171, 0.4, 0.429] in found
    assert all(sum(shares) == pytest.approx(1.0, abs=2e-3) for shares in found)
