"""`detente ledger diff`: what changed between two snapshots of a sanctions list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import json_option, lang_option, print_document, print_record, working
from detente.cli.ledger_common import author_option, case_option

if TYPE_CHECKING:
    from detente.ledger.lists.diff import ListDiff
    from detente.words.language import Language


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--old-day", default="", metavar="DATE", help="The day that OLD shows.")
@click.option("--new-day", default="", metavar="DATE", help="The day that NEW shows.")
@click.option("--programme", default="", metavar="WORDS", help="Only entries of such a programme.")
@click.option("--name", default="", metavar="WORDS", help="Only entries of such a name.")
@click.option("--accept", metavar="NUMBERS", help="Record these: 1,3-5 or all. Needs --into.")
@click.option("--into", metavar="STORE", help="The ledger to record in.")
@click.option("--party", default="", metavar="NAME", help="Who keeps the list, in the case.")
@case_option
@author_option
@lang_option
@json_option
def diff(
    old: Path,
    new: Path,
    old_day: str,
    new_day: str,
    programme: str,
    name: str,
    accept: str | None,
    into: str | None,
    party: str,
    case: str | None,
    author: str,
    lang: str,
    as_json: bool,
) -> None:
    """Propose who was delisted, listed or changed from OLD to NEW.

    Both are snapshots of one list: SDN.CSV of OFAC, the EU's consolidated list (CSV), or
    entities of OpenSanctions. The day of each may stand in its name (sdn-2025-11-04.csv).
    Nothing is recorded that is not accepted.
    """
    from detente.briefing.ledger.lists import diff_document, diff_record
    from detente.ledger.lists.diff import diff_lists
    from detente.ledger.lists.reading import read_list
    from detente.words.language import language

    if (accept is None) != (into is None):
        raise click.UsageError("--accept and --into go together")
    with working(f"Comparing {old} and {new}"):
        found = diff_lists(
            read_list(old, old_day), read_list(new, new_day), programme=programme, name=name
        )
    if accept is not None and into is not None:
        chosen = _numbers(accept, len(found.proposals))
        _record(found, chosen, into, case, author, party, language(lang))
    elif as_json:
        print_record(diff_record(found))
    else:
        print_document(diff_document(found, language(lang)))


def _numbers(words: str, last: int) -> list[int]:
    """Read ``1,3-5`` or ``all``."""
    if words.strip() == "all":
        return list(range(1, last + 1))
    chosen: set[int] = set()
    for part in words.split(","):
        low, dash, high = part.strip().partition("-")
        if not low.isdecimal() or (dash and not high.isdecimal()):
            raise click.UsageError(f"--accept '{words}': expected numbers such as 1,3-5, or all")
        first, end = int(low), int(high or low)
        if not 1 <= first <= end <= last:
            raise click.UsageError(f"--accept {part.strip()}: the proposals are 1 to {last}")
        chosen.update(range(first, end + 1))
    return sorted(chosen)


def _record(
    found: ListDiff,
    chosen: list[int],
    into: str,
    case: str | None,
    author: str,
    party: str,
    lang: Language,
) -> None:
    from detente.ledger.book import open_book
    from detente.ledger.keeping.store import open_store
    from detente.ledger.lists.diff import accept

    with open_store(into) as store:
        new, there = accept(open_book(store, case, account=author), found, chosen, party)
    said = lang.count("{n} change recorded.", "{n} changes recorded.", new)
    if there:
        said = f"{said} " + lang.count(
            "{n} event was there already.", "{n} events were there already.", there
        )
    click.echo(said)
