"""Questions to an analyst on a screen, and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Heading, Paragraph
from detente.briefing.elicitation.words import less_first, question, statement
from detente.briefing.naming import Names
from detente.briefing.sections import framed, illustrative
from detente.briefing.uncertainty.stress_words import percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.briefing.blocks import Block, Document
    from detente.briefing.record import Record
    from detente.elicitation.asking import Question
    from detente.elicitation.sheet import Sheet
    from detente.words.language import Language

TOLD = 0.05
"""A reversal that moves a margin by at least this share of a party's gain is told."""


def questions_document(sheet: Sheet, asked: Sequence[Question], lang: Language) -> Document:
    """Ask an analyst what the numbers imply, party by party."""
    names = Names(sheet.case, lang)
    return framed(names, tuple(_blocks(asked, names)))


def _blocks(asked: Sequence[Question], names: Names) -> Iterator[Block]:
    lang = names.lang
    if not asked:
        yield Paragraph(lang.say("These numbers imply nothing that was not asked yet."), "lead")
        return
    lead = lang.say(
        "This is what the numbers imply. Answer as each party would, not as you would wish; one "
        "that makes you laugh is wrong."
    )
    yield Paragraph(lead, "lead")
    yield from illustrative(names)
    for who in dict.fromkeys(q.party for q in asked):
        yield Heading(names(who))
        yield Bullets(tuple(_asked(q, names) for q in asked if q.party == who), numbered=True)
    yield Paragraph(
        lang.say(
            "In brackets what the one named first and the other are worth at the likeliest "
            "values, in the party's own points, and in how many draws from the ranges the "
            "statement holds. Amounts are those of one lot; what is received counts as if all of "
            "it arrived. -o FILE writes a sheet to answer them in."
        ),
        "small",
    )


def _asked(q: Question, names: Names) -> str:
    lang = names.lang
    more, less = (lang.amount(x, 2) for x in q.amounts)
    first, second = (less, more) if less_first(q.more, q.less) else (more, less)
    told = lang.say(
        "{question} ({first} against {second}; {share} of the draws)",
        question=question(q.party, q.more, q.less, names),
        first=first,
        second=second,
        share=percent(q.agrees, names),
    )
    if q.effect < TOLD:
        return told
    if q.effect >= 1:
        opposite = lang.say("The opposite would decide whether the planned ladder holds.")
    else:
        opposite = lang.say(
            "The opposite would move one party's smallest margin by {share} of that party's gain.",
            share=lang.percent(q.effect),
        )
    return f"{told} {opposite}"


def questions_record(sheet: Sheet, asked: Sequence[Question], lang: Language) -> Record:
    """Write the same for machines."""
    names = Names(sheet.case, lang)
    return {
        "schema": "detente.elicit.questions/1",
        "case": sheet.case.name,
        "language": lang.code,
        "questions": [
            {
                "party": q.party,
                "more": dict(q.more),
                "less": dict(q.less),
                "statement": statement(q.party, q.more, q.less, names),
                "amounts": {"more": q.amounts[0], "less": q.amounts[1]},
                "agrees": q.agrees,
                "doubt": q.doubt,
                "effect": q.effect,
            }
            for q in asked
        ],
    }
