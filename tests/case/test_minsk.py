"""The case of Washington and Minsk agrees with its outline."""

import pytest

from detente.case import Case
from detente.exchange import certify, gain


@pytest.fixture(scope="module")
def minsk() -> Case:
    """The bundled case."""
    return Case.load("minsk")


def test_it_has_the_lots_of_its_outline(minsk: Case) -> None:
    """24 lots in the plan: 14 by Minsk, 10 by Washington; three options, two unconditional."""
    givers = [lot.giver for lot in minsk.exchange().lots]
    assert (givers.count("by"), givers.count("us")) == (14, 10)
    measures = minsk.form.measures
    assert [m for m in measures if measures[m].option] == [
        "missiles_hold", "bank_licence", "potash_delisting",
    ]  # fmt: skip
    assert [m for m in measures if measures[m].unconditional] == [
        "releases_ill", "humanitarian_licences",
    ]  # fmt: skip


def test_its_gains_at_the_modes(minsk: Case) -> None:
    """Face value times uptake, less costs: 47 for Washington, 14.35 for Minsk."""
    exchange = minsk.exchange()
    assert gain(exchange, "us") == pytest.approx(47.0)
    assert gain(exchange, "by") == pytest.approx(14.35)


def test_what_completion_leaves_open(minsk: Case) -> None:
    """Once all is given Washington is tempted by about 12.5 and Minsk is exposed by 21."""
    exchange = minsk.exchange()
    order = [lot.name for lot in exchange.lots if lot.name != "nuclear_statement"]
    rows = certify(exchange, [*order, "nuclear_statement"]).rows
    last = {row.party: row for row in rows if row.prefix == 24}
    assert last["us"].temptation == pytest.approx(12.54)
    assert last["by"].exposure == pytest.approx(21.045)
    assert last["by"].temptation < 0


def test_stakes_and_caps(minsk: Case) -> None:
    """Stakes at the modes and caps are those of the outline."""
    exchange = minsk.exchange()
    assert dict(exchange.stakes) == {"us": 14.0, "by": 6.0}
    assert dict(exchange.caps) == {"us": 15.0, "by": 30.0}


def test_precedence(minsk: Case) -> None:
    """Delistings follow licences, the meeting the prominent, the statement the crisis line."""
    assert set(minsk.exchange(options=["potash_delisting"]).after) == {
        ("belavia_licence", "belavia_delisting"),
        ("potash_licence.1", "potash_delisting"),
        ("potash_licence.2", "potash_delisting"),
        ("releases_prominent.1", "leader_meeting"),
        ("releases_prominent.2", "leader_meeting"),
        ("crisis_line", "nuclear_statement"),
        ("consular.first", "consular.second"),
    }


def test_equal_lots_stay_equal(minsk: Case) -> None:
    """The three waves are interchangeable for the planner."""
    lots = [lot for lot in minsk.exchange().lots if lot.name.startswith("releases_waves")]
    effects = {
        (lot.cost, tuple(lot.value.items()), lot.recovered, lot.lost_to("us")) for lot in lots
    }
    assert (len(lots), len(effects)) == (3, 1)


@pytest.mark.parametrize(
    ("audience", "lot", "low", "mode", "high"),
    [
        ("ru", "territory_limits", -15, -8, -3),
        ("ru", "nuclear_statement", -12, -6, 0),
        ("ru", "potash_licence.1", -6, -2, 2),
        ("ua", "territory_limits", 10, 18, 30),
        ("ua", "leader_meeting", -8, -3, 2),
        ("eub", "border_order.1", 5, 9, 14),
        ("eub", "exercise_transparency", 3, 6, 10),
        ("eub", "nuclear_statement", 4, 8, 13),
        ("eub", "potash_licence.2", -8, -4, 0),
        ("det", "releases_prominent.1", 10, 15, 20),
        ("det", "leader_meeting", -10, -5, 0),
        ("con", "releases_foreign_press.1", 3, 5, 8),
        ("con", "leader_meeting", -6, 0, 6),
    ],
)
def test_what_audiences_feel(minsk: Case, audience, lot, low, mode, high) -> None:
    """Effects on those who only watch are those of the outline, per lot."""
    for point, expected in (("low", low), ("mode", mode), ("high", high)):
        found = next(one for one in minsk.exchange(point).lots if one.name == lot)
        assert found.value[audience] == expected


def test_nothing_in_it_is_hindsight(minsk: Case) -> None:
    """Nothing dated after 16 August 2025 is used."""
    assert "hindsight" not in {finding.code for finding in minsk.findings()}
    assert max(done.date for done in minsk.form.already) == "2025-08-15"
    dates = [source.date for source in minsk.form.sources.values() if source.date]
    assert max(dates) <= "2025-08-16"


def test_releases_are_called_humanitarian(minsk: Case) -> None:
    """Minsk's red line on words holds for the case itself, in both languages."""
    for id_, measure in minsk.form.measures.items():
        if id_.startswith("releases_"):
            assert "humanitarian" in measure.name["en"].lower()
            assert "гуманитарн" in measure.name["ru"].lower()


def test_every_value_to_a_party_serves_a_motive(minsk: Case) -> None:
    """Each lot leads from a motive of its receiver, wholly, to its value."""
    options = [id_ for id_, measure in minsk.form.measures.items() if measure.option]
    for lot in minsk.exchange(options=options).lots:
        for who in set(lot.value) & set(minsk.form.parties):
            served = sum(minsk.motives(lot.name)[who].values())
            assert served == pytest.approx(lot.value[who]), lot.name
