"""Two versions of a case side by side: only what differs is told as different."""

import re

import pytest

from detente.briefing.answer import Answer, answer
from detente.briefing.blocks import Bullets, Table
from detente.briefing.versions import Versions, versions_document, versions_record
from detente.case import Case
from detente.case.library import LIBRARY
from detente.words.language import LANGUAGES, language

TEXT = (LIBRARY / "minsk.yaml").read_text("utf-8")
STAKE = "{low: 8, mode: 14, high: 20}"


@pytest.fixture(scope="module")
def minsk() -> Answer:
    """The case as it is."""
    return answer(Case.load("minsk"))


def _changed(old: str, new: str) -> Answer:
    return answer(Case.parse(TEXT.replace(old, new), "mine.yaml"), repair=False)


def test_the_same_twice(minsk: Answer) -> None:
    """Between a case and itself nothing differs."""
    found = Versions(minsk, minsk, ("one", "other"))
    assert found.numbers == ()
    assert found.measures == ((), ())
    (figures, ladders) = [
        b for b in versions_document(found, language("en")).blocks if isinstance(b, Table)
    ]
    assert {row[-1] for row in figures.rows} == {"="}
    assert {row[-1] for row in ladders.rows} == {""}


def test_a_number_that_differs(minsk: Answer) -> None:
    """A changed range is named with both its versions, and what it does to the ladder is told."""
    lower = _changed(STAKE, "{low: 6, mode: 10, high: 20}")
    found = Versions(minsk, lower, ("now", "lower"))
    record = versions_record(found)
    assert record["numbers"] == [
        {"path": "parties.us.stake.reputation", "one": (8, 14, 20), "other": (6, 10, 20)}
    ]
    document = versions_document(found, language("en"))
    assert "Only “now” has a self-enforcing ladder." in document.blocks[0].text  # type: ignore[union-attr]


def test_measures_that_only_one_has(minsk: Answer) -> None:
    """A measure that stands in one version alone is named with that version."""
    renamed = re.sub(r"\bcrisis_line\b", "other_line", TEXT)
    other = answer(Case.parse(renamed, "mine.yaml"), repair=False)
    found = Versions(minsk, other, ("now", "then"))
    assert found.measures == (("crisis_line",), ("other_line",))
    lists = [b for b in versions_document(found, language("en")).blocks if isinstance(b, Bullets)]
    assert len(lists[0].items) == 2


def test_two_cases_of_other_parties(minsk: Answer) -> None:
    """Cases with other parties stand side by side too; what one lacks is a dash."""
    sudan = answer(Case.load("sudan"), repair=False)
    for code in LANGUAGES:
        document = versions_document(Versions(minsk, sudan, ("a", "b")), language(code))
        table = next(b for b in document.blocks if isinstance(b, Table))
        assert any("–" in row for row in table.rows)
