"""Draws in chunks, and numbers that move together."""

import numpy as np
import pytest

from detente.case import Case
from detente.uncertainty.values.draws import BLOCK, source
from detente.uncertainty.values.formula import formula
from tests.case.texts import WHOLE

PATHS = ("measures.ships.cost", "measures.ships.value.a", "parties.a.stake.reputation")
MATRIX = [[1, 0.8, -0.3], [0.8, 1, 0.1], [-0.3, 0.1, 1]]


def grouped(matrix: object, of: tuple[str, ...] = PATHS) -> Case:
    """The whole form with one group."""
    return Case.parse(
        f"{WHOLE}\ncorrelated:\n  moods: {{of: [{', '.join(of)}], matrix: {matrix}}}\n"
    )


def test_a_chunk_depends_on_seed_stream_and_number_alone() -> None:
    """The same chunk is the same whenever it is drawn; another seed, stream or number is not."""
    case = Case.load("minsk")
    of = formula(case)
    drawn = source(case, of, seed=5)
    first = [block.copy() for block in drawn.blocks(0, 7, 5000)]
    assert [len(block) for block in first] == [BLOCK, BLOCK, 5000 - 2 * BLOCK]
    again = [block.copy() for block in source(case, of, seed=5).blocks(0, 7, 5000)]
    np.testing.assert_array_equal(np.concatenate(first), np.concatenate(again))
    for other in (
        source(case, of, 6).blocks(0, 7, 9),
        drawn.blocks(1, 7, 9),
        drawn.blocks(0, 8, 9),
    ):
        assert not np.isin(next(other), first[0][:9]).any()


def test_correlated_scores_have_the_correlations_asked_for() -> None:
    """Ranks of 200,000 draws correlate at 6/pi asin(rho/2), and each number stays uniform."""
    from scipy import stats

    case = grouped(MATRIX)
    of = formula(case)
    drawn = source(case, of, seed=1)
    uniform = np.concatenate([b.copy() for k in range(4) for b in drawn.blocks(0, k, 50_000)])
    columns = [[of.numbers[s - 2].path for s in of.drawn].index(path) for path in PATHS]
    ranks = np.corrcoef(uniform[:, columns], rowvar=False)
    expected = 6 / np.pi * np.arcsin(np.array(MATRIX) / 2)
    np.testing.assert_allclose(ranks, expected, atol=0.01)  # four standard errors
    for column in columns:
        assert stats.kstest(uniform[:, column], "uniform").pvalue > 0.001


def test_numbers_that_the_plan_does_not_use_leave_their_group() -> None:
    """Of a group of three, two are drawn here; they keep their own correlation."""
    case = grouped(MATRIX, (PATHS[0], PATHS[1], "incidents.clash.severity.a"))
    drawn = source(case, formula(case), seed=1)
    (copula,) = drawn.copulas
    np.testing.assert_allclose(copula.factor @ copula.factor.T, [[1, 0.8], [0.8, 1]])
    case = grouped([[1, 0.5], [0.5, 1]], (PATHS[0], "incidents.clash.severity.a"))
    assert source(case, formula(case), seed=1).copulas == ()


def test_a_fixed_number_stays_at_its_mode() -> None:
    """`dist: fixed` keeps the range on paper and the mode in every draw."""
    text = WHOLE.replace("value:\n      b: {low: 8, mode: 10, high: 12}",
                         "value:\n      b: {low: 8, mode: 9, high: 12, dist: fixed}")  # fmt: skip
    case = Case.parse(text)
    of = formula(case)
    paths = [number.path for number in of.numbers]
    drawn = source(case, of, seed=1)
    x = drawn.values(next(drawn.blocks(0, 0, 50)))
    assert (x[paths.index("measures.port.value.b") + 2] == 9).all()
    assert x[paths.index("measures.port.uptake") + 2].std() > 0


@pytest.mark.parametrize("dist", ["pert", "triangular", "uniform", "normal", "lognormal"])
def test_every_spread_can_be_drawn(dist: str) -> None:
    """Each of the spreads of a case gives numbers with its own mean, to three standard errors."""
    mode = "" if dist in ("normal", "lognormal", "uniform") else "mode: 3, "
    text = WHOLE.replace(
        "reputation: {low: 2, mode: 3, high: 5}",
        f"reputation: {{low: 2, {mode}high: 5, dist: {dist}}}",
    )
    case = Case.parse(text)
    of = formula(case)
    drawn = source(case, of, seed=2)
    slot = [n.path for n in of.numbers].index("parties.a.stake.reputation") + 2
    x = np.concatenate([drawn.values(b)[slot] for b in drawn.blocks(0, 0, 20_000)])
    sigma = np.log(5 / 2) / (2 * 1.6448536)
    mean = {
        "pert": (2 + 12 + 5) / 6, "triangular": 10 / 3, "uniform": 3.5, "normal": 3.5,
        "lognormal": np.sqrt(10) * np.exp(sigma**2 / 2),
    }[dist]  # fmt: skip
    assert x.mean() == pytest.approx(mean, abs=3 * x.std() / np.sqrt(len(x)))
