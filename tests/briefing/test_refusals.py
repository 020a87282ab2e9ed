"""Refusals in Russian: what the case reader and the command line say is not left in English."""

import re
from pathlib import Path

import pytest

from detente.briefing.refusals import TOLD, _parts, retold
from detente.case import Case
from detente.case.errors import InvalidCase
from detente.cli.main import main
from detente.exchange import NoLadder
from detente.planning import plan
from detente.words.language import language
from tests.briefing.cases import small
from tests.case.test_spoiled import FINE, SPOILED, UNREADABLE
from tests.case.texts import changed

EN, RU = language("en"), language("ru")
_ENGLISH = re.compile(r"\b(the|is|are|of|and|not|no|with|this|must|needs|expected|has)\b")
_QUOTED = re.compile(r"'[^']*'|«[^»]*»|`[^`]*`|\([^)]*pip[^)]*\)")


def left(text: str) -> list[str]:
    """Lines that still have English words in them, outside of quotation marks."""
    return [line for line in text.split("\n") if _ENGLISH.search(_QUOTED.sub("", line))]


@pytest.mark.parametrize("name", sorted(SPOILED.keys() - FINE))
def test_faults_of_a_case_are_told_in_russian(name: str) -> None:
    """Each fault of the form keeps its place and says in Russian what is wrong."""
    with pytest.raises(InvalidCase) as caught:
        Case.parse(changed(SPOILED[name][0]), "case.yaml")
    told = retold(str(caught.value), RU)
    assert left(told) == []
    for problem, line in zip(caught.value.problems, told.split("\n"), strict=False):
        assert line.startswith(f"case.yaml:{problem.line}:{problem.column} ")
        assert re.search("[а-я]{3}", line)


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_files_are_told_in_russian(name: str, tmp_path: Path, monkeypatch) -> None:
    """What is no case at all is refused in Russian too."""
    monkeypatch.chdir(tmp_path)
    raw = UNREADABLE[name][0]
    Path("case.yaml").write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    with pytest.raises(InvalidCase) as caught:
        Case.load("case.yaml")
    assert left(retold(str(caught.value), RU)) == []


def test_no_ladder_is_told_in_russian() -> None:
    """Who would gain, how much and where, with the same figures."""
    with pytest.raises(NoLadder) as caught:
        plan(small("failing").exchange(), "exposure")
    told = retold(str(caught.value), RU)
    assert left(told) == []
    assert told.startswith("ни одна лестница не отвечает условиям")
    assert re.findall(r"\d+", told) == re.findall(r"\d+", str(caught.value))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["plan", "minks"], "имелось в виду «minsk»"),
        (["plan"], "Не хватает аргумента CASE."),
        (["plan", "minsk", "--objctive", "x"], "Такого параметра нет: --objctive"),
        (["plan", "minsk", "--objective", "x"], "нет среди возможных"),
        (["plan", "minsk", "--objective", "early"], "нужна сторона (--party)"),
        (["plan", "minsk", "--time-limit", "x"], "не число"),
        (["plan", "minsk", "--with", "x"], "нет дополнительной меры «x»"),
        (["plan", "minsk", "more"], "Лишний аргумент"),
        (["brief", "minsk", "--format", "pdf"], "нужен файл, куда писать"),
        (["brief", "minsk", "-o", "x.pfd"], "назовите вид файла"),
        (["brief", "minsk", "-o", "x.md", "--template", "nowhere"], "файла «nowhere» нет"),
        (["check", "nowhere/case.yaml"], "такого файла нет"),
        (["brief", "two.yaml", "--for", "nort", "-o", "x.md"], "нет стороны «nort»"),
        (["stress", "minsk", "--draws", "0"], "должно быть не меньше 1"),
        (["risk", "minsk", "--draws", "1000000000000"], "может быть не больше"),
        (["risk", "minsk", "--workers", "0"], "должно быть не меньше 1"),
        (["risk", "two.yaml"], "не указано инцидентов"),
        (["risk", "minsk", "--horizon", "nan"], "горизонт"),
        (["risk", "minsk", "--discount", "5"], "ставка дисконтирования"),
        (["risk", "minsk", "--channel", "hotline"], "не предлагается канал «hotline»"),
        (["risk", "minsk", "--channel", "envoys"], "канал «envoys» уже есть"),
        (["beliefs", "minsk", "--slip", ".7"], "slip должен быть"),
        (["beliefs", "minsk", "--discount", "0"], "коэффициент дисконтирования"),
        (["beliefs", "minsk", "--party", "us1"], "нет стороны «us1»"),
        (["channels", "minsk", "--from", "xx"], "никого с именем «xx» нет"),
        (["channels", "minsk", "--from", "us", "--to", "us"], "к самому себе"),
        (["channels", "minsk", "--add", "a,b"], "НАДЁЖНОСТЬ"),
        (["channels", "minsk", "--add", "us,by,2,1"], "не лежит между 0 и 1"),
        (["channels", "minsk", "--add", "us,by,.5,-1"], "меньше 0"),
        (["channels", "minsk", "--channel", "cris"], "нет линии «cris»"),
        (["calibrate", "minsk", "--discount", "2"], "от 0 до 1"),
        (["calibrate", "minsk", "--backtest", "1990-01-01"], "в него не входит"),
        (["calibrate", "minsk", "--backtest", "2020-13-01"], "не дата вида"),
        (["calibrate", "minsk", "--backtest", "2020-12-31", "--months", "0"], "от 1 до 24"),
        (["calibrate", "two.yaml", "--backtest", "2020-12-31"], "нет собственной истории"),
    ],
)
def test_the_command_line_refuses_in_russian(
    words: list[str], said: str, tmp_path: Path, monkeypatch, capsys
) -> None:
    """With --lang ru a refusal on stderr is Russian, wherever the option stands."""
    from tests.briefing.cases import TWO

    monkeypatch.chdir(tmp_path)
    (tmp_path / "two.yaml").write_text(TWO, "utf-8")
    assert main([*words, "--lang", "ru"]) in (2, 3)
    told = capsys.readouterr().err
    assert said in told.replace("'", "")
    assert left(told) == []
    assert main([words[0], "--lang=ru", *words[1:]]) in (2, 3)
    assert capsys.readouterr().err == told


def test_english_stays_as_it_is() -> None:
    """In English nothing is touched; what nobody knows stays as it is in Russian too."""
    assert retold("no such file", EN) == "no such file"
    assert retold("something else: entirely", RU) == "something else: entirely"
    assert retold("a.yaml:1:2 b.c: something else", RU) == "a.yaml:1:2 b.c: something else"


@pytest.mark.parametrize("text", TOLD)
def test_every_text_is_recognised_with_its_fields(text: str) -> None:
    """Each text, filled, is told with the same fields, and by no other text before it."""
    fields = {name: f"⟨{name}⟩" for _, name in _parts(text) if name}
    fields |= {"hint": " (⟨hint⟩)"} if "hint" in fields else {}
    filled = text.format(**fields)
    told = retold(filled, RU)
    assert told == RU.say(text, **fields) or not fields  # a mere word may be part of others
    assert all(value in told for value in fields.values())


def test_hints_are_told_too() -> None:
    """What follows a value or an option is Russian as well, not only the sentence before it."""
    comma = retold("a.yaml:4:1 b.c: expected a number, got '2,5': write 2.5", RU)
    assert comma == "a.yaml:4:1 b.c: ожидалось число, а дано '2,5': напишите 2.5"
    assert "имелось" in retold("No such option '--x'. (did you mean '--y'?)", RU)
    for near in ("Did you mean '--at'?", "(Did you mean one of: '--at', '--as'?)"):
        told = retold(f"No such option '--ax'. {near}", RU)
        assert left(told) == []
        assert "mean" not in told
        assert "'--at'" in told


def test_fields_cannot_speak() -> None:
    """Braces in what the user wrote are shown, not filled."""
    assert "{0.__class__}" in retold("there is no bundled case or file '{0.__class__}'", RU)
