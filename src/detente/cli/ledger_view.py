"""`detente ledger status | due | respond | stop | replan`: where the deal stands, what follows."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.cli.common import (
    at_option,
    html_option,
    json_option,
    lang_option,
    limit_option,
    note,
    print_document,
    print_record,
    usage,
    with_option,
    working,
    write_page,
    write_whole,
)
from detente.cli.exits import Exit
from detente.cli.ledger_common import (
    as_of_option,
    author_option,
    case_option,
    chosen_day,
    known_option,
    store_argument,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Literal

    from detente.briefing.blocks import Document
    from detente.ledger.book import Book
    from detente.ledger.present.snapshot import Snapshot

F = TypeVar("F", bound="Callable[..., Any]")


def view_options(command: F) -> F:
    """Add the options of all commands that read: which case, which day, which language."""
    for option in (
        json_option,
        lang_option,
        known_option,
        as_of_option,
        case_option,
    ):
        command = option(command)
    return command


@contextmanager
def looking(
    target: str, case: str | None, as_of: str | None, known: bool
) -> Iterator[tuple[Book, Snapshot]]:
    """Open a book and look at it as it is, or on a past day."""
    from detente.ledger.book import open_book
    from detente.ledger.keeping.store import open_store
    from detente.ledger.present.snapshot import look

    day = chosen_day(as_of, known)
    with open_store(target) as store, working(f"Reading {store.name}"):
        book = open_book(store, case)
        with book.readable():
            yield book, look(book, day)


def _print(document: Document, html: Path | None) -> None:
    if html is None:
        print_document(document)
    else:
        write_page(document, html)


@click.command()
@store_argument
@view_options
@html_option
def status(
    target: str, case: str | None, as_of: str | None, known: bool, lang: str, as_json: bool,
    html: Path | None,
) -> None:  # fmt: skip
    """Tell where the deal stands: who is ahead, what is next, what is in force.

    A past day is seen as it was, by all that is recorded today; with --known by what had been
    recorded by then.
    """
    from detente.briefing.ledger.present_records import status_record
    from detente.briefing.ledger.status import status_document
    from detente.words.language import language

    with looking(target, case, as_of, known) as (_, snap):
        if as_json:
            print_record(status_record(snap))
        else:
            _print(status_document(snap, language(lang)), html)


@click.command()
@store_argument
@click.option("--within", type=click.IntRange(min=0), metavar="DAYS", help="No further ahead.")
@click.option(
    "--ics",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Write a calendar (iCalendar) to FILE, - for the screen.",
)
@view_options
def due(
    target: str, within: int | None, ics: Path | None, case: str | None, as_of: str | None,
    known: bool, lang: str, as_json: bool,
) -> int:  # fmt: skip
    """Tell what is overdue, broken, due and to come; exit code 5 where something presses.

    For cron: `detente ledger due deal.db || mail -s "deal" desk@example.org`.
    """
    from datetime import UTC, datetime

    from detente.briefing.ledger.due import due_calendar, due_document, within as coming
    from detente.briefing.ledger.present_records import due_record
    from detente.words.language import language

    with looking(target, case, as_of, known) as (_, snap):
        found, pressing = coming(snap, within), bool(snap.pressing)
        if ics is not None:
            text = due_calendar(snap, found, language(lang), datetime.now(UTC))
            if str(ics) == "-":
                click.echo(text, nl=False)
            else:
                write_whole(ics, text)
                note(f"The calendar is in {ics}.")
        elif as_json:
            print_record(due_record(snap, found))
        else:
            print_document(due_document(snap, language(lang), within))
    return Exit.OVERDUE if pressing else Exit.DONE


@click.command()
@store_argument
@view_options
def respond(
    target: str, case: str | None, as_of: str | None, known: bool, lang: str, as_json: bool
) -> None:
    """Advise how to answer what is overdue or broken: mildest and reversible first.

    Nothing is done or recorded; `detente ledger record STORE response` does that.
    """
    from detente.briefing.ledger.answers import answers_document
    from detente.briefing.ledger.present_records import answers_record
    from detente.words.language import language

    with looking(target, case, as_of, known) as (_, snap):
        if as_json:
            print_record(answers_record(snap))
        else:
            print_document(answers_document(snap, language(lang)))


@click.command()
@store_argument
@view_options
def stop(
    target: str, case: str | None, as_of: str | None, known: bool, lang: str, as_json: bool
) -> None:
    """Tell what if they stop now: what each keeps and loses, what is taken back by when.

    Nothing is done or recorded.
    """
    from detente.briefing.ledger.answers import stop_document
    from detente.briefing.ledger.present_records import stop_record
    from detente.words.language import language

    with looking(target, case, as_of, known) as (_, snap):
        if as_json:
            print_record(stop_record(snap))
        else:
            print_document(stop_document(snap, language(lang)))


@click.command()
@store_argument
@click.option("--record", "keep", is_flag=True, help="Record the new ladder as the one that is on.")
@click.option("--beliefs", is_flag=True,
              help="Plan with the stakes that are to be expected after what was seen.")  # fmt: skip
@click.option("--keep-order", is_flag=True, help="Keep what is left in the order of before.")
@with_option
@at_option
@limit_option
@author_option
@view_options
def replan(
    target: str,
    keep: bool,
    beliefs: bool,
    keep_order: bool,
    options: tuple[str, ...],
    at: Literal["low", "mode", "high"],
    time_limit: float | None,
    author: str,
    case: str | None,
    as_of: str | None,
    known: bool,
    lang: str,
    as_json: bool,
) -> int:
    """Plan what is left, with the delivered lots fixed, and show what changes.

    Exit code 4 where the rest does not hold by itself.
    """
    from detente.briefing.ledger.present_records import replan_record
    from detente.briefing.ledger.replan import replan_document
    from detente.ledger.present.replanning import record_ladder, replan as plan_rest
    from detente.words.language import language

    if keep and as_of:
        raise click.UsageError("a ladder for a past day cannot be recorded: leave out --as-of")
    with looking(target, case, as_of, known) as (book, snap):
        with usage():
            found = plan_rest(
                snap.name, snap.case, snap.state, snap.today,
                at=at, options=options, time_limit=time_limit, beliefs=beliefs,
                keep_order=keep_order,
            )  # fmt: skip
        event = record_ladder(book, found, author) if keep else None
        if as_json:
            print_record(replan_record(snap, found, event))
        else:
            print_document(replan_document(snap, found, language(lang)))
    if found.refusal:
        note(found.refusal)
    if event:
        click.echo(language(lang).say("Recorded as {id}.", id=event), err=True)
    return Exit.DONE if found.self_enforcing else Exit.NO_LADDER
