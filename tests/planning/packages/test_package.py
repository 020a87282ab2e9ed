"""`package` against every package of small menus, and what it says when it stops early."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from detente.exchange import Lot, Measure, Menu, NoLadder, certify, gain
from detente.planning import plan
from detente.planning.packages import package as packaging, search
from detente.planning.packages.package import package
from detente.planning.packages.search import Undecided
from detente.planning.packages.space import Space
from tests.planning.brute import brute
from tests.planning.menus import best, gains, holding, menus, packages


def vectors(found) -> list[tuple[float, ...]]:
    """Gains of the parties at every package found, sorted."""
    parties = found.menu.parties
    return sorted(tuple(one.gains[who] for who in parties) for one in found.frontier)


@given(menus())
def test_the_frontier_is_that_of_all_packages_with_a_ladder(menu: Menu) -> None:
    """Rules, terms and quantities as defined, ladders by brute force over every order."""
    found = package(menu)
    assert found.optimal
    assert [pytest.approx(vector) for vector in best(holding(menu))] == vectors(found)
    for one in found.frontier:
        certificate = certify(one.deal, one.certificate.steps)
        assert certificate.self_enforcing
        assert one.ladder.self_enforcing


@given(menus())
def test_small_blocks_change_nothing(menu: Menu) -> None:
    """The answer does not depend on how the search is cut into blocks, or on its seeds."""
    whole = vectors(package(menu))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "BLOCK", 2)
        patch.setattr(search, "BEAM", 1)
        assert [pytest.approx(vector) for vector in whole] == vectors(package(menu))


@given(menus())
def test_the_rules_that_need_no_order_never_refuse_a_package_that_holds(menu: Menu) -> None:
    """Completion, caps, budgets and the first and last lot are necessary conditions."""
    space = Space(menu)
    adds, limits = space.rules.adds, space.rules.limits
    kept = set()
    for row in np.ndindex(*(len(ways) for ways in space.ways)):
        sums = sum((table[k] for table, k in zip(adds, row, strict=True)), np.zeros(len(limits)))
        rows = np.array([row], np.uint32)
        if (sums <= limits).all() and space.admits(rows)[0]:
            kept.add(_held(space, row))
    for names, deal in packages(menu):
        if brute(deal).holds.any():
            assert names in kept


def _held(space: Space, row: tuple[int, ...]) -> frozenset[str]:
    """Names of measures and lots that a row holds."""
    taken = space.package(row)
    lots = {lot.name for way in taken for lot in space.menu.lots(way)}
    return frozenset(lots | {way.measure for way in taken})


def many(count: int, stake: float = 30.0) -> Menu:
    """Measures of two lots, two parties by turns; amounts that make a wide frontier."""
    draw = np.random.default_rng(7)
    measures = []
    for k in range(count):
        giver, other = ("A", "B") if k % 2 else ("B", "A")
        cost = float(draw.lognormal(1.5, 0.7))
        value = {other: cost * float(draw.uniform(0.7, 2.2))}
        lots = [Lot(f"m{k}.{i}", giver, cost, value, 0.3, 0.5) for i in (1, 2)]
        measures.append(Measure(f"m{k}", lots))
    return Menu(["A", "B"], measures, {"A": stake, "B": stake})


def test_a_million_million_packages_are_settled() -> None:
    """Bounds cut 3^25 packages down to an exact frontier, every point with its ladder."""
    found = package(many(25))
    assert found.size == 3**25
    assert found.optimal
    assert len(found.frontier) > 50
    assert all(one.certificate.self_enforcing for one in found.frontier)
    by = [one.gains["B"] for one in found.frontier]
    assert by == sorted(by)


def test_stopped_early_it_says_how_far_it_may_be_from_the_frontier() -> None:
    """Every package of the true frontier is within the stated gap of one that was found."""
    menu = many(12)
    with pytest.MonkeyPatch.context() as patch:
        ticks = iter(range(10**9))
        patch.setattr(search.time, "monotonic", lambda: next(ticks) / 100)
        stopped = package(menu, time_limit=0.6)
    whole = package(menu)
    assert whole.optimal
    assert not stopped.optimal
    scale = Space(menu).scale
    near = np.array(vectors(stopped))
    for vector in np.array(vectors(whole)):
        short = ((vector - near) / scale).max(axis=1).min()
        assert short <= stopped.gap + 1e-9


def test_a_package_without_a_ladder_makes_way_for_those_it_was_better_than() -> None:
    """The best sum of gains has no ladder, so a smaller package stands on the frontier."""
    big = Measure("big", [Lot("big", "A", 8.0, {"B": 20.0})])
    small = Measure("small", [Lot("small", "A", 1.0, {"B": 3.0})])
    back = Measure("back", [Lot("back", "B", 3.0, {"A": 10.0})])
    menu = Menu(["A", "B"], [big, small, back], {"A": 1.0, "B": 1.0}, excludes=[("big", "small")])
    found = package(menu)
    everything = [gains(deal) for _, deal in packages(menu)]
    assert max(everything, key=sum) not in vectors(found)
    assert vectors(found) == [pytest.approx(v) for v in best(holding(menu))]


def test_what_is_not_worth_signing_for_somebody_is_reported_and_never_marked() -> None:
    """A stake can hold a party in a deal below its gain without one: it is shown as such."""
    gift = Measure("gift", [Lot("gift", "A", 4.0, {"B": 9.0})])
    trade = Measure("trade", [Lot("trade", "B", 1.0, {"A": 2.0}, 0.0, 0.0)])
    menu = Menu(["A", "B"], [gift, trade], {"A": 5.0, "B": 5.0})
    found = package(menu)
    worth = {tuple(t.measure for t in one.taken): one.worth_signing for one in found.frontier}
    assert worth == {("trade",): False, ("gift",): False, ("gift", "trade"): False}
    assert set(found.points.values()) == {None}


def test_marked_points_carry_the_best_ladder() -> None:
    """Each of the four points has a planned ladder with the gains the package promises."""
    found = package(many(6))
    assert all(found.points.values())
    for one in found.points.values():
        assert one.ladder.optimal
        assert one.ladder.self_enforcing
        assert one.gains["A"] == pytest.approx(gain(one.deal, "A"))


def test_a_time_limit_that_makes_no_sense_is_refused() -> None:
    """Zero, negative and not a number are told apart from a short limit."""
    for limit in (0, -1, float("nan")):
        with pytest.raises(ValueError, match="time limit"):
            package(many(2), time_limit=limit)


@pytest.mark.parametrize("refused", [True, False])
def test_a_planned_ladder_that_fails_gives_way(refused: bool) -> None:
    """Cut short, a plan that refuses or does not hold is worth less than what was found."""
    (one, *_) = package(many(6)).frontier
    bare = replace(one.deal, stakes={})
    with pytest.MonkeyPatch.context() as patch:

        def cut_short(deal, **_):
            if refused:
                raise NoLadder("no time", one.certificate.rows[0], proven=False)
            return plan(bare)

        patch.setattr(packaging, "plan", cut_short)
        assert not plan(bare).self_enforcing
        assert one.ladder.certificate == one.certificate


def test_without_an_answer_for_any_package_nothing_is_known() -> None:
    """Where no package is decided in time, none is shown and the gap is the whole scale."""
    with pytest.MonkeyPatch.context() as patch:

        def open_(*_):
            raise Undecided

        patch.setattr(packaging, "self_enforcing", open_)
        found = package(many(4))
    assert (found.frontier, found.gap, found.optimal) == ((), 1.0, False)


def test_stopped_at_once_it_claims_nothing() -> None:
    """With the time over before the first package, none is shown and the gap is whole."""
    with pytest.MonkeyPatch.context() as patch:
        ticks = iter(range(10**9))
        patch.setattr(search.time, "monotonic", lambda: next(ticks))
        found = package(many(4), time_limit=0.5)
    assert (found.frontier, found.gap, found.optimal) == ((), 1.0, False)


def test_where_no_package_holds_that_is_proven() -> None:
    """Every package looked at and none with a ladder: an empty frontier without a gap."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packaging, "self_enforcing", lambda *_: None)
        found = package(many(4))
    assert (found.frontier, found.gap, found.optimal) == ((), 0.0, True)


def test_a_ladder_that_was_found_is_not_lost_when_planning_runs_out_of_time() -> None:
    """Where planning finds nothing that holds, the ladder that proved the package stands in."""
    (one, *_) = package(many(6)).frontier
    with pytest.MonkeyPatch.context() as patch:

        def none(deal, **_):
            raise NoLadder("no time", certify(deal, one.certificate.steps).rows[0], proven=False)

        patch.setattr(packaging, "plan", none)
        found = one.ladder
    assert found.self_enforcing
    assert found.certificate == one.certificate
    assert found.value >= found.bound
