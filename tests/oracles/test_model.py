"""The model's published and worked expectations: O1, O3 and O4 of the design."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import permutations

import pytest

from detente.exchange import Exchange, Lot, certify
from detente.planning import frontier, plan


@dataclass(frozen=True)
class Known:
    """An expected value with its tolerance and where it comes from."""

    value: float
    tolerance: float
    origin: str

    def __eq__(self, other: object) -> bool:
        return other == pytest.approx(self.value, abs=self.tolerance)

    __hash__ = None  # type: ignore[assignment]


PAID = [(1, 3), (2, 5), (4, 6)]


def paid(pieces: int) -> Exchange:
    """Lots of one giver, paid for by a divisible payment cut into unit coins."""
    goods = [Lot(f"g{k}", "seller", c, {"buyer": v}) for k, (c, v) in enumerate(PAID)]
    coins = [Lot(f"p{k}", "buyer", 1.0, {"seller": 1.0}) for k in range(pieces)]
    return Exchange(["seller", "buyer"], goods + coins)


def test_o1_total_guarantee_of_lots_paid_for() -> None:
    """O1: the smallest total guarantee is max_j (c_j - what later lots bring) = 1."""
    expected = Known(1.0, 1e-9, "Sandholm and Lesser 1995: (4,6), (2,5), (1,3)")
    # Any payment between the cost of 7 and the value of 14 leaves the total the same.
    totals = [sum(ladder.guarantee.values()) for ladder in frontier(paid(10))]
    assert expected == min(totals)


def test_o1_worst_orders_need_four() -> None:
    """O1: an order of the goods with the dearest last needs 4 in total, however paid."""

    def total(order: tuple[int, ...]) -> float:
        surplus_after = [sum(PAID[j][1] - PAID[j][0] for j in order[k + 1 :]) for k in range(3)]
        return max(0.0, *(PAID[j][0] - s for j, s in zip(order, surplus_after, strict=True)))

    totals = {order: total(order) for order in permutations(range(3))}
    assert totals[(2, 1, 0)] == Known(1.0, 0, "the order named in the design")
    assert max(totals.values()) == Known(4.0, 0, "the dearest last")


O3 = Exchange(
    ["A", "B"],
    [Lot(f"a{k}", "A", c, {"B": v}) for k, (c, v) in enumerate([(1, 3), (2, 4), (4, 5)])]
    + [Lot(f"b{k}", "B", c, {"A": v}) for k, (v, c) in enumerate([(2, 1), (3, 2), (6, 4)])],
)


def test_o3_frontier() -> None:
    """O3: two parties of three lots have the Pareto set {(0, 1), (1, 0)}."""
    found = [tuple(ladder.guarantee.values()) for ladder in frontier(O3)]
    assert found == [pytest.approx((0, 1)), pytest.approx((1, 0))]


def test_o3_counts_of_orders() -> None:
    """O3: of 720 orders 36 need at most 1 of each party, 17 at most 1 in total."""
    needed = [
        certify(O3, order).guarantee.values() for order in permutations(lot.name for lot in O3.lots)
    ]
    assert len(needed) == 720
    assert sum(max(n) <= 1 + 1e-9 for n in needed) == 36
    assert sum(sum(n) <= 1 + 1e-9 for n in needed) == 17


def o4(lost: float, recovered: float) -> Exchange:
    """A's relief (cost 2, value 5 and 4, 6) against B's two lots (2, 4) and (3, 5)."""
    return Exchange(
        ["A", "B"],
        [
            Lot("L1", "A", 2, {"B": 5}, recovered, lost),
            Lot("L2", "A", 4, {"B": 6}, recovered, lost),
            Lot("P1", "B", 2, {"A": 4}),
            Lot("P2", "B", 3, {"A": 5}),
        ],
    )


@pytest.mark.parametrize(
    ("lost", "recovered", "expected"),
    [
        (0.0, 0.0, [(0, 2), (2, 0)]),  # nothing can be taken back
        (0.8, 0.0, [(0, 0)]),  # the receiver would lose it, the giver not gain
        (0.8, 0.8, [(4.8, 0)]),  # snapback tempts the giver, at completion
    ],
)
def test_o4_snapback_cuts_both_ways(
    lost: float, recovered: float, expected: list[tuple[float, float]]
) -> None:
    """O4: what is lost disciplines the receiver, what is recovered tempts the giver."""
    found = [tuple(ladder.guarantee.values()) for ladder in frontier(o4(lost, recovered))]
    assert found == [pytest.approx(pair) for pair in expected]


def test_o4_doubling_a_unit_moves_the_guarantee() -> None:
    """O4: with B's points doubled, the smallest largest guarantee is A's: show the frontier."""
    deal = o4(0.0, 0.0)
    doubled = replace(
        deal,
        lots=[
            replace(lot, cost=lot.cost * 2)
            if lot.giver == "B"
            else replace(lot, value={"B": lot.value["B"] * 2})
            for lot in deal.lots
        ],
    )
    assert plan(doubled).guarantee["A"] == pytest.approx(2)
    assert plan(doubled).guarantee["B"] == pytest.approx(0)
    found = [tuple(ladder.guarantee.values()) for ladder in frontier(doubled)]
    assert found == [pytest.approx((0, 4)), pytest.approx((2, 0))]
