"""Whether a package has a self-enforcing ladder: quick orders, bounds and plans agree with all."""

from __future__ import annotations

import math
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings

from detente import planning
from detente.exchange import Exchange, Lot, NoLadder, certify
from detente.planning.ladder import Ladder
from detente.planning.packages import ladder
from detente.planning.packages.ladder import self_enforcing
from detente.planning.packages.search import Undecided
from tests.planning.brute import brute
from tests.planning.deals import deals


@settings(max_examples=200, deadline=None)
@given(deals(6))
def test_it_finds_one_or_proves_that_there_is_none(deal: Exchange) -> None:
    """Whatever the deal, the answer is that of trying every order."""
    found = self_enforcing(deal)
    assert (found is not None) == brute(deal).holds.any()
    if found is not None:
        assert found == certify(deal, found.steps)
        assert found.self_enforcing


@settings(max_examples=100, deadline=None)
@given(deals(6))
def test_where_bounds_say_nothing_a_plan_decides(deal: Exchange) -> None:
    """The same answers come of the exact search alone, refusals for a cap among them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ladder, "near_the_line", lambda *_, **__: None)
        patch.setattr(ladder, "guarantee_bound", lambda _: -math.inf)
        found = self_enforcing(deal)
    assert (found is not None) == brute(deal).holds.any()


@settings(max_examples=100, deadline=None)
@given(deals(6))
def test_out_of_time_it_claims_nothing_that_is_not_so(deal: Exchange) -> None:
    """What the quick orders and the bounds do not settle stays open when the time is over."""
    try:
        found = self_enforcing(deal, time.monotonic() - 1.0)
    except Undecided:
        return
    assert (found is not None) == brute(deal).holds.any()


# The bounds allow a ladder, and the quick orders find none: two gain nothing by trading sixes,
# and a stake of 5 carries neither the six nor the seven first.
HARD = Exchange(
    ["A", "B"],
    [Lot("a", "A", 6.0, {"B": 6.0}), Lot("b", "B", 6.0, {"A": 6.0})],
    stakes={"A": 5.0, "B": 5.0},
)


@pytest.mark.parametrize("refused", [True, False])
def test_a_plan_cut_short_decides_nothing(monkeypatch: pytest.MonkeyPatch, refused: bool) -> None:
    """Neither a refusal nor a ladder that fails is an answer unless it is proven."""
    monkeypatch.setattr(ladder, "guarantee_bound", lambda _: -math.inf)
    monkeypatch.setattr(ladder, "plan", cut_short(refused=refused))
    with pytest.raises(Undecided):
        self_enforcing(HARD, time.monotonic() + 60.0)


def cut_short(*, refused: bool):  # type: ignore[no-untyped-def]
    """A `plan` whose time is over: with a ladder that fails, or with none."""

    def plan(deal: Exchange, **_: object) -> Ladder:
        certificate = certify(deal, ["a", "b"])
        if refused:
            raise NoLadder("out of time", certificate.binding, proven=False)
        return replace(planning.plan(deal), optimal=False, optimal_ties=False)

    return plan
