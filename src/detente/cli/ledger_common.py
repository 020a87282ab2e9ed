"""What the commands of `detente ledger` share: how a store and a case of it are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import usage

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def pairs_of(option: str, words: Sequence[str], form: str) -> list[tuple[str, str]]:
    """Read what an option gives as pairs with an equals sign; `form` is how they are written."""
    pairs = [word.partition("=") for word in words]
    for left, sign, right in pairs:
        if not left or not right:
            raise click.UsageError(f"{option} '{left}{sign}{right}': expected {form}")
    return [(left, right) for left, _, right in pairs]


def chosen_day(as_of: str | None, known: bool) -> AsOf | None:
    """Give the past day that --as-of and --known ask for, or None."""
    from detente.ledger.book import past_day

    if known and not as_of:
        raise click.UsageError("--known goes with --as-of DATE")
    with usage():
        return past_day(as_of, known=known)
