"""`detente demo`: the bundled case `minsk`, on the screen and as a brief."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import lang_option, note, print_document, working, write_whole
from detente.cli.exits import Exit

CASE = "minsk"


@click.command(short_help="Plan the bundled case minsk and write its brief to out/.")
@lang_option
def demo(lang: str) -> int:
    """Plan the bundled case minsk, print its ladder, and write a brief to out/minsk.html."""
    from detente.briefing.answer import answer
    from detente.briefing.brief import brief_of
    from detente.briefing.documents import plan_document
    from detente.briefing.rendering.html import to_html
    from detente.case import Case
    from detente.words.language import language

    case, spoken = Case.load(CASE), language(lang)
    with working(f"Planning {CASE}"):
        found = answer(case)
    told = (case, found.deal, found.ladder, found.repairs, spoken, found.coalitions)
    print_document(plan_document(*told))  # first: the brief holds much more and takes longer
    with working(f"Writing {CASE}"):
        document = brief_of(found, spoken)
    target = Path("out") / f"{CASE}.html"
    write_whole(target, to_html(document))
    note(f"The brief is in {target}; open it in any browser.")
    return Exit.DONE if found.ladder.self_enforcing else Exit.NO_LADDER
