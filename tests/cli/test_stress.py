"""`detente stress`: what it prints, what is refused, and the exit codes."""

import json
from pathlib import Path

import pytest

from detente.cli.exits import Exit
from detente.cli.main import main
from tests.uncertainty.stress_cases import SWAP


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to stand in, with a swap that fails at its likeliest values."""
    text = SWAP.format(stake="{low: 1, mode: 3, high: 9}", cost="10", recovered=".5")
    (tmp_path / "swap.yaml").write_text(text, encoding="utf-8")
    spoilt = "correlated:\n  x: {of: [parties.a.stake.reputation, measures.licence.cost], rho: 2}\n"
    (tmp_path / "spoilt.yaml").write_text(text + spoilt, encoding="utf-8")
    (tmp_path / "upside.yaml").write_text(text.replace("high: 9", "high: 0"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run `detente stress`; give its exit code, stdout and stderr."""
    code = main(["stress", *words])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("minsk", "--draws", "3000"), Exit.DONE, "the ladder holds in"),
        (("minsk", "--draws", "3000", "--lang", "ru"), Exit.DONE, "лестница держится в"),
        (("minsk", "--draws", "3000", "--with", "bank_licence"), Exit.NO_LADDER, "3,000 draws"),
        # The stake needs 5 and is thought to be 3: no ladder, and still its stress is told.
        (("swap.yaml", "--draws", "3000", "--robust"), Exit.NO_LADDER, "it would hold"),
    ],
)
def test_stress_is_printed(capsys, words: tuple[str, ...], code: Exit, said: str) -> None:
    """Both languages, options, and a ladder that fails at the likeliest values."""
    found, out, err = run(capsys, *words)
    assert (found, err) == (code, "")
    assert said in " ".join(out.split())


def test_the_record_and_the_seed(capsys) -> None:
    """The same seed prints the same document; another does not."""
    texts = [run(capsys, "minsk", "--draws", "2000", "--json", "--seed", s)[1] for s in "778"]
    assert texts[0] == texts[1] != texts[2]
    record = json.loads(texts[0])
    assert (record["schema"], record["draws"], record["seed"]) == ("detente.stress/1", 2000, 7)
    assert 0.5 < record["hold_probability"] < 0.65


def test_a_ladder_from_a_file(capsys, tmp_path: Path) -> None:
    """The order of the file is drawn, not the planned one; what is no ladder of the case is not."""
    steps = json.loads(run(capsys, "minsk", "--draws", "100", "--json")[1])["steps"]
    other = [steps[1], steps[0], *steps[2:]]
    (tmp_path / "other.json").write_text(json.dumps({"steps": other}), encoding="utf-8")
    code, out, _ = run(capsys, "minsk", "--draws", "100", "--json", "--ladder", "other.json")
    assert code == Exit.DONE
    assert json.loads(out)["steps"] == other
    (tmp_path / "other.json").write_text(json.dumps({"steps": other[1:]}), encoding="utf-8")
    code, _, err = run(capsys, "minsk", "--ladder", "other.json")
    assert code == Exit.INVALID
    assert "these lots are missing" in err
    assert run(capsys, "minsk", "--ladder", "none.json")[0] == Exit.USAGE


def test_a_page(capsys, tmp_path: Path) -> None:
    """--html writes the page and prints nothing on stdout."""
    code, out, err = run(capsys, "minsk", "--draws", "2000", "--html", "stress.html")
    assert (code, out) == (Exit.DONE, "")
    assert "stress.html" in err
    assert "the ladder holds in" in (tmp_path / "stress.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("minsk", "--draws", "0"), Exit.USAGE, "draws must be at least 1, not 0"),
        (("minsk", "--draws", "1000000000000"), Exit.USAGE, "draws must be at most 10,000,000,000"),
        (("minsk", "--draws", "many"), Exit.USAGE, "'many' is not a valid integer"),
        (("minsk", "--seed", "-1"), Exit.USAGE, "seed must be at least 0"),
        (("minsk", "--with", "bank_licenc"), Exit.INVALID, "did you mean 'bank_licence'?"),
        (("mink",), Exit.USAGE, "did you mean 'minsk'?"),
        (("spoilt.yaml",), Exit.INVALID, "2 is not above -1 and below 1"),
        (("spoilt.yaml",), Exit.INVALID, "'measures.licence.cost' has no range to be drawn from"),
        (("upside.yaml",), Exit.INVALID, "low 1 is above high 0"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(capsys, words, code: Exit, said: str) -> None:
    """Before anything is planned or drawn, with the place and the nearest right way."""
    found, out, err = run(capsys, *words)
    assert (found, out) == (code, "")
    assert said in err
    assert "Traceback" not in err
