"""What each document holds, and what none of them leaves out."""

from typing import Any

import pytest

from detente.briefing.blocks import Bullets, Fold, Heading, LadderView, Note, Paragraph, Table
from detente.briefing.brief import brief_document
from detente.briefing.documents import certificate_document, plan_document
from detente.briefing.listings import (
    case_document,
    cases_document,
    cases_record,
    check_document,
    check_record,
)
from detente.briefing.naming import Names
from detente.briefing.paths import carrying, label, owner
from detente.case import Case, bundled_cases
from detente.case.measures import frees_people
from detente.words.language import language
from tests.briefing.cases import small

EN, RU = language("en"), language("ru")


def texts(document: Any) -> str:
    """Every text of a document, folds included."""
    found: list[str] = [document.title, document.subtitle]
    blocks = list(document.blocks)
    while blocks:
        match blocks.pop(0):
            case Heading(text) | Paragraph(text):
                found.append(text)
            case Note(label_, text):
                found += [label_, text]
            case Bullets(items):
                found += items
            case Table(caption, columns, rows):
                found += [caption, *(c.title for c in columns), *(x for row in rows for x in row)]
            case Fold(title, inner):
                found.append(title)
                blocks += inner
    return "\n".join(found)


def told(planned, case: str, build, lang=EN) -> Any:
    """Build a document of a planned case."""
    found = planned(case)
    if build is brief_document:
        return build(found, lang)
    return build(found.case, found.deal, found.ladder, found.repairs, lang)


CASES = ["minsk", "two", "failing", "losing", "capped", "three"]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("build", [plan_document, brief_document])
def test_points_of_parties_are_never_compared_silently(planned, case: str, build) -> None:
    """Whatever shows two parties' points says that they cannot be compared."""
    assert "cannot be compared or added" in texts(told(planned, case, build))


@pytest.mark.parametrize("case", CASES)
def test_a_certificate_alone_says_so_too(planned, case: str) -> None:
    """The certificate of a ladder from elsewhere carries the same warning."""
    found = planned(case)
    document = certificate_document(found.case, found.deal, found.ladder.certificate, EN)
    assert "cannot be compared or added" in texts(document)


@pytest.mark.parametrize("build", [plan_document, brief_document])
def test_verdict_first_then_illustrative(planned, build) -> None:
    """The verdict leads; right after it, values that are only illustrative are said so."""
    first, second, *_ = told(planned, "minsk", build).blocks
    assert isinstance(first, Paragraph)
    assert first.tone == "lead"
    assert isinstance(second, Note)
    assert second.label == "Illustrative values"


def test_findings_are_not_called_illustrative(planned) -> None:
    """A case that does not say its values are illustrative has no such note."""
    assert "Illustrative" not in texts(told(planned, "failing", brief_document))


def test_one_ladder_in_each(planned) -> None:
    """Every document of a plan shows its ladder once."""
    for build in (plan_document, brief_document):
        blocks = told(planned, "two", build).blocks
        assert sum(isinstance(block, LadderView) for block in blocks) == 1


def test_anchors_are_named(planned) -> None:
    """What the points of a party mean is said where the points are."""
    said = texts(told(planned, "two", plan_document))
    assert "North: 10 points are as much as a month of trade." in said


def test_brief_shows_what_stands_around_the_ladder(planned) -> None:
    """Consents, red lines, what is unconditional, and what is done already are in the brief."""
    said = texts(told(planned, "two", brief_document))
    assert "The town: “Trade licence” (needed) – the bridge" in said
    assert "North: No base" in said
    assert "North: exposure of at most 9" in said
    assert "North: Food licences" in said
    assert "never withheld, never cut up, never taken back" in said
    assert "Three freed (claimed, not confirmed)" in said


def test_failing_case_ranks_what_would_make_it_hold(planned) -> None:
    """Repairs are numbered, the smallest first."""
    blocks = told(planned, "failing", plan_document).blocks
    heads = [b.text for b in blocks if isinstance(b, Heading)]
    assert "What would make it hold, smallest change first" in heads
    assert any(isinstance(b, Bullets) and b.numbered for b in blocks)


def test_assumptions_carry_range_reason_and_source(planned) -> None:
    """A number stands with its range, why, and where from; those of one basis together."""
    tables = [b for b in told(planned, "two", brief_document).blocks if isinstance(b, Table)]
    rows = {row[0]: row for table in tables for row in table.rows}
    licence = rows["Terms of revocation: licence"]
    gap = "\N{NO-BREAK SPACE}"
    assert f"share of the value lost: 0.7{gap}/{gap}0.8{gap}/{gap}0.9" in licence[1]
    assert "share of the cost recovered: 0.5" in licence[1]
    assert licence[2:] == ("As before", "notes")


def test_only_numbers_of_the_plan_are_listed() -> None:
    """Numbers the ladder is not computed from, such as lead times or options, are not listed."""
    case = Case.load("minsk")
    planned = {case.lots[name].measure_id for name in case.planned()}
    paths = [n.path for n in carrying(case, planned)]
    assert "measures.potash_licence.uptake" in paths
    assert "parties.by.cap" in paths
    assert not [p for p in paths if "missiles_hold" in p or p.endswith(("lead", "lag", "takes"))]
    assert not [p for p in paths if p.startswith(("incidents", "channels", "beliefs"))]


@pytest.mark.parametrize("name", bundled_cases())
@pytest.mark.parametrize("lang", [EN, RU])
def test_every_number_has_a_name(lang, name: str) -> None:
    """No number is called by its key, and no owner by its id; times are not listed."""
    case = Case.load(name)
    names = Names(case, lang)
    planned = {case.lots[name].measure_id for name in case.planned()}
    for number in carrying(case, planned):
        assert "_" not in label(number.path, names), number.path
        assert "_" not in owner(number.path, names), number.path
        assert not number.path.endswith((".takes", ".lag", ".lead", ".delay"))


def test_who_is_freed() -> None:
    """Pardons and measures counted in people are about freedom; licences are not."""
    measures = small("two").form.measures
    assert frees_people(measures["freed"])
    assert not frees_people(measures["licence"])


def test_names_of_pieces_and_strangers() -> None:
    """A piece that an edit cut is named by its measure; what is not known, by its id."""
    names = Names(small("two"), EN)
    assert names("licence.3") == "Trade licence, piece 3"
    assert names("freed.1.2") == "Release of detained people, 1\u00a0of\u00a02, piece 2"
    assert names("nothing") == "nothing"


def test_list_of_cases() -> None:
    """The list has a row for each case, in both languages and for machines."""
    case = small("two")
    table = next(b for b in cases_document([case], EN).blocks if isinstance(b, Table))
    assert table.rows[0][:2] == ("two", "North & <South>")
    assert "Север и Юг" in texts(cases_document([case], RU))
    record = cases_record([case], EN)["cases"]
    assert record == [
        {"name": "two", "title": "North & <South>", "as_of": "2025-08-16", "illustrative": True,
         "lots": 3}
    ]  # fmt: skip


def test_one_case_looks_back() -> None:
    """Of a past case it is told how it ended and what the model makes of it, for machines too."""
    case = Case.load("jcpoa")
    told = texts(case_document(case, EN))
    assert "How it ended" in told
    assert "A miss." in told
    assert "Промах." in texts(case_document(case, RU))
    (record,) = cases_record([case], RU)["cases"]
    assert record["outcome"]["result"] == "undone"
    assert record["note"].startswith("Промах.")


def test_findings_with_their_places() -> None:
    """Each finding is told with file, line and path; the summary counts the warnings."""
    case = small("failing")
    findings = case.findings()
    said = texts(check_document(case, findings, EN))
    first = findings[0]
    warnings = sum(f.level == "warning" for f in findings)
    assert f"with {EN.count('{n} warning', '{n} warnings', warnings)}." in said
    assert f"failing.yaml:{first.line}:{first.column}" in said
    record = check_record(case, findings, EN)
    assert len(record["findings"]) == len(findings)  # type: ignore[arg-type]
