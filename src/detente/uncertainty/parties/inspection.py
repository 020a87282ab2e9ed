"""How far a few inspections deter one hidden breach (Dresher 1962; Maschler 1966).

In n periods m may be inspected; the inspected party may break its word in one of them. A breach
that is missed brings it 1, one that is caught costs it b, and none brings 0. Both know how many
periods and inspections are left. See Avenhaus, von Stengel and Zamir 2002, section 3.
"""

from __future__ import annotations

from math import comb, isfinite


def inspection_value(periods: int, inspections: int, penalty: float) -> float:
    """What the game is worth to the inspected party: how far it gains by having so few inspections.

    v(n, m) = C(n−1, m) / Σ_{i=0..m} C(n, i) b^(m−i).

    Parameters
    ----------
    periods
        n, at least 0.
    inspections
        m, at least 0; as many as periods deter wholly.
    penalty
        b, what a breach that is caught costs beside what one that is missed brings; above 0.

    Returns
    -------
    float
        From 0 (deterred) to 1 (no inspections).

    Raises
    ------
    ValueError
        An argument is out of its range.
    """
    if periods < 0 or inspections < 0:
        raise ValueError("periods and inspections must be at least 0")
    if not (penalty > 0 and isfinite(penalty)):
        raise ValueError(f"the penalty must be above 0, not {penalty:g}")
    if inspections >= periods:
        return 0.0
    m = inspections
    chances = sum(comb(periods, i) * penalty ** (m - i) for i in range(m + 1))
    return comb(periods - 1, m) / chances
