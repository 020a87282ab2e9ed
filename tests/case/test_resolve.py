"""From ranges to the numbers of an exchange."""

import numpy as np
import pytest

from detente.case import InvalidCase, UnknownName
from detente.exchange import Deposit
from tests.case.texts import whole


def lot(exchange, name: str):
    """The lot of that name."""
    return next(lot for lot in exchange.lots if lot.name == name)


def test_everything_of_the_case_is_in_the_exchange() -> None:
    """Parties, audiences, stakes, caps and deposits arrive as written."""
    exchange = whole().exchange()
    assert exchange.parties == ("a", "b")
    assert exchange.audiences == ("c",)
    assert dict(exchange.stakes) == {"a": 3.0, "b": 1.0}
    assert dict(exchange.caps) == {"a": 9.0, "c": 4.0}
    assert exchange.deposits == (Deposit("a", 2.0, "b"), Deposit("b", 2.0))
    assert not exchange.sequential
    assert whole(("name: whole", "name: whole\nsequential: true")).exchange().sequential


def test_value_is_face_value_times_uptake() -> None:
    """What arrives at a party is the share of the face value that is taken up."""
    assert lot(whole().exchange(), "port").value == {"b": 5.0}
    assert lot(whole().exchange("low"), "port").value["b"] == pytest.approx(3.2)
    assert lot(whole().exchange("high"), "port").value["b"] == pytest.approx(7.2)


def test_uptake_does_not_touch_audiences() -> None:
    """What an audience feels is taken as it was written."""
    case = whole(("b: {low: 8, mode: 10, high: 12}", "b: 10\n      c: -4"))
    assert lot(case.exchange(), "port").value == {"b": 5.0, "c": -4.0}


def test_value_may_be_summed_from_objectives() -> None:
    """A share of an objective's worth is a value."""
    assert lot(whole().exchange(), "fees.early").value["a"] == pytest.approx(4.0)
    assert lot(whole().exchange("high"), "fees.early").value["a"] == pytest.approx(9.0)


def test_a_lot_may_differ_from_its_measure() -> None:
    """A named lot overrides what it states and keeps the rest."""
    exchange = whole().exchange()
    assert (lot(exchange, "fees.early").cost, lot(exchange, "fees.late").cost) == (1.0, 2.0)
    assert lot(exchange, "fees.late").value["a"] == 5.0


def test_a_cost_below_zero_counts_as_nothing() -> None:
    """At the low end the ships cost less than nothing, so they cost 0; the amount stays known."""
    case = whole()
    assert lot(case.exchange("low"), "ships.1").cost == 0.0
    assert case.amounts("low")[0].cost == -1.0


def test_shared_terms_and_terms_for_each_receiver() -> None:
    """Terms come by name, in the measure, or for each receiver."""
    exchange = whole().exchange()
    assert (lot(exchange, "port").recovered, lot(exchange, "port").lost_to("b")) == (0.6, 0.8)
    assert lot(exchange, "guard").lost_to("b") == 0.5
    assert lot(exchange, "ships.1").lost_to("a") == 0.0


def test_numbers_may_be_set_by_path() -> None:
    """A mapping of paths sets these numbers and leaves the rest at the mode."""
    case = whole()
    exchange = case.exchange({
        "measures.fees.lots.late.value.a": 4.5,
        "parties.a.stake.reputation": 4.0,
        "revocability.licence.lost": 0.7,
        "parties.a.objectives.trade.worth": 10.0,
        "measures.port.uptake": 0.6,
    })  # fmt: skip
    assert lot(exchange, "fees.late").value["a"] == 4.5
    assert lot(exchange, "fees.early").value["a"] == pytest.approx(2.0)
    assert lot(exchange, "port").value["b"] == pytest.approx(6.0)
    assert lot(exchange, "port").lost_to("b") == 0.7
    assert exchange.stakes["a"] == 4.0
    assert lot(exchange, "ships.1").cost == 2.0


def test_every_assumption_moves_the_exchange() -> None:
    """Each uncertain amount, set by its path, changes what is compiled."""
    case = whole()
    base = case.exchange(options=["rail"])
    timing = ("lead", "delay")
    for number in case.assumptions:
        if number.path.startswith("beliefs.") or number.path.split(".")[-1] in timing:
            continue  # neither is part of the static exchange
        if number.path.startswith("incidents."):
            continue
        moved = case.exchange({number.path: number.high}, options=["rail"])
        assert (moved.lots, moved.stakes, moved.caps) != (base.lots, base.stakes, base.caps), number


def test_arrays_of_draws_pass_through() -> None:
    """Many draws are evaluated at once, and agree with evaluating each by itself."""
    case = whole()
    draws = {
        "measures.port.value.b": np.array([8.0, 9.0]),
        "measures.port.uptake": np.array([0.4, 0.6]),
    }
    port = next(a for a in case.amounts(draws) if a.name == "port")
    for k in range(2):
        single = case.exchange({path: float(values[k]) for path, values in draws.items()})
        assert port.value["b"][k] == pytest.approx(lot(single, "port").value["b"])


@pytest.mark.parametrize(
    "call",
    [
        lambda case: case.exchange({"measures.prot.cost": 1.0}),
        lambda case: case.exchange("middle"),
        lambda case: case.exchange(options=["rial"]),
        lambda case: case.exchange(options=["port"]),
        lambda case: case.text("prot"),
        lambda case: case.motives("ships"),
    ],
)
def test_names_that_are_not_there_are_refused(call) -> None:
    """A wrong path, option or id is one clear error."""
    with pytest.raises(UnknownName, match=r"whole has no|at must be"):
        call(whole())


def test_what_the_exchange_refuses_is_an_invalid_case_with_a_place() -> None:
    """A number out of place is told at the measure it belongs to."""
    with pytest.raises(InvalidCase) as caught:
        whole().exchange({"revocability.licence.lost": 1.5})
    assert caught.value.problems[0].path == "measures.port"
    assert "between 0 and 1" in caught.value.problems[0].message


def test_an_option_across_a_red_line_cannot_be_asked_for() -> None:
    """It may stand in the case as an option, but no plan takes it in."""
    case = whole(("    tags: [arms]", "    tags: [land]\n    option: true"))
    assert "guard" not in case.planned()
    with pytest.raises(InvalidCase, match="crosses a red line of a"):
        case.exchange(options=["guard"])


def test_motives_follow_the_value() -> None:
    """A lot tells which objectives it serves, by how many points, and all of it is its value."""
    case = whole()
    assert case.motives("ships.1") == {"a": {"trade": 4.5, "calm": 1.5}}
    assert case.motives("fees.early")["a"]["trade"] == pytest.approx(4.0)
    assert case.motives("port") == {}


def test_motives_count_what_arrives() -> None:
    """Uptake lowers what a motive is served by, as it lowers the value."""
    case = whole(
        ("    value: {a: 4}", "    uptake: .5\n    value: {a: {value: 4, serves: {calm: 1}}}")
    )
    assert case.motives("rail") == {"a": {"calm": 2.0}}
