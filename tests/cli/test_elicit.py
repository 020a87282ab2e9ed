"""`detente elicit questions` and `check`: what they print and write, refusals, exit codes."""

import json
from pathlib import Path

import pytest

from detente.case import Case
from detente.cli.exits import Exit
from detente.cli.main import main
from detente.elicitation import Sheet
from tests.elicitation.trade import TRADE

PAIR = "  - {{party: {}, more: {}, less: {}, holds: {}}}\n"
STEEL, VISAS = "measures.steel.cost", "measures.visas.cost"
GRAIN, SHIPS = "measures.grain.cost", "measures.ships.value.a"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to stand in, with a case and sheets: good, contradictory, spoilt."""
    (tmp_path / "trade.yaml").write_text(TRADE, encoding="utf-8")
    head = "analyst: Anna\ncase: trade\npairs:\n"
    good = PAIR.format("a", STEEL, VISAS, "true") + PAIR.format("a", SHIPS, VISAS, "unsure")
    ring = (
        PAIR.format("a", STEEL, VISAS, "true")
        + PAIR.format("a", SHIPS, STEEL, "true")
        + PAIR.format("a", VISAS, SHIPS, "true")
        + PAIR.format("a", GRAIN, SHIPS, "true")
    )
    (tmp_path / "good.yaml").write_text(head + good, encoding="utf-8")
    (tmp_path / "ring.yaml").write_text(head + ring, encoding="utf-8")
    (tmp_path / "spoilt.yaml").write_text(head + good.replace("steel", "stel"), encoding="utf-8")
    (tmp_path / "other.yaml").write_text("analyst: Anna\ncase: minsk\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run `detente elicit`; give its exit code, stdout with single spaces, and stderr."""
    code = main(["elicit", *words])
    out, err = capsys.readouterr()
    return code, " ".join(out.split()), err


def test_questions_are_asked(capsys) -> None:
    """Sentences for each party, with what the two are worth and how many draws agree."""
    code, out, err = run(capsys, "questions", "trade.yaml")
    assert (code, err) == (Exit.DONE, "")
    assert (
        "Alpha would rather give “Steel” (one lot, 10 tons) than “Visas”. True? (3 against 5;"
        in out
    )
    assert "not give “Steel” (one lot, 10 tons) and “Visas” to get “Ships”. True?" in out
    assert "Beta would give “Guns” to get “Steel” (one lot, 10 tons). True?" in out
    few = run(capsys, "questions", "trade.yaml", "--limit", "1", "--party", "b")[1]
    assert few.count("True?") == 1
    assert "Alpha" not in few


def test_questions_in_russian(capsys) -> None:
    """The same in Russian, without endings that would have to agree with a party's name."""
    _, out, _ = run(capsys, "questions", "trade.yaml", "--lang", "ru", "--limit", "9")
    assert "Альфа: отдать «Сталь» (одна доля, 10 тонн) легче, чем «Визы»." in out
    assert "Верно?" in out
    assert "True" not in out


def test_questions_for_machines(capsys) -> None:
    """One document with the fields of each question."""
    code = main(["elicit", "questions", "trade.yaml", "--json", "--limit", "2"])
    record = json.loads(capsys.readouterr().out)
    assert (code, record["schema"]) == (Exit.DONE, "detente.elicit.questions/1")
    assert len(record["questions"]) == 4
    first = record["questions"][0]
    assert first["amounts"]["more"] > first["amounts"]["less"]
    assert 0 <= first["agrees"] <= 1
    assert first["statement"].startswith("Alpha")


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_sheet_is_written_and_read(capsys, lang: str) -> None:
    """What -o writes is a sheet with an unsure pair for each question, and nothing answered."""
    code, out, err = run(
        capsys, "questions", "trade.yaml", "-o", "anna.yaml", "--as", "Анна", "--lang", lang
    )
    assert (code, out) == (Exit.DONE, "")
    assert "detente elicit check trade.yaml anna.yaml" in err
    sheet = Sheet.load("anna.yaml", Case.load("trade.yaml"))
    assert sheet.analyst == "Анна"
    assert {pair.holds for pair in sheet.form.pairs} == {"unsure"}
    asked = json.loads(_printed(capsys, "questions", "trade.yaml", "--json"))["questions"]
    assert [(dict(p.more), dict(p.less)) for p in sheet.form.pairs] == [
        (q["more"], q["less"]) for q in asked
    ]
    text = Path("anna.yaml").read_text("utf-8")
    assert all(len(line) <= 100 for line in text.splitlines())
    assert text.count("# 1. ") == 1
    code, out, _ = run(capsys, "check", "trade.yaml", "anna.yaml")
    assert code == Exit.DONE
    assert "No pair of this sheet is answered yet" in out


def test_a_sheet_goes_on(capsys) -> None:
    """Its ranges, answers and reasons are kept, and new questions added below them."""
    text = (
        "analyst: Anna\ncase: trade\nnote: First try\n"
        f"ranges: {{{STEEL}: {{low: 1, mode: 4, high: 5, why: They: 'said', sources: [mine]}}}}\n"
        f"pairs: [{{party: a, more: {{{STEEL}: 2}}, less: {VISAS}, holds: false, why: A guess}}]\n"
    ).replace("They: 'said'", "'They: said'")
    Path("anna.yaml").write_text(text, "utf-8")
    assert run(capsys, "questions", "trade.yaml", "anna.yaml", "-o", "more.yaml")[0] == Exit.DONE
    case = Case.load("trade.yaml")
    old, new = Sheet.load("anna.yaml", case).form, Sheet.load("more.yaml", case).form
    assert new.ranges == old.ranges
    assert new.pairs[:1] == old.pairs
    assert (new.note, new.analyst) == (old.note, old.analyst)
    assert len(new.pairs) > 5


def test_a_good_sheet(capsys) -> None:
    """No contradiction: exit code 0, the shares, what is narrowed, and the advice."""
    code, out, err = run(capsys, "check", "trade.yaml", "good.yaml")
    assert (code, err) == (Exit.DONE, "")
    assert "1 answer, and it can hold with the ranges. 1 pair is unsure." in out
    assert (
        "narrow “Steel: cost” from 1–5 to 3–5, and move its likeliest value from 3 to 3.78" in out
    )
    assert "Whether the advice moves" in out


def test_contradictions_are_shown(capsys) -> None:
    """A circle of three, and an answer its ranges refuse, each as sentences: exit code 3."""
    code, out, err = run(capsys, "check", "trade.yaml", "ring.yaml")
    assert (code, err) == (Exit.INVALID, "")
    assert "2 contradictions" in out
    assert "Alpha would not give “Visas” to get “Ships”. (line 6)" in out
    assert "Ships: value to Alpha: at least 5 (range of the case)." in out
    assert "Grain: cost: at most 3 (range of the case)." in out
    assert "Nothing the ranges did not say already." in out
    code, out, _ = run(capsys, "check", "trade.yaml", "ring.yaml", "--lang", "ru")
    assert code == Exit.INVALID
    assert "не могут быть верны" in out
    assert "(строка 6)" in out


def test_a_check_for_machines(capsys) -> None:
    """The document names pairs by number, with ends of ranges, lessons and the advice."""
    record = json.loads(_printed(capsys, "check", "trade.yaml", "ring.yaml", "--json"))
    assert (record["schema"], record["consistent"]) == ("detente.elicit.check/1", False)
    assert [one["pairs"] for one in record["contradictions"]] == [[4], [1, 2, 3]]
    assert record["contradictions"][0]["ranges"] == [
        {"path": GRAIN, "side": "high", "value": 3.0},
        {"path": SHIPS, "side": "low", "value": 5.0},
    ]
    assert record["advice"] is None
    good = json.loads(_printed(capsys, "check", "trade.yaml", "good.yaml", "--json"))
    assert good["contradictions"] == []
    assert [one["path"] for one in good["lessons"]] == [STEEL, VISAS]
    assert good["answers"][1]["agrees"] is None
    assert set(good["advice"]) == {"order_moves", "verdict_moves", "before", "after"}


def test_what_answers_leave_is_written_when_asked(capsys) -> None:
    """-o writes another sheet; the one checked stays, and the new one teaches no more."""
    before = Path("good.yaml").read_text("utf-8")
    code, _, err = run(capsys, "check", "trade.yaml", "good.yaml", "-o", "left.yaml")
    assert code == Exit.DONE
    assert "left.yaml" in err
    assert Path("good.yaml").read_text("utf-8") == before
    record = json.loads(_printed(capsys, "check", "trade.yaml", "left.yaml", "--json"))
    assert not any(lesson["narrowed"] for lesson in record["lessons"])
    assert len(record["answers"]) == 2


def test_a_page(capsys) -> None:
    """--html writes the same as a page."""
    run(capsys, "check", "trade.yaml", "good.yaml", "--html", "good.html")
    assert "What the answers teach" in Path("good.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["check", "trade.yaml", "spoilt.yaml"], Exit.INVALID, "no measure 'stel' (did you mean"),
        (
            ["check", "trade.yaml", "other.yaml"],
            Exit.INVALID,
            "2:7 case: this sheet is for the case",
        ),
        (
            ["check", "trade.yaml", "goo.yaml"],
            Exit.USAGE,
            "no such file (did you mean 'good.yaml'?)",
        ),
        (["check", "trade.yaml"], Exit.USAGE, "Missing argument 'SHEET'"),
        (["check", "trad.yaml", "good.yaml"], Exit.USAGE, "did you mean 'trade.yaml'"),
        (["check", "trade.yaml", "trade.yaml"], Exit.INVALID, "this is a case, not a sheet"),
        (["questions", "trade.yaml", "--party", "aa"], Exit.INVALID, "no party or audience 'aa'"),
        (["questions", "trade.yaml", "--limit", "0"], Exit.USAGE, "the limit must be at least 1"),
        (
            ["questions", "trade.yaml", "-o", "good.yaml"],
            Exit.USAGE,
            "good.yaml exists; nothing was",
        ),
        (["check", "trade.yaml", "ring.yaml", "-o", "good.yaml"], Exit.USAGE, "(--force would)"),
        (["questions", "trade.yaml", "--as", " "], Exit.INVALID, "a text is expected here"),
    ],
)
def test_bad_words_are_refused(capsys, words: list[str], code: Exit, said: str) -> None:
    """One sentence with the place and the nearest right way, and the right exit code."""
    found, out, err = run(capsys, *words)
    assert (found, out) == (code, "")
    assert said in err
    assert "Traceback" not in err


def test_force_writes_over(capsys) -> None:
    """Only when told to."""
    assert run(capsys, "questions", "trade.yaml", "-o", "good.yaml", "--force")[0] == Exit.DONE
    assert "NAME" in Path("good.yaml").read_text("utf-8")


def test_refusals_in_russian(capsys) -> None:
    """What is wrong with a sheet is told in the reader's language."""
    for words in (["check", "trade.yaml", "spoilt.yaml"], ["check", "trade.yaml", "other.yaml"]):
        _, _, err = run(capsys, *words, "--lang", "ru")
        assert not {"this", "there", "did"} & set(err.split())


def _printed(capsys, *words: str) -> str:
    main(["elicit", *words])
    return str(capsys.readouterr().out)
