"""`detente ledger` init, log, verify, checkpoint, key, export, import: answers and exit codes."""

from __future__ import annotations

import json
import sqlite3

import pytest

from detente.briefing.ledger.terms import EVENT_WORDS
from detente.cli.exits import Exit
from detente.cli.main import main
from detente.ledger.events import KINDS
from detente.ledger.keeping.store import open_store


def run(capsys, *words) -> tuple[int, str, str]:
    """Run a command of the group; give its exit code and what it printed."""
    code = main(["ledger", *map(str, words)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def answer(capsys, *words):
    """Run a command that prints one JSON document."""
    code, out, err = run(capsys, *words, "--json")
    assert (code, err) == (Exit.DONE, "")
    return json.loads(out)


@pytest.fixture
def ledger(tmp_path, capsys):
    """Give the path of a ledger with three events of minsk."""
    path = tmp_path / "deal.ledger"
    assert run(capsys, "init", path) == (Exit.DONE, f"The ledger {path} is ready.\n", "")
    with open_store(path) as store:
        store.append_many(
            "minsk",
            [
                {"kind": "note", "what": "Opened.", "when": "2025-08"},
                {"kind": "delivery", "lot": "release/1", "party": "by", "quantity": 14,
                 "unit": "person", "when": "2025-09-11"},
                {"kind": "dispute", "ref": "minsk#2", "what": "Only 13 crossed."},
            ],
            author="anna",
        )  # fmt: skip
    return path


def tamper(path, statement: str) -> None:
    """Change a ledger past its triggers."""
    with sqlite3.connect(path) as connection:
        for trigger in ("no_update", "no_delete", "only_append"):
            connection.execute(f"DROP TRIGGER event_{trigger}")
        connection.execute(statement)
    connection.close()


def test_init_twice(capsys, ledger):
    """A ledger that is there is a target that exists; in Russian the answer is Russian."""
    code, out, err = run(capsys, "init", ledger)
    assert (code, out) == (Exit.USAGE, "")
    assert "there is a ledger already; nothing was changed" in err
    code, out, _ = run(capsys, "init", f"{ledger}2", "--lang", "ru")
    assert code == Exit.DONE
    assert out.startswith("Журнал ")


def test_log(capsys, ledger):
    """All events, the last ones, those of a past day; for people and for machines."""
    code, out, _ = run(capsys, "log", ledger)
    assert code == Exit.DONE
    for said in ("Log of minsk", "3 events", "delivery claimed, release/1, by, 14 person",
                 "dispute, on minsk#2: Only 13 crossed.", "anna"):  # fmt: skip
        assert said in " ".join(out.split())
    found = answer(capsys, "log", ledger, "--last", 1)
    assert (found["schema"], found["length"]) == ("detente.ledger.log/1", 3)
    assert [event["id"] for event in found["events"]] == ["minsk#3"]
    assert found["events"][0]["body"]["what"] == "Only 13 crossed."
    past = answer(capsys, "log", ledger, "--as-of", "2025-08")
    assert [event["number"] for event in past["events"]] == [1]
    known = answer(capsys, "log", ledger, "--as-of", "2025-08", "--known")
    assert (known["events"], known["as_of"]["sense"]) == ([], "recorded")
    code, out, _ = run(capsys, "log", ledger, "--lang", "ru", "--as-of", "2025")
    assert "заявленное исполнение" in out


@pytest.mark.parametrize(
    "words", [["--as-of", "2025-13"], ["--known"], ["--last", "0"], ["--as-of", "2999"]]
)
def test_a_past_day_that_makes_no_sense(capsys, ledger, words):
    """No date, none at all, still to come: wrong usage."""
    code, out, err = run(capsys, "log", ledger, *words)
    assert (code, out) == (Exit.USAGE, "")
    assert "Error: " in err


def test_every_kind_of_event_has_a_name():
    """The log calls no event by a word of the program."""
    assert EVENT_WORDS.keys() == KINDS.keys()


def test_verify(capsys, ledger):
    """Whole: exit code 0, the length and the last hash; a checkpoint that fits is named."""
    code, out, _ = run(capsys, "verify", ledger)
    assert code == Exit.DONE
    assert "The chain is whole: 3 events." in out
    assert "checkpoint (--against)" in " ".join(out.split())
    code, line, _ = run(capsys, "checkpoint", ledger)
    assert (code, line.startswith("minsk#3:")) == (Exit.DONE, True)
    found = answer(capsys, "verify", ledger, "--against", line.strip())
    assert (found["sound"], found["fault"]) == (True, None)
    assert found["cases"][0]["checkpoints"] == [line.strip()]
    code, out, _ = run(capsys, "verify", ledger, "--against", line.strip(), "--lang", "ru")
    assert code == Exit.DONE
    assert "Цепочка цела: 3 события." in out


def test_verify_names_the_first_bad_event(capsys, ledger):
    """Exit code 6; the case, the number and what is wrong, in either language, and as JSON."""
    tamper(ledger, "UPDATE event SET body = '{}' WHERE number = 2")
    code, out, _ = run(capsys, "verify", ledger)
    assert code == Exit.INTEGRITY
    assert "minsk: event 2 was changed: its hash does not fit its text." in " ".join(out.split())
    code, out, _ = run(capsys, "verify", ledger, "--lang", "ru")
    assert code == Exit.INTEGRITY
    assert "minsk: событие 2 изменено" in " ".join(out.split())
    code, out, _ = run(capsys, "verify", ledger, "--json")
    assert code == Exit.INTEGRITY
    fault = json.loads(out)["fault"]
    assert (fault["case"], fault["number"], fault["kind"]) == ("minsk", 2, "changed")
    # Nor do other commands serve it as if it were true.
    for words in (["log", ledger], ["export", ledger]):
        code, _, err = run(capsys, *words)
        assert (code, "event 2 was changed" in err) == (Exit.INTEGRITY, True)


def test_verify_against_a_signed_checkpoint(capsys, ledger, tmp_path):
    """Signed and checked with the key's public half; cut off after it, exit code 6."""
    pytest.importorskip("cryptography", reason="needs the extra `sign`")
    secret, footer = tmp_path / "anna.pem", tmp_path / "footer.txt"
    code, out, _ = run(capsys, "key", secret)
    assert (code, f"Give {secret}.pub" in out) == (Exit.DONE, True)
    assert run(capsys, "key", secret)[0] == Exit.USAGE
    point = answer(capsys, "checkpoint", ledger, "--sign", secret)["checkpoints"][0]
    assert (point["case"], point["length"], len(point["signature"])) == ("minsk", 3, 86)
    footer.write_text(f"Ledger: {point['text']}")
    words = ["verify", ledger, "--against", footer]
    code, out, _ = run(capsys, *words)
    assert "The signature was not checked" in out
    code, out, _ = run(capsys, *words, "--key", f"{secret}.pub")
    assert code == Exit.DONE
    assert "not checked" not in out
    code, _, err = run(capsys, "verify", ledger, "--against", point["text"][:-87],
                       "--key", f"{secret}.pub")  # fmt: skip
    assert (code, "minsk#3 is not signed" in err) == (Exit.INVALID, True)
    tamper(ledger, "DELETE FROM event WHERE number = 3")
    code, out, _ = run(capsys, *words, "--key", f"{secret}.pub")
    assert code == Exit.INTEGRITY
    assert "minsk: event 3 is missing." in " ".join(out.split())


def test_export_and_import(capsys, ledger, tmp_path):
    """Out to a file or the screen, into another ledger, and out again: the same bytes."""
    file, other = tmp_path / "deal.jsonl", tmp_path / "other.ledger"
    code, lines, _ = run(capsys, "export", ledger)
    assert (code, lines.count("\n")) == (Exit.DONE, 3)
    assert run(capsys, "export", ledger, "--case", "minsk", "-o", file) == (Exit.DONE, "", "")
    assert file.read_text() == lines
    run(capsys, "init", other)
    taken = answer(capsys, "import", other, file)
    assert taken["cases"] == [{"case": "minsk", "new": 3, "known": 0}]
    code, out, _ = run(capsys, "import", other, file)
    assert (code, "0 events were taken in." in out) == (Exit.DONE, True)
    assert run(capsys, "export", other) == (Exit.DONE, lines, "")


def test_import_of_a_broken_chain(capsys, ledger, tmp_path):
    """Exit code 6 and the line; a line that is no event is an invalid document."""
    file, other = tmp_path / "deal.jsonl", tmp_path / "other.ledger"
    run(capsys, "export", ledger, "-o", file)
    run(capsys, "init", other)
    lines = file.read_text()
    file.write_text(lines.replace("Opened", "Closed"))
    code, out, err = run(capsys, "import", other, file)
    assert (code, out) == (Exit.INTEGRITY, "")
    assert f"{file}:1: minsk: event 1 was changed" in err
    file.write_text(lines + "{}\n")
    code, _, err = run(capsys, "import", other, file)
    assert (code, f"{file}:4: this is no event" in err) == (Exit.INVALID, True)
    assert answer(capsys, "verify", other)["cases"] == []


def test_a_broken_ledger_leaves_the_last_good_export_alone(capsys, ledger, tmp_path):
    """A file that was there is not overwritten by half of a new one."""
    file = tmp_path / "deal.jsonl"
    run(capsys, "export", ledger, "-o", file)
    before = file.read_bytes()
    tamper(ledger, "UPDATE event SET body = '{}' WHERE number = 3")
    code, _, err = run(capsys, "export", ledger, "-o", file)
    assert (code, "event 3 was changed" in err) == (Exit.INTEGRITY, True)
    assert file.read_bytes() == before
    assert not list(tmp_path.glob(".deal*"))


@pytest.mark.parametrize("command", ["log", "verify", "checkpoint", "export"])
def test_a_store_that_is_not_there(capsys, tmp_path, command):
    """Wrong usage, with the way to make one; no file is made, no traceback shown."""
    path = tmp_path / "none.ledger"
    code, out, err = run(capsys, command, path)
    assert (code, out) == (Exit.USAGE, "")
    assert f"`detente ledger init {path}` makes one" in err
    assert not path.exists()


def test_a_file_that_is_no_ledger(capsys, tmp_path):
    """An invalid document."""
    path = tmp_path / "notes.txt"
    path.write_text("Dear diary, " * 200)
    code, _, err = run(capsys, "verify", path)
    assert (code, "this file is no ledger" in err) == (Exit.INVALID, True)


def test_a_case_that_is_not_there(capsys, ledger):
    """The nearest one is named; an empty checkpoint text is told as such."""
    code, _, err = run(capsys, "log", ledger, "--case", "minks")
    assert (code, "did you mean 'minsk'" in err) == (Exit.INVALID, True)
    code, _, err = run(capsys, "verify", ledger, "--against", "minsk#3")
    assert (code, "neither a checkpoint" in err) == (Exit.INVALID, True)
    code, _, err = run(capsys, "verify", ledger, "--key", "anna.pem.pub")
    assert (code, "--key goes with --against" in err) == (Exit.USAGE, True)
