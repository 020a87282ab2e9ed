"""How far a share counted over draws may be from the truth."""

from __future__ import annotations

from math import sqrt

Z = 1.959963984540054
"""The 97.5 % point of the standard normal distribution: 95 % lie between the two of either side."""


def wilson(held: int, draws: int) -> tuple[float, float]:
    """Give Wilson's (1927) interval of 95 % for a share, `held` of `draws` (at least one).

    Unlike the textbook interval it stays inside 0 to 1 and has a width at 0 and 1 too.
    """
    share, n, z = held / draws, float(draws), Z
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if held == 0 else max(0.0, middle - half)
    high = 1.0 if held == draws else min(1.0, middle + half)
    return low, high
