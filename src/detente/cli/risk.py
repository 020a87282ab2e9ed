"""`detente risk`: what incidents cost, and whether what is done about them is cheap insurance."""

from __future__ import annotations

import click

from detente.cli.common import (
    case_argument,
    counting,
    draws_option,
    json_option,
    lang_option,
    print_document,
    print_record,
    seed_option,
    usage,
    with_option,
    work_options,
    workforce,
)


@click.command()
@case_argument
@click.option(
    "--horizon", type=float, metavar="YEARS", help="How far ahead to look; else the case's."
)
@click.option(
    "--discount", type=float, metavar="RATE", help="How much less a year later weighs, as .03."
)
@draws_option
@seed_option
@click.option(
    "--channel",
    "channels",
    metavar="NAME",
    multiple=True,
    help="Only this proposed channel, not the whole plan; may be repeated.",
)
@with_option
@click.option("--renewed", is_flag=True, help="Renew each time, at its cost, what ends earlier.")
@work_options
@lang_option
@json_option
def risk(
    name: str,
    horizon: float | None,
    discount: float | None,
    draws: int,
    seed: int,
    channels: tuple[str, ...],
    options: tuple[str, ...],
    renewed: bool,
    workers: int | None,
    scheduler: str | None,
    lang: str,
    as_json: bool,
) -> None:
    """Reckon what incidents cost, and what a channel takes off.

    Expected loss and bad years with and without, the premium each side pays, loss taken off per
    point of premium, and how many incidents must be prevented to earn it.
    """
    from detente.briefing.uncertainty.risk import risk_document
    from detente.briefing.uncertainty.risk_record import risk_record
    from detente.case import Case
    from detente.uncertainty import risk as reckon
    from detente.words.language import language

    case = Case.load(name)
    with (
        usage(),
        workforce(workers, scheduler) as run,
        counting(f"Drawing incidents of {case.name}", draws) as progress,
    ):
        found = reckon(
            case,
            options=options,
            channels=channels or None,
            horizon=horizon,
            discount=discount,
            draws=draws,
            seed=seed,
            renewed=renewed,
            run=run,
            progress=progress,
        )
    if as_json:
        print_record(risk_record(case, found))
    else:
        print_document(risk_document(case, found, language(lang)))
