"""The table of events, to which rows are only ever added."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# RAISE(ABORT) undoes the statement. The trigger on INSERT is there for INSERT OR REPLACE, which
# removes rows without asking the trigger on DELETE; it also keeps the numbers without gaps.
SQLITE = (
    """CREATE TRIGGER event_no_update BEFORE UPDATE ON event
       BEGIN SELECT RAISE(ABORT, 'events are never changed: record a correction'); END""",
    """CREATE TRIGGER event_no_delete BEFORE DELETE ON event
       BEGIN SELECT RAISE(ABORT, 'events are never deleted: record a correction'); END""",
    """CREATE TRIGGER event_only_append BEFORE INSERT ON event
       WHEN NEW.number <> 1 + COALESCE((SELECT MAX(number) FROM event WHERE "case" = NEW."case"), 0)
         OR EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
       BEGIN SELECT RAISE(ABORT, 'events are only added at the end'); END""",
)

POSTGRESQL = (
    """CREATE FUNCTION event_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'events are never changed or deleted: record a correction'; END $$""",
    """CREATE TRIGGER event_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON event
       FOR EACH STATEMENT EXECUTE FUNCTION event_is_kept()""",
)


def upgrade() -> None:
    """Make the table and the triggers that keep it."""
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("case", sa.String(60), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("case", "number", name="event_case_number"),
        sqlite_autoincrement=True,
    )
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[op.get_bind().dialect.name]:
        op.execute(statement)
