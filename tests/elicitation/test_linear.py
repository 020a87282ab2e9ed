"""Answers as inequalities: against brute force on grids, exact elimination, cycles of a graph."""

from fractions import Fraction
from itertools import combinations, product

import networkx
import numpy as np
import pytest
from hypothesis import given, strategies as st

from detente.elicitation.linear import Clash, End, Row, System

pytestmark = pytest.mark.timeout(1800)  # `make nightly` asks fifty times as much

NAMES = "abcd"


def over(more: str, less: str, strict: bool = True) -> Row:
    """Values of the one worth more than those of the other; letters are names."""
    weights = {name: float(more.count(name) - less.count(name)) for name in {*more, *less}}
    return Row(weights, strict)


spans = st.tuples(st.integers(0, 3), st.integers(0, 2)).map(lambda x: (float(x[0]), float(sum(x))))
boxes = st.tuples(*[spans] * len(NAMES)).map(lambda x: dict(zip(NAMES, x, strict=True)))
differences = st.lists(
    st.builds(over, st.sampled_from("ab"), st.sampled_from("cd"), st.booleans())
    | st.builds(over, st.sampled_from("ad"), st.sampled_from("bc"), st.booleans())
    | st.builds(over, st.sampled_from("bd"), st.sampled_from("ac"), st.booleans()).filter(
        lambda row: len(row.weights) == 2
    ),
    min_size=1,
    max_size=6,
)
sums = st.lists(
    st.builds(
        Row,
        st.dictionaries(
            st.sampled_from(NAMES), st.sampled_from([-2.0, -1.0, 1.0, 2.0]), min_size=2
        ),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


def holds(rows: list[Row], at: dict[str, float]) -> bool:
    """Whether all rows hold at a point, exactly."""
    found = [(sum(w * at[p] for p, w in row.weights.items()), row.strict) for row in rows]
    return all(x > 0 if strict else x >= 0 for x, strict in found)


def grid(box: dict[str, tuple[float, float]], parts: int) -> list[dict[str, Fraction]]:
    """All points of a box whose coordinates are whole numbers of parts."""
    axes = [[Fraction(k, parts) for k in range(int(lo) * parts, int(hi) * parts + 1)]
            for lo, hi in box.values()]  # fmt: skip
    return [dict(zip(box, point, strict=True)) for point in product(*axes)]


def eliminated(rows: list[Row], box: dict[str, tuple[float, float]]) -> bool:
    """Whether inequalities can hold, by Fourier–Motzkin elimination in exact fractions."""
    found = {
        (tuple(Fraction(r.weights.get(n, 0)) for n in NAMES), Fraction(0), r.strict) for r in rows
    }
    for j, (low, high) in enumerate(box.values()):
        unit = [Fraction(int(k == j)) for k in range(len(NAMES))]
        found |= {
            (tuple(unit), Fraction(-low), False),
            (tuple(-u for u in unit), Fraction(high), False),
        }
    for j in range(len(NAMES)):
        up = [x for x in found if x[0][j] > 0]
        down = [x for x in found if x[0][j] < 0]
        found = {x for x in found if x[0][j] == 0}
        for (a, p, s), (b, q, t) in product(up, down):
            mixed = tuple(x * -b[j] + y * a[j] for x, y in zip(a, b, strict=True))
            found.add((mixed, p * -b[j] + q * a[j], s or t))
    return all(c > 0 if strict else c >= 0 for _, c, strict in found)


@given(differences, boxes)
def test_comparisons_agree_with_brute_force(
    rows: list[Row], box: dict[str, tuple[float, float]]
) -> None:
    """Comparisons of single values hold somewhere exactly if they do on a grid of fifths.

    Four values, each in whole bounds, need no finer steps: k strict ones in a chain need k + 1.
    """
    axes = [np.arange(int(lo) * 5, int(hi) * 5 + 1) for lo, hi in box.values()]
    values = np.meshgrid(*axes, indexing="ij")
    at = dict(zip(NAMES, values, strict=True))
    met = np.ones(values[0].shape, dtype=bool)
    for row in rows:
        total = sum(int(w) * at[p] for p, w in row.weights.items())
        met &= total > 0 if row.strict else total >= 0
    assert System(rows, box).feasible(range(len(rows))) == met.any()


@given(sums, boxes)
def test_sums_agree_with_exact_elimination(
    rows: list[Row], box: dict[str, tuple[float, float]]
) -> None:
    """Weighted sums hold somewhere exactly if nothing impossible is left after elimination."""
    assert System(rows, box).feasible(range(len(rows))) == eliminated(rows, box)


@given(sums, boxes)
def test_sets_that_cannot_hold_are_minimal_and_disjoint(
    rows: list[Row], box: dict[str, tuple[float, float]]
) -> None:
    """Each cannot hold; without any one answer or end it can; without all of them the rest can."""
    anything = dict.fromkeys(NAMES, (-np.inf, np.inf))
    clashes = System(rows, box).clashes()
    taken = [i for clash in clashes for i in clash.rows]
    assert len(taken) == len(set(taken))
    assert eliminated([row for i, row in enumerate(rows) if i not in taken], box)

    def able(answers: list[int], ends: list[End]) -> bool:
        ranges = {**anything}
        for end in ends:
            low, high = ranges[end.path]
            ranges[end.path] = (end.value, high) if end.side == "low" else (low, end.value)
        wide = {p: (max(lo, -1e3), min(hi, 1e3)) for p, (lo, hi) in ranges.items()}
        return eliminated([rows[i] for i in answers], wide)

    for clash in clashes:
        answers, ends = list(clash.rows), list(clash.ends)
        assert not able(answers, ends)
        assert all(able([i for i in answers if i != out], ends) for out in answers)
        assert all(able(answers, [end for end in ends if end != out]) for out in ends)


@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda p: p[0] != p[1])))
def test_answers_among_themselves_are_cycles(edges: set[tuple[int, int]]) -> None:
    """With ranges that refuse nothing, comparisons cannot all hold exactly if they go in a circle.

    And a minimal set is a simple cycle: as many values as answers, each beaten once.
    """
    order = sorted(edges)
    rows = [Row({str(a): 1.0, str(b): -1.0}, True) for a, b in order]
    system = System(rows, {str(n): (0.0, 100.0) for n in range(6)})
    graph = networkx.DiGraph(order)
    clashes = system.clashes() if rows else ()
    assert bool(clashes) != networkx.is_directed_acyclic_graph(graph)
    for clash in clashes:
        cycle = [order[i] for i in clash.rows]
        assert not clash.ends
        assert len({a for a, _ in cycle}) == len({b for _, b in cycle}) == len(cycle)
        assert networkx.is_strongly_connected(networkx.DiGraph(cycle))
    left = [edge for i, edge in enumerate(order) if not any(i in c.rows for c in clashes)]
    assert networkx.is_directed_acyclic_graph(networkx.DiGraph(left))


@given(differences, boxes)
def test_what_is_left_agrees_with_brute_force(
    rows: list[Row], box: dict[str, tuple[float, float]]
) -> None:
    """Bounds of comparisons in whole ranges are attained at whole numbers, edges included."""
    edges = [Row(row.weights, False) for row in rows]
    met = [at for at in grid(box, 1) if holds(edges, at)]
    if not met:
        return
    for path, (low, high) in System(edges, box).left().items():
        assert low == pytest.approx(min(float(at[path]) for at in met), abs=1e-6)
        assert high == pytest.approx(max(float(at[path]) for at in met), abs=1e-6)


@given(sums, boxes)
def test_the_nearest_point_is_the_nearest(
    rows: list[Row], box: dict[str, tuple[float, float]]
) -> None:
    """It meets the answers, and no point that meets them lies on its near side.

    For a convex set that is what makes a point the projection: (y - x)·(x - m) >= 0 for each y.
    """
    edges = [Row(row.weights, False) for row in rows]
    if not eliminated(edges, box):
        return
    system = System(edges, box)
    middle = {path: (lo + hi) / 2 for path, (lo, hi) in box.items()}
    found = system.nearest(middle)
    for row in edges:
        assert sum(w * found[p] for p, w in row.weights.items()) >= -1e-6
    width = {path: max(hi - lo, 1e-9) for path, (lo, hi) in box.items()}
    inside = {path: box[path] for path in system.paths}
    for at in grid(inside, 1):
        if holds(edges, at):
            side = sum(
                (float(at[p]) - found[p]) * (found[p] - middle[p]) / width[p] ** 2
                for p in system.paths
                if box[p][0] < box[p][1]
            )
            assert side >= -1e-5


def test_planted_contradictions() -> None:
    """A cycle, a sum against single values, and an answer that its ranges refuse: each is found."""
    box = {**dict.fromkeys("abcdefgh", (0.0, 10.0)), "x": (1.0, 5.0), "y": (6.0, 9.0)}
    rows = [
        over("a", "b"),
        over("b", "c"),
        over("x", "y"),  # 5 at most, against 6 at least
        over("c", "a"),
        over("d", "e"),  # d > e, d > f, and yet d + d < e + f … written as a sum
        over("d", "f"),
        over("ef", "dd"),
        over("g", "h"),
    ]
    clashes = System(rows, box).clashes()
    assert clashes == (
        Clash((2,), (End("x", "high", 5.0), End("y", "low", 6.0))),
        Clash((0, 1, 3), ()),
        Clash((4, 5, 6), ()),
    )


def test_equal_ends_and_denials() -> None:
    """More than what it can at most equal is refused; “not more” allows equality, both ways."""
    box = {"a": (1.0, 5.0), "b": (5.0, 9.0)}
    assert System([over("a", "b")], box).clashes()
    assert not System([over("a", "b", strict=False)], box).clashes()
    level = [over("a", "b", strict=False), over("b", "a", strict=False)]
    assert not System(level, {"a": (0.0, 9.0), "b": (0.0, 9.0)}).clashes()
    assert System([*level, over("a", "b")], {"a": (0.0, 9.0), "b": (0.0, 9.0)}).clashes()


def test_limits_hold_without_any_range() -> None:
    """What an amount can never be needs no range to refuse an answer: a worth is never below 0."""
    rows = [over("a", "ab")]
    ranges = {"a": (0.0, 5.0), "b": (0.0, 5.0)}
    assert System(rows, ranges).clashes() == (Clash((0,), (End("b", "low", 0.0),)),)
    limits = dict.fromkeys("ab", (0.0, np.inf))
    assert System(rows, ranges, limits).clashes() == (Clash((0,), ()),)


def test_what_answers_leave_by_hand() -> None:
    """Of a > b > c: a is above the low of c, c below the high of a."""
    box = {"a": (1.0, 6.0), "b": (3.0, 9.0), "c": (2.0, 8.0)}
    system = System([over("a", "b"), over("b", "c")], box)
    expected = {"a": (3.0, 6.0), "b": (3.0, 6.0), "c": (2.0, 6.0)}
    assert system.left() == {p: pytest.approx(span, abs=1e-7) for p, span in expected.items()}
    # Widths 5, 6, 6; all three end up equal, at v with 36(v - 3.5) + 25(v - 6) + 25(v - 5) = 0.
    found = system.nearest({"a": 3.5, "b": 6.0, "c": 5.0})
    assert found == dict.fromkeys("abc", pytest.approx(401 / 86, abs=1e-9))


def test_known_values_do_not_move() -> None:
    """A value without a range stays; the other does all the moving."""
    found = System([over("a", "b")], {"a": (4.0, 4.0), "b": (0.0, 10.0)}).nearest(
        {"a": 4.0, "b": 7.0}
    )
    assert found == {"a": 4.0, "b": pytest.approx(4.0)}


@pytest.mark.parametrize("pair", list(combinations("abc", 2)))
def test_answers_that_agree_move_nothing(pair: tuple[str, str]) -> None:
    """Where the point meets the answers it stays, exactly."""
    point = {"a": 3.0, "b": 2.0, "c": 1.0}
    system = System([over(*pair)], dict.fromkeys("abc", (0.0, 4.0)))
    assert system.nearest(point) == {path: point[path] for path in pair}
