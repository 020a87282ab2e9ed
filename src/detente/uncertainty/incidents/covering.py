"""What remedies take off one side's losses, what it pays for them, and the verdict: closed forms.

All of it follows from `detente.uncertainty.incidents.classes`; nothing is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from detente.uncertainty.incidents.classes import expected_loss, premium, touched_loss

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.uncertainty.incidents.classes import Outlook

Verdict = Literal["idle", "free", "cheap", "depends", "dear"]
"""Takes nothing off; takes something off for nothing; pays wherever in its range the effect lies;
pays at one end of it; pays nowhere."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What some remedies take off one side's losses, and what it pays for them.

    Attributes
    ----------
    avoided
        Expected loss avoided, with the effects at the low end of their ranges, at their means,
        and at the high end.
    premium
        Expected payments, discounted, at the low end, at the means and at the high end.
    touched
        Expected loss, as things stand, from the incidents that the remedies could reach.
    """

    avoided: tuple[float, float, float]
    premium: tuple[float, float, float]
    touched: float

    @property
    def ratio(self) -> tuple[float, float, float] | None:
        """Loss avoided per unit of premium, over the effects' ranges; None without a premium."""
        paid = self.premium[1]
        if paid <= 0:
            return None
        return self.avoided[0] / paid, self.avoided[1] / paid, self.avoided[2] / paid

    @property
    def break_even(self) -> float | None:
        """Share of the incidents in reach that must be prevented for the premium to be earned.

        Above 1 not even preventing them all would do. None where no incident is in reach.
        """
        return self.premium[1] / self.touched if self.touched > 0 else None

    @property
    def verdict(self) -> Verdict:
        """In a word; see `Verdict`."""
        low, mean, high = self.avoided
        if high <= 0:
            return "idle" if self.premium[1] <= 0 else "dear"
        if self.premium[1] <= 0:
            return "free" if mean > 0 else "idle"
        if low >= self.premium[1]:
            return "cheap"
        return "dear" if high < self.premium[1] else "depends"


def cover(at: Outlook, who: str, chosen: Iterable[str]) -> Cover:
    """What `chosen` remedies take off the losses of `who`, and what it pays for them."""
    names = frozenset(chosen)
    before = expected_loss(at, who)
    return Cover(
        (
            before - expected_loss(at, who, names, "low"),
            before - expected_loss(at, who, names, "mean"),
            before - expected_loss(at, who, names, "high"),
        ),
        (
            premium(at, who, names, "low"),
            premium(at, who, names, "mean"),
            premium(at, who, names, "high"),
        ),
        touched_loss(at, who, names),
    )
