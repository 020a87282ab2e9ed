"""`detente sweep`, and who does the work of stress and risk: what is printed and refused."""

import io
import json
import sys
from pathlib import Path

import pytest

from detente.cli.exits import Exit
from detente.cli.main import main
from tests.uncertainty.stress_cases import SWAP

STAKE = "parties.a.stake.reputation"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to stand in, with a swap in which A is tempted by 5."""
    text = SWAP.format(stake="{low: 1, mode: 7, high: 9}", cost="10", recovered=".5")
    (tmp_path / "swap.yaml").write_text(text, encoding="utf-8")
    ladder = {"steps": [["licence", "release"]]}
    (tmp_path / "mine.json").write_text(json.dumps(ladder), encoding="utf-8")
    (tmp_path / "none.json").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run detente; give its exit code, stdout and stderr."""
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


SMALL = ("sweep", "swap.yaml", "--draws", "300")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("Sweep of 4 scenarios", "no ladder", "would gain 1 by walking away", "its range")),
        ("ru", ("Перебор 4 сценариев", "лестницы нет", "выиграла бы 1", "весь диапазон")),
    ],
)
def test_a_sweep_is_printed(capsys, lang: str, said: tuple[str, ...]) -> None:
    """A table, a chart and the reasons, in lines of at most 80 columns, in both languages."""
    words = ("--set", f"{STAKE}=4,range", "--ladder", "exposure", "--ladder", "mine.json")
    code, out, err = run(capsys, *SMALL, *words, "--lang", lang)
    assert (code, err) == (Exit.DONE, "")
    assert max(map(len, out.splitlines())) <= 80
    for words_said in said:
        assert words_said in " ".join(out.split())


def test_the_record_and_both_files(capsys, tmp_path: Path) -> None:
    """All three say the same; -o may be repeated."""
    pq = pytest.importorskip("pyarrow.parquet")
    words = ("--set", f"{STAKE}=4,6", "-o", "t.parquet", "-o", "new/t.csv", "--json")
    code, out, err = run(capsys, *SMALL, *words)
    assert code == Exit.DONE
    assert err == "The table is in t.parquet.\nThe table is in new/t.csv.\n"
    record = json.loads(out)
    assert (record["schema"], record["draws"], len(record["rows"])) == ("detente.sweep/1", 300, 2)
    assert [row["hold"] for row in record["rows"]] == [0.0, 1.0]
    assert pq.read_table("t.parquet").to_pylist() == record["rows"]
    lines = (tmp_path / "new" / "t.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].split(",") == [column["name"] for column in record["columns"]]
    assert len(lines) == 3


def test_no_scenario_holds(capsys) -> None:
    """Exit code 4, and the table all the same."""
    code, out, _ = run(capsys, *SMALL, "--set", f"{STAKE}=1,2", "--ladder", "exposure")
    assert code == Exit.NO_LADDER
    assert "No scenario has a ladder." in out
    code, out, _ = run(capsys, *SMALL, "--set", f"{STAKE}=1")
    assert code == Exit.NO_LADDER
    assert "0%" in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("sweep",), Exit.USAGE, "Missing argument 'CASE...'"),
        (("sweep", "mink"), Exit.USAGE, "did you mean 'minsk'?"),
        ((*SMALL, "--set", "x"), Exit.USAGE, "PATH=VALUE"),
        ((*SMALL, "--set", f"{STAKE}=many"), Exit.USAGE, "'many' is no value"),
        ((*SMALL, "--set", "parties.a.stak=1"), Exit.INVALID, "no number at 'parties.a.stak'"),
        ((*SMALL, "--set", f"{STAKE}=-1"), Exit.INVALID, "-1 is not from 0"),
        ((*SMALL, "--with", "bonus"), Exit.INVALID, "no option 'bonus'"),
        ((*SMALL, "--ladder", "guarante"), Exit.USAGE, "did you mean 'guarantee'?"),
        ((*SMALL, "--ladder", "early:c"), Exit.USAGE, "no party 'c'"),
        ((*SMALL, "--ladder", "lost.json"), Exit.USAGE, "lost.json: No such file"),
        ((*SMALL, "--ladder", "none.json"), Exit.INVALID, '"steps" must be a list'),
        ((*SMALL, "-o", "table.xlsx"), Exit.USAGE, "ends in .parquet or .csv"),
        ((*SMALL, "-o", "swap.yaml/t.csv"), Exit.USAGE, "swap.yaml is a file, not a folder"),
        (("sweep", "swap.yaml", "--draws", "0"), Exit.USAGE, "draws must be at least 1"),
        (("sweep", "swap.yaml", "--draws", "1000000000000"), Exit.USAGE, "draws must be at most"),
        ((*SMALL, "--workers", "0"), Exit.USAGE, "workers must be at least 1, not 0"),
        ((*SMALL, "--workers", "-1"), Exit.USAGE, "workers must be at least 1, not -1"),
        ((*SMALL, "--workers", "99999"), Exit.USAGE, "on this machine, not 99999"),
        ((*SMALL, "--workers", "x"), Exit.USAGE, "'x' is not a valid integer"),
        ((*SMALL, "--workers", "1", "--scheduler", "h"), Exit.USAGE, "not both"),
        ((*SMALL, "--scheduler", "tcp:h"), Exit.USAGE, "'tcp:h' is no address of a scheduler"),
        (("stress", "minsk", "--scheduler", "127.0.0.1:9"), Exit.USAGE, "no Dask scheduler"),
        (("risk", "minsk", "--workers", "0"), Exit.USAGE, "workers must be at least 1"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(capsys, words, code: Exit, said: str) -> None:
    """Before any work, with the nearest right way; no file is written."""
    found, out, err = run(capsys, *words)
    assert (found, out) == (code, "")
    assert said in err
    assert "Traceback" not in err
    assert not list(Path().glob("*.csv"))


@pytest.mark.parametrize("command", ["sweep", "stress", "risk"])
def test_workers_elsewhere_print_the_same(capsys, scheduler: str, command: str) -> None:
    """The whole record, to the last digit, from this process and from a cluster."""
    words = (command, "sudan" if command != "risk" else "minsk", "--draws", "40000", "--json")
    here, there = run(capsys, *words), run(capsys, *words, "--scheduler", scheduler)
    assert here[0] == there[0] == Exit.DONE
    assert here[1] == there[1]
    assert there[2] == ""


def test_a_missing_extra_is_named(capsys, monkeypatch) -> None:
    """Without Dask and without PyArrow: which extra to install, before any work."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for words in (("--workers", "1"), ("-o", "t.parquet")):
        code, _, err = run(capsys, *SMALL, *words)
        assert code == Exit.USAGE
        assert "detente[cluster]" in err


class Terminal(io.StringIO):
    """What takes itself for a screen."""

    def isatty(self) -> bool:
        """Somebody looks."""
        return True


@pytest.mark.parametrize("command", [SMALL, ("risk", "minsk", "--draws", "100")])
def test_progress_is_shown_on_a_terminal_alone(capsys, monkeypatch, command) -> None:
    """A bar with percentages on stderr while it works; nothing of it where nobody looks."""
    code, out, err = run(capsys, *command)
    assert (code, err) == (Exit.DONE, "")
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    assert run(capsys, *command)[:2] == (code, out)
    assert "%" in screen.getvalue()
    assert screen.getvalue().endswith("\x1b[K")  # and is wiped off in the end
