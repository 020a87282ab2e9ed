"""Letting people in and out: the one-time address, names and passwords."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from detente.web.visit import BadQuery, remember

if TYPE_CHECKING:
    from starlette.responses import Response

    from detente.web.visit import Visit


def enter(visit: Visit) -> Response:
    """Let the owner of the terminal in: the address works once."""
    house = visit.house
    if house.settings.team or not house.one_time.spend(visit.query("token")[:100]):
        message = visit.lang.say("This address was used already, or never was good.")
        return visit.page(
            "error.html", 403, title=visit.lang.say("Not let in"), messages=(message,)
        )
    house.sessions.close(visit.request.cookies.get(house.settings.cookie))
    name, _ = house.sessions.open(house.settings.author, "admin")
    # A page and not a redirection: a strict cookie is not sent along a chain that began elsewhere.
    response = visit.page("enter.html")
    remember(house, response, name)
    return response


def login(visit: Visit) -> Response:
    """Ask for a name and a password."""
    if visit.session.role is not None:
        return visit.go("/")
    name, house = "", visit.house
    if house.sessions.find(visit.request.cookies.get(house.settings.cookie)) is None:
        name, visit.session = house.sessions.open()  # for the word of its form
    response = visit.page("login.html", wrong="", next=_inside(visit.query("next")))
    if name:
        remember(house, response, name)
    return response


def log_in(visit: Visit) -> Response:
    """Let somebody in under a new session, so that none that was planted before is of use."""
    house, say = visit.house, visit.lang.say
    if house.accounts is None:
        raise BadQuery(say("This server has no accounts."))
    name, password = visit.field("name", 100), visit.text("password")
    peer = visit.request.client.host if visit.request.client else "?"
    keys = f"name {name}", f"from {peer}"
    if (wait := house.throttle.wait(*keys)) > 0:
        minutes = math.ceil(wait / 60)
        wrong = visit.lang.count(
            "Too many wrong guesses: wait {n} minute.",
            "Too many wrong guesses: wait {n} minutes.",
            minutes,
        )
        response = visit.page("login.html", 429, wrong=wrong, next=_inside(visit.field("next")))
        response.headers["Retry-After"] = str(math.ceil(wait))
        return response
    account = house.accounts.check(name, password)
    if account is None:
        house.throttle.missed(*keys)
        wrong = say("The name or the password is wrong.")
        return visit.page("login.html", 403, wrong=wrong, next=_inside(visit.field("next")))
    house.sessions.close(visit.request.cookies.get(house.settings.cookie))
    session, _ = house.sessions.open(account.name, account.role)
    response = visit.go(_inside(visit.field("next")))
    remember(house, response, session)
    return response


def log_out(visit: Visit) -> Response:
    """End the session."""
    house = visit.house
    house.sessions.close(visit.request.cookies.get(house.settings.cookie))
    response = visit.go("/login" if house.settings.team else "/")
    response.delete_cookie(house.settings.cookie)
    return response


def _inside(address: str) -> str:
    """Give an address of ours; the start page for any other."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and address.isprintable() and "\\" not in address else "/"
