"""`detente stress`: whether a ladder holds when the values are not what we think."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    case_argument,
    counting,
    draws_option,
    html_option,
    json_option,
    lang_option,
    note,
    print_document,
    print_record,
    seed_option,
    sequential_option,
    usage,
    with_option,
    work_options,
    workforce,
    working,
    write_page,
)
from detente.cli.exits import Exit

if TYPE_CHECKING:
    from detente.case import Case
    from detente.exchange import Certificate, Exchange


@click.command(short_help="Draw the values from their ranges: does the ladder hold?")
@case_argument
@draws_option
@seed_option
@click.option(
    "--ladder",
    "file",
    metavar="LADDER.json",
    help="Stress this ladder, as `plan --json` printed it, instead of planning one.",
)
@click.option("--robust", is_flag=True, help="Look for the order that holds most often.")
@sequential_option
@with_option
@work_options
@html_option
@lang_option
@json_option
def stress(
    name: str,
    draws: int,
    seed: int,
    file: str | None,
    robust: bool,
    sequential: bool,
    options: tuple[str, ...],
    workers: int | None,
    scheduler: str | None,
    html: Path | None,
    lang: str,
    as_json: bool,
) -> int:
    """Draw the values of a case from their ranges, and see in how many draws its ladder holds.

    What the advice hangs on, what to find out first, where it fails and what is lost by then.
    The exit code is 4 where the ladder does not hold even at the likeliest values.
    """
    from detente.briefing.uncertainty.stress import stress_document
    from detente.briefing.uncertainty.stress_record import stress_record
    from detente.case import Case
    from detente.uncertainty import check_draws, study
    from detente.words.language import language

    case = Case.load(name)
    with usage(), ExitStack() as held:
        check_draws(draws, seed)
        run = held.enter_context(workforce(workers, scheduler))
        deal, certificate = _ladder(case, file, options, sequential)
        with counting(f"Drawing {case.name}", draws) as progress:
            result = study(
                case, certificate.steps, draws, seed, options=options, sequential=sequential,
                robust=robust, run=run, progress=progress,
            )  # fmt: skip
    if as_json:
        print_record(stress_record(case, result, options, sequential=deal.sequential))
    else:
        document = stress_document(case, deal, result, language(lang))
        if html is None:
            print_document(document)
        else:
            write_page(document, html)
    return Exit.DONE if certificate.self_enforcing else Exit.NO_LADDER


def _ladder(
    case: Case, file: str | None, options: tuple[str, ...], sequential: bool
) -> tuple[Exchange, Certificate]:
    """Plan a ladder, or read it from a file."""
    from detente.briefing.answer import answer, compiled
    from detente.briefing.claims import certify_claims

    if file is not None:
        deal = compiled(case, options=options, sequential=sequential)
        return deal, certify_claims(case, deal, Path(file).read_bytes(), file)
    with working(f"Planning {case.name}"):
        found = answer(case, options=options, sequential=sequential, repair=False)
    if found.refusal is not None:
        note(found.refusal)
    return found.deal, found.ladder.certificate
