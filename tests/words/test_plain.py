"""What a message quotes cannot move a cursor, turn the writing round, or fill a screen."""

from unicodedata import category

from hypothesis import given, strategies as st

from detente.exchange.errors import DetenteError
from detente.words.plain import MOST, MOST_LINES, plain


@given(st.text(max_size=200).map(lambda text: text * 20))
def test_any_text_can_be_shown(text: str) -> None:
    """Whatever is quoted can be written in UTF-8, moves no cursor, and stays within the line."""
    shown = plain(text)
    shown.encode()
    assert not any(category(c) in ("Cc", "Cs", "Zl", "Zp") for c in shown if c != "\n")
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert max(map(len, shown.split("\n"))) <= MOST
    assert plain(shown) == shown


def test_what_is_plain_stays() -> None:
    """Russian, no-break spaces and lines are left as they are."""
    text = "файл.yaml:1:2 parties.a: «да»\u00a0— 5 … 🕊\nand a second line"
    assert plain(text) == text


def test_the_ends_of_a_long_line_are_kept() -> None:
    """The place and the hint are still read where the middle is left out."""
    shown = plain("a.csv:3: there is no act '" + "x" * 5_000 + "' (did you mean 'says'?)")
    assert len(shown) == MOST
    assert shown.startswith("a.csv:3: there is no act 'xxx")
    assert shown.endswith("xxx' (did you mean 'says'?)")


def test_the_ends_of_many_lines_are_kept() -> None:
    """So are those of a cell with ever so many ends of lines in it."""
    shown = plain("\n".join(map(str, range(1_000)))).split("\n")
    assert len(shown) == MOST_LINES
    assert (shown[0], shown[15], shown[16], shown[-1]) == ("0", "15", "…", "999")


def test_every_error_is_told_so() -> None:
    """An error's text is made fit to be shown, wherever it was raised."""
    assert str(DetenteError("a.txt: '\x1b[2J\u202e\ud800'")) == r"a.txt: '\x1b[2J\u202e\ud800'"
