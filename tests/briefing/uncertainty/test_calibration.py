"""Calibration in documents: sources beside figures, and few points called few."""

import json
from datetime import date

import pytest

from detente.briefing.blocks import Bullets, Chart, Note, Paragraph, Table
from detente.briefing.uncertainty.calibration import KINDS, calibration_document
from detente.briefing.uncertainty.calibration_record import calibration_record
from detente.case import Case
from detente.case.measures import InstrumentKind
from detente.uncertainty import backtest, calibrate
from detente.uncertainty.past.calibration import published
from detente.uncertainty.past.chronicle import bundled
from detente.words.language import language
from tests.uncertainty.sides import small

EN, RU = language("en"), language("ru")


@pytest.fixture(scope="module")
def minsk() -> Case:
    """The bundled case."""
    return Case.load("minsk")


@pytest.fixture(scope="module")
def record(minsk):
    """Its chronicle."""
    return bundled(minsk)


def blocks(document, kind):
    """Blocks of a kind."""
    return [block for block in document.blocks if isinstance(block, kind)]


def test_prior_data_and_posterior_stand_side_by_side(minsk, record):
    """A licence: nothing published, two taken back in 7.9 years, and what follows."""
    table = blocks(calibration_document(minsk, calibrate(minsk, record), None, EN), Table)[0]
    row = next(r for r in table.rows if r[0] == "licence")
    assert row[1:4] == ("taken back, per year", "declared, not known", "2 in 7.9 years")
    assert row[4] == "once in 1.4 to 15 years"


def test_what_has_no_source_is_declared(minsk, record):
    """Kinds of which nobody counts anything are named, and rates for them called judgements."""
    document = calibration_document(minsk, calibrate(minsk, record), None, EN)
    note = next(n for n in blocks(document, Note) if n.label == "Declared, not known")
    assert "order, declaration, visit and appointment" in note.text
    assert "judgement" in note.text


@pytest.mark.parametrize("lang", [EN, RU])
def test_every_source_is_cited(minsk, record, lang):
    """Both data sets with their citation, and the case's own history."""
    found = calibration_document(minsk, calibrate(minsk, record), None, lang)
    told = " ".join(item for block in blocks(found, Bullets) for item in block.items)
    for source in published()["sources"].values():
        assert source["citation"] in told
    assert "belarus.steps.csv" in told


def test_without_history_it_says_so():
    """And a case whose measures name no instruments has nothing to calibrate."""
    jpoa = Case.load("jpoa")
    document = calibration_document(jpoa, calibrate(jpoa), None, EN)
    told = " ".join(item for block in blocks(document, Bullets) for item in block.items)
    assert "no history of its own" in told
    case = small()
    document = calibration_document(case, calibrate(case), None, EN)
    assert "nothing can be calibrated" in document.blocks[0].text
    assert not blocks(document, Chart)


def test_a_backtest_calls_few_points_few(minsk, record):
    """Numbers of forecasts, periods and events are plain, and no victory is claimed."""
    tested = backtest(record, date(2020, 12, 31))
    document = calibration_document(minsk, calibrate(minsk, record), tested, EN)
    told = [block.text for block in blocks(document, Paragraph)]
    assert any(
        text.startswith("40 forecasts, but only 10 periods of 6 months") and "6 things" in text
        for text in told
    )
    assert any("one record" in text and "no proof" in text for text in told)
    forecasts = next(t for t in blocks(document, Table) if t.caption.startswith("Forecasts"))
    assert len(forecasts.rows) == 10
    assert sum(cell.endswith("●") for row in forecasts.rows for cell in row) == 6


@pytest.mark.parametrize(
    ("day", "months", "said"),
    [
        ("2015-12-31", 12, "No better than the base rate"),
        ("2024-06-30", 12, "not known from one period"),
    ],
)
def test_what_is_not_shown_is_not_claimed(minsk, record, day, months, said):
    """Where the range holds zero, or one period is all there is, that is the sentence."""
    tested = backtest(record, date.fromisoformat(day), months=months)
    document = calibration_document(minsk, calibrate(minsk, record), tested, EN)
    text = " ".join(
        [block.text for block in blocks(document, Paragraph)]
        + [cell for table in blocks(document, Table) for row in table.rows for cell in row]
    )
    assert said in text


def test_every_kind_of_instrument_has_a_name():
    """The names cover the kinds a case may use."""
    from typing import get_args

    assert set(KINDS) == set(get_args(InstrumentKind))


def test_the_record(minsk, record):
    """It is JSON; every figure has its prior, data and posterior, and borrowed counts their id."""
    tested = backtest(record, date(2020, 12, 31))
    found = calibration_record(minsk, calibrate(minsk, record), tested)
    told = json.loads(json.dumps(found, allow_nan=False))
    assert told["schema"] == "detente.calibrate/1"
    for figure in told["figures"]:
        assert figure["declared"] == (not figure["borrowed"])
        assert {"family", "low", "mean", "high"} <= set(figure["posterior"])
    assert told["backtest"]["periods"] == 10
    alone = calibration_record(minsk, calibrate(minsk, record), None)
    assert alone["backtest"] is None
