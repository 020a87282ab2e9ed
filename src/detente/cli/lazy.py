"""A command group that imports a command only when it is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from detente.words.nearest import suggest

if TYPE_CHECKING:
    from collections.abc import Mapping


class LazyGroup(click.Group):
    """A group whose commands are looked up in a table.

    Parameters
    ----------
    table
        Command name to ``"module:attribute"``. The modules import click at their top and the
        library inside their functions, so that listing them for ``--help`` stays cheap.
    """

    def __init__(self, *args: Any, table: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of the table, which is the order of use."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of that name, or give None where there is none."""
        if cmd_name not in self.table:
            return None
        module, attribute = self.table[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command an argument list begins with, or name the nearest one."""
        name = args[0]
        if name not in self.table and not name.startswith("-") and not ctx.resilient_parsing:
            ctx.fail(f"there is no command '{name}'{suggest(name, self.table)}")
        return super().resolve_command(ctx, args)
