"""What a searcher answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """The best order a searcher found, its value, and a lower bound on every order's.

    Without an order `value` is infinite; `bound` then says whether that is proven.
    """

    value: float
    bound: float
    order: list[int]

    @property
    def proven(self) -> bool:
        """No order does better (without an order: there is none)."""
        return self.value <= self.bound
