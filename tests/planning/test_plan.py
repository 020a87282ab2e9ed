"""`plan` and `frontier` against every order of small exchanges, and the published oracles."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given, settings

from detente.exchange import Exchange, Lot, NoLadder, certify
from detente.planning import frontier, levels, plan
from detente.planning.found import Found
from detente.planning.plan import plan_with
from detente.planning.problem import Problem
from detente.planning.table import Table
from tests.planning.brute import brute, lexicographic, pareto
from tests.planning.deals import deals

NEAR = 1e-6


@settings(max_examples=500, deadline=None)
@given(deals())
def test_guarantee_equals_brute_force_at_every_level(deal: Exchange) -> None:
    """The objective and each of its tie-breaks are the smallest over all orders."""
    every = brute(deal)
    if not every.capped.any():
        with pytest.raises(NoLadder) as refused:
            plan(deal)
        assert refused.value.proven
        return
    expected = lexicographic(
        every.capped,
        every.shortfall,
        every.guarantee.sum(axis=1),
        every.exposure,
        every.on_way.max(axis=1),
        every.distance,
    )
    ladder = plan(deal)
    assert ladder.optimal
    assert ladder.optimal_ties
    assert ladder.value == pytest.approx(expected[0], abs=NEAR)
    assert ladder.bound == pytest.approx(expected[0], abs=NEAR)
    assert scores(deal, ladder.steps) == pytest.approx(expected, abs=NEAR)
    assert ladder.self_enforcing == bool(every.holds.any() and expected[0] <= NEAR)
    assert ladder.certificate == certify(deal, ladder.steps)


@settings(max_examples=300, deadline=None)
@given(deals())
def test_exposure_equals_brute_force(deal: Exchange) -> None:
    """The largest exposure among self-enforcing ladders, then the ties, are the smallest."""
    every = brute(deal)
    if not every.holds.any():
        with pytest.raises(NoLadder) as refused:
            plan(deal, "exposure")
        assert refused.value.proven
        return
    expected = lexicographic(every.holds, every.exposure, every.on_way.max(axis=1), every.distance)
    ladder = plan(deal, "exposure")
    assert ladder.optimal
    assert ladder.self_enforcing
    assert ladder.value == pytest.approx(expected[0], abs=NEAR)
    assert scores(deal, ladder.steps)[2:] == pytest.approx(expected, abs=NEAR)


@settings(max_examples=300, deadline=None)
@given(deals())
def test_early_equals_brute_force(deal: Exchange) -> None:
    """The value one party receives comes as early as it can, then the ties are broken."""
    every = brute(deal)
    for party, early in every.early.items():
        if not every.holds.any():
            with pytest.raises(NoLadder):
                plan(deal, "early", party=party)
            continue
        expected = lexicographic(every.holds, early, every.on_way.max(axis=1), every.distance)
        ladder = plan(deal, "early", party=party)
        assert ladder.optimal
        assert ladder.self_enforcing
        assert ladder.value == pytest.approx(expected[0], abs=NEAR)
        assert scores(deal, ladder.steps)[3:] == pytest.approx(expected[1:], abs=NEAR)


@settings(max_examples=300, deadline=None)
@given(deals(6))
def test_frontier_equals_the_brute_force_frontier(deal: Exchange) -> None:
    """`frontier` finds each Pareto-best guarantee vector once, and nothing else."""
    every = brute(deal)
    if not every.capped.any():
        with pytest.raises(NoLadder):
            frontier(deal)
        return
    expected = pareto(every.guarantee[every.capped])
    found = np.array([tuple(ladder.guarantee.values()) for ladder in frontier(deal)])
    assert found == pytest.approx(expected, abs=NEAR)


def scores(deal: Exchange, steps: tuple[tuple[str, ...], ...]) -> list[float]:
    """The levels of the objective for one ladder, from the brute-force table."""
    every = brute(deal)
    index = {step: k for k, step in enumerate(every.steps)}
    order = [index[step] for step in (tuple(s) for s in steps)]
    row = int(np.flatnonzero((every.orders == order).all(axis=1))[0])
    return [
        float(every.shortfall[row]),
        float(every.guarantee[row].sum()),
        float(every.exposure[row]),
        float(every.on_way[row].max()),
        float(every.distance[row]),
    ]


LOTS = [Lot("a", "A", 1, {"B": 2}), Lot("b", "B", 1, {"A": 2})]


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"deal": "minsk"}, TypeError, "must be an Exchange, not a str"),
        ({"objective": "guarante"}, ValueError, "did you mean 'guarantee'"),
        ({"time_limit": "1"}, ValueError, "a number of seconds above 0, not '1'"),
        ({"time_limit": 0}, ValueError, "above 0"),
        ({"time_limit": float("nan")}, ValueError, "above 0"),
        ({"party": "A"}, ValueError, "leave out party"),
        ({"objective": "early"}, ValueError, "needs the party"),
        ({"objective": "early", "party": "C"}, ValueError, "no party 'C'"),
    ],
)
def test_wrong_arguments(arguments: dict[str, object], error: type, words: str) -> None:
    """What makes no sense is refused in a sentence before any search."""
    with pytest.raises(error, match=words):
        plan(**{"deal": Exchange(["A", "B"], LOTS), **arguments})  # type: ignore[arg-type]


def test_early_needs_something_to_receive() -> None:
    """A party that receives nothing has nothing that could come early."""
    with pytest.raises(ValueError, match="receives nothing"):
        plan(Exchange(["A", "B"], LOTS[:1]), "early", party="A")


def test_a_refusal_names_the_row_and_survives_pickling() -> None:
    """NoLadder carries the row where the demand fails by most, and that it is proven."""
    deal = Exchange(["A", "B"], LOTS, caps={"A": 0.5, "B": 0.5})
    with pytest.raises(NoLadder, match=r"above its cap of 0\.5") as refused:
        plan(deal)
    again = pickle.loads(pickle.dumps(refused.value))
    assert again.proven
    assert again.row == refused.value.row
    assert again.row.exposure == pytest.approx(1.0)


class Interrupted(Table):
    """A table that ran out of time on its first question."""

    asked = 0

    def bottleneck(self, *goal: object, **more: object) -> Found:
        """Answer that nothing was found, once; then search, but prove nothing."""
        type(self).asked += 1
        if self.asked == 1:
            return Found(np.inf, -np.inf, [])
        found = super().bottleneck(*goal, **more)  # type: ignore[arg-type]
        return Found(found.value, -np.inf, found.order)

    def straightest(self, box: object, start: list[int]) -> Found:
        """Make no use of the box."""
        return Found(np.inf, -np.inf, start)


def interrupted(deal: Exchange) -> Interrupted:
    """A fresh one."""
    Interrupted.asked = 0
    return Interrupted(Problem(deal))


SWAP = (Lot("a", "A", 2, {"B": 5}), Lot("b", "B", 2, {"A": 4}))


def test_the_nearest_order_is_a_ladder_where_it_meets_the_demands() -> None:
    """An order found too late to be called best is given, with nothing claimed of it."""
    searcher = interrupted(Exchange(["A", "B"], SWAP, caps={"A": 3.0}))
    ladder = plan_with(searcher.problem, searcher)
    assert ladder.certificate.over_cap is None
    assert not ladder.optimal
    assert ladder.bound <= ladder.value


def test_no_proof_without_time() -> None:
    """A refusal says that nothing is proven where the search was cut short."""
    searcher = interrupted(Exchange(["A", "B"], SWAP, caps={"A": 1.0, "B": 1.0}))
    with pytest.raises(NoLadder, match="in the time given") as refused:
        plan_with(searcher.problem, searcher)
    assert not refused.value.proven
    assert refused.value.row.exposure == 2


def test_completion_is_proof_without_time() -> None:
    """Where completion alone breaks a cap, no search is needed to know it."""
    lots = (Lot("a", "A", 9, {"B": 5}), Lot("b", "B", 2, {"A": 4}))
    searcher = interrupted(Exchange(["A", "B"], lots, caps={"A": 3.0}))
    with pytest.raises(NoLadder, match="no ladder meets") as refused:
        plan_with(searcher.problem, searcher)
    assert refused.value.proven


def test_an_unproven_frontier_leaves_out_what_is_beaten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors of a search cut short are kept only where no other one is below them."""
    lots = (*SWAP, Lot("c", "A", 1, {"B": 1}))

    def points(problem: Problem, *_: object) -> list[levels.Vector]:
        orders = ([0, 1, 2], [1, 0, 2], [1, 2, 0])
        return [levels.Vector(levels.guarantee_of(problem, o), o, False) for o in orders]

    monkeypatch.setattr(levels, "pareto", points)
    vectors = [tuple(ladder.guarantee.values()) for ladder in frontier(Exchange(["A", "B"], lots))]
    assert len(vectors) == len(set(vectors))
    assert not any(
        a != b and all(x <= y for x, y in zip(a, b, strict=True)) for a in vectors for b in vectors
    )


def test_of_equal_sums_the_vector_with_the_smaller_exposure_is_taken() -> None:
    """Guarantees (.5, 0) and (0, .5) sum to the same; only the second exposes nobody."""
    deal = Exchange(
        ["A", "B", "C"],
        [
            Lot("l0", "A", 1.5, {}),
            Lot("l1", "C", 2.0, {"A": 0.5}),
            Lot("l2", "B", 0.0, {"A": 4.0, "C": 6.0}, lost=0.25),
        ],
        caps={"A": 0.0, "B": 0.0},
    )
    ladder = plan(deal)
    assert ladder.order == ("l2", "l0", "l1")
    assert max(ladder.exposure.values()) == 0.0
    assert ladder.guarantee == pytest.approx({"A": 0.0, "B": 0.0, "C": 0.5})
