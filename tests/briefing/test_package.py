"""The document and record of packages: what they say, in eighty columns and two languages."""

import io
import json
from functools import cache

import pytest

from detente.briefing.blocks import Document, Paragraph, Table
from detente.briefing.package import package_document
from detente.briefing.package_record import package_record
from detente.briefing.proposal import Proposal, propose
from detente.briefing.rendering.terminal import show
from detente.case import Case
from detente.exchange import UnknownLot
from detente.words.language import language
from tests.briefing.cases import CASES, small

TERMS = CASES["two"].replace(
    "    revocability: licence\n    consents",
    "    alternatives: {long: {name: {en: Long, ru: Долгая}, cost: 2}}\n"
    "    revocability: licence\n    consents",
)


@cache
def proposal(name: str) -> Proposal:
    """Search the packages of a small case, or of `minsk`, once."""
    if name == "minsk":
        return propose(Case.load("minsk"))
    return propose(Case.parse(TERMS) if name == "terms" else small(name))


def text(document: Document) -> str:
    """The document as a terminal shows it."""
    file = io.StringIO()
    show(document, file, width=80)
    return file.getvalue()


def table(document: Document, caption: str) -> Table:
    """The one table whose caption begins so."""
    (found,) = (
        b for b in document.blocks if isinstance(b, Table) and b.caption.startswith(caption)
    )
    return found


@pytest.mark.parametrize("code", ["en", "ru"])
@pytest.mark.parametrize("name", ["minsk", *CASES, "terms"])
def test_eighty_columns_hold_every_document(name: str, code: str) -> None:
    """No line is wider, in either language, with a ladder or without."""
    for point in (None, "nash"):
        shown = text(package_document(proposal(name), language(code), point))
        assert max(map(len, shown.splitlines())) <= 80


def test_minsk_says_what_is_a_choice_and_what_comes_in_each_package() -> None:
    """Counts, options, what is outside; lots per measure in each recommended package."""
    document = package_document(proposal("minsk"), language("en"))
    said = " ".join(b.text for b in document.blocks if isinstance(b, Paragraph))
    assert "20 measures are choices" in said
    assert "Options are among them: “No new missiles stationed for 90 days”" in said
    assert "in no package: “Humanitarian release of the seriously ill”" in said
    assert "it is proven that none is missing" in said
    nash = {row[0]: row[1] for row in table(document, "What Belarus gives").rows}
    assert nash["Humanitarian release of a larger group"] == "3 of 3"
    assert nash["No new missiles stationed for 90 days"] == "–"
    gains = {row[0]: row[1:] for row in _tables(document)[0].rows}
    assert gains["Nash"][:2] == ("33.0 (13.1)", "28.4")


def _tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def test_what_is_not_worth_signing_is_shown_with_the_name_of_the_loser() -> None:
    """It stands in the frontier's table, and no point is recommended there."""
    document = package_document(proposal("losing"), language("en"))
    remarks = [row[-1] for row in _tables(document)[-1].rows]
    assert remarks == ["not worth signing for A"] * 2
    assert "Nothing: every package on the frontier leaves somebody worse off" in text(document)


def test_where_nothing_holds_it_says_what_is_missing() -> None:
    """The package that would be, and the stakes its best ladder asks for."""
    found = proposal("failing")
    assert found.packages.frontier == ()
    assert found.lacking is not None
    assert not found.lacking.ladder.self_enforcing
    said = text(package_document(found, language("en")))
    assert "A must have at least 2.0 to lose" in said
    assert "Even were nobody tempted" in text(package_document(proposal("capped"), language("en")))


def test_terms_are_named_in_the_case_s_words() -> None:
    """A measure taken on an alternative says so, by the alternative's name."""
    document = package_document(proposal("terms"), language("ru"))
    (row,) = table(document, "Север: что даётся").rows
    assert row[1] == "1 (Долгая)"


def test_a_must_and_a_budget_narrow_the_choice() -> None:
    """What is asked for on the way in is kept to, and said."""
    found = propose(small("two"), must=["licence"], budgets={"south": 2})
    assert all({"licence"} <= {way.measure for way in one.taken} for one in found.packages.frontier)
    assert all(
        sum(lot.cost for lot in one.deal.lots if lot.giver == "south") <= 2
        for one in found.packages.frontier
    )
    said = text(package_document(found, language("en")))
    assert "In every package: “Trade licence”." in said
    assert "What South gives may cost it 2 in all." in said
    with pytest.raises(UnknownLot, match="did you mean 'licence'"):
        propose(small("two"), must=["license"])


@pytest.mark.parametrize("name", ["minsk", "failing", "capped", "three"])
def test_the_record_is_plain_json_with_every_package(name: str) -> None:
    """Numbers are finite; marks agree with the points; ladders hold their lots."""
    found = proposal(name)
    record = json.loads(json.dumps(package_record(found), allow_nan=False))
    assert record["schema"] == "detente.package/1"
    assert record["size"] == found.packages.size
    assert len(record["frontier"]) == len(found.packages.frontier)
    for one in record["frontier"]:
        assert one["self_enforcing"]
        lots = sum(way["lots"] for way in one["measures"])
        assert sum(map(len, one["steps"])) == lots
        for mark in one["marks"]:
            point = record["points"][mark]
            assert point["gains"] == one["gains"]
            assert sum(map(len, point["ladder"]["steps"])) == lots
            assert point["ladder"]["self_enforcing"]
    compares = {p: v["compares_units"] for p, v in record["points"].items() if v}
    assert all(v == (p in ("egalitarian", "utilitarian")) for p, v in compares.items())
    assert (record["lacking"] is None) == (found.lacking is None)


def test_a_search_cut_short_says_so() -> None:
    """The document names the gap as a share, and the record is not optimal."""
    found = propose(Case.load("minsk"), time_limit=1e-6)
    record = package_record(found)
    assert not record["optimal"]
    assert "could be settled in time" in text(package_document(found, language("en")))
