"""Accounts of a team: one file, passwords as argon2 hashes, and patience with bad guesses."""

from __future__ import annotations

import json
import re
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from detente.case.files import write_whole
from detente.exchange.errors import DetenteError, MissingExtra
from detente.web.roles import Role
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ROLES: tuple[Role, ...] = get_args(Role)
SHORTEST = 10
"""Fewest characters of a password."""
LONGEST = 200

_NAME = re.compile(r"[\w][\w.@-]{0,63}")


class InvalidAccount(DetenteError, ValueError):
    """An account, its role or its password cannot be what was asked for."""


@dataclass(frozen=True, slots=True)
class Account:
    """One person; `hash` is empty for whom only a trusted proxy lets in."""

    name: str
    role: Role
    hash: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise InvalidAccount(f"an account's name is letters, digits and . @ -: '{self.name}'")
        if self.role not in ROLES:
            hint = suggest(self.role, ROLES) or f" (there are: {', '.join(ROLES)})"
            raise InvalidAccount(f"there is no role '{self.role}'{hint}")


class Accounts:
    """The file of accounts; read anew where it has changed.

    Parameters
    ----------
    path
        A JSON file; made with the first account.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def all(self) -> Mapping[str, Account]:
        """Give the accounts by name.

        Raises
        ------
        InvalidAccount
            The file is none of accounts.
        """
        try:
            rows = json.loads(self.path.read_text("utf-8"))["accounts"]
            return {row["name"]: Account(**row) for row in rows}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError) as error:
            if isinstance(error, InvalidAccount):
                raise InvalidAccount(f"{self.path}: {error}") from None
            raise InvalidAccount(f"{self.path}: this is no file of accounts") from None

    def put(self, name: str, role: str, password: str | None = None) -> Account:
        """Add an account, or change its role and, where one is given, its password.

        Raises
        ------
        InvalidAccount
            The name, role or password cannot be.
        """
        with self._lock:
            kept = dict(self.all())
            hashed = kept[name].hash if name in kept else ""
            account = Account(name, role, hashed)  # type: ignore[arg-type]  # it checks the role
            if password is not None:
                account = Account(name, account.role, hash_of(password))
            kept[name] = account
            self._write(kept)
            return account

    def remove(self, name: str) -> None:
        """Take an account away.

        Raises
        ------
        InvalidAccount
            There is none of that name.
        """
        with self._lock:
            kept = dict(self.all())
            if name not in kept:
                raise InvalidAccount(f"there is no account '{name}'{suggest(name, kept)}")
            del kept[name]
            self._write(kept)

    def _write(self, kept: Mapping[str, Account]) -> None:
        rows = [{"name": a.name, "role": a.role, "hash": a.hash} for a in kept.values()]
        write_whole(self.path, json.dumps({"accounts": rows}, ensure_ascii=False, indent=1) + "\n")
        self.path.chmod(0o600)

    def check(self, name: str, password: str) -> Account | None:
        """Give the account whose password this is; as slow for a name that is not there."""
        from argon2 import PasswordHasher
        from argon2.exceptions import InvalidHashError, VerificationError

        account = self.all().get(name)
        stored = account.hash if account and account.hash else _nobody()
        try:
            PasswordHasher().verify(stored, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return None
        return account if account and account.hash else None


def hash_of(password: str) -> str:
    """Hash a password with argon2id.

    Raises
    ------
    InvalidAccount
        It is too short or too long.
    MissingExtra
        The extra ``web`` is not installed.
    """
    try:
        from argon2 import PasswordHasher
    except ImportError:
        raise MissingExtra("hashing a password needs argon2", "web") from None
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidAccount(f"a password has {SHORTEST} to {LONGEST} characters")
    return PasswordHasher().hash(password)


_NOBODY: list[str] = []


def _nobody() -> str:
    """Give a hash that is checked where there is no account, so that time tells nothing."""
    if not _NOBODY:
        _NOBODY.append(hash_of("nobody's password"))
    return _NOBODY[0]


class Throttle:
    """Lets so many bad guesses pass, then asks to wait.

    Parameters
    ----------
    free
        Guesses in `window` seconds before it does.
    window
        Seconds after which a guess is forgotten.
    clock
        Seconds, never going back.
    """

    def __init__(
        self, free: int = 5, window: float = 300.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.free = free
        self.window = window
        self._clock = clock
        self._missed: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def wait(self, *keys: str) -> float:
        """Seconds until the next guess is heard, for whichever key must wait longest."""
        now = self._clock()
        with self._lock:
            return max(self._left(key, now) for key in keys)

    def missed(self, *keys: str) -> None:
        """Count a bad guess against each key."""
        now = self._clock()
        with self._lock:
            if len(self._missed) > 10_000:
                self._missed = {k: v for k, v in self._missed.items() if self._left(k, now) > 0}
            for key in keys:
                self._missed.setdefault(key, []).append(now)

    def _left(self, key: str, now: float) -> float:
        recent = [t for t in self._missed.get(key, ()) if now - t < self.window]
        if key in self._missed:
            self._missed[key] = recent
        return self.window - (now - recent[-self.free]) if len(recent) >= self.free else 0.0
