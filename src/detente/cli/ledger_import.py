"""`detente ledger import`: exported events, chronicles, and snapshots of sanctions lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import json_option, lang_option, print_document, print_record, working
from detente.cli.ledger_common import author_option, case_option, pairs_of, store_argument

if TYPE_CHECKING:
    from detente.ledger.keeping.store import Store

Show = Callable[[str, bool], None]
"""What prints the answer, in a language or for machines, once the store is closed."""


@click.command("import")
@store_argument
@click.argument("file", type=click.Path(path_type=Path))
@case_option
@author_option
@click.option(
    "--side",
    "sides",
    metavar="SIDE=NAME",
    multiple=True,
    help="Who a side of the chronicle is in the case; may be repeated.",
)
@click.option(
    "--as-of", default="", metavar="DATE", help="The day that a snapshot of a sanctions list shows."
)
@lang_option
@json_option
def import_(
    target: str,
    file: Path,
    case: str | None,
    author: str,
    sides: tuple[str, ...],
    as_of: str,
    lang: str,
    as_json: bool,
) -> None:
    """Take FILE into the ledger, whole or not at all.

    FILE is what `export` wrote (its events are added as they are, with authors, times and
    hashes); or a chronicle, a CSV of dated steps with the columns date, side, step_type, what;
    or a snapshot of a sanctions list, of which the day, the size and the hash are noted (see
    `diff`). What is there already is left out. A chronicle's first import needs no --case where
    only one bundled case knows all its sides.
    """
    from detente.ledger.importing import what_is
    from detente.ledger.keeping.store import open_store

    kind = what_is(file)
    if as_of and kind != "list":
        raise click.UsageError(f"--as-of is for a sanctions list, which {file} is not")
    named = dict(pairs_of("--side", sides, "SIDE=NAME"))
    with open_store(target) as store, working(f"Reading {file}"):
        if kind == "lines":
            show = _take_lines(store, file)
        elif kind == "list":
            show = _take_list(store, file, case, author, as_of)
        else:
            show = _take_chronicle(store, file, case, author, named)
    show(lang, as_json)


def _take_lines(store: Store, file: Path) -> Show:
    from detente.briefing.ledger.log import taken_document, taken_record
    from detente.ledger.keeping.lines import take_lines
    from detente.words.language import language

    with file.open("rb") as source:
        taken = take_lines(store, source, str(file))

    def show(lang: str, as_json: bool) -> None:
        if as_json:
            print_record(taken_record(taken))
        else:
            print_document(taken_document(taken, language(lang)))

    return show


def _take_list(store: Store, file: Path, case: str | None, author: str, as_of: str) -> Show:
    from detente.briefing.ledger.history import imported_sentence
    from detente.ledger.book import open_book
    from detente.ledger.importing import import_list
    from detente.words.language import language

    done = import_list(open_book(store, case, account=author), file, as_of)

    def show(lang: str, as_json: bool) -> None:
        if as_json:
            print_record({"schema": "detente.ledger.import.list/1", **asdict(done)})
        else:
            click.echo(imported_sentence(done, language(lang)))

    return show


def _take_chronicle(
    store: Store, file: Path, case: str | None, author: str, sides: dict[str, str]
) -> Show:
    from detente.briefing.ledger.history import history_document
    from detente.briefing.ledger.history_record import history_record
    from detente.briefing.ledger.terms import namer
    from detente.ledger.book import open_book
    from detente.ledger.importing import import_chronicle
    from detente.ledger.past.history import read_steps
    from detente.ledger.past.summary import past
    from detente.ledger.past.vocabulary import case_by_sides, vocabulary
    from detente.words.language import language

    if case is None and not store.cases():
        case = case_by_sides(read_steps(file))
        if case is None:
            raise click.UsageError("say which case this is the history of: --case NAME")
    book = open_book(store, case, account=author)
    words = vocabulary(book.name, book.case, sides)
    done = import_chronicle(book, file, words)
    found = past(book, words)

    def show(lang: str, as_json: bool) -> None:
        if as_json:
            print_record(history_record(found, [done]))
        else:
            names = namer(book.case, language(lang))
            print_document(history_document(found, names, language(lang), [done]))

    return show
