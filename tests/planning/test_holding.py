"""The smallest amount of a change at which one ladder holds, against the definition."""

from __future__ import annotations

from functools import partial

from hypothesis import assume, given, settings, strategies as st

from detente.exchange import Exchange, certify
from detente.planning.edits import Joint, RaiseCap, Revoke, Stake
from detente.planning.holding import _along, lacking
from tests.planning.brute import brute
from tests.planning.deals import deals

NEAR = 1e-5
HIGH = 500.0


def ladders(deal: Exchange) -> list[tuple[tuple[str, ...], ...]]:
    """The first, a middle and the last of all orders, as steps."""
    every = brute(deal)
    some = {0, len(every.orders) // 2, len(every.orders) - 1}
    return [tuple(every.steps[u] for u in every.orders[k]) for k in sorted(some)]


@settings(max_examples=100, deadline=None)
@given(deals(5))
def test_what_is_lacking_is_the_least_that_does(deal: Exchange) -> None:
    """So much more stake or cap, and no less, makes one ladder hold for one party."""
    for steps in ladders(deal):
        for kind, who in ((k, w) for k in (Stake, RaiseCap) for w in deal.parties):
            if kind is RaiseCap and who not in deal.caps:
                continue
            amount = lacking(deal, steps, kind, who)

            def short(more: float, kind=kind, who=who, steps=steps) -> float:
                changed = kind(who, more).apply(deal)
                found = certify(changed, steps)
                if kind is RaiseCap:
                    return found.exposure[who] - changed.caps[who]
                return max(-row.margin for row in found.rows if row.party == who)

            assert short(amount) <= NEAR
            assert amount == 0 or short(amount - 2 * NEAR) > 0


@settings(max_examples=100, deadline=None)
@given(deals(5))
def test_stakes_and_caps_come_down_to_where_the_ladder_just_holds(deal: Exchange) -> None:
    """From enough for all, down to the least of all together; to nothing where it holds anyway."""

    def more(amount: float) -> Joint:
        caps = [RaiseCap(who, amount) for who in deal.caps]
        return Joint((*(Stake(who, amount) for who in deal.parties), *caps))

    for steps in ladders(deal):
        least = _along(more, deal, steps, 0.0, HIGH)
        assert certify(more(least).apply(deal), steps).self_enforcing
        if least > NEAR:
            assert not certify(more(least - NEAR).apply(deal), steps).self_enforcing


@settings(max_examples=150, deadline=None)
@given(deals(5), st.integers(0, 4), st.integers(0, 8))
def test_the_smallest_lost_share_at_which_a_ladder_holds(
    deal: Exchange, which: int, stake: int
) -> None:
    """One lot is made just as revocable as its ladder needs, whatever was lost already."""
    names = (deal.lots[which % len(deal.lots)].name,)
    deal = Joint(tuple(Stake(who, float(stake)) for who in deal.parties)).apply(deal)
    at = partial(Revoke, names)
    held = [x for x in ladders(deal) if certify(at(1.0).apply(deal), x).self_enforcing]
    assume(held)
    for steps in held:
        least = _along(at, deal, steps, 0.0, 1.0)
        assert certify(at(least).apply(deal), steps).self_enforcing
        if least > NEAR:
            assert not certify(at(least - NEAR).apply(deal), steps).self_enforcing
