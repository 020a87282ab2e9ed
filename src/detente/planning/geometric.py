"""A divisible measure paid by a divisible payment: the fewest lots, and their sizes."""

from __future__ import annotations

import numpy as np

TOO_MANY = 1_000_000
"""More lots than this nobody carries out."""

RELATIVE = 1e-12
"""Sums of lots that differ by this share are equal."""


def geometric_lots(size: float, cost: float, value: float, guarantee: float) -> tuple[float, ...]:
    """Cut a measure paid by a divisible payment into the fewest lots a guarantee allows.

    The last lot may cost no more than the guarantee, ``guarantee / cost``; each earlier one
    more by the factor ``value / cost``, since what is still to be gained later is at stake
    too. With K lots the largest size is guarantee·((value/cost)^K − 1)/(value − cost), so K =
    ⌈ln(1 + size·(value − cost)/guarantee)/ln(value/cost)⌉ (Sandholm and Ferrandon 2000); the
    lots are counted by adding up, as the logarithms err at exact powers.

    Parameters
    ----------
    size
        How much there is of the measure, above 0.
    cost, value
        Of one unit, to the giver and to the receiver, in one common unit of account;
        cost above 0.
    guarantee
        What both together have at stake, above 0.

    Returns
    -------
    tuple of float
        Sizes in order of delivery; the first is what remains.

    Raises
    ------
    ValueError
        An amount is not a number above 0; the value lies so far below the cost that no
        number of lots would do; or it would take more than a million.
    """
    for what, x in (("size", size), ("cost", cost), ("value", value), ("guarantee", guarantee)):
        if not (x > 0 and np.isfinite(x)):
            raise ValueError(f"{what} must be a number above 0, not {x}")
    ratio, lot = value / cost, guarantee / cost
    if ratio < 1 and lot / (1 - ratio) * (1 - RELATIVE) <= size:
        raise ValueError(
            "no number of lots would do: the measure costs more than it brings, and the "
            f"guarantee carries at most {lot / (1 - ratio):g} of it"
        )
    sizes: list[float] = []
    left = size
    while left > RELATIVE * size:
        if len(sizes) == TOO_MANY:
            raise ValueError(f"a guarantee of {guarantee:g} asks for more than {TOO_MANY} lots")
        sizes.append(min(lot, left))
        left -= lot
        lot *= ratio
    return tuple(reversed(sizes))


def geometric_guarantee(size: float, cost: float, value: float, lots: int) -> float:
    """Return what both together must have at stake for so many lots; see `geometric_lots`.

    Raises
    ------
    ValueError
        An amount is not a number above 0.
    """
    for what, x in (("size", size), ("cost", cost), ("value", value), ("lots", lots)):
        if not (x > 0 and np.isfinite(x)):
            raise ValueError(f"{what} must be a number above 0, not {x}")
    # size · cost / (1 + r + … + r^(K-1)), which also stands where value equals cost
    return size * cost / float(np.sum((value / cost) ** np.arange(lots)))
