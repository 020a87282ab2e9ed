"""`detente package`: which package to propose, or what parties to a domain may settle on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    json_option,
    lang_option,
    print_document,
    print_record,
    usage,
    working,
)
from detente.cli.exits import Exit

if TYPE_CHECKING:
    from typing import Literal

    from detente.planning.packages.points import Point

POINTS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


@click.command(short_help="Find the packages parties may agree on, and their ladders.")
@click.argument("names", nargs=-1, required=True, metavar="CASE | DOMAIN.xml PROFILE.xml...")
@click.option(
    "--at",
    type=click.Choice(["low", "mode", "high"]),
    default="mode",
    show_default=True,
    help="Which end of every range to choose by.",
)
@click.option("--must", metavar="MEASURE", multiple=True, help="Only packages with this measure.")
@click.option(
    "--budget",
    "budgets",
    metavar="PARTY=AMOUNT",
    multiple=True,
    help="The most that all it gives may cost a party.",
)
@click.option(
    "--point", type=click.Choice(POINTS), help="Show the ladder of this package step by step."
)
@click.option(
    "--real-values",
    type=click.IntRange(2, 1000),
    default=11,
    show_default=True,
    help="Of a domain: into how many values a real issue is cut.",
)
@click.option(
    "--time-limit",
    type=float,
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="Stop searching after so long, and say how far the answer may be off.",
)
@click.option(
    "--genius",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write the choices of CASE as a GENIUS domain and profiles, and search nothing.",
)
@lang_option
@json_option
def package(
    names: tuple[str, ...],
    at: Literal["low", "mode", "high"],
    must: tuple[str, ...],
    budgets: tuple[str, ...],
    point: Point | None,
    real_values: int,
    time_limit: float,
    genius: Path | None,
    lang: str,
    as_json: bool,
) -> int:
    """Find the packages that parties may agree on, and ladders that carry them out.

    Of a case: which measures, how much of each and on what terms, so that a ladder exists that
    nobody gains by breaking; exit code 4 where there is none. Of a GENIUS domain and two or
    more profiles: the frontier and the bargaining points of its outcomes.
    """
    if names[0].lower().endswith(".xml"):
        if genius:
            raise click.UsageError("--genius writes a case as a domain; this is one already")
        return _domain(names, real_values, time_limit, lang, as_json)
    if len(names) > 1:
        raise click.UsageError(f"one CASE, or a DOMAIN.xml and profiles; '{names[1]}' is neither")
    from detente.briefing.package import package_document
    from detente.briefing.package_record import package_record
    from detente.briefing.proposal import propose
    from detente.case import Case
    from detente.words.language import language

    case = Case.load(names[0])
    limits = dict(_budget(text) for text in budgets)
    if genius:
        from detente.briefing.genius import genius_document, genius_record, write_genius

        written = write_genius(case, genius, at=at, must=must, budgets=limits)
        if as_json:
            print_record(genius_record(written))
        else:
            print_document(genius_document(written, language(lang)))
        return Exit.DONE
    with usage(), working(f"Choosing from {case.name}"):
        found = propose(case, at=at, must=must, budgets=limits, time_limit=time_limit)
    if as_json:
        print_record(package_record(found))
    else:
        print_document(package_document(found, language(lang), point))
    return Exit.DONE if found.packages.frontier else Exit.NO_LADDER


def _budget(text: str) -> tuple[str, float]:
    who, _, most = text.partition("=")
    try:
        return who, float(most)
    except ValueError:
        raise click.UsageError(
            f"--budget takes PARTY=AMOUNT, such as us=20, not '{text}'"
        ) from None


def _domain(
    names: tuple[str, ...], real_values: int, time_limit: float, lang: str, as_json: bool
) -> int:
    from detente.briefing.domain import domain_document, domain_record
    from detente.planning.genius.analysis import analyse
    from detente.planning.genius.files import read_domain, read_profile
    from detente.words.language import language

    if len(names) < 3:
        raise click.UsageError("a domain needs two profiles or more: DOMAIN.xml A.xml B.xml")
    domain = read_domain(names[0], real_values)
    profiles = [read_profile(name, domain) for name in names[1:]]
    with usage(), working(f"Analysing {domain.name}"):
        found = analyse(domain, profiles, time_limit=time_limit)
    if as_json:
        print_record(domain_record(found))
    else:
        print_document(domain_document(found, language(lang)))
    return Exit.DONE
