"""`detente compare`: two cases side by side, or the past ladders that look like one."""

from __future__ import annotations

import click

from detente.cli.common import (
    case_argument,
    json_option,
    lang_option,
    print_document,
    print_record,
    working,
)


@click.command(short_help="Set two cases side by side, or find past ones that are like one.")
@case_argument
@click.argument("other", metavar="[OTHER]", required=False)
@click.option("--analogies", is_flag=True, help="Rank the bundled past cases by likeness instead.")
@lang_option
@json_option
def compare(name: str, other: str | None, analogies: bool, lang: str, as_json: bool) -> None:
    """Set the case CASE beside the case OTHER; or, with --analogies, beside all past ones.

    Side by side: who, what, on which terms, what the model says, and what happened. With
    --analogies: which past ladders look like CASE by stated features, and how they ended.
    """
    if analogies == (other is not None):
        raise click.UsageError("give a second case to compare with, or --analogies; one of the two")
    if other is None:
        _analogies(name, lang, as_json)
    else:
        _side_by_side(name, other, lang, as_json)


def _side_by_side(name: str, other: str, lang: str, as_json: bool) -> None:
    from detente.briefing.compare import compare_document, compare_record, side
    from detente.case import Case
    from detente.words.language import language

    cases = Case.load(name), Case.load(other)
    with working("Comparing"):
        one, two = (side(case) for case in cases)
    if as_json:
        print_record(compare_record(one, two, language(lang)))
    else:
        print_document(compare_document(one, two, language(lang)))


def _analogies(name: str, lang: str, as_json: bool) -> None:
    from detente.briefing.analogies import analogies_document, analogies_record
    from detente.case import Case, bundled_cases
    from detente.case.features import analogies
    from detente.words.language import language

    found = analogies(Case.load(name), [Case.load(past) for past in bundled_cases()])
    if as_json:
        print_record(analogies_record(found, language(lang)))
    else:
        print_document(analogies_document(found, language(lang)))
