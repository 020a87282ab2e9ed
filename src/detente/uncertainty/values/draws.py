"""Draws in chunks: which numbers chunk k draws depends on the seed and on k alone.

So any worker can take any chunk, and the result is the same for any number of workers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.uncertainty.values.formula import Formula
from detente.uncertainty.values.quantiles import SIZE, look_up, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.case import Case
    from detente.case.correlation import Correlated
    from detente.uncertainty.values.formula import Floats, Number

CHUNK = 1 << 16
"""Draws in a chunk; fixed, whoever draws it."""

BLOCK = 1 << 11
"""Draws in memory at a time: their uniform numbers stay in the cache of a core."""


MOST_DRAWS = 10**10
"""More say nothing more: the error is below a thousandth of a per cent by then."""


def check_draws(draws: object, seed: object, most: int = MOST_DRAWS) -> None:
    """Refuse a number of draws, or a seed, that makes no sense, before any work starts.

    Raises
    ------
    ValueError
        In one sentence, with the limit.
    """
    _whole("draws", draws, 1, most)
    _whole("seed", seed, 0, 2**63)


def _whole(what: str, number: object, least: int, most: int) -> None:
    if isinstance(number, bool) or not isinstance(number, int | np.integer):
        raise ValueError(f"{what} must be a whole number, not {number!r}")
    if number < least:
        raise ValueError(f"{what} must be at least {least}, not {number}")
    if number > most:
        why = " (more would tell nothing more)" if what == "draws" else ""
        raise ValueError(f"{what} must be at most {most:,}{why}, not {number:,}")


@dataclass(frozen=True, slots=True)
class Copula:
    """Numbers that move together: a Gaussian copula (Nelsen 2006, section 2.3).

    Attributes
    ----------
    columns
        Places of the numbers among those drawn.
    factor
        Lower Cholesky factor of the correlations of their normal scores.
    """

    columns: tuple[int, ...]
    factor: Floats

    def mix(self, uniform: Floats, rng: np.random.Generator) -> None:
        """Overwrite the columns of `uniform` (draws, numbers) by correlated uniform numbers.

        Summed in a fixed order, without a matrix product, whose last bit depends on the machine.
        """
        from scipy.special import ndtr  # late: a tenth of a second

        scores = rng.standard_normal((len(self.columns), len(uniform)))
        for a, column in enumerate(self.columns):
            mixed = self.factor[a, 0] * scores[0]
            for b in range(1, a + 1):
                mixed = mixed + self.factor[a, b] * scores[b]
            uniform[:, column] = np.minimum(ndtr(mixed), 1.0 - 2.0**-53)


@dataclass(frozen=True, slots=True)
class Source:
    """Where draws come from: seed, spreads and correlations.

    Attributes
    ----------
    seed
        Of the whole run.
    slots
        Slots of the formula that are drawn, in the order of the columns.
    tables
        Shape (numbers drawn, SIZE): the quantile tables.
    copulas
        The groups that move together.
    fixed
        What stands in all slots before the draws are filled in.
    """

    seed: int
    slots: NDArray[np.int64]
    tables: Floats
    copulas: tuple[Copula, ...]
    fixed: Floats

    @property
    def ends(self) -> tuple[Floats, Floats]:
        """What each drawn number is at least and at most, but for draws rarer than one in 10^4."""
        rare = np.full((2, len(self.slots)), 1e-4)
        rare[1] = 1.0 - 1e-4
        least, most = (look_up(self.tables, at[:, None])[:, 0] for at in rare)
        return least, most

    def blocks(self, stream: int, k: int, count: int) -> Iterator[Floats]:
        """Uniform numbers of the first `count` draws of chunk `k`, a block at a time.

        Parameters
        ----------
        stream
            Draws for another purpose have another stream: 0 is the main one.
        k
            Number of the chunk.
        count
            How many draws; at most `CHUNK`.

        Yields
        ------
        ndarray, shape (at most BLOCK, numbers drawn)
            The same memory each time.
        """
        seeds = np.random.SeedSequence(self.seed, spawn_key=(stream, k))
        rng = np.random.Generator(np.random.SFC64(seeds))
        room = np.empty((BLOCK, len(self.slots)))
        for start in range(0, count, BLOCK):
            block = room[: min(BLOCK, count - start)]
            rng.random(out=block)
            for copula in self.copulas:
                copula.mix(block, rng)
            yield block

    def values(self, uniform: Floats) -> Floats:
        """Numbers in all slots for a block of uniform ones; shape (slots, draws)."""
        x = np.repeat(self.fixed[:, None], len(uniform), axis=1)
        x[self.slots] = look_up(self.tables, np.ascontiguousarray(uniform.T))
        return x


def source(case: Case, of: Formula, seed: int, slots: Sequence[int] | None = None) -> Source:
    """Tabulate the spreads of a formula's numbers, and factor the correlations of its case.

    With `slots` these are drawn, in this order, those without a range too: cases that share their
    slots share their draws.
    """
    return source_of(case, of.numbers, seed, slots)


def source_of(
    case: Case, numbers: Sequence[Number], seed: int, slots: Sequence[int] | None = None
) -> Source:
    """Do the same for any numbers of a case, not only those of its exchange.

    Parameters
    ----------
    case
        Which of them are correlated is read from it.
    numbers
        What stands in slots 2, 3, …, as in a formula.
    seed
        Of the whole run.
    slots
        Those that are drawn; without, all that have a range.
    """
    if slots is None:
        slots = [slot for slot, number in enumerate(numbers, 2) if number.drawn]
    tables = np.empty((len(slots), SIZE))
    for column, slot in enumerate(slots):
        number = numbers[slot - 2]
        tables[column] = table(number) if number.drawn else number.held(number.mode)
    column_of = {numbers[slot - 2].path: column for column, slot in enumerate(slots)}
    copulas = tuple(filter(None, (_copula(g, column_of) for g in case.form.correlated.values())))
    fixed = np.array([1.0, 0.0, *(number.held(number.mode) for number in numbers)])
    return Source(seed, np.array(slots, dtype=np.int64), tables, copulas, fixed)


def _copula(group: Correlated, column_of: Mapping[str, int]) -> Copula | None:
    """Factor the correlations of those of a group that are drawn; None where fewer than two."""
    here = [k for k, path in enumerate(group.of) if path in column_of]
    if len(here) < 2:
        return None
    matrix = np.array(group.correlations)[np.ix_(here, here)]
    return Copula(tuple(column_of[group.of[k]] for k in here), np.linalg.cholesky(matrix))
