"""`detente elicit check`: whether an analyst can mean all of it."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import (
    case_argument,
    html_option,
    json_option,
    lang_option,
    note,
    print_document,
    print_record,
    working,
    write_page,
    write_whole,
)
from detente.cli.exits import Exit


@click.command(short_help="Check an analyst's answers against ranges and each other.")
@case_argument
@click.argument("file", metavar="SHEET")
@click.option("-o", "--output", metavar="FILE", help="Write the sheet with what its answers leave.")
@click.option("--force", is_flag=True, help="Write over FILE where it exists.")
@html_option
@lang_option
@json_option
def check(
    name: str,
    file: str,
    output: str | None,
    force: bool,
    html: Path | None,
    lang: str,
    as_json: bool,
) -> int:
    """Check the answers of an analyst's SHEET against its ranges and against each other.

    What cannot all hold is shown in sets from which nothing can be left out; then how much of
    the ranges agrees with each answer, what consistent answers teach about the ranges, and
    whether that moves the advice. The exit code is 3 where something cannot hold.
    """
    from detente.briefing.elicitation.check import check_document
    from detente.briefing.elicitation.check_record import check_record
    from detente.briefing.elicitation.moves import moves
    from detente.briefing.elicitation.sheet import sheet_text
    from detente.briefing.naming import Names
    from detente.case import Case, TargetExists
    from detente.elicitation import Sheet, examine
    from detente.words.language import language

    case = Case.load(name)
    if output and not force and Path(output).exists():
        raise TargetExists(f"{output} exists; nothing was written over it (--force would)")
    sheet = Sheet.load(file, case)
    with working(f"Checking {file}"):
        found = examine(sheet)
        moved = moves(found)
    speaking = language(lang)
    if output:
        left = {lesson.path: lesson.to for lesson in found.lessons}
        write_whole(Path(output), sheet_text(sheet, Names(case, speaking), ranges=left))
        note(f"The sheet is in {output}.")
    if as_json:
        print_record(check_record(found, moved))
    elif html is not None:
        write_page(check_document(found, moved, speaking), html)
    else:
        print_document(check_document(found, moved, speaking))
    return Exit.INVALID if found.contradictions else Exit.DONE
