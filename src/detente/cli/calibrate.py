"""`detente calibrate`: what is known of each kind of measure, and how forecasts from it do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from detente.cli.common import (
    case_argument,
    html_option,
    json_option,
    lang_option,
    print_document,
    print_record,
    usage,
    write_page,
)


def _day(_context: click.Context, _option: click.Parameter, said: str | None) -> date | None:
    """Read a day as it stands on the command line."""
    if said is None:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise click.BadParameter(f"'{said}' is no date such as 2020-12-31") from None


@click.command()
@case_argument
@click.option(
    "--discount",
    type=float,
    default=0.2,
    show_default=True,
    help="What a borrowed case weighs beside one of our own, 0 to 1.",
)
@click.option(
    "--history",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="The case's own history (CSV: date, side, step_type); else the bundled one.",
)
@click.option(
    "--until",
    callback=_day,
    metavar="DAY",
    help="The last day of the history to use; else the case's own.",
)
@click.option(
    "--backtest",
    "known",
    callback=_day,
    metavar="DAY",
    help="Forecast what came after DAY from what was known, and score it.",
)
@click.option(
    "--months", type=int, default=6, show_default=True, help="Of a backtest: length of a period."
)
@lang_option
@html_option
@json_option
def calibrate(
    name: str,
    discount: float,
    history: Path | None,
    until: date | None,
    known: date | None,
    months: int,
    lang: str,
    html: Path | None,
    as_json: bool,
) -> None:
    """Show what is known of each kind of measure, with its sources.

    How often such measures start, are completed and are taken back: figures from published data,
    at a discount, and the case's own history on top.
    """
    from detente.briefing.uncertainty.calibration import calibration_document
    from detente.briefing.uncertainty.calibration_record import calibration_record
    from detente.case import Case
    from detente.uncertainty import backtest, calibrate as count
    from detente.uncertainty.past.chronicle import bundled, read_chronicle
    from detente.words.language import language

    case = Case.load(name)
    chronicle = read_chronicle(history) if history else bundled(case)
    if known is not None and chronicle is None:
        raise click.UsageError(
            f"{case.name} has no history of its own to test on; give one with --history"
        )
    with usage():
        found = count(case, chronicle, discount=discount, until=until)
        tested = (
            backtest(chronicle, known, months=months, discount=discount)
            if known is not None and chronicle is not None
            else None
        )
    if as_json:
        print_record(calibration_record(case, found, tested))
    elif html is not None:
        write_page(calibration_document(case, found, tested, language(lang)), html)
    else:
        print_document(calibration_document(case, found, tested, language(lang)))
