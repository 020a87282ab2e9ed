"""`detente evidence add | decide | agreement`: the folder of evidence, and what analysts decide."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import json_option, print_record, working
from detente.cli.evidence_claims import evidence_argument, gather


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("items", nargs=-1)
@click.option(
    "--list", "listed", type=click.Path(path_type=Path), help="A file of items, one a line."
)
@click.option("--publisher", default="", help="Who published them (a name or host name).")
@click.option("--published", default="", metavar="DATE", help="ISO date of publication.")
def add(
    folder: Path, items: tuple[str, ...], listed: Path | None, publisher: str, published: str
) -> int:
    """Keep files, folders or web addresses in FOLDER.

    A document that is there already is not kept twice. Addresses are fetched politely:
    robots.txt, limits, no private addresses.
    """
    from detente.cli.exits import Exit
    from detente.evidence.intake.keep import keep, listed_in

    chosen = [*items, *(listed_in(listed) if listed else [])]
    if not chosen:
        raise click.UsageError("name what to keep: files, folders or addresses")
    with working(f"Reading into {folder}"):
        outcome = keep(folder, chosen, publisher=publisher, published=published)
    for sentence in outcome.failed:
        click.echo(f"left out: {sentence}", err=True)
    click.echo(f"{outcome.new} new, {outcome.known} already there, {len(outcome.failed)} left out")
    return Exit.INVALID if outcome.failed and not (outcome.new or outcome.known) else Exit.DONE


@click.command()
@evidence_argument
@click.argument("target")
@click.argument("verdict", type=click.Choice(["accept", "change", "reject"]))
@click.argument("value", required=False, default="")
@click.option(
    "--on",
    "kind",
    default="status",
    show_default=True,
    type=click.Choice(["status", "credibility", "reliability", "grouping", "link"]),
    help="What is decided on.",
)
@click.option("--as", "by", required=True, metavar="NAME", help="Who decides.")
@click.option("--because", "reason", required=True, metavar="TEXT", help="Why.")
def decide(
    evidence: Path, target: str, verdict: str, value: str, kind: str, by: str, reason: str
) -> None:
    """Accept, change or reject a proposal, with a reason.

    TARGET is a claim's id (status, credibility, link), a report's (grouping) or a source's
    (reliability), as `claims --json` and `sources` give it. The proposal is kept beside it.
    """
    from detente.evidence.decisions import decisions_of, record
    from detente.evidence.proposals import proposed_decision

    gathered, _ = gather(evidence, None)
    decision = proposed_decision(
        gathered, kind=kind, target=target, verdict=verdict, value=value, by=by, reason=reason
    )
    record(decisions_of(evidence), decision)
    proposed = f"; proposed was {decision.proposed}" if decision.proposed else ""
    click.echo(f"{kind} of {target}: {decision.result or 'rejected'} ({by}){proposed}")


@click.command()
@evidence_argument
@click.argument("one")
@click.argument("other")
@click.option("--on", "kind", default="status", show_default=True, help="What they decided on.")
@json_option
def agreement(evidence: Path, one: str, other: str, kind: str, as_json: bool) -> None:
    """Compare two analysts: Cohen's kappa, and where they differ."""
    from detente.evidence.decisions import agreement as compare, decisions_of, read_decisions

    found = compare(read_decisions(decisions_of(evidence)), one, other, kind)
    if as_json:
        print_record(
            {
                "schema": "detente.evidence.agreement/1",
                "items": found.items,
                "observed": found.observed,
                "expected": found.expected,
                "kappa": found.kappa,
                "differ": [{"target": t, one: a, other: b} for t, a, b in found.differ],
            }
        )
        return
    kappa = "not defined" if found.kappa is None else f"{found.kappa:.2f}"
    click.echo(
        f"both decided on {found.items}; they agree on {found.observed:.0%}, "
        f"by chance {found.expected:.0%}; kappa {kappa}"
    )
    for target, a, b in found.differ:
        click.echo(f"{target}: {one} says {a}, {other} says {b}")
