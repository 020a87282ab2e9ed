"""What types do at each lot: the same as the kernel says of verification and temptation."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from detente.exchange import Check, certify, deterred, temptation
from detente.uncertainty.parties.behaviour import delivers, turns
from detente.uncertainty.parties.types import Type
from tests.planning.deals import deals
from tests.uncertainty.parties.test_hazard import any_order
from tests.uncertainty.sides import sure, turn


@given(deals(6), st.sampled_from([(1.0, 0.0), (0.8, 0.1), (0.5, 0.5)]))
@settings(max_examples=80)
def test_a_turn_agrees_with_the_kernel(deal, quality):
    """With the stated stake, a lot is withheld where covert non-delivery is not deterred."""
    checks = {lot.name: Check(*quality) for lot in deal.lots}
    steps = certify(deal, any_order(deal)).steps
    own = {one.lot: one for turns_ in turns(deal, steps, checks).values() for one in turns_}
    for watch in deterred(deal, steps, checks):
        stake = deal.stakes.get(watch.giver, 0.0)
        one = own[watch.lot]
        lot = next(lot for lot in deal.lots if lot.name == watch.lot)
        assert one.step == watch.step
        assert one.ahead + stake == pytest.approx(watch.margin + lot.cost, abs=1e-6)
        if abs(one.gain(np.array([stake]))[0]) > 1e-6:
            assert watch.deterred == (one.gain(np.array([stake]))[0] <= 0)


@given(deals(6, rich=False), st.integers(0, 9))
@settings(max_examples=60)
def test_with_perfect_checks_it_is_temptation(deal, stake):
    """What not delivering brings is the temptation before the lot, less the stake."""
    order = [lot.name for lot in deal.lots]
    for who, own in turns(deal, [[name] for name in order], {}).items():
        for one in own:
            before = temptation(deal, who, order[: one.step - 1])
            assert one.gain(np.array([float(stake)]))[0] == pytest.approx(before - stake)


def test_three_ways_of_behaving():
    """Gains of -1, 2, 1 and 3: by interest it stops at the first gain, or at the largest."""
    own = [turn(f"l{k}", Check(), saved=1 + gain, ahead=1) for k, gain in enumerate((-1, 2, 1, 3))]
    loose = Type("loose", sure(1.0), np.array([0.0, 2.5, 9.0]), 0.3)
    assert delivers(loose, own, "habitual").tolist() == [[0.3] * 3] * 4
    assert delivers(loose, own, "myopic").T.tolist() == [
        [1, 0, 0, 0],
        [1, 1, 1, 0],
        [1, 1, 1, 1],
    ]
    assert delivers(loose, own, "strategic").T.tolist() == [
        [1, 1, 1, 0],
        [1, 1, 1, 0],
        [1, 1, 1, 1],
    ]
    assert delivers(loose, [], "myopic").shape == (0, 3)
