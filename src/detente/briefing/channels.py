"""Who can reach whom: the best way for a message, what a new line adds, and the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import (
    Bullets,
    Column,
    Fold,
    Heading,
    Link,
    Network,
    Node,
    Paragraph,
    Table,
)
from detente.briefing.channel_words import Talk
from detente.briefing.naming import Names
from detente.briefing.sections import framed, illustrative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.briefing.blocks import Document
    from detente.briefing.sections import Blocks
    from detente.case import Case
    from detente.channels import Pair, Survey
    from detente.words.language import Language


def channels_document(case: Case, found: Survey, lang: Language) -> Document:
    """Tell a survey of channels on a screen.

    Parameters
    ----------
    case
        What actors and channels are called.
    found
        The ways from one to another, and what new lines add.
    lang
        The language to write in.
    """
    names = Names(case, lang)
    return framed(
        names,
        (
            Paragraph(Talk(found, names).headline(), "lead"),
            *illustrative(names),
            *_ways(found, names),
            *_lines(found, names),
            Paragraph(_assumed(lang), "small"),
        ),
    )


def channels_section(found: Survey, names: Names) -> Blocks:
    """Write the section on channels for a brief."""
    return (
        Heading(names.lang.say("Channels: through whom")),
        Paragraph(Talk(found, names).headline()),
        *_ways(found, names),
        Paragraph(_assumed(names.lang), "small"),
    )


def _ways(found: Survey, names: Names) -> Blocks:
    """The routes of the message, what new lines change, and the picture."""
    lang, talk = names.lang, Talk(found, names)
    ends = {"start": names(found.start), "end": names(found.end)}
    blocks: Blocks = (
        Heading(lang.say("A message from {start} to {end}", **ends), 3),
        Bullets(talk.ways()),
    )
    if found.added.lines:
        title = lang.say("What new lines add: {lines}", lines=talk.lines(found.added.lines))
        blocks += (Heading(title, 3), Bullets(talk.gains()), *_pairs(found, names))
    elif points := talk.points(found.added.points_before):
        blocks += (Heading(lang.say("What all hangs on"), 3), Bullets(points))
    return (*blocks, _network(found, names))


def _pairs(found: Survey, names: Names) -> Blocks:
    """How every two actors reach each other, where it changes; those without a party folded."""
    parties = names.case.form.parties
    changed = [pair for pair in found.added.pairs if pair.changed]
    ours = [pair for pair in changed if any(who in parties for who in pair.ends)]
    others = [pair for pair in changed if pair not in ours]
    blocks: Blocks = (_pair_table(ours, found, names),) if ours else ()
    if others:
        title = names.lang.say("Between the others")
        blocks += (Fold(title, (_pair_table(others, found, names),)),)
    return blocks


def _pair_table(pairs: Sequence[Pair], found: Survey, names: Names) -> Table:
    lang, talk = names.lang, Talk(found, names)
    rows = [
        (
            f"{names(pair.ends[0])} – {names(pair.ends[1])}",
            talk.shares(pair.before),
            talk.shares(pair.after),
            talk.time(pair.fastest_before.delay) if pair.fastest_before else "–",
            talk.time(pair.fastest_after.delay) if pair.fastest_after else "–",
            ", ".join(names(who) for who in pair.bypassed) or "–",
        )
        for pair in pairs
    ]
    columns = (
        Column(lang.say("Between")),
        Column(lang.say("Arrives now, %"), numeric=True),
        Column(lang.say("then, %"), numeric=True),
        Column(lang.say("Takes now"), numeric=True),
        Column(lang.say("then"), numeric=True),
        Column(lang.say("Bypassed")),
    )
    caption = lang.say("Sent on all ways at once; time of the fastest; ranges in brackets")
    return Table(caption, columns, tuple(rows))


def _lines(found: Survey, names: Names) -> Blocks:
    """The lines themselves."""
    lang, talk = names.lang, Talk(found, names)
    rows = [
        (
            talk.line(line.name),
            talk.percents(line.reliability),
            talk.time(line.delay),
            talk.discretion(line.discretion),
            ", ".join(names(who) for who in line.hears if who not in line.ends) or "–",
        )
        for line in found.contacts.lines
    ]
    if not rows:
        return ()
    columns = (
        Column(lang.say("Line")),
        Column(lang.say("Arrives"), numeric=True),
        Column(lang.say("Takes"), numeric=True),
        Column(lang.say("Discretion")),
        Column(lang.say("Who else hears")),
    )
    return (
        Heading(lang.say("The lines"), 3),
        Table(lang.say("The lines; ranges in brackets"), columns, tuple(rows)),
    )


def _network(found: Survey, names: Names) -> Network:
    talk, lang = Talk(found, names), names.lang
    parties = names.case.form.parties
    shown = set(found.added.lines)
    lines = [line for line in found.contacts.lines if not line.proposed or line.name in shown]
    talking = {who for line in lines for who in line.ends}
    return Network(
        lang.say("Who talks to whom"),
        talk.picture(),
        tuple(
            Node(who, names(who), "party" if who in parties else "audience")
            for who in found.contacts.actors
            if who in talking
        ),
        tuple(
            Link(line.ends, talk.name(line.name), line.reliability.mode, line.proposed)
            for line in lines
        ),
    )


def _assumed(lang: Language) -> str:
    return lang.say(
        "Lines fail independently of each other, and whoever stands between passes on what he "
        "receives, as he received it: both flatter long ways. Reliability is that a message "
        "arrives, and as it was meant."
    )
