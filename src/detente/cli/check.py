"""`detente check`: what is doubtful about a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    case_argument,
    json_option,
    lang_option,
    print_document,
    print_record,
)

if TYPE_CHECKING:
    from detente.briefing.blocks import Block


@click.command(short_help="Say what in a case is wrong, unsupported or contradictory.")
@case_argument
@click.option(
    "--evidence",
    type=click.Path(path_type=Path),
    help="Say which places of the case the claims of this evidence support.",
)
@lang_option
@json_option
def check(name: str, evidence: Path | None, lang: str, as_json: bool) -> None:
    """Check a case: is it valid, what is unsupported, what contradicts what.

    Warnings do not change the exit code; an invalid case has exit code 3. With --evidence, the
    links that `detente evidence decide --on link` recorded are followed.
    """
    from detente.briefing.listings import check_document, check_record
    from detente.case import Case
    from detente.words.language import language

    case = Case.load(name)
    findings = case.findings()
    record = check_record(case, findings, language(lang))
    more: tuple[Block, ...] = ()
    if evidence:
        from detente.briefing.evidence.support import support, support_blocks, support_record
        from detente.cli.evidence_claims import gather

        found = support(case, *gather(evidence, None))
        record["evidence"] = support_record(found)
        more = support_blocks(found, language(lang))
    if as_json:
        print_record(record)
    else:
        print_document(check_document(case, findings, language(lang), more))
