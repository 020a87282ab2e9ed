"""The generated reference: what it says of JSON documents fits the commands and pages there are."""

from __future__ import annotations

from collections.abc import Iterator

import click

from detente.cli.main import detente as group
from detente.web.routes import PAGES
from docs import reference

SHARED = {
    "ledger confirm": "ledger record",
    "ledger dispute": "ledger record",
}
"""Commands that print what another one prints."""


def commands(command: click.Command, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Give every command that is no group, by what one types behind `detente`."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        assert below is not None
        yield from commands(below, f"{path} {name}".strip())


def test_each_json_document_is_named_after_its_command() -> None:
    """A schema is a command's words, or `web` and a page's; at most one word follows."""
    words = {path.replace(" ", ".") for path, _ in commands(group)}
    pages = {word for page in PAGES for word in page.path.strip("/").split("/")} | {"error"}
    names = {name.removeprefix("detente.").partition("/")[0] for name in reference._documents()}
    assert len(names) > 40
    for name in names:
        first, _, rest = name.partition(".")
        if first == "web":
            assert rest in pages, name
        else:
            assert name in words or name.rpartition(".")[0] in words, name


def test_each_command_with_json_has_its_document() -> None:
    """What `--json` prints stands in the table of documents under the command's own name."""
    named = {name.partition("/")[0] for name in reference._documents()}
    speaking = {
        path
        for path, command in commands(group)
        if any("--json" in parameter.opts for parameter in command.params)
    }
    assert len(speaking) > 30
    without = {path for path in speaking if f"detente.{path.replace(' ', '.')}" not in named}
    assert without == set(SHARED)
