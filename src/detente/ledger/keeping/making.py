"""Making a ledger, and bringing an older one to the present shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect

from detente.ledger.errors import NotALedger, StoreExists, StoreUnavailable
from detente.ledger.keeping.databases import WAIT, connector
from detente.ledger.keeping.store import Store, open_store, revision
from detente.ledger.keeping.tables import EVENT, REVISION, VERSION_TABLE

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection


SCRIPTS = "detente.ledger.keeping:migrations"
"""Where the migrations are, as Alembic names a folder in a package."""


def create_store(target: str | Path, *, wait: float = WAIT) -> Store:
    """Make a ledger, or bring an older one to the present shape.

    Parameters
    ----------
    target
        The path of a file, or the address of a database that is there.
    wait
        Seconds to wait for another writer.

    Raises
    ------
    StoreExists
        A ledger of the present shape is there already.
    NotALedger
        Something else is there, or a ledger of a newer shape.
    StoreUnavailable
        The file system or the server does not let us.
    """
    with (
        Store(*connector(target, create=True, wait=wait)) as store,
        store.reading() as connection,
    ):
        if _is_ledger(connection, store.name):
            found = revision(connection)
            connection.rollback()
            if found == REVISION:
                raise StoreExists(f"{store.name}: there is a ledger already; nothing was changed")
            if found > REVISION:
                return open_store(target)  # which says that it is newer
        if connection.dialect.name == "sqlite":
            _log_ahead(connection, store.name)
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        _migrate(connection)
        connection.commit()
    return open_store(target, wait=wait)


def _is_ledger(connection: Connection, name: str) -> bool:
    """Whether a ledger is there already, of whatever shape."""
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE in tables:
        return True
    foreign = tables if connection.dialect.name == "sqlite" else {EVENT.name} & {*tables}
    if foreign:
        raise NotALedger(
            f"{name}: there is another program's table '{min(foreign)}'; nothing was changed"
        )
    return False


def _log_ahead(connection: Connection, name: str) -> None:
    """Let the file have a write-ahead log, which it remembers."""
    if connection.exec_driver_sql("PRAGMA journal_mode=WAL").scalar() != "wal":
        raise StoreUnavailable(
            f"{name}: this file system cannot keep a ledger safely; use a local disk"
        )


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
