"""The one table of a store, and the number of its shape.

The body holds all that is hashed; the other columns are what queries and the chain need. The
table is made by the migrations, which a test holds against this.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

REVISION = "0001"
"""The newest migration; revisions are numbered, so that an older store is told from a newer."""

VERSION_TABLE = "ledger_version"
"""Where a store keeps the number of its shape: not Alembic's own name, for in a database of
PostgreSQL there may be other programs' tables."""

EVENT = Table(
    "event",
    MetaData(),
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("case", String(60), nullable=False),
    Column("number", Integer, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("case", "number", name="event_case_number"),  # no two events at one place
    sqlite_autoincrement=True,  # SQLite then remembers the largest key: a cut end shows
)
"""`case` and `number` name the event; `hash` covers `previous` and the bytes of `body`."""
