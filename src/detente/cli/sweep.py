"""`detente sweep`: many scenarios planned and stressed side by side, in one table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    counting,
    json_option,
    lang_option,
    note,
    print_document,
    print_record,
    seed_option,
    sequential_option,
    usage,
    work_options,
    workforce,
    write_whole,
)
from detente.cli.exits import Exit

if TYPE_CHECKING:
    from detente.uncertainty.sweeps.scenarios import Wanted


@click.command(short_help="Plan and stress many scenarios, side by side in one table.")
@click.argument("names", metavar="CASE...", nargs=-1, required=True)
@click.option(
    "--ladder", "ladders", metavar="LADDER", multiple=True, default=("guarantee",),
    help="guarantee, exposure, early[:PARTY], robust, or a file of `plan --json`; may be repeated.",
)  # fmt: skip
@click.option(
    "--set", "settings", metavar="PATH=VALUE,…", multiple=True,
    help="Values for a number of the case, each a scenario: numbers, low, mode, high, or range "
    "(drawn, as in the case); may be repeated, for all combinations.",
)  # fmt: skip
@click.option(
    "--with", "options", metavar="OPTION,…", multiple=True,
    help="Optional measures to take in together, beside none; may be repeated.",
)  # fmt: skip
@click.option(
    "--at", type=click.Choice(["low", "mode", "high"]), multiple=True, default=("mode",),
    show_default=True, help="Which end of every range to plan for; may be repeated.",
)  # fmt: skip
@click.option(
    "--draws", type=int, default=10_000, show_default=True, metavar="N",
    help="Draws for each scenario.",
)  # fmt: skip
@seed_option
@sequential_option
@work_options
@click.option(
    "-o", "--output", "outputs", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    multiple=True, help="Write the table to FILE.parquet or FILE.csv; may be repeated.",
)  # fmt: skip
@lang_option
@json_option
def sweep(
    names: tuple[str, ...],
    ladders: tuple[str, ...],
    settings: tuple[str, ...],
    options: tuple[str, ...],
    at: tuple[str, ...],
    draws: int,
    seed: int,
    sequential: bool,
    workers: int | None,
    scheduler: str | None,
    outputs: tuple[Path, ...],
    lang: str,
    as_json: bool,
) -> int:
    """Plan and stress every combination of cases, terms and ladders.

    For each: the ladder's guarantee and exposure, how often it holds with values drawn from
    their ranges, where it fails first and what is lost by then. A scenario without a ladder is
    a row with the reason. The exit code is 4 where no scenario has a self-enforcing ladder.
    """
    from detente.briefing.uncertainty.sweep import sweep_document
    from detente.briefing.uncertainty.sweep_record import sweep_record
    from detente.case import Case
    from detente.uncertainty import SweepPlan, sweep_plan
    from detente.uncertainty.sweeps.scenarios import read_settings
    from detente.uncertainty.sweeps.table import check_target, written
    from detente.words.language import language

    with usage():
        for path in outputs:
            check_target(path)
        plan = SweepPlan(
            cases=tuple(Case.load(name) for name in dict.fromkeys(names)),
            ladders=tuple(map(_wanted, dict.fromkeys(ladders))),
            options=((), *(tuple(o.strip() for o in one.split(",")) for one in options)),
            settings=read_settings(settings),
            at=tuple(dict.fromkeys(at)),  # type: ignore[arg-type]
            draws=draws,
            seed=seed,
            sequential=sequential,
        )
        with (
            workforce(workers, scheduler) as run,
            counting("Sweeping", len(plan.scenarios)) as progress,
        ):
            found = sweep_plan(plan, run, progress)
    for path in outputs:
        write_whole(path, written(found, path))
        note(f"The table is in {path}.")
    if as_json:
        print_record(sweep_record(found))
    else:
        print_document(sweep_document(found, language(lang)))
    holds = any(row.certificate and row.certificate.self_enforcing for row in found.rows)
    return Exit.DONE if holds else Exit.NO_LADDER


def _wanted(text: str) -> Wanted:
    """Read a ladder from a file where the name says so; else how to look for one."""
    from detente.briefing.claims import read_ladder
    from detente.uncertainty.sweeps.scenarios import Wanted, read_wanted

    if not text.endswith(".json"):
        return read_wanted(text)
    steps = read_ladder(Path(text).read_bytes(), text)["steps"]
    return Wanted("given", name=text, steps=tuple(map(tuple, steps)))  # type: ignore[call-overload]
