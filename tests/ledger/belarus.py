"""The Belarus record for tests: as shipped, and the ids that it gets in an empty ledger."""

from __future__ import annotations

from datetime import date
from functools import cache

from detente.case import Case
from detente.case.library import LIBRARY
from detente.ledger.past.chronicle import read_into
from detente.ledger.past.history import read_steps
from detente.ledger.past.vocabulary import Vocabulary, vocabulary
from detente.ledger.told import Told

STEPS = LIBRARY / "belarus.steps.csv"
COUNTS = LIBRARY / "belarus.stock.csv"
TODAY = date(2026, 11, 22)


@cache
def words() -> Vocabulary:
    """What the record's words mean in the bundled case."""
    return vocabulary("minsk", Case.load("minsk"))


@cache
def record(*, counts: bool = False) -> tuple[Told, ...]:
    """The record as events; with the monitors' counts after it."""
    told: tuple[Told, ...] = ()
    for path in (STEPS, COUNTS)[: 1 + counts]:
        reading = read_into(
            read_steps(path), words(), file=path.name, case="minsk", today=TODAY,
            first=len(told) + 1, known=told,
        )  # fmt: skip
        told += tuple(
            Told(f"minsk#{n}", event) for n, event in enumerate(reading.events, len(told) + 1)
        )
    return told


def line(one: Told) -> int:
    """The line of the file that an event comes from."""
    return int(one.event.origin.rpartition(":")[2])
