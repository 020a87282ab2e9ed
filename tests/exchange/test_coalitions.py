"""What a coalition's side deal is worth, and which side deals are its to make."""

from __future__ import annotations

import pytest

from detente.exchange import (
    Block,
    Deposit,
    Exchange,
    InvalidLadder,
    Lot,
    UnknownParty,
    block,
    surplus,
)
from detente.exchange.coalitions import side_units

BASE = [
    Lot("a1", "A", 2.0, {"B": 5.0}),
    Lot("a2", "A", 3.0, {"C": 9.0}, recovered=0.5, lost=1.0),
    Lot("b1", "B", 1.0, {"A": 4.0}, recovered=1.0, lost=1.0),
    Lot("c1", "C", 4.0, {"A": 2.5, "B": 0.0}),
]


def base(**more: object) -> Exchange:
    """A and B trade well with each other; for A, dealing with C is a loss (G_A = 1.5)."""
    return Exchange(["A", "B", "C"], BASE, **more)


def test_two_who_trade_well_leave_the_third() -> None:
    """A and B block at the start with their own two lots: A is spared its loss with C."""
    found = block(base(), 0, (), ("B", "A"), ("b1", "a1"))
    assert found == Block(0, (), ("A", "B"), ("a1", "b1"), {"A": 0.5, "B": 0.0})
    assert found is not None
    assert found.found


def test_a_stake_holds_the_coalition() -> None:
    """A stake above what leaving brings one member ends the block."""
    assert block(base(stakes={"A": 0.6}), 0, (), ("A", "B"), ("a1", "b1")) is None


def test_nobody_better_off_is_no_block() -> None:
    """Members who have exactly as much as by completing do not leave."""
    assert block(base(stakes={"A": 0.5}), 0, (), ("A", "B"), ("a1", "b1")) is None


def test_inside_nothing_is_revoked_and_outside_everything() -> None:
    """B's revocable lot stays with A, A's lot to C is revoked, and A recovers half its cost."""
    found = surplus(base(), ("b1", "a2"), ("A", "B"), ("a1",))
    assert found["A"] == pytest.approx((4.0 - 0.5 * 3.0 - 2.0) - 1.5)
    assert found["B"] == pytest.approx((5.0 - 1.0) - 4.0)


def test_deposits_inside_the_coalition_are_returned() -> None:
    """A deposit held by a fellow member is neither lost nor kept; one held outside is lost."""
    inside = base(deposits=[Deposit("A", 3.0, "B")])
    outside = base(deposits=[Deposit("A", 3.0, "C")])
    assert surplus(inside, (), ("A", "B"), ()) == surplus(base(), (), ("A", "B"), ())
    assert surplus(outside, (), ("A", "B"), ())["A"] == pytest.approx(-1.5 - 3.0)
    assert surplus(inside, (), ("B", "C"), ())["B"] == pytest.approx(-4.0 + 3.0)
    every = [lot.name for lot in BASE]
    assert surplus(outside, every, ("A", "B"), ()) == surplus(base(), every, ("A", "B"), ())


def test_a_swap_is_kept_whole() -> None:
    """A swap with an outsider is not the coalition's to carry out; the rest of one begun is."""
    swap = base(together=[("a1", "b1", "c1")])
    assert side_units(swap, (), ("A", "B")) == (("a2",),)
    assert side_units(swap, ("c1",), ("A", "B")) == (("a1", "b1"), ("a2",))
    with pytest.raises(InvalidLadder, match="splits a group"):
        block(swap, 0, ("c1",), ("A", "B"), ("a1",))


@pytest.mark.parametrize(
    ("delivered", "side_deal", "says"),
    [
        ((), ("c1",), "'c1' is not the coalition's"),  # an outsider gives it
        (("a1",), ("a1",), "'a1' is not the coalition's"),  # it has been given already
        ((), ("b1",), "has 'b1', but 'a2' must come before it"),  # precedence binds inside too
    ],
)
def test_a_side_deal_must_be_the_coalitions_own(
    delivered: tuple[str, ...], side_deal: tuple[str, ...], says: str
) -> None:
    """A side deal that the coalition cannot carry out by itself is refused by name."""
    with pytest.raises(InvalidLadder, match=says):
        block(base(after=[("a2", "b1")]), 0, delivered, ("A", "B"), side_deal)


def test_what_comes_first_may_be_delivered_or_be_inside() -> None:
    """Precedence holds a side deal up neither once the first is given nor where it gives it."""
    free, bound = base(), base(after=[("c1", "b1"), ("a1", "b1")])
    left = 1, ("c1",), ("A", "B"), ("a1", "b1")
    assert block(bound, *left) == block(free, *left)
    assert block(bound, *left) is not None


@pytest.mark.parametrize(
    ("members", "says"),
    [
        (("A",), "at least two"),  # one party alone is the certificate's affair
        (("A", "B", "C"), "not all"),  # all together is renegotiation
        (("A", "D"), "no party 'D'"),  # nobody of that name
    ],
)
def test_a_coalition_is_some_parties_but_not_all(members: tuple[str, ...], says: str) -> None:
    """Only proper subsets of two or more parties are coalitions."""
    with pytest.raises(UnknownParty, match=says):
        block(base(), 0, (), members, ())
