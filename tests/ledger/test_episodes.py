"""A case may share a chronicle with another, and take its own episodes of it."""

import pytest

from detente.case import Case
from detente.ledger.past.history import read_steps
from detente.ledger.past.vocabulary import vocabulary
from detente.uncertainty.past.chronicle import bundled, read_chronicle
from tests.ledger.belarus import STEPS

OF = {"belarus2008": "E1"}


@pytest.mark.parametrize("name", OF)
def test_a_case_takes_its_own_episodes(name: str) -> None:
    """Those rows of the chronicle that come with it, and no others."""
    words = vocabulary(name, Case.load(name))
    assert words.chronicle == STEPS
    taken = words.rows(STEPS)
    assert taken == tuple(step for step in read_steps(STEPS) if step.episode == OF[name])
    assert taken


def test_another_file_is_taken_whole(tmp_path) -> None:
    """Episodes are those of the bundled chronicle; a user's file may call them as it likes."""
    path = tmp_path / "own.csv"
    path.write_text("date,side,step_type,what\n2010-01-01,by,breach,So\n", encoding="utf-8")
    assert len(vocabulary("belarus2008", Case.load("belarus2008")).rows(path)) == 1


@pytest.mark.parametrize("name", OF)
def test_calibration_counts_the_same_rows(name: str) -> None:
    """The past as dated acts is cut in the same way; without episodes it is whole."""
    found = bundled(Case.load(name))
    assert found is not None
    rows = vocabulary(name, Case.load(name)).rows(STEPS)
    assert len(found.acts) == len(rows) < len(read_chronicle(STEPS).acts)
