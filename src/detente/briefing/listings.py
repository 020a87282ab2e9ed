"""Documents about cases themselves: which there are, and what is doubtful about one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Column, Document, Heading, Paragraph, Table
from detente.briefing.naming import Names
from detente.briefing.outcomes import meanings, outcome_record, result, years
from detente.briefing.sections import framed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.briefing.blocks import Block
    from detente.case import Case, Finding
    from detente.words.language import Language


def cases_document(cases: Iterable[Case], lang: Language) -> Document:
    """List cases from the earliest on: name, title, years, how each ended, and size."""
    columns = (
        Column(lang.say("Name")),
        Column(lang.say("Title")),
        Column(lang.say("Years")),
        Column(lang.say("Outcome")),
        Column(lang.say("Lots"), numeric=True),
    )
    rows = tuple(
        (
            case.name,
            case.title[lang.code],
            years(case),
            result(case, lang),
            lang.number(len(case.planned()), 0),
        )
        for case in sorted(cases, key=lambda case: case.form.as_of)
    )
    title = lang.say("Bundled cases")
    hint = lang.say(
        "`detente plan NAME` plans one; a path to a case file serves as well. "
        "`detente compare A B` sets two side by side."
    )
    caption = lang.say("Lots: those a ladder orders")
    blocks = (
        Table(caption, columns, rows),
        Paragraph(meanings(lang), "small"),
        Paragraph(hint, "small"),
    )
    return Document(title, "", lang.code, blocks)


def case_document(case: Case, lang: Language) -> Document:
    """Tell what a case is about and, of a past one, how it ended and what the model makes of it."""
    form, code = case.form, lang.code
    blocks: list[Block] = []
    if form.summary:
        blocks.append(Paragraph(form.summary[code], "lead"))
    if form.outcome:
        blocks += [Heading(lang.say("How it ended")), Paragraph(form.outcome.what[code] + ".")]
    if form.note:
        blocks += [Heading(lang.say("What the model makes of it")), Paragraph(form.note[code])]
    hint = lang.say("`detente plan {name}` plans it.", name=case.name)
    return framed(Names(case, lang), (*blocks, Paragraph(hint, "small")))


def check_document(
    case: Case, findings: Iterable[Finding], lang: Language, more: Iterable[Block] = ()
) -> Document:
    """Tell what is doubtful about a valid case: warnings first, with their places; then `more`."""
    said: dict[str, list[str]] = {"warning": [], "notice": []}
    for finding in findings:
        said[finding.level].append(f"{finding.place} {finding.sentence(lang)}")
    blocks: list[Block] = [Paragraph(_summary(case, said, lang), "lead")]
    for level, title in (
        ("warning", lang.say("Warnings")),
        ("notice", lang.say("To keep in mind")),
    ):
        if said[level]:
            blocks += [Heading(title), Bullets(tuple(said[level]))]
    return Document(case.title[lang.code], "", lang.code, (*blocks, *more))


def _summary(case: Case, said: dict[str, list[str]], lang: Language) -> str:
    lots = lang.count("{n} lot", "{n} lots", len(case.planned()))
    warnings = lang.count("{n} warning", "{n} warnings", len(said["warning"]))
    return lang.say("A valid case of {lots}, with {warnings}.", lots=lots, warnings=warnings)


# --- the same for machines -----------------------------------------------------------------------


def cases_record(cases: Iterable[Case], lang: Language) -> dict[str, object]:
    """List cases."""
    return {
        "schema": "detente.cases/1",
        "cases": [
            {
                "name": case.name,
                "title": case.title[lang.code],
                "as_of": case.form.as_of.isoformat(),
                "illustrative": case.form.illustrative,
                "lots": len(case.planned()),
                **_looking_back(case, lang),
            }
            for case in cases
        ],
    }


def _looking_back(case: Case, lang: Language) -> dict[str, object]:
    """How a past case ended and what the model makes of it, where the case says so."""
    form, found = case.form, dict[str, object]()
    if form.outcome:
        found["outcome"] = outcome_record(case, lang)
    if form.note:
        found["note"] = form.note[lang.code]
    return found


def check_record(case: Case, findings: Iterable[Finding], lang: Language) -> dict[str, object]:
    """List what is doubtful about a case."""
    return {
        "schema": "detente.check/1",
        "case": case.name,
        "findings": [
            {
                "code": finding.code,
                "level": finding.level,
                "file": finding.file,
                "line": finding.line,
                "column": finding.column,
                "path": finding.path,
                "message": finding.sentence(lang),
            }
            for finding in findings
        ],
    }
