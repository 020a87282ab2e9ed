"""`detente beliefs`: are they serious, where would the ladder break, and what tells most."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    case_argument,
    html_option,
    json_option,
    lang_option,
    print_document,
    print_record,
    usage,
    with_option,
    working,
    write_page,
)

if TYPE_CHECKING:
    from detente.uncertainty import Observation


@click.command()
@case_argument
@click.option("--party", metavar="PARTY", help="Only what is believed of this party.")
@click.option(
    "--observations",
    "seen",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="What was seen of its lots, as CSV or JSON: lot, outcome, when.",
)
@click.option("--ledger", metavar="STORE", help="Take in what a ledger has seen of the lots.")
@click.option(
    "--slip",
    type=float,
    default=0.05,
    show_default=True,
    help="How often a party does what its type would not.",
)
@click.option(
    "--discount",
    type=float,
    default=1.0,
    show_default=True,
    help="What a round later counts to an opportunist.",
)
@with_option
@lang_option
@html_option
@json_option
def beliefs(
    name: str,
    party: str | None,
    seen: Path | None,
    ledger: str | None,
    slip: float,
    discount: float,
    options: tuple[str, ...],
    lang: str,
    html: Path | None,
    as_json: bool,
) -> None:
    """Say who the parties may be, and which step tells most of them.

    What is believed before and after what was seen, where the ladder would break by each way an
    opportunist may behave, the best early tests, and whether steps grow too fast.
    """
    from detente.briefing.answer import answer
    from detente.briefing.uncertainty.beliefs import beliefs_document
    from detente.briefing.uncertainty.beliefs_record import beliefs_record
    from detente.case import Case
    from detente.uncertainty import assess
    from detente.words.language import language

    case = Case.load(name)
    observations: tuple[Observation, ...] = ()
    if ledger is not None:
        from detente.ledger.present.snapshot import observed_in

        observations = observed_in(ledger, case)
    if seen is not None:
        from detente.uncertainty.parties.observation_file import read_observations

        observations += read_observations(seen, case)
    with usage(), working(f"Planning {case.name}"):
        planned = answer(case, options=options, repair=False)
        found = assess(
            case,
            planned.deal,
            planned.ladder,
            observations,
            party=party,
            slip=slip,
            discount=discount,
        )
    if as_json:
        print_record(beliefs_record(found))
    elif html is not None:
        write_page(beliefs_document(case, found, language(lang)), html)
    else:
        print_document(beliefs_document(case, found, language(lang)))
