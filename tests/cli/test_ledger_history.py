"""`detente ledger import | history | diff | people | redacted`, and `init --demo`."""

from __future__ import annotations

import json

import pytest

from detente.cli.exits import Exit
from detente.cli.main import main
from tests.ledger.belarus import STEPS

OLD = ['1,"EXAMPLE AIRLINE",-0- ,"BELARUS"' + ",-0- " * 8, '2,"EXAMPLE WORKS",-0- ,"BELARUS"' +
       ",-0- " * 8]  # fmt: skip


@pytest.fixture
def demo(tmp_path, capsys):
    """Give the demonstration ledger."""
    path = tmp_path / "demo.ledger"
    assert main(["ledger", "init", str(path), "--demo"]) == Exit.DONE
    assert "61 events of the case minsk" in capsys.readouterr().out
    return path


@pytest.fixture
def lists(tmp_path):
    """Give two snapshots of a list; in the later one an airline is gone."""
    paths = tmp_path / "sdn-2025-08-01.csv", tmp_path / "sdn-2025-11-04.csv"
    for path, rows in zip(paths, (OLD, OLD[1:]), strict=True):
        path.write_text("\n".join(rows), encoding="utf-8")
    return [str(path) for path in paths]


def run(capsys, *words):
    """Run a command; give its code and what it printed."""
    code = main(["ledger", *map(str, words)])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_import_into_an_empty_ledger(capsys, tmp_path):
    """The two commands of the documentation: the case is found by the chronicle's sides."""
    path = tmp_path / "a.ledger"
    assert run(capsys, "init", path)[0] == Exit.DONE
    code, out, _ = run(capsys, "import", path, STEPS)
    assert code == Exit.DONE
    out = " ".join(out.split())
    for said in (
        "46 rows of belarus.steps.csv, read into the ledger of minsk as 48 events",
        "2008-08-16 1 2008-09-05 United States 20",
        "2015-08 6 2015-10-29 Council of the European Union 59–89",
        "After the breach minsk#9: 54 days.",
        "No breach is recorded before it while this relief was given.",
        "released: 342; the ledger has 236: a gap of 106.",
        "newly detained or recognised: 509",
        "cannot be rebuilt from this ledger alone",
        "come with the case minsk and are not in this ledger",
    ):
        assert said in out
    assert run(capsys, "verify", path)[0] == Exit.DONE
    assert "nothing was added" in run(capsys, "import", path, STEPS)[1]


def test_the_record_of_another_case(capsys, tmp_path):
    """Any bundled case with a record can fill a new ledger; nothing is made for one without."""
    path = tmp_path / "a.ledger"
    code, _, err = run(capsys, "init", path, "--demo", "--case", "jcpa")
    assert (code, "did you mean 'jcpoa'?" in err, path.exists()) == (Exit.USAGE, True, False)
    assert run(capsys, "init", path, "--case", "jcpoa")[0] == Exit.USAGE
    code, out, _ = run(capsys, "init", path, "--demo", "--case", "jcpoa")
    assert (code, "events of the case jcpoa" in out) == (Exit.DONE, True)
    code, out, _ = run(capsys, "history", path)
    assert (code, "No breach is recorded before it" in " ".join(out.split())) == (Exit.DONE, True)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_lines_fit(capsys, demo, lang):
    """The history fits eighty columns in both languages."""
    _, out, _ = run(capsys, "history", demo, "--lang", lang)
    assert max(map(len, out.splitlines())) <= 80


def test_record(capsys, demo):
    """For machines: lags as ranges, the snapback without a breach, the gap of 2025."""
    record = json.loads(run(capsys, "history", demo, "--json")[1])
    assert record["schema"] == "detente.ledger.history/1"
    lags = {(r["when"], g["when"]): g["days"] for r in record["releases"] for g in r["relief"]}
    assert lags["2015-08", "2015-10-29"] == {"low": 59, "high": 89}
    assert [one["breach"] for one in record["snapbacks"]] == ["minsk#9", "minsk#9", None]
    gaps = {one["change"]: one["gap"] for one in record["stock"]["compared"]}
    assert gaps == {"detained": 509, "released": 106, "expelled": 189}
    assert record["stock"]["counts_beside_the_ledger"] is False


def test_as_of(capsys, demo):
    """On 1 May 2021 the American licence is being wound down, and nothing later is told."""
    record = json.loads(run(capsys, "history", demo, "--as-of", "2021-05-01", "--json")[1])
    assert [one["force"] for one in record["relief"]] == ["no", "no", "yes", "winding"]
    assert len(record["releases"]) == 3
    record = json.loads(run(capsys, "history", demo, "--as-of", "2010-12-19", "--json")[1])
    assert [one["force"] for one in record["relief"]] == ["yes", "unknown"]
    assert len(record["breaches"][0]["relief"]) == 2
    assert run(capsys, "history", demo, "--as-of", "soon")[0] == Exit.USAGE
    known = run(capsys, "history", demo, "--as-of", "2021-05-01", "--known", "--json")[1]
    assert json.loads(known)["events"] == 0  # all of it was recorded later


def test_import_refuses(capsys, demo, tmp_path):
    """A bad row, a file that is not there, a pair that is none, a day for what is no list."""
    bad = tmp_path / "bad.csv"
    bad.write_text("date,side,step_type,what\n2020-13,target,breach,x\n", encoding="utf-8")
    code, _, err = run(capsys, "import", demo, bad)
    assert (code, "bad.csv:2: date: 2020-13" in err) == (Exit.INVALID, True)
    assert run(capsys, "import", demo, tmp_path / "none.csv")[0] == Exit.USAGE
    assert run(capsys, "import", demo, STEPS, "--side", "x")[0] == Exit.USAGE
    assert run(capsys, "import", demo, STEPS, "--as-of", "2025-01-01")[0] == Exit.USAGE


def test_import_of_an_unknown_chronicle(capsys, tmp_path):
    """Where no bundled case knows the sides, the case must be said; a case file serves too."""
    path, steps = tmp_path / "a.ledger", tmp_path / "s.csv"
    steps.write_text("date,side,step_type,what\n2020,atlantis,closure,x\n", encoding="utf-8")
    run(capsys, "init", path)
    code, _, err = run(capsys, "import", path, steps)
    assert (code, "--case NAME" in err) == (Exit.USAGE, True)
    code, _, err = run(capsys, "import", path, steps, "--case", "minsk")
    assert (code, "--side atlantis=NAME" in err) == (Exit.INVALID, True)
    sides = ("--case", "minsk", "--side", "atlantis=ua")
    assert run(capsys, "import", path, steps, *sides)[0] == Exit.DONE


def test_diff(capsys, demo, lists):
    """Proposals are shown, then accepted by their numbers, and stand in the log."""
    code, out, _ = run(capsys, "diff", *lists)
    assert (code, "delisted  EXAMPLE AIRLINE" in out) == (Exit.DONE, True)
    assert json.loads(run(capsys, "diff", *lists, "--json")[1])["proposals"][0]["id"] == "1"
    code, out, _ = run(capsys, "diff", *lists, "--accept", "all", "--into", demo)
    assert (code, out) == (Exit.DONE, "1 change recorded.\n")
    assert "delisted between 2025-08-01" in " ".join(
        run(capsys, "log", demo, "--last", 1)[1].split()
    )


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--accept", "1"), "--accept and --into go together"),
        (("--accept", "2", "--into", "x"), "the proposals are 1 to 1"),
        (("--accept", "0-1", "--into", "x"), "the proposals are 1 to 1"),
        (("--accept", "a", "--into", "x"), "expected numbers such as 1,3-5, or all"),
    ],
)
def test_diff_refuses(capsys, lists, more, says):
    """Numbers that are none, or of no proposal, are wrong usage."""
    code, _, err = run(capsys, "diff", *lists, *more)
    assert code == Exit.USAGE
    assert says in err


def test_import_of_a_list(capsys, demo, lists):
    """A snapshot is noted with its size and hash."""
    code, out, _ = run(capsys, "import", demo, lists[0])
    assert (code, "2 rows of sdn-2025-08-01.csv" in out) == (Exit.DONE, True)
    assert json.loads(run(capsys, "import", demo, lists[0], "--json")[1])["there"] == 1


def test_people(capsys, demo):
    """Accounts are set by an admin, listed with their rights, and hold."""
    first = ("people", demo, "--set", "anna=admin", "--set", "bob=reader", "--as", "anna")
    code, out, _ = run(capsys, *first)
    assert (code, "records everything, accounts too" in out) == (Exit.DONE, True)
    code, _, err = run(capsys, "people", demo, "--set", "bob=admin", "--as", "bob")
    assert (code, "'bob' is a reader here" in err) == (Exit.USAGE, True)
    assert run(capsys, "people", demo, "--set", "bob")[0] == Exit.USAGE
    accounts = json.loads(run(capsys, "people", demo, "--json")[1])["accounts"]
    assert [(a["account"], a["role"]) for a in accounts] == [("anna", "admin"), ("bob", "reader")]


def test_redacted(capsys, demo, tmp_path):
    """An export for a party is followed by its recipient; one that was cut has exit code 6."""
    out = tmp_path / "us.jsonl"
    assert run(capsys, "export", demo, "--for", "us", "-o", out)[0] == Exit.DONE
    code, said, _ = run(capsys, "redacted", out)
    assert (code, "The chain is whole: 61 events of minsk" in said) == (Exit.DONE, True)
    code, _, err = run(capsys, "import", demo, out)
    assert (code, "a redacted export cannot be imported" in err) == (Exit.INVALID, True)
    lines = out.read_text(encoding="utf-8").splitlines()
    out.write_text("\n".join(lines[:5] + lines[6:]), encoding="utf-8")
    code, _, err = run(capsys, "redacted", out)
    assert (code, "us.jsonl:6" in err) == (Exit.INTEGRITY, True)
    assert run(capsys, "export", demo, "--for", "usa")[0] == Exit.INVALID


def test_people_and_exports_of_a_past_day(capsys, demo, tmp_path):
    """Who had a role then, and what was recorded by then: nothing; what was is not changed."""
    assert run(capsys, "people", demo, "--set", "anna=admin")[0] == Exit.DONE
    past = ("--as-of", "2020-01-01")
    assert "anna" in run(capsys, "people", demo)[1]
    assert "anna" not in run(capsys, "people", demo, *past)[1]
    assert run(capsys, "people", demo, *past, "--set", "bo=reader")[0] == Exit.USAGE
    out = tmp_path / "old.jsonl"
    assert run(capsys, "export", demo, *past, "-o", out)[0] == Exit.DONE
    assert out.read_bytes() == b""
    assert run(capsys, "export", demo, *past, "--for", "us")[0] == Exit.USAGE
    assert run(capsys, "export", demo, "--as-of", "2999")[0] == Exit.USAGE
