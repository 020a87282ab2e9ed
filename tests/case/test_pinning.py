"""Variants of a case: some numbers known, all else as it was."""

import pickle

import pytest

from detente.case import Case, InvalidCase, UnknownName, pinned
from tests.uncertainty.stress_cases import swap


@pytest.mark.parametrize("name", ["minsk", "jpoa"])
def test_one_number_is_known_and_the_others_stay(name: str) -> None:
    """Every number of a bundled case, one at a time; what stands inside a number stays too."""
    case = Case.load(name)
    for number in case.numbers:
        value = (number.low + number.high) / 2
        found = {n.path: n for n in pinned(case, {number.path: value}).numbers}
        known = found[number.path]
        assert (known.low, known.mode, known.high) == (value, value, value)
        assert (known.why, known.sources) == (number.why, number.sources)
        rest = {n.path: n for n in case.numbers if n.path != number.path}
        assert {path: n for path, n in found.items() if path != number.path} == rest


def test_it_compiles_to_the_exchange_at_these_numbers() -> None:
    """A variant's modes are the numbers asked for; it can be sent elsewhere."""
    case = Case.load("minsk")
    point = {"parties.us.stake.reputation": 3.25, "revocability.licence.lost": 0.5}
    variant = pickle.loads(pickle.dumps(pinned(case, point)))
    assert variant.exchange() == case.exchange(point)
    assert variant.exchange() != case.exchange()
    assert pinned(case, {}).exchange() == case.exchange()


def test_what_is_known_moves_with_nothing() -> None:
    """A number of a correlated group can be known: no fault is found in the group."""
    pair = "[parties.a.stake.reputation, measures.licence.revocability.recovered]"
    tail = f"correlated:\n  both: {{of: {pair}, rho: .5}}\n"
    case = swap("{low: 1, high: 11}", "10", "{low: 0, high: 1}", tail=tail)
    variant = pinned(case, {"parties.a.stake.reputation": 4})
    assert variant.exchange().stakes["a"] == 4


@pytest.mark.parametrize(
    ("path", "value", "error", "said"),
    [
        ("revocability.licence.lots", 0.5, UnknownName, "did you mean 'revocability.licence.lost'"),
        ("revocability.licence", 0.5, UnknownName, "no number at 'revocability.licence'"),
        ("revocability.licence.lost", 2, InvalidCase, "licence.lost: 2 is not from 0 to 1"),
        ("parties.us.cap", -1, InvalidCase, "-1 is not from 0"),
        ("parties.us.cap", float("nan"), InvalidCase, "nan is not from 0"),
    ],
)
def test_nonsense_is_refused(path: str, value: float, error: type[Exception], said: str) -> None:
    """A path that is none, a value that such a number cannot have: with the place."""
    with pytest.raises(error, match=said):
        pinned(Case.load("minsk"), {path: value})
