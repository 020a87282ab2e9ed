"""`detente evidence statements | findings | sources`: one file; who publishes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    html_option,
    json_option,
    lang_option,
    print_document,
    print_record,
    working,
    write_page,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from detente.evidence.statements import Reading

file_argument = click.argument("file", type=click.Path(path_type=Path))


def known_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what a user may know of a document, or hold about sources."""
    for option in (
        click.option("--publisher", default="", help="Who published it (a name or host name)."),
        click.option("--published", default="", metavar="DATE", help="ISO date of publication."),
        click.option(
            "--sources",
            "own",
            type=click.Path(path_type=Path),
            help="Your own entries on sources (YAML); they go before the shipped ones.",
        ),
    ):
        command = option(command)
    return command


@click.command()
@file_argument
@known_options
@click.option("--llm", metavar="URL", help="An OpenAI-compatible endpoint of your own to ask too.")
@click.option("--model", default="", help="With --llm: the model's name.")
@lang_option
@json_option
def statements(
    file: Path,
    publisher: str,
    published: str,
    own: Path | None,
    llm: str | None,
    model: str,
    lang: str,
    as_json: bool,
) -> None:
    """List who says what in FILE, how, and exactly where.

    FILE is text, HTML, PDF, DOCX, RSS or Atom, or an e-mail, in Russian or English.
    """
    from detente.briefing.evidence.reading import statements_document
    from detente.evidence.reading_records import statements_record
    from detente.words.language import language

    with working(f"Reading {file}"):
        readings = _read(file, publisher, published, own)
        dropped = 0
        if llm:
            from detente.evidence.llm import ask

            readings, dropped = ask(readings, llm, model)
    if as_json:
        record = statements_record(readings)
        print_record({**record, "dropped": dropped} if llm else record)
    else:
        print_document(statements_document(readings, dropped if llm else None, language(lang)))


@click.command()
@file_argument
@known_options
@lang_option
@html_option
@json_option
def findings(
    file: Path,
    publisher: str,
    published: str,
    own: Path | None,
    lang: str,
    html: Path | None,
    as_json: bool,
) -> None:
    """Tell what FILE lets one say, each with its sentence.

    Agreed by both sides, one-sided, awaited (a word was due), corroborated, contested, denied.
    """
    from detente.briefing.evidence.reading import findings_document
    from detente.evidence.reading_records import findings_record
    from detente.words.language import language

    with working(f"Reading {file}"):
        readings = _read(file, publisher, published, own)
    if as_json:
        records = [findings_record(r) for r in readings]
        more = {"documents": records[1:]} if len(records) > 1 else {}
        print_record({**records[0], **more})
        return
    document = findings_document(readings, language(lang))
    if html:
        write_page(document, html)
    else:
        print_document(document)


@click.command()
@click.argument("name", required=False)
@click.option("--sources", "own", type=click.Path(path_type=Path), help="Your own entries (YAML).")
@lang_option
@json_option
def sources(name: str | None, own: Path | None, lang: str, as_json: bool) -> None:
    """Tell who publishes, who owns it, and whose side it is on.

    NAME is a source's id, name, other name or host name; without it all are listed.
    """
    from detente.briefing.evidence.claims import sources_document
    from detente.evidence.grading import sources_record
    from detente.evidence.registry import find
    from detente.words.language import language

    chosen = find(registry_with(own), name)
    if as_json:
        print_record(sources_record(chosen))
    else:
        print_document(sources_document(chosen, language(lang)))


def registry_with(own: Path | None) -> Any:
    """Give the registry of sources, the user's own entries first."""
    from detente.evidence.registry import Registry, read_own

    registry = Registry()
    return registry.with_own(read_own(own), str(own)) if own else registry


def _read(file: Path, publisher: str, published: str, own: Path | None) -> list[Reading]:
    from detente.evidence.intake.files import read_file
    from detente.evidence.statements import read

    registry = registry_with(own)
    found = read_file(file, publisher=publisher, published=published)
    return [read(document, registry=registry) for document in found]
