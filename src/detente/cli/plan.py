"""`detente plan`: the ladder of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    case_argument,
    json_option,
    lang_option,
    limit_option,
    note,
    print_document,
    print_record,
    terms_options,
    usage,
    working,
)
from detente.cli.exits import Exit

if TYPE_CHECKING:
    from typing import Literal

    from detente.briefing.answer import Answer
    from detente.case import Case
    from detente.exchange import Exchange
    from detente.planning import Objective


@click.command()
@case_argument
@click.option(
    "--objective",
    type=click.Choice(["guarantee", "exposure", "early"]),
    default="guarantee",
    show_default=True,
    help="What to make smallest: what must be at stake, the exposure, or the wait of one party.",
)
@click.option("--party", metavar="PARTY", help="With `early`: whose value comes early.")
@limit_option
@terms_options
@click.option(
    "--advise-lots", is_flag=True, help="Say instead how fine to cut, and what finer lots bring."
)
@click.option("--dates", is_flag=True, help="Say instead when each step comes, and what is late.")
@click.option("--no-repair", is_flag=True, help="Look for no changes that would make it hold.")
@lang_option
@json_option
def plan(
    name: str,
    objective: Objective,
    party: str | None,
    time_limit: float | None,
    at: Literal["low", "mode", "high"],
    options: tuple[str, ...],
    sequential: bool,
    advise_lots: bool,
    dates: bool,
    no_repair: bool,
    lang: str,
    as_json: bool,
) -> int:
    """Find the ladder of steps that nobody gains by breaking.

    Where there is none, the ladder with the smallest guarantee is printed all the same, with
    the smallest changes that would make one exist, and the exit code is 4.
    """
    from detente.briefing.answer import answer, compiled
    from detente.briefing.documents import plan_document
    from detente.briefing.record import plan_record
    from detente.case import Case
    from detente.words.language import language

    case = Case.load(name)
    if objective == "early" and party is None:
        who = ", ".join(case.form.parties)
        raise click.UsageError(f"--objective early needs the party (--party), one of {who}")
    if advise_lots:
        deal = compiled(case, at=at, options=options, sequential=sequential)
        return _advise(case, deal, time_limit, lang, as_json)
    with usage(), working(f"Planning {case.name}"):
        found = answer(
            case,
            at=at,
            options=options,
            sequential=sequential,
            objective=objective,
            party=party,
            time_limit=time_limit,
            repair=not (no_repair or dates),
        )
    if found.refusal is not None:
        note(found.refusal)
    if dates:
        return _date(found, at, options, sequential, time_limit, lang, as_json)
    if as_json:
        print_record(plan_record(found))
    else:
        document = plan_document(
            case, found.deal, found.ladder, found.repairs, language(lang), found.coalitions
        )
        print_document(document)
    return Exit.DONE if found.ladder.self_enforcing else Exit.NO_LADDER


def _advise(case: Case, deal: Exchange, time_limit: float | None, lang: str, as_json: bool) -> int:
    """Print the advice on lots; exit code 4 where no number of lots suffices."""
    from detente.briefing.lots import advise, lots_document, lots_record
    from detente.words.language import language

    with usage(), working(f"Cutting {case.name}"):
        advice = advise(case, deal, time_limit)
    if as_json:
        print_record(lots_record(case, advice))
    else:
        print_document(lots_document(case, deal, advice, language(lang)))
    return Exit.NO_LADDER if advice.together is None else Exit.DONE


def _date(
    found: Answer,
    at: Literal["low", "mode", "high"],
    options: tuple[str, ...],
    sequential: bool,
    time_limit: float | None,
    lang: str,
    as_json: bool,
) -> int:
    """Print when each step comes; exit code 4 where the ladder does not hold in time."""
    from detente.briefing.dates import dates_document
    from detente.briefing.dates_record import dates_record
    from detente.briefing.dating import date_ladder
    from detente.words.language import language

    case = found.case
    with usage(), working(f"Dating {case.name}"):
        dating = date_ladder(
            case,
            found.ladder,
            at=at,
            options=options,
            sequential=sequential,
            time_limit=time_limit,
        )
    if as_json:
        print_record(dates_record(case, dating))
    else:
        print_document(dates_document(case, dating, language(lang)))
    return Exit.DONE if dating.certificate.self_enforcing else Exit.NO_LADDER
