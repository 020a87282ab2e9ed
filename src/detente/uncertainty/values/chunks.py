"""The draws of a run in chunks: what each needs, and what is counted over it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.uncertainty.values import tally as counting
from detente.uncertainty.values.draws import CHUNK, Source
from detente.uncertainty.values.formula import Formula, Rows
from detente.uncertainty.values.tally import Limits, Tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

COMPILED = 3 * CHUNK
"""Above this number of draws the compiled kernel pays for its import."""

KERNEL = f"{__package__}.kernel"
"""The module of the compiled kernel; importing it compiles."""

CELLS = 64
"""Amounts in a case of middling size; of more, fewer draws pay."""

MAIN, SEARCH, CHOICE, INFORMATION, SOBOL = range(5)
"""Streams of draws: what a result is read from shares none with any other purpose."""


@dataclass(frozen=True, slots=True)
class StressPlan:
    """All that the draws of a run need; it travels between processes, and chunk by chunk.

    Attributes
    ----------
    case
        Name of the case.
    steps
        The ladder.
    draws
        How many, in chunks of `CHUNK`.
    formula, rows, source, limits
        The exchange in arrays, the prefixes, where draws come from, what is counted.
    """

    case: str
    steps: tuple[tuple[str, ...], ...]
    draws: int
    formula: Formula
    rows: Rows
    source: Source
    limits: Limits

    @property
    def chunks(self) -> int:
        """Number of chunks."""
        return -(-self.draws // CHUNK)

    def size(self, k: int) -> int:
        """Draws in chunk `k`."""
        return min(CHUNK, self.draws - k * CHUNK)


def stress_chunk(plan: StressPlan, k: int) -> Tally:
    """Count over chunk `k` of a plan. Tallies add up, in any order, to that of the run."""
    found, _ = chunk(plan, MAIN, k, plan.size(k))
    return found


def chunk(plan: StressPlan, stream: int, k: int, size: int) -> tuple[Tally, NDArray[np.bool_]]:
    """Count over the first `size` draws of a chunk of a stream, and say which of them hold."""
    of, laid, to, drawn = plan.formula, plan.rows, plan.limits, plan.source
    found = counting.empty(of, laid)
    holds = np.empty(size, dtype=bool)
    count = _compiled(plan) if pays(plan) else None
    start = 0
    for uniform in drawn.blocks(stream, k, size):
        part = holds[start : start + len(uniform)]
        if count is None:
            part[:] = counting.count(of, laid, to, drawn.values(uniform), found)
        else:
            count(uniform, found, part)
        start += len(uniform)
    return found, holds


def pays(plan: StressPlan) -> bool:
    """Whether to use the compiled kernel: both count the same, so what is loaded may decide."""
    sums = plan.draws * len(plan.formula.lot)
    many = plan.draws > COMPILED or sums > COMPILED * CELLS
    return many or KERNEL in sys.modules


def _compiled(plan: StressPlan) -> Callable[[Any, Tally, Any], None]:
    """Bind the compiled kernel to a plan."""
    kernel = import_module(KERNEL)  # late: few draws compile nothing
    of, laid, to, drawn = plan.formula, plan.rows, plan.limits, plan.source
    cell_of = np.searchsorted(of.lot, np.arange(len(of.lots) + 1)).astype(np.int64)
    given = (
        drawn.fixed, drawn.slots, drawn.tables,
        len(of.parties), len(of.actors), cell_of, of.actor, of.sign, of.share, of.products,
        of.first, of.stake_of, of.stake_slot, of.deposit_of, of.deposit_slot, of.holder, of.cap,
        of.tolerance, laid.prefix, laid.whole, laid.lots, laid.first,
        to.stakes, to.loss_top, to.need_top,
    )  # fmt: skip

    def count(uniform: Any, found: Tally, holds: Any) -> None:
        kernel.count(
            uniform, *given, found.held, found.ends, found.at_stakes, found.signing,
            found.reached, found.tempted, found.over, found.loss, found.need, holds,
        )  # fmt: skip
        found.draws[0] += len(uniform)

    return count
