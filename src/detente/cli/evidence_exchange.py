"""`detente evidence export | import`: ClaimReview, CSV, FollowTheMoney."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import write_whole
from detente.cli.evidence_claims import evidence_argument, gather

FORMATS = ["csv", "claimreview", "ftm"]


@click.command()
@evidence_argument
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option("-o", "out", type=click.Path(path_type=Path), help="Write a file, not stdout.")
@click.option("--author", default="detente", show_default=True, help="Whose reviews these are.")
@click.option(
    "--url", "page", default="", help="Where the reviews are published; search engines ask for it."
)
def export(evidence: Path, form: str, out: Path | None, author: str, page: str) -> None:
    """Write the claims of EVIDENCE for other programs.

    `csv` is the table that `claims` reads; `claimreview` is JSON-LD; `ftm` are FollowTheMoney
    entities for the people and bodies that speak, and for sanctions listings among the claims.
    """
    from detente.evidence.formats.claimreview import ADDRESS
    from detente.evidence.formats.interchange import exported

    if page and not ADDRESS.fullmatch(page):
        raise click.UsageError(f"--url takes an address such as https://example.org, not '{page}'")
    gathered, decisions = gather(evidence, None)
    text = exported(gathered, decisions, form, author, page)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_whole(out, text)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="What FILE is.")
@click.option("-o", "out", type=click.Path(path_type=Path), help="Write a file, not stdout.")
def import_(file: Path, form: str, out: Path | None) -> None:
    """Turn FILE into a table of claims for the others.

    From FollowTheMoney come sanctions listings: who or what is listed under which programme,
    since and until when.
    """
    from detente.evidence.formats.interchange import imported
    from detente.evidence.tables import write_table

    text = write_table(imported(file, form))
    if out is None:
        click.echo(text, nl=False)
    else:
        write_whole(out, text)
