"""Sessions, kept in memory: who is there, and the word each form must carry."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.web.roles import Role

IDLE = 12 * 3600.0
"""Seconds after which an unused session ends."""
UNNAMED = 600.0
"""The same for one in which nobody has logged in yet."""
MOST = 2000
"""So many sessions are kept; beyond it the least recently used goes."""


@dataclass(slots=True)
class Session:
    """One browser.

    Attributes
    ----------
    account
        Who is there; empty where nobody has logged in yet.
    role
        What they may do; None where nobody has logged in.
    csrf
        The word that each form of this session carries.
    seen
        When it was last used, in seconds of the clock.
    """

    account: str = ""
    role: Role | None = None
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    seen: float = 0.0


class Sessions:
    """All sessions of a server.

    Parameters
    ----------
    clock
        Seconds, never going back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, Session] = {}
        self._lock = threading.Lock()

    def open(self, account: str = "", role: Role | None = None) -> tuple[str, Session]:
        """Start a session under a new name; give the name and the session."""
        name, session = secrets.token_urlsafe(32), Session(account, role, seen=self._clock())
        with self._lock:
            self._kept[name] = session
            while len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]  # the order is that of last use
        return name, session

    def find(self, name: str | None) -> Session | None:
        """Give a session that is still good."""
        if name is None:
            return None
        with self._lock:
            session = self._kept.pop(name, None)
            now = self._clock()
            if session is None or now - session.seen > (IDLE if session.role else UNNAMED):
                return None
            session.seen = now
            self._kept[name] = session
            return session

    def close(self, name: str | None) -> None:
        """End a session."""
        with self._lock:
            self._kept.pop(name or "", None)

    def close_all(self, account: str) -> None:
        """End all sessions of an account, as when its role or password changes."""
        with self._lock:
            self._kept = {n: s for n, s in self._kept.items() if s.account != account}


class OneTime:
    """A word that lets one browser in, once.

    Parameters
    ----------
    clock
        Seconds, never going back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._word = ""
        self._made = float("-inf")
        self._lock = threading.Lock()

    def fresh(self, pause: float = 0.0) -> str | None:
        """Make a new word, which ends the last one; None within `pause` seconds of the last."""
        with self._lock:
            if self._clock() - self._made < pause:
                return None
            self._word, self._made = secrets.token_urlsafe(24), self._clock()
            return self._word

    def spend(self, word: str) -> bool:
        """Use the word up; whether it was the right one."""
        with self._lock:
            right = bool(self._word) and hmac.compare_digest(word.encode(), self._word.encode())
            if right:
                self._word = ""
            return right
