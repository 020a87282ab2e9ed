"""A case as the rest of the program sees it."""

import pickle
from pathlib import Path

import pytest

import detente as dt
from detente.case import Case, InvalidCase, UnknownName, bundled_cases
from detente.exchange import Check
from tests.case.texts import WHOLE, whole, written


def test_a_case_is_loaded_by_path_or_by_name(tmp_path: Path) -> None:
    """A path, as text or as Path, and the name of a bundled case all lead to a case."""
    path = written(tmp_path, WHOLE)
    assert Case.load(path).name == Case.load(str(path)).name == "whole"
    assert dt.Case.load("minsk").name == "minsk"
    assert "minsk" in bundled_cases()


def test_a_bundled_case_is_called_by_its_file_name() -> None:
    """Messages about a bundled case do not depend on where it is installed."""
    assert Case.load("minsk").document.file == "minsk.yaml"


def test_a_file_may_bear_a_name_without_an_ending(tmp_path, monkeypatch) -> None:
    """A file of the working folder is found by its bare name."""
    (tmp_path / "plain").write_text(WHOLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert Case.load("plain").name == "whole"


def test_everything_has_a_name_in_both_languages() -> None:
    """Parties, audiences, measures and lots are called by their names."""
    case = whole()
    assert case.title["ru"] == "Целое"
    assert case.text("a")["ru"] == "Альфа"
    assert case.text("c")["en"] == "Gamma"
    assert case.text("ships")["en"] == "Ships home"
    assert case.text("ships.2")["en"] == "Ships home, 2\u00a0of\u00a03"
    assert case.text("ships.2")["ru"] == "Корабли домой, 2\u00a0из\u00a03"
    assert case.text("fees.early")["ru"] == "Ранние сборы"
    assert case.text("fees.late")["en"] == "Fees, 2\u00a0of\u00a02"
    assert case.text("port")["en"] == "The port"


def test_assumptions_are_the_uncertain_numbers() -> None:
    """Ranges are listed with path, ends and line; single numbers are not uncertain."""
    case = whole()
    found = {number.path: number for number in case.assumptions}
    cost = found["measures.ships.cost"]
    assert (cost.low, cost.mode, cost.high, cost.dist) == (-1, 2, 5, "pert")
    assert WHOLE.split("\n")[cost.line - 1].strip() == "cost: {low: -1, mode: 2, high: 5}"
    assert "measures.fees.value.a.from.trade" in found
    assert "parties.a.cap" not in found
    assert {number.path for number in case.assumptions} < {number.path for number in case.numbers}


def test_a_case_is_frozen() -> None:
    """Nothing of a case can be set from outside."""
    case = whole()
    with pytest.raises(Exception, match="frozen"):
        case.form.name = "other"


def test_errors_survive_the_way_between_processes() -> None:
    """An invalid case can be told by a worker to its caller."""
    with pytest.raises(InvalidCase) as caught:
        Case.parse("name: x\n", "f.yaml")
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)
    assert again.problems == caught.value.problems


def test_a_case_is_shown_in_one_line() -> None:
    """A case at a prompt says which it is, and not all that stands in it."""
    assert repr(Case.load("minsk")).startswith("<Case 'minsk' of minsk.yaml: ")
    assert "\n" not in repr(whole())


def test_an_unknown_option_names_those_there_are() -> None:
    """Where no name is near, the options of the case are listed."""
    with pytest.raises(UnknownName, match=r"no option 'q' \(its options: rail\)"):
        whole().exchange(options=["q"])


def test_checks_are_read_at_any_point() -> None:
    """A lot has the check of its measure or of shared terms, at the end that is asked for."""
    case = Case.load("minsk")
    assert case.checks()["releases_waves.2"] == Check(0.85, 0.05, 14)
    assert case.checks()["envoy_visit"] == Check(0.99, 0.0, 1)  # shared terms
    path = "measures.releases_waves.verification.detection"
    assert case.checks({path: 0.5})["releases_waves.1"].detection == 0.5
