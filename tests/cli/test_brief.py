"""`detente brief`: files of every form, whole or not at all, and its exit codes."""

import io
import sys
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from detente.cli.main import main
from tests.briefing.cases import CAPPED, FAILING, TWO


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with small cases in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.typ").write_text("#(")
    for name, text in (("two", TWO), ("failing", FAILING), ("capped", CAPPED)):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("ending", ["html", "pdf", "docx", "md", "htm"])
def test_the_ending_says_the_form(ending: str, lang: str, capsys) -> None:
    """The file is of the form that its name ends in, in the language asked for."""
    assert main(["brief", "two.yaml", "-o", f"x.{ending}", "--lang", lang]) == 0
    data = Path(f"x.{ending}").read_bytes()
    said = {"en": "North", "ru": "Север"}[lang]
    if ending == "pdf":
        text = PdfReader(io.BytesIO(data)).pages[0].extract_text()
    elif ending == "docx":
        word = docx.Document(io.BytesIO(data))
        text = " ".join(cell.text for table in word.tables for cell in table._cells)
    else:
        text = data.decode()
    assert said in text
    assert f"x.{ending}" in capsys.readouterr().err


@pytest.mark.parametrize("profile", ["full", "minister", "counterpart"])
def test_profiles_on_the_screen(profile: str, capsysbinary) -> None:
    """Without a file Markdown goes to stdout, and nothing but it."""
    assert main(["brief", "two.yaml", "--format", "md", "--profile", profile]) == 0
    out, err = capsysbinary.readouterr()
    text = out.decode()
    assert text.startswith("# ")
    assert err == b""
    assert ("## Certificate" in text) == (profile == "full")
    assert ("stake" in text) == (profile != "counterpart")


def test_written_for_a_side(capsysbinary) -> None:
    """With --for the page speaks of our own risk."""
    assert main(["brief", "two.yaml", "--format", "md", "--for", "north"]) == 0
    assert "What we risk" in capsysbinary.readouterr().out.decode()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["failing.yaml", "-o", "x.md"], 4),  # a finding, and the brief is written all the same
        (["capped.yaml", "-o", "x.md"], 4),
        (["nowhere.yaml", "-o", "x.md"], 2),
        (["two.yaml", "-o", "x.odt"], 2),
        (["two.yaml", "-o", "x"], 2),
        (["two.yaml", "--format", "pdf"], 2),
        (["two.yaml", "-o", "."], 2),
        (["two.yaml", "-o", "two.yaml/x.md"], 2),
        (["two.yaml", "-o", "x.md", "--profile", "all"], 2),
        (["two.yaml", "-o", "x.md", "--for", "nort"], 3),
        (["two.yaml", "-o", "x.md", "--template", "nowhere"], 2),
        (["two.yaml", "-o", "x.pdf", "--template", "bad.typ"], 3),
        (["two.yaml", "-o", "x.docx", "--template", "two.yaml"], 3),
        (["two.yaml", "-o", "x.md", "--ledger", "nowhere.sqlite"], 2),
        (["two.yaml", "-o", "x.md", "--with", "nothing"], 3),
        (["two.yaml", "-o", "x.md", "--time-limit", "-1"], 2),
    ],
)
def test_exit_codes(words: list[str], code: int, capsys) -> None:
    """Each way to end has its code and one clear sentence, never a traceback."""
    assert main(["brief", *words]) == code
    err = capsys.readouterr().err
    assert err.strip()
    assert "Traceback" not in err
    assert "fault of its own" not in err
    assert Path("x.md").exists() == (code == 4)


def test_a_file_that_is_there_survives_a_failure(tmp_path: Path) -> None:
    """What cannot be rendered leaves the old file as it was, and nothing beside it."""
    Path("x.html").write_text("old")
    Path("bad.j2").write_text("{{ nothing }}")
    before = sorted(tmp_path.iterdir())
    assert main(["brief", "two.yaml", "-o", "x.html", "--template", "bad.j2"]) == 3
    assert Path("x.html").read_text() == "old"
    assert sorted(tmp_path.iterdir()) == before


def test_the_ledger_says_how_far_it_is(capsysbinary) -> None:
    """With a ledger the brief tells its state and its checkpoint."""
    assert main(["ledger", "init", "l.sqlite", "--demo"]) == 0
    capsysbinary.readouterr()
    words = ["brief", "minsk", "--format", "md", "--profile", "full", "--ledger", "l.sqlite"]
    assert main(words) == 0
    text = capsysbinary.readouterr().out.decode()
    assert "## The ledger" in text
    assert "Checkpoint of the ledger: minsk\\#" in text


@pytest.mark.parametrize("profile", ["full", "minister", "counterpart"])
@pytest.mark.parametrize("form", ["md", "html"])
def test_the_ledger_can_be_held_against_any_brief(profile, form, capsysbinary) -> None:
    """Every footer carries the checkpoint, signed where a key is given; `verify` reads it there."""
    pytest.importorskip("cryptography", reason="needs the extra `sign`")
    assert main(["ledger", "init", "l.sqlite", "--demo"]) == 0
    assert main(["ledger", "key", "k.pem"]) == 0
    file = f"brief.{form}"
    words = ["--ledger", "l.sqlite", "--profile", profile, "--sign", "k.pem", "-o", file]
    assert main(["brief", "minsk", *words]) == 0
    held = ["ledger", "verify", "l.sqlite", "--against", file, "--key", "k.pem.pub"]
    assert main(held) == 0
    assert main(["ledger", "record", "l.sqlite", "note", "--what", "later"]) == 0
    assert main(held) == 0
    assert main(["brief", "minsk", "--sign", "k.pem"]) == 2  # of no ledger there is nothing to sign


def test_the_demo_writes_the_same_brief(capsysbinary) -> None:
    """`detente demo` writes what `detente brief` would."""
    assert main(["demo"]) == 0
    assert main(["brief", "minsk", "-o", "brief.html"]) == 0
    assert Path("out/minsk.html").read_bytes() == Path("brief.html").read_bytes()


def test_the_demo_needs_no_extra(monkeypatch, capsysbinary) -> None:
    """With the core alone the demo plans, and writes its brief with tables in place of pictures."""
    extras = """vl_convert typst docx docxtpl jinja2 markupsafe cryptography natasha
        pymorphy3 dateparser trafilatura lxml tldextract starlette psycopg distributed pyarrow
        ortools ruamel"""
    for name in extras.split():
        monkeypatch.setitem(sys.modules, name, None)
    assert main(["demo", "--lang", "ru"]) == 0
    page = Path("out/minsk.html").read_text("utf-8")
    assert "<svg" in page  # the ladder's own picture
    assert page.count("<figure") > 5
    assert main(["brief", "minsk", "-o", "x.md"]) == 0
    assert main(["brief", "minsk", "-o", "x.pdf"]) == 2
    assert "report" in capsysbinary.readouterr().err.decode()


def test_claims_of_ones_own(tmp_path: Path, capsysbinary) -> None:
    """With --evidence the brief tells what is claimed there, and counts it on the first page."""
    Path("claims.csv").write_text(
        "claim_id,date,event,attribute,value,publisher,claim_type\n"
        "c1,2025-08-01,a visit,length,3,BBC,report\n"
        "c2,2025-08-01,a visit,length,3,Reuters,report\n",
        "utf-8",
    )
    code = main(["brief", "two.yaml", "--format", "md", "--evidence", "claims.csv"])
    out, err = capsysbinary.readouterr()
    assert code == 0, err.decode()
    assert "What is claimed, and by whom" in out.decode()
    assert main(["brief", "two.yaml", "--format", "md", "--evidence", "nowhere"]) == 2
