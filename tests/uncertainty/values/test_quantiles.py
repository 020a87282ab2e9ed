"""Tables of quantiles: as near to SciPy's distributions as they claim."""

import numpy as np
import pytest
from scipy import stats

from detente.case.amounts import Z95
from detente.uncertainty.values.formula import Number
from detente.uncertainty.values.quantiles import RAREST, look_up, quantile, table


def number(low: float, mode: float, high: float, dist: str = "pert") -> Number:
    """A number without bounds."""
    return Number("x", low, mode, high, dist, -1e12, 1e12)


SPREADS = [
    (number(2, 3, 7), stats.beta(1 + 4 / 5, 1 + 16 / 5, loc=2, scale=5)),
    (number(0, 0, 1), stats.beta(1, 5)),  # the mode at an end
    (number(-1, 4, 4), stats.beta(5, 1, loc=-1, scale=5)),
    (number(1, 2, 3), stats.beta(3, 3, loc=1, scale=2)),
    (number(2, 3, 7, "triangular"), stats.triang(0.2, loc=2, scale=5)),
    (number(0, 0, 1, "triangular"), stats.triang(0, loc=0, scale=1)),
    (number(2, 4, 6, "uniform"), stats.uniform(2, 4)),
    (number(1, 2, 3, "normal"), stats.norm(2, 1 / Z95)),
    (number(1, 1.5, 4, "lognormal"), stats.lognorm(np.log(4) / (2 * Z95), scale=2)),
]


@pytest.mark.parametrize(("of", "truth"), SPREADS)
def test_quantiles_are_those_of_scipy(of: Number, truth) -> None:
    """The exact quantile function is the inverse of the distribution it is named for."""
    shares = np.array([1e-6, 0.001, 0.05, 0.3, 0.5, 0.77, 0.95, 0.9999])
    np.testing.assert_allclose(quantile(of, shares), truth.ppf(shares), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("of", "truth"), SPREADS)
def test_tables_are_off_by_less_than_they_say(of: Number, truth) -> None:
    """Off by 1e-5 of the range; of spreads without ends by 1e-4, and by 3e-3 in the tails."""
    endless = of.dist in ("normal", "lognormal")
    for rarest, most in ((1e-7, 3e-3 if endless else 1e-5), (1e-4, 1e-4 if endless else 1e-5)):
        rare = np.geomspace(rarest, 0.5, 40_001)
        shares = np.concatenate([rare, 1 - rare])
        error = np.abs(look_up(table(of)[None], shares[None])[0] - quantile(of, shares)).max()
        assert error < most * (of.high - of.low)


@pytest.mark.parametrize(("of", "truth"), SPREADS)
def test_draws_pass_a_kolmogorov_smirnov_test(of: Number, truth) -> None:
    """A hundred thousand draws cannot be told from the distribution (p above 0.001)."""
    drawn = look_up(table(of)[None], np.random.default_rng(11).random((1, 100_000)))[0]
    assert stats.kstest(drawn, truth.cdf).pvalue > 0.001


@pytest.mark.parametrize("u", [0.0, RAREST, 1 - 2.0**-53])
def test_the_rarest_draws_stay_inside(u: float) -> None:
    """No uniform number, however near to 0 or 1, leads out of the range."""
    for of, _ in SPREADS[:7]:
        assert of.low <= look_up(table(of)[None], np.array([[u]]))[0, 0] <= of.high


def test_what_may_not_be_is_cut() -> None:
    """A normal share below 0 counts as 0."""
    of = Number("x", 0.0, 0.1, 0.2, "normal", 0.0, 1.0)
    assert quantile(of, np.array([0.01]))[0] == 0.0
    assert look_up(table(of)[None], np.array([[0.01]]))[0, 0] == 0.0
