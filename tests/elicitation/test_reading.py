"""The record of forecasts: what is read, what counts, and what is refused."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from detente.briefing.refusals import retold
from detente.elicitation.forecasts import Quantiles, UnknownAnalyst, counted
from detente.elicitation.reading import InvalidRecord, read_record
from detente.elicitation.scoring import scores
from detente.words.language import language

CELLS = (
    "", " ", "anna", "2025-08-16", "2025-13-01", "16.08.2025", "Q?", "0.5", "1", "0", "-1", "1e9",
    "1e999", "nan", "inf", "70%", "yes", "no", "да", "٣", "−2", '"0,5"', '"a""b"', "0x1",
)  # fmt: skip
HEAD = "analyst,made,question,probability,low,median,high,outcome,resolved,source\n"


@pytest.fixture
def record(tmp_path: Path):
    """Read rows under the head."""

    def read(*rows: str, head: str = HEAD):
        file = tmp_path / "f.csv"
        file.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
        return read_record(file)

    return read


def test_both_kinds_of_question_are_read(record) -> None:
    """A probability of yes, quantiles of an amount, and a question that is open."""
    found = record(
        "anna,2025-08-01,A release?,.7,,,,yes,2025-09-11,BelTA",
        "anna,2025-08-01,How many?,,10,20,40,52,2025-09-11,",
        "boris,2025-08-02,An embassy?,0.3,,,,,,",
    )
    chance, amount, waiting = found.forecasts
    assert (chance.said, chance.outcome, chance.source) == (0.7, True, "BelTA")
    assert (amount.said, amount.outcome) == (Quantiles(10, 20, 40), 52.0)
    assert (waiting.open, waiting.made, waiting.line) == (True, date(2025, 8, 2), 4)
    assert found.analysts == ("anna", "boris")


def test_a_spreadsheet_with_decimal_commas_is_read(record) -> None:
    """Semicolons between the cells, commas in numbers, yes and no in Russian."""
    head = "analyst;made;question;probability;outcome;resolved\n"
    found = record("анна;2025-08-01;Освободят?;0,7;да;2025-09-11", head=head)
    assert (found.forecasts[0].said, found.forecasts[0].outcome) == (0.7, True)


def test_the_first_forecast_of_a_question_counts(record) -> None:
    """Revisions and open questions stay in the record, and are not scored."""
    found = record(
        "anna,2025-08-09,A release?,.9,,,,yes,2025-09-11,",
        "anna,2025-08-01,A release?,.4,,,,yes,2025-09-11,",
        "anna,2025-08-01,An embassy?,.4,,,,,,",
    )
    assert [f.said for f in counted(found.forecasts)] == [0.4]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("anna,2025-08-01,Q?,70 %,,,,yes,2025-09-11,", "probability: expected a probability from "
         "0 to 1, got '70 %': write 0.7"),
        ("anna,2025-08-01,Q?,70,,,,yes,2025-09-11,", "got '70': write 0.7"),
        ("anna,2025-08-01,Q?,-0.1,,,,yes,2025-09-11,", "got '-0.1'"),
        ("anna,2025-08-01,Q?,nan,,,,yes,2025-09-11,", "expected a number such as 14 or 2.5"),
        (",2025-08-01,Q?,.7,,,,yes,2025-09-11,", "analyst: it is empty"),
        ("anna,2025-09-12,Q?,.7,,,,yes,2025-09-11,", "made: 2025-09-12 is after 2025-09-11"),
        ("anna,12.09.2025,Q?,.7,,,,,,", "made: '12.09.2025' is no date such as 2025-08-16: write "
         "2025-09-12"),
        ("anna,2025-02-30,Q?,.7,,,,,,", "2025-02-30 is no date"),
        ("anna,32.13.2025,Q?,.7,,,,,,", "'32.13.2025' is no date such as 2025-08-16"),
        ("anna,2025-08-01,Q?,.7,,,,yes,,", "resolved: an outcome needs the day"),
        ("anna,2025-08-01,Q?,.7,,,,,2025-09-11,", "outcome: a day is given, but no outcome"),
        ("anna,2025-08-01,Q?,.7,,,,ja,2025-09-11,", "outcome: expected yes or no, got 'ja'"),
        ("anna,2025-08-01,Q?,.7,1,2,3,yes,2025-09-11,", "low: give either a probability"),
        ("anna,2025-08-01,Q?,,,,,,,", "probability: nothing is forecast"),
        ("anna,2025-08-01,Q?,,1,,3,,,", "median: it is empty: an amount needs"),
        ("anna,2025-08-01,Q?,,1,3,3,,,", "high: low, median and high must rise: 1, 3 and 3"),
        ("anna,2025-08-01,Q?,,4,3,5,,,", "median: low, median and high must rise"),
        ('anna,2025-08-01,Q?,,1,2,"1,000",,,', "'1,000' can be read in two ways: write 1000 or "
         "1.000"),
        ("anna,2025-08-01,Q?,,1,2,1e13,,,", "1e13 is too large a number"),
        ("anna,2025-08-01,Q?,.7,,,,yes", "8 cells, but there are 10 columns"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named(record, row: str, said: str) -> None:
    """File, line, column, what is wrong, and the nearest right way; in Russian too."""
    with pytest.raises(InvalidRecord) as caught:
        record("anna,2025-01-01,Other?,.5,,,,,,", row)
    assert "f.csv:3: " in str(caught.value)
    assert said in str(caught.value)
    told = retold(str(caught.value), language("ru"))
    assert any("а" <= sign <= "я" for sign in told)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("anna,2025-08-01,Q?,.6,,,,yes,2025-09-11,", "made: 'anna' forecast this that day on line "
         "2"),
        ("boris,2025-08-01,Q?,.6,,,,no,2025-09-11,", "outcome: the same question came out as yes "
         "(2025-09-11) on line 2, and as no (2025-09-11) here"),
        ("boris,2025-08-01,Q?,.6,,,,yes,2025-09-12,", "resolved: the same question"),
        ("boris,2025-08-01,Q?,.6,,,,,,", "outcome: the same question came out as yes "
         "(2025-09-11) on line 2, and as nothing yet here"),
        ("boris,2025-08-01,Q?,,1,2,3,2,2025-09-11,", "question: it is about an amount here, and "
         "about yes or no on line 2"),
    ],
)  # fmt: skip
def test_rows_that_contradict_are_named(record, row: str, said: str) -> None:
    """A duplicate, two outcomes of one question, or two kinds of one."""
    with pytest.raises(InvalidRecord) as caught:
        record("anna,2025-08-01,Q?,.7,,,,yes,2025-09-11,", row)
    assert f"f.csv:3: {said}" in str(caught.value)[str(caught.value).index("f.csv") :]


def test_a_mode_is_no_median(record) -> None:
    """Whoever writes a column of modes is told what is asked for."""
    with pytest.raises(InvalidRecord, match="write the median"):
        record(head=HEAD.replace("median", "mode"))


def test_what_is_no_record_is_told_so_once(record) -> None:
    """With the columns that one has, not with one complaint for each."""
    with pytest.raises(InvalidRecord) as caught:
        record(head="analyst: anna\n")
    assert str(caught.value).endswith(
        "f.csv:1: this is no record of forecasts; its columns are: analyst, made, question, "
        "probability, low, median, high, outcome, resolved, source"
    )


def test_a_head_alone_is_no_record(record) -> None:
    """There must be a forecast."""
    with pytest.raises(InvalidRecord, match="no rows under the head"):
        record()


def test_many_problems_are_counted(record) -> None:
    """Twenty are named, the rest only counted."""
    with pytest.raises(InvalidRecord, match="… and 5 more"):
        record(*(f"anna,2025-08-01,Q{k}?,7,,,,,," for k in range(25)))


def test_an_unknown_analyst_is_refused(record) -> None:
    """With the nearest name, or all there are."""
    found = record("anna,2025-08-01,Q?,.7,,,,,,")
    with pytest.raises(UnknownAnalyst, match="did you mean 'anna'"):
        found.of("ana")
    with pytest.raises(UnknownAnalyst, match="there are: anna"):
        found.of("zoe")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.lists(st.lists(st.sampled_from(CELLS), min_size=10, max_size=10), max_size=6))
def test_whatever_stands_in_it_is_read_or_refused(tmp_path: Path, rows: list[list[str]]) -> None:
    """No cell, however odd, ends in anything but a record or a refusal."""
    file = tmp_path / "f.csv"
    file.write_text(HEAD + "\n".join(map(",".join, rows)) + "\n", encoding="utf-8")
    try:
        found = read_record(file)
    except InvalidRecord:
        return
    assert len(found.forecasts) == len([row for row in rows if any(map(str.strip, row))])
    scores(found)
