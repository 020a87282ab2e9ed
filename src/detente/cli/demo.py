"""`detente demo`: the bundled case `minsk`, on the screen and as a brief."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import lang_option, print_document, working, write_whole
from detente.cli.exits import Exit

CASE = "minsk"


@click.command(short_help="Plan the bundled case minsk and write its brief to out/.")
@lang_option
def demo(lang: str) -> int:
    """Plan the bundled case minsk, print its ladder, and write a brief to out/minsk.html."""
    from detente.briefing.answer import answer
    from detente.briefing.documents import brief_document, plan_document
    from detente.briefing.evidence_page import bundled_evidence, evidence_section
    from detente.briefing.html import to_html
    from detente.case import Case
    from detente.words.language import language

    case = Case.load(CASE)
    with working(f"Planning {CASE}"):
        found = answer(case)
        evidence = bundled_evidence(case, language(lang))
    told = (case, found.deal, found.ladder, found.repairs, language(lang), found.coalitions)
    claimed = evidence_section(evidence, language(lang)) if evidence else ()
    print_document(plan_document(*told))
    target = Path("out") / f"{CASE}.html"
    write_whole(target, to_html(brief_document(*told, claimed)))
    click.echo(f"The brief is in {target}; open it in any browser.", err=True)
    return Exit.DONE if found.ladder.self_enforcing else Exit.NO_LADDER
