"""Spreads: their exact means and variances against draws."""

import numpy as np
import pytest

from detente.case.amounts import Amount
from detente.uncertainty.values.spreads import GammaSpread, Ranged

SPREADS = {
    "pert": Ranged(1, 2, 8),
    "triangular": Ranged(1, 2, 8, "triangular"),
    "uniform": Ranged(1, 4, 8, "uniform"),
    "a point": Ranged(3, 3, 3),
    "normal": Ranged(1, 4, 7, "normal"),
    "normal held at 0, often": Ranged(-2, 1, 4, "normal", least=0.0),
    "normal held within 0 and 1": Ranged(-0.5, 0.4, 1.3, "normal", 0.0, 1.0),
    "lognormal": Ranged(1, 3, 9, "lognormal"),
    "lognormal held at 1": Ranged(0.2, 0.5, 1.5, "lognormal", 0.0, 1.0),
    "exponential": GammaSpread(1.0, 2.0),
    "gamma": GammaSpread(0.5, 3.0),
}


@pytest.mark.parametrize("name", SPREADS)
def test_means_and_variances_are_those_of_the_draws(name: str) -> None:
    """400,000 draws agree with the formulas within 5 standard errors, in all shapes."""
    spread = SPREADS[name]
    x = spread.draw(np.random.default_rng(1), 400_000)
    error = x.std() / len(x) ** 0.5
    assert x.mean() == pytest.approx(spread.mean, abs=5 * error + 1e-12)
    squares = (x - spread.mean) ** 2
    error = squares.std() / len(x) ** 0.5
    assert squares.mean() == pytest.approx(spread.variance, abs=5 * error + 1e-12)


def test_a_normal_range_ends_where_one_in_twenty_lies_beyond() -> None:
    """Ends of a lognormal are its 5 % and 95 % points, within 4 standard errors."""
    x = Ranged(2, 5, 20, "lognormal").draw(np.random.default_rng(2), 100_000)
    for end, share in ((2, 0.05), (20, 0.95)):
        assert np.mean(x < end) == pytest.approx(share, abs=4 * (0.05 * 0.95 / 1e5) ** 0.5)


def test_what_a_case_fixes_is_its_mode() -> None:
    """A fixed number takes no range along; no number at all is a sure 0."""
    fixed = Amount.model_validate({"low": 1, "mode": 2, "high": 5, "dist": "fixed"})
    assert Ranged.of(fixed) == Ranged(2, 2, 2)
    assert Ranged.of(None).draw(np.random.default_rng(0), 2).tolist() == [0, 0]


def test_quantiles_of_the_exponential() -> None:
    """With shape 1 a quantile is −scale·ln(1 − level), to twelve digits."""
    assert GammaSpread(1, 2).quantiles(0.5, 0.95) == pytest.approx(
        (-2 * np.log(0.5), -2 * np.log(0.05)), rel=1e-12
    )
