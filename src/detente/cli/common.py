"""What commands share: their options, and how data and progress go out."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.words.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from detente.briefing.blocks import Document
    from detente.uncertainty.work import Run

F = TypeVar("F", bound="Callable[..., Any]")

case_argument = click.argument("name", metavar="CASE")
lang_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES, case_sensitive=False),
    default="en",
    show_default=True,
    help="Language.",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document for machines."
)

html_option = click.option(
    "--html", type=click.Path(path_type=Path), metavar="FILE",
    help="Write a page to FILE instead of the screen.",
)  # fmt: skip
at_option = click.option(
    "--at", type=click.Choice(["low", "mode", "high"]), default="mode", show_default=True,
    help="Which end of every range to plan for.",
)  # fmt: skip
with_option = click.option(
    "--with", "options", metavar="OPTION", multiple=True,
    help="Take in an optional measure; may be repeated.",
)  # fmt: skip
sequential_option = click.option(
    "--sequential", is_flag=True, help="Lots of one step may come in any order."
)
limit_option = click.option(
    "--time-limit", type=float, metavar="SECONDS", help="Stop searching after so long."
)
draws_option = click.option(
    "--draws", type=int, default=100_000, show_default=True, metavar="N", help="Draws."
)
seed_option = click.option(
    "--seed", type=int, default=0, show_default=True, help="Where the draws begin."
)


def terms_options(command: F) -> F:
    """Add the options that say which exchange a case is compiled to."""
    return at_option(with_option(sequential_option(command)))


def work_options(command: F) -> F:
    """Add the options that say who does the work; see `workforce`."""
    for option in (
        click.option("--scheduler", metavar="ADDRESS",
                     help="Let the Dask cluster of this scheduler do the work."),
        click.option("--workers", type=int, metavar="N",
                     help="Let N processes do the work; the numbers stay the same."),
    ):  # fmt: skip
        command = option(command)
    return command


@contextmanager
def workforce(workers: int | None, scheduler: str | None) -> Iterator[Run | None]:
    """Give who does the work as long as it lasts; None where nobody was asked for."""
    if workers is None and scheduler is None:
        yield None
        return
    if workers is not None and scheduler is not None:
        raise click.UsageError("give either --workers or --scheduler, not both")
    from detente.uncertainty.processes import cluster

    with ExitStack() as held:
        with working("Calling the workers together"):
            run = held.enter_context(cluster(workers, scheduler))
        yield run


def print_document(document: Document) -> None:
    """Write a document on stdout."""
    from detente.briefing.rendering.terminal import show

    show(document, sys.stdout)


def write_page(document: Document, path: Path) -> None:
    """Write a document as one HTML page, and say where it is."""
    from detente.briefing.rendering.html import to_html

    write_whole(path, to_html(document))
    note(f"The page is in {path}; open it in any browser.")


def print_record(record: Mapping[str, object]) -> None:
    """Write a document for machines on stdout."""
    import json

    click.echo(json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False))


def note(text: str) -> None:
    """Say something on stderr, in the reader's language as far as it is known there."""
    click.echo(_told(text), err=True)


def _told(text: str) -> str:
    context = click.get_current_context(silent=True)
    code = context.params.get("lang", LANGUAGES[0]) if context else LANGUAGES[0]
    if code == LANGUAGES[0]:
        return text
    from detente.briefing.refusals import retold
    from detente.words.language import language

    return retold(text, language(code))


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say on stderr what is being done, while it is, if somebody is looking."""
    if not sys.stderr.isatty():
        yield
        return
    click.echo(f"{_told(what)} …", err=True, nl=False)
    try:
        yield
    finally:
        click.echo("\r\x1b[K", err=True, nl=False)


@contextmanager
def counting(what: str, total: int) -> Iterator[Callable[[int], None] | None]:
    """Show on stderr how much of `total` is done and how long the rest takes, if somebody looks.

    Yields what takes the number done since the last call, from any thread; None where nobody looks.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from threading import Lock

    lock = Lock()
    with click.progressbar(
        length=total, label=_told(what), file=sys.stderr, show_percent=True
    ) as bar:

        def done(amount: int) -> None:
            with lock:
                bar.update(amount)

        yield done
    click.echo("\x1b[1A\r\x1b[K", err=True, nl=False)  # the finished bar says nothing more


@contextmanager
def usage() -> Iterator[None]:
    """Turn a value that makes no sense into a mistake of usage; errors of ours pass as they are."""
    from detente.exchange import DetenteError

    try:
        yield
    except ValueError as error:
        if isinstance(error, DetenteError):
            raise
        raise click.UsageError(str(error)) from None


def write_whole(path: Path, content: str | bytes | Iterable[bytes]) -> None:
    """Write a file whole or not at all; see `detente.case.files.write_whole`."""
    from detente.case import files

    files.write_whole(path, content)
