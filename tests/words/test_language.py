"""How a language writes numbers, shares, dates and lists."""

from datetime import date

import pytest

from detente.words.language import LANGUAGES, language

NBSP = "\N{NO-BREAK SPACE}"
EN, RU = language("en"), language("ru")


@pytest.mark.parametrize(
    ("x", "digits", "en", "ru"),
    [
        (1.25, 1, "1.2", "1,2"),
        (-3.5, 1, "−3.5", "−3,5"),  # a true minus, not a hyphen
        (-0.04, 1, "0.0", "0,0"),  # no negative zero
        (0.0, 0, "0", "0"),
        (1234567.0, 0, "1,234,567", f"1{NBSP}234{NBSP}567"),
        (-1e15, 1, "−1.00e+15", "−1,00e+15"),  # too long to write out
        (1e-15, 1, "0.0", "0,0"),
    ],
)
def test_number(x: float, digits: int, en: str, ru: str) -> None:
    """A number has the decimal mark, grouping and minus of its language."""
    assert EN.number(x, digits) == en
    assert RU.number(x, digits) == ru


@pytest.mark.parametrize(
    ("x", "said"), [(10.0, "10"), (12.5, "12.5"), (0.5, "0.5"), (100.0, "100"), (0.04, "0.04")]
)
def test_amount_drops_idle_decimals(x: float, said: str) -> None:
    """In a sentence a number has no decimals that are zero, and keeps the zeros that count."""
    assert EN.amount(x, 2) == said


@pytest.mark.parametrize(
    ("share", "en", "ru"),
    [
        (0.27, "27%", f"27{NBSP}%"),
        (0.004, "<1%", f"<1{NBSP}%"),  # above nothing, so not 0 %
        (0.0, "0%", f"0{NBSP}%"),
        (1.5, "150%", f"150{NBSP}%"),
    ],
)
def test_percent(share: float, en: str, ru: str) -> None:
    """A share is written in whole per cent; Russian sets the sign apart."""
    assert EN.percent(share) == en
    assert RU.percent(share) == ru


def test_date() -> None:
    """A date is written in words, with spaces that do not break."""
    day = date(2025, 8, 16)
    assert EN.date(day) == f"16{NBSP}August{NBSP}2025"
    assert RU.date(day) == f"16{NBSP}августа{NBSP}2025{NBSP}г."


@pytest.mark.parametrize(
    ("items", "en", "ru"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a и b"),
        (["a", "b", "c"], "a, b and c", "a, b и c"),
    ],
)
def test_join(items: list[str], en: str, ru: str) -> None:
    """A list is written in words."""
    assert EN.join(items) == en
    assert RU.join(items) == ru


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (1, "1 шаг"),
        (3, "3 шага"),
        (5, "5 шагов"),
        (11, "11 шагов"),  # teens are many, whatever they end in
        (21, "21 шаг"),
        (112, "112 шагов"),
        (1.5, "1,5 шага"),  # fractions take the form of 2
    ],
)
def test_russian_plural_forms(n: float, said: str) -> None:
    """Russian has three forms, by the last digits."""
    assert RU.count("{n} step", "{n} steps", n) == said


def test_english_plural_forms() -> None:
    """English has two forms."""
    assert EN.count("{n} step", "{n} steps", 1) == "1 step"
    assert EN.count("{n} step", "{n} steps", 24) == "24 steps"


def test_quotes_and_empty_text() -> None:
    """Quotation marks follow the language, and no text stays no text."""
    assert (EN.quote("a"), RU.quote("a")) == ("“a”", "«a»")
    assert RU.say("") == ""


def test_unknown_language_names_the_known_ones() -> None:
    """An unknown code is refused with the codes there are."""
    with pytest.raises(ValueError, match="there is no language 'fr'; there are: en, ru"):
        language("fr")


def test_languages_are_made_once() -> None:
    """Asking twice gives the same object, so that a catalogue is read once."""
    assert all(language(code) is language(code) for code in LANGUAGES)


def test_short_dates() -> None:
    """A day in little room: month by its first letters, or by its number in Russian."""
    day = date(2025, 8, 1)
    assert language("en").day(day) == "1\N{NO-BREAK SPACE}Aug\N{NO-BREAK SPACE}2025"
    assert language("ru").day(day) == "01.08.2025"


@pytest.mark.parametrize(
    ("code", "text", "quoted"),
    [
        ("en", "x", "“x”"),
        ("en", "the “x” y", "“the ‘x’ y”"),
        ("ru", "x", "«x»"),
        ("ru", "Лицензия «Белавиа»", "«Лицензия „Белавиа“»"),
    ],
)
def test_quotation_marks_within_others_are_inner_ones(code: str, text: str, quoted: str) -> None:
    """No mark stands doubled."""
    assert language(code).quote(text) == quoted


def test_one_full_stop_after_a_russian_date() -> None:
    """A sentence that ends in «г.» ends in one full stop."""
    ru = language("ru")
    said = ru.say("Step {n}: {date}.", n=1, date=ru.date(date(2025, 8, 1)))
    assert said.endswith("2025\N{NO-BREAK SPACE}г.")
    assert ".." not in said
