"""`detente evidence`: shapes of its answers, exit codes, and what it writes."""

from __future__ import annotations

import json

import pytest

from detente.cli.exits import Exit
from detente.cli.main import main

pytest.importorskip("slovnet", reason="needs the extra `evidence`")

TEXT = (
    "Госдепартамент подтвердил, что 21 июня 2025 года освобождены 14 заключённых. "
    "Белый дом пока не подтвердил визит.\n"
)


@pytest.fixture
def text(tmp_path):
    """Give a document of two sentences."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def answer(capsys, *words):
    """Run a command that prints one JSON document."""
    assert main(["evidence", *map(str, words), "--json"]) == Exit.DONE
    return json.loads(capsys.readouterr().out)


def test_statements(capsys, text):
    """Each statement's text is the file's characters from its start to its end."""
    found = answer(capsys, "statements", text)
    assert found["schema"] == "detente.evidence.statements/1"
    assert [(s["speaker"], s["act"]) for s in found["statements"]] == [
        ("Госдепартамент", "confirms"),
        ("Белый дом", "absent"),
    ]
    for s in found["statements"]:
        assert s["text"] == TEXT[s["start"] : s["end"]]


def test_findings(capsys, text):
    """Findings come with the sentence they stand on."""
    kinds = {f["finding"]: f for f in answer(capsys, "findings", text)["findings"]}
    assert set(kinds) == {"one-sided", "awaited"}
    assert kinds["awaited"]["sentence"]["text"] == "Белый дом пока не подтвердил визит."


def test_the_way_of_a_document(capsys, tmp_path, text):
    """Kept once, judged, decided on by two, compared, written out and read in again."""
    folder = tmp_path / "kept"
    assert main(["evidence", "add", str(folder), str(text), str(text)]) == Exit.DONE
    assert "1 new, 1 already there" in capsys.readouterr().out
    claims = answer(capsys, "claims", folder)["claims"]
    said = next(c for c in claims if c["attribute"] == "people")
    assert (said["value"], said["status"], said["sides"]) == ("14", "one-sided", ["us"])
    for name, verdict in (("Anna", ["change", "corroborated"]), ("Boris", ["accept"])):
        words = ["decide", str(folder), said["id"], *verdict, "--as", name, "--because", "seen"]
        assert main(["evidence", *words]) == Exit.DONE
    capsys.readouterr()
    again = next(c for c in answer(capsys, "claims", folder)["claims"] if c["id"] == said["id"])
    assert (again["status"], again["disputed"]) == ("one-sided", True)
    assert again["proposed"]["status"] == "one-sided"
    assert answer(capsys, "agreement", folder, "Anna", "Boris")["items"] == 1
    table = tmp_path / "t.csv"
    assert main(["evidence", "export", str(folder), "--format", "csv", "-o", str(table)]) == 0
    assert {c["id"] for c in answer(capsys, "claims", table)["claims"]} == {c["id"] for c in claims}
    assert answer(capsys, "matrix", table)["rows"]
    assert answer(capsys, "timeline", table)["moments"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["statements", "{}/none.txt"], Exit.USAGE, "No such file"),
        (["statements", "{}/bad.pdf"], Exit.INVALID, "the content does not"),
        (["sources", "belt"], Exit.INVALID, "did you mean 'belta'"),
        (["claims", "{}/a.txt", "--status", "confirmd"], Exit.USAGE, "did you mean 'confirmed'"),
        (["claim"], Exit.USAGE, "did you mean 'claims'"),
        (["export", "{}/a.txt", "--format", "claimreview", "--url", "ftp://x"], Exit.USAGE,
         "--url takes an address"),
        (["decide", "{}/a.txt", "x", "accept", "--as", "A", "--because", "b"], Exit.INVALID,
         "no claim 'x'"),
    ],
)  # fmt: skip
def test_mistakes(capsys, tmp_path, text, words, code, says):
    """A mistake gets its exit code and one sentence."""
    (tmp_path / "bad.pdf").write_bytes(b"no")
    assert main(["evidence", *(w.format(tmp_path) for w in words)]) == code
    told = capsys.readouterr().err
    assert says in told
    assert "Traceback" not in told


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("command", ["statements", "findings", "claims", "matrix", "timeline"])
def test_screens(capsys, text, command, lang):
    """Every view can be shown in both languages."""
    assert main(["evidence", command, str(text), "--lang", lang]) == Exit.DONE
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("command", ["findings", "claims", "matrix", "timeline"])
def test_a_page_instead_of_the_screen(capsys, tmp_path, text, command):
    """With --html a page is written whole, stdout stays empty, and stderr says where it is."""
    page = tmp_path / "new" / "page.html"
    words = ["evidence", command, str(text), "--lang", "ru", "--html", str(page)]
    assert main(words) == Exit.DONE
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"Страница в {page}; её откроет любой браузер.\n")
    assert page.read_text("utf-8").startswith('<!doctype html>\n<html lang="ru">')


def test_check_with_evidence(capsys, tmp_path, text):
    """A link recorded by `decide` is followed by `check`; one without a place is refused."""
    found = answer(capsys, "claims", text)["claims"]
    claim = next(c["id"] for c in found if c["attribute"] == "people")
    words = ["evidence", "decide", str(text), claim, "accept"]
    signed = ["--on", "link", "--as", "Anna", "--because", "seen"]
    assert main([*words, "release_2025", *signed]) == Exit.DONE
    assert capsys.readouterr().out == f"link of {claim}: release_2025 (Anna)\n"
    assert main([*words, *signed]) == Exit.INVALID
    assert "a link needs the place" in capsys.readouterr().err
    assert main(["check", "minsk", "--evidence", str(text), "--json"]) == Exit.DONE
    (supported,) = json.loads(capsys.readouterr().out)["evidence"]["supported"]
    assert (supported["place"], supported["claim"]) == ("sources.release_2025", claim)
    assert main(["check", "minsk", "--evidence", str(text)]) == Exit.DONE
    assert "Claims behind the case" in capsys.readouterr().out


def test_nothing_found_is_said_in_words(capsys, tmp_path):
    """A document without a known event gives a sentence, not an empty table."""
    path = tmp_path / "plain.txt"
    path.write_text("It rained all day.\n", encoding="utf-8")
    for command in ("claims", "matrix"):
        assert main(["evidence", command, str(path)]) == Exit.DONE
        assert "Nothing here makes a claim" in capsys.readouterr().out
    assert main(["evidence", "statements", str(path), "--lang", "ru"]) == Exit.DONE
    assert "сам документ" in capsys.readouterr().out
