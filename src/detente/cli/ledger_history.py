"""`detente ledger history`: what the past of a case amounts to."""

from __future__ import annotations

import click

from detente.cli.common import json_option, lang_option, print_document, print_record
from detente.cli.ledger_common import (
    as_of_option,
    case_option,
    chosen_day,
    known_option,
    store_argument,
)


@click.command()
@store_argument
@case_option
@as_of_option
@known_option
@lang_option
@json_option
def history(
    target: str, case: str | None, as_of: str | None, known: bool, lang: str, as_json: bool
) -> None:
    """Tell relief in force, lags, breaches and snapbacks, and how many people are held.

    A past day is seen as it was, by all that is recorded today; with --known by what had been
    recorded by then.
    """
    from detente.briefing.ledger.history import history_document
    from detente.briefing.ledger.history_record import history_record
    from detente.briefing.ledger.terms import namer
    from detente.ledger.book import open_book
    from detente.ledger.keeping.store import open_store
    from detente.ledger.past.summary import past
    from detente.ledger.past.vocabulary import vocabulary
    from detente.words.language import language

    day = chosen_day(as_of, known)
    with open_store(target) as store:
        book = open_book(store, case)
        found = past(book, vocabulary(book.name, book.case), day)
    if as_json:
        print_record(history_record(found))
    else:
        names = namer(book.case, language(lang))
        print_document(history_document(found, names, language(lang)))
