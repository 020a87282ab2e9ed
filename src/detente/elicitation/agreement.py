"""How much of the ranges agrees with a comparison: the share of draws in which it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.case.amounts import Estimate
from detente.case.reader import dotted
from detente.case.tree import walk
from detente.uncertainty.values.draws import source_of
from detente.uncertainty.values.formula import Number

if TYPE_CHECKING:
    from detente.case import Case
    from detente.elicitation.sheet import Bundle

DRAWS = 20_000
"""So many draws: the error of a share is a third of a per cent at most; whole ones are shown."""

TIE = 1e-9
"""Bundles whose worth differs by less than this share of what could be count as equal."""


def agreement(
    case: Case, pairs: Sequence[tuple[Bundle, Bundle]], draws: int = DRAWS, seed: int = 0
) -> tuple[float, ...]:
    """Draw the values of a case from their ranges, and see how often each comparison holds.

    Parameters
    ----------
    case
        The case; values that it says are correlated are drawn so.
    pairs
        Bundles of values: how often is the first worth more than the second?
    draws
        At most one chunk of `detente.uncertainty.values.draws`.
    seed
        The same seed gives the same shares.

    Returns
    -------
    tuple of float
        For each pair the share of the draws in which it holds.
    """
    paths = list(dict.fromkeys(path for pair in pairs for bundle in pair for path in bundle))
    if not paths:
        return ()
    numbers = [Number.of(path, estimate) for path, estimate in _estimates(case, paths).items()]
    slot = {number.path: k for k, number in enumerate(numbers, 2)}
    weights = np.zeros((len(pairs), 2 + len(numbers)))
    for i, (more, less) in enumerate(pairs):
        for sign, bundle in ((1.0, more), (-1.0, less)):
            for path, count in bundle.items():
                weights[i, slot[path]] += sign * count
    drawn = source_of(case, numbers, seed)
    tie = (
        TIE
        * np.abs(weights)
        @ np.abs(np.append([0.0, 0.0], [max(-n.low, n.high) for n in numbers]))
    )
    held = np.zeros(len(pairs), dtype=np.int64)
    for block in drawn.blocks(0, 0, draws):
        values = drawn.values(block)
        held += (weights @ values > tie[:, None]).sum(axis=1)
    return tuple((held / draws).tolist())


def _estimates(case: Case, paths: Sequence[str]) -> dict[str, Estimate]:
    found = {dotted(n.route): n.form for n in walk(case.form) if isinstance(n.form, Estimate)}
    return {path: found[path] for path in paths}
