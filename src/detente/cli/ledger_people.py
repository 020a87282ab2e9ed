"""`detente ledger people | redacted`: who may do what, and what the other side was given."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import json_option, lang_option, print_document, print_record
from detente.cli.ledger_common import (
    as_of_option,
    author_option,
    case_option,
    chosen_day,
    pairs_of,
    store_argument,
)


@click.command()
@store_argument
@case_option
@author_option
@click.option(
    "--set",
    "changes",
    metavar="NAME=ROLE",
    multiple=True,
    help="Give an account a role (reader, analyst, confirmer, admin; none takes it away).",
)
@as_of_option
@lang_option
@json_option
def people(
    target: str,
    case: str | None,
    author: str,
    changes: tuple[str, ...],
    as_of: str | None,
    lang: str,
    as_json: bool,
) -> None:
    """List the accounts of a ledger and what each may do; change them with --set.

    Without any, one person keeps the ledger and may do all. The first must be an admin.
    """
    from detente.briefing.ledger.people import people_document, people_record
    from detente.ledger.book import open_book
    from detente.ledger.events import Account
    from detente.ledger.keeping.store import open_store
    from detente.words.language import language

    day = chosen_day(as_of, bool(as_of))
    roles = pairs_of("--set", changes, "NAME=ROLE")
    if day and roles:
        raise click.UsageError("--set does not go with --as-of: what was is not changed")
    with open_store(target) as store:
        book = open_book(store, case, account=author)
        if roles:
            book.record(*(Account(account=name, role=role) for name, role in roles))
        state = book.state_on(day) if day else book.state()
        accounts = dict(state.accounts)
    if as_json:
        print_record(people_record(book.name, accounts))
    else:
        print_document(people_document(book.name, accounts, language(lang)))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@lang_option
@json_option
def redacted(file: Path, lang: str, as_json: bool) -> None:
    """Follow the chain of FILE, which `export --for` wrote: that nothing was taken out of it.

    The exit code is 6 where its chain is broken.
    """
    from detente.briefing.ledger.people import redacted_document, redacted_record
    from detente.ledger.redaction import check_redacted
    from detente.words.language import language

    with file.open("rb") as source:
        found = check_redacted(source, str(file))
    if as_json:
        print_record(redacted_record(found))
    else:
        print_document(redacted_document(found, str(file), language(lang)))
