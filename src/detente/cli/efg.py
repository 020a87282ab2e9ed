"""`detente efg`: a deal as a game for Gambit and OpenSpiel."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import case_argument, terms_options, working, write_whole

if TYPE_CHECKING:
    from typing import Literal


@click.command(short_help="Write a case as a game (.efg) for Gambit or OpenSpiel.")
@case_argument
@click.argument("file", metavar="[LADDER.json]", required=False)
@click.option("-o", "--output", metavar="FILE", help="Where to write it; otherwise on stdout.")
@click.option("--force", is_flag=True, help="Write over FILE where it exists.")
@click.option(
    "--free-order",
    is_flag=True,
    help="Let the parties choose the order as they go (small deals only).",
)
@terms_options
def efg(
    name: str,
    file: str | None,
    output: str | None,
    force: bool,
    free_order: bool,
    at: Literal["low", "mode", "high"],
    options: tuple[str, ...],
    sequential: bool,
) -> None:
    """Write a case as an extensive-form game (.efg), to be solved by Gambit or OpenSpiel.

    The game is that of its planned ladder, or of LADDER.json as `detente plan CASE --json`
    printed it: at every prefix each party goes on or walks away. The ladder is completed in the
    subgame-perfect equilibrium exactly when it is self-enforcing.
    """
    from detente.briefing.answer import answer, compiled
    from detente.briefing.claims import certify_claims
    from detente.case import Case, TargetExists
    from detente.exchange import free_order_game, ladder_game

    if file and free_order:
        raise click.UsageError("with --free-order no ladder is followed: leave out LADDER.json")
    if output and not force and Path(output).exists():
        raise TargetExists(f"{output} exists; nothing was written over it (--force would)")
    case = Case.load(name)
    title = case.title["en"]
    deal = compiled(case, at=at, options=options, sequential=sequential)
    if free_order:
        game = free_order_game(deal, title=f"{title}, in any order")
    elif file:
        text = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        game = ladder_game(deal, certify_claims(case, deal, text, file).steps, title=title)
    else:
        with working(f"Planning {case.name}"):
            found = answer(case, at=at, options=options, sequential=sequential, repair=False)
        game = ladder_game(deal, found.ladder.steps, title=title)
    if output:
        write_whole(Path(output), game)
    else:
        click.echo(game, nl=False)
