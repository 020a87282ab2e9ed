"""What differs between SQLite and PostgreSQL: how to connect, how to lock, what a failure means."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import create_engine, event, exc, make_url, pool

from detente.exchange.errors import DetenteError, MissingExtra
from detente.ledger.errors import NotALedger, StoreNotFound, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Dialect, Engine

WAIT = 10.0
"""Seconds to wait for another writer."""


def address(target: str | Path) -> URL | Path:
    """Tell a file's path from a database's address.

    Raises
    ------
    StoreNotFound
        The address is of no database that a ledger can be kept in, or makes no sense.
    """
    words = str(target)
    if "://" not in words:
        return Path(target)
    kind = words.split("://")[0].split("+")[0]
    if kind not in ("sqlite", "postgresql", "postgres"):
        raise StoreNotFound(
            f"'{kind}' is no kind of store: give a file, or an address postgresql://…"
        )
    try:
        url = make_url(words)
    except (exc.ArgumentError, ValueError):
        raise StoreNotFound(
            "the address of the store makes no sense: postgresql://USER@HOST/DATABASE is one"
        ) from None
    if kind == "sqlite":
        if not url.database or url.database == ":memory:":
            raise StoreNotFound("a ledger is kept in a file: name it")
        return Path(url.database)
    return url.set(drivername="postgresql+psycopg")


def connector(
    target: str | Path, *, create: bool = False, wait: float = WAIT
) -> tuple[Engine, str]:
    """Make what connects to a store, and the name that errors call it by, without a password.

    With `create`, a file is made where there is none.
    """
    where = address(target)
    if isinstance(where, Path):
        return _sqlite(where, create, wait), str(where)
    return _postgresql(where, wait), _named(where)


def _named(url: URL) -> str:
    """The address without its password, wherever that stands."""
    host = url.host or url.query.get("host", "")
    user = f"{url.username}@" if url.username else ""
    return f"postgresql://{user}{host}{f':{url.port}' if url.port else ''}/{url.database or ''}"


def _sqlite(path: Path, create: bool, wait: float) -> Engine:
    if path.is_dir():
        raise StoreNotFound(f"{path}: this is a folder; a ledger is a file in it")
    if path.exists() and not path.is_file():
        raise StoreNotFound(f"{path}: this is no file that a ledger can be kept in")
    if create and not path.parent.is_dir():
        raise StoreNotFound(f"{path}: there is no folder {path.parent}")
    if not create and not path.exists():
        raise StoreNotFound(
            f"{path}: there is no ledger here; `detente ledger init {path}` makes one"
        )
    uri = f"{path.resolve().as_uri()}?mode={'rwc' if create else 'rw'}"
    if not create and _at_rest(path):
        uri += "&immutable=1"

    def connect() -> sqlite3.Connection:
        # No transactions but those that we begin ourselves, see `lock`.
        made = sqlite3.connect(
            uri, uri=True, timeout=wait, isolation_level=None, check_same_thread=False
        )
        made.execute("PRAGMA synchronous=FULL")  # on disk before it is acknowledged
        made.text_factory = _read  # what was tampered with must be readable, to be named
        return made

    return create_engine("sqlite://", creator=connect, poolclass=pool.QueuePool, paramstyle="named")


def _at_rest(path: Path) -> bool:
    """Whether a file lies where we may not write, and nobody has it open.

    SQLite wants to make files beside one that it reads, unless it is told that nobody writes.
    """
    writable = os.access(path.parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
    return not writable and not path.with_name(f"{path.name}-wal").exists()


def _read(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogateescape")


def _postgresql(url: URL, wait: float) -> Engine:
    try:
        engine = create_engine(
            url,
            connect_args={"connect_timeout": 10, "application_name": "detente"},
            pool_pre_ping=True,  # a server that was restarted meanwhile is no error
        )
    except ImportError:
        raise MissingExtra("a ledger in PostgreSQL", "postgres") from None

    @event.listens_for(engine, "connect")
    def settle(made: Any, _: Any) -> None:
        made.autocommit = True
        made.execute(f"SET lock_timeout = {int(wait * 1000)}")
        # Whatever the server's habit: on disk before it is acknowledged.
        made.execute(
            "SELECT set_config('synchronous_commit', 'on', false)"
            " WHERE current_setting('synchronous_commit') = 'off'"
        )
        made.autocommit = False

    return engine


# --- what a failure means ------------------------------------------------------------------------


class _Sign(NamedTuple):
    """A failure known by the beginning of its code, or by its words."""

    code: str
    words: str
    error: type[DetenteError]
    says: str


_LOST = (
    "the connection to the server was lost; whether an event was recorded that was not "
    "acknowledged, the log tells"
)

_SQLITE = (
    _Sign("SQLITE_BUSY", "", StoreUnavailable,
          "another program is writing to it and did not finish in time; nothing was recorded"),
    _Sign("SQLITE_LOCKED", "", StoreUnavailable,
          "another program is writing to it and did not finish in time; nothing was recorded"),
    _Sign("SQLITE_READONLY", "", StoreUnavailable, "it cannot be written to: it is read-only"),
    _Sign("SQLITE_FULL", "", StoreUnavailable, "the disk is full; nothing was recorded"),
    _Sign("SQLITE_NOTADB", "", NotALedger, "this file is no ledger"),
    _Sign("SQLITE_CORRUPT", "", NotALedger,
          "the file is damaged and cannot be read: go back to a copy or an export of it"),
    _Sign("SQLITE_CANTOPEN", "", StoreUnavailable, "it cannot be opened"),
    _Sign("SQLITE_IOERR", "", StoreUnavailable,
          "the disk is full or fails; nothing was recorded"),
    _Sign("", "no such table: ledger_version", NotALedger, "this database is no ledger"),
    _Sign("", "no such", NotALedger, "it has lost its table of events"),
)  # fmt: skip

_POSTGRESQL = (
    _Sign("28", "password", StoreUnavailable, "the account or its password is not accepted"),
    _Sign("", "password authentication failed", StoreUnavailable,
          "the account or its password is not accepted"),
    _Sign("", "no password supplied", StoreUnavailable, "the server asks for a password"),
    _Sign("", 'role "', StoreUnavailable, "the server has no such account"),
    _Sign("3D000", "", StoreNotFound, "there is no such database: make it first (createdb)"),
    _Sign("", 'database "', StoreNotFound, "there is no such database: make it first (createdb)"),
    _Sign("55P03", "", StoreUnavailable,
          "another program is writing to this case and did not finish in time; "
          "nothing was recorded"),
    _Sign("40P01", "", StoreUnavailable,
          "two programs were waiting for each other; nothing was recorded, try again"),
    _Sign("53100", "", StoreUnavailable, "the server's disk is full; nothing was recorded"),
    _Sign("53300", "", StoreUnavailable, "the server takes no more connections now"),
    _Sign("25006", "", StoreUnavailable, "it cannot be written to: it is read-only"),
    _Sign("42501", "", StoreUnavailable, "this account may not do that in the database"),
    _Sign("42P01", "", NotALedger,
          "this database holds no ledger; `detente ledger init` makes one"),
    _Sign("57P0", "", StoreUnavailable, _LOST),
)  # fmt: skip


@contextmanager
def in_a_sentence(name: str, dialect: Dialect) -> Iterator[None]:
    """Turn what a database or its driver says into one sentence about the store of that name."""
    driver = dialect.loaded_dbapi.Error
    try:
        yield
    except exc.DBAPIError as error:
        raise explain(error.orig, name, error.connection_invalidated) from error
    except exc.TimeoutError as error:
        raise StoreUnavailable(f"{name}: {error}") from error
    except driver as error:  # from a cursor of its own, so after it had connected
        raise explain(error, name, True) from error


def explain(error: object, name: str, connected: bool) -> DetenteError:
    """Say what a driver's error means for the store of that name."""
    said = " ".join(str(error).split())
    lite = isinstance(error, sqlite3.Error)
    code = getattr(error, "sqlite_errorname" if lite else "sqlstate", None) or ""
    for sign in _SQLITE if lite else _POSTGRESQL:
        if code.startswith(sign.code) and sign.words in said:
            return sign.error(f"{name}: {sign.says}")
    if lite or code:
        return StoreUnavailable(f"{name}: the database refuses: {said}")
    if connected:
        return StoreUnavailable(f"{name}: {_LOST}")
    return StoreUnavailable(f"{name}: the server cannot be reached: {_reason(said)}")


def _reason(said: str) -> str:
    """The first thing that libpq says about a connection that failed."""
    found = re.search(r"connection (?:failed|is bad): (.*?)(?: Is the server|$)", said)
    return found[1] if found else said
