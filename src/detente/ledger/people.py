"""Who may do what: four roles, one table.

Accounts stand in the ledger itself, as events of the kind `account`, so that the trail of who was
allowed what is as safe as the rest. As long as there are none, one person keeps the ledger and
may do all. Passwords are no matter of the ledger: it believes whoever opens it who writes.

A claimant never confirms its own delivery, whatever the role; the door sees to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.exchange.errors import DetenteError
from detente.ledger.events import KINDS, Account, Correction, Event
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CHECKS = frozenset({"confirmation", "dispute"})
_SHARED = frozenset({"note", "correction", "breach"})

MAY: Mapping[str, frozenset[str]] = {
    "reader": frozenset(),
    "analyst": frozenset(KINDS) - {"confirmation", "account"},
    "confirmer": _CHECKS | _SHARED,
    "admin": frozenset(KINDS),
    "none": frozenset(),
}
"""The kinds of events that each role may record; everybody may read."""


class NotAllowed(DetenteError, PermissionError):
    """An account may not do what it was about to do."""


def may(role: str, kind: str) -> bool:
    """Whether a role may record events of a kind."""
    return kind in MAY.get(role, frozenset())


def check_account(
    accounts: Mapping[str, str], event: Event, find: Callable[[int], Any] | None = None
) -> None:
    """Refuse what the author's role does not allow.

    Parameters
    ----------
    accounts
        Role by account, as the ledger has them before the event.
    event
        What is to be recorded; `by` is its author.
    find
        Gives the body of an event by its number: a correction needs the right to what it corrects.

    Raises
    ------
    NotAllowed
        With who may.
    """
    if isinstance(event, Account):
        _keep_an_admin(accounts, event)
    if not accounts:
        return
    role = accounts.get(event.by, "")
    if not role:
        whom = f"there is no account '{event.by}'{suggest(event.by, accounts)}"
        raise NotAllowed(f"{whom}; name yours with --as" if event.by else
                         "say who records this (--as NAME): this ledger has accounts")  # fmt: skip
    kinds = [event.kind]
    if isinstance(event, Correction):
        old = (find(event.refers) or {}) if find else {}
        kinds += [kind for kind in (old.get("kind", ""),) if kind]
    for kind in kinds:
        if not may(role, kind):
            able = ", ".join(name for name in MAY if may(name, kind))
            raise NotAllowed(
                f"'{event.by}' is {_a(role)} here and may not record what is of the kind '{kind}'; "
                f"these may: {able}"
            )


def _a(role: str) -> str:
    if role == "none":
        return "no longer allowed anything"
    return f"an {role}" if role[0] in "aeiou" else f"a {role}"


def _keep_an_admin(accounts: Mapping[str, str], event: Account) -> None:
    """Refuse to leave the ledger without anybody who may change accounts."""
    after = {**accounts, event.account: event.role}
    if "admin" not in after.values():
        raise NotAllowed(
            "the first account must be an admin"
            if not accounts
            else f"'{event.account}' is the last admin: make another one first"
        )
