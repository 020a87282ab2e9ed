"""Judged claims as documents: the list, the matrix, the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import (
    Bullets,
    Column,
    Document,
    Heading,
    Mark,
    MarkTable,
    Paragraph,
    Table,
)
from detente.briefing.evidence import naming
from detente.briefing.evidence.words import speak
from detente.evidence.decisions import decided
from detente.evidence.doubts import would_change
from detente.evidence.grading import of_source
from detente.evidence.matrix import Cell, matrix, timeline
from detente.evidence.status import STATUSES
from detente.evidence.voices import PARTIES
from detente.words.likelihood import estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.briefing.blocks import Block
    from detente.evidence.decisions import Decided, Decision
    from detente.evidence.pipeline import Gathered
    from detente.evidence.registry import Source
    from detente.words.language import Language

_SIGNS = {
    Cell.SAYS: "+",
    Cell.PASSES_ON: "(+)",
    Cell.DENIES: "x",
    Cell.OTHERWISE: "≠",
    Cell.SILENT: "·",
    Cell.AWAITED: "?",
    Cell.NOTHING: "",
}


def claims_document(
    gathered: Gathered, decisions: Sequence[Decision], only: str | None, lang: Language
) -> Document:
    """Tell each claim: status, probability, who stands behind it, what would change it.

    Parameters
    ----------
    gathered, decisions
        The claims, and what analysts decided.
    only
        A status, to leave the others out.
    lang
        The language to write in.
    """
    all_of = decided(gathered.judgements, decisions)
    chosen = [d for d in all_of if only is None or d.status == only]
    blocks: list[Block] = [Paragraph(count_of(all_of, lang), "lead")]
    for d in chosen:
        blocks.append(Heading(naming.sentence(d.judgement.claim, lang), 3))
        blocks.append(Paragraph(_verdict(d, lang)))
        changes = would_change(d.judgement, PARTIES)
        blocks.append(
            Bullets(
                (
                    *_behind(d, lang),
                    *(
                        lang.say("What would change it: {what}.", what=speak(change, lang))
                        for change in changes
                    ),
                )
            )
        )
    blocks.extend(_sums(gathered, lang))
    return Document(lang.say("Claims"), "", lang.code, tuple(blocks))


def count_of(of: Sequence[Decided], lang: Language) -> str:
    """Count the claims of each status."""
    if not of:
        return lang.say("Nothing here makes a claim about an event that is known to the tables.")
    counts = [(s, sum(d.status == s for d in of)) for s in (*STATUSES, "rejected")]
    named = [(lang.say(status), n) for status, n in counts if n]
    listed = lang.join([f"{word}: {n}" for word, n in named])
    return lang.count("{n} claim: {listed}.", "{n} claims: {listed}.", len(of), listed=listed)


def _verdict(of: Decided, lang: Language) -> str:
    j = of.judgement
    proposal = lang.say(
        "{status}: {reason}; {chance}; credibility {grade}.",
        status=lang.say(j.status).capitalize(),
        reason=speak(j.reason, lang),
        chance=estimate(j.probability, lang),
        grade=j.credibility,
    )
    if not of.human:
        return proposal
    words = [
        lang.say(
            "{by}: {result} ({reason})",
            by=d.by,
            result=lang.say(d.result or "rejected"),
            reason=d.reason,
        )
        for d in of.decisions
    ]
    head = lang.say("Analysts differ") if of.disputed else lang.say("Decided")
    proposed = lang.say("Proposed")
    return f"{head}. {'; '.join(words)}. {proposed}: {proposal}"


def _behind(of: Decided, lang: Language) -> list[str]:
    backed = of.judgement.support
    told = []
    for words, names in (
        ("Independent voices: {names}.", backed.independent),
        ("Parties: {names}.", backed.sides),
        ("Weigh nothing alone: {names}.", backed.weak),
    ):
        if names:
            called = sorted(naming.party(name, lang) for name in names)
            told.append(lang.say(words, names=lang.join(called)))
    for r in of.judgement.claim.reports:
        quote = f": {lang.quote(r.quote)}" if r.quote else ""
        dated = f"{r.date} " if r.date else ""
        told.append(f"{dated}{naming.publisher(r.publisher)} {lang.say(r.act.value)}{quote}")
    return told


def _sums(gathered: Gathered, lang: Language) -> list[Block]:
    wrong = tuple(s.sentence for s in gathered.sums if not s.holds)
    if not wrong:
        return []
    return [Heading(lang.say("Figures that do not add up")), Bullets(wrong)]


def matrix_document(gathered: Gathered, decisions: Sequence[Decision], lang: Language) -> Document:
    """Lay claims out by who publishes; a sign for each, explained above."""
    blocks = matrix_blocks(gathered, decisions, lang)
    return Document(lang.say("Claims by sources"), "", lang.code, blocks)


def matrix_blocks(
    gathered: Gathered, decisions: Sequence[Decision], lang: Language
) -> tuple[Block, ...]:
    """Give the signs' meaning, and a matrix for each subject."""
    legend = "; ".join(f"{sign} {lang.say(cell.value)}" for cell, sign in _SIGNS.items() if sign)
    all_of = decided(gathered.judgements, decisions)
    blocks: list[Block] = [Paragraph(legend if all_of else count_of(all_of, lang), "small")]
    for about in dict.fromkeys(d.judgement.claim.subject for d in all_of):
        chosen = [d for d in all_of if d.judgement.claim.subject == about]
        table = matrix([d.judgement for d in chosen])
        rows = tuple(
            (
                (naming.answer(d.judgement.claim, lang), status_of(d, lang)),
                tuple(Mark(_SIGNS[cell], lang.say(cell.value)) for cell in cells),
            )
            for d, cells in zip(chosen, table.cells, strict=True)
        )
        heads = tuple(naming.publisher(name) for name in table.publishers)
        names = (lang.say("Claim"), lang.say("Status"))
        blocks.append(MarkTable(naming.subject(about, lang), names, heads, rows))
    return tuple(blocks)


def status_of(of: Decided, lang: Language) -> str:
    """Name the status; a person's with the name, and the proposal it answers."""
    if not of.human:
        return lang.say(of.status)
    last = of.decisions[-1]
    return lang.say(
        "{status} ({by}; proposed: {proposal})",
        status=lang.say(of.status),
        by=last.by,
        proposal=lang.say(of.judgement.status),
    )


def timeline_document(
    gathered: Gathered, decisions: Sequence[Decision], lang: Language
) -> Document:
    """Tell who said what when; decisions change nothing of it."""
    del decisions  # every view of the claims is called in the same way
    return Document(lang.say("Timeline"), "", lang.code, (timeline_table(gathered, lang),))


def timeline_table(gathered: Gathered, lang: Language) -> Table:
    """Put all reports in the order of their dates."""
    columns = (lang.say("Date"), lang.say("Who"), lang.say("How"), lang.say("What"))
    first = lang.say("first")
    rows = tuple(
        (
            m.date or "-",
            naming.publisher(m.report.publisher),
            lang.say(m.report.act.value) + (f" ({first})" if m.first else ""),
            naming.sentence(m.claim, lang),
        )
        for m in timeline(gathered.judgements)
    )
    return Table("", tuple(Column(c) for c in columns), rows)


def sources_document(sources: Sequence[Source], lang: Language) -> Document:
    """Tell who publishes, and the reliability proposed."""
    if len(sources) == 1:
        return _one_source(sources[0], lang)
    names = ("Source", "Kind", "Country", "State", "Party", "Reliability")
    rows = tuple(
        (
            s.name,
            lang.say(s.kind),
            s.country,
            lang.say("yes") if s.state else "",
            s.party,
            of_source(s).letter,
        )
        for s in sources
    )
    table = Table("", tuple(Column(lang.say(n)) for n in names), rows)
    return Document(lang.say("Sources"), str(len(sources)), lang.code, (table,))


def _one_source(source: Source, lang: Language) -> Document:
    grade = of_source(source)
    facts = (
        lang.say(
            "Kind: {kind}; country: {country}; owner: {owner}.",
            kind=lang.say(source.kind),
            country=source.country or "-",
            owner=source.owner or "-",
        ),
        lang.say(
            "Controlled by a state: {answer}.",
            answer=lang.say("yes") if source.state else lang.say("no"),
        ),
        lang.say("Party to this deal: {answer}.", answer=source.party or lang.say("no")),
        lang.say(
            "Basis: {basis} ({date}).", basis=source.basis or "-", date=source.assessed or "-"
        ),
        lang.say(
            "Reliability proposed: {letter}: {reason}.",
            letter=grade.letter,
            reason="; ".join(lang.say(r) for r in grade.because),
        ),
    )
    subtitle = ", ".join(source.domains)
    return Document(source.name, subtitle, lang.code, (Bullets(facts),))
