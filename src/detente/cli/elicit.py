"""`detente elicit`: values from analysts, kept honest; one command for each thing to do."""

from __future__ import annotations

import click

from detente.cli.lazy import LazyGroup

COMMANDS = {
    "questions": "detente.cli.elicit_questions:questions",
    "check": "detente.cli.elicit_check:check",
    "pool": "detente.cli.elicit_pool:pool",
    "score": "detente.cli.elicit_score:score",
}


@click.group(cls=LazyGroup, table=COMMANDS)
def elicit() -> None:
    """Ask analysts for values, and keep them honest.

    SHEET is an analyst's file of ranges and answers for a case. FORECASTS.csv is a record of what
    analysts said would come, and what came.
    """
