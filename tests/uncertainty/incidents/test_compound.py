"""Compound Poisson–Gamma sums: drawn losses against their closed forms."""

import pickle
from dataclasses import fields
from functools import reduce
from itertools import pairwise
from math import exp, factorial
from operator import add

import numpy as np
import pytest
from hypothesis import given, strategies as st

from detente.exchange import TooLarge
from detente.uncertainty.incidents.classes import (
    Effect,
    IncidentClass,
    Outlook,
    Remedy,
    expected_loss,
    none_happens,
    variance_as_is,
)
from detente.uncertainty.incidents.compound import (
    AVOIDED,
    BINS,
    WITH,
    WITHOUT,
    Losses,
    LossPlan,
    bin_of,
    quantile,
    risk_chunk,
    tail_mean,
)
from detente.uncertainty.values.spreads import NOTHING, GammaSpread, Ranged
from detente.uncertainty.work import threads, total

ONE = Ranged(1, 1, 1)
FIXED = 1e9
"""Shape of a Gamma that is all but a fixed number."""


def sure(x: float) -> Ranged:
    """A number without a range."""
    return Ranged(x, x, x)


def looking(*incidents: IncidentClass, horizon: float = 2.0, discount: float = 0.0) -> Outlook:
    """An outlook on incidents that cost somebody called a, with every remedy they name."""
    names = dict.fromkeys(e.remedy for of in incidents for e in of.effects)
    remedies = tuple(Remedy(name, "measure") for name in names)
    return Outlook(incidents, remedies, (), ("a",), ("a",), horizon, discount)


def drawn(at: Outlook, draws: int = 100_000, seed: int = 3) -> Losses:
    """Draw all chunks; nobody pays anything."""
    return total(threads(1), risk_chunk, LossPlan(at, draws, seed))


def below(found: Losses, at: Outlook, x: float) -> float:
    """Share of draws whose loss is below `x`, which must be far from any bin's edge or an edge."""
    edge = int(bin_of(np.array([x / LossPlan(at, 1).least[0]]))[0])
    return float(found.counts[WITHOUT, -1, 0, :edge].sum() / found.draws)


def test_exponential_severities_give_the_known_sum() -> None:
    """P(S ≤ x) of a Poisson sum of exponentials is its series, within 4.5 standard errors.

    P(S ≤ x) = Σ_n e^−Λ Λ^n/n! · P(Gamma(n) ≤ x) (Klugman, Panjer and Willmot 2012, chapter 9);
    x is the lower edge of a bin.
    """
    at = looking(IncidentClass("i", GammaSpread(FIXED, 1.5 / FIXED), {"a": GammaSpread(1, 2)}))
    found, rate, scale = drawn(at), 3.0, 2.0
    least = LossPlan(at, 1).least[0]
    edges = [least * exp(k * np.log(1e9) / (BINS - 2)) * (1 + 1e-9) for k in range(1, BINS - 1)]
    for x in (min(edges, key=lambda e: abs(e - near)) for near in (0.5, 2, 6, 12, 20)):
        exact = sum(
            exp(-rate) * rate**n / factorial(n)
            * (1 - exp(-x / scale) * sum((x / scale) ** k / factorial(k) for k in range(n)))
            for n in range(40)
        )  # fmt: skip
        error = (exact * (1 - exact) / found.draws) ** 0.5
        assert below(found, at, x) == pytest.approx(exact, abs=4.5 * error)


def test_counts_are_negative_binomial() -> None:
    """Incidents that cost 1 each count themselves: P(N = n) within 4.5 standard errors."""
    shape, scale, horizon = 2.0, 0.7, 1.5
    of = IncidentClass("i", GammaSpread(shape, scale), {"a": ONE})
    at = looking(of, horizon=horizon)
    found, q = drawn(at), 1 / (1 + scale * horizon)
    probability = q**shape
    assert none_happens(of, horizon) == pytest.approx(probability, rel=1e-12)
    for n in range(6):
        between = below(found, at, n + 0.5) - (below(found, at, n - 0.5) if n else 0.0)
        error = (probability / found.draws) ** 0.5
        assert between == pytest.approx(probability, abs=4.5 * error)
        probability *= (n + shape) / (n + 1) * (1 - q)
    assert 1 - found.happened[WITHOUT, 0] / found.draws == pytest.approx(q**shape, abs=0.006)


@pytest.mark.parametrize("discount", [0.0, 0.3])
@pytest.mark.parametrize("severity", [Ranged(1, 2, 9), Ranged(1, 3, 9, "lognormal")])
def test_mean_and_variance_are_those_of_the_formulas(discount: float, severity: Ranged) -> None:
    """Mean within 4.5 standard errors; variance within 5 % (heavy tails), discounted or not."""
    at = looking(
        IncidentClass("i", GammaSpread(2, 0.8), {"a": severity}),
        IncidentClass("j", GammaSpread(0.5, 0.4), {"a": Ranged(5, 9, 20)}),
        discount=discount,
    )
    found = drawn(at, 200_000)
    mean, square = found.moments[WITHOUT, 0] / found.draws
    variance = variance_as_is(at, "a")
    assert mean == pytest.approx(expected_loss(at, "a"), abs=4.5 * (variance / found.draws) ** 0.5)
    assert square - mean**2 == pytest.approx(variance, rel=0.05)


EFFECTS = (
    Effect("r", Ranged(0.2, 0.4, 0.6), NOTHING, NOTHING, 0.3, 1.1),
    Effect("s", NOTHING, Ranged(0.1, 0.3, 0.9), NOTHING, 0.5),
    Effect("n", Ranged(0, 0.1, 0.3), NOTHING, Ranged(0.3, 0.5, 0.8), 0.0, 1.5),
)


def test_what_remedies_leave_has_the_mean_of_the_formula() -> None:
    """Effects on rate, severity and spread, in overlapping stretches of time: 4.5 errors."""
    at = looking(
        IncidentClass("i", GammaSpread(1.2, 0.9), {"a": Ranged(1, 2, 6)}, EFFECTS), discount=0.1
    )
    found = drawn(at, 200_000)
    for state, exact in (
        (WITH, expected_loss(at, "a", ["r", "s", "n"])),
        (AVOIDED, expected_loss(at, "a") - expected_loss(at, "a", ["r", "s", "n"])),
    ):
        mean, square = found.moments[state, 0] / found.draws
        error = ((square - mean**2) / found.draws) ** 0.5
        assert mean == pytest.approx(exact, abs=4.5 * error)


def test_a_narrower_rate_is_the_gamma_of_more_evidence() -> None:
    """Half the deviation is four times the shape: P(N = 0) within 4.5 errors, the mean kept."""
    effect = Effect("n", NOTHING, NOTHING, sure(0.5))
    at = looking(IncidentClass("i", GammaSpread(0.6, 2.0), {"a": ONE}, (effect,)))
    found = drawn(at)
    none = none_happens(IncidentClass("i", GammaSpread(0.6 / 0.25, 2.0 * 0.25), {}), 2.0)
    assert 1 - found.happened[WITH, 0] / found.draws == pytest.approx(
        none, abs=4.5 * (none * (1 - none) / found.draws) ** 0.5
    )
    assert expected_loss(at, "a", ["n"]) == expected_loss(at, "a")
    spread = [found.moments[s, 0, 1] / found.draws for s in (WITHOUT, WITH)]
    assert spread[WITH] < 0.7 * spread[WITHOUT]


def test_nothing_is_avoided_by_nothing_and_all_by_all() -> None:
    """Without effects the two states are the same draw by draw; a full effect leaves no loss."""
    none = Effect("r", NOTHING, NOTHING, NOTHING)
    all_ = Effect("r", sure(1.0), NOTHING, NOTHING)
    for effect, left in ((none, 1.0), (all_, 0.0)):
        of = IncidentClass("i", GammaSpread(1, 1), {"a": Ranged(1, 2, 4)}, (effect,))
        found = drawn(looking(of), 5_000)
        assert found.moments[WITH, 0, 0] == left * found.moments[WITHOUT, 0, 0]


# --- chunks --------------------------------------------------------------------------------------


def same(a: Losses, b: Losses) -> bool:
    """Whether two results are the same bit for bit."""
    return all(np.array_equal(getattr(a, f.name), getattr(b, f.name)) for f in fields(Losses))


def test_a_chunk_is_the_same_whoever_draws_it() -> None:
    """Chunks drawn backwards, from a pickled plan, and added in order give the same bits."""
    at = looking(IncidentClass("i", GammaSpread(2, 1), {"a": Ranged(1, 2, 6)}, EFFECTS))
    plan = LossPlan(at, 40_000, seed=8)
    assert plan.chunks == 3
    sent = pickle.loads(pickle.dumps(plan))
    backwards = [risk_chunk(sent, k) for k in (2, 1, 0)]
    whole = total(threads(1), risk_chunk, plan)
    assert same(reduce(add, backwards[::-1]), whole)
    assert whole.draws == 40_000
    assert not same(total(threads(1), risk_chunk, LossPlan(at, 40_000, seed=9)), whole)


def test_many_incidents_make_small_chunks() -> None:
    """The more incidents a draw holds, the fewer draws a chunk has; too many are refused."""
    many = looking(IncidentClass("i", GammaSpread(1e4, 1.0), {"a": ONE}))
    assert LossPlan(many, 1_000).chunk * LossPlan(many, 1_000).incidents <= 1 << 20
    with pytest.raises(TooLarge, match="fewer, larger"):
        LossPlan(looking(IncidentClass("i", GammaSpread(1e6, 1.0), {"a": ONE})), 10)


@pytest.mark.parametrize(
    ("draws", "seed", "said"),
    [
        (0, 0, "draws must be at least 1, not 0"),
        (-5, 0, "draws must be at least 1, not -5"),
        (1.5, 0, "draws must be a whole number, not 1.5"),
        (True, 0, "draws must be a whole number, not True"),
        (10**12, 0, "draws must be at most 1,000,000,000 .*, not 1,000,000,000,000"),
        (10, -1, "seed must be at least 0, not -1"),
        (10, "x", "seed must be a whole number, not 'x'"),
    ],
)
def test_senseless_numbers_are_refused_at_once(draws, seed, said) -> None:
    """No draw, too many, or a seed below zero: a sentence before any work."""
    with pytest.raises(ValueError, match=said):
        LossPlan(looking(IncidentClass("i", GammaSpread(1, 1), {"a": ONE})), draws, seed)


# --- bins ----------------------------------------------------------------------------------------


@given(st.lists(st.floats(0.02, 5e3), min_size=1, max_size=300), st.sampled_from([0.5, 0.9, 0.95]))
def test_what_is_read_from_bins_is_nearly_what_was_put_in(x: list[float], level: float) -> None:
    """Quantile and tail mean of a sorted list come back within the width of a bin, 1 %."""
    values = np.sort(x)
    into = bin_of(values / 1e-2)
    counts = np.bincount(into, minlength=BINS)
    sums = np.bincount(into, values, BINS)
    at = values[int(np.ceil(level * len(x) - 1e-9)) - 1]
    assert quantile(counts, sums, level) == pytest.approx(at, rel=0.011)
    worst = (1 - level) * len(x)
    whole = int(worst + 1e-9)
    rest = values[len(x) - whole - 1] * (worst - whole) if whole < len(x) else 0.0
    exact = (values[len(x) - whole :].sum() + rest) / worst
    assert tail_mean(counts, sums, level) == pytest.approx(exact, rel=0.011)


def test_bins_follow_each_other() -> None:
    """A larger loss never lies in an earlier bin; what is far out lies in the last."""
    x = np.geomspace(1e-3, 1e12, 10_000)
    assert all(a <= b for a, b in pairwise(bin_of(x)))
    assert (bin_of(x)[0], bin_of(x)[-1]) == (0, BINS - 1)
