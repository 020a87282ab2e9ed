"""`detente evidence`: documents to statements to claims; one command for each step."""

from __future__ import annotations

import os

import click

from detente.cli.lazy import LazyGroup

# Before NumPy loads: the matrices are small, and several threads for each only wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

COMMANDS = {
    "statements": "detente.cli.evidence_reading:statements",
    "findings": "detente.cli.evidence_reading:findings",
    "sources": "detente.cli.evidence_reading:sources",
}


@click.group(cls=LazyGroup, table=COMMANDS)
def evidence() -> None:
    """What is claimed, by whom, and what is confirmed, denied or awaited."""
