"""`detente ledger` record, confirm, dispute, status, due, respond, stop, replan."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from detente.cli.exits import Exit
from detente.cli.main import main
from tests.ledger.deal import DEAL


def run(capsys, *words) -> tuple[int, str, str]:
    """Run a command of the group; give its exit code and what it printed."""
    code = main(["ledger", *map(str, words)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def answer(capsys, *words, code=Exit.DONE):
    """Run a command that prints one JSON document."""
    found, out, _ = run(capsys, *words, "--json")
    assert found == code
    return json.loads(out)


@pytest.fixture
def deal(tmp_path, monkeypatch, capsys):
    """Give the path of a ledger whose case lies in a file beside it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deal.yaml").write_text(DEAL, encoding="utf-8")
    run(capsys, "init", "deal.ledger")
    run(capsys, "record", "deal.ledger", "note", "--what", "Signed.", "--case", "deal.yaml")
    return "deal.ledger"


def course(capsys, deal, *steps):
    """Run commands that all succeed."""
    for step in steps:
        command, *rest = step.split()
        code, _, err = run(capsys, command, deal, *rest)
        assert (code, err) == (Exit.DONE, ""), step


def test_a_course_from_promise_to_dispute(capsys, deal):
    """Promise, delivery, check, dispute: recorded under their numbers, shown where they belong."""
    course(
        capsys,
        deal,
        "record commitment release.1 --due 2025-08-20 --grace 5",
        "record commitment licence --days 30 --after release.1",
        "record delivery release.1 --when 2025-08-18",
        "confirm release.1 --party b --when 2025-08-19 --observable yes --as-agreed no",
        "record delivery licence --when 2025-09-10 --expiry 2026-06-30",
        "dispute minsk#6 --what Late.".replace("minsk", "deal"),
    )
    found = answer(capsys, "status", deal)
    assert found["schema"] == "detente.ledger.status/1"
    lots = {one["lot"]: one for one in found["lots"]}
    assert lots["release.1"]["status"] == "confirmed"
    assert lots["release.1"]["timing"] == "on_time"
    assert lots["release.1"]["check"]["as_agreed"] == "no"
    assert lots["licence"]["due"] == ["2025-09-17", "2025-09-17"]
    assert lots["licence"]["status"] == "disputed"
    assert found["delivered"] == ["release.1"]
    assert found["positions"]["b"]["keeps"] == pytest.approx(3.0)
    assert found["claimed_positions"]["b"]["keeps"] == pytest.approx(2.0)
    assert found["gaps"][0]["unit"] == "people"


def test_what_was_recorded_is_told(capsys, deal):
    """The giver is filled in, evidence is hashed, and the answer names the event."""
    Path("list.txt").write_text("names\n", encoding="utf-8")
    found = answer(capsys, "record", deal, "delivery", "release.1", "--claim", "C7", "--file",
                   "list.txt", "--source", "BBC", "--as", "anna")  # fmt: skip
    (event,) = found["events"]
    assert (found["schema"], event["id"]) == ("detente.ledger.record/1", "deal#2")
    assert (event["party"], event["by"]) == ("a", "anna")
    digest = hashlib.sha256(b"names\n").hexdigest()
    assert event["evidence"] == [
        {"claim": "C7"},
        {"file": "list.txt", "sha256": digest},
        {"source": "BBC"},
    ]
    assert run(capsys, "record", deal, "note", "--what", "x", "--lang", "ru")[1].startswith("Запис")


def test_due_ends_with_5_when_something_presses(capsys, deal):
    """For cron: 0 while nothing is overdue, then 5; the same in JSON and as a calendar."""
    course(capsys, deal, "record commitment visit --due 2025-03-01")
    assert run(capsys, "due", deal, "--as-of", "2025-02-20")[0] == Exit.DONE
    assert run(capsys, "due", deal)[0] == Exit.OVERDUE
    found = answer(capsys, "due", deal, code=Exit.OVERDUE)
    assert found["pressing"] == 1
    (one,) = found["deadlines"]
    assert (one["kind"], one["urgency"], one["item"]) == ("delivery", "overdue", "visit")
    code, out, _ = run(capsys, "due", deal, "--ics", "-")
    assert code == Exit.OVERDUE
    assert "DTSTART;VALUE=DATE:20250301\n" in out.replace("\r\n", "\n")
    assert run(capsys, "due", deal, "--ics", "deal.ics")[2] == "The calendar is in deal.ics.\n"
    assert Path("deal.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_within_leaves_out_what_is_further_ahead(capsys, deal):
    """Only the coming days; what has no date stays."""
    course(capsys, deal, "record commitment visit --due 2999-01-01", "record commitment calm")
    items = [one["item"] for one in answer(capsys, "due", deal, "--within", "30")["deadlines"]]
    assert items == ["calm"]
    assert len(answer(capsys, "due", deal)["deadlines"]) == 2


def test_a_correction_keeps_what_it_does_not_change(capsys, deal):
    """Of the old event all stands but what was said; withdrawn, it was never so."""
    course(capsys, deal, "record partial release.1 --quantity 6 --when 2025-08-18")
    (correction,) = answer(capsys, "record", deal, "correction", "deal#2", "--quantity", 5)[
        "events"
    ]
    assert correction["event"] == {
        "kind": "partial", "lot": "release.1", "party": "a", "quantity": 5, "when": "2025-08-18",
    }  # fmt: skip
    assert answer(capsys, "status", deal)["lots"][0]["claimed"] == 5
    course(capsys, deal, "record correction deal#2 --withdraw")
    assert answer(capsys, "status", deal)["lots"][0]["status"] == "open"


def test_snapback_takes_notice_from_the_case(capsys, deal):
    """What the case says of notice and winding down need not be said again."""
    course(
        capsys,
        deal,
        "record delivery licence --when 2025-08-01 --expiry 2999-01-01",
        "confirm licence --party a",
        "record snapback_started licence --when 2025-09-01",
    )
    (relief,) = answer(capsys, "status", deal, "--as-of", "2025-09-02")["relief"]
    assert (relief["ending"], relief["until"]) == (True, ["2025-10-16", "2025-10-16"])


def test_answers_and_the_end(capsys, deal):
    """`respond` and `stop` give documents and records; neither records anything."""
    course(
        capsys,
        deal,
        "record delivery licence --when 2025-08-01 --expiry 2999-01-01",
        "confirm licence --party a --observable yes",
        "record commitment release.1 --due 2025-08-20",
    )
    (advice,) = answer(capsys, "respond", deal)["answers"]
    assert (advice["by"], advice["first"]) == ("b", "note")
    assert [x["level"] for x in advice["answers"]] == ["note", "delay", "suspend", "snapback"]
    found = answer(capsys, "stop", deal)
    assert found["parties"]["a"]["loses"] == {"licence": pytest.approx(4.0)}
    assert found["goes_on"] == ["food"]
    assert answer(capsys, "status", deal)["events"] == 4
    course(capsys, deal, "record response visit --level delay --ref deal#4 --until 2999-01-01")
    (advice,) = answer(capsys, "respond", deal)["answers"]
    assert [x["used"] for x in advice["answers"]] == [None, "deal#5", None, None]


def test_replan_records_a_ladder_when_asked(capsys, deal):
    """Exit 0 or 4 by whether the rest holds; with --record it becomes the ladder that is on."""
    course(capsys, deal, "record delivery visit", "confirm visit --party a")
    found = answer(capsys, "replan", deal)
    assert found["delivered"] == ["visit"]
    assert found["recorded"] is None
    assert found["from_here"]["self_enforcing"] is True
    code, _, err = run(capsys, "replan", deal, "--record")
    assert (code, err) == (Exit.DONE, "Recorded as deal#4.\n")
    assert answer(capsys, "status", deal)["ladder"] == found["steps"]


def test_a_rest_that_does_not_hold_ends_with_4(capsys, tmp_path, monkeypatch):
    """A finding, not a failure: the ladder is printed all the same."""
    monkeypatch.chdir(tmp_path)
    text = DEAL.replace("stake: {reputation: 2}", "stake: {reputation: 0}")
    (tmp_path / "deal.yaml").write_text(text.replace("{b: 3}", "{b: .5}"), encoding="utf-8")
    run(capsys, "init", "x.ledger")
    run(capsys, "record", "x.ledger", "delivery", "release.1", "--case", "deal.yaml")
    code, out, _ = run(capsys, "replan", "x.ledger")
    assert code == Exit.NO_LADDER
    assert "does not hold" in out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ("status nothing.ledger", Exit.USAGE, "there is no ledger here"),
        ("status deal.ledger --case dael", Exit.INVALID, "did you mean 'deal'"),
        ("status deal.ledger --known", Exit.USAGE, "--known goes with --as-of"),
        ("status deal.ledger --as-of 2999", Exit.USAGE, "still to come"),
        ("status deal.ledger --as-of soon", Exit.USAGE, "expected a date"),
        ("record deal.ledger delivry x", Exit.INVALID, "did you mean 'delivery'"),
        ("record deal.ledger delivery", Exit.INVALID, "it needs"),
        ("record deal.ledger delivery relese.1", Exit.INVALID, "did you mean 'release.1'"),
        ("record deal.ledger delivery visit --file no.txt", Exit.USAGE, "no.txt"),
        ("record deal.ledger note --what x --quantity 3", Exit.INVALID, "no field 'quantity'"),
        ("record deal.ledger correction deal#9 --what x", Exit.INVALID, "no event 'deal#9'"),
        ("record deal.ledger correction deal#1", Exit.INVALID, "say what the event should"),
        ("record deal.ledger correction deal#1 --withdraw --what x", Exit.INVALID, "withdraw an"),
        ("confirm deal.ledger visit", Exit.USAGE, "--party"),
        ("confirm deal.ledger visit --party a", Exit.INVALID, "nobody has claimed"),
        ("dispute deal.ledger visit", Exit.INVALID, "it needs what"),
        ("replan deal.ledger --with vist", Exit.INVALID, "has no option 'vist'"),
        ("replan deal.ledger --record --as-of 2025-09", Exit.USAGE, "leave out --as-of"),
    ],
)
def test_wrong_words_get_one_sentence_and_the_right_code(capsys, deal, words, code, says):
    """Nothing is recorded, nothing has a traceback."""
    found, out, err = run(capsys, *words.split())
    assert (found, out) == (code, "")
    assert says in err
    assert answer(capsys, "log", deal)["length"] == 1


@pytest.mark.parametrize("command", ["status", "due", "respond", "stop", "replan"])
def test_every_view_speaks_russian_at_80_columns(capsys, deal, command):
    """No line is wider than the screen, and no English sentence is left."""
    course(
        capsys,
        deal,
        "record delivery licence --when 2025-08-01 --expiry 2999-01-01",
        "confirm licence --party a --observable yes",
        "record commitment release.1 --due 2025-08-20",
        "record delivery calm",
        "record pause --what Выборы.",
        "record resume",
    )
    _, out, _ = run(capsys, command, deal, "--lang", "ru")
    assert max(len(line) for line in out.splitlines()) <= 80
    english = [w for w in out.split() if w.isascii() and w.isalpha() and len(w) > 3]
    commands = ("detente", "ledger", "record", "STORE", "pause", "exit")
    assert [w for w in english if w not in commands] == []


def test_only_the_events_are_known(capsys, tmp_path, monkeypatch, deal):
    """Without the case's file the views still tell what the events alone say."""
    course(capsys, deal, "record commitment visit --due 2025-03-01")
    (tmp_path / "deal.yaml").unlink()
    assert answer(capsys, "status", deal)["positions"] == {}
    assert run(capsys, "due", deal)[0] == Exit.OVERDUE
    for command in ("respond", "stop"):
        assert "needs the case itself" in run(capsys, command, deal)[1]
    assert run(capsys, "replan", deal)[0] == Exit.INVALID


def test_the_status_as_a_page(capsys, deal):
    """--html writes the same document as a page."""
    code, out, err = run(capsys, "status", deal, "--html", "deal.html")
    assert (code, out) == (Exit.DONE, "")
    assert "deal.html" in err
