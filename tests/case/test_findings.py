"""What `check` says about a valid case."""

import pytest

from detente.case import Case
from detente.case.amounts import Text
from detente.case.messages import MESSAGES, Finding
from detente.words.language import language
from tests.case.texts import changed, whole


def said(case: Case) -> list[tuple[str, str]]:
    """Codes and paths of all findings."""
    return [(finding.code, finding.path) for finding in case.findings()]


def test_a_sound_case_has_only_notices() -> None:
    """The whole case gives no cause for warnings."""
    assert {MESSAGES[code][0] for code, _ in said(whole())} == {"notice"}


GUARD = "    revocability: {lost: {b: .5}, why: Known}\n    why: Talks"
PORT = "    cost: 3\n    value:\n      b: {low: 8"
FEES = "    lots:\n      early"
LOST = "lost: {low: .7, mode: .8, high: .9}"
CONSENT = "{c: {status: given, date: 2025-07}}"

# Each: changes to the whole case, and the finding (code, path) that they bring about.
CAUSES = {
    "no reason given": (
        [(GUARD, "    revocability: {lost: {b: .5}, why: Known}")],
        ("unsupported", "measures.guard"),
    ),
    "no anchor": (
        [("    anchor: {equals: {en: a harbour, ru: гавань}}\n", "")],
        ("no_anchor", "parties.b"),
    ),
    "a source of the outcome that the plan rests on": (
        [("They lie idle\n    sources: [report]", "They lie idle\n    sources: [later]")],
        ("hindsight", "sources.later.date"),
    ),
    "a source of tomorrow": (
        [("date: 2025-08, kind", "date: 2025-09, kind")],
        ("hindsight", "sources.report.date"),
    ),
    "a consent of tomorrow": (
        [(CONSENT, "{c: {status: given, date: 2025-12}}")],
        ("hindsight", "measures.port.consents.c.date"),
    ),
    "a transfer that is recovered": (
        [("    lead: 7\n", "    lead: 7\n    revocability: {recovered: .8}\n")],
        ("taken_back", "measures.ships.revocability"),
    ),
    "a licence nobody loses": (
        [(LOST, "lost: .05")],
        ("not_taken_back", "measures.port.revocability"),
    ),
    "a licence without terms": (
        [("    revocability: licence\n", "")],
        ("no_terms", "measures.port.revocability"),
    ),
    "an elapsed period that is lost": (
        [("    tags: [arms]", "    kind: periodic\n    tags: [arms]")],
        ("elapsed", "measures.guard.revocability"),
    ),
    "a delisting undone at will": (
        [("instrument: {kind: licence,", "instrument: {kind: delisting,"), (LOST, "lost: .9")],
        ("easily_relisted", "measures.port.revocability"),
    ),
    "a consent not given": (
        [(CONSENT, "{c: unknown}")],
        ("consent", "measures.port.consents.c"),
    ),
    "a deadline gone by": (
        [("deadline: 2026-01-01", "deadline: 2025-08-01")],
        ("deadline_past", "measures.port.deadline"),
    ),
    "a deadline too near": (
        [("deadline: 2026-01-01", "deadline: 2025-09-01")],
        ("deadline_short", "measures.port.deadline"),
    ),
    "a lot's deadline": (
        [("early: {cost: 1,", "early: {deadline: 2025-08-01, cost: 1,")],
        ("deadline_past", "measures.fees.lots.early.deadline"),
    ),
    "a term that ended": (
        [("term: {lasts: 180}", "term: {expires: 2025-01-01}")],
        ("expired", "measures.port.term.expires"),
    ),
    "a check that cries wolf": (
        [("detection: .99, false_alarm: 0,", "detection: .3, false_alarm: .3,")],
        ("never_deters", "measures.ships.verification"),
    ),
    "worth nothing to a party": (
        [("    value: {a: 4}", "    value: {c: 4}")],
        ("unvalued", "measures.rail.value"),
    ),
    "worth less than nothing": (
        [("    value: {a: 4}", "    value: {a: -4}")],
        ("negative_value", "measures.rail.value.a"),
    ),
    "a party that loses": (
        [(PORT, PORT.replace("3", "90"))],
        ("no_gain", "parties.a"),
    ),
    "a party that gives nothing": (
        [("audiences:\n", "  d: {name: {en: Delta, ru: Дельта}}\naudiences:\n")],
        ("gives_nothing", "parties.d"),
    ),
    "a core measure that needs an option": (
        [(FEES, "    requires: [rail]\n" + FEES)],
        ("requires_left_out", "measures.fees.requires.1"),
    ),
    "two that exclude each other": (
        [(FEES, "    excludes: [guard]\n" + FEES)],
        ("excluded_too", "measures.fees.excludes.1"),
    ),
    "after an option": (
        [("after: [ships.1]", "after: [rail]")],
        ("after_left_out", "measures.port.after.1"),
    ),
    "no concession at all": (
        [("cost: {low: -1, mode: 2, high: 5}", "cost: {low: -3, mode: -2, high: 5}")],
        ("no_concession", "measures.ships.cost"),
    ),
    "perhaps no concession": ([], ("maybe_no_concession", "measures.ships.cost")),
    "nobody decides": (
        [("escrow: {value: 2, decides: A court,", "escrow: {value: 2,")],
        ("no_decider", "parties.b.stake.escrow"),
    ),
    "an option across a red line": (
        [("    tags: [arms]", "    tags: [land]\n    option: true")],
        ("crosses", "measures.guard.tags"),
    ),
    "a track nobody takes": ([("    track: sea\n", "")], ("unused", "tracks.sea")),
    "terms nobody uses": (
        [("    revocability: licence\n", "")],
        ("unused", "revocability.licence"),
    ),
    "English only": (
        [("title: {en: Whole, ru: Целое}", "title: {en: Whole}")],
        ("untranslated", ""),
    ),
    "options": ([], ("options", "measures")),
    "unconditional measures": ([], ("unconditional", "measures")),
    "illustrative": (
        [("name: whole", "name: whole\nillustrative: true")],
        ("illustrative", "illustrative"),
    ),
}


@pytest.mark.parametrize("name", CAUSES)
def test_each_doubt_is_told_at_its_place(name: str) -> None:
    """Each cause brings its finding, at its path, once; and it was not there before."""
    changes, expected = CAUSES[name]
    found = said(whole(*changes))
    assert found.count(expected) == 1
    if changes and expected[0] != "untranslated":
        assert expected not in said(whole())


def test_every_message_is_reached() -> None:
    """No message stands in the list that nothing brings about."""
    assert {code for _, (code, _) in CAUSES.values()} == set(MESSAGES)


@pytest.mark.parametrize("name", CAUSES)
def test_findings_are_whole_sentences(name: str) -> None:
    """No field is left open, in any language, and the place is a place in the file."""
    changes, _ = CAUSES[name]
    text = changed(*changes)
    for finding in Case.parse(text).findings():
        for code in ("en", "ru"):
            sentence = finding.sentence(language(code))
            assert sentence
            assert not set("{}[]<>") & set(sentence)
        assert 1 <= finding.line <= text.count("\n")
        assert str(finding).startswith(f"case.yaml:{finding.line}:{finding.column} ")


def test_warnings_come_first() -> None:
    """What must be looked at stands above what is good to know."""
    case = whole(("{c: {status: given, date: 2025-07}}", "{c: refused}"))
    levels = [finding.level for finding in case.findings()]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] == "warning"


def test_names_are_told_in_the_language_of_the_reader() -> None:
    """A finding carries the names of the case in both languages."""
    case = whole(("{c: {status: given, date: 2025-07}}", "{c: refused}"))
    finding = case.findings()[0]
    assert finding.params["who"]["ru"] == "Гамма"
    assert "Gamma" in finding.sentence()


def test_support_is_taken_from_the_block_around() -> None:
    """A reason on a measure holds for its numbers; one of their own comes first."""
    case = whole(("{value: 9, why: Enough}", "9"))
    assert ("unsupported", "parties.a") in said(case)
    numbers = {number.path: number for number in whole().numbers}
    assert numbers["measures.ships.lead"].why["en"] == "They lie idle"
    assert numbers["measures.ships.lead"].sources == ("report",)
    assert numbers["measures.guard.revocability.lost.b"].why["en"] == "Known"
    assert numbers["measures.guard.cost"].why["en"] == "Talks"


def test_a_finding_about_the_whole_file_has_no_path() -> None:
    """Where a finding is about the file as a whole, no empty path stands before its sentence."""
    found = Finding("untranslated", "f.yaml", 1, 1, "", {"count": 2})
    assert str(found) == "f.yaml:1:1 texts without Russian words: 2"


def test_one_point_is_no_plural() -> None:
    """A loss is told in words that fit any number, in both languages."""
    params = {"who": Text(en="A", ru="А"), "loss": 1.0}
    found = Finding("no_gain", "f.yaml", 1, 1, "parties.a", params)
    assert found.sentence().startswith("A loses 1 of its points by completing")
    assert "теряет 1 в своих баллах" in found.sentence(language("ru"))
