"""`detente efg`: where the game goes, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.cli.exits import Exit
from detente.cli.main import main
from tests.briefing.cases import CASES


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to stand in, with the small cases as files."""
    for name, text in CASES.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run `detente efg`; give its exit code, stdout and stderr."""
    code = main(["efg", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_planned_ladder_goes_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a target the game is the data; a case whose caps cannot be kept has one too."""
    for name in ("two", "capped", "three"):
        code, out, err = run(capsys, f"{name}.yaml")
        assert (code, err) == (Exit.DONE, "")
        assert out.startswith("EFG 2 R ")
        assert out.splitlines()[-1].startswith('t ""')


def test_a_given_ladder_is_followed(capsys: pytest.CaptureFixture[str]) -> None:
    """The steps of LADDER.json are played, and a ladder that does not fit is refused by name."""
    Path("own.json").write_text('{"steps": [["gift"], ["release.2"], ["release.1"]]}')
    code, out, _ = run(capsys, "failing.yaml", "own.json")
    assert code == Exit.DONE
    assert '"a walks" { 6.0, -3.0 }' in out
    Path("own.json").write_text('{"steps": [["gift"], ["release.2"]]}')
    code, out, err = run(capsys, "failing.yaml", "own.json")
    assert (code, out) == (Exit.INVALID, "")
    assert err == "own.json: these lots are missing: release.1\n"


def test_free_order_gives_the_parties_the_choice(capsys: pytest.CaptureFixture[str]) -> None:
    """In free order there are lots to choose from; following a ladder as well makes no sense."""
    code, out, _ = run(capsys, "failing.yaml", "--free-order")
    assert code == Exit.DONE
    assert '"give release.1"' in out
    code, out, err = run(capsys, "failing.yaml", "own.json", "--free-order")
    assert (code, out) == (Exit.USAGE, "")
    assert "leave out LADDER.json" in err


def test_too_large_in_free_order(capsys: pytest.CaptureFixture[str]) -> None:
    """The bundled case is too large to be written in free order: one sentence, no file."""
    code, _, err = run(capsys, "minsk", "--free-order", "-o", "game.efg")
    assert code == Exit.INVALID
    assert err.startswith("this game has more than 200000 nodes")
    assert not Path("game.efg").exists()


def test_nothing_is_written_over_unless_asked(capsys: pytest.CaptureFixture[str]) -> None:
    """A target that exists stays as it is, unless --force is given."""
    target = Path("game.efg")
    assert run(capsys, "two.yaml", "-o", "game.efg") == (Exit.DONE, "", "")
    written = target.read_text()
    target.write_text("mine")
    code, out, err = run(capsys, "two.yaml", "-o", "game.efg")
    assert (code, out) == (Exit.USAGE, "")
    assert err == "game.efg exists; nothing was written over it (--force would)\n"
    assert target.read_text() == "mine"
    assert run(capsys, "two.yaml", "-o", "game.efg", "--force")[0] == Exit.DONE
    assert target.read_text() == written
