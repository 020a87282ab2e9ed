"""Forecasts: what an analyst said would come, when, and what came.

The middle of an amount is its median, not its mode: only quantiles can be checked against what
came (Cooke 1991). How a record is written is told in `detente.elicitation.reading`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from detente.exchange.errors import DetenteError
from detente.words.nearest import suggest


class UnknownAnalyst(DetenteError, ValueError):
    """A record has no forecast of somebody."""


class Quantiles(NamedTuple):
    """What was said of an amount: its 5 %, 50 % and 95 % points."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """One forecast, checked.

    Attributes
    ----------
    line
        Where it stands in its file.
    analyst, made, question, source
        As in the table.
    said
        The probability of yes, or quantiles of an amount.
    outcome
        Yes or no, or the amount; None while the question is open.
    resolved
        The day that was known; None while the question is open.
    """

    line: int
    analyst: str
    made: date
    question: str
    said: float | Quantiles
    outcome: bool | float | None
    resolved: date | None
    source: str

    @property
    def open(self) -> bool:
        """Whether nothing has come of it yet."""
        return self.outcome is None

    @property
    def of_amount(self) -> bool:
        """Whether it is about an amount, not about yes or no."""
        return isinstance(self.said, Quantiles)


@dataclass(frozen=True, slots=True)
class Record:
    """A record of forecasts.

    Attributes
    ----------
    name
        The file.
    forecasts
        In the order of the file, open ones included.
    """

    name: str
    forecasts: tuple[Forecast, ...]

    @property
    def analysts(self) -> tuple[str, ...]:
        """Who made them, in the order of the file."""
        return tuple(dict.fromkeys(f.analyst for f in self.forecasts))

    def of(self, analyst: str) -> tuple[Forecast, ...]:
        """All forecasts of one analyst.

        Raises
        ------
        UnknownAnalyst
            There are none.
        """
        found = tuple(f for f in self.forecasts if f.analyst == analyst)
        if not found:
            hint = suggest(analyst, self.analysts) or f" (there are: {', '.join(self.analysts)})"
            raise UnknownAnalyst(f"{self.name} has no forecast of '{analyst}'{hint}")
        return found


def counted(forecasts: Iterable[Forecast]) -> tuple[Forecast, ...]:
    """Those that are scored: the first of each analyst on each question that is resolved.

    Later ones on the same question are revisions: they are no further test of judgement, since
    the question comes out but once, and whoever waits long enough knows.
    """
    first: dict[tuple[str, str], Forecast] = {}
    for one in sorted(forecasts, key=lambda f: f.made):
        first.setdefault((one.analyst, one.question), one)
    return tuple(f for f in first.values() if not f.open)
