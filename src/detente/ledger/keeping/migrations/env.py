"""What Alembic runs: the migrations over the connection that it is handed, as one transaction."""

from alembic import context

from detente.ledger.keeping.tables import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSION_TABLE,
    transactional_ddl=True,  # both databases make tables whole or not at all
)
context.run_migrations()
