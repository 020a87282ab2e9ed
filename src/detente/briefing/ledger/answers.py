"""How to answer, and what if they stop now: documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Column, Document, Heading, Paragraph, Table
from detente.briefing.ledger.lots import window_table
from detente.briefing.ledger.parties import ahead_line, position_table
from detente.briefing.ledger.phrases import days_of, period
from detente.briefing.ledger.status import deadline_line, subtitle
from detente.briefing.ledger.terms import LEVEL, Names, namer, title
from detente.words.language import NBSP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.briefing.blocks import Block
    from detente.briefing.sections import Blocks
    from detente.ledger.present.answering import Advice, Answer
    from detente.ledger.present.snapshot import Snapshot
    from detente.ledger.present.stopping import Stop, Stopped
    from detente.words.language import Language


def answers_document(snap: Snapshot, lang: Language) -> Document:
    """Tell how what went wrong can be answered, mildest first."""
    names = namer(snap.case, lang)
    found = snap.advice
    if snap.case is None:
        lead = lang.say("Only the events of this case are known here; this needs the case itself.")
    elif found:
        n = len(found)
        lead = lang.count(
            "{n} answer is to be chosen: one step above what was tried, the mildest at first.",
            "{n} answers are to be chosen: one step above what was tried, the mildest at first.",
            n,
        )
    else:
        lead = lang.say("Nothing is overdue or broken: there is nothing to answer.")
    return Document(
        lang.say("How to answer: {case}", case=title(snap, lang)),
        subtitle(snap, lang),
        lang.code,
        (
            Paragraph(lead, "lead"),
            *(block for one in found for block in _advice(one, snap, names, lang)),
            *_rules(bool(found), lang),
        ),
    )


def _advice(one: Advice, snap: Snapshot, names: Names, lang: Language) -> Iterator[Block]:
    yield Heading(deadline_line(one.trouble, names, lang))
    saved = lang.say(
        "{against} saved {saved} of its points by not delivering.",
        against=names(one.against),
        saved=lang.number(one.saved),
    )
    first = lang.say("{by}: now {level}.", by=names(one.by), level=lang.say(LEVEL[one.first]))
    yield Paragraph(f"{first} {saved}" if one.saved else first)
    columns = (
        Column(lang.say("Answer")),
        Column(lang.say("What")),
        Column(lang.say("Takes")),
        Column(lang.say("In effect")),
        Column(lang.say("Weighs"), numeric=True),
        Column(lang.say("Enough")),
        Column(lang.say("Done in")),
    )
    caption = lang.say(
        "What {by} can answer; weights in the points of {against}",
        by=names(one.by),
        against=names(one.against),
    )
    rows = tuple(_answer(answer, snap, names, lang) for answer in one.answers)
    yield Table(caption, columns, rows)


def _answer(one: Answer, snap: Snapshot, names: Names, lang: Language) -> tuple[str, ...]:
    at_once = one.takes.high == 0
    return (
        lang.say(LEVEL[one.level]),
        ", ".join(names(lot) for lot in one.lots) or "–",
        lang.say("at once") if at_once else days_of(one.takes, lang),
        period(one.effect),
        lang.number(one.weighs) if one.lots else "–",
        "–" if not one.lots else lang.say("yes") if one.enough else lang.say("no"),
        f"{snap.name}#{one.used}" if one.used else "–",
    )


def _rules(any_: bool, lang: Language) -> Blocks:
    if not any_:
        return ()
    text = lang.say(
        "An answer is enough when it weighs at least what was saved. What is suspended is put back "
        "when the other side has delivered. What frees people, and what is given unconditionally, "
        "is never part of an answer."
    )
    return (Paragraph(text, "small"),)


# --- what if they stop now -----------------------------------------------------------------------
def stop_document(snap: Snapshot, lang: Language) -> Document:
    """Tell what each party keeps and loses if they stop now, and how to end in good order."""
    names = namer(snap.case, lang)
    found = snap.stopped
    headline = lang.say("If they stop now: {case}", case=title(snap, lang))
    if found is None:
        lead = lang.say("Only the events of this case are known here; this needs the case itself.")
        return Document(headline, subtitle(snap, lang), lang.code, (Paragraph(lead, "lead"),))
    return Document(
        headline,
        subtitle(snap, lang),
        lang.code,
        (
            Paragraph(" ".join(ahead_line(p.position, names, lang) for p in found.parties), "lead"),
            position_table([p.position for p in found.parties], names, lang),
            *_claimed(found, names, lang),
            *_taken_back(snap, found, names, lang),
            Heading(lang.say("What stays")),
            Bullets(tuple(_stays(found, names, lang))),
            Heading(lang.say("An end in good order")),
            Bullets(tuple(_in_order(found, names, lang)), numbered=True),
        ),
    )


def _claimed(found: Stopped, names: Names, lang: Language) -> Blocks:
    if found.claimed is None:
        return ()
    keeps = ", ".join(
        f"{names(one.party)}{NBSP}{lang.number(one.keeps)}" for one in found.claimed.values()
    )
    text = lang.say("If all that is merely claimed was delivered, keeps are: {keeps}.", keeps=keeps)
    return (Paragraph(text, "small"),)


def _taken_back(snap: Snapshot, found: Stopped, names: Names, lang: Language) -> Blocks:
    heading = Heading(lang.say("What may be taken back, and by when"))
    if not snap.windows:
        return (heading, Paragraph(lang.say("Nothing that was delivered can be taken back.")))
    lines = [_own(one, names, lang) for one in found.parties if one.takes_back]
    return (heading, window_table(snap, names, lang), Bullets(tuple(lines)))


def _own(one: Stop, names: Names, lang: Language) -> str:
    last = max(w.effect.last for w in one.takes_back)
    back = sum(w.recovers for w in one.takes_back)
    return lang.say(
        "{party} takes back all of its own by {date} at the latest, and recovers {points} of its "
        "points.",
        party=names(one.party),
        date=lang.date(last),
        points=lang.number(back),
    )


def _stays(found: Stopped, names: Names, lang: Language) -> Iterator[str]:
    for one in found.parties:
        if one.going:
            lots = lang.join([lang.quote(names(lot)) for lot in one.going])
            yield lang.say("{party} is taking back already: {lots}.", party=names(one.party),
                           lots=lots)  # fmt: skip
        what = lang.join([lang.quote(names(lot)) for lot in one.stays])
        yield (
            lang.say("{party} gave for good: {lots}.", party=names(one.party), lots=what)
            if what
            else lang.say("{party} gave nothing else that stays.", party=names(one.party))
        )


def _in_order(found: Stopped, names: Names, lang: Language) -> Iterable[str]:
    yield lang.say(
        'Agree on a pause first (`detente ledger record STORE pause --what "…"`): nothing falls '
        "due while it lasts, and what was given stays."
    )
    if found.open_claims:
        claims = lang.join([lang.quote(names(lot)) for lot in found.open_claims])
        yield lang.say("Check what is claimed and settle what is disputed: {lots}.", lots=claims)
    days = [one.by for one in found.parties if one.by]
    if days:
        yield lang.say(
            "Announce what is taken back, with its notice and time to wind down; all of it has "
            "effect by {date}.",
            date=lang.date(max(days)),
        )
    if found.goes_on:
        rest = lang.join([lang.quote(names(id_)) for id_ in found.goes_on])
        yield lang.say("Go on with what is given unconditionally: {measures}.", measures=rest)
    yield lang.say(
        "Record the end, with who left and why (`detente ledger record STORE exit --party … "
        '--what "…"`).'
    )
