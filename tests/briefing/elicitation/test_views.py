"""Several analysts and past forecasts in words: each sentence where it belongs."""

from datetime import date
from types import SimpleNamespace as Like

import pytest

from detente.briefing.elicitation.pool_words import deciding, lead, orders, partings, weighing
from detente.briefing.elicitation.score import score_document
from detente.briefing.naming import Names
from detente.briefing.rendering.markdown import to_markdown
from detente.case import Case
from detente.elicitation.advice import Deciding
from detente.elicitation.classical import Merit, Weights, equal_weights
from detente.elicitation.forecasts import Forecast, Quantiles, Record
from detente.elicitation.panel import Panel
from detente.elicitation.scoring import scores
from detente.elicitation.sheet import Sheet
from detente.words.language import language
from tests.elicitation.panels import COST, STAKE, case

EN, RU = language("en"), language("ru")
HALF = {"anna": 0.5, "boris": 0.5}
HOLDS, FAILS = (Like(ladder=Like(self_enforcing=holds)) for holds in (True, False))


def names(lang=EN) -> Names:
    """Names of the small case."""
    return Names(case(), lang)


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (equal_weights(("anna", "boris")), "all weigh the same."),
        (
            Weights(HALF, "unrecorded", ("Anna",), 0,
                    {"anna": Merit(0, None, None), "boris": Merit(3, None, None)}),
            "the record has no resolved amounts of anna (it has some of Anna).",
        ),
        (Weights(HALF, "unrecorded", (), 0, {"anna": Merit(0, None, None)}), "amounts of anna."),
        (Weights(HALF, "few", (), 1), "all of them answered only 1 question whose amount is known"),
        (Weights(HALF, "uncalibrated", (), 12), "on 12 common questions nobody's calibration"),
        (Weights({"anna": 1.0, "boris": 0.0}, None, (), 12), "without any weight: boris."),
        (Weights({"anna": 0.4, "boris": 0.6}, None, (), 12), "0 where calibration is below 0.05)."),
    ],
)  # fmt: skip
def test_why_they_weigh_what_they_weigh(weights: Weights, said: str) -> None:
    """Never silently."""
    assert said in weighing(weights, EN)
    assert weighing(weights, RU) != weighing(weights, EN)


@pytest.mark.parametrize(
    ("holding", "failing", "said"),
    [
        (("anna", "boris"), (), "holds with the numbers of all of them"),
        ((), ("anna", "boris"), "holds with nobody's numbers"),
        (("anna",), ("boris",), "of anna, and not with those of boris"),
    ],
)
def test_the_lead(holding: tuple[str, ...], failing: tuple[str, ...], said: str) -> None:
    """With whose numbers it holds comes first; then that the pool's own do not hold it, if so."""
    told = lead(Like(holding=holding, failing=failing, pool=HOLDS), names())
    assert said in told
    own = " At the likeliest values of the pool itself it does not hold."
    assert lead(Like(holding=holding, failing=failing, pool=FAILS), names()) == told + own


@pytest.mark.parametrize(
    ("how", "paths", "said"),
    [
        ("breaks", (STAKE,), "The value that decides is “A: stake: reputation” (anna says 7, "
         "boris says 2)."),
        ("mends", (STAKE,), "The value that decides is"),
        ("mends", (STAKE, COST), "What anna says of one of these alone would make it hold"),
        ("breaks", (STAKE, COST), "What boris says of one of these alone is enough to break it: "
         "“A: stake: reputation” (anna says 7, boris says 2) and “Licence: cost”"),
        ("breaks", (STAKE, COST, STAKE, COST), "1 more does too."),
        ("together", (COST,), "no single value decides that; this one shifts it furthest"),
    ],
)  # fmt: skip
def test_what_decides(how: str, paths: tuple[str, ...], said: str) -> None:
    """One value, one of several, or none alone."""
    one = Deciding("anna", "boris", how, paths, {STAKE: (7, 2), COST: (10, 12)})
    (told,) = deciding(Like(deciding=(one,)), names())
    assert said in told
    assert deciding(Like(deciding=(one,)), names(RU)) != (told,)


@pytest.mark.parametrize(
    ("other", "dearer", "said"),
    [
        (False, False, "the same with everybody's numbers"),
        (True, False, "asks of nobody a larger guarantee"),
        (True, True, "with those of anna the pool's order asks somebody for a larger guarantee"),
    ],
)
def test_whether_the_order_differs(other: bool, dearer: bool, said: str) -> None:
    """And whether anything hangs on it."""
    views = {"anna": Like(other_order=other, dearer=dearer)}
    (told,) = orders(Like(views=views), names())
    assert said in told


def parted(of: Case, *ranges: str) -> tuple[str, ...]:
    """What is said of analysts a0, a1, … with these ranges."""
    sheets = tuple(
        Sheet.parse(f"analyst: a{k}\ncase: {of.name}\nranges:\n{said}", of)
        for k, said in enumerate(ranges)
    )
    return partings(Panel(of, sheets, equal_weights([s.analyst for s in sheets])), Names(of, EN))


def test_many_partings_are_counted() -> None:
    """Eight values are told, of the others only how many; a reason only where there is one."""
    minsk = Case.load("minsk")
    paths = [n.path for n in minsk.numbers if n.path.endswith(".cost")][:10]
    told = parted(minsk, *("".join(f"  {path}: {x}\n" for path in paths) for x in (1, 2)))
    assert len(told) == 9
    assert told[0].endswith(
        ": 1 of a0 and 2 of a1 do not meet: talk about the reasons, not the middle."
    )
    assert told[-1] == "Of 2 more values the ranges do not meet."


def test_partings_of_one_value_are_told_together() -> None:
    """By the height of the ranges; one that meets all others is no part of it."""
    ends = ((5, 6), (1, 2), (1.5, 5.5), (0, 9))
    told = parted(
        case(), *(f"  {STAKE}: {{low: {a}, mode: {a}, high: {b}, why: Y}}\n" for a, b in ends)
    )
    assert told == (
        "A: stake: reputation: 1–2 of a1 and 5–6 of a0 do not meet: talk about the reasons, not "
        "the middle. a0: “Y”; a1: “Y”",
    )
    (told,) = parted(case(), *(f"  {STAKE}: {x}\n" for x in (3, 1, 2)))
    assert told.endswith("1 of a1, 2 of a2 and 3 of a0 do not all meet: talk about the reasons, "
                         "not the middle.")  # fmt: skip


def record(*told: tuple[object, object], who: str = "anna") -> Record:
    """A record of one analyst."""
    day = date(2025, 6, 1)
    return Record("f.csv", tuple(
        Forecast(2, who, date(2025, 1, 1), f"Q{k}", said, came, day, "")
        for k, (said, came) in enumerate(told)
    ))  # fmt: skip


def written(of: Record) -> str:
    """The document of a record as one line of Markdown."""
    return " ".join(to_markdown(score_document(of, scores(of), EN)).replace("\\", "").split())


def test_better_and_worse_than_the_base_rate() -> None:
    """Forty that are nearly right, and forty that are nearly wrong, are told apart."""
    right = written(record(*((0.9, True), (0.1, False)) * 20))
    wrong = written(record(*((0.1, True), (0.9, False)) * 20))
    assert "better than saying the base rate (50%) each time, by 0.24 to 0.24" in right
    assert "worse than saying the base rate (50%) each time" in wrong
    assert "very unlikely” (10% on average) came 20 of 20 times, more often than said" in wrong
    assert "so few prove little" not in right


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (1, "anna: 2 forecasts are too few to be set beside the base rate."),
        (5, "anna: better than saying the base rate (50%) each time"),
    ],
)
def test_few_are_not_set_beside_the_base_rate(pairs: int, said: str) -> None:
    """Two that hit have no spread, and prove nothing; ten are set beside it."""
    assert said in written(record(*((1.0, True), (0.0, False)) * pairs))


def test_one_forecast() -> None:
    """Nothing follows from one."""
    assert "all came out alike" in written(record((0.9, True)))


def test_few_of_a_kind_are_few() -> None:
    """Thirty in all are few, where there are fifteen of either kind."""
    said = written(record(*((0.9, True), (Quantiles(0, 1, 2), 1.0)) * 15))
    assert "so few prove little (anna: 15 of yes or no, 15 amounts)" in said


def test_many_amounts_are_tested_by_chi_square() -> None:
    """Which test it was is told; ranges that are right are not called too narrow."""
    said = written(record(*((Quantiles(-1, 0.5 - k % 2, 9), 0.0) for k in range(120))))
    assert "exact up to 100 amounts, by chi-square beyond" in said
    assert "120 of 120 inside" in said
    assert "Nobody's ranges are shown to be too narrow" in said


def test_a_record_without_any_answer() -> None:
    """It is told that all is open; there is no table."""
    of = Record("f.csv", (Forecast(2, "a", date(2025, 1, 1), "Q", 0.5, None, None, ""),))
    said = written(of)
    assert "0 forecasts are resolved and 1 is open." in said
    assert "Brier score" not in said
