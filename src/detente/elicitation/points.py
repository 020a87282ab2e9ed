"""Whose points an amount of a case is in: points of two parties are never compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.case import Case

_OWN = frozenset(("stake", "cap", "budget", "objectives"))
"""Blocks of a party or audience whose numbers are in its own points."""

_EACH = frozenset(("severity", "cost", "upkeep"))
"""Blocks of incidents and channels that hold an amount for each who feels it."""


def owner(case: Case, path: str) -> str | None:
    """Whose points the number at `path` is in; None for a share, a rate or a time.

    Parameters
    ----------
    case
        The case that has the number.
    path
        Where it stands (see `detente.case.Assumption`).
    """
    block, id_, *rest = path.split(".")
    if block == "measures" and rest[-1:] == ["cost"]:
        return case.form.measures[id_].giver
    if block == "measures" and rest[-2:-1] == ["value"]:
        return rest[-1]
    if block in ("parties", "audiences") and rest[:1] and rest[0] in _OWN:
        return id_
    if block in ("incidents", "channels") and rest[:1] and rest[0] in _EACH:
        return rest[1]
    return None


def comparable(case: Case) -> dict[str, str]:
    """Whose points each number of a case is in, by path: those that are in somebody's."""
    owners = {number.path: owner(case, number.path) for number in case.numbers}
    return {path: who for path, who in owners.items() if who is not None}
