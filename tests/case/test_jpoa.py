"""The case of the Joint Plan of Action keeps to the dates, sums and conditions agreed then."""

from datetime import date

import pytest

from detente.case import Case


@pytest.fixture(scope="module")
def jpoa() -> Case:
    """The bundled case."""
    return Case.load("jpoa")


def test_it_is_seen_from_the_eve_of_its_first_day(jpoa: Case) -> None:
    """The plan came into force on 20 January 2014; nothing in the case is known from later."""
    assert jpoa.form.as_of == date(2014, 1, 19)
    assert jpoa.form.measures["enrichment_stop"].deadline == date(2014, 1, 20)
    assert max(done.date for done in jpoa.form.already) < "2014-01-19"


def test_the_eight_instalments(jpoa: Case) -> None:
    """Their dates and sums are those of the timetable, 4,200 million dollars in all."""
    lots = [lot for lot in jpoa.lots.values() if lot.measure_id == "held_funds"]
    timetable = {lot.own.not_before: lot.quantity for lot in lots if lot.own}
    assert timetable == {
        date(2014, 2, 1): 550,
        date(2014, 3, 1): 450,
        date(2014, 3, 7): 550,
        date(2014, 4, 10): 550,
        date(2014, 4, 15): 450,
        date(2014, 5, 14): 550,
        date(2014, 6, 17): 550,
        date(2014, 7, 20): 550,
    }
    assert sum(timetable.values()) == jpoa.form.measures["held_funds"].quantity == 4200


def test_two_instalments_wait_for_the_dilution(jpoa: Case) -> None:
    """450 million follow each half of it, which is due by the day of the instalment."""
    before = {then: first for first, then in jpoa.exchange().after if first.startswith("dilution")}
    assert before["held_funds.mar_1"] == "dilution.first"
    assert before["held_funds.apr_10"] == "dilution.second"  # so before that of 15 April too
    due = [jpoa.lots[f"dilution.{half}"].own.deadline for half in ("first", "second")]
    assert due == [date(2014, 3, 1), date(2014, 4, 15)]


def test_dated_lots_follow_the_calendar(jpoa: Case) -> None:
    """Of two lots with a day before which they cannot come, the earlier has to come first."""
    exchange = jpoa.exchange()
    direct = {lot.name: {a for a, b in exchange.after if b == lot.name} for lot in exchange.lots}

    def before(name: str) -> set[str]:
        return direct[name].union(*(before(first) for first in direct[name]))

    def day(name: str) -> date | None:
        lot = jpoa.lots[name]
        return (lot.own and lot.own.not_before) or lot.measure.not_before

    dated = [name for name in direct if day(name)]
    for first in dated:
        for then in dated:
            if day(first) < day(then):
                assert first in before(then), (first, then)


def test_amounts_of_money_and_of_the_stock_follow_the_anchors(jpoa: Case) -> None:
    """10 points are 550 million dollars for Iran, and the whole dilution for the six."""
    lots = {lot.name: lot for lot in jpoa.exchange("high").lots}
    arriving = [lots[name].value["iran"] for name in lots if name.startswith("held_funds")]
    assert sum(arriving) == pytest.approx(10 * 4200 / 550, rel=0.01)
    assert sum(lots[f"dilution.{half}"].value["six"] for half in ("first", "second")) == 10


def test_trade_sanctions_are_suspended_in_one_act_until_the_end_of_the_term(jpoa: Case) -> None:
    """The three suspensions form one step, and expire on 20 July 2014."""
    (together,) = jpoa.exchange().together
    assert {name.partition(".")[0] for name in together} == {"suspensions"}
    assert len(together) == 3
    assert jpoa.form.measures["suspensions"].term.expires == date(2014, 7, 20)
