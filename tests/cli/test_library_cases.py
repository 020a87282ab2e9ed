"""Every command on every bundled case, in English and Russian: exit codes, width, no noise."""

from __future__ import annotations

import pytest

from detente.case import Case, bundled_cases
from detente.cli.exits import Exit
from detente.cli.main import main
from detente.ledger.past.vocabulary import vocabulary

WANTING = ("dprk", "gaza2025")
"""Cases whose ladder is not self-enforcing: a finding, and an exit code of its own."""

QUICK = [
    ("check",),
    ("cases",),
    ("plan",),
    ("risk", "--draws", "200"),
    ("channels",),
    ("calibrate",),
]
TURNS = list(enumerate(bundled_cases()))

SLOWER = [("stress", "--draws", "100"), ("beliefs",), ("brief",)]
"""In one language each, by turns: what they compute does not depend on it."""


@pytest.fixture(autouse=True)
def columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run a command; give its exit code, stdout and stderr."""
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


def due(name: str, command: str) -> Exit:
    """The exit code that a command owes on a case."""
    found = name in WANTING and command in ("plan", "stress", "brief")
    return Exit.NO_LADDER if found else Exit.DONE


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("name", bundled_cases())
def test_each_command_answers(capsys, name: str, lang: str) -> None:
    """The case by its title, within 80 columns, nothing on stderr."""
    title = Case.load(name).title[lang]
    for command, *rest in QUICK:
        code, out, err = run(capsys, command, name, *rest, "--lang", lang)
        assert (code, err) == (due(name, command), ""), command
        assert title.split(":")[0] in " ".join(out.split()), command
        assert max(map(len, out.splitlines())) <= 80, command


@pytest.mark.parametrize(("turn", "name"), TURNS)
def test_the_slower_ones_answer_too(capsys, tmp_path, turn: int, name: str) -> None:
    """Stress, beliefs and a brief; no case but has its channels in the brief."""
    for at, (command, *rest) in enumerate(SLOWER):
        lang = ("en", "ru")[(turn + at) % 2]
        page = tmp_path / "brief.md"
        target = ("--format", "md", "-o", str(page)) if command == "brief" else ()
        code, out, _ = run(capsys, command, name, *rest, *target, "--lang", lang)
        assert code == due(name, command), command
        text = page.read_text(encoding="utf-8") if target else out
        assert Case.load(name).title[lang].split(":")[0] in " ".join(text.split()), command
        if target:
            channel = next(iter(Case.load(name).form.channels.values()))
            assert channel.name[lang] in text


@pytest.mark.parametrize(("turn", "name"), TURNS)
def test_each_record_is_a_ledger(capsys, tmp_path, turn: int, name: str) -> None:
    """Init, status and verify; to import the same record again adds nothing."""
    lang = ("--lang", ("ru", "en")[turn % 2])
    store = str(tmp_path / "past.ledger")
    record = vocabulary(name, Case.load(name)).chronicle
    assert run(capsys, "ledger", "init", store, "--demo", "--case", name, *lang)[0] == Exit.DONE
    held = run(capsys, "ledger", "log", store, *lang)[1]
    code, out, err = run(capsys, "ledger", "import", store, str(record), *lang)
    assert (code, err) == (Exit.DONE, ""), out
    assert run(capsys, "ledger", "log", store, *lang)[1] == held
    for command in ("status", "verify", "history"):
        code, out, err = run(capsys, "ledger", command, store, *lang)
        assert (code, err) == (Exit.DONE, ""), command
        assert out


def test_a_past_ladder_is_not_taken_for_a_present_one(capsys, tmp_path) -> None:
    """Its status today says how it ended; that of a day on the way does not know."""
    store = str(tmp_path / "past.ledger")
    run(capsys, "ledger", "init", store, "--demo", "--case", "libya")
    told = "This ladder is of the past: held, 31 Oct 2008"
    assert told in " ".join(run(capsys, "ledger", "status", store)[1].split())
    assert told not in run(capsys, "ledger", "status", store, "--as-of", "2004-10-01")[1]


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize(
    ("command", "missing"), [("risk", "'incidents'"), ("channels", "'channels'")]
)
def test_a_case_without_says_how_to_add(
    capsys, tmp_path, command: str, missing: str, lang: str
) -> None:
    """One sentence names the block to write and a case to look at: usage, not a bad case."""
    path = tmp_path / "bare.yaml"
    path.write_text(
        "name: bare\ntitle: Bare\nas_of: 2025-08-16\nparties: {a: {name: A}, b: {name: B}}\n"
        "measures: {m: {name: M, giver: a, cost: 1, value: {b: 2}}}\n",
        encoding="utf-8",
    )
    code, out, err = run(capsys, command, str(path), "--lang", lang)
    assert (code, out) == (Exit.USAGE, "")
    assert missing.strip("'") in err
    assert "minsk" in err
    assert "Traceback" not in err
