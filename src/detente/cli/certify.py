"""`detente certify`: a ladder from a file, checked by the kernel."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    case_argument,
    json_option,
    lang_option,
    print_document,
    print_record,
    terms_options,
)
from detente.cli.exits import Exit

if TYPE_CHECKING:
    from typing import Literal


@click.command(short_help="Check a ladder from a file, from the definition.")
@case_argument
@click.argument("file", metavar="LADDER.json")
@terms_options
@lang_option
@json_option
def certify(
    name: str,
    file: str,
    at: Literal["low", "mode", "high"],
    options: tuple[str, ...],
    sequential: bool,
    lang: str,
    as_json: bool,
) -> int:
    """Check a ladder, as `detente plan CASE --json` printed it, from the definition.

    Only its steps are trusted: any other figure in the file that is not the certificate's is
    named, and the exit code is 3. It is 4 where the ladder is not self-enforcing. LADDER.json
    may be `-` for standard input.
    """
    from detente.briefing.answer import compiled
    from detente.briefing.claims import certify_claims
    from detente.briefing.documents import certificate_document
    from detente.briefing.record import certificate_record
    from detente.case import Case
    from detente.words.language import language

    case = Case.load(name)
    deal = compiled(case, at=at, options=options, sequential=sequential)
    text = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    certificate = certify_claims(case, deal, text, file)
    if as_json:
        print_record(certificate_record(case, certificate))
    else:
        print_document(certificate_document(case, deal, certificate, language(lang)))
    return Exit.DONE if certificate.self_enforcing else Exit.NO_LADDER
