"""Who may open and change what: one pure table."""

from __future__ import annotations

from typing import Literal

from detente.words.language import N_

Role = Literal["reader", "analyst", "confirmer", "admin"]
Right = Literal["read", "write", "administer"]

RIGHTS: dict[Role, frozenset[Right]] = {
    "reader": frozenset(("read",)),
    "analyst": frozenset(("read", "write")),
    "confirmer": frozenset(("read",)),
    "admin": frozenset(("read", "write", "administer")),
}
"""What each role may do to pages: read; change cases and evidence; keep accounts. What it may
record in the ledger, such as a confirmation, is the ledger's own table (`ledger.people.MAY`)."""

NAMES: dict[Role, str] = {
    "reader": N_("reader"),
    "analyst": N_("analyst"),
    "confirmer": N_("confirmer"),
    "admin": N_("admin"),
}
"""What each is called; translated where it is shown."""


def may(role: Role | None, right: Right) -> bool:
    """Whether a role has a right; nobody without a role has any."""
    return role is not None and right in RIGHTS[role]
