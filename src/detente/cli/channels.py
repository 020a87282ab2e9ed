"""`detente channels`: through whom a message gets there, and what a new line would add."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    case_argument,
    json_option,
    lang_option,
    print_document,
    print_record,
    usage,
)

if TYPE_CHECKING:
    from detente.channels import Line


@click.command()
@case_argument
@click.option("--from", "start", metavar="WHO", help="Who sends; else the first party.")
@click.option(
    "--to", "end", metavar="WHO", help="Who is to hear; else whom the sender deals with most."
)
@click.option(
    "--channel",
    "channels",
    metavar="NAME",
    multiple=True,
    help="Open this proposed channel only, not all; may be repeated.",
)
@click.option(
    "--add",
    "more",
    metavar="A,B,RELIABILITY,DAYS",
    multiple=True,
    help="Open a line the case does not know, such as us,by,.9,.1; may be repeated.",
)
@lang_option
@json_option
def channels(
    name: str,
    start: str | None,
    end: str | None,
    channels: tuple[str, ...],
    more: tuple[str, ...],
    lang: str,
    as_json: bool,
) -> None:
    """Find the best ways for a message, and what new lines would add.

    Best by reliability, by delay and by discretion, with who hears; then, for every two who talk,
    what proposed lines change, and what all hangs on.
    """
    from detente.briefing.channels import channels_document
    from detente.briefing.channels_record import channels_record
    from detente.case import Case
    from detente.channels import survey
    from detente.uncertainty import contacts, ends
    from detente.words.language import language

    case = Case.load(name)
    added = [_line(text) for text in more]
    with usage():
        of = contacts(case, added)
        opened = (*channels, *(line.name for line in added)) or of.proposed
        found = survey(of, *ends(case, start, end), opened)
    if as_json:
        print_record(channels_record(case, found))
    else:
        print_document(channels_document(case, found, language(lang)))


def _line(text: str) -> Line:
    """Read a line from ``A,B,RELIABILITY,DAYS``."""
    from detente.channels import Line, Range

    parts = [part.strip() for part in text.split(",")]
    try:
        one, other, reliability, days = parts
        sure, delay = float(reliability), float(days)
    except ValueError:
        raise click.UsageError(
            f"--add takes A,B,RELIABILITY,DAYS, such as us,by,.9,.1, not '{text}'"
        ) from None
    return Line(
        f"{one}-{other}",
        (one, other),
        Range(sure, sure, sure),
        Range(delay, delay, delay),
        proposed=True,
    )
