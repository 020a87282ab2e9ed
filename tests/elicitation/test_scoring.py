"""Scores of past forecasts against closed forms."""

from datetime import date
from math import comb, inf
from statistics import fmean

import pytest
from hypothesis import given, strategies as st

from detente.elicitation.classical import Span
from detente.elicitation.forecasts import Forecast, Quantiles, Record
from detente.elicitation.scoring import _central, amounts, interval_score, scores, yes_no

DAY = date(2025, 1, 1)
pairs = st.lists(
    st.tuples(st.integers(0, 100).map(lambda k: k / 100), st.booleans()), min_size=1, max_size=40
)


@given(pairs)
def test_the_parts_of_the_brier_score_add_up(told: list[tuple[float, bool]]) -> None:
    """Brier = reliability - resolution + uncertainty + within, to rounding (Stephenson 2008)."""
    of = yes_no([p for p, _ in told], [o for _, o in told])
    parts = of.reliability - of.resolution + of.uncertainty + of.within
    assert of.brier == pytest.approx(parts, abs=1e-12)
    assert of.brier == pytest.approx(fmean((p - o) ** 2 for p, o in told), abs=1e-12)
    assert min(of.reliability, of.resolution, of.uncertainty) >= 0
    assert sum(b.of for b in of.bins) == of.of


def test_one_probability_in_each_word_leaves_nothing_over() -> None:
    """Then it is Murphy's own three parts: (.7-.75)²·.4+..., by hand."""
    of = yes_no([0.7] * 4 + [0.1] * 6, [True] * 3 + [False] + [True] + [False] * 5)
    assert of.within == pytest.approx(0, abs=1e-15)
    assert of.reliability == pytest.approx((4 * 0.05**2 + 6 * (1 / 6 - 0.1) ** 2) / 10)
    assert of.uncertainty == pytest.approx(0.24)
    assert of.resolution == pytest.approx((4 * 0.35**2 + 6 * (0.4 - 1 / 6) ** 2) / 10)


def test_the_base_rate_has_no_skill() -> None:
    """Who says the base rate each time gains nothing, for sure."""
    of = yes_no([0.5] * 8, [True, False] * 4)
    assert of.skill == pytest.approx(0)
    assert (of.gain.low, of.gain.mode, of.gain.high) == pytest.approx((0, 0, 0))


def test_perfect_forecasts_have_all_skill() -> None:
    """Brier 0, skill 1, and the gain is the base rate's own score."""
    of = yes_no([1.0, 0.0, 1.0, 0.0], [True, False, True, False])
    assert (of.brier, of.skill, of.gain.mode) == pytest.approx((0, 1, 0.25))


def test_where_all_came_out_alike_there_is_no_skill() -> None:
    """No base rate can be beaten that is always right; of one forecast no interval follows."""
    of = yes_no([0.9], [True])
    assert of.skill is None
    assert (of.gain.low, of.gain.high) == (-inf, inf)


@pytest.mark.parametrize("n", [1, 5, 12, 30])
def test_the_expected_counts_hold_nine_tenths(n: int) -> None:
    """The least central counts: each tail outside holds less than 5 %."""
    low, high = _central(n, 0.9)
    chance = [comb(n, k) * 0.9**k * 0.1 ** (n - k) for k in range(n + 1)]
    assert sum(chance[:low]) < 0.05 <= sum(chance[: low + 1])
    assert sum(chance[high + 1 :]) <= 0.05 + 1e-12


def test_seven_of_twelve_is_too_few() -> None:
    """A calibrated 90 % range has 9 to 12 of twelve inside."""
    assert _central(12, 0.9) == (9, 12)


def test_the_interval_score() -> None:
    """Width, and 2/0.1 times the miss (Gneiting and Raftery 2007, equation 43)."""
    of = Quantiles(2, 5, 10)
    assert interval_score(of, 4) == pytest.approx(8)
    assert interval_score(of, 11) == pytest.approx(8 + 20 * 1)
    assert interval_score(of, 1.5) == pytest.approx(8 + 20 * 0.5)


def forecast(analyst: str, question: str, said: float | Quantiles, outcome, day: int = 1):
    """A forecast that is resolved, or open where it has no outcome."""
    resolved = None if outcome is None else date(2025, 6, 1)
    return Forecast(2, analyst, date(2025, 1, day), question, said, outcome, resolved, "")


def test_amounts_are_scored_by_what_all_ranges_span() -> None:
    """Inside, below and above are counted; the interval score is a share of the span."""
    told = [
        forecast("anna", "a", Quantiles(0, 5, 10), 5.0),
        forecast("anna", "b", Quantiles(0, 5, 10), 12.0),
    ]
    of = amounts(told, {"a": Span(-1, 11), "b": Span(-2, 14)})
    assert (of.of, of.inside, of.calibration.counts) == (2, 1, (0, 1, 0, 1))
    assert of.interval_score == pytest.approx((10 / 12 + (10 + 40) / 16) / 2)


def test_the_ends_of_a_range_are_inside() -> None:
    """Though the classical model counts the 5 % point itself as below (x <= 5 % point)."""
    told = [forecast("anna", f"{x}", Quantiles(0, 5, 10), x) for x in (-1.0, 0.0, 10.0, 11.0)]
    of = amounts(told, {f"{x}": Span(-2, 12) for x in (-1.0, 0.0, 10.0, 11.0)})
    assert (of.below, of.inside, of.above) == (1, 2, 1)
    assert of.calibration.counts == (2, 0, 1, 1)


def test_a_record_is_scored_analyst_by_analyst() -> None:
    """Open ones and revisions are counted and not scored; whoever has no amounts has none."""
    record = Record(
        "f.csv",
        (
            forecast("anna", "Q", 0.7, True),
            forecast("anna", "Q", 0.9, True, day=2),
            forecast("anna", "R", 0.7, None),
            forecast("boris", "N", Quantiles(0, 1, 2), 1.0),
        ),
    )
    anna, boris = scores(record)
    assert (anna.open, anna.revised, anna.amounts) == (1, 1, None)
    assert anna.yes_no is not None
    assert anna.yes_no.brier == pytest.approx(0.09)
    assert (boris.open, boris.revised, boris.yes_no) == (0, 0, None)
    assert boris.amounts is not None
    assert boris.amounts.inside == 1
