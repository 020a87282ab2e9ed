"""What the commands of `detente ledger` share: how a store and a case of it are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import usage

if TYPE_CHECKING:
    from detente.ledger.book import AsOf

store_argument = click.argument("target", metavar="STORE")
case_option = click.option(
    "--case", metavar="NAME", help="Which case, where the store holds several."
)
as_of_option = click.option(
    "--as-of", metavar="DATE", help="As things were on a past day (2025-08-16, 2025-08 or 2025)."
)
known_option = click.option(
    "--known", is_flag=True, help="With --as-of: only what had been recorded by then."
)
author_option = click.option(
    "--as",
    "author",
    default="",
    metavar="NAME",
    help="Who records; needed once there are accounts.",
)


def chosen_day(as_of: str | None, known: bool) -> AsOf | None:
    """Give the past day that --as-of and --known ask for, or None."""
    from detente.ledger.book import past_day

    if known and not as_of:
        raise click.UsageError("--known goes with --as-of DATE")
    with usage():
        return past_day(as_of, known=known)
