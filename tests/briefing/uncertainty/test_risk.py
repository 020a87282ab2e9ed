"""Risk in documents: the range first, then the verdict; no points added, no third digit."""

import json

import pytest

from detente.briefing.blocks import Block, Bullets, Chart, Note, Table
from detente.briefing.naming import Names
from detente.briefing.uncertainty.risk import risk_document, risk_section
from detente.briefing.uncertainty.risk_record import risk_record
from detente.briefing.uncertainty.risk_words import one_in, rough, span
from detente.case import Case
from detente.uncertainty import Risk, risk
from detente.uncertainty.incidents.covering import Cover
from detente.words.language import language

EN, RU = language("en"), language("ru")


@pytest.fixture(scope="module")
def minsk() -> Case:
    """The bundled case."""
    return Case.load("minsk")


@pytest.fixture(scope="module")
def whole(minsk: Case) -> Risk:
    """Its whole plan."""
    return risk(minsk, draws=4_000)


@pytest.fixture(scope="module")
def line(minsk: Case) -> Risk:
    """The crisis line alone."""
    return risk(minsk, channels=["crisis_hotline"], draws=4_000)


def said(blocks: tuple[Block, ...]) -> list[str]:
    """Items of all lists."""
    return [item for block in blocks if isinstance(block, Bullets) for item in block.items]


def test_a_cheap_line_is_called_so_after_its_range(minsk: Case, line: Risk) -> None:
    """The range of the ratio comes first, then the word, then what it must prevent."""
    blocks = risk_document(minsk, line, EN).blocks
    told = next(item for item in said(blocks) if item.startswith("United States: each point"))
    assert (
        told.index("2.5 to 14") < told.index("Cheap insurance") < told.index("one incident in 36")
    )
    free = next(item for item in said(blocks) if item.startswith("Border states"))
    assert "at no cost to it" in free
    assert any("nothing of this touches" in item for item in said(blocks))


def test_the_plan_is_not_sold_as_insurance(minsk: Case, whole: Risk) -> None:
    """A party whose premium is the whole plan is told so; each channel is judged apart."""
    items = said(risk_document(minsk, whole, EN).blocks)
    belarus = [item for item in items if item.startswith("Belarus")]
    assert "brings more than fewer incidents" in belarus[0]
    assert "does not pay" in belarus[0]
    assert len([item for item in belarus if "Worth its price as expected" in item]) == 2
    assert any(item.startswith("Russia is said to lose nothing") for item in items)


def test_declared_rates_are_marked(minsk: Case, whole: Risk) -> None:
    """A note says how many rates are judgements, and each row of the table says so."""
    blocks = risk_document(minsk, whole, EN).blocks
    note = next(b for b in blocks if isinstance(b, Note) and b.label == "Declared, not known")
    assert "7 of 7" in note.text
    table = next(b for b in blocks if isinstance(b, Table) and "at least once" in b.caption)
    assert {row[-1] for row in table.rows} == {"declared, not known"}


def test_the_pictures_tell_what_they_show(minsk: Case, line: Risk) -> None:
    """Ratios with a mark at 1, and a fan for each party that bands hold together."""
    charts = [b for b in risk_document(minsk, line, EN).blocks if isinstance(b, Chart)]
    assert [chart.kind for chart in charts] == ["ranges", "lines", "lines"]
    assert charts[0].marks == (("pays for itself", 1.0),)
    assert "pays throughout its range for United States" in charts[0].alt
    for chart in charts[1:]:
        assert "in 19 cases of 20" in chart.alt
        for series in chart.series:
            for datum in series.points:
                assert datum.low <= datum.y <= datum.high


def test_both_languages_say_everything(minsk: Case, whole: Risk) -> None:
    """The Russian document has the blocks of the English one, in Russian."""
    english, russian = (risk_document(minsk, whole, lang).blocks for lang in (EN, RU))
    assert [type(block) for block in english] == [type(block) for block in russian]
    for one, other in zip(said(english), said(russian), strict=True):
        assert one != other
    assert any("Дешёвая страховка" in item for item in said(russian))


def test_the_section_of_the_brief_has_the_answer(minsk: Case, line: Risk) -> None:
    """It holds verdicts and pictures; long tables are folded away."""
    blocks = risk_section(line, Names(minsk, EN))
    assert said(blocks) == said(risk_document(minsk, line, EN).blocks)[: len(said(blocks))]
    assert type(blocks[-1]).__name__ == "Fold"


def test_the_record_carries_the_names_of_the_result(minsk: Case, line: Risk) -> None:
    """Machines read sides, remedies and incidents, with ranges spelt out; it is plain JSON."""
    record = json.loads(json.dumps(risk_record(minsk, line), allow_nan=False))
    assert record["schema"] == "detente.risk/1"
    us = record["sides"]["us"]
    assert us["verdict"] == "cheap"
    assert us["ratio"]["low"] <= us["ratio"]["mean"] <= us["ratio"]["high"]
    assert len(us["fan"]["with"]) == len(record["times"]) == 12
    assert record["remedies"][0]["opener"] == "crisis_line"
    assert all(not row["known"] for row in record["incidents"])


@pytest.mark.parametrize(
    ("x", "written"),
    [(0, "0"), (0.0471, "0.047"), (0.996, "1"), (7.25, "7.2"), (14.04, "14"), (162.3, "160"),
     (-3.14, "−3.1"), (1234.5, "1,200")],
)  # fmt: skip
def test_judgements_have_two_figures(x: float, written: str) -> None:
    """Amounts are written with two figures, whatever their size."""
    assert rough(x, EN) == written


@pytest.mark.parametrize(
    ("paid", "touched", "written"),
    [(1, 40, "1 in 40"), (1, 36.9, "1 in 36"), (3, 4, "75% of them"), (5, 4, "not even all"),
     (0, 4, "any"), (1, 0, "–"), (1, 2, "1 in 2")],
)  # fmt: skip
def test_break_even_in_words(paid: float, touched: float, written: str) -> None:
    """One in so many, rounded to the side of caution; a share above a half; or not even all."""
    assert one_in(Cover((0, 0, 0), (paid, paid, paid), touched), EN) == written


def test_a_range_of_one_point_is_one_number() -> None:
    """No brackets where nothing is uncertain."""
    assert span((2, 2, 2), EN) == "2"
    assert span((1, 2, 3), RU) == "2 (1–3)"
