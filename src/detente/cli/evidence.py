"""`detente evidence`: documents to statements to claims; one command for each step."""

from __future__ import annotations

import click

from detente.cli.lazy import LazyGroup

COMMANDS = {
    "statements": "detente.cli.evidence_reading:statements",
    "findings": "detente.cli.evidence_reading:findings",
    "sources": "detente.cli.evidence_reading:sources",
}


@click.group(cls=LazyGroup, table=COMMANDS)
def evidence() -> None:
    """What is claimed, by whom, and what is confirmed, denied or awaited."""
