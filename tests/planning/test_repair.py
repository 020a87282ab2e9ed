"""`repairs`: every change re-solved by brute force, and no smaller one that would do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from detente.exchange import Exchange, Lot, UnknownLot, certify
from detente.planning import repairs
from detente.planning.edits import Cut, Escrow, Joint, RaiseCap, Revoke, Stake
from tests.planning.brute import brute
from tests.planning.deals import deals

NEAR = 1e-5


def holds(deal: Exchange) -> bool:
    """Whether some order is self-enforcing, by trying all."""
    return bool(brute(deal).holds.any())


@settings(max_examples=200, deadline=None)
@given(deals(5))
def test_every_repair_is_self_enforcing_by_brute_force(deal: Exchange) -> None:
    """Each edit makes a deal of which its ladder, re-certified, holds; smallest first."""
    found = repairs(deal)
    assert (found == ()) == holds(deal)
    for repair in found:
        changed = repair.edit.apply(deal)
        assert certify(changed, repair.ladder.steps).self_enforcing
        if len(changed.lots) <= 7:
            assert holds(changed)
    assert [r.size for r in found] == pytest.approx(sorted(r.size for r in found))


@settings(max_examples=200, deadline=None)
@given(deals(5))
def test_a_repair_always_exists(deal: Exchange) -> None:
    """Larger stakes (and caps, where these are the trouble) repair every deal."""
    assume(not holds(deal))
    assert any(
        isinstance(part, Stake | RaiseCap)
        for repair in repairs(deal)
        for part in (repair.edit.edits if isinstance(repair.edit, Joint) else (repair.edit,))
    )


@settings(max_examples=200, deadline=None)
@given(deals(5))
def test_amounts_are_the_smallest(deal: Exchange) -> None:
    """A little less of a stake, escrow, cap or lost share, or one lot fewer, does not do."""
    for repair in repairs(deal):
        edit = repair.edit
        if isinstance(edit, Stake | Escrow | RaiseCap):
            less = replace(edit, amount=max(0.0, edit.amount - NEAR))
        elif isinstance(edit, Revoke):
            less = replace(edit, lost=max(0.0, edit.lost - NEAR))
        elif isinstance(edit, Cut) and len(deal.lots) - len(edit.lots) + edit.pieces <= 8:
            less = replace(edit, pieces=edit.pieces - 1)
            if less.pieces == len(edit.lots):
                continue
        else:
            continue
        assert not holds(less.apply(deal))


def test_the_smallest_stake_of_o4() -> None:
    """Without snapback the published deal needs 2 of either party, on the way."""
    lots = [
        Lot("L1", "A", 2, {"B": 5}),
        Lot("L2", "A", 4, {"B": 6}),
        Lot("P1", "B", 2, {"A": 4}),
        Lot("P2", "B", 3, {"A": 5}),
    ]
    edits = [repair.edit for repair in repairs(Exchange(["A", "B"], lots))]
    for party in "AB":
        assert Stake(party, pytest.approx(2.0)) in edits
        assert Escrow(party, pytest.approx(2.0)) in edits


def test_unknown_lots_are_refused() -> None:
    """A lot that is not there is named, with the nearest one."""
    deal = Exchange(["A", "B"], [Lot("goods", "A", 2, {"B": 5}), Lot("pay", "B", 2, {"A": 4})])
    with pytest.raises(UnknownLot, match="did you mean 'goods'"):
        repairs(deal, fixed=["good"])
