"""`detente evidence`: documents to statements to claims; one command for each step."""

from __future__ import annotations

import os

import click

from detente.cli.lazy import LazyGroup

# Before NumPy loads: its matrices are small here, and several threads only wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

COMMANDS = {
    "statements": "detente.cli.evidence_reading:statements",
    "findings": "detente.cli.evidence_reading:findings",
    "sources": "detente.cli.evidence_reading:sources",
    "add": "detente.cli.evidence_folder:add",
    "claims": "detente.cli.evidence_claims:claims",
    "matrix": "detente.cli.evidence_claims:matrix",
    "timeline": "detente.cli.evidence_claims:timeline",
    "decide": "detente.cli.evidence_folder:decide",
    "agreement": "detente.cli.evidence_folder:agreement",
    "export": "detente.cli.evidence_exchange:export",
    "import": "detente.cli.evidence_exchange:import_",
}


@click.group(cls=LazyGroup, table=COMMANDS)
def evidence() -> None:
    """Tell what is claimed, by whom, and what is confirmed.

    EVIDENCE is a folder made with `add`, any folder of documents, one document, or a table of
    claims (CSV).
    """
