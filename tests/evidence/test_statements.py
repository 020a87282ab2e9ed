"""Who says what: the forms of attribution, in both languages."""

from __future__ import annotations

import pytest

from detente.evidence.lexicon import Act
from tests.evidence.samples import document

pytest.importorskip("slovnet", reason="needs the extra `evidence`")
from detente.evidence.statements import read


def first(text: str, language: str = "ru"):
    """Give the first statement of a text."""
    return read(document(text, language)).statements[0]


@pytest.mark.parametrize(
    ("language", "text", "speaker", "act"),
    [
        # a verb with its subject before it
        ("ru", "Госдепартамент подтвердил, что лицензия выдана.", "Госдепартамент", "confirms"),
        ("en", "The Treasury pledged to renew the licence.", "The Treasury", "promises"),
        # a quotation, then verb and subject
        ("ru", "«Мы освободим их», — пообещал Лукашенко.", "Лукашенко", "promises"),
        ("en", '"It was a wonderful talk," said Trump.', "Trump", "says"),
        # an opener
        ("ru", "По словам Джона Коула, переговоры продолжатся.", "Джона Коула", "says"),
        ("en", "According to Viasna, 1,183 people remain in prison.", "Viasna", "says"),
        # a denial
        ("ru", "МИД Беларуси опроверг сообщения о задержании.", "МИД Беларуси", "denies"),
        ("en", "Minsk rejected the accusations on Friday.", "Minsk", "denies"),
        # a threat
        ("ru", "Литва угрожает закрыть границу.", "Литва", "threatens"),
        ("en", "Lithuania has threatened to close the border.", "Lithuania", "threatens"),
        # a body that speaks without being a subject
        ("ru", "В Госдепартаменте отказались от комментариев.", "Госдепартаменте", "declines"),
        ("en", "The White House declined to comment.", "The White House", "declines"),
        # silence where a word was due
        ("ru", "Официального подтверждения из Вашингтона пока нет.", "Вашингтона", "absent"),
        ("en", "The White House has not commented on the visit.", "The White House", "absent"),
    ],
)
def test_forms(language, text, speaker, act):
    """Each form of attribution gives its speaker and its act."""
    s = first(text, language)
    assert (", ".join(v.text for v in s.voices), s.act) == (speaker, act)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # nobody speaks
        ("ru", "Поезд прибыл в Вильнюс утром."),
        ("en", "Sanctions on the airline were lifted in September."),
        # a verb of speech whose subject is a thing
        ("ru", "Путин встретился с союзниками, это подчёркивает роль Беларуси."),
        # handing over is no telling
        ("ru", "Минск передал Литве двадцать человек."),
    ],
)
def test_the_document_speaks_for_itself(language, text):
    """Where nobody is said to speak, the document does."""
    assert first(text, language).own


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Рейс отменён, передаёт Reuters со ссылкой на Минфин США."),
        ("en", "Reuters reported, citing the U.S. Treasury, that it was cancelled."),
        ("en", "Reuters, citing the U.S. Treasury, reported that it was cancelled."),
    ],
)  # fmt: skip
def test_nested(language, text):
    """Who is cited says it; who cites passes it on."""
    s = first(text, language)
    assert ([v.actor for v in s.voices], [v.actor for v in s.via]) == (["us-treasury"], ["reuters"])


def test_content():
    """A statement has its event, number, date, modality and polarity."""
    s = first("Лукашенко заявил, что 21 июня 2025 года Минск освободил 14 заключённых.")
    assert s.content.events == ("release",)
    assert [(q.value, q.unit) for q in s.content.quantities] == [(14.0, "people")]
    assert [d.value for d in s.dates] == ["2025-06-21"]
    assert (s.content.modality, s.content.positive) == ("done", True)
    denied = first("Трамп заявил, что визит не состоится.")
    assert (denied.content.modality, denied.content.positive) == ("will", False)


def test_sides_speak_together():
    """The sides are the two parties named before."""
    text = "Трамп провёл разговор с Лукашенко. По версии сторон, беседа была хорошей."
    said = read(document(text)).statements[1]
    assert {v.party for v in said.voices} == {"us", "belarus"}


@pytest.mark.parametrize("text", ["", "\n\n", "…", "«»", "1)", "\u202e\u200f", "?" * 300])
def test_nothing_to_read(text):
    """Texts without words give no statement that says anything, and no fault."""
    for s in read(document(text)).statements:
        assert s.text == text[s.start : s.end]


def test_right_to_left_marks_stay_in_place():
    """Marks of direction count as characters, so that spans stay exact."""
    text = "\u202eЛукашенко\u202c заявил\u200f, что визит состоится."
    s = read(document(text)).statements[0]
    assert s.text == text[s.start : s.end]


def test_absent_names_the_matter():
    """What was due is told apart from what it is about."""
    s = first("Официальный анонс визита из Вашингтона пока не публиковался.")
    assert (s.act, s.content.events) == (Act.ABSENT, ("announcement", "visit"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Лукашенко опроверг сделку, по данным Reuters."),
        ("en", "Lukashenko denied any deal, according to Reuters."),
    ],
)
def test_who_passes_on_at_the_end(language, text):
    """A source named at the end passes on what somebody else denies."""
    s = first(text, language)
    assert ([v.actor for v in s.voices], s.act) == (["lukashenko"], "denies")
    assert [v.actor for v in s.via] == ["reuters"]


def test_auxiliaries_are_no_names():
    """The "did" of a silence does not belong to the speaker's name."""
    s = first("The U.S. Treasury did not respond to a request for comment.", "en")
    assert [v.text for v in s.voices] == ["The U.S. Treasury"]
