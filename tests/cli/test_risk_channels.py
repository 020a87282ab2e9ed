"""`detente risk` and `detente channels`: what they print, what they refuse, exit codes."""

from __future__ import annotations

import json

import pytest

from detente.cli.exits import Exit
from detente.cli.main import main


@pytest.fixture(autouse=True)
def columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run a command; give its exit code, stdout and stderr."""
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


FEW = ("--draws", "500")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("risk", "minsk", *FEW), "What the whole plan"),
        (("risk", "minsk", *FEW, "--lang", "ru"), "Дешёвая страховка"),
        (("risk", "minsk", *FEW, "--channel", "border_line"), "one incident in 42"),
        (("risk", "minsk", *FEW, "--horizon", "5", "--discount", "0"), "Over 5 years; not disc"),
        (("risk", "minsk", *FEW, "--renewed", "--with", "missiles_hold"), "missiles"),
        (("risk", "jpoa", *FEW), "Loss taken off"),
        (("risk", "sudan", *FEW), "Loss taken off"),
        (("channels", "minsk"), "Surest and fastest"),
        (("channels", "minsk", "--lang", "ru"), "Надёжнее всего"),
        (("channels", "minsk", "--from", "by"), "from Belarus to United States"),
        (("channels", "minsk", "--to", "us"), "from Belarus to United States"),
        (("channels", "minsk", "--add", "us,by,.9,.1"), "“United States – Belarus”"),
        (("channels", "jpoa"), "sent on all ways at once"),
        (("channels", "sudan"), "sent on all ways at once"),
    ],
)
def test_the_commands_answer(capsys, words: tuple[str, ...], said: str) -> None:
    """Bundled cases, both languages, every option: within 80 columns, nothing on stderr."""
    code, out, err = run(capsys, *words)
    assert (code, err) == (Exit.DONE, "")
    assert said in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("words", [("risk", "minsk", *FEW), ("channels", "minsk")])
def test_json_is_one_document(capsys, words: tuple[str, ...]) -> None:
    """With --json one document with its schema; the same each time."""
    code, out, _ = run(capsys, *words, "--json")
    assert code == Exit.DONE
    assert json.loads(out)["schema"] == f"detente.{words[0]}/1"
    assert run(capsys, *words, "--json")[1] == out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("risk", "minsk", "--draws", "0"), Exit.USAGE, "draws must be at least 1"),
        (("risk", "minsk", "--draws", "1000000000000"), Exit.USAGE, "at most 1,000,000,000"),
        (("risk", "minsk", "--horizon", "0"), Exit.USAGE, "horizon"),
        (("risk", "minsk", "--horizon", "nan"), Exit.USAGE, "horizon"),
        (("risk", "minsk", "--discount", "-1"), Exit.USAGE, "discount"),
        (("risk", "minsk", "--seed", "-1"), Exit.USAGE, "seed"),
        (("risk", "minsk", "--channel", "crisis_hotlin"), Exit.INVALID, "crisis_hotline"),
        (("risk", "minsk", "--channel", "envoys"), Exit.INVALID, "there already"),
        (("risk", "minsk", "--with", "missile_hold"), Exit.INVALID, "missiles_hold"),
        (("risk", "mins"), Exit.USAGE, "did you mean 'minsk'"),
        (("channels", "minsk", "--from", "uss"), Exit.INVALID, "did you mean 'us'"),
        (("channels", "minsk", "--from", "us", "--to", "us"), Exit.INVALID, "to reach itself"),
        (("channels", "minsk", "--channel", "border"), Exit.INVALID, "border_line"),
        (("channels", "minsk", "--add", "us,us,.9,1"), Exit.INVALID, "to itself"),
        (("channels", "minsk", "--add", "us,by,1.5,1"), Exit.INVALID, "from 0 to 1"),
        (("channels", "minsk", "--add", "us,by,.9,-1"), Exit.INVALID, "0 or more"),
        (("channels", "minsk", "--add", "us,by"), Exit.USAGE, "A,B,RELIABILITY,DAYS"),
    ],
)
def test_mistakes_get_one_sentence(capsys, words: tuple[str, ...], code: Exit, said: str) -> None:
    """Numbers and names that make no sense: exit code and sentence, nothing on stdout."""
    found, out, err = run(capsys, *words)
    assert (found, out) == (code, "")
    assert said in err
    assert "Traceback" not in err
