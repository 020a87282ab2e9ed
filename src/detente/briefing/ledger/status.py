"""The ledger on a day as a document: who is ahead, what is next, what is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Document, Heading, Paragraph
from detente.briefing.ledger.lots import force, gaps, lots, windows
from detente.briefing.ledger.parties import ahead, beliefs, people
from detente.briefing.ledger.terms import Names, day_words, deed, namer, title
from detente.briefing.outcomes import result_with_date
from detente.ledger.dates import span
from detente.words.language import N_, NBSP

if TYPE_CHECKING:
    from detente.briefing.sections import Blocks
    from detente.ledger.present.due import Deadline
    from detente.ledger.present.next_step import Move
    from detente.ledger.present.snapshot import Snapshot
    from detente.words.language import Language

SHOWN = 8
"""How many deadlines a status shows; `detente ledger due` shows all."""


def status_document(snap: Snapshot, lang: Language) -> Document:
    """Tell where a deal stands."""
    names = namer(snap.case, lang)
    return Document(
        title(snap, lang),
        subtitle(snap, lang),
        lang.code,
        (
            Paragraph(verdict(snap, lang), "lead"),
            *_past(snap, lang),
            *_pressing(snap, names, lang),
            *_next(snap, names, lang),
            *ahead(snap, names, lang),
            *lots(snap, names, lang),
            *gaps(snap, names, lang),
            *force(snap, names, lang),
            *windows(snap, names, lang),
            *people(snap, lang),
            *beliefs(snap, names, lang),
        ),
    )


def ledger_section(snap: Snapshot, lang: Language) -> Blocks:
    """Write the brief's section on the ledger: shorter, without the lots one by one.

    What was seen is in the brief's section on beliefs.
    """
    names = namer(snap.case, lang)
    if not snap.state.last:
        return ()
    return (
        Heading(lang.say("The ledger")),
        Paragraph(f"{subtitle(snap, lang)}. {verdict(snap, lang)}"),
        *_pressing(snap, names, lang),
        *_next(snap, names, lang),
        *ahead(snap, names, lang),
        *gaps(snap, names, lang),
        *force(snap, names, lang),
        *people(snap, lang),
    )


def _past(snap: Snapshot, lang: Language) -> Blocks:
    """Say of a ladder that is over how it ended, and on which day to look at it."""
    ended = snap.case.form.outcome if snap.case else None
    if snap.case is None or ended is None or ended.result == "unfinished":
        return ()
    if snap.today <= span(ended.date).last:
        return ()
    said = lang.say(
        "This ladder is of the past: {ended}. What follows counts every day since, and what nobody "
        "has confirmed in this ledger stays a claim; --as-of shows it on a day of its own.",
        ended=result_with_date(snap.case, lang),
    )
    return (Paragraph(said),)


def subtitle(snap: Snapshot, lang: Language) -> str:
    """Say of which day this is, in which sense, and how many events it rests on."""
    day = lang.date(snap.today)
    events = lang.count("{n} event", "{n} events", snap.state.last)
    if snap.as_of is None:
        return lang.say("Ledger as of {date}, {events}", date=day, events=events)
    if snap.as_of.sense == "recorded":
        return lang.say("Ledger as it was known on {date}, {events}", date=day, events=events)
    return lang.say("Ledger as of {date}, by what is recorded today", date=day)


def verdict(snap: Snapshot, lang: Language) -> str:
    """Say in two sentences how much is done, and whether anything presses."""
    of = [lot.status for lot in snap.lots if snap.case is None or lot.name in snap.case.lots]
    counted = (
        (of.count("confirmed"), N_("confirmed")),
        (of.count("claimed") + of.count("partial"), N_("claimed in whole or part")),
        (of.count("unobserved"), N_("not observable")),
        (of.count("disputed"), N_("disputed")),
        (of.count("broken") + of.count("refuted"), N_("broken or not done")),
        (of.count("taken_back") + of.count("being_taken_back"), N_("taken back")),
        (of.count("waived"), N_("waived")),
    )
    told = [f"{n}{NBSP}{lang.say(words)}" for n, words in counted if n]
    every = lang.count("Of {n} lot", "Of {n} lots", len(of))
    said = (
        lang.say("{lots}: {told}.", lots=every, told=lang.join(told))
        if told
        else lang.say("{lots} none is delivered or claimed yet.", lots=every)
    )
    if snap.case is not None and not snap.begun:
        day = lang.date(snap.case.form.as_of)
        said = lang.say("This is the time before the case, which is seen from {date}.", date=day)
    states = [said, press(snap, lang)]
    if snap.case is None:
        states.append(
            lang.say(
                "The file of this case is not here, so names are not checked, and who is ahead is "
                "not told: put it beside the ledger, or name it by --case."
            )
        )
    if snap.state.paused:
        since = day_words(span(snap.state.pauses[-1].when), lang)
        states.append(lang.say("All waits since {date}: a pause was agreed.", date=since))
    states += [
        lang.say(
            "{party} left on {date}.",
            party=namer(snap.case, lang)(who),
            date=day_words(span(when), lang),
        )
        for who, when in snap.state.exits.items()
    ]
    return " ".join(states)


def press(snap: Snapshot, lang: Language) -> str:
    """Say how much presses."""
    n = len(snap.pressing)
    if n:
        return lang.count("{n} thing is overdue or broken.", "{n} things are overdue or broken.", n)
    if any(lot.status in ("broken", "refuted") for lot in snap.lots):
        return lang.say("Nothing is overdue, and no breach waits for an answer.")
    return lang.say("Nothing is overdue or broken.")


def deadline_line(one: Deadline, names: Names, lang: Language) -> str:
    """Write a deadline as one line: who, what, by when."""
    who = lang.join([names(p) for p in one.parties])
    said = deed(one, names, lang)
    line = f"{who}: {said}" if who else said
    if one.day is not None:
        day = day_words(one.day, lang)
        says = {
            "": N_("{line}; due {date}"),
            "breach": N_("{line}; it happened on {date}"),
            "expiry": N_("{line}; until {date}"),
            "snapback": N_("{line}; on {date}"),
        }
        line = lang.say(says.get(one.kind, says[""]), line=line, date=day)
    if one.grace and one.urgency in ("due", "upcoming"):
        grace = lang.count("{n} day of grace", "{n} days of grace", one.grace)
        line = f"{line} ({grace})"
    if one.late:
        late = lang.count("{n} day late", "{n} days late", one.late)
        line = f"{line}, {late}"
    if one.waits_for:
        first = lang.join([lang.quote(names(x)) for x in one.waits_for])
        line = lang.say("{line}; waits for {lots}", line=line, lots=first)
    return line


def _pressing(snap: Snapshot, names: Names, lang: Language) -> Blocks:
    shown = [d for d in snap.deadlines if d.urgency in ("overdue", "broken", "due")]
    if not shown:
        return ()
    lines = [deadline_line(one, names, lang) for one in shown[:SHOWN]]
    more = len(shown) - SHOWN
    if more > 0:
        lines.append(lang.count("{n} more", "{n} more", more))
    return (Heading(lang.say("What presses")), Bullets(tuple(lines)))


def _next(snap: Snapshot, names: Names, lang: Language) -> Blocks:
    step = snap.next
    if snap.case is None or not snap.begun or snap.state.exits:
        return ()
    heading = Heading(lang.say("Next"))
    if step is None:
        return (heading, Paragraph(lang.say("Every step of the ladder is done.")))
    title = lang.say("Step {n} of {all}.", n=step.step, all=step.of)
    moves = (move_line(move, names, lang) + _put_off(move, snap, lang) for move in step.moves)
    return (heading, Paragraph(f"{title} {' '.join(moves)}"))


def _put_off(move: Move, snap: Snapshot, lang: Language) -> str:
    """Say that the next deed waits, where its giver has answered so."""
    for one in snap.state.responses.values():
        if one.item == move.lot and one.level != "note" and move.act == "deliver":
            id_ = f"{snap.name}#{one.number}"
            if not one.until:
                return " " + lang.say("That is put off ({id}).", id=id_)
            if span(one.until).last >= snap.today:
                day = day_words(span(one.until), lang)
                return " " + lang.say("That is put off until {date} ({id}).", date=day, id=id_)
    return ""


def move_line(move: Move, names: Names, lang: Language) -> str:
    """Say whose move it is, in a sentence."""
    says = {
        "deliver": N_("{who}: deliver {lot}."),
        "check": N_("{who}: check whether {lot} was delivered."),
        "settle": N_("{who}: settle the dispute about {lot}."),
    }
    who = lang.join([names(x) for x in move.parties])
    return lang.say(says[move.act], who=who, lot=lang.quote(names(move.lot)))
