"""Backtests: nothing later is used, and scores are what their definitions say."""

from datetime import date, timedelta
from math import inf, log2

import pytest
from hypothesis import given, settings, strategies as st

from detente.case import Case
from detente.uncertainty.past.backtesting import CLASSES, TooShort, backtest
from detente.uncertainty.past.chronicle import Act, Chronicle, bundled

DAY = date(2020, 12, 31)


@pytest.fixture(scope="module")
def record() -> Chronicle:
    """The record of the bundled case."""
    found = bundled(Case.load("minsk"))
    assert found is not None
    return found


def test_the_record_of_belarus(record):
    """From the end of 2020: ten half-years, forty forecasts, and six things that came."""
    found = backtest(record, DAY)
    assert (found.known, found.periods, len(found.forecasts)) == (24, 10, 40)
    assert sum(one.came for one in found.forecasts) == 6
    assert found.forecasts[0].start == date(2021, 1, 1)
    assert found.forecasts[-1].end == date(2026, 1, 1)
    assert found.brier.forecast == pytest.approx(0.119, abs=0.002)
    assert found.brier.base == pytest.approx(0.146, abs=0.002)
    assert found.brier.gain.low < found.brier.gain.mode < found.brier.gain.high


def test_scores_are_their_definitions(record):
    """Brier: mean squared error. Logarithmic: mean of -log2 of what came."""
    found = backtest(record, DAY)
    for name, score in (("forecast", found.brier.forecast), ("base", found.brier.base)):
        errors = [(getattr(one, name) - one.came) ** 2 for one in found.forecasts]
        assert score == pytest.approx(sum(errors) / len(errors))
    bits = [-log2(one.forecast if one.came else 1 - one.forecast) for one in found.forecasts]
    assert found.log.forecast == pytest.approx(sum(bits) / len(bits))
    assert found.brier.gain.mode == pytest.approx(found.brier.base - found.brier.forecast)


@given(st.integers(0, 9))
@settings(max_examples=10)
def test_a_forecast_knows_nothing_later(k):
    """Whatever comes after a period begins, its forecasts are the same."""
    chronicle = bundled(Case.load("minsk"))
    whole = backtest(chronicle, DAY)
    of_period = whole.forecasts[4 * k : 4 * k + 4]
    kept = tuple(act for act in chronicle.acts if act.day < of_period[0].start)
    # The record goes on, by one act of no class, so that its periods are the same.
    last = Act(chronicle.acts[-1].day, "sender_X", "border_closure")
    cut = backtest(Chronicle("cut", (*kept, last)), DAY)
    for one, other in zip(of_period, cut.forecasts[4 * k : 4 * k + 4], strict=True):
        assert (one.forecast, one.base, one.alike) == (other.forecast, other.base, other.alike)


def test_a_forecast_by_hand():
    """Releases in every other year: after a year with one none came, after one without, one did.

    Four years are known: with, without, with, without. The fifth follows a year without: of the
    one such year before, one in one had a release, Beta(½+1, ½): .75. Base rate (2+½)/(4+1) = .5.
    """
    acts = tuple(Act(date(2000 + year, 3, 1), "target", "prisoner_release") for year in (0, 2, 4))
    ends = (Act(date(1999, 12, 1), "x", "other"), *acts, Act(date(2005, 6, 1), "x", "other"))
    found = backtest(Chronicle("x", ends), date(2003, 12, 31), months=12)
    first = found.forecasts[0]
    assert (first.what, first.engaged, first.alike) == ("release", False, 1)
    assert first.forecast == pytest.approx(0.75)
    assert first.base == pytest.approx(0.5)
    assert first.came
    assert found.brier.gain.high == inf  # of one period nothing follows


def test_after_engagement_releases_begin_from_the_borrowed_rate():
    """The discount weighs it: at 0 it is Jeffreys' prior."""
    acts = [Act(date(2000, 1, 5), "target", "prisoner_release")]
    acts += [Act(date(1999 + k, 12, 1), "x", "other") for k in range(7)]
    acts.append(Act(date(2003, 3, 1), "sender_X", "relief"))
    record = Chronicle("x", tuple(sorted(acts, key=lambda act: act.day)))
    shares = [
        backtest(record, date(2003, 12, 31), months=12, discount=d).forecasts[0].forecast
        for d in (0.0, 1.0)
    ]
    assert shares[0] == pytest.approx(0.5 / 2)  # one such year before, without a release
    assert shares[1] == pytest.approx((0.5 + 34) / (1 + 40 + 1))


@given(st.integers(1, 24), st.integers(0, 17 * 365))
@settings(max_examples=60)
def test_periods_follow_one_another(months, days):
    """Any day and length: whole periods without gaps, all classes in each, or a clear refusal."""
    chronicle = bundled(Case.load("minsk"))
    day = chronicle.acts[0].day + timedelta(days=days)
    try:
        found = backtest(chronicle, day, months=months)
    except TooShort:
        return  # what is refused is another test's
    size = len(CLASSES)
    starts = [one.start for one in found.forecasts[::size]]
    ends = [one.end for one in found.forecasts[::size]]
    assert starts[0] == day + timedelta(days=1)
    assert starts[1:] == ends[:-1]
    assert ends[-1] <= chronicle.acts[-1].day
    assert len(found.forecasts) == size * found.periods
    assert all(0 < one.forecast < 1 and 0 < one.base < 1 for one in found.forecasts)


@pytest.mark.parametrize("day", ["2008-12-31", "2025-12-31", "2026-03-05", "1900-01-01"])
def test_too_little_to_go_by_is_refused(record, day):
    """Too early, too late, and outside of the record."""
    with pytest.raises(TooShort, match="runs from"):
        backtest(record, date.fromisoformat(day))


def test_numbers_that_make_no_sense_are_refused(record):
    """Periods of no length or of decades, discounts above 1."""
    for months in (0, 25):
        with pytest.raises(ValueError, match="1 to 24 months"):
            backtest(record, DAY, months=months)
    with pytest.raises(ValueError, match="discount"):
        backtest(record, DAY, discount=2)
