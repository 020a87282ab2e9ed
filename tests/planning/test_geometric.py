"""The published closed form of the fewest lots, its traps at exact powers, and the planner."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from detente.exchange import Exchange, Lot
from detente.planning import frontier, geometric_guarantee, geometric_lots


def needed(sizes: tuple[float, ...], cost: float, value: float) -> float:
    """Both sides' smallest guarantee for these lots in this order: max c_j - later surplus."""
    return max(s * cost - sum(sizes[k + 1 :]) * (value - cost) for k, s in enumerate(sizes))


@pytest.mark.parametrize(
    ("size", "cost", "value", "guarantee", "lots"),
    [
        (10, 1, 2, 1, 4),
        (100, 1, 1.5, 2, 9),
        (1, 1, 3, 0.01, 5),
        (31, 1, 5, 1, 3),  # the logarithms give 3.0000000000000004, so 4
        (9, 1, 1, 3, 3),  # value equals cost: size x cost / guarantee
        (7, 2, 1, 8, 3),  # value below cost: 4 + 2 + 1, and no more than 8 ever
        (0.3, 0.1, 0.1, 0.01, 3),  # 0.1 + 0.1 + 0.1 is more than 0.3 in floats
    ],
)
def test_geometric_lots_are_as_many_as_published(
    size: float, cost: float, value: float, guarantee: float, lots: int
) -> None:
    """The fewest lots of a divisible measure paid by a divisible payment."""
    sizes = geometric_lots(size, cost, value, guarantee)
    assert len(sizes) == lots
    assert sum(sizes) == pytest.approx(size)
    assert needed(sizes, cost, value) <= guarantee * (1 + 1e-9)


@given(
    st.fractions(Fraction(1, 4), 4, max_denominator=8),
    st.integers(1, 9),
    st.fractions(Fraction(1, 8), 8, max_denominator=8),
    st.fractions(Fraction(1, 8), 8, max_denominator=8),
)
def test_geometric_lots_count_exact_powers(
    ratio: Fraction, lots: int, cost: Fraction, guarantee: Fraction
) -> None:
    """A size that K lots carry exactly takes K of them, and a little more takes K + 1."""
    size = guarantee / cost * sum(ratio**k for k in range(lots))
    terms = float(cost), float(cost * ratio), float(guarantee)
    assert len(geometric_lots(float(size), *terms)) == lots
    assert geometric_guarantee(float(size), *terms[:2], lots) == pytest.approx(terms[2])
    if ratio >= 1:
        assert len(geometric_lots(float(size) * (1 + 1e-6), *terms)) == lots + 1


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=5), st.floats(0.8, 3), st.floats(0.1, 2))
def test_no_fewer_lots_of_any_sizes_do(parts: list[float], value: float, guarantee: float) -> None:
    """Any split that the guarantee carries has at least as many lots as the geometric one."""
    if needed(tuple(parts), 1.0, value) > guarantee:
        return
    assert len(geometric_lots(sum(parts), 1.0, value, guarantee)) <= len(parts)


def test_geometric_lots_in_a_ladder() -> None:
    """Paid in ever smaller instalments, the published lots need their guarantee and no more."""
    sizes = geometric_lots(7, 1, 2, 1)
    for pieces, above in ((7, 0.9), (21, 0.3)):
        goods = [Lot(f"g{k}", "A", s, {"B": 2 * s}) for k, s in enumerate(sizes)]
        pay = [Lot(f"p{k}", "B", 10.5 / pieces, {"A": 10.5 / pieces}) for k in range(pieces)]
        deal = Exchange(["A", "B"], [*goods, *pay])
        total = min(sum(ladder.guarantee.values()) for ladder in frontier(deal))
        assert 1 - 1e-9 <= total <= 1 + above


@pytest.mark.parametrize("amounts", [(0, 1, 2, 1), (1, 0, 2, 1), (1, 1, -1, 1), (1, 1, 2, 0)])
def test_geometric_lots_refuse_amounts_not_above_zero(amounts: tuple[float, ...]) -> None:
    """Nothing can be said where nothing is exchanged or nothing is at stake."""
    with pytest.raises(ValueError, match="must be a number above 0"):
        geometric_lots(*amounts)


def test_geometric_lots_that_no_number_carries() -> None:
    """Where the measure costs more than it brings, the guarantee carries only so much."""
    with pytest.raises(ValueError, match="carries at most 4 of it"):
        geometric_lots(4, 1, 0.5, 2)
    with pytest.raises(ValueError, match="more than 1000000 lots"):
        geometric_lots(1, 1, 1, 1e-9)


@pytest.mark.parametrize("amounts", [(0, 1, 2, 1), (1, 1, 2, 0), (1, 1, float("inf"), 2)])
def test_the_guarantee_of_lots_refuses_them_too(amounts: tuple[float, ...]) -> None:
    """What both must have at stake is said of amounts above 0, and finite."""
    with pytest.raises(ValueError, match="must be a number above 0"):
        geometric_guarantee(*amounts)
