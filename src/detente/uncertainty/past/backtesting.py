"""Backtest: what would have been forecast at the time, and how that scores.

Time is cut into periods. For each period from the given day on, and each class of acts, the
forecast is the probability that at least one such act comes in it, from what was known when it
began (a prequential forecast, Dawid 1984): the share of earlier periods with such an act among
those *like this one*, begun from Jeffreys' prior and, for releases, from the borrowed rate of
starting (see `detente.uncertainty.past.calibration`). Two periods are alike if in both, or in
neither, the period before saw a release or relief: engagement comes in episodes. The base rate is
the share of all earlier periods with such an act (half a period added on each side, so that
nothing is impossible).

Scores: Brier (1950), the mean squared error; and the logarithmic score, the mean of −log2 of the
probability given to what happened, in bits. Their difference to the base rate has Student's
interval over periods, whole, since the classes of one period hang together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import inf, log2, sqrt
from typing import Literal

import numpy as np

from detente.exchange.errors import DetenteError
from detente.uncertainty.parties.types import Range
from detente.uncertainty.past.calibration import DISCOUNT, borrowed
from detente.uncertainty.past.chronicle import Act, Chronicle
from detente.uncertainty.past.rates import LEVEL, START, Beta, Count

Class = Literal["release", "relief", "snapback", "breach"]

CLASSES: dict[Class, tuple[str, ...]] = {
    "release": ("prisoner_release",),
    "relief": ("relief", "renewal", "lift"),
    "snapback": ("snapback",),
    "breach": ("breach", "breach_or_escalation"),
}

ENGAGED: tuple[Class, ...] = ("release", "relief")

MONTHS = 6
"""Length of a period."""

LEAST = 4
"""Fewer periods than this before the day are no base to forecast from."""


class TooShort(DetenteError, ValueError):
    """The record has too little before or after the day; the text says how much it has."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """One forecast and what came.

    Attributes
    ----------
    start, end
        The period: from `start` up to, not with, `end`.
    what
        The class of acts.
    engaged
        Whether the period before saw a release or relief.
    alike
        How many earlier periods were like this one.
    forecast, base
        Probability of at least one such act; and the base rate.
    came
        Whether one came.
    """

    start: date
    end: date
    what: Class
    engaged: bool
    alike: int
    forecast: float
    base: float
    came: bool


@dataclass(frozen=True, slots=True)
class Score:
    """How forecasts and the base rate score; smaller is better.

    Attributes
    ----------
    forecast, base
        Mean scores.
    gain
        What the forecasts take off the base rate's score, with an interval of `LEVEL`.
    """

    forecast: float
    base: float
    gain: Range


@dataclass(frozen=True, slots=True)
class Backtest:
    """A backtest.

    Attributes
    ----------
    chronicle
        Name of the record.
    day
        The last day that was known when the first forecast was made.
    known, periods
        How many periods there were to learn from at first, and how many were forecast.
    months
        How long a period is.
    forecasts
        All forecasts.
    brier, log
        Their scores.
    """

    chronicle: str
    day: date
    known: int
    periods: int
    months: int
    forecasts: tuple[Forecast, ...]
    brier: Score
    log: Score


def backtest(
    chronicle: Chronicle, day: date, *, months: int = MONTHS, discount: float = DISCOUNT
) -> Backtest:
    """Forecast every period after `day` from what was known when it began, and score it.

    Parameters
    ----------
    chronicle
        The record.
    day
        The last day that is known at first.
    months
        Length of a period, from 1 to 24.
    discount
        What a borrowed case weighs, from 0 to 1.

    Raises
    ------
    TooShort
        The record holds fewer than four periods before `day`, or none that is over after it.
    ValueError
        `months` or `discount` is out of its range.
    """
    if not 1 <= months <= 24:
        raise ValueError(f"a period has 1 to 24 months, not {months}")
    if not 0 <= discount <= 1:
        raise ValueError(f"the discount must be from 0 to 1, not {discount:g}")
    first, last = chronicle.acts[0].day, chronicle.acts[-1].day
    runs = f"{chronicle.name} runs from {first} to {last}"
    if not first <= day < last:
        raise TooShort(f"{runs}: {day} is not within it")
    cuts = _cuts(first, last, day, months)
    at = sum(cut <= day for cut in cuts)  # the first period to forecast begins a day later
    if at < LEAST or at >= len(cuts) - 1:
        raise TooShort(
            f"{runs}: a backtest by periods of {months} months needs {LEAST} of them before its "
            f"day and one after, and {day} leaves {at} and {max(len(cuts) - 1 - at, 0)}"
        )
    seen = [_seen(chronicle.acts, a, b) for a, b in pairwise(cuts)]
    found = tuple(
        _forecast(cuts, seen, k, what, months, discount)
        for k in range(at, len(seen))
        for what in CLASSES
    )
    size = len(CLASSES)
    return Backtest(
        chronicle.name,
        day,
        at,
        len(seen) - at,
        months,
        found,
        gain_over([_squared(f.forecast, f.came) for f in found],
               [_squared(f.base, f.came) for f in found], size),
        gain_over([_bits(f.forecast, f.came) for f in found],
               [_bits(f.base, f.came) for f in found], size),
    )  # fmt: skip


def _cuts(first: date, last: date, day: date, months: int) -> list[date]:
    """Ends of periods, counted from the day after `day` both ways; whole periods only."""
    start = day + timedelta(days=1)
    found = [start]
    while (before := _shifted(start, -months * len(found))) >= first:
        found.append(before)
    found.reverse()
    k = 1
    while (after := _shifted(start, months * k)) <= last:
        found.append(after)
        k += 1
    return found


def _shifted(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    length = (following - date(year, month + 1, 1)).days
    return date(year, month + 1, min(day.day, length))


def _seen(acts: Sequence[Act], start: date, end: date) -> dict[Class, bool]:
    kinds = {act.kind for act in acts if start <= act.day < end}
    return {what: not kinds.isdisjoint(types) for what, types in CLASSES.items()}


def _forecast(
    cuts: Sequence[date],
    seen: Sequence[dict[Class, bool]],
    k: int,
    what: Class,
    months: int,
    discount: float,
) -> Forecast:
    """Forecast period k from those before it."""
    engaged = _engaged(seen, k)
    alike = [seen[j][what] for j in range(1, k) if _engaged(seen, j) == engaged]
    prior = _borrowed(months) if what == "release" and engaged else ()
    share = Beta.after(prior, discount, Count(sum(alike), len(alike), ""))
    before = [period[what] for period in seen[:k]]
    base = (sum(before) + START) / (len(before) + 2 * START)
    return Forecast(
        cuts[k], cuts[k + 1], what, engaged, len(alike), share.mean, base, seen[k][what]
    )


def _engaged(seen: Sequence[dict[Class, bool]], k: int) -> bool:
    return k > 0 and any(seen[k - 1][what] for what in ENGAGED)


def _borrowed(months: int) -> tuple[Count, ...]:
    """The rate of starting within a year, carried over to a period of so many months."""
    return tuple(
        Count(c.of * (1 - (1 - c.hits / c.of) ** (months / 12)), c.of, c.source)
        for c in borrowed("pardon", "start")
    )


# --- scores --------------------------------------------------------------------------------------


def _squared(chance: float, came: bool) -> float:
    return (chance - came) ** 2


def _bits(chance: float, came: bool) -> float:
    return -log2(chance if came else 1 - chance)


def gain_over(forecast: Sequence[float], base: Sequence[float], size: int = 1) -> Score:
    """Compare scores with those of the base rate.

    Parameters
    ----------
    forecast, base
        A score for each forecast; smaller is better.
    size
        How many that follow one another hang together: the interval is over groups of that size.
    """
    gains = (np.array(base) - np.array(forecast)).reshape(-1, size).mean(axis=1)
    half = inf  # of one period nothing follows
    if len(gains) > 1:
        from scipy.special import stdtrit  # late: a tenth of a second

        error = float(gains.std(ddof=1)) / sqrt(len(gains))
        half = float(stdtrit(len(gains) - 1, (1 + LEVEL) / 2)) * error
    gain = float(gains.mean())
    return Score(
        float(np.mean(forecast)), float(np.mean(base)),
        Range(gain - half, gain, gain + half),
    )  # fmt: skip
