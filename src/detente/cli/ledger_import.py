"""`detente ledger import`: exported events, chronicles, and snapshots of sanctions lists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import json_option, lang_option, print_document, print_record, working
from detente.cli.ledger_common import author_option, case_option, store_argument

if TYPE_CHECKING:
    from detente.ledger.store import Store


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
@lang_option
@json_option
def import_(
    target: str,
    file: Path,
    case: str | None,
    author: str,
    sides: tuple[str, ...],
    lang: str,
    as_json: bool,
) -> None:
    """Take FILE into the ledger, whole or not at all.

    FILE is what `export` wrote (its events are added as they are, with authors, times and
    hashes), or a chronicle: a CSV of dated steps with the columns date, side, step_type, what.
    What is there already is left out. A chronicle's first import needs no --case where only
    one bundled case knows all its sides.
    """
    from detente.ledger.history import is_chronicle
    from detente.ledger.store import open_store

    with file.open("rb"):  # a file that is not there is told before anything else
        pass
    with open_store(target) as store:
        if is_chronicle(file):
            _take_chronicle(store, file, case, author, _named(sides), lang, as_json)
        else:
            _take_lines(store, file, lang, as_json)


def _named(sides: tuple[str, ...]) -> dict[str, str]:
    """Read the pairs SIDE=NAME."""
    pairs = [side.partition("=") for side in sides]
    for side, _, name in pairs:
        if not side or not name:
            raise click.UsageError(f"--side {side}{_}{name}: expected SIDE=NAME")
    return {side: name for side, _, name in pairs}


def _take_lines(store: Store, file: Path, lang: str, as_json: bool) -> None:
    from detente.briefing.ledger_log import taken_document, taken_record
    from detente.ledger.lines import take_lines
    from detente.words.language import language

    with file.open("rb") as source, working(f"Reading {file}"):
        taken = take_lines(store, source, str(file))
    if as_json:
        print_record(taken_record(taken))
    else:
        print_document(taken_document(taken, language(lang)))


def _take_chronicle(
    store: Store,
    file: Path,
    case: str | None,
    author: str,
    sides: dict[str, str],
    lang: str,
    as_json: bool,
) -> None:
    from detente.briefing.ledger_history import history_document
    from detente.briefing.ledger_records import history_record
    from detente.cli.ledger_history import namer, today
    from detente.ledger.book import open_book
    from detente.ledger.history import read_steps
    from detente.ledger.importing import import_chronicle
    from detente.ledger.past import past
    from detente.ledger.vocabulary import case_of, vocabulary
    from detente.words.language import language

    if case is None and not store.cases():
        case = case_of(read_steps(file))
        if case is None:
            raise click.UsageError("say which case this is the history of: --case NAME")
    book = open_book(store, case, account=author)
    words = vocabulary(book.name, book.case, sides)
    with working(f"Reading {file}"):
        done = import_chronicle(book, file, words)
        found = past(book, words, today())
    if as_json:
        print_record(history_record(found, [done]))
    else:
        names = namer(book.case, language(lang))
        print_document(history_document(found, names, language(lang), [done]))
