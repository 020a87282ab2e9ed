"""The document and record of stress: what they say, in eighty columns and two languages."""

import io
import json
from functools import cache

import pytest

import detente as dt
from detente.briefing.blocks import Bullets, Chart, Document, Heading, Paragraph, Table
from detente.briefing.naming import Names
from detente.briefing.rendering.terminal import show
from detente.briefing.uncertainty.stress import stress_document, stress_section
from detente.briefing.uncertainty.stress_record import stress_record
from detente.case import Case
from detente.uncertainty import Study, study
from detente.words.language import language
from tests.uncertainty.stress_cases import swap
from tests.uncertainty.values.test_robust import SPREAD

STEPS = [("licence", "release")]
RANGE = "{low: 0, high: 1}"
CASES = {
    "half": lambda: swap("{low: 0, high: 10}", "10", RANGE),
    "never": lambda: swap("2", "10", ".5"),
    "always": lambda: swap("20", "{low: 1, high: 9}", ".5"),
    "sure": lambda: swap(),  # no number has a range
    "needed": lambda: swap("{low: 1, mode: 3, high: 9}", "10", "{low: .2, mode: .5, high: .6}"),
    "together": lambda: swap(
        "{low: 0, high: 10}", "10", RANGE,
        tail="correlated: {both: {of: [parties.a.stake.reputation, measures.licence.cost], rho: 0}}"
        .replace("measures.licence.cost", "measures.licence.revocability.recovered"),
    ),
    "spread": lambda: Case.parse(SPREAD),
}  # fmt: skip


@cache
def studied(name: str) -> tuple[Case, Study]:
    """A case and its study, once."""
    case = Case.load("minsk") if name == "minsk" else CASES[name]()
    if name == "minsk":
        return case, study(case, dt.plan(case.exchange()), 20_000)
    steps = ("x1", "x2", "x3", "y1", "y2", "y3") if name == "spread" else STEPS
    return case, study(case, steps, 20_000, robust=True)


def told(name: str, code: str = "en") -> Document:
    """The document of a study."""
    case, found = studied(name)
    return stress_document(case, case.exchange(), found, language(code))


def words(document: Document) -> str:
    """The document as a terminal shows it, on one line."""
    file = io.StringIO()
    show(document, file, width=80)
    assert max(map(len, file.getvalue().splitlines())) <= 80
    return " ".join(file.getvalue().replace("\u00a0", " ").split())


@pytest.mark.parametrize("code", ["en", "ru"])
@pytest.mark.parametrize("name", [*CASES, "minsk"])
def test_every_study_can_be_told(name: str, code: str) -> None:
    """Eighty columns, no field left open, and Russian without English sentences."""
    text = words(told(name, code))
    assert "{" not in text
    assert ("draws" in text) == (code == "en")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("half", "holds in 50% of the draws: roughly even chance. By chance of the draws it may"),
        ("half", "in 9 draws of 10 it needs nothing at stake"),  # the other party
        ("half", "A: 9.0 would do in 9 draws of 10, 5.0 in half; taken as 5.0"),
        ("half", "Order cannot help"),
        ("half", "None can hold more often than this ladder"),
        ("never", "no ranges to draw from; with its values it does not hold"),
        ("always", "holds in 100% of the draws: almost certain. Illustr"[:40]),
        ("always", "It fails in none of these draws"),
        ("always", "No single number flips the advice within its range"),
        ("needed", "“A: stake: reputation” from 5 up (taken as 3, from 1 to 9): it would hold."),
        ("needed", "recovered” from 0.3 down (taken as 0.5, from 0.2 to 0.6): it would hold."),
        ("together", "1 group of numbers moves together; all others"),
        ("always", "All numbers are drawn independently"),
        ("minsk", "six months: cost” above 6.91 (taken as 6, from 3 to 11): United States then "
                  "gains by walking away at completion."),
        ("minsk", "2 more numbers flip it within their ranges."),
        ("minsk", "Belarus is then exposed beyond its cap at completion"),
        ("minsk", "Whoever relies on the likelier answer is wrong in 4"),
        ("minsk", "1. “Licence for potash, six months: cost”: to 3"),
        ("minsk", "no order changes that, only other terms or stakes. In <1% it fails on the way"),
        ("spread", "Another order of the same steps holds in"),
    ],
)  # fmt: skip
def test_what_is_said(name: str, said: str) -> None:
    """Sentences that closed forms and the tests of `detente.uncertainty` vouch for."""
    assert said in words(told(name))


def test_sensitivity_comes_before_certainty() -> None:
    """After the verdict: what it hangs on, what to find out, the stakes; charts and tables last."""
    blocks = told("minsk").blocks
    heads = [b.text for b in blocks if isinstance(b, Heading)]
    assert heads[:3] == [
        "What the advice hangs on, each number alone",
        "What to find out first",
        "What must be at stake",
    ]
    charts = [b for b in blocks if isinstance(b, Chart)]
    assert [c.kind for c in charts] == ["ranges", "ranges", "lines"]
    assert charts[-1].share
    first = charts[0].series[0].points[0]
    # The certificate of `minsk` has a margin of 1.46; potash at 3 or 11 moves it by 4.8 and 8.
    assert (first.x, first.low, first.high) == pytest.approx((1.46, -6.54, 6.26), abs=1e-6)
    assert charts[0].marks == (("it gains by walking away", 0.0),)
    assert charts[-1].series[0].points[-1].y == studied("minsk")[1].stress.hold_probability


def test_the_section_of_the_brief_says_the_same() -> None:
    """The same verdict, bullets and charts, under a heading of its own, without the units."""
    case, found = studied("minsk")
    deal = case.exchange()
    section = stress_section(deal, found, Names(case, language("en")))
    document = told("minsk").blocks
    assert section[0] == Heading("Does it hold if the values are not what we think?")
    assert section[1] == document[0]
    assert isinstance(section[1], Paragraph)
    for kind in (Chart, Table, Bullets):
        mine = [b for b in section if isinstance(b, kind)]
        assert set(mine) <= {b for b in document if isinstance(b, kind)}
        assert mine


def test_a_robust_ladder_is_shown_beside_the_nominal() -> None:
    """Each step of the new order with its place in the old one."""
    (table,) = (b for b in told("spread").blocks
                if isinstance(b, Table) and b.columns[-1].title == "Step until now")  # fmt: skip
    assert sorted(row[-1] for row in table.rows) == [*"123456"]
    assert [row[0] for row in table.rows] == [*"123456"]


@pytest.mark.parametrize("name", [*CASES, "minsk"])
def test_the_record_is_json_with_the_result_s_own_names(name: str) -> None:
    """It survives JSON without NaN, and its figures are the study's."""
    case, found = studied(name)
    record = json.loads(
        json.dumps(stress_record(case, found, (), sequential=False), allow_nan=False)
    )
    assert record["schema"] == "detente.stress/1"
    assert record["hold_probability"] == found.stress.hold_probability
    assert record["steps"] == [list(step) for step in found.stress.steps]
    assert [one["path"] for one in record["thresholds"]] == [
        one.path for one in found.sensitivity.thresholds
    ]
    assert (record["robust"] is None) == (name == "minsk")
    assert len(record["by_step"]) == len(record["steps"]) + 1


@pytest.mark.parametrize(("stake", "says"), [("20", "it holds"), ("2", "it does not hold")])
def test_a_case_without_ranges_has_nothing_to_draw(stake: str, says: str) -> None:
    """That is said, and no share of draws is told."""
    case = swap(stake, "10", ".5")
    document = stress_document(case, case.exchange(), study(case, STEPS, 100), language("en"))
    text = words(document)
    assert f"no ranges to draw from; with its values {says}." in text
    assert "%" not in text
