"""How fine to cut: the published closed form, and brute force over all ways to cut."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings, strategies as st

from detente.exchange import Exchange, Lot, UnknownLot
from detente.planning import advise_lots, frontier, plan
from detente.planning.edits import Cut, Joint
from detente.planning.lots import divisible, geometric_guarantee, geometric_lots
from tests.planning.brute import brute
from tests.planning.deals import deals

SMALL = [Lot("goods", "A", 4, {"B": 8}), Lot("pay", "B", 4, {"A": 8})]


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


@settings(max_examples=150, deadline=None)
@given(deals(3, rich=False), st.integers(0, 8), st.integers(0, 8))
def test_the_advice_equals_brute_force(deal: Exchange, first: int, second: int) -> None:
    """Alone, alike and together: the fewest lots at which some order holds, and no other."""
    deal = replace(deal, stakes={deal.parties[0]: first / 2, deal.parties[1]: second / 2})
    measures = {lot.name: [lot.name] for lot in deal.lots}
    most = 8 // len(measures) if len(measures) > 1 else 4

    def least(counts: tuple[int, ...]) -> Exchange:
        cuts = (Cut((name,), n) for name, n in zip(measures, counts, strict=True) if n > 1)
        return Joint(tuple(cuts)).apply(deal)

    advice = advise_lots(deal, measures, most=most)
    assert advice.proven
    ways = sorted(product(range(1, most + 1), repeat=len(measures)), key=sum)
    held = [counts for counts in ways if brute(least(counts)).holds.any()]
    if held:
        assert advice.together is not None
        assert sum(advice.together.values()) == sum(held[0])
        assert tuple(advice.together.values()) in held
    else:
        assert advice.together is None
    for k, name in enumerate(measures):
        own = [c for c in held if all(n == 1 for i, n in enumerate(c) if i != k)]
        assert advice.alone[name].fewest == (own[0][k] if own else None)
        for point in advice.alone[name].points:
            changed = least(tuple(point.lots if other == name else 1 for other in measures))
            assert point.guarantee == plan(changed).guarantee
    alike = [c for c in held if len(set(c)) == 1]
    assert advice.alike.fewest == (alike[0][0] if alike else None)


def test_no_cut_helps_where_completion_binds() -> None:
    """What completion asks for is the floor: the curve is flat and ends at once."""
    lots = [Lot("goods", "A", 4, {"B": 8}, recovered=1.0), Lot("pay", "B", 4, {"A": 8})]
    advice = advise_lots(Exchange(["A", "B"], lots), {"goods": ["goods"], "pay": ["pay"]})
    assert advice.floor == {"A": 4.0, "B": 0.0}
    assert advice.together is None
    assert advice.proven
    assert advice.alike.fewest is None
    least = [point.guarantee["A"] for point in advice.alike.points if point.guarantee]
    assert min(least) == pytest.approx(4.0)


def test_finer_lots_than_needed_are_not_advised() -> None:
    """A measure cut finer than the stakes ask for is advised to have fewer lots."""
    cut = Joint((Cut(("goods",), 4), Cut(("pay",), 4)))
    deal = cut.apply(Exchange(["A", "B"], SMALL, stakes={"A": 2, "B": 2}))
    measures = {m: [f"{m}.{k}" for k in range(1, 5)] for m in ("goods", "pay")}
    advice = advise_lots(deal, measures)
    assert advice.together is not None
    assert sorted(advice.together.values()) == [1, 2]


def test_what_cannot_be_cut_is_named() -> None:
    """Lots on different terms, in a swap, or with others between them stay as they are."""
    lots = [
        Lot("a.1", "A", 1, {"B": 2}),
        Lot("a.2", "A", 1, {"B": 2}, lost=0.5),
        Lot("b.1", "B", 1, {"A": 2}),
        Lot("b.2", "B", 1, {"A": 2}),
        Lot("c", "A", 1, {"B": 2}),
        Lot("d.1", "A", 1, {"B": 2}),
        Lot("d.2", "A", 3, {"B": 4}),
    ]
    deal = Exchange(
        ["A", "B"], lots, after=[("b.1", "a.1"), ("a.1", "b.2")], together=[["c", "d.1"]]
    )
    measures = {"a": ["a.1", "a.2"], "b": ["b.1", "b.2"], "c": ["c"], "d": ["d.1", "d.2"]}
    assert advise_lots(deal, measures, most=2).whole == ("a", "b", "c", "d")
    free = replace(deal, after=(), together=())
    assert divisible(free, ["b.1", "b.2"])
    assert not divisible(free, ["d.1", "d.2"])  # costs and values are in no one proportion


def test_the_advice_ends_when_its_time_is_over() -> None:
    """Without time the curves are empty and nothing is claimed to be proven."""
    advice = advise_lots(Exchange(["A", "B"], SMALL), {"goods": ["goods"]}, time_limit=1e-9)
    assert advice.alike.points == ()
    assert advice.together is None
    assert not advice.proven


def test_wrong_questions_are_refused() -> None:
    """A lot that is not there, and fewer lots than one."""
    deal = Exchange(["A", "B"], SMALL)
    with pytest.raises(UnknownLot, match="goods: there is no lot 'good'"):
        advise_lots(deal, {"goods": ["good"]})
    with pytest.raises(ValueError, match="at least 1 lot"):
        advise_lots(deal, {"goods": ["goods"]}, most=0)
