"""Reading YAML: what scalars become, and where things stand."""

import pytest

from detente.case.errors import InvalidCase
from detente.case.reader import dotted, parse


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("NO", "NO"),  # not false
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("null", None),
        ("2025-08-16", "2025-08-16"),  # a date stays a text
        ("12:30:45", "12:30:45"),  # not a number to the base of 60
        ("7", 7),
        ("-0", 0),
        ("007", 7),
        ("+1.50", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("1E-3", 0.001),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("0,5", "0,5"),
        (".", "."),
        ("nan", "nan"),  # a word: whoever wants a number there says so
        ("'7'", "7"),
        ('"true"', "true"),
        ("[]", []),
        ("{}", {}),
        ("|\n  a\n  b", "a\nb\n"),
        (">-\n  a\n  b", "a b"),
        ('"\\u0424"', "Ф"),
    ],
)
def test_scalars_are_what_they_look_like(written: str, read: object) -> None:
    """Only numbers, true, false and null are more than text."""
    found = parse(f"key: {written}\n", "f").data["key"]
    assert found == read
    assert type(found) is type(read)


def test_keys_are_always_text() -> None:
    """Keys are not turned into numbers, truth or nothing."""
    data = parse("1: a\ntrue: b\n2025-01-01: c\nNO: d\n", "f").data
    assert list(data) == ["1", "true", "2025-01-01", "NO"]


def test_places_are_those_an_editor_shows() -> None:
    """Lines and columns count from 1, in letters and not in bytes."""
    document = parse("а: {б: 1, в: [x, {г: 2}]}\nд:\n  е: 3\n", "f")
    assert document.place(("а", "б")) == (1, 8)
    assert document.place(("а", "в", 1, "г")) == (1, 22)
    assert document.place(("д", "е")) == (3, 6)
    assert document.place(("д", "е"), key=True) == (3, 3)
    assert document.place(("д",)) == (2, 1)


def test_the_place_of_what_is_missing_is_that_around_it() -> None:
    """What is not in the file is placed at the nearest block that is."""
    document = parse("a:\n  b: {c: 1}\n", "f")
    assert document.place(("a", "b", "x", "y")) == (2, 3)
    assert document.place(("z",)) == (1, 1)


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path) -> None:
    """Files saved by editors that add a mark are read all the same."""
    from detente.case.reader import read

    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfname: x\r\nnext: y\r\n")
    document = read(path)
    assert document.data == {"name": "x", "next": "y"}
    assert document.place(("next",), key=True) == (2, 1)


def test_errors_are_one_kind_only() -> None:
    """The parser's own errors never come through."""
    with pytest.raises(InvalidCase) as caught:
        parse("a: [1\n", "some.yaml")
    assert str(caught.value).startswith("some.yaml:2:1 ")


def test_routes_count_items_from_one() -> None:
    """A person counts the first item of a list as the first."""
    assert dotted(("already", 0, "by")) == "already.1.by"
