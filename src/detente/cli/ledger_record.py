"""`detente ledger record | confirm | dispute`: what happened goes into the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.cli.common import json_option, lang_option, note, print_record
from detente.cli.ledger_common import author_option, case_option, store_argument

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

ANSWERS = click.Choice(["yes", "no", "unknown"])


def evidence_options(command: F) -> F:
    """Add the options that say when something happened, and what that rests on."""
    for option in (
        click.option("--source", "sources", multiple=True, metavar="TEXT",
                     help="Evidence: a source or its address; may be repeated."),
        click.option("--file", "files", multiple=True, metavar="FILE",
                     type=click.Path(path_type=Path),
                     help="Evidence: a file; its hash is kept, not the file."),
        click.option("--claim", "claims", multiple=True, metavar="ID",
                     help="Evidence: a claim of `detente evidence`."),
        click.option("--what", default="", metavar="TEXT", help="In a few words."),
        click.option("--when", default="", metavar="DATE",
                     help="When it happened (2025-08-16, 2025-08 or 2025); today when not said."),
    ):  # fmt: skip
        command = option(command)
    return command


def field_options(command: F) -> F:
    """Add an option for each field that only some kinds of events have."""
    days = click.IntRange(min=0)
    for option in (
        click.option("--withdraw", is_flag=True, help="correction: it was never so."),
        click.option("--role", metavar="ROLE", help="account: what it may do."),
        click.option("--account", metavar="NAME", help="account: whose."),
        click.option("--act", metavar="ACT", help="act: consent, protest or act."),
        click.option("--change", metavar="CHANGE",
                     help="stock: released, detained, expelled, rearrested or counted."),
        click.option("--level", metavar="LEVEL", help="response: note, delay or suspend."),
        click.option("--until", metavar="DATE", help="response, act, pause: until when."),
        click.option("--wind-down", type=days, metavar="DAYS", help="snapback_started."),
        click.option("--notice", type=days, metavar="DAYS", help="snapback_started."),
        click.option("--instrument", metavar="TEXT", help="By what act."),
        click.option("--expiry", metavar="DATE", help="relief, renewal, delivery: runs until."),
        click.option("--grace", type=days, metavar="DAYS", help="commitment: days of grace."),
        click.option("--after", metavar="ITEM",
                     help="commitment: a lot, measure or event that the days count from."),
        click.option("--days", type=days, metavar="DAYS", help="commitment: within so many days."),
        click.option("--due", metavar="DATE", help="commitment: due by."),
        click.option("--unit", metavar="TEXT", help="What the quantity counts."),
        click.option("--quantity", type=float, metavar="N", help="How much."),
        click.option("--ref", metavar="EVENT", help="The event it refers to, as minsk#12."),
        click.option("--party", metavar="PARTY", help="Who acts; a lot's giver when not said."),
    ):  # fmt: skip
        command = option(command)
    return command


def recording_options(command: F) -> F:
    """Add the options of all commands that record: of which case, by whom, how to answer."""
    for option in (json_option, lang_option, author_option, case_option):
        command = option(command)
    return command


@click.command()
@store_argument
@click.argument("kind")
@click.argument("item", required=False, default="")
@field_options
@evidence_options
@recording_options
def record(
    kind: str, item: str, due: str | None, days: int | None, after: str | None, **given: Any
) -> None:
    """Record what happened: KIND, and the lot, measure or event (ITEM) it is about.

    \b
    KIND is one of
      commitment delivery partial breach waiver response
      snapback_started snapback_completed relief renewal expiry
      incident stock act pause resume exit note account correction
    A check of a delivery is recorded by `confirm`, a denial by `dispute`, a new
    ladder by `replan --record`. A correction names the event and what it should
    have said; nothing is ever overwritten.

    \b
    detente ledger record deal.db commitment belavia_licence --days 30 \\
      --after releases_waves.1 --grace 10
    detente ledger record deal.db delivery releases_waves.1 --when 2025-09-11
    detente ledger record deal.db correction minsk#4 --quantity 28
    """  # noqa: D301 - click reads the backspace
    trigger = {"date": due, "days": days, "after": after}
    given["trigger"] = {name: x for name, x in trigger.items() if x is not None}
    _record(kind, item, **given)


@click.command()
@store_argument
@click.argument("item")
@click.option("--party", required=True, metavar="PARTY", help="Who checked; never the claimant.")
@click.option("--done", type=ANSWERS, default="yes", show_default=True, help="Was it done?")
@click.option("--on-time", type=ANSWERS, default="unknown", show_default=True, help="On time?")
@click.option("--as-agreed", type=ANSWERS, default="unknown", show_default=True, help="As agreed?")
@click.option(
    "--observable",
    type=ANSWERS,
    default="unknown",
    show_default=True,
    help="Could a breach have been seen? Not seeing one is then compliance; else it is nothing.",
)
@click.option("--quantity", type=float, metavar="N", help="How much the check found.")
@evidence_options
@recording_options
def confirm(item: str, **given: Any) -> None:
    """Record a check of a delivery: ITEM is the lot, or the event that claims it.

    Three answers are kept apart: done, on time, as agreed. The claimant cannot confirm its own
    delivery, nor can the account that recorded the claim.
    """
    _record("confirmation", item, **given)


@click.command()
@store_argument
@click.argument("item")
@click.option("--party", metavar="PARTY", help="Who disputes it.")
@evidence_options
@recording_options
def dispute(item: str, **given: Any) -> None:
    """Record that a delivery is denied: ITEM is the lot, or the event that claims it."""
    _record("dispute", item, **given)


def _record(
    kind: str,
    item: str,
    *,
    target: str,
    case: str | None,
    author: str,
    lang: str,
    as_json: bool,
    claims: tuple[str, ...],
    files: tuple[Path, ...],
    sources: tuple[str, ...],
    **given: Any,
) -> None:
    """Record one event; `given` are its other fields, as the options name them."""
    from detente.briefing.ledger.recorded import recorded_line, recorded_record
    from detente.ledger.book import open_book
    from detente.ledger.drafting import draft
    from detente.ledger.keeping.store import open_store
    from detente.words.language import language

    with open_store(target) as store:
        book = open_book(store, case, account=author)
        event = draft(book, kind, item, evidence=_evidence(claims, files, sources), **given)
        entry = book.record(event)[0]
    if book.case is None:
        note(f"The file of the case {book.name} is not here: names were not checked (--case FILE).")
    if as_json:
        print_record(recorded_record([entry]))
    else:
        click.echo(recorded_line(entry, language(lang)))


def _evidence(
    claims: tuple[str, ...], files: tuple[Path, ...], sources: tuple[str, ...]
) -> list[dict[str, str]]:
    from hashlib import sha256

    hashed = [{"file": f.name, "sha256": sha256(f.read_bytes()).hexdigest()} for f in files]
    return [*({"claim": x} for x in claims), *hashed, *({"source": x} for x in sources)]
