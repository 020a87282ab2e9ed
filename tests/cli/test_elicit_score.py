"""`detente elicit score`: what it prints, what is refused, and the exit codes."""

import json
from pathlib import Path

import pytest

from detente.cli.exits import Exit
from detente.cli.main import main

HEAD = "analyst,made,question,probability,low,median,high,outcome,resolved,source\n"
ROWS = [
    *(f"anna,2025-01-0{k + 1},Q{k}?,{p},,,,{o},2025-06-01," for k, (p, o) in enumerate(
        [(0.9, "no"), (0.9, "no"), (0.9, "no"), (0.2, "yes"), (0.7, "yes")])),
    "anna,2025-01-09,Q9?,.5,,,,,,",
    "anna,2025-02-01,Q0?,.1,,,,no,2025-06-01,",
    *(f"anna,2025-01-01,N{k}?,,1,2,3,{7 if k < 5 else 2},2025-06-01," for k in range(12)),
    "boris,2025-01-01,Q0?,.1,,,,no,2025-06-01,",
    "boris,2025-01-01,N0?,,1,5,9,7,2025-06-01,",
    "vera,2025-01-01,Z?,.1,,,,,,",
]  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a record."""
    (tmp_path / "f.csv").write_text(HEAD + "\n".join(ROWS) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run `detente elicit score`; give its exit code, stdout and stderr."""
    code = main(["elicit", "score", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    """Counts, ranges before points, what is too narrow, and how little it proves; 80 columns."""
    code, out, _ = run(capsys, "f.csv")
    flat = " ".join(out.split())
    assert code == Exit.DONE
    assert "19 forecasts are resolved, 2 are open and 1 is a revision" in flat
    assert "so few prove little" in flat
    assert "anna: 7 of 12 inside; a calibrated 90% range would have 9 to 12. The ranges" in flat
    assert "boris: all came out alike" in flat
    assert "“very likely” (90% on average) came 0 of 3 times, less often than said" in flat
    assert max(map(len, out.splitlines())) <= 80


def test_in_russian(capsys: pytest.CaptureFixture[str]) -> None:
    """No English word is left but names."""
    code, out, _ = run(capsys, "f.csv", "--lang", "ru")
    assert code == Exit.DONE
    assert "внутри 7 из 12" in out
    assert not any(word in out for word in ("the ", "range", "forecast", "inside"))
    assert max(map(len, out.splitlines())) <= 80


def test_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    """One document with a schema; what there is not is null."""
    code, out, _ = run(capsys, "f.csv", "--json", "--analyst", "anna")
    found = json.loads(out)
    assert (code, found["schema"]) == (Exit.DONE, "detente.elicit.score/1")
    (anna,) = found["analysts"]
    assert (anna["open"], anna["revised"], anna["yes_no"]["n"]) == (1, 1, 5)
    assert anna["amounts"]["calibration"]["counts"] == [0, 7, 0, 5]
    code, out, _ = run(capsys, "f.csv", "--json", "--analyst", "vera")
    (vera,) = json.loads(out)["analysts"]
    assert (vera["yes_no"], vera["amounts"], vera["open"]) == (None, None, 1)


def test_as_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    """The same in HTML."""
    code, out, _ = run(capsys, "f.csv", "--html", "s.html")
    assert (code, out) == (Exit.DONE, "")
    assert "a calibrated 90% range would have" in Path("s.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("f.csv", "--analyst", "ana"), Exit.INVALID, "f.csv has no forecast of 'ana' (did you "
         "mean 'anna'?)"),
        (("none.csv",), Exit.USAGE, "none.csv: No such file"),
        (("bad.csv",), Exit.INVALID, "bad.csv:2: probability: expected a probability from 0 to 1, "
         "got '70 %': write 0.7"),
        (("bad.csv", "--lang", "ru"), Exit.INVALID, "напишите 0.7"),
        ((), Exit.USAGE, "Missing argument"),
    ],
)  # fmt: skip
def test_refusals(
    words: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence on stderr and nothing on stdout."""
    Path("bad.csv").write_text(HEAD + "anna,2025-01-01,Q?,70 %,,,,,,\n", encoding="utf-8")
    found, out, err = run(capsys, *words)
    assert (found, out) == (code, "")
    assert said in err
