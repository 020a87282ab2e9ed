"""Numbers with their ranges, texts in two languages, dates known in part."""

from datetime import date

import pytest
from pydantic import ValidationError

from detente.case.amounts import Days, Estimate, Share, Text, earliest


@pytest.mark.parametrize(
    ("raw", "low", "mode", "high", "dist"),
    [
        (3, 3, 3, 3, "pert"),
        (-0.5, -0.5, -0.5, -0.5, "pert"),
        ({"value": 3}, 3, 3, 3, "pert"),
        ({"low": 1, "mode": 2, "high": 4}, 1, 2, 4, "pert"),
        ({"low": 1, "high": 4}, 1, 2.5, 4, "uniform"),  # nothing is likelier than the rest
        ({"low": 1, "high": 4, "dist": "triangular"}, 1, 2.5, 4, "triangular"),
    ],
)
def test_ways_to_write_a_number(raw, low, mode, high, dist) -> None:
    """A number, a number with its reason, and two kinds of range mean what they say."""
    number = Estimate.model_validate(raw)
    assert (number.low, number.mode, number.high, number.dist) == (low, mode, high, dist)
    assert number.uncertain == (low < high)


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        (Share, 1.1, "1.1 is above 1"),
        (Share, {"low": -0.1, "mode": 0, "high": 1}, "-0.1 is below 0"),
        (Days, -1, "-1 is below 0"),
        (Estimate, {"low": 2, "mode": 1, "high": 3}, "mode 1 is not between 2 and 3"),
        (Estimate, {"low": "x", "high": 3}, "expected a number, got 'x'"),
        (Estimate, {"value": None}, "expected a number, got nothing"),
        (Estimate, True, "expected a number, got true"),
    ],
)
def test_impossible_numbers_are_refused(kind, raw, words) -> None:
    """A range in disorder, a share beyond 1 or no number at all is named as such."""
    with pytest.raises(ValidationError) as caught:
        kind.model_validate(raw)
    assert words in str(caught.value)


def test_a_text_speaks_two_languages() -> None:
    """A plain text serves both; a missing Russian one falls back to English."""
    assert Text.model_validate("Port")["ru"] == "Port"
    assert Text.model_validate({"en": "Port"})["ru"] == "Port"
    assert Text.model_validate({"en": "Port", "ru": "Порт"})["ru"] == "Порт"
    assert Text.model_validate({"en": "Port", "ru": "Порт"})["en"] == "Port"


@pytest.mark.parametrize(
    ("when", "first"),
    [("2025", (2025, 1, 1)), ("2025-08", (2025, 8, 1)), ("2025-08-16", (2025, 8, 16))],
)
def test_a_partial_date_begins_with_its_first_day(when: str, first: tuple[int, int, int]) -> None:
    """A month or a year counts from its first day."""
    assert earliest(when) == date(*first)


@pytest.mark.parametrize(
    ("raw", "mode"),
    [
        ({"low": 1, "high": 4, "dist": "normal"}, 2.5),
        # The logarithm has mean ln 2 and deviation ln 2 / 1.6449: mode 2·exp(-0.4214²).
        ({"low": 1, "high": 4, "dist": "lognormal"}, 1.674586),
        ({"low": 1, "mode": 2, "high": 4, "dist": "fixed"}, 2),
        ({"low": 2, "high": 2, "dist": "normal"}, 2),
    ],
)
def test_a_spread_without_ends_says_where_its_mode_is(raw, mode) -> None:
    """Of a normal or lognormal, two points make the whole; the mode follows."""
    assert Estimate.model_validate(raw).mode == pytest.approx(mode, abs=1e-6)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"low": 1, "mode": 2, "high": 4, "dist": "normal"}, "has its mode at 2.5, not 2"),
        ({"low": 1, "mode": 2, "high": 4, "dist": "lognormal"}, "has its mode at 1.675, not 2"),
        ({"low": 0, "mode": 2, "high": 4, "dist": "lognormal"}, "its 5 % point is 0"),
        ({"low": 0.01, "high": 4, "dist": "lognormal"}, "0.01 to 4 is too wide for a lognormal"),
        ({"low": 1, "high": 4, "dist": "gauss"}, "'triangular', 'uniform', 'normal'"),
    ],
)
def test_ranges_that_their_spread_cannot_have_are_refused(raw, words) -> None:
    """A mode elsewhere, a lognormal that touches 0 or is wider than its mode allows."""
    with pytest.raises(ValidationError) as caught:
        Estimate.model_validate(raw)
    assert words in str(caught.value)
