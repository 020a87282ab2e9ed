"""Accounts: who may come in, and as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.web.roles import NAMES
from detente.web.visit import BadQuery

if TYPE_CHECKING:
    from starlette.responses import Response

    from detente.web.accounts import Accounts
    from detente.web.visit import Visit


def people(visit: Visit) -> Response:
    """List the accounts."""
    rows = [(a.name, a.role, bool(a.hash)) for a in _accounts(visit).all().values()]
    if visit.twin:
        listed = [{"name": name, "role": role, "password": has} for name, role, has in rows]
        return visit.record({"schema": "detente.web.accounts/1", "accounts": listed})
    return visit.page("people.html", rows=rows, roles=NAMES)


def put(visit: Visit) -> Response:
    """Add an account, or change one; its sessions end, so that a lost right is lost at once."""
    name, role = visit.field("account", 64), visit.field("role", 20)
    _keep_one(visit, name, role)
    _accounts(visit).put(name, role, visit.text("password") or None)
    if name != visit.session.account:
        visit.house.sessions.close_all(name)
    return visit.go("/accounts")


def remove(visit: Visit) -> Response:
    """Take an account away."""
    name = visit.field("account", 64)
    _keep_one(visit, name, "")
    _accounts(visit).remove(name)
    visit.house.sessions.close_all(name)
    return visit.go("/accounts")


def _keep_one(visit: Visit, name: str, role: str) -> None:
    """Refuse to leave the server without anybody who can keep its accounts."""
    if name == visit.session.account and role != "admin":
        raise BadQuery(visit.lang.say("You cannot take your own role away; ask another admin."))


def _accounts(visit: Visit) -> Accounts:
    if visit.house.accounts is None:
        raise BadQuery(visit.lang.say("This server has no accounts."))
    return visit.house.accounts
