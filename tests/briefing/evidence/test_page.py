"""The page and the brief's section on evidence: one tree, signs with words, no hindsight."""

import csv
from datetime import date

import pytest

from detente.briefing.blocks import Document, Mark, MarkTable
from detente.briefing.evidence import naming as naming
from detente.briefing.evidence.page import bundled_evidence, evidence_page, evidence_section
from detente.briefing.rendering.html import to_html
from detente.briefing.rendering.terminal import show
from detente.case import Case
from detente.case.library import LIBRARY
from detente.evidence.decisions import Decision
from detente.evidence.pipeline import judged
from detente.words.language import LANGUAGES, language
from tests.briefing.rendering.test_html import ALLOWED, Page

EN, RU = language("en"), language("ru")


@pytest.fixture(scope="module")
def minsk():
    """The bundled case that comes with claims."""
    return Case.load("minsk")


def test_shipped_claims_hold_no_hindsight(minsk):
    """Every row shipped with a case is dated, at the latest on the case's day, and sourced."""
    with (LIBRARY / "minsk.claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        assert "" < row["pub_date"] <= minsk.form.as_of.isoformat(), row
        assert row["upstream_origin"], row
        assert row["event_ru"], row


def test_a_case_seen_earlier_knows_less(minsk):
    """A case of an earlier day is given only the claims published until then."""
    earlier = minsk.form.model_copy(update={"as_of": date(2024, 12, 31)})
    known = bundled_evidence(Case(earlier, minsk.document), EN)
    assert max(r.date for r in known.reports) == "2024-12-09"


def test_a_file_of_ones_own_brings_no_bundled_claims(tmp_path):
    """Only the bundled case comes with its claims, not another of the same name."""
    own = tmp_path / "own.yaml"
    own.write_text((LIBRARY / "minsk.yaml").read_text("utf-8"), encoding="utf-8")
    assert bundled_evidence(Case.load(own), EN) is None
    assert bundled_evidence(Case.load("jpoa"), EN) is None


def test_both_languages_come_to_the_same_verdicts(minsk):
    """The Russian words of the table change no status; the words in them are Russian."""
    one, other = (bundled_evidence(minsk, lang).judgements for lang in (EN, RU))
    assert [j.status for j in one] == [j.status for j in other]
    assert {"confirmed", "one-sided", "contested", "awaited"} == {j.status for j in one}
    accepted = next(j for j in other if j.claim.attribute == "приглашение принято")
    assert (accepted.status, accepted.support.sides) == ("one-sided", {"belarus"})


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_section_is_a_sound_page(minsk, code):
    """Signs are hidden from screen readers, and each has its word beside it."""
    lang = language(code)
    blocks = evidence_section(bundled_evidence(minsk, lang), lang)
    page = Page(to_html(Document("t", "", code, blocks)))
    assert {tag for tag, _ in page.tags} <= ALLOWED
    hidden = [a for a in page.all("span") if a.get("aria-hidden") == "true"]
    spoken = [a for a in page.all("span") if a.get("class") == "unseen"]
    assert len(hidden) == len(spoken) > 30
    assert lang.say("passes on") in page.texts
    assert all(a.get("aria-label") != "" for a in page.all("div"))


def test_a_decision_stands_beside_the_proposal(minsk):
    """A status decided by a person names him, and what the machine proposed."""
    found = bundled_evidence(minsk, EN)
    target = next(j for j in found.judgements if j.claim.value == "1150")
    word = Decision(
        kind="status",
        target=target.claim.id,
        verdict="change",
        value="contested",
        by="Anna",
        reason="other count",
        at="2025-08-16",
        proposed="one-sided",
    )
    page = to_html(evidence_page(found, [word], "here", EN))
    assert "contested (Anna; proposed: one-sided)" in page


def test_no_claims_make_no_tables():
    """Where nothing is claimed the page says so once, without empty tables."""
    assert len(evidence_page(judged([]), [], "here", EN).blocks) == 1


def test_a_wide_matrix_is_cut_for_the_screen(capsys):
    """More publishers than a screen can hold make another table that repeats the claim."""
    import sys

    marks = tuple(Mark("+", "says") for _ in range(7))
    heads = tuple(f"source{n}" for n in range(7))
    table = MarkTable("m", ("Claim",), heads, ((("it is so",), marks),))
    show(Document("t", "", "en", (table,)), sys.stdout, 80)
    out = capsys.readouterr().out
    assert out.count("it is so") == 2
    assert out.count("+") == 7


def test_a_matrix_must_fit_its_heads():
    """A row with a mark too few is refused."""
    with pytest.raises(ValueError, match="matrix 'm'"):
        MarkTable("m", ("Claim",), ("a", "b"), ((("x",), (Mark("+", "says"),)),))


@pytest.mark.parametrize(
    ("said", "en", "ru"),
    [
        (naming.subject("2025-06-21 release", EN), "release of prisoners, 21 June 2025", ""),
        (naming.subject("2025-06-21 release", RU), "", "освобождение заключённых, 21 июня 2025 г."),
        (naming.subject("2008-09-05 US relief", RU), "2008-09-05 US relief", ""),
        (naming.attribute("people (will)", EN), "people (will)", ""),
        (naming.attribute("word of us, belarus", EN), "word of: the United States, Belarus", ""),
        (naming.attribute("n_released", RU), "n_released", ""),
        (naming.publisher("texts/2025/a.txt"), "a.txt", ""),
        (naming.publisher("Crowell/cmtradelaw"), "Crowell/cmtradelaw", ""),
        (naming.publisher("https://a.example/b.html"), "https://a.example/b.html", ""),
    ],
)
def test_names(said, en, ru):
    """Our own words are said in the language; a table's words stay as they are."""
    assert said.replace("\N{NO-BREAK SPACE}", " ") == (en or ru)
