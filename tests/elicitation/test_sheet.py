"""A sheet: how it is read, what it means, and what is refused."""

import json
import pickle
from pathlib import Path

import pytest

from detente.case import Case, CaseNotFound, InvalidCase
from detente.case.published import schema_text
from detente.case.reader import parse
from detente.case.starter import TEMPLATE
from detente.elicitation.points import comparable
from detente.elicitation.sheet import Sheet, SheetForm

HEAD = "analyst: Anna\ncase: minsk\n"


@pytest.fixture(scope="module")
def minsk() -> Case:
    """The bundled case."""
    return Case.load("minsk")


def pair(more: str, less: str, party: str = "by", holds: str = "true") -> str:
    """A sheet with one pair."""
    return f"{HEAD}pairs:\n  - {{party: {party}, more: {more}, less: {less}, holds: {holds}}}\n"


def test_a_sheet_in_a_file(minsk: Case, tmp_path: Path) -> None:
    """Ranges, pairs, counts and answers are read; a path alone means one of it."""
    file = tmp_path / "anna.yaml"
    file.write_text(
        HEAD
        + """\
date: 2025-08
ranges:
  measures.releases_waves.cost: {low: 2, mode: 4, high: 6, why: In 2024 too, sources: [judgement]}
  parties.by.stake.reputation: 5
pairs:
  - party: by
    more: [measures.potash_licence.value.by, measures.releases_waves.cost]
    less: {measures.releases_prominent.cost: 2}
    holds: true
    why: It said so
  - {party: us, more: measures.releases_waves.value.us, less: measures.consular.cost, holds: unsure}
""",
        encoding="utf-8",
    )
    sheet = Sheet.load(file, minsk)
    assert (sheet.analyst, sheet.form.date) == ("Anna", "2025-08")
    one, two = sheet.form.pairs
    assert one.more == {"measures.potash_licence.value.by": 1, "measures.releases_waves.cost": 1}
    assert (one.less, one.holds) == ({"measures.releases_prominent.cost": 2}, True)
    assert (two.more, two.holds) == ({"measures.releases_waves.value.us": 1}, "unsure")
    assert (sheet.line(0), sheet.line(1)) == (8, 13)
    assert pickle.loads(pickle.dumps(sheet)).form == sheet.form


def test_ranges_replace_those_of_the_case(minsk: Case) -> None:
    """What the sheet leaves out is as in the case; its reasons come with its ranges."""
    text = HEAD + "ranges: {measures.releases_waves.cost: {low: 2, high: 6, why: x}}\n"
    numbers = {n.path: n for n in Sheet.parse(text, minsk).stated.numbers}
    before = {n.path: n for n in minsk.numbers}
    told = numbers.pop("measures.releases_waves.cost")
    assert (told.low, told.mode, told.high, told.dist) == (2, 4, 6, "uniform")
    assert told.why is not None
    assert told.why["en"] == "x"
    assert told.sources == before.pop("measures.releases_waves.cost").sources
    assert numbers == before
    assert Sheet.empty(minsk).stated.numbers == minsk.numbers


COST = "measures.releases_waves.cost"


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        # another case
        ("analyst: A\ncase: sudan\n", "2:7 case", "is for the case 'sudan', not for 'minsk'"),
        # keys and forms
        (HEAD + "pair: []\n", "3:1 pair", "unknown key 'pair' (did you mean 'pairs'?)"),
        (
            HEAD + f"ranges: {{{COST}: {{low: 1, high: 2, wy: x}}}}\n",
            f"3:58 ranges.{COST}.wy",
            "'why'?",
        ),
        ("case: minsk\n", "1:1 analyst", "this is missing"),
        (pair(COST, "measures.consular.cost", holds="maybe"), "4:90 pairs.1.holds", "true, false"),
        (pair("3", COST), "4:23 pairs.1.more", "expected a path, or a list of paths, got 3"),
        (pair("[3]", COST), "pairs.1.more", "expected the path of a value, got 3"),
        (pair("[]", COST), "pairs.1.more", "expected 1 entries, got 0"),
        (pair(f"{{{COST}: 0}}", COST), f"pairs.1.more.{COST}", "0 is below 1e-09"),
        # ranges
        (HEAD + "ranges: {measures.releases_wave.cost: 1}\n", "3:10", "'releases_waves'?"),
        (HEAD + "ranges: {parties.by.stake.reputatio: 1}\n", "3:10", "stake.reputation'?"),
        (HEAD + f"ranges: {{{COST}: {{low: 3, high: 1}}}}\n", "3:10", "low 3 is above high 1"),
        (HEAD + "ranges: {revocability.licence.lost: 2}\n", "3:37", "2 is above 1"),
        (HEAD + "ranges: {parties.by.cap: {low: -1, high: 2}}\n", "3:10", "-1 is below 0"),
        (HEAD + f"ranges: {{{COST}: {{value: 1, sources: [jugement]}}}}\n", "3:", "'judgement'?"),
        # pairs
        (pair(COST, "measures.nowhere.cost"), "pairs.1.less", "there is no measure 'nowhere'"),
        (
            pair(COST, "measures.consula.value.by"),
            "pairs.1.less",
            "measure 'consula' (did you mean",
        ),
        (pair(COST, "parties.by.stake.reputatio"), "pairs.1.less", "'parties.by.stake.reputation'"),
        (pair(COST, COST), "pairs.1.less", "stands on both sides"),
        (
            pair(COST, "measures.releases_waves.value.us"),
            "1.less",
            "in points of 'us', not of 'by'",
        ),
        (pair(COST, "revocability.licence.lost"), "pairs.1.less", "not an amount in points"),
        (
            pair(COST, "measures.consular.cost", party="bye"),
            "4:13 pairs.1.party",
            "did you mean 'by'",
        ),
        # the file
        ("", "1:1", "the file is empty: `detente elicit questions CASE -o FILE` writes one"),
        ("- a\n", "1:1", "a sheet is a mapping: lines such as `analyst: …`"),
    ],
)
def test_bad_sheets_are_refused(minsk: Case, text: str, place: str, said: str) -> None:
    """Each says in one sentence where and what, with the nearest right name."""
    with pytest.raises(InvalidCase) as caught:
        Sheet.parse(text, minsk, "anna.yaml")
    (line,) = str(caught.value).splitlines()
    assert line.startswith("anna.yaml:")
    assert place in line
    assert said in line


def test_a_case_is_no_sheet(minsk: Case) -> None:
    """Whoever names a case where a sheet is asked for is told just that."""
    with pytest.raises(InvalidCase) as caught:
        Sheet.load(TEMPLATE, minsk)
    assert [p.message.partition(":")[0] for p in caught.value.problems] == [
        "this is a case, not a sheet"
    ]


def test_the_same_pair_stands_once(minsk: Case) -> None:
    """Twice the same pair is refused with the line of the first; the other way round is not."""
    stake = "parties.by.stake.reputation"
    text = pair(f"[{stake}]", "[measures.releases_prominent.cost]")
    again = (
        f"  - {{party: by, more: {stake}, less: measures.releases_prominent.cost, holds: false}}"
    )
    with pytest.raises(InvalidCase, match=r"5:5 pairs.2: the same pair stands on line 4 already"):
        Sheet.parse(text + again, minsk)
    turned = (
        f"  - {{party: by, more: measures.releases_prominent.cost, less: {stake}, holds: true}}"
    )
    assert len(Sheet.parse(text + turned, minsk).form.pairs) == 2


def test_a_value_summed_from_objectives() -> None:
    """It has no number of its own, and the refusal says what to compare instead."""
    case = Case.parse(TEMPLATE.read_text("utf-8"))
    summed = next(
        (f"measures.{id_}.value.{who}", who)
        for id_, measure in case.form.measures.items()
        for who, value in measure.value.items()
        if hasattr(value, "from_")
    )
    mine = next(path for path, who in comparable(case).items() if who == summed[1])
    text = f"analyst: A\ncase: {case.name}\npairs:\n  - {{party: {summed[1]}, more: {summed[0]}, "
    with pytest.raises(InvalidCase, match="summed from objectives"):
        Sheet.parse(f"{text}less: {mine}, holds: true}}\n", case)


def test_no_file(minsk: Case, tmp_path: Path) -> None:
    """A sheet that is not there is not found; one of a near name is offered."""
    (tmp_path / "anna.yaml").write_text(HEAD, "utf-8")
    with pytest.raises(CaseNotFound, match=r"no such file \(did you mean 'anna.yaml'\?\)"):
        Sheet.load(tmp_path / "ana.yaml", minsk)


def test_the_schema_takes_what_the_reader_takes(minsk: Case) -> None:
    """Each way of writing a bundle, an answer and a range passes the schema of the reference."""
    import jsonschema

    schema = json.loads(schema_text(SheetForm, "sheet"))
    text = (
        HEAD
        + "ranges: {a.b: 3, a.c: {low: 1, high: 2}}\n"
        + "pairs:\n"
        + "  - {party: us, more: a.b, less: [a.c, a.d], holds: true, why: x}\n"
        + "  - {party: us, more: {a.b: 2}, less: a.c, holds: unsure}\n"
    )
    jsonschema.validate(parse(text, "f").data, schema)
    for wrong in ("more: 3", "more: []", "more: {a.b: 0}", "holds: maybe", "hold: true"):
        key = wrong.partition(":")[0]
        spoilt = text.replace(f"{key}: a.b" if key == "more" else "holds: true", wrong)
        assert spoilt != text
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(parse(spoilt, "f").data, schema)
