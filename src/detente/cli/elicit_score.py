"""`detente elicit score`: how past forecasts came out."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import (
    html_option,
    json_option,
    lang_option,
    print_document,
    print_record,
    write_page,
)


@click.command(short_help="Score past forecasts: how well calibrated is whom?")
@click.argument("file", metavar="FORECASTS.csv", type=click.Path(path_type=Path))
@click.option("--analyst", metavar="NAME", help="Only this analyst.")
@html_option
@lang_option
@json_option
def score(file: Path, analyst: str | None, html: Path | None, lang: str, as_json: bool) -> None:
    """Score a record of past forecasts, analyst by analyst.

    The record is a table with the columns analyst, made, question; probability, or low, median and
    high (the 5 %, 50 % and 95 % points); outcome, resolved, source. A question without an outcome
    is open and waits.
    """
    from detente.briefing.elicitation.record import score_record
    from detente.briefing.elicitation.score import score_document
    from detente.elicitation import read_record, scores
    from detente.words.language import language

    record = read_record(file)
    if analyst is not None:
        record.of(analyst)  # refuses whom it does not know
    found = [one for one in scores(record) if analyst in (None, one.analyst)]
    if as_json:
        print_record(score_record(record, found))
    elif html is not None:
        write_page(score_document(record, found, language(lang)), html)
    else:
        print_document(score_document(record, found, language(lang)))
