"""Tables in text: what is read, and what is no table."""

from pathlib import Path

import pytest

from detente.case.table import MAX_ROWS, Row, read_rows

COLUMNS = ("a", "b", "c")


def read(path: Path, content: str | bytes) -> tuple[Row, ...]:
    """Read a table that needs `a` and `b` and may have `c`."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_rows(path, COLUMNS[:2], COLUMNS, lambda said: ValueError("\n".join(said)))


def test_rows_have_the_line_they_begin_on(tmp_path: Path) -> None:
    """Blank lines are left out, a cell may hold a line end, a byte order mark is no cell."""
    found = read(tmp_path / "t.csv", '\ufeffa, b ,c\n1,"x\ny",\n\n 2 ,z,3\n')
    assert found == (
        Row(2, {"a": "1", "b": "x\ny", "c": ""}),
        Row(5, {"a": "2", "b": "z", "c": "3"}),
    )


def test_semicolons_part_cells_too(tmp_path: Path) -> None:
    """As spreadsheets write them where the comma is the decimal sign."""
    assert read(tmp_path / "t.csv", "a;b\n0,5;x\n") == (Row(2, {"a": "0,5", "b": "x"}),)


def test_heads_may_have_capitals(tmp_path: Path) -> None:
    """A spreadsheet likes to write them; a column that stands twice is still refused."""
    assert read(tmp_path / "t.csv", "A,B\nX,2\n") == (Row(2, {"a": "X", "b": "2"}),)
    with pytest.raises(ValueError, match="column 'a' twice"):
        read(tmp_path / "t.csv", "A,b,a\n1,2,3\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,bb\n", "t.csv:1: no column 'b' (did you mean 'bb'?)\n"),
        ("a,b,d\n", "t.csv:1: there is no column 'd'; the columns are: a, b, c"),
        ("a,b,b\n", "t.csv:1: column 'b' twice"),
        ("", "t.csv:1: no column 'a'"),
        ("a,b\n1\n", "t.csv:2: 1 cells, but there are 2 columns"),
        ('a,b\n1,"x\n', "t.csv:2: unexpected end of data"),
        (b"a,b\n1,\xff\n", "t.csv:2: this is not UTF-8; save the table as CSV in UTF-8"),
        ("a,b\n1,\0\n", "t.csv:2: a zero byte: this is no text"),
        ("a,b\n" + "1,2\n" * MAX_ROWS, "t.csv: more than 20,000 lines"),
    ],
)
def test_what_is_no_such_table_is_refused(tmp_path: Path, content: str | bytes, said: str) -> None:
    """With file, line and what is wrong."""
    with pytest.raises(ValueError, match=r"t\.csv") as caught:
        read(tmp_path / "t.csv", content)
    assert said in f"{caught.value}\n"


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """Its size is looked at first."""
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.truncate(33 * 1024 * 1024)
    with pytest.raises(ValueError, match="larger than 32 MB"):
        read_rows(path, COLUMNS[:2], COLUMNS, lambda said: ValueError("\n".join(said)))
