"""How fine to cut: brute force over all ways to cut."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings, strategies as st

from detente.exchange import Exchange, Lot, UnknownLot
from detente.planning import advise_lots, plan
from detente.planning.edits import Cut, Joint
from detente.planning.lots import divisible
from tests.planning.brute import brute
from tests.planning.deals import deals

SMALL = [Lot("goods", "A", 4, {"B": 8}), Lot("pay", "B", 4, {"A": 8})]


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
