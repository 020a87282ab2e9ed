"""Pools of ranges: closed forms and what must hold of every pool."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st

from detente.elicitation.pooling import LEVELS, average, fitted, mixture, pooled, shared
from detente.uncertainty.values.formula import Number
from detente.uncertainty.values.quantiles import below, quantile

LIMIT = 1e12


def number(low: float, high: float, dist: str = "uniform", mode: float | None = None) -> Number:
    """A range of the number at x; its mode is the middle unless said."""
    middle = (low + high) / 2 if mode is None else mode
    return Number("x", low, middle, high, dist, -LIMIT, LIMIT)


@st.composite
def numbers(draw) -> Number:
    """Ranges of any spread with ends, points included."""
    low = draw(st.integers(-50, 50))
    width = draw(st.integers(0, 60))
    mode = low + width * draw(st.integers(0, 10)) / 10
    dist = draw(st.sampled_from(["pert", "triangular", "uniform"]))
    return number(float(low), float(low + width), dist, mode)


panels = st.lists(st.tuples(numbers(), st.integers(1, 9)), min_size=1, max_size=4)


def split(panel) -> tuple[list[Number], list[float]]:
    """Ranges and weights that add up to 1."""
    total = sum(w for _, w in panel)
    return [n for n, _ in panel], [w / total for _, w in panel]


def test_two_uniforms_apart() -> None:
    """Half on 0..1 and half on 2..4: the points by hand; between them lies nothing."""
    found = mixture([number(0, 1), number(2, 4)], [0.5, 0.5], (0.05, 0.25, 0.5, 0.75, 0.95))
    assert found == pytest.approx([0.1, 0.5, 1.0, 3.0, 3.8], abs=1e-9)


def test_two_uniforms_that_overlap() -> None:
    """F(x) = .75 x/4 + .25 (x-2)/4 on 2..4, so the median is 2.5 and the 95 % point 5.2."""
    found = mixture([number(0, 4), number(2, 6)], [0.75, 0.25], (0.25, 0.5, 0.95))
    assert found == pytest.approx([4 / 3, 2.5, 5.2], abs=1e-9)


def test_a_point_holds_its_weight() -> None:
    """Half on the point 2: every level above a half is there."""
    found = mixture([number(0, 1), number(2, 2)], [0.5, 0.5], (0.25, 0.75, 0.99))
    assert found == pytest.approx([0.5, 2, 2])


def test_averaged_points() -> None:
    """Of 0..1 and 2..4 the averaged points are those of 1..2.5."""
    found = average([number(0, 1), number(2, 4)], [0.5, 0.5], LEVELS)
    assert found == pytest.approx(1 + 1.5 * np.array(LEVELS))


@pytest.mark.parametrize(
    "n",
    [
        number(0, 3, "pert", 0),
        number(0, 3, "pert", 3),
        number(1, 9, "pert", 2),
        number(0, 1, "triangular", 0),
        number(0, 1, "triangular", 1),
        number(0, 1, "triangular", 0.3),
        number(2, 3),
        number(-1, 1, "normal"),
        number(1, 4, "lognormal", 1.5),
    ],
)
def test_the_distribution_function_undoes_the_quantile(n: Number) -> None:
    """F(Q(p)) = p to rounding, for every spread."""
    p = np.linspace(0.001, 0.999, 101)
    assert below(n, quantile(n, p)) == pytest.approx(p, abs=1e-12)


def test_what_is_cut_lies_on_the_bound() -> None:
    """A normal that may not be below 0 has the rest of its weight there."""
    n = replace(number(-1, 1, "normal"), least=0.0, most=0.5)
    found = below(n, np.array([-0.01, 0.0, 0.49, 0.5]))
    assert found == pytest.approx([0, 0.5, 0.79, 1.0], abs=0.005)


@given(panels)
def test_the_mixture_is_where_its_function_says(panel) -> None:
    """F of the mixture is at least p at its point, and less than p just below."""
    ns, ws = split(panel)
    for p, x in zip(LEVELS, mixture(ns, ws, LEVELS), strict=True):

        def held(at: float) -> float:
            return float(sum(w * below(n, np.array([at]))[0] for n, w in zip(ns, ws, strict=True)))

        assert held(x) >= p - 1e-9
        assert held(x - 1e-6) <= p + 1e-9


@given(panels)
def test_the_order_of_analysts_says_nothing(panel) -> None:
    """Turned round, all pools are the same."""
    ns, ws = split(panel)
    for of in (mixture, average):
        assert of(ns, ws, LEVELS) == pytest.approx(of(ns[::-1], ws[::-1], LEVELS), abs=1e-6)
    there, back = fitted(ns, ws), fitted(ns[::-1], ws[::-1])
    assert (there.low, there.mode, there.high) == pytest.approx(
        (back.low, back.mode, back.high), abs=1e-4
    )


@given(numbers(), st.integers(1, 4))
def test_alike_is_that_range(n: Number, analysts: int) -> None:
    """One analyst, or several who say the same: the pool is what they say."""
    own = {str(k): n for k in range(analysts)}
    of = pooled(own, dict.fromkeys(own, 1 / analysts))
    assert of.written == n
    points = of.points["0"]
    assert of.linear == pytest.approx(points, abs=1e-9)
    assert of.averaged == pytest.approx(points, abs=1e-9)
    assert (of.apart, of.discord) == ((), 0.0)


@given(panels)
def test_a_written_range_goes_from_end_to_end(panel) -> None:
    """Its ends are the least and the most; its likeliest value is the mean of theirs (6 digits)."""
    ns, ws = split(panel)
    of = fitted(ns, ws)
    assert (of.low, of.high) == (min(n.low for n in ns), max(n.high for n in ns))
    assert of.mode == pytest.approx(sum(w * n.mode for n, w in zip(ns, ws, strict=True)), abs=1e-3)
    assert of.low <= of.mode <= of.high


def test_what_they_agree_on_stays() -> None:
    """Both hold 3 likeliest, one of them with a long end: so does the pool."""
    of = fitted([number(2, 4, "pert", 3), number(1, 9, "pert", 3)], [0.5, 0.5])
    assert (of.low, of.mode, of.high, of.dist) == (1, 3, 9, "pert")


def test_ranges_that_do_not_meet_are_named_lower_first() -> None:
    """Touching is meeting."""
    own = {"boris": number(5, 9), "anna": number(1, 2), "vera": number(2, 6)}
    of = pooled(own, dict.fromkeys(own, 1 / 3))
    assert of.apart == (("anna", "boris"),)


def test_who_gave_no_range_is_left_out() -> None:
    """The weights of the others add up to 1; where these are 0 they weigh the same."""
    own = {"anna": number(1, 2), "boris": number(5, 9)}
    of = pooled(own, {"anna": 0.2, "boris": 0.3, "vera": 0.5})
    assert of.weights == pytest.approx({"anna": 0.4, "boris": 0.6})
    assert of.silent == ("vera",)
    assert shared(own, {"anna": 0.0, "boris": 0.0, "vera": 1.0}) == {"anna": 0.5, "boris": 0.5}


def test_a_weight_of_nothing_leaves_no_trace() -> None:
    """Points and ends are those of the others; the averaged ones too."""
    ns = [number(1, 2), number(5, 9)]
    assert mixture(ns, [1.0, 0.0], LEVELS) == pytest.approx(quantile(ns[0], np.array(LEVELS)))
    assert fitted(ns, [1.0, 0.0]) == ns[0]


def test_spreads_without_ends_are_written_with_ends() -> None:
    """Of a normal its 5 % and 95 % points, which are what its author said."""
    of = fitted([number(-3, 1, "normal"), number(-1, 2)], [0.5, 0.5])
    assert (of.low, of.mode, of.high, of.dist) == (-3, -0.25, 2, "pert")
