"""`detente ledger`: what was promised, done and confirmed; one command for each thing to do."""

from __future__ import annotations

import click

from detente.cli.lazy import LazyGroup

COMMANDS = {
    "init": "detente.cli.ledger_store:init",
    "record": "detente.cli.ledger_record:record",
    "confirm": "detente.cli.ledger_record:confirm",
    "dispute": "detente.cli.ledger_record:dispute",
    "status": "detente.cli.ledger_view:status",
    "due": "detente.cli.ledger_view:due",
    "respond": "detente.cli.ledger_view:respond",
    "stop": "detente.cli.ledger_view:stop",
    "replan": "detente.cli.ledger_view:replan",
    "log": "detente.cli.ledger_store:log",
    "verify": "detente.cli.ledger_store:verify",
    "checkpoint": "detente.cli.ledger_store:checkpoint",
    "key": "detente.cli.ledger_store:key_",
    "export": "detente.cli.ledger_store:export",
    "import": "detente.cli.ledger_import:import_",
    "history": "detente.cli.ledger_history:history",
    "diff": "detente.cli.ledger_diff:diff",
    "people": "detente.cli.ledger_people:people",
    "redacted": "detente.cli.ledger_people:redacted",
}


@click.group(cls=LazyGroup, table=COMMANDS)
def ledger() -> None:
    """Keep the books of a deal: promises, deliveries, what follows.

    STORE is a file, or the address of a database (postgresql://USER@HOST/DATABASE). It holds
    one or several cases; --case says which, where there are several. Nothing in it is ever
    changed or deleted.
    """
