"""Cooke's classical model: a published example, the exact test, and the weights."""

from datetime import date
from itertools import product
from math import comb, log

import numpy as np
import pytest

from detente.elicitation.classical import (
    EXACT,
    LEAST,
    SHARES,
    Span,
    calibration,
    chi_square,
    equal_weights,
    exact,
    information,
    performance_weights,
    spans,
    statistic,
)
from detente.elicitation.forecasts import Forecast, Quantiles, Record

# Three experts on five questions: TU Delft, OpenCourseWare "Decision making under uncertainty:
# introduction to structured expert judgment", module 3.7.3 "The calibration score of the DM (2)".
CAME = (24, 11, 68, 47, 31)
SAID = {
    "A": ((2, 5, 7), (12, 13, 15), (87, 89, 92), (2, 5, 8), (48, 50, 52)),
    "B": ((20, 23, 34), (8, 10, 11), (60, 70, 90), (20, 35, 45), (30, 35, 40)),
    "C": ((20, 25, 28), (10, 13, 15), (65, 67, 70), (42, 44, 46), (32, 33, 35)),
}
PUBLISHED = {
    "A": (3.621e-5, 1.418, 0.00006565341),
    "B": (0.608, 0.558, 0.4338007),
    "C": (0.327, 1.354, 0.5661336),
}


def forecast(analyst: str, question: str, said: tuple[float, ...], came: float) -> Forecast:
    """A forecast of an amount that is resolved."""
    day = date(2025, 6, 1)
    return Forecast(2, analyst, date(2025, 1, 1), question, Quantiles(*said), came, day, "")


def example() -> list[Forecast]:
    """The published example as forecasts."""
    return [
        forecast(who, f"Q{k}", points, CAME[k])
        for who, told in SAID.items()
        for k, points in enumerate(told)
    ]


def test_the_published_example() -> None:
    """Calibration by chi-square, information and weights as published, to their digits."""
    asked, product_of = spans(example()), {}
    for who, told in SAID.items():
        counts = calibration([(Quantiles(*q), x) for q, x in zip(told, CAME, strict=True)]).counts
        cooke = chi_square(counts)
        narrow = np.mean([information(Quantiles(*q), asked[f"Q{k}"]) for k, q in enumerate(told)])
        assert cooke == pytest.approx(PUBLISHED[who][0], rel=2e-3)
        assert narrow == pytest.approx(PUBLISHED[who][1], abs=5e-4)
        product_of[who] = cooke * narrow
    for who, (_, _, weight) in PUBLISHED.items():
        assert product_of[who] / sum(product_of.values()) == pytest.approx(weight, rel=1e-3)


def test_the_statistic_of_a_published_count() -> None:
    """One, two, five and two of ten: 2nI = 4.741356 and 0.19 (the same course, 2.3.4)."""
    assert statistic((1, 2, 5, 2)) == pytest.approx(4.741356, abs=1e-6)
    assert chi_square((1, 2, 5, 2)) == pytest.approx(0.19, abs=5e-3)


@pytest.mark.parametrize("counts", [(0, 1, 1, 0), (2, 0, 0, 1), (1, 2, 1, 1), (0, 4, 1, 1)])
def test_the_exact_test_by_counting_sequences(counts: tuple[int, ...]) -> None:
    """The sum over all 4ⁿ sequences of places that fall at least as badly."""
    n, found = sum(counts), 0.0
    for places in product(range(4), repeat=n):
        fell = [places.count(k) for k in range(4)]
        if statistic(fell) >= statistic(counts) - 1e-9:
            found += np.prod([SHARES[k] for k in places])
    assert exact(counts) == pytest.approx(found, abs=1e-12)


def test_the_best_counts_are_no_evidence() -> None:
    """Who falls as expected has 1 in both; the exact test nears chi-square only slowly."""
    assert exact((1, 9, 9, 1)) == pytest.approx(1)
    assert chi_square((1, 9, 9, 1)) == pytest.approx(1)
    counts = (8, 42, 45, 5)
    assert exact(counts) == pytest.approx(chi_square(counts), abs=0.05)


def test_beyond_its_limit_it_is_chi_square() -> None:
    """Which test it was is said."""
    few = calibration([(Quantiles(0, 1, 2), 0.5)] * EXACT)
    many = calibration([(Quantiles(0, 1, 2), 0.5)] * (EXACT + 1))
    assert (few.exact, many.exact) == (True, False)


@pytest.mark.parametrize("n", [5, 12, 30])
def test_calibrated_analysts_have_even_p_values(n: int) -> None:
    """P(p <= a) is at most a, and reaches a at each p there is: over all ways n can fall."""
    ways = [
        (a, b, c, n - a - b - c)
        for a in range(n + 1)
        for b in range(n + 1 - a)
        for c in range(n + 1 - a - b)
    ]
    chance = np.array([
        comb(n, a) * comb(n - a, b) * comb(n - a - b, c)
        * SHARES[0] ** a * SHARES[1] ** b * SHARES[2] ** c * SHARES[3] ** d
        for a, b, c, d in ways
    ])  # fmt: skip
    p = np.array([exact(way) for way in ways])
    for level in np.unique(p.round(9)):
        assert chance[p <= level + 1e-8].sum() == pytest.approx(level, abs=1e-6)


def test_drawn_analysts_who_are_calibrated_are_seldom_rejected() -> None:
    """Of 2,000 drawn analysts with 40 answers, 5 % within four standard errors and lattice."""
    rng = np.random.default_rng(7)
    counts = rng.multinomial(40, SHARES, size=2000)
    p = np.array([exact(tuple(row)) for row in counts.tolist()])
    for level in (0.05, 0.2, 0.5):
        assert np.mean(p <= level) <= level + 4 * np.sqrt(level * (1 - level) / 2000)
    assert np.mean(p <= 0.5) > 0.4


def test_information_by_hand() -> None:
    """Three points that cut a span as an even density would tell nothing; a peak tells much."""
    even = Quantiles(5, 50, 95)
    assert information(even, Span(0, 100)) == pytest.approx(0)
    narrow = 0.1 * log(0.05 / 0.45) + 0.9 * log(0.45 / 0.05)
    assert information(Quantiles(45, 50, 55), Span(0, 100)) == pytest.approx(narrow)


def panel_record(*analysts: str, n: int = LEAST, spread: float = 10) -> Record:
    """Analysts with the same questions, of which one in ten is below and one above the range."""
    told = []
    for who in analysts:
        width = spread if who == "anna" else 5 * spread
        for k in range(n):
            x = (-2.0 if k % 10 == 0 else 2.0 if k % 10 == 1 else k % 2 - 0.5) * width
            told.append(forecast(who, f"{k}", (x - width, x, x + width), 0.0))
    return Record("f.csv", tuple(told))


def test_all_weigh_the_same_where_that_is_asked() -> None:
    """Whatever their names, and adding up to 1."""
    weights = equal_weights(("anna", "boris", "vera"))
    assert set(weights.by.values()) == {1 / 3}
    assert weights.equal == "asked"


def test_weights_go_by_calibration_times_information() -> None:
    """Two alike in calibration weigh by information: who is as often right with less width."""
    record = panel_record("anna", "boris")
    weights = performance_weights(record, ("anna", "boris"))
    assert weights.equal is None
    assert sum(weights.by.values()) == pytest.approx(1)
    a, b = (weights.merits[who] for who in ("anna", "boris"))
    assert a.calibration == b.calibration
    assert weights.by["anna"] / weights.by["boris"] == pytest.approx(a.information / b.information)
    assert weights.by["anna"] > weights.by["boris"]


def test_whom_the_record_refutes_weighs_nothing() -> None:
    """Ten misses in ten: calibration below the cutoff."""
    missed = [forecast("vera", f"{k}", (100, 101, 102), 0.0) for k in range(LEAST)]
    record = Record("f.csv", (*panel_record("anna").forecasts, *missed))
    weights = performance_weights(record, ("anna", "vera"))
    assert weights.by == {"anna": 1.0, "vera": 0.0}


@pytest.mark.parametrize(
    ("analysts", "n", "why"),
    [
        (("anna", "nobody"), LEAST, "unrecorded"),
        (("anna", "boris"), LEAST - 1, "few"),
    ],
)
def test_too_little_to_weigh_by(analysts: tuple[str, ...], n: int, why: str) -> None:
    """Then all weigh the same, and why is said."""
    record = panel_record("anna", "boris", n=n)
    weights = performance_weights(record, analysts)
    assert (weights.equal, set(weights.by.values())) == (why, {0.5})


def test_where_nobody_is_calibrated_all_weigh_the_same() -> None:
    """No weight is made of nothing."""
    told = tuple(
        forecast(who, f"{k}", (100, 101, 102), 0.0) for who in ("a", "b") for k in range(LEAST)
    )
    weights = performance_weights(Record("f.csv", told), ("a", "b"))
    assert (weights.equal, weights.by) == ("uncalibrated", {"a": 0.5, "b": 0.5})


def test_only_common_questions_count() -> None:
    """Twelve answers of which nine are to questions of both are too few."""
    mine = [forecast("a", f"{k}", (-1, 0, 1), 0.0) for k in range(12)]
    other = [forecast("b", f"{k}", (-1, 0, 1), 0.0) for k in range(3, 15)]
    weights = performance_weights(Record("f.csv", (*mine, *other)), ("a", "b"))
    assert (weights.equal, weights.common) == ("few", 9)
