"""The real article: four findings, two parties, dates, five arguments, every span exact."""

from __future__ import annotations

from pathlib import Path

import pytest

ARTICLE = Path(__file__).parents[3] / "shared/data/articles/minsk_2025_08_ru.txt"

pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not on this machine")
pytest.importorskip("slovnet", reason="needs the extra `evidence`")


@pytest.fixture(scope="module")
def reading():
    """Give the article as read."""
    from detente.evidence.intake.files import read_file
    from detente.evidence.statements import read

    return read(read_file(ARTICLE)[0])


@pytest.fixture(scope="module")
def found(reading):
    """Give the article's findings."""
    from detente.evidence.findings import findings

    return findings(reading)


@pytest.mark.parametrize(
    ("kind", "matter", "words"),
    [
        # both sides say that the talk was good
        ("agreed", "call", "По версии сторон, собеседники «провели хорошую беседу»"),
        # the word from Washington was due and has not come
        ("awaited", "visit", "Официальный анонс визита из Вашингтона пока не публиковался"),
        # the acceptance is known from one side's resources only
        ("one-sided", "invitation", "исходит из белорусских госресурсов и региональных СМИ"),
        # outlets independent of both bear out the call and its tone
        ("corroborated", "call", "независимые западные издания подтвердили сам факт звонка"),
    ],
)
def test_four_findings(found, kind, matter, words):
    """Each finding of the article is there, with the clause it stands on."""
    hits = [f for f in found if f.kind == kind and f.matter == matter]
    assert [words in f.statements[0].text for f in hits] == [True]


def test_nothing_else_is_found(found):
    """The article gives these four findings and no other."""
    assert [f.kind for f in found] == ["agreed", "awaited", "one-sided", "corroborated"]


def test_spans_are_the_text(reading):
    """Every statement, voice and date is exactly the document's characters at its place."""
    text = reading.document.text
    for s in reading.statements:
        assert s.text == text[s.start : s.end]
        for voice in (*s.voices, *s.via):
            assert voice.text == text[voice.start : voice.end]
    for date in reading.dates:
        assert date.text == text[date.start : date.end]


def test_parties(reading):
    """The two parties are the two presidents, each with the state he speaks for."""
    assert [(v.actor, v.party) for v in reading.parties] == [
        ("trump", "us"),
        ("lukashenko", "belarus"),
    ]


def test_dates(reading):
    """Its four dates are found, the year of the first taken from the text."""
    assert [d.value for d in reading.dates] == ["2025-08-15", "2022", "2023", "2025"]


def test_arguments_are_analysis(reading):
    """Five numbered reasons, of which the list skips 4, are arguments and none is a fact."""
    from detente.evidence.findings import arguments, skipped

    points = arguments(reading)
    assert [p[0].point for p in points] == [1, 2, 3, 5, 6]
    assert all(s.analysis for p in points for s in p)
    assert skipped(reading) == [4]
