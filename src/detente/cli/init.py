"""`detente init`: a case to start from."""

from __future__ import annotations

import click


@click.command()
@click.argument("file", metavar="FILE")
def init(file: str) -> None:
    """Write a commented starter case to FILE, a file not yet there.

    It passes `detente check` and can be planned as it is.
    """
    from detente.case import write_starter

    path = write_starter(file)
    click.echo(f"Wrote {path}; next: detente check {path}", err=True)
