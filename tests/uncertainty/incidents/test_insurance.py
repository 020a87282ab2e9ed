"""Insurance: from a case to losses, premiums and verdicts of each side."""

import json
from dataclasses import replace
from math import exp, log

import jsonschema
import pytest

from detente.case import Case, InvalidCase, UnknownName
from detente.case.reader import parse
from detente.case.starter import SCHEMA
from detente.uncertainty.incidents.classes import expected_loss, premium, segments, touched_loss
from detente.uncertainty.incidents.covering import Cover, cover
from detente.uncertainty.incidents.from_case import outlook
from detente.uncertainty.incidents.insurance import risk
from detente.uncertainty.past.rates import YEAR
from detente.uncertainty.work import threads

TEXT = """
name: border
title: A border
as_of: 2025-08-16
sources: {mine: {title: Judgement, kind: judgement}, log: {title: Log, kind: record}}
parties: {a: {name: A}, b: {name: B}}
audiences: {c: {name: C}, d: {name: D}}
measures:
  patrol:
    {name: Patrols, giver: b, kind: periodic, quantity: 180, unit: {en: days}, lots: 2, cost: 1,
     value: {a: 2, c: 1, d: -1}, lead: 30}
  trade: {name: Trade, giver: a, cost: 4, value: {b: 6}}
  opening: {name: Opening, giver: a, option: true, cost: 1, value: {b: 1}, lead: 73.05}
horizon: {years: 2, discount: .1}
incidents:
  clash:
    name: Clash
    rate: {events: 4, years: 2}
    severity: {a: {low: 1, mode: 2, high: 3}, c: 1}
    effects:
      patrol: {low: .2, mode: .5, high: .8}
      hotline: {rate: .1, severity: {low: 0, mode: .1, high: .2}, holds: 365.25}
  counted:
    name: Counted
    rate: {events: 3, years: 6, declared: false, sources: [log]}
    severity: {b: {low: 1, high: 6, dist: lognormal}}
channels:
  hotline:
    {name: Hotline, between: [a, b], reliability: .9, delay: .1, proposed: true,
     opened_by: opening, cost: {b: .5}, upkeep: {a: {low: .1, mode: .2, high: .3}}}
  radio: {name: Radio, between: [b, c], reliability: .8, delay: 1, proposed: true, upkeep: {c: 1}}
  envoy: {name: Envoy, between: [a, b], reliability: .8, delay: 9}
"""


def border(*changes: tuple[str, str]) -> Case:
    """Read the case with changes."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return Case.parse(text)


FORCE = log(1.1)


def weight(start: float, end: float) -> float:
    """Integral of the discount factor."""
    return (exp(-FORCE * start) - exp(-FORCE * end)) / FORCE


def test_the_channel_alone_by_hand() -> None:
    """Loss avoided, premium and break-even of a hotline agree with a reckoning by hand.

    It opens after 73.05 days (a fifth of a year) and its effect is said to hold a year.
    """
    case = border()
    at = outlook(case, channels=["hotline"])
    assert [r.name for r in at.remedies] == ["opening", "hotline"]
    of = cover(at, "a", ["opening", "hotline"])
    window = weight(0.2, 1.2)
    assert expected_loss(at, "a") == pytest.approx(2 * 2 * weight(0, 2))
    assert of.touched == pytest.approx(4 * window)
    assert of.avoided == pytest.approx(
        tuple(4 * window * (1 - 0.9 * (1 - s)) for s in (0, 0.1, 0.2))
    )
    upkeep = weight(0.2, 2)
    assert of.premium == pytest.approx(
        tuple(exp(-FORCE * 0.2) + x * upkeep for x in (0.1, 0.2, 0.3))
    )
    assert of.break_even == pytest.approx(of.premium[1] / of.touched)
    assert of.ratio == pytest.approx(tuple(x / of.premium[1] for x in of.avoided))
    assert cover(at, "b", ["opening", "hotline"]).premium[1] == pytest.approx(
        0.5 * exp(-FORCE * 0.2)
    )


def test_a_measure_works_while_it_holds() -> None:
    """Two lots of 90 days work for 180 days from their lead; audiences pay what harms them."""
    case = border()
    at = outlook(case, discount=0.0)
    start = 30 / YEAR
    parts = segments(at.incidents[0], ["patrol"], 2.0)
    assert [(p.start, p.end) for p in parts if p.effects] == [
        (pytest.approx(start), pytest.approx(start + 180 / YEAR))
    ]
    assert touched_loss(at, "a", ["patrol"]) == pytest.approx(4 * 180 / YEAR)
    assert premium(at, "b", ["patrol"]) == pytest.approx(2)
    assert premium(at, "d", ["patrol"]) == pytest.approx(2)  # worth −1 to it, twice
    assert premium(at, "c", ["patrol"]) == 0


def test_renewal_holds_on_and_costs_on() -> None:
    """Renewed, the patrols hold to the horizon and are paid for each 180 days: five times."""
    at = outlook(border(), discount=0.0, renewed=True)
    start = 30 / YEAR
    assert touched_loss(at, "a", ["patrol"]) == pytest.approx(4 * (2 - start))
    times = sum(start + k * 180 / YEAR < 2 for k in range(9))
    assert premium(at, "b", ["patrol"]) == pytest.approx(2 * times)
    assert times == 4


def test_the_whole_plan_and_its_channels() -> None:
    """By default the planned measures, all proposed channels, and what opens them."""
    found = risk(border(), draws=20_000)
    assert found.measures == ("patrol", "trade", "opening")
    assert found.channels == ("hotline", "radio")
    assert (found.horizon, found.discount) == (2.0, 0.1)
    assert [(row.name, row.opener) for row in found.remedies] == [
        ("patrol", None), ("hotline", "opening"),
    ]  # fmt: skip
    assert {row.name: row.known for row in found.incidents} == {"clash": False, "counted": True}
    assert list(found.sides) == ["a", "b", "c", "d"]
    assert found.sides["a"].cover.premium[1] > 4
    assert found.sides["d"].cover.verdict == "dear"
    for side in found.sides.values():
        for loss in (side.without, side.with_):
            assert loss.drawn == pytest.approx(loss.mean, abs=5 * loss.error + 1e-9)
            assert loss.p5 <= loss.p50 <= loss.p95 <= loss.cvar + 1e-9
        assert side.with_.mean == pytest.approx(side.without.mean - side.cover.avoided[1])
    together = found.sides["c"].cover.avoided[1]
    alone = sum(row.alone["c"].avoided[1] for row in found.remedies)
    on_top = sum(row.on_top["c"] for row in found.remedies)
    assert on_top < together < alone  # what two remedies would both prevent is prevented once


def test_the_same_seed_gives_the_same_answer() -> None:
    """Results are equal for one seed, and differ for another."""
    case = border()
    assert risk(case, draws=2_000, seed=4) == risk(case, draws=2_000, seed=4)
    assert risk(case, draws=2_000, seed=4) != risk(case, draws=2_000, seed=5)


def test_somebody_else_may_draw_the_chunks() -> None:
    """What draws is handed in; it gets the plan, and its answer is used."""
    seen = []

    def run(task, plan, count):
        seen.append(plan.draws)
        return threads(1)(task, replace(plan, seed=7), count)

    case = border()
    handed = risk(case, draws=1_000, seed=4, run=run)
    assert seen == [1_000]
    assert handed.sides == risk(case, draws=1_000, seed=7).sides


@pytest.mark.parametrize(
    ("avoided", "paid", "touched", "verdict", "break_even"),
    [
        ((2, 3, 4), 1, 10, "cheap", 0.1),
        ((1, 3, 4), 1, 10, "cheap", 0.1),  # exactly worth it at the low end
        ((0.5, 3, 4), 1, 10, "depends", 0.1),
        ((0.2, 0.5, 0.9), 1, 10, "dear", 0.1),
        ((0, 0, 0), 1, 0, "dear", None),
        ((1, 2, 3), 0, 10, "free", 0.0),
        ((0, 0, 0), 0, 10, "idle", 0.0),
    ],
)
def test_verdicts(avoided, paid, touched, verdict, break_even) -> None:
    """The word for what is avoided beside what is paid, and the share that must be prevented."""
    of = Cover(tuple(map(float, avoided)), (paid, paid, paid), touched)
    assert (of.verdict, of.break_even) == (verdict, break_even)


def test_at_break_even_avoided_is_the_premium() -> None:
    """If exactly the break-even share of incidents is prevented, the ratio is 1."""
    case = border()
    at = outlook(case, channels=["radio"])
    share = cover(outlook(border(("hotline: {rate: .1, severity: {low: 0, mode: .1, high: .2}",
        "radio: {rate: 1")), channels=["radio"]), "c", ["radio"]).break_even  # fmt: skip
    assert share is not None
    exact = outlook(border(("hotline: {rate: .1, severity: {low: 0, mode: .1, high: .2}",
        f"radio: {{rate: {share!r}")), channels=["radio"])  # fmt: skip
    assert cover(exact, "c", ["radio"]).ratio == pytest.approx((1, 1, 1))
    assert cover(at, "c", ["radio"]).break_even is None  # without an effect nothing is in reach


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"horizon": 0}, ValueError, "horizon"),
        ({"horizon": -1}, ValueError, "horizon"),
        ({"horizon": 1e6}, ValueError, "horizon"),
        ({"horizon": float("nan")}, ValueError, "horizon"),
        ({"discount": -0.1}, ValueError, "discount"),
        ({"discount": 3}, ValueError, "discount"),
        ({"draws": 0}, ValueError, "draws must be at least 1"),
        ({"draws": 10**12}, ValueError, "at most 1,000,000,000"),
        ({"channels": ["hotlin"]}, UnknownName, "did you mean 'hotline'"),
        ({"channels": ["envoy"]}, UnknownName, "there already"),
        ({"options": ["openin"]}, UnknownName, "did you mean 'opening'"),
    ],
)
def test_senseless_wishes_are_refused(options, error, said) -> None:
    """Numbers and names that make no sense: one sentence, before any work."""
    with pytest.raises(error, match=said):
        risk(border(), **options)


def test_a_case_without_incidents_has_no_risk() -> None:
    """It is said so, rather than 0 printed."""
    text = TEXT[: TEXT.index("incidents:")] + TEXT[TEXT.index("channels:") :]
    with pytest.raises(ValueError, match="no incidents"):
        risk(Case.parse(text))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("events: 4", "events: -4", "-4 is below"),
        ("low: 1, high: 6", "low: 0, high: 6", "a lognormal is above 0"),
        ("hotline: {rate", "envoy: {rate", "'envoy' is there already"),
        ("hotline: {rate", "hotlin: {rate", "did you mean 'hotline'"),
        ("{rate: .1, severity", "{rat: .1, severity", "did you mean 'rate'"),
        ("opened_by: opening", "opened_by: openin", "did you mean 'opening'"),
        ("delay: 9}", "delay: 9, opened_by: opening}", "proposed: true"),
        ("cost: {b: .5}", "cost: {e: .5}", "no party or audience 'e'"),
        ("years: 2, discount: .1", "years: 0, discount: .1", "0 is below 0.01"),
        ("discount: .1", "discount: 10", "10 is above 1"),
        ("  radio: {name", "  trade: {name", "already stands under measures"),
    ],
)
def test_spoiled_blocks_are_refused_with_their_place(old: str, new: str, said: str) -> None:
    """Incidents, horizons and channels that make no sense name file, line and remedy."""
    with pytest.raises(InvalidCase, match=said):
        border((old, new))


def test_minsk_is_reckoned() -> None:
    """The bundled case: a crisis line is cheap for one side and pays the other; rates declared."""
    case = Case.load("minsk")
    found = risk(case, channels=["crisis_hotline"], draws=20_000)
    assert found.measures == ("crisis_line",)
    assert found.sides["us"].cover.verdict == "cheap"
    assert found.sides["us"].cover.break_even == pytest.approx(1 / 36, rel=0.02)  # as shipped
    assert found.sides["by"].cover.verdict == "depends"
    assert found.sides["eub"].cover.verdict == "free"
    assert not any(row.known for row in found.incidents)


def test_editors_know_every_way_of_writing() -> None:
    """The published schema takes what the program takes: effects in parts, costs of channels."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    assert list(validator.iter_errors(parse(TEXT, "f").data)) == []
    spoiled = TEXT.replace("narrows", "narows").replace("upkeep: {c: 1}", "upkep: {c: 1}")
    assert list(validator.iter_errors(parse(spoiled, "f").data))
