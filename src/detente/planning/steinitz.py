"""What a deal of these lots needs at most, and an order that needs no more.

The lots are vectors, one coordinate a party; an order whose prefix sums stay near the
straight line always exists: the Steinitz lemma with the constant of Grinberg and
Sevast'yanov (1980), n in n dimensions for every norm, by the proof of Bárány (2008).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from detente.exchange import Exchange
from detente.planning.problem import Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray


def most_needed(deal: Exchange) -> Mapping[str, float] | None:
    """Say what guarantee some ladder of the deal needs at most, whatever the lots' sizes.

    Parameters
    ----------
    deal
        An exchange.

    Returns
    -------
    Mapping or None
        Per party ``max(-G, K(all) - G, 0) + n w``, with w the largest rise of its keeps
        by one step, plus ``n/m |K(all)|`` where that is negative; n parties, m steps.
        None where precedences, caps or sequential groups take the theorem away.
    """
    if deal.after or deal.caps or (deal.sequential and deal.together):
        return None
    p = Problem(deal)
    n, m = p.parties, len(p.units)
    rise = np.maximum(p.effect, 0.0).max(axis=1)
    down = np.where(p.total < 0, n / m * np.abs(p.total), 0.0)
    base = np.maximum(np.maximum(p.held - p.gain, p.held + p.total - p.gain), 0.0)
    return dict(zip(deal.parties, (base + n * rise + down).tolist(), strict=True))


def steinitz_order(problem: Problem) -> list[int]:
    """Order the units so that the keeps stay as near the line as the theorem says.

    From the whole set down, weights in [0, 1] that sum to size minus n and carry the
    line's share are moved to a corner; a unit whose weight has become 0 comes last of
    those left. O(units^2 n^3): a corner is reached through about as many null spaces as
    units are left.
    """
    vectors = problem.effect[: problem.parties].T
    m, n = vectors.shape
    weights = np.full(m, max(0.0, (m - n) / m))
    alive = list(range(m))
    last: list[int] = []
    for k in range(m, n, -1):
        weights[alive] *= (k - 1 - n) / (k - n)
        _to_corner(vectors, weights, alive)
        gone = min(alive, key=lambda u: weights[u])
        alive.remove(gone)
        last.append(gone)
    return alive + last[::-1]


def _to_corner(
    vectors: NDArray[np.float64], weights: NDArray[np.float64], alive: list[int]
) -> None:
    """Move the weights, their sum and weighted vectors kept, until few are fractional."""
    dimension = vectors.shape[1]
    between: list[int] = []
    for u in alive:
        if 1e-12 < weights[u] < 1 - 1e-12:
            between.append(u)
        if len(between) < dimension + 2:
            continue
        rows = np.vstack((vectors[between].T, np.ones(len(between))))
        direction = np.linalg.svd(rows)[2][-1]  # in the null space: one more than equations
        held = weights[between]
        with np.errstate(divide="ignore"):
            room = np.where(direction > 0, (1 - held) / direction, -held / direction)
        room[np.abs(direction) < 1e-14] = np.inf
        weights[between] = np.clip(held + room.min() * direction, 0.0, 1.0)
        between = [v for v in between if 1e-12 < weights[v] < 1 - 1e-12]
