"""`detente elicit pool`: several analysts' ranges, apart and pooled."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import (
    case_argument,
    html_option,
    json_option,
    lang_option,
    note,
    print_document,
    print_record,
    seed_option,
    usage,
    with_option,
    working,
    write_page,
    write_whole,
)
from detente.cli.exits import Exit


@click.command(short_help="Put several analysts' ranges side by side, and pool them.")
@case_argument
@click.argument("files", metavar="SHEET SHEET …", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--weights", type=click.Choice(["equal", "performance"]), default="equal", show_default=True,
    help="All weigh the same, or by their past forecasts.",
)  # fmt: skip
@click.option(
    "--record", type=click.Path(path_type=Path), metavar="FORECASTS.csv",
    help="Past forecasts, for --weights performance.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="POOLED.yaml",
    help="Write the case with the pooled ranges.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Write over POOLED.yaml where it exists.")
@click.option("--all", "everything", is_flag=True, help="Show every value, not those most apart.")
@click.option("--draws", type=int, default=20_000, show_default=True, metavar="N",
              help="Draws from each analyst's ranges.")  # fmt: skip
@seed_option
@with_option
@html_option
@lang_option
@json_option
def pool(
    name: str,
    files: tuple[Path, ...],
    weights: str,
    record: Path | None,
    output: Path | None,
    force: bool,
    everything: bool,
    draws: int,
    seed: int,
    options: tuple[str, ...],
    html: Path | None,
    lang: str,
    as_json: bool,
) -> int:
    """Keep several analysts' ranges apart, pool them, and see what becomes of the advice.

    Each SHEET is one analyst's. Everybody's numbers are held against the ladder planned for the
    pool. The exit code is 4 where that does not hold even at the pool's likeliest values.
    """
    from detente.briefing.elicitation.pool import pool_document
    from detente.briefing.elicitation.record import pool_record
    from detente.case import Case, TargetExists
    from detente.case.library import case_text
    from detente.elicitation import (
        Panel,
        advise,
        convene,
        equal_weights,
        performance_weights,
        pooled_text,
        read_record,
    )
    from detente.words.language import language

    if (weights == "performance") != (record is not None):
        raise click.UsageError("--weights performance and --record FORECASTS.csv go together")
    case = Case.load(name)
    if output is not None and output.exists() and not force:
        raise TargetExists(f"{output} exists; nothing was written over it (--force would)")
    sheets = convene(case, files)
    analysts = [sheet.analyst for sheet in sheets]
    weighed = (
        performance_weights(read_record(record), analysts) if record else equal_weights(analysts)
    )
    panel = Panel(case, sheets, weighed)
    with usage(), working(f"Planning {case.name}"):
        found = advise(panel, draws=draws, seed=seed, options=options)
    if output is not None:
        write_whole(output, pooled_text(panel, case_text(name)))
        note(
            f"The pooled case is in {output}. Stressed by itself it gives another figure: there "
            "one's cost meets another's stake in one draw."
        )
    if as_json:
        print_record(pool_record(panel, found))
    elif html is not None:
        write_page(pool_document(panel, found, language(lang), everything=True), html)
    else:
        print_document(pool_document(panel, found, language(lang), everything=everything))
    return Exit.DONE if found.pool.ladder.self_enforcing else Exit.NO_LADDER
