"""Which assumption the advice hangs on, each taken alone: thresholds and swings.

Every margin, and what is left below every cap, is affine in each single number of the case (no
product holds a number twice). So two points give the whole line, and where it crosses zero is
exact: no search.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.uncertainty.values import evaluate

if TYPE_CHECKING:
    from detente.uncertainty.values.chunks import StressPlan
    from detente.uncertainty.values.evaluate import Demand
    from detente.uncertainty.values.formula import Floats, Formula, Number


@dataclass(frozen=True, slots=True)
class Bound:
    """Where a number makes the ladder fail: there some party would walk, or a cap is passed.

    Attributes
    ----------
    value
        The number there; the ladder still holds at it.
    step
        Steps delivered where it fails beyond.
    party
        Who would walk, or whose cap it is.
    cap
        True: a cap is passed; False: somebody walks away.
    """

    value: float
    step: int
    party: str
    cap: bool


@dataclass(frozen=True, slots=True)
class Threshold:
    """Where one number, all others at their modes, flips the certificate.

    Attributes
    ----------
    path, low, mode, high
        The number and its range.
    holds
        Whether the ladder is self-enforcing at the mode.
    below, above
        The ladder holds exactly for numbers from `below` to `above`; None where it goes on
        holding as far as such a number goes.
    anywhere
        False: it holds for no value of this number.
    """

    path: str
    low: float
    mode: float
    high: float
    holds: bool
    below: Bound | None
    above: Bound | None
    anywhere: bool = True

    @property
    def flip(self) -> Bound | None:
        """The bound nearest to the mode, in shares of the range on that side; None: nowhere."""
        return min(self._bounds, key=self._distance, default=None)

    @property
    def distance(self) -> float:
        """How far `flip` is from the mode: up to 1 it lies within the range; infinite: nowhere."""
        return min(map(self._distance, self._bounds), default=np.inf)

    @property
    def within(self) -> bool:
        """Whether the certificate flips within the range."""
        return self.distance <= 1.0

    @property
    def _bounds(self) -> list[Bound]:
        """Bounds that moving the number away from the mode comes to first."""
        bounds = [bound for bound in (self.below, self.above) if bound is not None]
        if self.holds or not self.anywhere:
            return bounds if self.anywhere else []
        return [b for b in (self.below,) if b and b.value > self.mode] + [
            b for b in (self.above,) if b and b.value < self.mode
        ]

    def _distance(self, bound: Bound) -> float:
        gap = bound.value - self.mode
        side = self.high - self.mode if gap > 0 else self.mode - self.low
        if gap == 0:
            return 0.0
        return abs(gap) / (side or self.high - self.low)


@dataclass(frozen=True, slots=True)
class Swing:
    """What one number does to the smallest margin of a party, or to what is left below a cap.

    Attributes
    ----------
    path
        The number; all others are at their modes.
    party, cap
        Whose smallest margin; with `cap`, whose least room below its cap.
    at_low, at_mode, at_high
        That amount with the number at each point of its range.
    """

    path: str
    party: str
    cap: bool
    at_low: float
    at_mode: float
    at_high: float

    @property
    def width(self) -> float:
        """How much it moves."""
        return abs(self.at_high - self.at_low)


def one_at_a_time(plan: StressPlan) -> tuple[tuple[Threshold, ...], tuple[Swing, ...]]:
    """Move each uncertain number alone through its range and beyond.

    Returns
    -------
    tuple of Threshold
        One for each uncertain number, the nearest to flipping the certificate first.
    tuple of Swing
        Those that are not zero, by party and kind, the widest first.
    """
    of = plan.formula
    ranged = [(slot, n) for slot, n in enumerate(of.numbers, 2) if n.low < n.high]
    points = np.repeat(of.at("mode")[:, None], 2 * len(ranged) + 1, axis=1)
    for k, (slot, number) in enumerate(ranged):
        points[slot, 2 * k + 1 : 2 * k + 3] = number.held(number.low), number.held(number.high)
    found = evaluate.slacks(of, plan.rows, points)
    demands = evaluate.demands(of, plan.rows)
    middle, ends = found[:, 0], found[:, 1:].reshape(len(demands), -1, 2)
    thresholds = [
        _threshold(of, demands, number, middle, ends[:, k]) for k, (_, number) in enumerate(ranged)
    ]
    numbers = [number for _, number in ranged]
    return (
        tuple(sorted(thresholds, key=lambda t: (t.distance, t.path))),
        tuple(_swings(of, demands, numbers, middle, ends)),
    )


def _threshold(
    of: Formula, demands: tuple[Demand, ...], number: Number, middle: Floats, ends: Floats
) -> Threshold:
    low, high = number.held(number.low), number.held(number.high)
    given = (number.path, number.low, number.mode, number.high, bool((middle >= 0).all()))
    if low == high:  # a cost that is below 0 throughout counts as 0
        return Threshold(*given, None, None)
    slope = (ends[:, 1] - ends[:, 0]) / (high - low)
    moved = np.abs(ends[:, 1] - ends[:, 0]) > _noise(of, demands)
    if (middle[~moved] < 0).any():
        return Threshold(*given, None, None, anywhere=False)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = low - ends[:, 0] / slope
    least = np.where(moved & (slope > 0), crossing, -np.inf)
    most = np.where(moved & (slope < 0), crossing, np.inf)
    a, b = int(np.argmax(least)), int(np.argmin(most))
    anywhere = least[a] <= most[b] and least[a] <= number.most and most[b] >= number.least
    if not anywhere:
        return Threshold(*given, None, None, anywhere=False)
    below, above = (
        Bound(float(at[k]), demands[k].prefix, of.actors[demands[k].who], demands[k].cap)
        if number.least <= at[k] <= number.most
        else None
        for k, at in ((a, least), (b, most))
    )
    return Threshold(*given, below, above)


def _noise(of: Formula, demands: tuple[Demand, ...]) -> Floats:
    """Changes no larger than this come from rounding."""
    return of.tolerance[[demand.who for demand in demands]] * 1e-3


def _swings(
    of: Formula,
    demands: tuple[Demand, ...],
    numbers: list[Number],
    middle: Floats,
    ends: Floats,
) -> list[Swing]:
    kinds = list(dict.fromkeys((demand.who, demand.cap) for demand in demands))
    found = []
    for who, cap in kinds:
        rows = [k for k, demand in enumerate(demands) if (demand.who, demand.cap) == (who, cap)]
        slack = of.tolerance[who]
        least = ends[rows].min(axis=0) - slack
        mode = float(middle[rows].min() - slack)
        here = [
            Swing(n.path, of.actors[who], cap, float(least[k, 0]), mode, float(least[k, 1]))
            for k, n in enumerate(numbers)
            if np.abs(least[k] - mode).max() > slack
        ]
        found += sorted(here, key=lambda swing: (-swing.width, swing.path))
    return found
