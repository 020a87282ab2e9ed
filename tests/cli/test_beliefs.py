"""`detente beliefs` and `detente calibrate`: what is printed, what is refused, exit codes."""

import json
from pathlib import Path

import pytest

from detente.cli.exits import Exit
from detente.cli.main import main
from tests.uncertainty.sides import CASE

BELIEFS = "a: {serious: {low: .3, mode: .5, high: .7}, audiences: {c: .2}}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to stand in, with a small case and files of observations."""
    files = {
        "small.yaml": CASE.replace("BELIEFS", BELIEFS),
        "seen.csv": "lot,outcome,when\nships.1,confirmed,2025-02-01\nfees.1,late,2025-02-03\n",
        "seen.json": json.dumps(
            [{"lot": "ships.1", "outcome": "breached", "when": "2025-02-01", "party": "a"}]
        ),
        "wrapped.json": json.dumps({"observations": []}),
        "blind.csv": "lot,outcome,when,observable\nships.1,confirmed,2025-02-01,no\n",
        "no_lot.csv": "lot,outcome,when\nship.1,confirmed,2025-02-01\n",
        "no_word.csv": "lot,outcome,when\nships.1,confirmd,2025-02-01\n",
        "no_day.csv": "lot,outcome,when\nships.1,confirmed,spring\n",
        "no_column.csv": "lot,outcom,when\n",
        "no_truth.csv": "lot,outcome,when,observable\nships.1,late,2025-02-01,perhaps\n",
        "giver.json": json.dumps(
            [{"lot": "ships.1", "outcome": "late", "when": "2025-02-01", "party": "b"}]
        ),
        "slip.json": json.dumps([{"lot": "a", "outcome": "b", "when": "c", "partie": "d"}]),
        "text.json": '"ships"',
        "broken.json": "[",
        "deep.json": "[" * 100_000,
        "numbers.json": "[1]",
        "history.csv": "date,side\n2020,a\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run `detente`; give its exit code, stdout and stderr."""
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("beliefs", "minsk"), "Nothing has been tested yet"),
        (("beliefs", "minsk", "--lang", "ru"), "Пока ничего не проверено"),
        (("beliefs", "jpoa", "--discount", ".9"), "counts 90% of this one"),
        (("beliefs", "sudan", "--party", "sd"), "Tests of Sudan"),
        (("beliefs", "small.yaml", "--observations", "seen.csv"), "After 2 observations"),
        (("beliefs", "small.yaml", "--observations", "seen.json"), "breached"),
        (("beliefs", "small.yaml", "--observations", "wrapped.json"), "Nothing has been tested"),
        (("beliefs", "small.yaml", "--observations", "blind.csv"), "nobody could have seen"),
        (("calibrate", "minsk"), "Peace Accords Matrix"),
        (("calibrate", "minsk", "--lang", "ru"), "Априори, данные и апостериори"),
        (("calibrate", "minsk", "--backtest", "2020-12-31"), "but only 10 periods"),
        (("calibrate", "minsk", "--discount", "0"), "weighing 0%"),
        (("calibrate", "small.yaml"), "nothing can be calibrated"),
    ],
)
def test_documents_are_printed(capsys, words: tuple[str, ...], said: str) -> None:
    """Both commands, both languages; every line fits eighty columns."""
    code, out, err = run(capsys, *words)
    assert (code, err) == (Exit.DONE, "")
    assert said in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("beliefs", "minsk", "--party", "bx"), Exit.USAGE, "no party 'bx'"),
        (("beliefs", "minsk", "--slip", ".5"), Exit.USAGE, "below 0.5"),
        (("beliefs", "minsk", "--discount", "1.2"), Exit.USAGE, "at most 1"),
        (("beliefs", "minsk", "--observations", "none.csv"), Exit.USAGE, "does not exist"),
        (("beliefs", "small.yaml", "--observations", "no_lot.csv"), Exit.INVALID,
         "no_lot.csv:2: small has no lot 'ship.1' (did you mean 'ships.1'?)"),
        (("beliefs", "small.yaml", "--observations", "no_word.csv"), Exit.INVALID,
         "did you mean 'confirmed'"),
        (("beliefs", "small.yaml", "--observations", "no_day.csv"), Exit.INVALID,
         "no_day.csv:2: 'spring' is no date"),
        (("beliefs", "small.yaml", "--observations", "no_column.csv"), Exit.INVALID,
         "no 'outcome' (did you mean 'outcom'?)"),
        (("beliefs", "small.yaml", "--observations", "no_truth.csv"), Exit.INVALID, "yes or no"),
        (("beliefs", "small.yaml", "--observations", "giver.json"), Exit.INVALID,
         "is given by 'a', not by 'b'"),
        (("beliefs", "small.yaml", "--observations", "slip.json"), Exit.INVALID,
         "did you mean 'party'"),
        (("beliefs", "small.yaml", "--observations", "text.json"), Exit.INVALID, "a list of"),
        (("beliefs", "small.yaml", "--observations", "broken.json"), Exit.INVALID, "not JSON"),
        (("beliefs", "small.yaml", "--observations", "deep.json"), Exit.INVALID, "not JSON"),
        (("beliefs", "small.yaml", "--observations", "numbers.json"), Exit.INVALID, "a mapping"),
        (("beliefs", "small.yaml", "--observations", "binary.csv"), Exit.INVALID, "UTF-8"),
        (("calibrate", "minsk", "--discount", "2"), Exit.USAGE, "from 0 to 1"),
        (("calibrate", "minsk", "--backtest", "soon"), Exit.USAGE, "'soon' is no date"),
        (("calibrate", "minsk", "--backtest", "2009-01-01"), Exit.INVALID, "runs from"),
        (("calibrate", "minsk", "--backtest", "2020-12-31", "--months", "0"), Exit.USAGE,
         "1 to 24 months"),
        (("calibrate", "small.yaml", "--backtest", "2014-01-01"), Exit.USAGE, "no history"),
        (("calibrate", "minsk", "--history", "history.csv"), Exit.INVALID, "no column 'step_type'"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(capsys, words, code: Exit, said: str) -> None:
    """One sentence with the place and the nearest right way, and the right exit code."""
    found, out, err = run(capsys, *words)
    assert found == code
    assert said in " ".join(err.split())
    assert "Traceback" not in err
    assert out == ""


@pytest.mark.parametrize(
    ("words", "schema"),
    [
        (("beliefs", "minsk", "--json"), "detente.beliefs/1"),
        (("beliefs", "small.yaml", "--observations", "seen.csv", "--json"), "detente.beliefs/1"),
        (("calibrate", "minsk", "--backtest", "2020-12-31", "--json"), "detente.calibrate/1"),
    ],
)
def test_records(capsys, words: tuple[str, ...], schema: str) -> None:
    """One JSON document with its schema."""
    code, out, err = run(capsys, *words)
    assert (code, err) == (Exit.DONE, "")
    assert json.loads(out)["schema"] == schema


@pytest.mark.parametrize("command", ["beliefs", "calibrate"])
def test_pages(capsys, tmp_path: Path, command: str) -> None:
    """--html writes the page and prints nothing on stdout."""
    code, out, err = run(capsys, command, "minsk", "--html", "page.html")
    assert (code, out) == (Exit.DONE, "")
    assert "page.html" in err
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
