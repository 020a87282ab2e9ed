"""`repairs`: every change re-solved by brute force, and no smaller one that would do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st

from detente.exchange import Exchange, Lot, UnknownLot, certify, worth_signing
from detente.planning import repairs
from detente.planning.edits import Cut, Drop, Escrow, Joint, RaiseCap, Revoke, Stake, Swap
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
        isinstance(part, Stake | RaiseCap) for repair in repairs(deal) for part in repair.parts
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
    found = repairs(Exchange(["A", "B"], lots))
    edits = [repair.edit for repair in found]
    assert all(where == "way" for repair in found for where in repair.binds.values())
    for party in "AB":
        assert Stake(party, pytest.approx(2.0)) in edits
        assert Escrow(party, pytest.approx(2.0)) in edits


@settings(max_examples=200, deadline=None)
@given(deals(5))
def test_stakes_together_have_the_smallest_largest_share(deal: Exchange) -> None:
    """No order needs less of everybody's own amounts than the best stakes proposed."""
    deal = replace(deal, caps={}, deposits=())
    every = brute(deal)
    assume(not every.holds.any())
    need = np.maximum(0.0, every.guarantee - [deal.stakes.get(w, 0.0) for w in deal.parties])
    own = [
        sum(x.cost if x.giver == w else abs(x.value.get(w, 0.0)) for x in deal.lots) or np.inf
        for w in deal.parties
    ]
    stakes = [r for r in repairs(deal) if all(isinstance(part, Stake) for part in r.parts)]
    assert min(r.size for r in stakes) == pytest.approx((need / own).max(axis=1).min(), abs=NEAR)
    for repair in stakes:  # and nobody's part of it can be smaller while the others' stay
        for part in repair.parts:
            others = Joint(tuple(p for p in repair.parts if p != part))
            less = replace(part, amount=max(0.0, part.amount - NEAR))
            assert not holds(less.apply(others.apply(deal)))


@settings(max_examples=100, deadline=None)
@given(deals(5, rich=False), st.sampled_from([0.1, 3.0, 10.0]))
def test_sizes_have_no_unit(deal: Exchange, factor: float) -> None:
    """Counting one party's points in another unit leaves the suggestions as they are."""
    assume(not holds(deal))

    def told(of: Exchange, unit: float) -> list[object]:
        return [
            (replace(e, amount=pytest.approx(e.amount * (unit if e.party == "A" else 1.0))), r.size)
            if isinstance(e, Stake | Escrow)
            else (e, r.size)
            for r in repairs(of)
            for e in r.parts
            if not isinstance(e, Revoke)
        ]

    lots = [
        replace(
            x,
            cost=x.cost * factor if x.giver == "A" else x.cost,
            value={w: v * factor if w == "A" else v for w, v in x.value.items()},
        )
        for x in deal.lots
    ]
    here, there = told(deal, factor), told(replace(deal, lots=lots), 1.0)
    assert len(here) == len(there)
    for (edit, size), (same, as_large) in zip(here, there, strict=True):
        assert edit == same
        assert size == pytest.approx(as_large)


def test_what_must_not_be_traded_is_left_alone() -> None:
    """Fixed lots are never cut, revoked or dropped; irreversible ones never revoked."""
    deal = Exchange(["A", "B"], [Lot("people", "A", 4, {"B": 8}), Lot("money", "B", 4, {"A": 8})])
    free = {
        (type(r.edit), r.edit.lots) for r in repairs(deal) if not isinstance(r.edit, Stake | Escrow)
    }
    assert {(Revoke, ("people",)), (Revoke, ("money",))} <= free
    for repair in repairs(deal, fixed=["people"]):
        if isinstance(repair.edit, Cut | Revoke | Drop | Joint):
            assert all("people" not in part.lots for part in repair.parts)
    kept = [r.edit for r in repairs(deal, irreversible=["people"]) if isinstance(r.edit, Revoke)]
    assert [edit.lots for edit in kept] == [("money",)]


def test_several_measures_are_cut_where_no_other_change_does() -> None:
    """Both sides' lots in pieces, the fewest in all, and none finer than it may be."""
    lots = [Lot("people", "A", 4, {"B": 8}), Lot("money", "B", 4, {"A": 8})]
    deal = Exchange(["A", "B"], lots, stakes={"A": 1, "B": 1}, sequential=True)
    names = [lot.name for lot in lots]
    joint = [r.edit for r in repairs(deal, irreversible=names) if isinstance(r.edit, Joint)]
    cuts = {
        part.lots: part.pieces for edit in joint for part in edit.edits if isinstance(part, Cut)
    }
    assert cuts in ({("people",): 2, ("money",): 4}, {("people",): 4, ("money",): 2})
    coarse = repairs(deal, irreversible=names, finest={"people": 3, "money": 3})
    assert not any(isinstance(part, Cut) for r in coarse for part in r.parts)


def test_a_cap_is_raised_only_where_no_order_respects_it() -> None:
    """The cap that is the trouble is named, and by how much it must rise."""
    lots = [Lot("goods", "A", 4, {"B": 8}, recovered=0.5), Lot("pay", "B", 4, {"A": 8})]
    stakes = {"A": 9.0, "B": 9.0}
    tight = Exchange(["A", "B"], lots, stakes, caps={"A": 1.0, "B": 3.0})
    raised = [r.edit for r in repairs(tight) if isinstance(r.edit, RaiseCap)]
    assert RaiseCap("A", 1.0) in raised
    assert RaiseCap("B", 1.0) in raised
    loose = replace(tight, stakes={}, caps={"A": 4.0, "B": 4.0})
    assert not any(isinstance(part, RaiseCap) for r in repairs(loose) for part in r.parts)


def test_nobody_is_made_to_lose_by_leaving_something_out() -> None:
    """A lot is not dropped where its receiver would then no longer gain by the deal."""
    lots = [
        Lot("big", "A", 9, {"B": 3}),
        Lot("small", "A", 1, {"B": 1}),
        Lot("pay", "B", 3, {"A": 12}),
    ]
    deal = Exchange(["A", "B"], lots, stakes={"B": 3.0})
    for repair in repairs(deal):
        changed = repair.edit.apply(deal)
        assert worth_signing(changed) == worth_signing(deal)
    assert Drop(("big",)) not in [repair.edit for repair in repairs(deal)]


def test_completion_is_repaired_by_terms_alone() -> None:
    """Where leaving after the last lot pays, no cut, swap or escrow is proposed."""
    lots = [Lot("goods", "A", 4, {"B": 8}, recovered=1.0), Lot("pay", "B", 4, {"A": 8})]
    found = repairs(Exchange(["A", "B"], lots, stakes={"B": 9.0}))
    edits = [repair.edit for repair in found]
    assert Stake("A", pytest.approx(4.0)) in edits
    assert found[edits.index(Stake("A", pytest.approx(4.0)))].binds == {"A": "completion"}
    assert Revoke(("pay",), pytest.approx(0.5)) in edits
    assert not any(isinstance(edit, Cut | Swap | Escrow) for edit in edits)


def test_without_time_there_is_still_an_answer() -> None:
    """When the time is over at once, stakes for all come back, not proven to be smallest."""
    lots = [Lot("goods", "A", 4, {"B": 8}), Lot("pay", "B", 4, {"A": 8})]
    (only,) = repairs(Exchange(["A", "B"], lots), time_limit=1e-9)
    assert all(isinstance(part, Stake) for part in only.parts)
    assert only.ladder.self_enforcing
    assert not only.proven


def test_unknown_lots_are_refused() -> None:
    """A lot that is not there is named, with the nearest one."""
    deal = Exchange(["A", "B"], [Lot("goods", "A", 2, {"B": 5}), Lot("pay", "B", 2, {"A": 4})])
    with pytest.raises(UnknownLot, match="did you mean 'goods'"):
        repairs(deal, fixed=["good"])


def test_lots_of_a_named_measure_are_revoked_together() -> None:
    """Neither of two unlike lots is enough to revoke, both are: A must lose 8 of the 10."""
    lots = [
        Lot("goods", "A", 8, {"B": 18}),
        Lot("loan", "B", 4, {"A": 5}),
        Lot("visas", "B", 5, {"A": 5}),
    ]
    deal, kept = Exchange(["A", "B"], lots), {"irreversible": ["goods"]}
    apart = [r.edit for r in repairs(deal, **kept) if isinstance(r.edit, Revoke)]
    assert apart == []
    measures = {"relief": ["loan", "visas"], "goods": ["goods"], "nothing": []}
    named = repairs(deal, measures=measures, **kept)
    revoked = [r.edit for r in named if isinstance(r.edit, Revoke)]
    assert Revoke(("loan", "visas"), pytest.approx(0.8)) in revoked


def test_as_many_pieces_as_it_may_have_are_enough() -> None:
    """Three pieces do it and two do not: where three are the most, three it is, and proven."""
    pay = [Lot(f"pay.{k}", "B", 1, {"A": 2}) for k in range(8)]
    deal = Exchange(["A", "B"], [Lot("people", "A", 8, {"B": 16}), *pay], {"A": 1.0, "B": 1.0})
    cuts = {
        most: [r for r in repairs(deal, finest={"people": most}) if isinstance(r.edit, Cut)]
        for most in (2, 3)
    }
    assert cuts[2] == []
    assert [(r.edit, r.proven) for r in cuts[3]] == [(Cut(("people",), 3), True)]


def test_out_of_time_what_was_found_is_told() -> None:
    """A limit that is over at once leaves fewer repairs, each of which still holds."""
    lots = [Lot("people", "A", 4, {"B": 8}), Lot("money", "B", 4, {"A": 8})]
    deal = Exchange(["A", "B"], lots)
    hurried = repairs(deal, time_limit=1e-9)
    assert 0 < len(hurried) < len(repairs(deal))
    assert all(holds(r.edit.apply(deal)) for r in hurried)
