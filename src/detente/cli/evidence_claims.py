"""`detente evidence claims | matrix | timeline`: what a body of evidence says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    html_option,
    json_option,
    lang_option,
    note,
    print_document,
    print_record,
    working,
    write_page,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.briefing.blocks import Document
    from detente.evidence.decisions import Decision
    from detente.evidence.pipeline import Gathered
    from detente.words.language import Language

evidence_argument = click.argument("evidence", type=click.Path(path_type=Path))
own_option = click.option(
    "--sources", "own", type=click.Path(path_type=Path), help="Your own entries on sources (YAML)."
)


@click.command()
@evidence_argument
@click.option("--status", "only", help="Only claims of this status.")
@own_option
@lang_option
@html_option
@json_option
def claims(
    evidence: Path,
    only: str | None,
    own: Path | None,
    lang: str,
    html: Path | None,
    as_json: bool,
) -> None:
    """Give each claim its status, probability, and voices."""
    from detente.briefing.evidence.claims import claims_document
    from detente.evidence.claim_records import claims_record
    from detente.evidence.status import STATUSES
    from detente.words.language import language
    from detente.words.nearest import suggest

    if only is not None and only not in STATUSES:
        raise click.UsageError(f"there is no status '{only}'{suggest(only, STATUSES)}")
    gathered, decisions = gather(evidence, own)
    if as_json:
        record = claims_record(gathered, decisions)
        if only:
            record["claims"] = [c for c in record["claims"] if c["status"] == only]
        print_record(record)
        return
    document = claims_document(gathered, decisions, only, language(lang))
    if html:
        write_page(document, html)
    else:
        print_document(document)


@click.command()
@evidence_argument
@own_option
@lang_option
@html_option
@json_option
def matrix(evidence: Path, own: Path | None, lang: str, html: Path | None, as_json: bool) -> None:
    """Lay out who said so, passed it on, denied, was silent.

    With --html, what would change each status and the timeline stand on the page too.
    """
    from detente.briefing.evidence.claims import matrix_document
    from detente.evidence.claim_records import matrix_record

    if as_json:
        print_record(matrix_record(gather(evidence, own)[0]))
    else:
        _show(matrix_document, evidence, own, lang, html)


@click.command()
@evidence_argument
@own_option
@lang_option
@html_option
@json_option
def timeline(evidence: Path, own: Path | None, lang: str, html: Path | None, as_json: bool) -> None:
    """Tell who said what when, and who said it first.

    With --html, what would change each status and the matrix stand on the page too.
    """
    from detente.briefing.evidence.claims import timeline_document
    from detente.evidence.claim_records import timeline_record

    if as_json:
        print_record(timeline_record(gather(evidence, own)[0]))
    else:
        _show(timeline_document, evidence, own, lang, html)


def _show(
    document: Callable[[Gathered, list[Decision], Language], Document],
    evidence: Path,
    own: Path | None,
    lang: str,
    html: Path | None,
) -> None:
    """Print one view of the claims, or write the page that holds all of them."""
    from detente.briefing.evidence.page import evidence_page
    from detente.words.language import language

    gathered, decisions = gather(evidence, own)
    if html:
        write_page(evidence_page(gathered, decisions, str(evidence), language(lang)), html)
    else:
        print_document(document(gathered, decisions, language(lang)))


def gather(evidence: Path, own: Path | None) -> tuple[Gathered, list[Decision]]:
    """Read and judge, with the analysts' groupings and grades; give their decisions too."""
    from detente.cli.evidence_reading import registry_with
    from detente.evidence.decisions import decisions_of, read_decisions
    from detente.evidence.pipeline import gather as run

    with working(f"Reading {evidence}"):
        decisions = read_decisions(decisions_of(evidence))
        gathered = run(evidence, registry=registry_with(own), decisions=decisions)
    for sentence in gathered.failed:
        note(f"left out: {sentence}")
    return gathered, decisions
