"""`detente elicit questions`: what the numbers imply, to be answered."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import (
    case_argument,
    json_option,
    lang_option,
    note,
    print_document,
    print_record,
    usage,
    working,
    write_whole,
)


@click.command(short_help="Ask what the numbers of a case imply about preferences.")
@case_argument
@click.argument("file", metavar="[SHEET]", required=False)
@click.option("--party", metavar="PARTY", help="Ask about this party or audience only.")
@click.option(
    "--limit", type=int, default=8, show_default=True, metavar="N", help="Questions for each."
)
@click.option("--as", "analyst", metavar="NAME", default="NAME", help="Whose sheet -o writes.")
@click.option("-o", "--output", metavar="FILE", help="Write a sheet to answer them in.")
@click.option("--force", is_flag=True, help="Write over FILE where it exists.")
@lang_option
@json_option
def questions(
    name: str,
    file: str | None,
    party: str | None,
    limit: int,
    analyst: str,
    output: str | None,
    force: bool,
    lang: str,
    as_json: bool,
) -> None:
    """Ask what the numbers of CASE, or of an analyst's SHEET for it, imply about preferences.

    Each two values of a party that are neighbours by their amount say that it would prefer one to
    the other; so does a value near the sum of two others. The few that tell most are asked. Pairs
    that stand in SHEET are not asked again, and -o keeps them, with its ranges.
    """
    from detente.briefing.elicitation.questions import questions_document, questions_record
    from detente.briefing.elicitation.sheet import sheet_text
    from detente.briefing.naming import Names
    from detente.case import Case, TargetExists
    from detente.elicitation import Sheet, questions as ask
    from detente.words.language import language

    case = Case.load(name)
    if output and not force and Path(output).exists():
        raise TargetExists(f"{output} exists; nothing was written over it (--force would)")
    sheet = Sheet.load(file, case) if file else Sheet.empty(case, analyst)
    with usage(), working(f"Asking about {case.name}"):
        asked = ask(sheet, party=party, limit=limit)
    speaking = language(lang)
    if output:
        write_whole(Path(output), sheet_text(sheet, Names(case, speaking), asked))
        note(f"The sheet is in {output}; next: detente elicit check {name} {output}")
    if as_json:
        print_record(questions_record(sheet, asked, speaking))
    elif not output:
        print_document(questions_document(sheet, asked, speaking))
