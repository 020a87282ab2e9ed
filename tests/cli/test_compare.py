"""`detente compare`: two cases, or the past ones that are like one."""

import json

import pytest

from detente.cli.exits import Exit
from detente.cli.main import main


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run `detente compare`; give its exit code, stdout and stderr."""
    code = main(["compare", *words])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sudan2020", "hotline1963"), "Two ladders side by side"),
        (("sudan2020", "hotline1963", "--lang", "ru"), "Две лестницы рядом"),
        (("minsk", "--analogies"), "Few and hand-picked"),
        (("minsk", "--analogies", "--lang", "ru"), "Мало и отобрано вручную"),
    ],
)
def test_it_is_printed(capsys, monkeypatch, words: tuple[str, ...], said: str) -> None:
    """Both ways, both languages, in eighty columns."""
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(capsys, *words)
    assert (code, err) == (Exit.DONE, "")
    assert said in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "schema"),
    [
        (("sudan2020", "hotline1963", "--json"), "detente.compare/1"),
        (("minsk", "--analogies", "--json"), "detente.compare.analogies/1"),
    ],
)
def test_one_document_for_machines(capsys, words: tuple[str, ...], schema: str) -> None:
    """Standard output is one JSON document with its schema."""
    code, out, _ = run(capsys, *words)
    assert code == Exit.DONE
    assert json.loads(out)["schema"] == schema


@pytest.mark.parametrize("words", [("minsk",), ("minsk", "jpoa", "--analogies")])
def test_either_a_second_case_or_all_past_ones(capsys, words: tuple[str, ...]) -> None:
    """Neither and both are a mistake of usage, told in the reader's language."""
    code, out, err = run(capsys, *words)
    assert (code, out) == (Exit.USAGE, "")
    assert "one of the two" in err
    assert "что-то одно" in run(capsys, *words, "--lang", "ru")[2]


def test_a_misspelt_case_is_named(capsys) -> None:
    """The nearest right name is offered."""
    code, _, err = run(capsys, "minsk", "sudn")
    assert code == Exit.USAGE
    assert "did you mean 'sudan'" in err
