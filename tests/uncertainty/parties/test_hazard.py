"""Where ladders break: the completion law, brute force, Monte Carlo, and pre-emption."""

import itertools
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from detente.case import Case
from detente.exchange import Exchange, Lot, certify
from detente.planning import plan
from detente.uncertainty.parties.bayes import posterior
from detente.uncertainty.parties.hazard import RULES, Stair, outlook, plans, replies, reply, stair
from detente.uncertainty.parties.types import Prior, Type, completion, priors
from tests.planning.deals import deals
from tests.uncertainty.sides import sure, two_types, uniform


def spread(party: str, stakes: np.ndarray) -> Prior:
    """A party of one type with these stakes."""
    return Prior(party, (Type("", sure(1.0), stakes, 1.0),), {})


def untested(of: dict[str, Prior]) -> dict:
    """What is believed before anything was seen."""
    return {who: posterior(prior, (), {}, "myopic") for who, prior in of.items()}


def lots(*effects: tuple[str, float, float]) -> Exchange:
    """A deal of A and B without snapback: (giver, cost, value to the other)."""
    return Exchange(
        ["A", "B"],
        [
            Lot(f"l{k}", giver, cost, {"B" if giver == "A" else "A": value})
            for k, (giver, cost, value) in enumerate(effects)
        ],
    )


# A's and B's lots of the oracle of section 3 (O3): 720 orders, few guarantees.
O3 = lots(("A", 1, 3), ("A", 2, 4), ("A", 4, 5), ("B", 1, 2), ("B", 2, 3), ("B", 4, 6))


def test_completion_depends_on_the_order_through_the_guarantee_only():
    """All orders with one guarantee complete with one probability: Π P(R_i >= N_i)."""
    believed = {"A": spread("A", uniform(0, 6, 60)), "B": spread("B", uniform(1, 4, 60))}
    now, seen = untested(believed), defaultdict(set)
    names = [lot.name for lot in O3.lots]
    for order in itertools.islice(itertools.permutations(names), 0, None, 7):
        guarantee = certify(O3, order).guarantee
        of = stair(O3, order)
        for rule in ("myopic", "strategic"):
            found = outlook(of, believed, now, rule).completes
            assert found == pytest.approx(completion(believed.values(), guarantee), abs=1e-9)
            seen[tuple(guarantee.values())].add(round(found, 9))
    assert len(seen) > 5
    assert all(len(values) == 1 for values in seen.values())


@pytest.mark.parametrize(("low", "high", "needed"), [(0.0, 4.0, 1.0), (2.0, 5.0, 4.5)])
def test_one_step_with_a_uniform_stake(low, high, needed):
    """A gives 2 for a lot worth 2 + needed: it is tempted by `needed` after it has received."""
    deal = lots(("B", 0, 2 + needed), ("A", needed, 9))
    believed = {"A": spread("A", uniform(low, high)), "B": spread("B", uniform(0, 1))}
    found = outlook(stair(deal, ["l0", "l1"]), believed, untested(believed), "myopic")
    expected = (high - needed) / (high - low)
    assert found.completes == pytest.approx(expected, abs=1e-3)
    assert found.hazard == pytest.approx([0, 1 - expected, 0], abs=1e-3)


def any_order(deal: Exchange) -> list[list[str]]:
    """Some steps that respect precedences and groups."""
    step_of = {name: tuple(group) for group in deal.together for name in group}
    waiting = {step_of.get(lot.name, (lot.name,)): None for lot in deal.lots}
    done: list[list[str]] = []
    while waiting:
        given_ = {name for step in done for name in step}
        step = next(
            step
            for step in waiting
            if all(a in given_ for a, b in deal.after if b in step and a not in step)
        )
        del waiting[step]
        done.append(list(step))
    return done


@given(deals(5), st.sampled_from(RULES))
@settings(max_examples=60)
def test_hazards_are_a_distribution(deal, rule):
    """Breaks and completion add up to one; surviving every hazard is completing."""
    ladder = any_order(deal)
    believed = {who: spread(who, uniform(0, 9, 20)) for who in deal.parties}
    found = outlook(stair(deal, ladder), believed, untested(believed), rule)
    assert found.breaks.sum() + found.completes == pytest.approx(1.0)
    assert np.prod(1 - found.hazard) == pytest.approx(found.completes, abs=1e-9)
    assert all(by.sum() <= 1 + 1e-9 for by in found.by.values())
    total = sum(by for by in found.by.values())
    assert np.all(total >= found.breaks - 1e-9)  # two may walk at once


@given(deals(5))
@settings(max_examples=60)
def test_a_stair_agrees_with_the_certificate(deal):
    """Its largest temptation is the guarantee, deposits apart; nobody with it walks."""
    steps = any_order(deal)
    of, certificate = stair(deal, steps), certify(deal, steps)
    for who in deal.parties:
        short = max(
            certificate.on_the_way[who] - (deal.stake(who) - deal.stakes.get(who, 0.0)),
            certificate.at_completion[who],
        )
        assert max(0.0, of.temptation[who].max()) == pytest.approx(max(0.0, short))
        enough = spread(who, np.array([max(0.0, short) + 1e-6]))
        for rule in ("myopic", "strategic"):
            found = plans(of, enough, posterior(enough, (), {}, "myopic"), rule)
            assert found[-1] == pytest.approx(1.0)


# --- against simulation and brute force ----------------------------------------------------------


@pytest.mark.parametrize("rule", ["myopic", "strategic"])
def test_simulated_parties_break_as_often(rule):
    """Parties drawn and walked through the ladder one by one break where the hazards say.

    20,000 walks; every frequency is within four standard errors.
    """
    order = ["l3", "l0", "l4", "l2", "l5", "l1"]
    certificate = certify(O3, order)
    rng = np.random.default_rng(1)
    believed = {"A": spread("A", uniform(0, 5, 500)), "B": spread("B", uniform(0, 3, 500))}
    walks, size = 20_000, len(order) + 1
    counted = np.zeros(size + 1)
    tempting = {w: [r.temptation for r in certificate.rows if r.party == w] for w in "AB"}
    for _ in range(walks):
        ends = [size]
        for who, most in (("A", 5.0), ("B", 3.0)):
            stake, tempts = rng.uniform(0, most), tempting[who]
            over = [k for k, t in enumerate(tempts) if t > stake]
            if over:
                ends.append(over[0] if rule == "myopic" else int(np.argmax(tempts)))
        counted[min(ends)] += 1
    found = outlook(stair(O3, order), believed, untested(believed), rule)
    expected = np.append(found.breaks, found.completes)
    error = np.sqrt(expected * (1 - expected) / walks)
    assert np.all(np.abs(counted / walks - expected) <= 4 * error + 1e-3)
    lost = {w: [r.exposure for r in certificate.rows if r.party == w] for w in "AB"}
    for who in "AB":
        mean = counted[:-1] @ np.array(lost[who]) / counted[:-1].sum()
        assert found.loss[who] == pytest.approx(mean, abs=0.1)


@st.composite
def stairs(draw) -> Stair:
    """Amounts of two parties at a few prefixes, whole numbers."""
    size = draw(st.integers(2, 4))
    amounts = st.lists(st.integers(-6, 6), min_size=size, max_size=size)
    keeps = {who: np.array([0, *draw(amounts)], float) for who in "AB"}
    gain = {who: float(draw(st.integers(0, 6))) for who in "AB"}
    tempted = {who: keeps[who] - gain[who] for who in "AB"}
    return Stair(keeps, tempted, gain, dict.fromkeys("AB", (0,) * (size + 1)), {"A": 0, "B": 0})


def worth(of: Stair, who: str, at: int, stake: float, others: np.ndarray) -> float:
    """Mean of what a plan brings: the definition, summed over when the other walks."""
    total = 0.0
    for end, chance in enumerate(others):
        if end < at:
            total += chance * of.keeps[who][end]
        elif at == of.prefixes:
            total += chance * of.gain[who]
        else:
            total += chance * (of.keeps[who][at] - (stake if at else 0.0))
    return total


@given(stairs(), st.integers(0, 5), st.data())
def test_a_reply_is_the_best_of_all_plans(of, stake, data):
    """Backward induction finds a plan that no other plan beats, by enumeration."""
    weights = st.lists(st.integers(0, 3), min_size=of.prefixes + 1, max_size=of.prefixes + 1)
    raw = np.array(data.draw(weights.filter(any)), float)
    others = raw / raw.sum()
    prior = spread("A", np.array([float(stake)]))
    found = reply(of, prior, posterior(prior, (), {}, "myopic"), others)
    brought = [worth(of, "A", at, stake, others) for at in range(of.prefixes + 1)]
    assert brought[int(np.argmax(found))] == pytest.approx(max(brought))


def test_against_one_who_completes_the_best_reply_is_the_best_moment():
    """Alone, waiting for the best moment is what a strategic party does anyway."""
    of = stair(O3, ["l3", "l0", "l4", "l2", "l5", "l1"])
    prior = spread("A", uniform(0, 5, 50))
    trust = np.eye(of.prefixes + 1)[-1]
    now = posterior(prior, (), {}, "myopic")
    alone = plans(of, prior, now, "strategic")
    assert reply(of, prior, now, trust) == pytest.approx(alone)


def test_fear_of_a_walk_out_at_the_end_unravels_a_ladder():
    """B, if an opportunist, walks before its last lot; A foresees it and may not begin.

    Completing brings A -3 + 2 - 3 + 7 = 3; if B withholds the 7, A is left with -4. Beginning is
    worth 3 s - 4 (1 - s), with s the probability that B is serious: above 0 from s = 4/7 on.
    """
    deal = lots(("A", 3, 6), ("B", 1, 2), ("A", 3, 6), ("B", 5, 7))
    order = ["l0", "l1", "l2", "l3"]
    of = stair(deal, order)
    for share, begins in ((0.3, False), (0.56, False), (0.59, True), (0.9, True)):
        believed = {"A": spread("A", np.array([50.0])), "B": two_types(share, party="B")}
        found = replies(of, believed, untested(believed))
        assert found.settled
        assert found.plans["A"][0] == pytest.approx(0.0 if begins else 1.0)
        myopic = outlook(of, believed, untested(believed), "strategic").completes
        wary = outlook(of, believed, untested(believed), "wary").completes
        assert myopic == pytest.approx(share)
        assert wary == pytest.approx(share if begins else 0.0)


def test_replies_that_rest_are_best_against_one_another():
    """In the bundled cases nobody can gain by another plan, when all else stays as it is."""
    for name in ("minsk", "sudan", "jpoa"):
        case = Case.load(name)
        deal = case.exchange()
        ladder = plan(deal)
        believed = priors(case)
        now = untested(believed)
        of = stair(deal, ladder.steps)
        found = replies(of, believed, now)
        assert found.settled
        for who, prior in believed.items():
            other = next(plan_ for w, plan_ in found.plans.items() if w != who)
            again = reply(of, prior, now[who], other)
            assert again == pytest.approx(found.plans[who], abs=1e-9)


def test_minsk_before_anything_is_tested():
    """The illustrative case: an opportunist in Washington has its best moment at the very end.

    So a strategic Minsk that believes in even odds would rather not begin.
    """
    case = Case.load("minsk")
    deal = case.exchange()
    of = stair(deal, plan(deal).steps)
    believed = priors(case)
    found = {rule: outlook(of, believed, untested(believed), rule) for rule in RULES}
    assert found["myopic"].completes == pytest.approx(0.36, abs=0.01)
    assert found["strategic"].completes == pytest.approx(found["myopic"].completes)
    assert found["strategic"].breaks[-1] == pytest.approx(1 - found["strategic"].completes)
    assert found["habitual"].completes == pytest.approx(0.25)
    assert found["wary"].breaks[0] == pytest.approx(1.0)
    assert found["strategic"].loss["by"] > found["myopic"].loss["by"] > 0


def test_a_habit_shows_at_the_first_lot():
    """Who never delivers walks before its first lot; who delivers half of the time, later too."""
    of = stair(O3, ["l3", "l0", "l4", "l2", "l5", "l1"])
    prior = two_types(0.5)
    now = posterior(prior, (), {}, "habitual")
    assert plans(of, prior, now, "habitual") == pytest.approx([0, 0.5, 0, 0, 0, 0, 0, 0.5])
    half = Prior("A", (prior.types[0], Type("idle", sure(0.5), np.zeros(1), 0.5)), {})
    assert plans(of, half, now, "habitual") == pytest.approx(
        [0, 0.25, 0, 0.125, 0, 0.0625, 0, 0.5625]
    )
    assert plans(of, half, now, "habitual", start=4) == pytest.approx(
        [0, 0, 0, 0, 0, 0.25, 0, 0.75]
    )
