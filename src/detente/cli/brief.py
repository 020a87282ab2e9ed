"""`detente brief`: what a minister reads, on one page, in full, or for the other side."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    case_argument,
    lang_option,
    limit_option,
    note,
    terms_options,
    usage,
    working,
    write_whole,
)
from detente.cli.exits import Exit

if TYPE_CHECKING:
    from typing import Literal

    from detente.briefing.brief import Profile
    from detente.briefing.rendering.formats import Format

_FORMATS = ("html", "pdf", "docx", "md")
_PROFILES = ("full", "minister", "counterpart")


@click.command()
@case_argument
@click.option(
    "--format", "format_", type=click.Choice(_FORMATS),
    help="Form of the file; by default what the name after -o ends in, else html.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write to FILE; without it HTML and Markdown go to the screen.",
)  # fmt: skip
@click.option(
    "--profile", type=click.Choice(_PROFILES), default="full", show_default=True,
    help="All of it; one page; or the steps alone, for the other side to see.",
)  # fmt: skip
@click.option("--for", "side", metavar="PARTY", help="The party it is written for: our side.")
@click.option("--ledger", metavar="STORE", help="Tell how far it has come, by this ledger.")
@click.option(
    "--sign", type=click.Path(path_type=Path), metavar="KEY",
    help="Sign the ledger's checkpoint in the footer (`detente ledger key` makes a key).",
)  # fmt: skip
@click.option(
    "--evidence", type=click.Path(path_type=Path), metavar="FOLDER",
    help="Tell what is claimed there, not what comes with the case.",
)  # fmt: skip
@click.option(
    "--template", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE",
    help="Your own template: Jinja2 (html, md), Typst (pdf) or docxtpl (docx).",
)  # fmt: skip
@limit_option
@terms_options
@lang_option
def brief(
    name: str,
    format_: Format | None,
    output: Path | None,
    profile: Profile,
    side: str | None,
    ledger: str | None,
    sign: Path | None,
    evidence: Path | None,
    template: Path | None,
    time_limit: float | None,
    at: Literal["low", "mode", "high"],
    options: tuple[str, ...],
    sequential: bool,
    lang: str,
) -> int:
    """Write the brief of a case: HTML, PDF, Word or Markdown.

    The first page answers what comes next, who moves, at what risk, what breaks it, by when,
    how sure we are, and what guarantee makes it safe. Exit code 4 where no ladder holds: the
    brief is written all the same, and says so.
    """
    from detente.briefing.answer import answer
    from detente.briefing.brief import brief_of
    from detente.briefing.rendering.formats import drawing_ahead, render
    from detente.case import Case
    from detente.words.language import language

    kind = format_ or _by_ending(output)
    if output is None and kind in ("pdf", "docx"):
        raise click.UsageError(f"--format {kind} needs a file to write to (-o FILE)")
    if sign is not None and ledger is None:
        raise click.UsageError("--sign goes with --ledger STORE")
    case = Case.load(name)
    claims = None
    if evidence is not None:
        from detente.cli.evidence_claims import gather

        claims = gather(evidence, None)
    with drawing_ahead(kind) if profile == "full" else nullcontext():
        with usage(), working(f"Planning {case.name}"):
            found = answer(
                case, at=at, options=options, sequential=sequential, time_limit=time_limit
            )
        with working(f"Writing {case.name}"):
            document = brief_of(
                found, language(lang), profile, side=side, ledger=ledger, key=sign, evidence=claims
            )
            written = render(document, kind, template)
    if found.refusal is not None:
        note(found.refusal)
    if output is None:
        sys.stdout.buffer.write(written)
    else:
        write_whole(output, written)
        note(f"The brief is in {output}.")
    return Exit.DONE if found.ladder.self_enforcing else Exit.NO_LADDER


def _by_ending(output: Path | None) -> Format:
    """Tell the format by what the file's name ends in."""
    ending = output.suffix.lstrip(".").lower() if output else "html"
    for known in _FORMATS:
        if ending == known or (known, ending) == ("html", "htm"):
            return known  # type: ignore[return-value]
    raise click.UsageError(
        f"{output}: say which form it shall have (--format {'|'.join(_FORMATS)})"
    )
