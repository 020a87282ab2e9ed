"""`detente cases`: what comes with the program."""

from __future__ import annotations

import click

from detente.cli.common import json_option, lang_option, print_document, print_record


@click.command(short_help="List the bundled cases, or tell about one.")
@click.argument("name", required=False)
@lang_option
@json_option
def cases(name: str | None, lang: str, as_json: bool) -> None:
    """List the bundled cases.

    With NAME, a bundled case or a path, tell of that one how it ended, and what the model makes
    of it.
    """
    from detente.briefing.listings import case_document, cases_document, cases_record
    from detente.case import Case, bundled_cases
    from detente.words.language import language

    bundled = [Case.load(one) for one in ([name] if name else bundled_cases())]
    if as_json:
        print_record(cases_record(bundled, language(lang)))
    elif name:
        print_document(case_document(bundled[0], language(lang)))
    else:
        print_document(cases_document(bundled, language(lang)))
