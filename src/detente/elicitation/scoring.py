"""How past forecasts came out, analyst by analyst: scores, and how little they prove.

Yes or no: the Brier score (1950), the mean of (p − o)². Forecasts are put together by the words
that go with them (see `detente.words.likelihood`); over these bins it falls apart as Murphy (1973)
showed, with what is left within bins (Stephenson, Coelho and Jolliffe 2008):

    Brier = reliability − resolution + uncertainty + within

    reliability    Σ n_k (p̄_k − ō_k)² / n     words that came true more or less often than said
    resolution     Σ n_k (ō_k − ō)² / n       how far the words tell cases apart
    uncertainty    ō (1 − ō)                  the Brier score of saying the base rate ō each time
    within         mean of (p − p̄_k)² − 2 (p − p̄_k)(o − ō_k), 0 where each bin has one probability

Amounts: how many came out inside their 90 % range; the classical model's calibration and
information (see `detente.elicitation.classical`); and the interval score (Gneiting and Raftery
2007, equation 43) of that range, as a share of what all analysts' ranges of the question span,
since questions have different units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import comb
from statistics import fmean

from detente.elicitation.classical import Calibration, Span, calibration, information, spans
from detente.elicitation.forecasts import Forecast, Quantiles, Record, counted
from detente.uncertainty.intervals import wilson
from detente.uncertainty.parties.types import Range
from detente.uncertainty.past.backtesting import gain_over
from detente.words.likelihood import SCALE, Band, band

COVER = 0.9
"""What the range of an amount, from its 5 % to its 95 % point, should hold."""

SURE = 0.95
"""What Wilson's intervals of the shares hold."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts that share a word.

    Attributes
    ----------
    word
        The step of the scale.
    said
        Mean probability that was given.
    came, of
        How often it was yes, of how many.
    interval
        Wilson's 95 % interval of the share that came true.
    """

    word: Band
    said: float
    came: int
    of: int
    interval: tuple[float, float]

    @property
    def share(self) -> float:
        """Share that came true."""
        return self.came / self.of

    @property
    def off(self) -> bool:
        """Whether what was said lies outside of what so few can tell apart from it."""
        return not self.interval[0] <= self.said <= self.interval[1]


@dataclass(frozen=True, slots=True)
class YesNo:
    """Forecasts of yes or no, scored; see the module for the parts.

    Attributes
    ----------
    of
        How many.
    brier
        0 is perfect, 0.25 what "half and half" gets each time.
    reliability, resolution, uncertainty, within
        Its parts.
    base
        The base rate ō, known only afterwards: a hard rival.
    gain
        What the forecasts take off the base rate's score, with an interval of 90 %.
    bins
        In the order of the scale; only those with forecasts.
    """

    of: int
    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float
    base: float
    gain: Range
    bins: tuple[Bin, ...]

    @property
    def skill(self) -> float | None:
        """1 − Brier / uncertainty: 1 is perfect, 0 the base rate; None where all came out alike."""
        return 1 - self.brier / self.uncertainty if self.uncertainty else None


@dataclass(frozen=True, slots=True)
class Amounts:
    """Forecasts of amounts, scored.

    Attributes
    ----------
    of
        How many.
    below, inside, above
        How many came out below, in and above their range; its ends are inside.
    interval
        Wilson's 95 % interval of the share inside.
    expected
        How many a calibrated range would have inside: its central interval of 90 %.
    calibration
        The classical model's, which counts the 5 % point itself as below.
    information
        The classical model's, mean over the questions.
    interval_score
        Mean; smaller is better.
    """

    of: int
    below: int
    inside: int
    above: int
    interval: tuple[float, float]
    expected: tuple[int, int]
    calibration: Calibration
    information: float
    interval_score: float


@dataclass(frozen=True, slots=True)
class Score:
    """The record of one analyst.

    Attributes
    ----------
    analyst
        Who.
    open
        Forecasts of questions that are not resolved.
    revised
        Later forecasts on a question that was forecast before; not scored.
    yes_no, amounts
        None where there are none that are resolved.
    """

    analyst: str
    open: int
    revised: int
    yes_no: YesNo | None
    amounts: Amounts | None


def scores(record: Record) -> tuple[Score, ...]:
    """Score every analyst of a record, in the order of the file."""
    asked = spans(counted(record.forecasts))
    return tuple(_score(record, analyst, asked) for analyst in record.analysts)


def _score(record: Record, analyst: str, asked: dict[str, Span]) -> Score:
    own = record.of(analyst)
    done = counted(own)
    waiting = sum(f.open for f in own)
    chances = [
        (f.said, f.outcome)
        for f in done
        if isinstance(f.said, float) and isinstance(f.outcome, bool)
    ]
    of_amounts = [f for f in done if f.of_amount]
    return Score(
        analyst,
        waiting,
        len(own) - waiting - len(done),
        yes_no([p for p, _ in chances], [o for _, o in chances]) if chances else None,
        amounts(of_amounts, asked) if of_amounts else None,
    )


# --- yes or no -----------------------------------------------------------------------------------


def yes_no(said: Sequence[float], came: Sequence[bool]) -> YesNo:
    """Score probabilities against what came; see the module.

    Parameters
    ----------
    said
        Probabilities of yes; at least one.
    came
        What came, as many.
    """
    n, base = len(said), fmean(came)
    groups: dict[Band, list[tuple[float, bool]]] = {step: [] for step in SCALE}
    for p, o in zip(said, came, strict=True):
        groups[band(p)].append((p, o))
    bins = tuple(_bin(step, group) for step, group in groups.items() if group)

    def over_bins(term: Callable[[Bin], float]) -> float:
        return sum(b.of * term(b) for b in bins) / n

    squares = [(p - o) ** 2 for p, o in zip(said, came, strict=True)]
    within = 0.0
    for b in bins:
        for p, o in groups[b.word]:
            within += (p - b.said) ** 2 - 2 * (p - b.said) * (o - b.share)
    return YesNo(
        of=n,
        brier=fmean(squares),
        reliability=over_bins(lambda b: (b.said - b.share) ** 2),
        resolution=over_bins(lambda b: (b.share - base) ** 2),
        uncertainty=base * (1 - base),
        within=within / n,
        base=base,
        gain=gain_over(squares, [(base - o) ** 2 for o in came]).gain,
        bins=bins,
    )


def _bin(step: Band, group: Sequence[tuple[float, bool]]) -> Bin:
    came = sum(o for _, o in group)
    said = fmean(p for p, _ in group)
    return Bin(step, said, came, len(group), wilson(came, len(group)))


# --- amounts -------------------------------------------------------------------------------------


def amounts(forecasts: Iterable[Forecast], asked: dict[str, Span]) -> Amounts:
    """Score forecasts of amounts, all of them resolved and at least one.

    Parameters
    ----------
    forecasts
        Of one analyst.
    asked
        By question what all analysts' ranges of it span (see `classical.spans`).
    """
    pairs = [
        (f.question, f.said, float(f.outcome))
        for f in forecasts
        if isinstance(f.said, Quantiles) and f.outcome is not None
    ]
    n = len(pairs)
    below, above = sum(x < of.low for _, of, x in pairs), sum(x > of.high for _, of, x in pairs)
    inside = n - below - above
    return Amounts(
        of=n,
        below=below,
        inside=inside,
        above=above,
        interval=wilson(inside, n),
        expected=_central(n, COVER),
        calibration=calibration([(of, x) for _, of, x in pairs]),
        information=fmean(information(of, asked[question]) for question, of, _ in pairs),
        interval_score=fmean(
            interval_score(of, x) / asked[question].width for question, of, x in pairs
        ),
    )


def interval_score(of: Quantiles, x: float) -> float:
    """Width of the 90 % range, and 20 times by how much `x` is outside of it."""
    miss = max(of.low - x, x - of.high, 0.0)
    return of.high - of.low + 2 / (1 - COVER) * miss


def _central(n: int, share: float) -> tuple[int, int]:
    """Between which counts a binomial one lies with about nine tenths: its 5 % and 95 % points."""
    below, low = 0.0, -1
    for k in range(n + 1):
        below += comb(n, k) * share**k * (1 - share) ** (n - k)
        if low < 0 and below >= 0.05:
            low = k
        if below >= 0.95 - 1e-12:
            return low, k
    return low, n
