"""`detente cases`: what comes with the program."""

from __future__ import annotations

import click

from detente.cli.common import json_option, lang_option, print_document, print_record


@click.command()
@lang_option
@json_option
def cases(lang: str, as_json: bool) -> None:
    """List the bundled cases."""
    from detente.briefing.listings import cases_document, cases_record
    from detente.case import Case, bundled_cases
    from detente.words.language import language

    bundled = [Case.load(name) for name in bundled_cases()]
    if as_json:
        print_record(cases_record(bundled, language(lang)))
    else:
        print_document(cases_document(bundled, language(lang)))
