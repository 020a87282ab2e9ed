"""`detente check`: what is doubtful about a case."""

from __future__ import annotations

import click

from detente.cli.common import (
    case_argument,
    json_option,
    lang_option,
    print_document,
    print_record,
)


@click.command(short_help="Say what in a case is wrong, unsupported or contradictory.")
@case_argument
@lang_option
@json_option
def check(name: str, lang: str, as_json: bool) -> None:
    """Check a case: is it valid, what is unsupported, what contradicts what.

    Warnings do not change the exit code; an invalid case has exit code 3.
    """
    from detente.briefing.listings import check_document, check_record
    from detente.case import Case
    from detente.words.language import language

    case = Case.load(name)
    findings = case.findings()
    if as_json:
        print_record(check_record(case, findings, language(lang)))
    else:
        print_document(check_document(case, findings, language(lang)))
