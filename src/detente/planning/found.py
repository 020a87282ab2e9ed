"""What a searcher is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from detente.planning.problem import Box, Floats, Problem

SEED = 0x2545F4914F6CDD1D
"""Where every search with chance in it begins, so that its answer is the same each time."""


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


@dataclass(frozen=True)
class Goal:
    """What a bottleneck is sought of: `levels.Searcher.bottleneck`'s arguments."""

    over: Floats
    under: Floats
    box: Box

    def within(self, most: float) -> Box:
        """Where the amounts are at most `most`."""
        return self.box & Box(self.under - most, self.over + most)

    def worst(self, problem: Problem, order: list[int]) -> float:
        """The worst amount on the way of an order."""
        low, high = problem.way(order)
        return float(max((high - self.over).max(), (self.under - low).max()))

    def may_start(self, problem: Problem) -> bool:
        """Whether the empty prefix, with which every order starts, keeps inside the box."""
        return bool((problem.held >= self.box.low).all() and (problem.held <= self.box.high).all())

    def holds(self, problem: Problem, order: list[int]) -> bool:
        """Whether an order keeps inside the box."""
        low, high = problem.way(order)
        return bool((low >= self.box.low).all() and (high <= self.box.high).all())
