"""All that a body of evidence says on one page, and the same as a section of a brief."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Column, Document, Heading, Note, Paragraph, Table
from detente.briefing.evidence import naming
from detente.briefing.evidence.claims import (
    count_of,
    matrix_blocks,
    status_of,
    timeline_table,
)
from detente.briefing.evidence.words import speak
from detente.evidence.decisions import decided
from detente.evidence.doubts import would_change
from detente.evidence.voices import PARTIES
from detente.words.likelihood import estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.briefing.blocks import Block
    from detente.case import Case
    from detente.evidence.decisions import Decision
    from detente.evidence.pipeline import Gathered
    from detente.words.language import Language


def evidence_page(
    gathered: Gathered, decisions: Sequence[Decision], where: str, lang: Language
) -> Document:
    """Write one page: the count, the matrix, what would change each claim, the timeline.

    Parameters
    ----------
    gathered, decisions
        The claims, and what analysts decided.
    where
        What was read.
    lang
        The language to write in.
    """
    blocks = evidence_blocks(gathered, decisions, lang)
    return Document(lang.say("What is claimed, and by whom"), where, lang.code, blocks)


def evidence_section(gathered: Gathered, lang: Language) -> tuple[Block, ...]:
    """Give the brief's section on the claims that come with a case."""
    caution = lang.say("coded by one person, and no more than what was known that day.")
    return (
        Heading(lang.say("What is claimed, and by whom")),
        Note(lang.say("Provisional"), caution),
        *evidence_blocks(gathered, (), lang),
    )


def claims_section(
    gathered: Gathered, decisions: Sequence[Decision], lang: Language
) -> tuple[Block, ...]:
    """Give a brief's section on claims that somebody gathered and decided on."""
    head = Heading(lang.say("What is claimed, and by whom"))
    return (head, *evidence_blocks(gathered, decisions, lang))


def evidence_blocks(
    gathered: Gathered, decisions: Sequence[Decision], lang: Language
) -> tuple[Block, ...]:
    """Give the count, the matrix, what would change each claim, and the timeline, if any."""
    all_of = decided(gathered.judgements, decisions)
    if not all_of:
        return (Paragraph(count_of(all_of, lang)),)
    return (
        Paragraph(count_of(all_of, lang)),
        *matrix_blocks(gathered, decisions, lang),
        Heading(lang.say("What would change my mind"), 3),
        _changes(gathered, decisions, lang),
        Heading(lang.say("Timeline"), 3),
        timeline_table(gathered, lang),
    )


def _changes(gathered: Gathered, decisions: Sequence[Decision], lang: Language) -> Table:
    rows: dict[tuple[str, ...], list[str]] = {}  # what holds of several claims is said once
    for d in decided(gathered.judgements, decisions):
        changes = [speak(p, lang) for p in would_change(d.judgement, PARTIES)]
        said = (
            status_of(d, lang),
            speak(d.judgement.reason, lang),
            estimate(d.judgement.probability, lang),
            ";\n".join(changes),
        )
        rows.setdefault(said, []).append(naming.sentence(d.judgement.claim, lang))
    heads = ("Claim", "Status", "Why", "Likelihood", "What would change it")
    columns = tuple(Column(lang.say(head)) for head in heads)
    return Table("", columns, tuple((";\n".join(named), *said) for said, named in rows.items()))


def bundled_evidence(case: Case, lang: Language) -> Gathered | None:
    """Judge the claims that come with a bundled case; None where none do.

    Only what the table dates up to the case's day is used: no hindsight.
    """
    from detente.case.library import LIBRARY
    from detente.evidence.pipeline import judged
    from detente.evidence.tables import read_table

    path = LIBRARY / f"{case.name}.claims.csv"
    if case.document.file != f"{case.name}.yaml" or not path.exists():
        return None
    as_of = case.form.as_of.isoformat()
    return judged(r for r in read_table(path, language=lang.code) if r.date and r.date <= as_of)
