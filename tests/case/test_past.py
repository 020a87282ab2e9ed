"""Libya, North Korea, the JCPOA and Myanmar keep to the terms and dates that were agreed."""

from datetime import date

import pytest

from detente.case import Case
from detente.case.case import LIBRARY
from detente.case.measures import frees_people

PAST = ("libya", "dprk", "jcpoa", "myanmar")


@pytest.fixture(params=PAST)
def past(request) -> Case:
    """Each of the four in turn."""
    return Case.load(request.param)


def before(case: Case, lot: str) -> set[str]:
    """Every lot that must have come before this one."""
    after = case.exchange().after
    found: set[str] = set()
    ahead = {lot}
    while ahead:
        ahead = {first for first, then in after if then in ahead} - found
        found |= ahead
    return found


def test_every_number_has_both_a_reason_and_a_source(past: Case) -> None:
    """In English and Russian, its own or that of the block around it."""
    bare = [n.path for n in past.numbers if not (n.why and n.why.ru and n.sources)]
    assert bare == []


def test_everybody_has_an_anchor_and_a_line(past: Case) -> None:
    """Points mean something for each party, and there is something delivered before."""
    assert all(party.anchor for party in past.form.parties.values())
    assert any(party.red_lines for party in past.form.parties.values())
    assert past.form.already


def test_it_reads_in_one_sitting(past: Case) -> None:
    """At most 500 lines."""
    text = (LIBRARY / past.document.file).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 500


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("libya", date(2003, 8, 14)),  # the eve of the letter
        ("dprk", date(2007, 2, 13)),  # the day of the initial actions
        ("jcpoa", date(2015, 10, 18)),  # Adoption Day
        ("myanmar", date(2012, 1, 12)),  # the eve of the large release
    ],
)
def test_it_is_seen_from_its_beginning(name: str, day: date) -> None:
    """Nothing dated later is used."""
    case = Case.load(name)
    assert case.form.as_of == day
    assert max(done.date for done in case.form.already) <= day.isoformat()


def test_each_instalment_of_libya_leaves_the_escrow_with_its_act() -> None:
    """4, 4 and 2 million for 270 families: with the UN's, the American, and the list's step."""
    case = Case.load("libya")
    groups = {frozenset(group) for group in case.exchange().together}
    acts = {"un": "un_lifting", "us": "emergency_end", "list": "delisting"}
    assert groups == {frozenset((f"compensation.{lot}", act)) for lot, act in acts.items()}
    assert case.form.measures["compensation"].quantity == 270 * 10
    weapons = {"nuclear.designs", "nuclear.rest", "missiles", "inspection"}
    assert weapons <= before(case, "emergency_end")


def test_fuel_of_the_five_is_a_million_tons_less_the_share_of_japan() -> None:
    """200 American and 600 of three others, 50 of it first; the fifth fifth has no giver."""
    measures = Case.load("dprk").form.measures
    tons = [measures[name].quantity for name in ("fuel_us", "fuel_first", "fuel")]
    assert tons == [200, 50, 550]
    due = measures["shutdown"].deadline
    assert due is not None
    assert (due - date(2007, 2, 13)).days == 60
    assert measures["sampling"].option  # verification was left for later


def test_relief_of_the_jcpoa_comes_in_one_act_after_the_work() -> None:
    """American, European and United Nations relief form one step; Iran's own work is before it."""
    case = Case.load("jcpoa")
    (act,) = case.exchange().together
    assert {case.lots[name].measure.giver for name in act} == {"us", "others"}
    assert {"secondary.oil", "secondary.banks", "funds", "eu_lift", "un_lift"} == set(act)
    work = {"centrifuges.natanz", "centrifuges.fordow", "stock", "arak", "access"}
    assert all(work <= before(case, name) for name in act)


def test_freedom_given_in_myanmar_is_not_taken_back() -> None:
    """Whoever grants a release recovers nothing of it; that of the ill is never bargained over."""
    case = Case.load("myanmar")
    freed = {id_: m for id_, m in case.form.measures.items() if frees_people(m)}
    assert set(freed) == {"ill_prisoners", "releases"}
    assert freed["ill_prisoners"].unconditional
    lots = [lot for lot in case.exchange().lots if lot.name.startswith("releases")]
    assert [lot.recovered for lot in lots] == [0, 0, 0]
