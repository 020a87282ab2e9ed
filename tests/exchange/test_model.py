"""Lots and exchanges: what is refused at the door, and what is kept."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from fractions import Fraction

import numpy as np
import pytest

from detente.exchange import (
    Deposit,
    DetenteError,
    DuplicateName,
    Exchange,
    InvalidExchange,
    InvalidGroup,
    Lot,
    NegativeAmount,
    NotFinite,
    PrecedenceCycle,
    ShareOutOfRange,
    UnknownLot,
    UnknownParty,
)

LOTS = (Lot("a1", "A", 1, {"B": 2}), Lot("a2", "A", 1, {"B": 2}), Lot("b", "B", 1, {"A": 3}))


def deal(**changes: object) -> Exchange:
    """A small valid exchange with some fields changed."""
    return Exchange(**{"parties": ["A", "B"], "lots": LOTS, **changes})  # type: ignore[arg-type]


REFUSED: dict[str, tuple[type[DetenteError], Callable[[], object], str]] = {
    "negative cost": (NegativeAmount, lambda: Lot("x", "A", -1), "lot 'x': cost"),
    "cost not a number": (NotFinite, lambda: Lot("x", "A", float("nan")), "cost"),
    "cost a text": (NotFinite, lambda: Lot("x", "A", "3"), "'3'"),  # type: ignore[arg-type]
    "lots not listed": (InvalidExchange, lambda: deal(lots=LOTS[0]), "not a Lot"),
    "lots missing": (InvalidExchange, lambda: deal(lots=None), "not a NoneType"),
    "stakes of nobody": (InvalidExchange, lambda: deal(stakes=3), "whose, such as {'A': 1.0}"),
    "one group, not a list": (InvalidExchange, lambda: deal(together=("a1", "b")), "not 'a1'"),
    "a list in a group": (InvalidExchange, lambda: deal(together=[(["a1"], "b")]), "a text"),
    "a list in a pair": (InvalidExchange, lambda: deal(after=[(["a1"], "b")]), "is a pair"),
    "a number for a pair": (InvalidExchange, lambda: deal(after=[1]), "is a pair"),
    "sequential a text": (InvalidExchange, lambda: deal(sequential="no"), "True or False"),
    "cost a truth value": (NotFinite, lambda: Lot("x", "A", True), "True"),
    "cost too large": (NotFinite, lambda: Lot("x", "A", 10**400), "finite"),
    "fraction too large": (NotFinite, lambda: Lot("x", "A", Fraction(10**400)), "finite"),  # type: ignore[arg-type]
    "cost an array": (NotFinite, lambda: Lot("x", "A", np.ones(2)), "must be a number"),  # type: ignore[arg-type]
    "cost complex": (NotFinite, lambda: Lot("x", "A", 1j), "must be a number"),  # type: ignore[arg-type]
    "infinite value": (NotFinite, lambda: Lot("x", "A", 1, {"B": float("inf")}), "value to B"),
    "value without a receiver": (InvalidExchange, lambda: Lot("x", "A", 1, 3.0), "for whom"),  # type: ignore[arg-type]
    "share above one": (ShareOutOfRange, lambda: Lot("x", "A", 1, {}, 1.2), "recovered"),
    "share below zero": (ShareOutOfRange, lambda: Lot("x", "A", 1, {}, 0, -0.1), "lost"),
    "share of one receiver": (
        ShareOutOfRange,
        lambda: Lot("x", "A", 1, {"B": 1}, 0, {"B": 2}),
        "lost to B",
    ),
    "giver receives": (UnknownParty, lambda: Lot("x", "A", 1, {"A": 1}), "cannot receive"),
    "empty lot name": (InvalidExchange, lambda: Lot(" ", "A", 1), "not empty"),
    "one party": (InvalidExchange, lambda: Exchange(["A"], []), "at least two parties"),
    "parties as a text": (InvalidExchange, lambda: deal(parties="AB"), "not one text"),
    "no lots": (InvalidExchange, lambda: deal(lots=[]), "at least one lot"),
    "lots of another kind": (InvalidExchange, lambda: deal(lots=["a"]), "Lot objects"),
    "party twice": (DuplicateName, lambda: deal(parties=["A", "B", "A"]), "party 'A'"),
    "lot twice": (DuplicateName, lambda: deal(lots=[*LOTS, LOTS[0]]), "lot 'a1'"),
    "party and audience": (DuplicateName, lambda: deal(audiences=["A"]), "both a party"),
    "unknown giver": (UnknownParty, lambda: deal(lots=[Lot("x", "C", 1)]), "'C'"),
    "unknown receiver": (
        UnknownParty,
        lambda: deal(
            parties=["Washington", "Minsk"], lots=[Lot("x", "Minsk", 1, {"Washingon": 1})]
        ),
        "did you mean 'Washington'",
    ),
    "audience gives": (
        UnknownParty,
        lambda: deal(audiences=["E"], lots=[Lot("x", "E", 1)]),
        "no party 'E'",
    ),
    "stake of nobody": (UnknownParty, lambda: deal(stakes={"C": 1}), "stake"),
    "stake of an audience": (
        UnknownParty,
        lambda: deal(audiences=["E"], stakes={"E": 1}),
        "no party 'E'",
    ),
    "negative stake": (NegativeAmount, lambda: deal(stakes={"A": -1}), "stake of 'A'"),
    "cap not a number": (NotFinite, lambda: deal(caps={"A": float("nan")}), "cap of 'A'"),
    "unknown lot after": (UnknownLot, lambda: deal(after=[("a1", "a3")]), "no lot 'a3'"),
    "after is no pair": (InvalidExchange, lambda: deal(after=["a1"]), "pair"),
    "cycle": (PrecedenceCycle, lambda: deal(after=[("a1", "b"), ("b", "a1")]), "a1, b"),
    "lot after itself": (PrecedenceCycle, lambda: deal(after=[("b", "b")]), "b"),
    "cycle through a group": (
        PrecedenceCycle,
        lambda: deal(after=[("a1", "b"), ("b", "a2")], together=[["a1", "a2"]]),
        "wait for one another: a1, b",
    ),
    "after inside a group": (
        InvalidGroup,
        lambda: deal(after=[("a1", "b")], together=[["a1", "b"]]),
        "together in one step",
    ),
    "groups overlap": (
        InvalidGroup,
        lambda: deal(together=[["a1", "b"], ["b", "a2"]]),
        "two groups",
    ),
    "groups share two": (
        InvalidGroup,
        lambda: deal(together=[["b", "a2", "a1"], ["b", "a1"]]),
        "'a1' is in two groups",
    ),
    "group of one": (InvalidGroup, lambda: deal(together=[["a1"]]), "two different"),
    "group repeats": (InvalidGroup, lambda: deal(together=[["a1", "a1"]]), "two different"),
    "unknown lot in a group": (UnknownLot, lambda: deal(together=[["a1", "c"]]), "'c'"),
    "deposit of nobody": (UnknownParty, lambda: deal(deposits=[Deposit("C", 1)]), "'C'"),
    "deposit held by nobody": (UnknownParty, lambda: deal(deposits=[Deposit("A", 1, "C")]), "'C'"),
    "deposit held by oneself": (UnknownParty, lambda: Deposit("A", 1, "A"), "somebody else"),
    "negative deposit": (NegativeAmount, lambda: Deposit("A", -1), "deposit of 'A'"),
    "sum beyond a number": (
        NotFinite,
        lambda: deal(lots=[Lot("x", "A", 1e308), Lot("y", "A", 1e308)]),
        "add up",
    ),
    "value beyond a number": (
        NotFinite,
        lambda: deal(lots=[Lot("x", "A", 1e308, {"B": 1e308})]),
        "the amounts of 'B' add up",
    ),
    "stake beyond a number": (
        NotFinite,
        lambda: deal(lots=[Lot("x", "A", 1e308)], stakes={"A": 1e308}),
        "the amounts of 'A' add up",
    ),
    "deposit beyond a number": (
        NotFinite,
        lambda: deal(lots=[Lot("x", "A", 1e308)], deposits=[Deposit("B", 1e308)]),
        "the amounts of 'B' add up",
    ),
    "deposits beyond a number": (
        NotFinite,
        lambda: deal(deposits=[Deposit("A", 1e308, "B"), Deposit("A", 1e308, "B")]),
        "add up",
    ),
}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_refused_at_the_door(case: str) -> None:
    """Each invalid input raises its own class, which names the place."""
    error, make, words = REFUSED[case]
    with pytest.raises(error) as raised:
        make()
    assert type(raised.value) is error
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


def test_frozen() -> None:
    """Nothing of a lot or an exchange can be changed afterwards."""
    with pytest.raises(FrozenInstanceError):
        LOTS[0].cost = 3  # type: ignore[misc]
    with pytest.raises(TypeError):
        LOTS[0].value["B"] = 9  # type: ignore[index]
    with pytest.raises(TypeError):
        deal(stakes={"A": 1}).stakes["A"] = 2  # type: ignore[index]


def test_pickled_and_replaced_exchanges_are_equal() -> None:
    """An exchange survives pickling and `replace` unchanged."""
    whole = deal(
        stakes={"A": 1}, caps={"B": 2}, after=[("a1", "b")], together=[["a1", "a2"]],
        audiences=["E"], deposits=[Deposit("A", 1.0, "B")], sequential=True,
    )  # fmt: skip
    assert pickle.loads(pickle.dumps(whole)) == whole
    assert replace(whole) == whole


def test_numpy_numbers_are_numbers() -> None:
    """Costs, values and shares may come from NumPy."""
    lot = Lot("x", "A", np.float64(1.5), {"B": np.int64(2)}, np.float32(0.5))
    assert (lot.cost, lot.value["B"], lot.recovered) == (1.5, 2.0, 0.5)
    assert type(lot.cost) is float


def test_large_amounts_are_fine_as_long_as_their_sum_is() -> None:
    """It is the sum of a party's amounts that a number must hold, whatever they are."""
    large = [Lot("x", "A", 1e200, {"B": 1e200}, 1.0, 1.0), Lot("y", "B", 0)]
    whole = deal(lots=large, stakes={"A": 1e200}, deposits=[Deposit("A", 1e200, "B")])
    assert whole.stake("A") == 2e200
    assert whole.tolerance("B") == pytest.approx(1e-9 * 2e200)


def test_effects_follow_the_definition() -> None:
    """The giver keeps -(1 - recovered) cost, a receiver (1 - lost) value, others nothing."""
    lot = Lot("x", "A", 4, {"B": 10, "C": -2}, 0.25, {"B": 0.8})
    assert lot.effect("A") == pytest.approx(-3)
    assert lot.effect("B") == pytest.approx(2)
    assert lot.effect("C") == pytest.approx(-2)
    assert lot.effect("D") == 0


def test_deposits_end_at_completion() -> None:
    """A deposit counts in the stake on the way, and no longer at the complete prefix."""
    whole = deal(stakes={"A": 1}, deposits=[Deposit("A", 2.0, "B")])
    assert whole.stake("A") == 3
    assert whole.stake("A", complete=True) == 1
    assert whole.held("B") == 2
    assert whole.held("A") == whole.stake("B") == 0
    other = deal(deposits=[Deposit("B", 3.0, "A")])
    assert (other.stake("A"), other.stake("B")) == (0, 3)
    assert (other.held("A"), other.held("B")) == (3, 0)
