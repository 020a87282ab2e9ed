"""The cases of past ladders keep to the dates, counts and conditions that are on record."""

from datetime import date

import pytest

from detente.case import Case
from detente.case.measures import frees_people

DATED = ("belarus2008", "belarus2015", "gaza2025")


def before(case: Case) -> dict[str, set[str]]:
    """By lot, all that must come before it, directly or not; lots of one step share theirs."""
    deal = case.exchange()
    direct = {lot.name: {a for a, b in deal.after if b == lot.name} for lot in deal.lots}
    for group in deal.together:
        shared = set().union(*(direct[name] for name in group))
        direct.update(dict.fromkeys(group, shared))
    groups = {name: set(group) for group in deal.together for name in group}

    def reach(name: str, seen: set[str]) -> set[str]:
        for first in direct[name]:
            if first not in seen:
                seen |= groups.get(first, {first})
                reach(first, seen)
        return seen

    return {name: reach(name, set()) for name in direct}


@pytest.mark.parametrize("name", DATED)
def test_dated_restraint_follows_the_calendar(name: str) -> None:
    """Of two lots with a first day, the giver's earlier one comes first."""
    case = Case.load(name)
    earlier = before(case)
    days = {
        lot: part.own.not_before
        for lot, part in case.lots.items()
        if part.own and part.own.not_before and lot in earlier
    }
    for one, first in days.items():
        for other, then in days.items():
            if first < then and case.lots[one].measure_id == case.lots[other].measure_id:
                assert one in earlier[other], (one, other)


def test_gaza_counts_people_and_names_nobody() -> None:
    """33 on seven agreed days; each exchange is one step, aid and patients stand outside."""
    case = Case.load("gaza2025")
    lots = [lot for lot in case.lots.values() if lot.measure_id == "hostages"]
    assert [lot.quantity for lot in lots] == [3, 4, 3, 3, 3, 3, 14]
    assert sum(lot.quantity for lot in lots) == case.form.measures["hostages"].quantity == 33
    assert {tuple(sorted(group)) for group in case.exchange().together} == {
        (f"hostages.{lot.lot_id}", f"prisoners.{lot.lot_id}") for lot in lots
    }
    assert case.form.measures["aid"].unconditional
    assert case.form.measures["patients"].unconditional


@pytest.mark.parametrize(
    ("name", "measures"),
    [
        ("belarus2008", {"release"}),
        ("belarus2015", {"release"}),
        ("gaza2025", {"hostages", "prisoners"}),
    ],
)
def test_freedom_given_is_not_taken_back(name: str, measures: set[str]) -> None:
    """Measures that free people are recognised, and nothing of them is lost or recovered."""
    case = Case.load(name)
    assert {id_ for id_, one in case.form.measures.items() if frees_people(one)} == measures
    for lot in case.exchange().lots:
        if case.lots[lot.name].measure_id in measures:
            assert lot.recovered == 0
            assert {lot.lost_to(who) for who in lot.value} == {0}


def test_the_escrow_pays_when_the_law_is_there() -> None:
    """Deposit and payout make up the anchor of 10; until the payout the money comes back."""
    case = Case.load("sudan2020")
    lots = {lot.name: lot for lot in case.exchange().lots}
    assert lots["deposit"].cost + lots["payout"].cost == pytest.approx(10)
    assert (lots["deposit"].recovered, lots["payout"].recovered) == (0.95, 0)
    assert [set(group) for group in case.exchange().together] == [{"payout", "immunity"}]
    assert case.form.measures["removal"].lead.mode == 45


def test_the_first_step_of_1963_waits_for_nobody() -> None:
    """The speech was given alone; words and the pause in tests answer it."""
    case = Case.load("hotline1963")
    earlier = before(case)
    assert earlier["speech"] == set()
    assert all("speech" in earlier[lot] for lot in ("printed", "jamming", "pause_su.1"))


def test_the_escrow_of_libya_has_a_term_and_three_acts() -> None:
    """2,700 million in three payouts, each one step with its act; eight months, or prolonged."""
    case = Case.load("libya")
    escrow = case.form.measures["compensation"]
    assert "escrow" in escrow.tags
    assert sum(lot.quantity for lot in escrow.lots.values()) == escrow.quantity == 2700
    assert {tuple(sorted(group)) for group in case.exchange().together} == {
        ("compensation.un", "un_lifting"),
        ("compensation.us", "emergency_end"),
        ("compensation.list", "delisting"),
    }
    assert escrow.term is not None
    assert escrow.term.renewed is not None
    due = {escrow.lots[lot].deadline for lot in ("us", "list")}
    assert due == {date(2004, 4, 14)}
    assert escrow.term.lasts.mode == (due.pop() - case.form.as_of).days


@pytest.mark.parametrize(
    ("name", "day", "result"),
    [
        ("libya", date(2003, 8, 14), "held"),
        ("dprk", date(2007, 2, 13), "broke"),
        ("jcpoa", date(2015, 10, 18), "undone"),
        ("myanmar", date(2012, 1, 12), "held"),
        ("jpoa", date(2014, 1, 19), "held"),
        ("sudan", date(2016, 7, 4), "held"),
        ("belarus2008", date(2008, 8, 1), "broke"),
        ("belarus2015", date(2015, 8, 1), "broke"),
        ("sudan2020", date(2020, 10, 18), "held"),
        ("hotline1963", date(1963, 6, 9), "held"),
        ("gaza2025", date(2025, 1, 18), "undone"),
    ],
)
def test_each_is_seen_from_its_eve(name: str, day: date, result: str) -> None:
    """The day it is seen from, and what became of it."""
    form = Case.load(name).form
    assert (form.as_of, form.outcome.result) == (day, result)
