"""What the commands of `detente ledger` share: how a store and a case of it are named."""

from __future__ import annotations

import click

store_argument = click.argument("target", metavar="STORE")
case_option = click.option(
    "--case", metavar="NAME", help="Which case, where the store holds several."
)
as_of_option = click.option(
    "--as-of", metavar="DATE", help="As things were on a past day (2025-08-16, 2025-08 or 2025)."
)
author_option = click.option(
    "--as",
    "author",
    default="",
    metavar="NAME",
    help="Who records; needed once there are accounts.",
)
