"""`detente package`: cases and domains, what is refused, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.cli.exits import Exit
from detente.cli.main import main
from detente.planning.genius.domain import Domain, Evaluated, Issue, Profile
from detente.planning.genius.files import write_domain, write_profile
from tests.briefing.cases import CASES


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to stand in, with small cases and a domain as files."""
    for name, text in CASES.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    domain = Domain("pie", (Issue("pie", "discrete", ("half", "all")),))
    write_domain(domain, tmp_path / "pie.xml")
    for name, half in (("a", 0.5), ("b", 1.0)):
        worth = Evaluated({"half": half, "all": 1.5 - half})
        write_profile(Profile(name, (1.0,), (worth,)), domain, tmp_path / f"{name}.xml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run `detente package`; give its exit code, stdout and stderr."""
    code = main(["package", *words])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("minsk",), Exit.DONE, "32 packages"),
        (("minsk", "--lang", "ru"), Exit.DONE, "32 пакета"),
        (("two.yaml", "--at", "high", "--time-limit", "9"), Exit.DONE, "Nash"),
        (("two.yaml", "--must", "licence", "--budget", "south=2"), Exit.DONE, "may cost it 2"),
        (("three.yaml", "--point", "egalitarian"), Exit.DONE, "The ladder of the package"),
        (("failing.yaml",), Exit.NO_LADDER, "What is missing"),
        (("pie.xml", "a.xml", "b.xml"), Exit.DONE, "1 issue, 2 outcomes"),
        (("pie.xml", "a.xml", "b.xml", "--lang", "ru"), Exit.DONE, "1 вопрос, 2 исхода"),
    ],
)
def test_packages_are_printed(capsys, words: tuple[str, ...], code: Exit, said: str) -> None:
    """Cases and domains, in both languages; a menu without a package is a finding."""
    found, out, err = run(capsys, *words)
    assert (found, err) == (code, "")
    assert said in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), Exit.USAGE, "Missing argument"),
        (("two.yaml", "failing.yaml"), Exit.USAGE, "'failing.yaml' is neither"),
        (("pie.xml", "a.xml"), Exit.USAGE, "two profiles or more"),
        (("pie.xml", "a.xml", "none.xml"), Exit.USAGE, "none.xml"),
        (("two.yaml", "--budget", "south"), Exit.USAGE, "PARTY=AMOUNT"),
        (("two.yaml", "--time-limit", "-1"), Exit.USAGE, "time limit"),
        (("two.yaml", "--budget", "sauth=1"), Exit.INVALID, "did you mean 'south'"),
        (("two.yaml", "--must", "license"), Exit.INVALID, "did you mean 'licence'"),
        (("pie.xml", "a.xml", "pie.xml"), Exit.INVALID, "is no GENIUS profile"),
        (("pie.xml", "a.xml", "a.xml"), Exit.INVALID, "a name of its own"),
        (("pie.xml", "a.xml", "b.xml", "--genius", "d"), Exit.USAGE, "this is one already"),
        (("two.yaml", "--genius", "pie.xml"), Exit.USAGE, "pie.xml: "),
        (("two.yaml", "--must", "license", "--genius", "d"), Exit.INVALID, "did you mean"),
    ],
)
def test_mistakes_get_one_sentence(capsys, words: tuple[str, ...], code: Exit, said: str) -> None:
    """Usage, missing files and what does not fit, each with its exit code, nothing on stdout."""
    found, out, err = run(capsys, *words)
    assert (found, out) == (code, "")
    assert said in err
    assert "Traceback" not in err


def test_an_entity_bomb_is_refused(capsys) -> None:
    """The file is told by its place; nothing is expanded or fetched."""
    Path("bomb.xml").write_text('<!DOCTYPE b [<!ENTITY x SYSTEM "/etc/passwd">]><b>&x;</b>')
    code, out, err = run(capsys, "bomb.xml", "a.xml", "b.xml")
    assert (code, out) == (Exit.INVALID, "")
    assert err.startswith("bomb.xml:1:")


@pytest.mark.parametrize(
    ("words", "schema"),
    [
        (("two.yaml",), "detente.package/1"),
        (("pie.xml", "a.xml", "b.xml"), "detente.package.domain/1"),
    ],
)
def test_json_is_one_document_with_a_schema(capsys, words: tuple[str, ...], schema: str) -> None:
    """For machines, the same data on stdout."""
    code, out, _ = run(capsys, *words, "--json")
    assert code == Exit.DONE
    assert json.loads(out)["schema"] == schema


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "What these files cannot say"), ("ru", "Чего эти файлы")]
)
def test_a_case_becomes_a_domain_once(capsys, lang: str, said: str) -> None:
    """The files are there, are read back, say what they leave out, and are never written over."""
    words = ("three.yaml", "--genius", "d", "--budget", "a=5", "--lang", lang)
    code, out, err = run(capsys, *words)
    assert (code, err) == (Exit.DONE, "")
    assert said in out
    written = sorted(path.name for path in Path("d").iterdir())
    assert written == ["a.xml", "b.xml", "c.xml", "three.domain.xml"]
    before = {path: path.read_bytes() for path in Path("d").iterdir()}
    code, out, err = run(capsys, *words)
    assert (code, out) == (Exit.USAGE, "")
    assert str(Path("d/three.domain.xml")) in err
    assert before == {path: path.read_bytes() for path in Path("d").iterdir()}
    assert run(capsys, *(f"d/{name}" for name in reversed(written)))[0] == Exit.DONE
