"""The document and record of a GENIUS domain."""

import io
import json

import pytest

from detente.briefing.domain import domain_document, domain_record
from detente.briefing.rendering.terminal import show
from detente.planning.genius import analysis
from detente.planning.genius.analysis import Analysis, analyse
from detente.planning.genius.domain import Domain, Evaluated, Issue, Line, Profile
from detente.words.language import language


def found(reservation: float = 0.4, discount: float = 0.9, size: int = 3) -> Analysis:
    """Two parties over a discrete and an integer issue."""
    pie = Issue("pie", "discrete", tuple(f"v{k}" for k in range(size)))
    days = Issue("days", "integer", (1, 2))
    last = size - 1
    mine = Evaluated({f"v{k}": k / last for k in range(size)})
    yours = Evaluated({f"v{k}": 1 - k / last for k in range(size)})
    profiles = [
        Profile("me", (0.8, 0.2), (mine, Line(1.0, 0.0)), reservation, discount),
        Profile("you", (0.8, 0.2), (yours, Line(-1.0, 1.0)), reservation),
    ]
    return analyse(Domain("pie and days", (pie, days)), profiles)


def text(analysis: Analysis, code: str = "en") -> str:
    """The document as a terminal shows it."""
    file = io.StringIO()
    show(domain_document(analysis, language(code)), file, width=80)
    return file.getvalue()


def test_it_counts_what_is_below_reservation_and_names_the_points() -> None:
    """Counts per profile and for anybody, settled values, and the remark in the frontier."""
    said = text(found())
    assert "2 issues, 6 outcomes. On the Pareto frontier: 6 outcomes" in said
    assert "below a\nreservation value: 4." in said
    assert "me would rather have no agreement below 0.400: 2 outcomes." in said
    assert "4 outcomes are below the reservation value of somebody." in said
    assert "pie = v1; days = " in said
    assert "below reservation: you" in said
    assert "discounts over time are not applied" in said
    assert "discounts" not in text(found(discount=1.0))


@pytest.mark.parametrize("code", ["en", "ru"])
def test_eighty_columns_hold_a_long_frontier(code: str) -> None:
    """Long frontiers are thinned, marked points kept, and lines stay within the width."""
    said = text(found(size=60), code)
    assert max(map(len, said.splitlines())) <= 80
    assert len(said.splitlines()) < 60
    assert {"en": "utilitarian", "ru": "утилитарное"}[code] in said


def test_where_all_is_below_reservation_nothing_is_recommended() -> None:
    """The frontier is still shown."""
    said = text(found(reservation=0.9))
    assert "Nothing: every outcome on the frontier is below a reservation value." in said
    assert "0.800" in said


def test_the_record_has_every_outcome_and_says_what_was_not_counted(monkeypatch) -> None:
    """Of a domain too large to list, nothing is counted below reservation, and that is said."""
    record = json.loads(json.dumps(domain_record(found()), allow_nan=False))
    assert record["schema"] == "detente.package.domain/1"
    assert record["size"] == 6
    assert record["below_any"] == 4
    assert record["frontier"][0]["outcome"] == {"pie": "v2", "days": 2}
    assert record["points"]["nash"]["below"] == []
    monkeypatch.setattr(analysis, "ENUMERATED", 0)
    large = found()
    assert domain_record(large)["below_any"] is None
    assert domain_record(large)["frontier"] == domain_record(found())["frontier"]
    assert "bounds prove that none is missing" in text(large)
