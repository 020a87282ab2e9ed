"""A sheet checked, on a screen: what cannot hold together, what fits, what the answers teach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import (
    Bullets,
    Chart,
    Column,
    Datum,
    Document,
    Heading,
    Paragraph,
    Series,
    Table,
)
from detente.briefing.elicitation.moves import moves_blocks
from detente.briefing.elicitation.words import statement
from detente.briefing.naming import Names
from detente.briefing.paths import called
from detente.briefing.sections import illustrative
from detente.briefing.uncertainty.stress_words import percent
from detente.words.likelihood import band

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.briefing.blocks import Block
    from detente.briefing.elicitation.moves import Moves
    from detente.elicitation.checking import Consistency, Lesson
    from detente.elicitation.linear import End
    from detente.words.language import Language

SETS = 12
"""Contradictions that are shown; a machine is given all."""

SHOWN = 12
"""Answers beside the ranges that are shown, those first with which fewest draws agree."""


def check_document(found: Consistency, moved: Moves | None, lang: Language) -> Document:
    """Tell what a sheet's answers are worth.

    Parameters
    ----------
    found
        What `detente.elicitation.examine` found.
    moved
        What becomes of the advice; None where the answers teach nothing.
    lang
        The language to write in.
    """
    form = found.sheet.form
    names = Names(found.sheet.case, lang)
    who = lang.say("Sheet of {analyst}", analyst=form.analyst)
    return Document(
        title=found.sheet.case.title[lang.code],
        subtitle=f"{who}, {lang.moment(form.date)}" if form.date else who,
        language=lang.code,
        blocks=(
            Paragraph(_lead(found, lang), "lead"),
            *_unsure(found, lang),
            *illustrative(names),
            *_contradictions(found, names),
            *_beside(found, names),
            *_tournaments(found, names),
            *_lessons(found, names),
            *(moves_blocks(moved, names) if moved else ()),
        ),
    )


def _lead(found: Consistency, lang: Language) -> str:
    if not found.judged:
        return lang.say(
            "No pair of this sheet is answered yet, so there is nothing to check: write true or "
            "false after holds."
        )
    if found.contradictions:
        return lang.count(
            "{n} contradiction: not all of these answers can hold, and only their author can say "
            "which to give up.",
            "{n} contradictions: not all of these answers can hold, and only their author can say "
            "which to give up.",
            len(found.contradictions),
        )
    return lang.count(
        "{n} answer, and it can hold with the ranges.",
        "{n} answers, and all can hold together and with the ranges.",
        len(found.judged),
    )


def _unsure(found: Consistency, lang: Language) -> Iterator[Block]:
    if found.unsure and found.judged:
        told = lang.count("{n} pair is unsure.", "{n} pairs are unsure.", found.unsure)
        yield Paragraph(told, "small")


# --- what cannot hold ----------------------------------------------------------------------------


def _contradictions(found: Consistency, names: Names) -> Iterator[Block]:
    lang = names.lang
    if not found.contradictions:
        return
    yield Heading(lang.say("What cannot all hold"))
    for clash in found.contradictions[:SETS]:
        size = len(clash.rows) + len(clash.ends)
        yield Paragraph(
            lang.count(
                "This {n} statement cannot hold:", "These {n} statements cannot all hold:", size
            )
        )
        answers = (answer(found, i, names, line=True) for i in clash.rows)
        yield Bullets((*answers, *(_end(end, found, names) for end in clash.ends)))
    if (more := len(found.contradictions) - SETS) > 0:
        yield Paragraph(
            lang.count(
                "{n} more contradiction: mend these, and check again.",
                "{n} more contradictions: mend these, and check again.",
                more,
            )
        )
    yield Paragraph(
        lang.say(
            "Each set is minimal: without any one of its statements the others can hold. No answer "
            "stands in two sets; the end of a range may."
        ),
        "small",
    )


def answer(found: Consistency, index: int, names: Names, *, line: bool = False) -> str:
    """Say what an answer of the sheet says, with its line where asked for."""
    lang, pair = names.lang, found.sheet.form.pairs[index]
    told = statement(pair.party, pair.more, pair.less, names, holds=pair.holds is True)
    if not line:
        return told
    return lang.say("{statement} (line {line})", statement=told, line=found.sheet.line(index))


def _end(end: End, found: Consistency, names: Names) -> str:
    """Say what an end of a range says, and whose range it is."""
    lang = names.lang
    mine = end.path in found.sheet.form.ranges
    fields = {
        "what": called(end.path, names),
        "amount": lang.amount(end.value, 2),
        "whose": lang.say("range of the sheet") if mine else lang.say("range of the case"),
    }
    if end.side == "high":
        return lang.say("{what}: at most {amount} ({whose}).", **fields)
    return lang.say("{what}: at least {amount} ({whose}).", **fields)


# --- beside the ranges ---------------------------------------------------------------------------


def _beside(found: Consistency, names: Names) -> Iterator[Block]:
    lang = names.lang
    if not found.judged:
        return
    order = sorted(found.judged, key=lambda one: (one.agrees, one.index))
    rows = tuple(
        (
            answer(found, one.index, names),
            percent(one.agrees, names),
            lang.say(band(one.agrees).words),
        )
        for one in order[:SHOWN]
    )
    yield Heading(lang.say("The answers beside the ranges"))
    yield Table(
        lang.say("How much of the ranges agrees with each answer, in draws"),
        (
            Column(lang.say("Answer")),
            Column(lang.say("Agrees"), numeric=True),
            Column(lang.say("That is")),
        ),
        rows,
    )
    if len(order) > SHOWN:
        yield Paragraph(
            lang.count(
                "{n} more answer, with which more of the draws agree.",
                "{n} more answers, with which more of the draws agree.",
                len(order) - SHOWN,
            ),
            "small",
        )


def _tournaments(found: Consistency, names: Names) -> Iterator[Block]:
    lang = names.lang
    if not found.tournaments:
        return
    yield Heading(lang.say("Each compared with each"))
    told = (
        lang.say(
            "{party}: of {n} values each was compared with each. Coefficient of consistence "
            "{coefficient} (1: a plain order; 0: as circular as can be). Triads that go in a "
            "circle: {circular}, of {most} that could.",
            party=names(who),
            n=len(one.values),
            coefficient=lang.number(one.coefficient, 2),
            circular=one.circular,
            most=one.most,
        )
        for who, one in found.tournaments
    )
    yield Bullets(tuple(told))


# --- what they teach -----------------------------------------------------------------------------


def _lessons(found: Consistency, names: Names) -> Iterator[Block]:
    lang = names.lang
    if not found.judged:
        return
    yield Heading(lang.say("What the answers teach"))
    if found.aside:
        yield Paragraph(
            lang.count(
                "{n} answer in a contradiction is left aside here.",
                "{n} answers in contradictions are left aside here.",
                found.aside,
            ),
            "small",
        )
    if not found.lessons:
        yield Paragraph(lang.say("Nothing the ranges did not say already."))
        return
    yield Bullets(tuple(lesson(one, names) for one in found.lessons))
    if any(one.narrowed for one in found.lessons):
        yield _chart(found, names)
    yield Paragraph(
        lang.say(
            "Nothing was changed: -o FILE writes a sheet with these ranges. Each is what all "
            "answers together leave of one value by itself; that the values also hang together, "
            "ranges cannot say."
        ),
        "small",
    )


def lesson(of: Lesson, names: Names) -> str:
    """Say what becomes of a range."""
    lang, to = names.lang, of.to
    fields = {
        "what": lang.quote(called(of.path, names)),
        "before": _between(of.low, of.high, lang),
        "after": _between(to.low, to.high, lang),
        "mode": lang.amount(of.mode, 2),
        "likeliest": lang.amount(to.mode, 2),
    }
    if not of.narrowed:
        return lang.say(
            "The answers leave {what} at {before}, and move its likeliest value from {mode} to "
            "{likeliest}.",
            **fields,
        )
    if to.mode == of.mode:
        return lang.say("The answers narrow {what} from {before} to {after}.", **fields)
    return lang.say(
        "The answers narrow {what} from {before} to {after}, and move its likeliest value from "
        "{mode} to {likeliest}.",
        **fields,
    )


def _between(low: float, high: float, lang: Language) -> str:
    """Write a range by its ends; what is one number as one."""
    return "–".join(dict.fromkeys((lang.amount(low, 2), lang.amount(high, 2))))


def _chart(found: Consistency, names: Names) -> Chart:
    lang = names.lang
    shown = [one for one in found.lessons if one.narrowed]
    most = max(shown, key=lambda one: (one.high - one.low) - (one.to.high - one.to.low))
    before = tuple(Datum(o.mode, called(o.path, names), o.low, o.high) for o in shown)
    after = tuple(Datum(o.to.mode, called(o.path, names), o.to.low, o.to.high) for o in shown)
    return Chart(
        "ranges",
        lang.say("Ranges, and what the answers leave of them"),
        lesson(most, names),
        lang.say("each in its owner's points"),
        lang.say("value"),
        (
            Series(lang.say("as the sheet has it"), before),
            Series(lang.say("as the answers leave it"), after),
        ),
    )
