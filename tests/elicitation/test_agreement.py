"""How often a comparison holds under draws: against closed forms."""

from math import erf, sqrt

import pytest

from detente.case import Case
from detente.elicitation.agreement import DRAWS, agreement
from tests.elicitation.trade import path, trade
from tests.uncertainty.stress_cases import SWAP

ERROR = 4 * 0.5 / sqrt(DRAWS)
"""Four standard errors of a share at most."""

COST, VALUE = "measures.licence.cost", "parties.a.stake.reputation"


def share(cost: str, stake: str, tail: str = "") -> float:
    """How often the cost is above the stake."""
    text = SWAP.format(stake=stake, cost=cost, recovered="0")
    (found,) = agreement(Case.parse(text + tail), [({COST: 1.0}, {VALUE: 1.0})])
    return found


@pytest.mark.parametrize(
    ("cost", "stake", "expected"),
    [
        ("{low: 0, high: 1}", "{low: 0, high: 1}", 0.5),  # by symmetry
        ("{low: 0, high: 2}", "{low: 1, high: 3}", 0.125),  # the corner of a square: (1/2)²/2
        ("{low: 0, high: 4}", "3", 0.25),
        ("{low: 0, mode: 2, high: 4, dist: triangular}", "1", 0.875),  # 1 - (1/4)²·2
        ("{low: 0, mode: 1, high: 9, dist: fixed}", "0.5", 1.0),  # draws keep the mode
    ],
)
def test_shares_of_draws(cost: str, stake: str, expected: float) -> None:
    """Uniform, triangular and fixed spreads: the shares that integration gives."""
    assert share(cost, stake) == pytest.approx(expected, abs=ERROR)


@pytest.mark.parametrize(
    ("cost", "stake", "expected"), [("3", "2", 1), ("2", "3", 0), ("2", "2", 0)]
)
def test_known_values(cost: str, stake: str, expected: int) -> None:
    """Without ranges it holds or it does not; what is worth the same is not worth more."""
    assert share(cost, stake) == expected


def test_equal_sums_are_ties() -> None:
    """Three times a tenth is not more than three tenths, whatever the last bit says."""
    case = Case.parse(SWAP.format(stake="0.3", cost="0.1", recovered="0"))
    pairs = [({COST: 3.0}, {VALUE: 1.0}), ({VALUE: 1.0}, {COST: 3.0})]
    assert agreement(case, pairs) == (0.0, 0.0)


def test_no_cost_is_drawn_below_zero() -> None:
    """A normal cost whose tail goes below 0 counts as 0 there, as it does in the deal."""
    cost = "{low: 0.1, high: 3, dist: normal}"  # 4 % of the tail
    case = Case.parse(SWAP.format(stake="0", cost=cost, recovered="0"))
    assert agreement(case, [({VALUE: 1.0}, {COST: 1.0})]) == (0.0,)


@pytest.mark.parametrize("rho", [-0.8, 0.0, 0.9])
def test_correlated_values_are_drawn_so(rho: float) -> None:
    """Two normals that move together: Φ(difference of means / standard deviation of it)."""
    z = 1.6448536269514722
    tail = f"correlated:\n  both: {{of: [{COST}, {VALUE}], rho: {rho}}}\n"
    normal = "{{low: {}, high: {}, dist: normal}}"
    found = share(normal.format(11 - z, 11 + z), normal.format(10.5 - z, 10.5 + z), tail)
    score = 0.5 / sqrt(2 * (1 - rho))
    assert found == pytest.approx((1 + erf(score / sqrt(2))) / 2, abs=ERROR)


def test_counts_weigh() -> None:
    """Two lots of steel cost more than grain more often than one does; no pairs have no shares."""
    case = trade()
    steel, grain = path("steel", "a"), path("grain", "a")
    one, two = agreement(case, [({steel: 1.0}, {grain: 1.0}), ({steel: 2.0}, {grain: 1.0})])
    assert 0.5 < one < two < 1
    assert agreement(case, []) == ()
