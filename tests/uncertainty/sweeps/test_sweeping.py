"""Sweeps: every combination is a row, the same whoever works it out; a failure is a row too."""

import csv
import io
import json
import math
import pickle
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import detente as dt
from detente.case import CannotWrite, Case, UnknownName, pinned
from detente.exchange import MissingExtra
from detente.uncertainty.sweeps.scenarios import (
    MOST_SCENARIOS,
    Setting,
    SweepPlan,
    Wanted,
    read_settings,
    read_wanted,
)
from detente.uncertainty.sweeps.sweeping import Sweep, sweep
from detente.uncertainty.sweeps.table import (
    SCHEMA,
    check_target,
    columns,
    figures,
    to_csv,
    to_parquet,
)
from detente.uncertainty.values.stressing import stress
from detente.uncertainty.work import Run, threads
from tests.uncertainty.stress_cases import loose, swap

STAKE = "parties.a.stake.reputation"
EVERY = tuple(map(read_wanted, ("guarantee", "exposure", "early", "robust")))


def ours() -> Case:
    """A stake that is not known, against a temptation of 5."""
    return swap("{low: 1, mode: 7, high: 9}", "10", ".5")


@pytest.fixture(scope="module")
def both() -> Sweep:
    """Two cases by all ladders, at two ends, with little drawn."""
    return sweep([ours(), loose()], ladders=EVERY, at=("mode", "high"), draws=500, run=threads(1))


# --- the rows ------------------------------------------------------------------------------------


def test_every_combination_is_a_row() -> None:
    """Cases by options by settings by ends by ladders, the ladders varying fastest."""
    plan = SweepPlan(
        (loose(),),
        ladders=(Wanted("guarantee"), Wanted("early")),
        options=((), ("rail",)),
        settings={STAKE: (1.0, "low", "range"), "parties.a.cap": ("high",)},
        at=("mode", "low"),
    )
    # two options, two stakes (its low is 0, which differs from 1) and its range, two ends, a
    # guarantee and two parties' early ladders
    assert len(plan.scenarios) == 2 * 3 * 2 * 3
    assert len(set(plan.scenarios)) == len(plan.scenarios)
    first = plan.scenarios[:3]
    assert [str(one.ladder) for one in first] == ["guarantee", "early:a", "early:b"]
    assert {dict(one.settings)[STAKE] for one in plan.scenarios} == {1.0, 0.0, None}


def test_a_row_is_what_plan_and_stress_say() -> None:
    """The same ladder, guarantee and hold probability as asking one by one."""
    case = Case.load("sudan")
    path = "parties.us.stake.reputation"
    found = sweep([case], settings={path: (3.0, "range")}, draws=2000, seed=5)
    for row, variant in zip(found.rows, (pinned(case, {path: 3.0}), case), strict=True):
        ladder = dt.plan(variant.exchange())
        assert row.certificate == ladder.certificate
        assert row.optimal is ladder.optimal
        assert row.stress == stress(variant, ladder, 2000, seed=5)
        assert row.reason is None


def test_a_known_stake_holds_or_does_not() -> None:
    """The temptation is 5: a stake of 4 never holds, one of 6 always; its range in between."""
    found = sweep([ours()], settings={STAKE: (4.0, 6.0, "range")}, draws=4000)
    held = [row.stress.hold_probability for row in found.rows if row.stress]
    assert held[:2] == [0.0, 1.0]
    assert held[2] == stress(ours(), [("licence", "release")], 4000).hold_probability
    assert [row.certificate.self_enforcing for row in found.rows if row.certificate] == [
        False, True, True]  # fmt: skip


def test_a_scenario_without_a_ladder_is_a_row_with_its_reason() -> None:
    """The others are there all the same; the reason is a sentence, and no figure stands by it."""
    wrong = Wanted("given", name="other.json", steps=(("licence",),))
    found = sweep(
        [ours()], ladders=(Wanted("exposure"), wrong), settings={STAKE: (4.0, 6.0)}, draws=100
    )
    reasons = [row.reason for row in found.rows]
    assert "would gain 1 by walking away" in str(reasons[0])
    assert "missing" in str(reasons[1])
    assert reasons[2] is None
    assert "missing" in str(reasons[3])
    assert set(figures(found.rows[0])) == {
        "case", "at", "options", f"set.{STAKE}", "ladder", "reason"}  # fmt: skip


def test_the_same_bits_whoever_does_the_work(both: Sweep, two_workers: Run) -> None:
    """One thread, two threads, two worker processes: rows and files agree in every byte."""
    asked: Mapping[str, Any] = {"ladders": EVERY, "at": ("mode", "high"), "draws": 500}
    for run in (threads(2), two_workers):
        told: list[int] = []
        other = sweep([ours(), loose()], run=run, progress=told.append, **asked)
        assert other.rows == both.rows
        assert (to_csv(other), to_parquet(other)) == (to_csv(both), to_parquet(both))
        assert sum(told) == len(both.rows)


def test_a_plan_travels() -> None:
    """Pickled and back it has the same scenarios."""
    plan = SweepPlan((ours(),), settings={STAKE: (4.0, "range")})
    assert pickle.loads(pickle.dumps(plan)).scenarios == plan.scenarios


# --- the table -----------------------------------------------------------------------------------


def test_csv_and_parquet_say_the_same(both: Sweep) -> None:
    """Every figure of every row, with an empty cell where it does not apply."""
    pq = pytest.importorskip("pyarrow.parquet")
    pa = pytest.importorskip("pyarrow")
    table = pq.read_table(pa.BufferReader(to_parquet(both)))
    lines = list(csv.DictReader(io.StringIO(to_csv(both).decode())))
    names = [column.name for column in columns(both)]
    assert table.column_names == list(lines[0]) == names
    assert len(set(names)) == len(names)
    for row, line, cells in zip(both.rows, lines, table.to_pylist(), strict=True):
        known = figures(row)
        assert set(known) <= set(names)
        assert cells == {name: known.get(name) for name in names}
        for name, text in line.items():
            value = known.get(name)
            if value is None:
                assert text == ""
            elif isinstance(value, float):
                assert float(text) == value
                assert math.isfinite(value)
            else:
                assert text == (str(value).lower() if isinstance(value, bool) else str(value))


def test_parquet_explains_itself(both: Sweep) -> None:
    """Schema, version and what was asked are in the file; each column says its unit and meaning."""
    pq = pytest.importorskip("pyarrow.parquet")
    schema = pq.read_schema(pytest.importorskip("pyarrow").BufferReader(to_parquet(both)))
    assert schema.metadata[b"detente.schema"].decode() == SCHEMA
    asked = json.loads(schema.metadata[b"detente.sweep"])
    assert (asked["cases"], asked["draws"]) == ([ours().name, loose().name], 500)
    for column in columns(both):
        said = schema.field(column.name).metadata
        assert (said[b"unit"].decode(), said[b"meaning"].decode()) == (column.unit, column.meaning)
        assert column.meaning.endswith((".", "CVaR)."))
    assert schema.field("guarantee.a").metadata[b"unit"] == b"points of a"


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"draws": 0}, ValueError, "draws must be at least 1"),
        ({"draws": 10**12}, ValueError, "draws must be at most"),
        ({"seed": -1}, ValueError, "seed must be at least 0"),
        ({"ladders": ()}, ValueError, "at least one of its ladders"),
        ({"settings": {STAKE: ()}}, ValueError, "no value"),
        ({"at": ("middle",)}, ValueError, "no end 'middle'"),
        ({"ladders": (Wanted("early", "bb"),)}, ValueError, "no party 'bb'"),
        ({"settings": {"parties.a.stake.reputatio": (1.0,)}}, UnknownName, "did you mean"),
        ({"settings": {STAKE: (-1.0,)}}, dt.DetenteError, "-1 is not from 0"),
        ({"options": (("rail",),)}, UnknownName, "no option 'rail'"),
        ({"settings": {STAKE: tuple(map(float, range(MOST_SCENARIOS + 1)))}}, ValueError,
         "100,001 scenarios; at most 100,000"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_before_any_work(
    asked: Mapping[str, Any], error: type[Exception], said: str
) -> None:
    """In a sentence that names the nearest right way."""

    def nobody(*_: object) -> Any:
        pytest.fail("work was started")

    with pytest.raises(error, match=said):
        sweep([ours()], run=nobody, **asked)


def test_no_case_is_refused() -> None:
    """A sweep of nothing."""
    with pytest.raises(ValueError, match="at least one of its cases"):
        sweep([])


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["x=1,2.5"], {"x": (1.0, 2.5)}),
        (["x= low , range", "y=mode,high"], {"x": ("low", "range"), "y": ("mode", "high")}),
        ([], {}),
    ],
)
def test_settings_are_read(texts: list[str], found: dict[str, tuple[Setting, ...]]) -> None:
    """Numbers and words, with or without blanks."""
    assert read_settings(texts) == found


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["x"], "PATH=VALUE"),
        (["=1"], "PATH=VALUE"),
        (["x="], "PATH=VALUE"),
        (["x=1,"], "'' is no value for x"),
        (["x=1;2"], "'1;2' is no value for x"),
        (["x=1", "x=2"], "x is set twice"),
    ],
)
def test_settings_that_make_no_sense(texts: list[str], said: str) -> None:
    """The right form is told."""
    with pytest.raises(ValueError, match=said):
        read_settings(texts)


@pytest.mark.parametrize("text", ["guarante", "robust:us", "early-us", ""])
def test_ladders_that_make_no_sense(text: str) -> None:
    """The right names are told."""
    with pytest.raises(ValueError, match="guarantee, exposure, early, robust, early:PARTY"):
        read_wanted(text)


def test_targets_that_cannot_be_written(tmp_path: Path, monkeypatch) -> None:
    """Before any work: the wrong ending, a folder, a file for a folder, a missing library."""
    check_target(tmp_path / "new" / "t.CSV")
    with pytest.raises(ValueError, match=r"ends in \.parquet or \.csv"):
        check_target(tmp_path / "t.xlsx")
    (tmp_path / "t.csv").mkdir()
    with pytest.raises(CannotWrite, match="this is a folder"):
        check_target(tmp_path / "t.csv")
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match="is a file, not a folder"):
        check_target(tmp_path / "file" / "t.csv")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"detente\[cluster\]"):
        check_target(tmp_path / "t.parquet")
