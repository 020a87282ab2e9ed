"""The commands: what goes to stdout and stderr, and the exit code of each outcome."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from detente.cli.exits import Exit
from detente.cli.main import main
from tests.briefing.cases import CASES

MINSK = "minsk"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, with the small cases as files."""
    for name, text in CASES.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run a command; give its exit code, stdout and stderr."""
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


def record(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """Run a command with --json, and read its one document; NaN and infinities are refused."""
    _, out, _ = run(capsys, *words, "--json")

    def refuse(constant: str) -> float:
        raise AssertionError(constant)

    return json.loads(out, parse_constant=refuse)


def test_the_list_of_commands_cuts_no_sentence_short(capsys: pytest.CaptureFixture[str]) -> None:
    """In 80 columns every command says what it does to the end."""
    assert "..." not in run(capsys, "--help")[1].split("Commands:")[1]


def test_early_asks_for_its_party(capsys: pytest.CaptureFixture[str]) -> None:
    """Without --party the parties to choose from are named."""
    code, _, err = run(capsys, "plan", MINSK, "--objective", "early")
    assert code == Exit.USAGE
    assert "needs the party (--party), one of us, by" in err


@pytest.mark.parametrize(
    ("target", "words"),
    [("two.yaml/game.efg", "two.yaml is a file, not a folder"), ("games", "this is a folder")],
)
def test_where_nothing_can_be_written(
    capsys: pytest.CaptureFixture[str], target: str, words: str
) -> None:
    """A file in the place of a folder, or a folder in that of a file, is told as such."""
    Path("games").mkdir()
    code, _, err = run(capsys, "efg", "two.yaml", "--force", "--output", target)
    assert (code, err) == (Exit.USAGE, f"{target}: {words}\n")


# --- plan ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("plan", MINSK), Exit.DONE),
        (("plan", "two.yaml"), Exit.DONE),
        (("plan", "two.yaml", "--objective", "exposure"), Exit.DONE),
        (("plan", "two.yaml", "--objective", "early", "--party", "south"), Exit.DONE),
        (("plan", "two.yaml", "--at", "high", "--sequential", "--time-limit", "5"), Exit.DONE),
        (("plan", "two.yaml", "--at", "low"), Exit.NO_LADDER),
        (("plan", MINSK, "--with", "bank_licence", "--no-repair"), Exit.NO_LADDER),
        (("plan", "failing.yaml"), Exit.NO_LADDER),
        (("plan", "failing.yaml", "--objective", "exposure"), Exit.NO_LADDER),
        (("plan", "capped.yaml"), Exit.NO_LADDER),
        (("plan", "three.yaml", "--lang", "ru"), Exit.DONE),
    ],
)
def test_plan_prints_a_ladder(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: Exit
) -> None:
    """A ladder is printed whether or not it holds; only the exit code differs."""
    found, out, _ = run(capsys, *words)
    assert found == code
    assert "►" in out
    assert len(out.splitlines()) > 20


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("plan", "mink"), "(did you mean 'minsk'?)"),
        (("plan", "nowhere.yaml"), "nowhere.yaml"),
        (("plan", "two.yaml", "--objective", "best"), "'best' is not one of"),
        (("plan", "two.yaml", "--objective", "early"), "needs the party"),
        (("plan", "two.yaml", "--objective", "early", "--party", "sout"), "did you mean 'south'?"),
        (("plan", "two.yaml", "--party", "south"), "leave out party"),
        (("plan", "two.yaml", "--time-limit", "0"), "time limit"),
        (("plan", "two.yaml", "--time-limit", "nan"), "time limit"),
        (("plan", "two.yaml", "--lang", "fr"), "'fr' is not one of"),
        (("plan",), "Missing argument"),
        (("certify", "two.yaml", "nowhere.json"), "nowhere.json"),
        (("init", "two.yaml"), "two.yaml"),
        (("init", "nowhere/new.yaml"), "nowhere"),
    ],
)
def test_wrong_usage(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str) -> None:
    """Wrong usage, missing files and targets that exist have exit code 2 and one sentence."""
    code, out, err = run(capsys, *words)
    assert code == Exit.USAGE
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_unknown_option_of_a_case(capsys: pytest.CaptureFixture[str]) -> None:
    """An option the case does not have is refused with the nearest one."""
    code, _, err = run(capsys, "plan", MINSK, "--with", "bank_license")
    assert code == Exit.INVALID
    assert "did you mean 'bank_licence'?" in err


def test_invalid_case_has_its_place(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """An invalid case is told with file, line and column, by every command that reads one."""
    (folder / "bad.yaml").write_text(CASES["two"].replace("cap: 9", "cap: -9"), encoding="utf-8")
    for words in (("plan", "bad.yaml"), ("check", "bad.yaml"), ("certify", "bad.yaml", "x")):
        code, out, err = run(capsys, *words)
        assert (code, out) == (Exit.INVALID, "")
        assert err.startswith("bad.yaml:14:10 parties.north.cap: ")


def test_plan_json_has_the_promised_fields(capsys: pytest.CaptureFixture[str]) -> None:
    """The document carries the names of the public surface, and the case's figures."""
    plan = record(capsys, "plan", MINSK)
    assert plan["schema"] == "detente.plan/1"
    promised = {
        "order", "steps", "guarantee", "exposure", "self_enforcing", "value", "bound", "optimal",
        "optimal_ties", "worth_signing", "at_completion", "on_the_way", "certificate",
    }  # fmt: skip
    assert promised <= plan.keys()
    assert plan["order"] == [lot for step in plan["steps"] for lot in step]
    assert plan["guarantee"]["us"] == pytest.approx(12.54)
    assert plan["self_enforcing"] is True
    row = plan["certificate"]["rows"][-1]
    assert set(row) == {
        "prefix", "delivered", "party", "keeps", "temptation", "margin", "exposure",
    }  # fmt: skip
    assert row["delivered"] == plan["order"]
    assert len(plan["certificate"]["rows"]) == 25 * 2
    assert (plan["at"], plan["options"], plan["sequential"]) == ("mode", [], False)


def test_json_where_nothing_holds(capsys: pytest.CaptureFixture[str]) -> None:
    """With exit code 4 the document is printed all the same, repairs included."""
    code, out, _ = run(capsys, "plan", "failing.yaml", "--json")
    plan = json.loads(out)
    assert code == Exit.NO_LADDER
    assert plan["self_enforcing"] is False
    assert plan["repairs"][0]["edits"][0]["kind"] in ("stake", "escrow")
    code, out, err = run(capsys, "plan", "capped.yaml", "--json")
    assert code == Exit.NO_LADDER
    assert json.loads(out)["refusal"] == err.strip()


def test_data_and_progress_do_not_mix(capsys: pytest.CaptureFixture[str]) -> None:
    """When all is well and nobody watches, stderr stays empty."""
    _, _, err = run(capsys, "plan", "two.yaml")
    assert err == ""


# --- certify -------------------------------------------------------------------------------------


def planned_to_file(capsys: pytest.CaptureFixture[str], case: str, *more: str) -> dict[str, Any]:
    """Plan a case into ``ladder.json``."""
    _, out, _ = run(capsys, "plan", case, "--json", *more)
    Path("ladder.json").write_text(out, encoding="utf-8")
    return json.loads(out)


@pytest.mark.parametrize(
    ("case", "code"), [(MINSK, Exit.DONE), ("three.yaml", Exit.DONE), ("failing.yaml", 4)]
)
def test_certify_what_plan_printed(
    capsys: pytest.CaptureFixture[str], case: str, code: int
) -> None:
    """A plan's output passes, and its certificate is that of the plan."""
    plan = planned_to_file(capsys, case)
    assert run(capsys, "certify", case, "ladder.json")[0] == code
    assert record(capsys, "certify", case, "ladder.json")["certificate"] == plan["certificate"]


def test_certify_needs_the_same_terms(capsys: pytest.CaptureFixture[str]) -> None:
    """A ladder for other terms than the file's is refused until the terms are given."""
    planned_to_file(capsys, "two.yaml", "--at", "high")
    code, _, err = run(capsys, "certify", "two.yaml", "ladder.json")
    assert code == Exit.INVALID
    assert "ladder.json: the figures are not those of its steps" in err
    assert err.endswith("(planned with --at, --with or --sequential? then certify with them)\n")
    assert run(capsys, "certify", "two.yaml", "ladder.json", "--at", "high")[0] == Exit.DONE


def test_certify_catches_a_planted_figure(capsys: pytest.CaptureFixture[str]) -> None:
    """One changed figure among thousands is found and named."""
    plan = planned_to_file(capsys, MINSK)
    plan["certificate"]["rows"][17]["margin"] += 1
    Path("ladder.json").write_text(json.dumps(plan), encoding="utf-8")
    code, out, err = run(capsys, "certify", MINSK, "ladder.json")
    assert (code, out) == (Exit.INVALID, "")
    assert "certificate.rows[17].margin" in err


def test_certify_catches_a_planted_ladder(capsys: pytest.CaptureFixture[str]) -> None:
    """Steps put into another order no longer have the figures of the plan."""
    plan = planned_to_file(capsys, MINSK)
    plan["steps"] = [["releases_waves.1"], *(s for s in plan["steps"] if s != ["releases_waves.1"])]
    Path("ladder.json").write_text(json.dumps(plan), encoding="utf-8")
    assert run(capsys, "certify", MINSK, "ladder.json")[0] == Exit.INVALID


def test_certify_a_folder_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """What is no file cannot be read, and is named."""
    code, _, err = run(capsys, "certify", MINSK, ".")
    assert code == Exit.USAGE
    assert err.startswith(".: ")


# --- the others ----------------------------------------------------------------------------------


def test_demo_prints_and_writes_a_brief(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """The ladder goes to stdout, the brief to out/minsk.html, and stderr says so."""
    code, out, err = run(capsys, "demo")
    assert code == Exit.DONE
    assert "Self-enforcing" in out
    assert err == "The brief is in out/minsk.html; open it in any browser.\n"
    page = (folder / "out" / "minsk.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert page.endswith("</html>\n")
    assert "What is claimed, and by whom" in page


def test_demo_replaces_its_brief_whole(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """An older brief is replaced, and nothing else is left behind."""
    target = folder / "out" / "minsk.html"
    target.parent.mkdir()
    target.write_text("old " * 100_000, encoding="utf-8")
    run(capsys, "demo", "--lang", "ru")
    assert 'lang="ru"' in target.read_text(encoding="utf-8")[:200]
    assert [path.name for path in target.parent.iterdir()] == ["minsk.html"]


def test_demo_without_a_place_to_write(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Where `out` is no folder, the ladder is still printed, and one sentence says why."""
    (folder / "out").write_text("in the way", encoding="utf-8")
    code, out, err = run(capsys, "demo")
    assert code == Exit.USAGE
    assert "Self-enforcing" in out
    assert err.startswith("out/minsk.html: ")
    assert (folder / "out").read_text(encoding="utf-8") == "in the way"


def test_cases_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Every bundled case is listed, for people and for machines."""
    listed = record(capsys, "cases")
    assert listed["schema"] == "detente.cases/1"
    names = [case["name"] for case in listed["cases"]]
    assert "minsk" in names
    assert all(case["title"] for case in listed["cases"])
    _, out, _ = run(capsys, "cases", "--lang", "ru")
    assert all(name in out for name in names)
    code, out, _ = run(capsys, "cases", "jcpoa")
    assert (code, "What the model makes of it" in out) == (Exit.DONE, True)
    code, _, err = run(capsys, "cases", "lybia")
    assert (code, "did you mean 'libya'?" in err) == (Exit.USAGE, True)


def test_every_bundled_case_is_planned_and_certified(capsys: pytest.CaptureFixture[str]) -> None:
    """Each bundled case is valid, has a ladder, and that ladder's certificate is confirmed."""
    for case in record(capsys, "cases")["cases"]:
        assert run(capsys, "check", case["name"])[0] == Exit.DONE
        planned_to_file(capsys, case["name"], "--no-repair")
        code, _, err = run(capsys, "certify", case["name"], "ladder.json")
        assert code in (Exit.DONE, Exit.NO_LADDER), err


def test_init_writes_a_case_that_plans(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """The starter passes check without warnings, and plans as it is."""
    code, out, err = run(capsys, "init", "mine.yaml")
    assert (code, out) == (Exit.DONE, "")
    assert "detente check mine.yaml" in err
    assert not [f for f in record(capsys, "check", "mine.yaml")["findings"]
                if f["level"] == "warning"]  # fmt: skip
    assert run(capsys, "plan", "mine.yaml")[0] == Exit.DONE


def test_init_never_writes_over(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """A file that exists is left as it is."""
    before = (folder / "two.yaml").read_bytes()
    assert run(capsys, "init", "two.yaml")[0] == Exit.USAGE
    assert (folder / "two.yaml").read_bytes() == before


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_check_warns_and_passes(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    """Warnings are told with their places, and the exit code stays 0."""
    code, out, _ = run(capsys, "check", "failing.yaml", "--lang", lang)
    assert code == Exit.DONE
    assert "failing.yaml:" in out
    found = record(capsys, "check", "failing.yaml")
    assert found["schema"] == "detente.check/1"
    assert {"code", "level", "file", "line", "column", "path", "message"} == set(
        found["findings"][0]
    )


# --- as a program --------------------------------------------------------------------------------


def program(*words: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own."""
    environment = {**os.environ, "COLUMNS": "80", **more}
    return subprocess.run(
        [sys.executable, "-m", "detente", *words], capture_output=True, env=environment
    )


def test_no_numba_for_a_small_case() -> None:
    """Planning a small case imports neither Numba nor, for JSON, rich."""
    script = (
        "import sys; from detente.cli.main import main; main(['plan', 'two.yaml', '--json']); "
        "sys.exit(10 * ('numba' in sys.modules) + ('rich' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True).returncode == 0


def test_a_pipe_in_a_plain_encoding() -> None:
    """Output into a pipe whose encoding knows only ASCII is plain, and nothing fails."""
    done = program("plan", "two.yaml", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout
    assert b"####" in done.stdout


def test_colour_only_where_it_is_wanted() -> None:
    """A terminal that is forced gets styles; NO_COLOR takes the colours away."""
    forced = program("plan", "failing.yaml", FORCE_COLOR="1", TERM="xterm", NO_COLOR="")
    assert b"\x1b[31m" in forced.stdout
    plain = program("plan", "failing.yaml", FORCE_COLOR="1", TERM="xterm", NO_COLOR="1")
    assert b"\x1b[31m" not in plain.stdout


def test_certify_from_standard_input(folder: Path) -> None:
    """A ladder may come through a pipe."""
    plan = program("plan", "two.yaml", "--json").stdout
    done = subprocess.run(
        [sys.executable, "-m", "detente", "certify", "two.yaml", "-"],
        input=plan, capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_closed_pipe_is_quiet() -> None:
    """A reader that goes away early gets no traceback."""
    with subprocess.Popen(
        [sys.executable, "-m", "detente", "plan", "two.yaml", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        assert child.stderr.read() == b""
