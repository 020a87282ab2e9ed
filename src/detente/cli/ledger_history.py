"""`detente ledger history`: what the past of a case amounts to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from detente.cli.common import json_option, lang_option, print_document, print_record, usage
from detente.cli.ledger_common import as_of_option, case_option, store_argument

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.case import Case
    from detente.words.language import Language


@click.command()
@store_argument
@case_option
@as_of_option
@lang_option
@json_option
def history(target: str, case: str | None, as_of: str | None, lang: str, as_json: bool) -> None:
    """Tell relief in force, lags, breaches and snapbacks, and how many people are held.

    A past day is meant by when things happened, not by when they were recorded.
    """
    from detente.briefing.ledger_history import history_document
    from detente.briefing.ledger_records import history_record
    from detente.ledger.book import open_book
    from detente.ledger.dates import span
    from detente.ledger.past import past
    from detente.ledger.store import open_store
    from detente.ledger.vocabulary import vocabulary
    from detente.words.language import language

    with usage():
        day = span(as_of).last if as_of else today()
    with open_store(target) as store:
        book = open_book(store, case)
        found = past(book, vocabulary(book.name, book.case), day)
    if as_json:
        print_record(history_record(found))
    else:
        names = namer(book.case, language(lang))
        print_document(history_document(found, names, language(lang)))


def namer(case: Case | None, lang: Language) -> Callable[[str], str]:
    """Give what names parties and audiences: the case, or where there is none, their ids."""
    from detente.briefing.naming import Names

    return Names(case, lang) if case else str


def today() -> date:
    """Give today's date, in UTC as the ledger counts it."""
    return datetime.now(UTC).date()
