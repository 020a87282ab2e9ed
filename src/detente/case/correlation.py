"""Numbers of a case that move together: groups, and what is wrong with their correlations."""

from typing import Self

from pydantic import Field, model_validator

from detente.case.amounts import Basis, Real, Word, refuse

MOST = 50
"""Numbers in one group."""

LEAST = 1e-9
"""A matrix counts as positive definite where its least eigenvalue is above this."""


class Correlated(Basis):
    """A group of numbers that are high together, or low together, and how closely.

    The correlations are those of their normal scores (a Gaussian copula): the number's place in
    its own spread, read off the normal curve. Ranks then correlate at 6/π·asin(ρ/2), about as much.
    """

    of: tuple[Word, ...] = Field(
        min_length=2,
        max_length=MOST,
        description="Places of the numbers, such as measures.releases.value.us.",
    )
    rho: Real | None = Field(
        None, description="One correlation for every two of them, above -1 and below 1."
    )
    matrix: tuple[tuple[Real, ...], ...] | None = Field(
        None, description="Or one row for each number, in the order of `of`; 1 on the diagonal."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.rho is None) == (self.matrix is None):
            raise refuse("give either rho, one correlation for every two, or the whole matrix")
        return self

    @property
    def correlations(self) -> tuple[tuple[float, ...], ...]:
        """The whole matrix."""
        if self.matrix is not None:
            return self.matrix
        size, rho = range(len(self.of)), self.rho or 0.0
        return tuple(tuple(1.0 if a == b else rho for b in size) for a in size)


def flaw(group: Correlated) -> tuple[str, str] | None:
    """Say what keeps the correlations of a group from being possible, and of which key."""
    if group.rho is not None:
        if not -1 < group.rho < 1:
            return "rho", f"{group.rho:g} is not above -1 and below 1"
        least = -1 / (len(group.of) - 1)
        if group.rho <= least:
            message = f"{len(group.of)} numbers cannot all be correlated at {group.rho:g}"
            return "rho", f"{message}: the matrix is positive definite only above {least:.4g}"
        return None
    return ("matrix", wrong) if (wrong := _flaw(group.correlations, len(group.of))) else None


def _flaw(matrix: tuple[tuple[float, ...], ...], size: int) -> str | None:
    if len(matrix) != size or any(len(row) != size for row in matrix):
        return f"{size} numbers need {size} rows of {size} correlations each"
    for a in range(size):
        if matrix[a][a] != 1:
            return f"row {a + 1}: a number is correlated with itself at 1, not {matrix[a][a]:g}"
        for b in range(a):
            if matrix[a][b] != matrix[b][a]:
                x, y = matrix[a][b], matrix[b][a]
                return f"rows {b + 1} and {a + 1} do not agree with each other: {y:g} and {x:g}"
            if not -1 < matrix[a][b] < 1:
                return f"row {a + 1}: {matrix[a][b]:g} is not above -1 and below 1"
    import numpy as np  # late: only a matrix needs it

    least = float(np.linalg.eigvalsh(np.array(matrix))[0])
    if least > LEAST:
        return None
    factor = int(99 / (1 - least)) / 100  # of all correlations: the least eigenvalue is above 0
    return (
        "not positive definite: no numbers can be correlated like this (they would be, were every "
        f"correlation {factor:g} times as large)"
    )
