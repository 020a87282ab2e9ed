"""Does a ladder hold over draws: closed forms, brute force, and what is refused."""

import pickle
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

import detente as dt
from detente.case import Case
from detente.exchange import InvalidLadder, certify
from detente.planning import plan
from detente.uncertainty.values.draws import MOST_DRAWS
from detente.uncertainty.values.stressing import NEEDED, stress, stress_plan
from detente.uncertainty.work import threads
from tests.uncertainty.stress_cases import LADDER, loose, swap

UNIFORM = "{low: 0, high: 16}"


@pytest.mark.parametrize(
    ("stake", "cost", "recovered", "expected"),
    [
        # T at completion is recovered·cost; R uniform on [0, 16]: P(R >= T) = 1 - E[T]/16.
        (UNIFORM, "10", ".8", 1 - 8 / 16),
        (UNIFORM, "{low: 5, high: 15}", ".8", 1 - 8 / 16),
        (UNIFORM, "{low: 5, high: 15}", "{low: 0, high: 1}", 1 - 5 / 16),
        # Both uniform on [0, 1] and scaled: P(R >= c r) with R = 10 u: 1 - E[cr]/10.
        ("{low: 0, high: 10}", "10", "{low: 0, high: 1}", 1 / 2),
        # A sure stake: P(c r <= 4), c = 10, r uniform.
        ("4", "10", "{low: 0, high: 1}", 0.4),
        ("4", "10", ".3", 1.0),
        ("4", "10", ".5", 0.0),
    ],
)
def test_one_step_with_a_uniform_stake_against_the_integral(
    stake: str, cost: str, recovered: str, expected: float
) -> None:
    """P(holds) is the integral of P(R >= T), within four standard errors."""
    found = stress(swap(stake, cost, recovered), [("licence", "release")], draws=100_000, seed=1)
    error = np.sqrt(expected * (1 - expected) / 100_000)
    assert found.hold_probability == pytest.approx(expected, abs=4 * error)
    assert found.error == pytest.approx(error, rel=0.1)
    low, high = found.interval
    assert low <= found.hold_probability <= high


def test_correlation_changes_the_joint_probability() -> None:
    """Stake and temptation that move as one hold always or half the time; apart, in between.

    T = 10 r, R = 10 u: with r = u almost surely (rho .999999) the two differ by rounding only, so
    the stake is put a little higher; against each other P(u >= 1 - u) = 1/2, as if independent.
    """
    paths = "[parties.a.stake.reputation, measures.licence.revocability.recovered]"
    tail = "correlated:\n  both: {{of: {}, rho: {}}}\n"
    one = ("{low: 1, high: 11}", "10", "{low: 0, high: 1}")
    as_one = swap(*one, tail=tail.format(paths, 0.999999))
    against = swap(*one, tail=tail.format(paths, -0.999999))
    steps = [("licence", "release")]
    assert stress(as_one, steps, 20_000).hold_probability == 1.0
    # 1 + 10 u >= 10 (1 - u) for u >= .45; independent: 1 - .9²/2.
    assert stress(against, steps, 20_000).hold_probability == pytest.approx(0.55, abs=0.015)
    assert stress(swap(*one), steps, 20_000).hold_probability == pytest.approx(0.595, abs=0.015)


def test_agrees_with_certifying_every_draw() -> None:
    """300 draws, each compiled to an exchange and certified: the same verdicts, the same places."""
    case, draws = loose(), 300
    plan_ = stress_plan(case, LADDER, draws, seed=8, options=["rail"], sequential=True)
    x = plan_.source.values(next(plan_.source.blocks(0, 0, draws)))
    held, first = 0, Counter[tuple[int, str, bool]]()
    lost: dict[str, list[float]] = {who: [] for who in ("a", "b", "c")}
    for n in range(draws):
        point = {number.path: x[s, n] for s, number in enumerate(plan_.formula.numbers, 2)}
        deal = replace(case.exchange(point, ["rail"]), sequential=True)
        certificate = dt.certify(deal, LADDER)
        held += certificate.self_enforcing
        for k in range(0, len(certificate.rows), 2):
            rows = (*certificate.rows[k : k + 2], certificate.audience_rows[k // 2])
            tempted = [(r.prefix, r.party, False) for r in rows if r.margin < -1e-7]
            over = [(r.prefix, r.party, True) for r in rows
                    if r.exposure > deal.caps.get(r.party, np.inf) + 1e-7]  # fmt: skip
            if tempted or over:
                first.update(tempted + over)
                for r in rows:
                    lost[r.party].append(r.exposure)
                break
    found = stress(case, LADDER, draws, seed=8, options=["rail"], sequential=True)
    assert 0 < held < draws
    assert found.hold_probability == held / draws
    assert {(b.step, b.party, b.cap): round(b.share * draws) for b in found.breaks} == first
    assert found.by_step[-1] == found.hold_probability
    assert found.by_step_intervals[-1] == found.interval
    for who, amounts in lost.items():
        assert found.losses[who].mean == pytest.approx(np.mean(amounts), abs=0.01)
        worst = np.sort(amounts)[::-1]
        n = len(worst) / 20
        tail = worst[: int(n)].sum() + (n - int(n)) * worst[int(n)]
        assert found.losses[who].cvar == pytest.approx(tail / n, abs=0.01)


def test_the_myopic_law_and_orders_with_the_same_guarantee() -> None:
    """P(holds) = P(R_i >= N_i for all i); two orders with the same N hold in the same draws.

    With values, costs and terms fixed, N is a number, and only the stakes are drawn.
    """
    case = dt.Case.parse("""
name: two
title: Two
as_of: 2025-08-16
parties:
  a: {name: A, stake: {reputation: {low: 0, high: 10}, why: x}}
  b: {name: B, stake: {reputation: {low: 0, high: 20}, why: x}}
measures:
  x: {name: X, giver: a, lots: 2, cost: 4, value: {b: 7}, why: x}
  y: {name: Y, giver: b, lots: 2, cost: 5, value: {a: 6}, why: x}
""")
    deal = case.exchange()
    orders = (
        ("x.1", "y.1", "x.2", "y.2"),
        ("x.1", "x.2", "y.1", "y.2"),
        ("y.1", "x.1", "y.2", "x.2"),
    )
    for order in orders:
        need = dt.certify(deal, order).guarantee
        expected = (1 - need["a"] / 10) * (1 - need["b"] / 20)
        found = stress(case, order, 40_000, seed=2)
        assert found.hold_probability == pytest.approx(expected, abs=0.01)
        for who in ("a", "b"):
            assert found.needed[who][0.5] == pytest.approx(need[who], abs=0.01)
    other = stress(case, ("x.2", "y.2", "x.1", "y.1"), 40_000, seed=2)
    assert other.hold_probability == stress(case, orders[0], 40_000, seed=2).hold_probability


def test_stakes_at_their_ends_and_what_would_do() -> None:
    """With the stake at its high the deal holds wherever the temptation is below it.

    T = 10 r with r uniform on [0, 1], stakes 2, 4, 6: P = .2, .4, .6; 80 % of T lie below 8.
    """
    found = stress(swap("{low: 2, mode: 4, high: 6}", "10", "{low: 0, high: 1}"),
                   [("licence", "release")], 50_000)  # fmt: skip
    for level, expected in (("low", 0.2), ("mode", 0.4), ("high", 0.6)):
        assert found.at_stakes[level] == pytest.approx(expected, abs=0.01)
    assert [found.needed["a"][q] for q in NEEDED] == pytest.approx([5, 8, 9, 9.5], abs=0.1)
    assert found.worth_signing == {"a": 1.0, "b": 1.0}
    assert not found.order_matters


def test_any_number_of_workers_gives_the_same_result() -> None:
    """One thread or two, and again after a pickle: the result is equal in every field."""
    case = dt.Case.load("minsk")
    ladder = plan(case.exchange())
    one, two = (stress(case, ladder, 150_000, seed=4, run=threads(w)) for w in (1, 2))
    assert one == two
    assert pickle.loads(pickle.dumps(one)) == one
    plan_ = stress_plan(case, ladder, 150_000)
    assert pickle.loads(pickle.dumps(plan_)).chunks == plan_.chunks == 3
    assert stress(case, ladder, 150_000, seed=5) != one


def test_progress_tells_every_draw() -> None:
    """What is told adds up to the draws asked for."""
    told: list[int] = []
    stress(swap(UNIFORM), [("licence", "release")], 70_000, progress=told.append)
    assert sum(told) == 70_000


@pytest.mark.parametrize(
    ("draws", "words"),
    [
        (0, "draws must be at least 1, not 0"),
        (-5, "draws must be at least 1, not -5"),
        (10**12, "draws must be at most 10,000,000,000"),
        (MOST_DRAWS + 1, "more would tell nothing more"),
        (1e5, "draws must be a whole number, not 100000.0"),
        (True, "draws must be a whole number"),
    ],
)
def test_draws_that_make_no_sense_are_refused_at_once(draws, words: str) -> None:
    """Nothing is drawn, or even compiled, before the number of draws is known to make sense."""
    with pytest.raises(ValueError, match=words):
        stress(None, [], draws)  # type: ignore[arg-type]  # the case is not looked at


def test_other_nonsense_is_refused() -> None:
    """A seed below 0, a ladder that does not fit, an option that is not there."""
    case, steps = swap(), [("licence", "release")]
    with pytest.raises(ValueError, match="seed must be at least 0"):
        stress(case, steps, 10, seed=-1)
    with pytest.raises(InvalidLadder, match="missing"):
        stress(case, [], 10)
    with pytest.raises(dt.DetenteError, match="no option 'rail'"):
        stress(case, steps, 10, options=["rail"])


def test_the_front_door() -> None:
    """`dt.stress` takes a case and the ladder that `dt.plan` gave."""
    case = dt.Case.load("minsk")
    found = dt.stress(case, dt.plan(case.exchange()), draws=20_000, seed=0)
    assert 0.5 < found.hold_probability < 0.65
    assert found.ceiling >= found.hold_probability


@pytest.mark.parametrize("rho", [0.0, 0.5, -0.8])
def test_stakes_that_move_together_suffice_together(rho: float) -> None:
    """The completion law for stakes that are not independent: their joint probability.

    A needs a stake of 3 and B one of 5, the medians of two normal ones, so that both suffice with
    probability 1/4 + asin(rho)/(2 pi) (Sheppard 1899); within 4.5 standard errors.
    """
    case = Case.parse(
        f"""
        name: pair
        title: Pair
        as_of: 2025-01-01
        parties:
          a: {{name: A, stake: {{reputation: {{low: 2, high: 4, dist: normal}}}}}}
          b: {{name: B, stake: {{reputation: {{low: 2, high: 8, dist: normal}}}}}}
        revocability:
          half: {{lost: .25, recovered: .8}}
        measures:
          x: {{name: X, giver: a, cost: 10, value: {{b: 20}}, revocability: half}}
          y: {{name: Y, giver: b, cost: 10, value: {{a: 20}}, revocability: half}}
        correlated:
          stakes: {{of: [parties.a.stake.reputation, parties.b.stake.reputation], rho: {rho}}}
        """
    )
    certificate = certify(case.exchange(), ["x", "y"])
    assert dict(certificate.guarantee) == pytest.approx({"a": 3.0, "b": 5.0})
    expected, draws = 0.25 + np.arcsin(rho) / (2 * np.pi), 200_000
    found = stress(case, ["x", "y"], draws).hold_probability
    assert found == pytest.approx(expected, abs=4.5 * (expected * (1 - expected) / draws) ** 0.5)
