"""The terminal: eighty columns, plain in a pipe, whole in any encoding."""

import io
import re

import pytest

from detente.briefing.blocks import (
    Bullets,
    Column,
    Document,
    Fold,
    Heading,
    LadderView,
    Note,
    Paragraph,
    Table,
)
from detente.briefing.documents import plan_document
from detente.briefing.rendering.terminal import bar, show
from detente.words.language import language


def printed(document: Document, width: int = 80, encoding: str = "utf-8") -> str:
    """Show a document on a file that is no terminal."""
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="")
    show(document, file, width)
    file.flush()
    return raw.getvalue().decode(encoding)


def plan_of(planned, case: str, lang: str = "en") -> Document:
    """Document of a planned case."""
    found = planned(case)
    return plan_document(found.case, found.deal, found.ladder, found.repairs, language(lang))


@pytest.mark.parametrize("case", ["minsk", "two", "failing", "losing", "capped", "three"])
@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("width", [80, 100])
def test_no_line_is_wider_than_the_screen(planned, case: str, lang: str, width: int) -> None:
    """Every line fits, and none ends in blanks."""
    lines = printed(plan_of(planned, case, lang), width).splitlines()
    assert max(map(len, lines)) <= width
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_no_figure_is_cut(planned, lang: str) -> None:
    """At eighty columns every figure of the certificate stands there in full."""
    found = planned("minsk")
    text = printed(plan_of(planned, "minsk", lang))
    say = language(lang).number
    for row in found.ladder.certificate.rows:
        figures = [say(x) for x in (row.keeps, row.temptation, row.margin, row.exposure)]
        assert re.search(
            r"\s+".join([*map(re.escape, figures[:3]), r"(\S+\s+)?" + figures[3]]), text
        )


@pytest.mark.parametrize("width", [1, 20, 63, 1_000])
def test_any_terminal_gets_whole_lines(planned, width: int) -> None:
    """However narrow or wide the terminal, the figures of a party stay on one line."""
    lines = printed(plan_of(planned, "minsk"), width).splitlines()
    assert len([line for line in lines if line[5:].startswith("Belarus  ")]) == 25
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("width", [40, 60])
def test_sentences_fit_a_slim_terminal(planned, width: int) -> None:
    """Tables keep their columns, but no sentence is wider than the screen."""
    lines = printed(plan_of(planned, "minsk"), width).splitlines()
    first = lines.index("") + 1
    for block in (lines[:first], lines[first : lines.index("", first)]):
        assert max(map(len, block)) <= width
    assert all(len(line) <= width for line in lines if line.startswith("- "))


def test_verdict_comes_first(planned) -> None:
    """After title and date, the first thing said is whether it holds."""
    lines = printed(plan_of(planned, "minsk")).splitlines()
    assert lines[3].startswith("Self-enforcing:")


def test_no_control_codes_in_a_pipe(planned) -> None:
    """What goes into a pipe has no escape sequences."""
    assert "\x1b" not in printed(plan_of(planned, "minsk"))


def test_binding_row_has_a_sign_and_a_word(planned) -> None:
    """The binding row is told without colour."""
    lines = printed(plan_of(planned, "minsk")).splitlines()
    at = next(k for k, line in enumerate(lines) if line.startswith("   ► United States"))
    assert "binds: the smallest margin of the ladder" in lines[at + 1]


def test_ascii_output_is_readable(planned) -> None:
    """Where the encoding has no bars, dashes or arrows, plain signs stand for them."""
    text = printed(plan_of(planned, "minsk"), encoding="ascii")
    assert "-47.0" in text
    assert "########" in text
    assert "?" not in text


def test_russian_in_ascii_does_not_fail(planned) -> None:
    """Letters that an encoding lacks are replaced; nothing breaks."""
    assert "???" in printed(plan_of(planned, "two", "ru"), encoding="ascii")


def test_control_characters_of_a_case_are_left_out() -> None:
    """A text cannot move the cursor or turn the writing round."""
    document = Document("a\x1b[2Jb", "c\u202ed", "en", (Paragraph("e\x07f"), Note("g", "h\x00i")))
    text = printed(document)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "ef" in text
    assert "hi" in text


def test_markup_is_text() -> None:
    """Square brackets of a case are no styles."""
    document = Document("[bold]x[/bold]", "", "en", (Bullets(("[red]y", ":smile:")),))
    text = printed(document)
    assert "[bold]x[/bold]" in text
    assert "- [red]y" in text
    assert ":smile:" in text


def test_folds_stay_closed() -> None:
    """What a reader would have to open is left out of the screen."""
    document = Document("t", "", "en", (Heading("h"), Fold("more", (Paragraph("hidden"),))))
    assert "hidden" not in printed(document)


def test_numbered_lists_count() -> None:
    """A ranking is numbered, and its further lines stand under the first."""
    document = Document("t", "", "en", (Bullets(("word " * 30, "b"), numbered=True),))
    lines = printed(document).splitlines()
    assert lines[2].startswith("1. word")
    assert lines[3].startswith("   word")
    assert lines[-1] == "2. b"


@pytest.mark.parametrize(
    ("amount", "most", "drawn"),
    [
        (8.0, 8.0, "████████"),
        (4.0, 8.0, "████"),
        (0.001, 8.0, "▏"),  # little, but not nothing
        (0.0, 8.0, ""),
        (-8.0, 8.0, "▒▒▒▒▒▒▒!"),
        (-0.001, 8.0, "▒!"),  # below zero is marked, however little
        (9.0, 8.0, "████████"),  # beyond the scale: full
        (0.0, 0.0, ""),
    ],
)
def test_bar(amount: float, most: float, drawn: str) -> None:
    """A bar is as long as its share; below zero it is hatched and ends in a sign."""
    assert bar(amount, most) == drawn


def test_many_lanes_become_a_list(planned) -> None:
    """With more than three givers, each step lists who gives what."""
    from detente.briefing.blocks import Figures, StepView

    names = ("A", "B", "C", "D")
    figures = tuple(Figures(name, 0, -1, 1, 0) for name in names)
    start = StepView(0, False, ((), (), (), ()), figures)
    step = StepView(1, False, (("x",), (), ("y",), ()), figures)
    view = LadderView(names, (start, step), (None,) * 4)
    assert "   1 A: x; C: y" in printed(Document("t", "", "en", (view,)))


def test_no_line_ends_within_a_date_or_a_count() -> None:
    """No-break spaces hold in paragraphs and cells, which rich sets; they stay what they are."""
    held = "16\u00a0August\u00a02025"
    texts = [f"{'x' * k} {held}" for k in range(60, 80)]
    table = Table("", (Column("A"), Column("B")), tuple((text, held) for text in texts))
    blocks = (*(Paragraph(text) for text in texts), table)
    told = printed(Document("t", "", "en", blocks))
    assert told.count(held) == 3 * len(texts)


def test_tables_break_no_word_and_crop_nothing() -> None:
    """Columns as narrow as their words allow still hold every word, to the last character."""
    for long in range(2, 28):
        words = ("w" * long, "x" * (36 - long), "y" * 14, "z" * 24)  # with blanks: 80
        table = Table(
            "", tuple(Column(f"{w} of") for w in words), (tuple(w + " a" for w in words),)
        )
        told = printed(Document("t", "", "en", (table,)))
        assert all(told.count(word) == 2 for word in words)
        assert max(map(len, told.splitlines())) <= 80


def test_a_table_that_cannot_fit_breaks_words() -> None:
    """Words wider than the screen go on in the next line, whole."""
    words = ("w" * 50, "x" * 50)
    told = printed(Document("t", "", "en", (Table("", (Column("A"), Column("B")), (words,)),)))
    assert (told.count("w"), told.count("x")) == (50, 50)
