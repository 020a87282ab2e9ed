"""Imperfect verification against the expectation over every outcome of every check."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st

from detente.exchange import (
    Check,
    Deposit,
    Exchange,
    InvalidLadder,
    Lot,
    NotFinite,
    ShareOutOfRange,
    UnknownLot,
    alarmed,
    certify,
    deterred,
    needed_detection,
)
from tests.planning.deals import deals

SHARES = st.integers(0, 10).map(lambda k: k / 10)
DEAL = Exchange(
    ["A", "B"],
    [Lot("L1", "A", 2, {"B": 5}), Lot("P1", "B", 2, {"A": 4})],
    stakes={"A": 1.0, "B": 3.0},
)


def on(deal: Exchange, who: str, names: set[str], seeming: str | None = None) -> float:
    """What breaks down to once `names` are delivered, one of them only in appearance."""
    total = sum(d.amount for d in deal.deposits if d.holder == who)
    for lot in deal.lots:
        if lot.name in names and lot.name != seeming:
            if lot.giver == who:
                total -= (1 - lot.recovered) * lot.cost
            else:
                total += (1 - lot.lost_to(who)) * lot.value.get(who, 0.0)
    return total


def worth(deal: Exchange, who: str) -> float:
    """The gain of completing, from the definition."""
    return sum(-x.cost if x.giver == who else x.value.get(who, 0.0) for x in deal.lots)


def stake(deal: Exchange, who: str) -> float:
    """What a walk-out, or what is taken for one, costs before completion."""
    return deal.stakes.get(who, 0.0) + sum(d.amount for d in deal.deposits if d.party == who)


def mean(chance: float, if_so: float, if_not: float) -> float:
    """The expectation of two outcomes."""
    return chance * if_so + (1 - chance) * if_not


@settings(max_examples=300, deadline=None)
@given(deals(4), st.data())
def test_deterred_says_which_of_two_expectations_is_larger(
    deal: Exchange, data: st.DataObject
) -> None:
    """Delivering beats seeming to, outcome by outcome of the check, exactly where it says so."""
    steps = steps_of(deal, data)
    checks = {x.name: Check(data.draw(SHARES), data.draw(SHARES)) for x in deal.lots}
    days = sorted(data.draw(st.lists(st.integers(0, 9), min_size=len(steps), max_size=len(steps))))
    checks = {n: replace(c, lag=data.draw(st.integers(0, 5))) for n, c in checks.items()}
    waits = data.draw(st.booleans())
    lots = {lot.name: lot for lot in deal.lots}
    for watch in deterred(deal, steps, checks, None if waits else days):
        lot, check, who = lots[watch.lot], checks[watch.lot], watch.giver
        on_day = days[watch.step - 1] + check.lag
        there = {
            name
            for k, (step, day) in enumerate(zip(steps, days, strict=True), 1)
            for name in step
            if k <= watch.step or (not waits and day < on_day)
        }
        end = worth(deal, who)
        found_out = on(deal, who, there, watch.lot) - stake(deal, who)
        blamed = on(deal, who, there) - stake(deal, who)

        unseen = end + lot.cost
        delivers = mean(check.false_alarm, blamed, end)
        difference = delivers - mean(check.detection, found_out, unseen)
        if abs(difference) > 1e-9 and (lot.cost or watch.margin >= 0):
            better = check.detection > check.false_alarm or (lot.cost == 0 and watch.margin >= 0)
            assert watch.deterred == (difference > 0 and better)
        if watch.needed is not None:
            assert 0 <= watch.needed <= 1
            assert delivers == pytest.approx(mean(watch.needed, found_out, unseen))
        elif lot.cost:
            assert found_out > delivers - 1e-9 or check.false_alarm == 1


@settings(max_examples=200, deadline=None)
@given(deals(4), st.data())
def test_false_alarms_cost_what_all_outcomes_cost_on_average(
    deal: Exchange, data: st.DataObject
) -> None:
    """What continuing is worth equals the mean over every pattern of alarms."""
    steps = steps_of(deal, data)
    checks = {
        x.name: Check(1.0, data.draw(SHARES), data.draw(st.integers(0, 3))) for x in deal.lots
    }
    days = list(range(len(steps)))
    late = {x.name: data.draw(st.booleans()) for x in deal.lots}
    checks = {n: replace(c, lag=c.lag if late[n] else 0.0) for n, c in checks.items()}
    found = alarmed(deal, steps, checks, days)
    names = [x.name for x in deal.lots]
    giver = {x.name: x.giver for x in deal.lots}
    answered = {
        name: max(k, sum(day < k - 1 + checks[name].lag for day in days))
        for k, step in enumerate(steps, 1)
        for name in step
    }
    for who in deal.parties:
        average = completes = 0.0
        for pattern in product([False, True], repeat=len(names)):
            raised = [name for name, alarm in zip(names, pattern, strict=True) if alarm]
            chance = float(
                np.prod([checks[n].false_alarm if n in raised else 1 - checks[n].false_alarm
                         for n in names])
            )  # fmt: skip
            if not raised:
                completes += chance
                average += chance * worth(deal, who)
                continue
            first = min(answered[name] for name in raised)
            there = {name for step in steps[:first] for name in step}
            blamed = any(giver[n] == who for n in raised if answered[n] == first)
            average += chance * (on(deal, who, there) - blamed * stake(deal, who))
        assert found.continuing[who][0] == pytest.approx(average)
        assert found.completes == pytest.approx(completes)


@settings(max_examples=100, deadline=None)
@given(deals(5), st.data())
def test_without_false_alarms_the_margins_are_those_of_the_certificate(
    deal: Exchange, data: st.DataObject
) -> None:
    """Checks that never err take nothing, and leave each prefix as the kernel has it."""
    steps = steps_of(deal, data)
    deal = replace(deal, sequential=False)
    found = alarmed(deal, steps, {})
    assert found.completes == 1
    for row in certify(deal, steps).rows:
        assert found.margins[row.party][row.prefix] == pytest.approx(row.margin)
    assert all(watch.alarm_loss == pytest.approx(0) for watch in deterred(deal, steps, {}))


def test_what_is_seen_at_once_is_deterred_in_a_self_enforcing_ladder() -> None:
    """A walk-out that does not pay does not pay in disguise either: needed is c / (m + c)."""
    watch, last = deterred(DEAL, ["P1", "L1"], {})
    assert (watch.margin, watch.needed) == (6.0, 2 / 8)
    assert watch.deterred
    # A keeps 4 of its gain of 2 and has 1 to lose: it would rather be found out not giving.
    assert (last.margin, last.needed, last.deterred) == (-1.0, None, False)
    assert last.answer_by is None


@pytest.mark.parametrize(
    ("cost", "alarm", "margin", "needed"),
    [
        (2.0, 0.1, 6.0, 0.1 + 2 * 0.95 / 8),  # half of the cost comes back after a false alarm
        (0.5, 0.0, 0.1, 0.5 / 0.6),
        (0.5, 0.2, 0.0, None),  # more than certain: .2 + .9
        (0.5, 0.0, 0.0, 1.0),  # nothing but certainty
        (2.0, 0.1, -1.5, None),
        (2.0, 0.1, -2.0, None),  # nothing to lose by being found out
        (2.0, 1.0, 6.0, None),  # every delivery is taken for a breach
        (0.0, 0.3, 0.0, 0.3),  # a free lot: as good as delivered
        (0.0, 0.3, 0.5, 0.3),
        (0.0, 0.3, -0.5, None),
    ],
)
def test_needed_detection_by_hand(cost, alarm, margin, needed) -> None:
    """The formula, and the places where no detection deters."""
    lot = Lot("x", "A", cost, {"B": 1}, recovered=0.5)
    assert needed_detection(lot, Check(1.0, alarm), margin) == pytest.approx(needed)


def test_a_simulated_giver_does_what_the_record_says() -> None:
    """Drawn at random, delivery pays above the detection that deters, and not below it."""
    random = np.random.default_rng(0)
    lot, alarm, draws = DEAL.lots[1], 0.1, 400_000
    needed = needed_detection(lot, Check(1.0, alarm), 6.0)
    assert needed == pytest.approx(0.1 + 2 / 8)
    honest = np.where(random.random(draws) < alarm, -2.0 - 3.0, 3.0).mean()
    for detection, pays in ((needed - 0.03, False), (needed + 0.03, True)):
        seen = random.random(draws) < detection
        assert (honest > np.where(seen, -3.0, 5.0).mean()) == pays


def test_the_answer_must_be_in_before_too_much_has_been_given() -> None:
    """While a check runs the others go on giving, until being found out no longer hurts."""
    lots = [
        Lot("act", "A", 2, {"B": 9}),
        *(Lot(f"pay{k}", "B", 1, {"A": 2}) for k in range(3)),
    ]
    deal = Exchange(["A", "B"], lots)
    order = ["act", "pay0", "pay1", "pay2"]
    watch = deterred(deal, order, {"act": Check(0.6)})[0]
    assert watch.deterred  # margin 4: a third would do
    assert watch.needed == pytest.approx(2 / 6)
    assert watch.answer_by == 2  # after pay0 margin 2, a half would do; after pay1 none less than 1
    late = deterred(deal, order, {"act": Check(0.6, lag=2.5)}, days=[0, 1, 2, 3])[0]
    assert late.answered == 3
    assert not late.deterred
    assert late.needed == pytest.approx(1.0)


def test_deposits_stand_until_the_last_check_has_its_answer() -> None:
    """The last lot is held by the deposit too, which comes back after its check."""
    lots = [Lot("L1", "A", 2, {"B": 5}), Lot("P1", "B", 2, {"A": 4})]
    deal = Exchange(["A", "B"], lots, deposits=[Deposit("A", 2.0)])
    last = deterred(deal, ["P1", "L1"], {"L1": Check(0.99)})[-1]
    assert (last.margin, last.needed) == (0.0, 1.0)
    assert not last.deterred


@given(SHARES, SHARES, st.floats(0.1, 5), st.floats(0, 50))
def test_no_check_deters_that_sees_no_more_breaches_than_it_invents(
    detection: float, alarm: float, cost: float, room: float
) -> None:
    """Where detection is at most the false alarm, covert non-delivery always pays."""
    assume(detection <= alarm)
    lots = [Lot("L1", "A", cost, {"B": 5}, recovered=1.0), Lot("P1", "B", 2, {"A": 9})]
    deal = Exchange(["A", "B"], lots, stakes={"A": room})
    assert not deterred(deal, ["L1", "P1"], {"L1": Check(detection, alarm)})[0].deterred


def test_wrong_checks_are_refused() -> None:
    """Each fault is told with its place."""
    with pytest.raises(ShareOutOfRange, match="check: detection must lie between 0 and 1"):
        Check(1.2)
    with pytest.raises(NotFinite, match="check: lag"):
        Check(lag=float("nan"))
    with pytest.raises(UnknownLot, match="did you mean 'L1'"):
        deterred(DEAL, ["P1", "L1"], {"L11": Check()})
    for days in ([1.0], [2.0, 1.0]):
        with pytest.raises(InvalidLadder, match="one is needed for each step"):
            alarmed(DEAL, ["P1", "L1"], {}, days)


def steps_of(deal: Exchange, data: st.DataObject) -> list[tuple[str, ...]]:
    """Some order of the deal's steps that its precedences allow."""
    group_of = {name: tuple(group) for group in deal.together for name in group}
    steps = list(dict.fromkeys(group_of.get(x.name, (x.name,)) for x in deal.lots))
    done: list[tuple[str, ...]] = []
    while steps:
        waiting = {then for first, then in deal.after if not any(first in s for s in done)}
        ready = [s for s in steps if not set(s) & waiting]
        step = data.draw(st.sampled_from(ready))
        steps.remove(step)
        done.append(step)
    return done
