"""A sweep for machines: what was asked, the columns, and the rows of its table."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from detente.uncertainty.sweeps.table import SCHEMA, asked, columns, figures

if TYPE_CHECKING:
    from detente.briefing.record import Record
    from detente.uncertainty import Sweep


def sweep_record(sweep: Sweep) -> Record:
    """Write a sweep: every row has every column, null where it does not apply."""
    table = columns(sweep)
    rows = [figures(row) for row in sweep.rows]
    return {
        "schema": SCHEMA,
        **asked(sweep),
        "columns": [asdict(column) for column in table],
        "rows": [{column.name: row.get(column.name) for column in table} for row in rows],
    }
