"""A file read, as a document: who says what in it, and what it lets one say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Column, Document, Heading, Note, Paragraph, Table
from detente.briefing.evidence.naming import party
from detente.briefing.evidence.words import speak
from detente.evidence.findings import arguments, findings, matter_name, skipped
from detente.evidence.statements import speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.briefing.blocks import Block
    from detente.evidence.findings import Finding
    from detente.evidence.statements import Reading, Statement
    from detente.words.language import Language


def statements_document(
    readings: Sequence[Reading], dropped: int | None, lang: Language
) -> Document:
    """List the statements of a file: who, how, what, where.

    Parameters
    ----------
    readings
        One for each document in the file.
    dropped
        How many statements of a language model were dropped because the span they quote is not
        in the document; None where no model was asked.
    lang
        The language to write in.
    """
    blocks: list[Block] = []
    if dropped is not None:
        blocks.append(
            Note(
                lang.say("Model"),
                lang.count(
                    "{n} proposal was dropped: its quotation is not in the document.",
                    "{n} proposals were dropped: their quotations are not in the document.",
                    dropped,
                ),
            )
        )
    for reading in readings:
        if len(readings) > 1:
            blocks.append(Heading(reading.document.title or reading.document.where))
        blocks.append(_statement_table(reading, lang))
    return Document(
        title=lang.say("Statements"),
        subtitle=_subtitle(readings),
        language=lang.code,
        blocks=tuple(blocks),
    )


def _statement_table(reading: Reading, lang: Language) -> Table:
    rows = [
        (
            f"{s.start}–{s.end}",
            _who(s, reading, lang),
            lang.say("argues") if s.analysis else lang.say(s.act.value),
            s.text,
        )
        for s in reading.statements
        if not s.heading
    ]
    columns = (lang.say("Place"), lang.say("Who"), lang.say("How"), lang.say("What"))
    return Table("", tuple(Column(title) for title in columns), tuple(rows))


def _who(statement: Statement, reading: Reading, lang: Language) -> str:
    named = not statement.own or reading.document.publisher
    return speaker(statement, reading.document) if named else lang.say("the document")


def findings_document(readings: Sequence[Reading], lang: Language) -> Document:
    """Tell what a file lets one say, each with the sentence it stands on."""
    blocks: list[Block] = []
    for reading in readings:
        if len(readings) > 1:
            blocks.append(Heading(reading.document.title or reading.document.where))
        blocks.extend(_findings(reading, lang))
    return Document(
        title=lang.say("What the document lets one say"),
        subtitle=_subtitle(readings),
        language=lang.code,
        blocks=tuple(blocks),
    )


def _findings(reading: Reading, lang: Language) -> list[Block]:
    found = findings(reading)
    blocks: list[Block] = []
    if reading.parties:
        named = lang.join([f"{v.text} ({party(v.party, lang)})" for v in reading.parties])
        blocks.append(Paragraph(lang.say("The sides: {named}.", named=named)))
    if not found:
        blocks.append(Paragraph(lang.say("It attributes nothing to anybody: no finding."), "lead"))
    for finding in found:
        blocks.append(Heading(_title(finding, lang), 3))
        blocks.append(Paragraph(_sentence(finding, lang)))
        blocks.append(
            Bullets(
                tuple(
                    f"{s.start}–{s.end} {_who(s, reading, lang)}: {lang.quote(s.text)}"
                    for s in finding.statements
                )
            )
        )
    if reading.dates:
        listed = lang.join([f"{d.text} = {d.value} ({lang.say(d.basis)})" for d in reading.dates])
        blocks.append(Paragraph(lang.say("Dates: {listed}.", listed=listed), "small"))
    blocks.extend(_arguments(reading, lang))
    return blocks


def _title(finding: Finding, lang: Language) -> str:
    name = matter_name(finding.matter)
    return f"{lang.say(finding.kind)}: {lang.say(name)}" if name else lang.say(finding.kind)


def _sentence(finding: Finding, lang: Language) -> str:
    said = speak(finding.reason, lang)
    return f"{said[:1].upper()}{said[1:]}."


def _arguments(reading: Reading, lang: Language) -> list[Block]:
    points = arguments(reading)
    if not points:
        return []
    items = tuple(f"{p[0].point}) {p[0].text} [{p[0].start}–{p[-1].end}]" for p in points)
    blocks: list[Block] = [
        Heading(lang.say("Its own arguments: analysis, not facts")),
        Bullets(items),
    ]
    left_out = skipped(reading)
    if left_out:
        numbers = lang.join([str(n) for n in left_out])
        blocks.append(Paragraph(lang.say("Its list skips {numbers}.", numbers=numbers), "small"))
    return blocks


def _subtitle(readings: Sequence[Reading]) -> str:
    document = readings[0].document
    parts = [document.where, document.publisher, document.published, document.language]
    return ", ".join([p for p in parts if p] + list(document.notes))
