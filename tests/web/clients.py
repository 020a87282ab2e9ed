"""A browser without a screen: requests straight to the application, cookies kept."""

import asyncio
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from detente.web.accounts import hash_of
from detente.web.app import create_app
from detente.web.settings import Settings

BASE = "http://127.0.0.1:8321"


class Visitor:
    """Somebody at a browser.

    Parameters
    ----------
    app
        The application.
    peer
        The address they come from.
    """

    def __init__(self, app: Starlette, peer: str = "127.0.0.1", base: str = BASE) -> None:
        self.app = app
        transport = httpx.ASGITransport(app, client=(peer, 50000))
        self.client = httpx.AsyncClient(transport=transport, base_url=base)

    def get(self, address: str, **more: Any) -> httpx.Response:
        """Ask for a page."""
        return asyncio.run(self.client.get(address, **more))

    def ready(self, address: str, **more: Any) -> httpx.Response:
        """Ask for a page until its computation is done."""
        for _ in range(60):
            response = self.get(address, **more)
            if response.status_code != 202:
                return response
        raise AssertionError(f"{address} is still being computed")

    def post(self, address: str, fields: dict[str, Any] | None = None, **more: Any) -> Any:
        """Send a form, with the word of the session as its page would."""
        return asyncio.run(
            self.client.post(address, data={"csrf": self.word, **(fields or {})}, **more)
        )

    @property
    def word(self) -> str:
        """The word that forms of this session carry; empty without a session."""
        house = self.app.state.house
        session = house.sessions.find(self.client.cookies.get(house.settings.cookie))
        return session.csrf if session else ""

    def enter(self) -> "Visitor":
        """Come in by the one-time address."""
        word = self.app.state.house.one_time.fresh()
        assert self.get(f"/enter?token={word}").status_code == 200
        return self

    def become(self, role: str) -> "Visitor":
        """Be logged in as the account named like a role, without giving a password."""
        house = self.app.state.house
        name, _ = house.sessions.open(role, role)
        self.client.cookies.set(house.settings.cookie, name, domain="127.0.0.1")
        return self

    def log_in(self, name: str, password: str = "correct horse") -> httpx.Response:
        """Give a name and a password."""
        self.get("/login")
        return self.post("/login", {"name": name, "password": password})


def alone(folder: Path, **more: Any) -> Starlette:
    """A server for one person."""
    return create_app(Settings(folder=folder, **more))


def team(folder: Path, **more: Any) -> Starlette:
    """A server with an account for each role, named after it."""
    accounts = accounts_in(folder)
    return create_app(Settings(folder=folder / "cases", accounts=accounts, **more))


def accounts_in(folder: Path) -> Path:
    """Write a file of accounts, one for each role, all with the password of `Visitor.log_in`."""
    path = folder / "accounts.json"
    roles = ("reader", "analyst", "confirmer", "admin")
    rows = [{"name": role, "role": role, "hash": _hashed()} for role in roles]
    path.write_text(json.dumps({"accounts": rows}))
    return path


@cache
def _hashed() -> str:
    return hash_of("correct horse")


def csrf_of(page: str) -> str:
    """The word of a form, as it stands on a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]
