"""A sweep as one flat table: named columns with units, as CSV and as Parquet.

An empty cell says that a figure does not apply: a scenario without a ladder has no figures, an
actor of another case no points, and where no draw fails nothing is lost.
"""

from __future__ import annotations

import csv
import io
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from detente.case import CannotWrite
from detente.exchange import MissingExtra

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from detente.uncertainty.sweeps.sweeping import Row, Sweep
    from detente.uncertainty.values.stressing import Stress

SCHEMA = "detente.sweep/1"
"""Goes up when a column changes its name or meaning; new columns may come without."""

FORMS = (".parquet", ".csv")

Cell = str | int | float | bool | None
Kind = Literal["text", "count", "number", "yes"]
Per = Literal["row", "setting", "party", "actor"]

POINTS, SHARE = "points of {who}", "share of draws"
_AT, _FIRST = ", with the values planned for.", "Where the ladder fails first most often: "

_COLUMNS: tuple[tuple[str, Per, Kind, str, str], ...] = (
    # what was asked
    ("case", "row", "text", "", "Name of the case."),
    ("at", "row", "text", "", "End of the ranges that was planned for."),
    ("options", "row", "text", "", "Optional measures taken in, joined by +."),
    ("set", "setting", "number", "as in the case", "What the number was set to; empty: drawn."),
    ("ladder", "row", "text", "", "How the ladder was found, or the file it is from."),
    ("reason", "row", "text", "", "Why there is no ladder; empty where there is one."),
    # what was planned
    ("steps", "row", "count", "steps", "Length of the ladder."),
    ("order", "row", "text", "", "The ladder: lots of a step joined by +, steps by ;."),
    ("self_enforcing", "row", "yes", "", f"Whether nobody gains by walking away{_AT}"),
    ("optimal", "row", "yes", "", "Whether the ladder is proven the best of its kind; empty where "
     "nothing was to be proven."),
    ("stake", "party", "number", POINTS, f"What it loses by walking away{_AT}"),
    ("guarantee", "party", "number", POINTS, f"The stake that the ladder needs of it{_AT}"),
    ("on_the_way", "party", "number", POINTS, f"What of it another order could change{_AT}"),
    ("exposure", "actor", "number", POINTS, f"Its largest exposure{_AT}"),
    # what was drawn
    ("draws", "row", "count", "draws", "How often the values were drawn."),
    ("seed", "row", "count", "", "Where the draws begin."),
    ("hold", "row", "number", SHARE, "Those in which the ladder holds."),
    ("hold_error", "row", "number", SHARE, "Standard error of hold."),
    ("hold_low", "row", "number", SHARE, "Lower end of the 95 % interval of hold (Wilson)."),
    ("hold_high", "row", "number", SHARE, "Upper end of the 95 % interval of hold (Wilson)."),
    ("ceiling", "row", "number", SHARE, "The most that any order of these steps could hold in."),
    ("break_step", "row", "count", "steps", f"{_FIRST}steps delivered by then."),
    ("break_party", "row", "text", "", f"{_FIRST}who walks away, or whose cap is passed."),
    ("break_cap", "row", "yes", "", f"{_FIRST}true if a cap is passed, false if one walks away."),
    ("break_share", "row", "number", SHARE, f"{_FIRST}how often."),
    ("worth_signing", "party", "number", SHARE, "Those in which completing gains it something."),
    ("loss_mean", "actor", "number", POINTS, "What it has lost where the ladder fails: mean."),
    ("loss_low", "actor", "number", POINTS, "The same: 5 % point."),
    ("loss_high", "actor", "number", POINTS, "The same: 95 % point."),
    ("loss_cvar", "actor", "number", POINTS, "The same: mean of the worst twentieth (CVaR)."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table.

    Attributes
    ----------
    name
        Its head; after a dot stands a party, an audience, or the path of a number in the case.
    kind
        Of its cells.
    unit
        Of its cells; empty where there is none.
    meaning
        In a sentence.
    """

    name: str
    kind: Kind
    unit: str
    meaning: str


def columns(sweep: Sweep) -> tuple[Column, ...]:
    """Describe the columns of a sweep's table, in their order."""
    of: dict[Per, tuple[str, ...]] = {
        "setting": tuple(sweep.plan.settings), "party": sweep.parties, "actor": sweep.actors,
    }  # fmt: skip
    return tuple(
        Column(f"{name}.{who}" if who else name, kind, unit.format(who=who), meaning)
        for name, per, kind, unit, meaning in _COLUMNS
        for who in of.get(per, ("",))
    )


def figures(row: Row) -> dict[str, Cell]:
    """Read the cells of a row, by column; what does not apply is left out."""
    asked, found, drawn = row.scenario, row.certificate, row.stress
    cells: dict[str, Cell] = {
        "case": row.case,
        "at": asked.at,
        "options": "+".join(asked.options),
        **{f"set.{path}": x for path, x in asked.settings},
        "ladder": str(asked.ladder),
        "reason": row.reason,
    }
    if found is not None:
        cells |= {
            "steps": len(found.steps),
            "order": "; ".join(" + ".join(step) for step in found.steps),
            "self_enforcing": found.self_enforcing,
            "optimal": row.optimal,
            **_each("stake", row.stakes),
            **_each("guarantee", found.guarantee),
            **_each("on_the_way", found.on_the_way),
            **_each("exposure", found.exposure),
        }
    return cells if drawn is None else cells | _drawn(drawn)


def _drawn(of: Stress) -> dict[str, Cell]:
    cells: dict[str, Cell] = {
        "draws": of.draws,
        "seed": of.seed,
        "hold": of.hold_probability,
        "hold_error": of.error,
        "hold_low": of.interval[0],
        "hold_high": of.interval[1],
        "ceiling": of.ceiling,
        **_each("worth_signing", of.worth_signing),
    }
    if of.breaks:
        first = of.breaks[0]
        cells |= {
            "break_step": first.step,
            "break_party": first.party,
            "break_cap": first.cap,
            "break_share": first.share,
        }
    for name in ("mean", "low", "high", "cvar"):
        cells |= _each(f"loss_{name}", {w: getattr(x, name) for w, x in of.losses.items()})
    return cells


def _each(name: str, values: Mapping[str, float]) -> dict[str, Cell]:
    return {f"{name}.{who}": value for who, value in values.items()}


def check_target(path: Path) -> None:
    """Refuse a file that a table cannot be written to, before any work starts.

    Raises
    ------
    ValueError
        Its name ends in neither .parquet nor .csv.
    MissingExtra
        Parquet needs a library that is not installed.
    CannotWrite
        Its folder cannot be written to.
    """
    if path.suffix.lower() not in FORMS:
        raise ValueError(f"{path}: a table is written to a file that ends in {' or '.join(FORMS)}")
    if path.suffix.lower() == ".parquet":
        _parquet_library()
    if path.is_dir():
        raise CannotWrite(f"{path}: this is a folder")
    folder = next(one for one in path.absolute().parents if one.exists())
    if not folder.is_dir():
        raise CannotWrite(f"{path}: {folder} is a file, not a folder")
    if not os.access(folder, os.W_OK):
        raise CannotWrite(f"{path}: Permission denied")


def written(sweep: Sweep, path: Path) -> bytes:
    """The table in the form that the name of a file asks for."""
    return to_parquet(sweep) if path.suffix.lower() == ".parquet" else to_csv(sweep)


def to_csv(sweep: Sweep) -> bytes:
    """Write the table as CSV: a head, then a line for each row; UTF-8, empty where unknown."""
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\n")
    table = columns(sweep)
    out.writerow(column.name for column in table)
    for row in sweep.rows:
        cells = figures(row)
        out.writerow(_plain(cells.get(column.name)) for column in table)
    return text.getvalue().encode()


def to_parquet(sweep: Sweep) -> bytes:
    """Write the table as Parquet, with the unit and meaning of each column in its metadata.

    The file's own metadata has ``detente.schema``, ``detente.version`` and ``detente.sweep``, what
    was asked, as JSON.

    Raises
    ------
    MissingExtra
        PyArrow is not installed.
    """
    pa, write = _parquet_library()
    from detente._version import __version__

    types = {"text": pa.string(), "count": pa.int64(), "number": pa.float64(), "yes": pa.bool_()}
    table = columns(sweep)
    head = pa.schema(
        [
            pa.field(c.name, types[c.kind], metadata={"unit": c.unit, "meaning": c.meaning})
            for c in table
        ],
        metadata={
            "detente.schema": SCHEMA,
            "detente.version": __version__,
            "detente.sweep": json.dumps(asked(sweep), ensure_ascii=False),
        },
    )
    rows = [figures(row) for row in sweep.rows]
    arrays = [pa.array([row.get(f.name) for row in rows], type=f.type) for f in head]
    sink = pa.BufferOutputStream()
    write(pa.Table.from_arrays(arrays, schema=head), sink)
    made: bytes = sink.getvalue().to_pybytes()
    return made


def asked(sweep: Sweep) -> dict[str, object]:
    """What a sweep was asked: enough to do it again."""
    plan = sweep.plan
    return {
        "cases": [case.name for case in plan.cases],
        "as_of": [case.form.as_of.isoformat() for case in plan.cases],
        "ladders": [str(one) for one in plan.ladders],
        "options": [list(one) for one in plan.options],
        "settings": {path: list(values) for path, values in plan.settings.items()},
        "at": list(plan.at),
        "draws": plan.draws,
        "seed": plan.seed,
        "sequential": plan.sequential,
    }


def _plain(cell: Cell) -> Cell:
    return str(cell).lower() if isinstance(cell, bool) else cell


def _parquet_library() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow.parquet import write_table
    except ImportError:
        raise MissingExtra("writing Parquet", "cluster") from None
    return pyarrow, write_table
