"""`detente init`: a case to start from."""

from __future__ import annotations

import click

from detente.cli.common import lang_option, note


@click.command()
@click.argument("file", metavar="FILE")
@lang_option
def init(file: str, lang: str) -> None:  # noqa: ARG001 - `note` looks it up
    """Write a commented starter case to FILE, a file not yet there.

    It passes `detente check` and can be planned as it is.
    """
    from detente.case import write_starter

    path = write_starter(file)
    note(f"Wrote {path}; next: detente check {path}")
