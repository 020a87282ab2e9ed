"""The sections that documents share: each a few blocks about one side of a planned case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import (
    Bullets,
    Column,
    Document,
    Fold,
    Heading,
    Note,
    Paragraph,
    Table,
)
from detente.briefing.ladder_view import certificate_tables, prefixes, signed
from detente.briefing.paths import by_basis, carrying, label, owner
from detente.briefing.sentences import incomparable, losers_first
from detente.exchange import gain
from detente.words.language import NBSP

if TYPE_CHECKING:
    from datetime import date

    from detente.briefing.blocks import Block
    from detente.briefing.naming import Names
    from detente.case import Assumption
    from detente.exchange import Certificate, Exchange
    from detente.words.language import Language

Blocks = tuple["Block", ...]


def framed(names: Names, blocks: Blocks, day: date | None = None) -> Document:
    """Make a document about a case: its title, the day it is seen from, and the blocks.

    Parameters
    ----------
    names
        The case, and the language to write in.
    blocks
        What the document says.
    day
        The day it is seen from; the case's own where None.
    """
    case, lang = names.case, names.lang
    seen = as_of(day or case.form.as_of, lang)
    return Document(case.title[lang.code], seen, lang.code, blocks)


def as_of(day: date, lang: Language) -> str:
    """Say from which day something is seen."""
    return lang.say("As of {date}", date=lang.date(day))


def illustrative(names: Names) -> Blocks:
    """Mark a case whose amounts are judgements."""
    if not names.case.form.illustrative:
        return ()
    text = names.lang.say(
        "the amounts of this case are judgements that show the method; they are not findings "
        "about anybody's true values."
    )
    return (Note(names.lang.say("Illustrative values"), text),)


def units(names: Names) -> Blocks:
    """Say what each party's points mean, and that they are not one currency."""
    lang = names.lang
    anchors = [
        lang.count(
            "{party}: {n} point is as much as {equals}.",
            "{party}: {n} points are as much as {equals}.",
            party.anchor.points,
            party=names(id_),
            equals=party.anchor.equals[lang.code],
        )
        for id_, party in names.case.form.parties.items()
        if party.anchor
    ]
    said = Paragraph(incomparable(names), "small")
    return (said, Bullets(tuple(anchors))) if anchors else (said,)


def guarantee_table(deal: Exchange, of: Certificate, names: Names) -> Table:
    """Split each party's guarantee into what completion asks and what the way asks."""
    lang = names.lang
    titles = (
        lang.say("Gain"),
        lang.say("Guarantee"),
        lang.say("at completion"),
        lang.say("on the way"),
        lang.say("Stake"),
        lang.say("Exposure"),
        lang.say("Cap"),
    )
    rows = []
    for who in losers_first(deal):
        amounts = (
            gain(deal, who),
            of.guarantee[who],
            of.at_completion[who],
            of.on_the_way[who],
            deal.stake(who),
            of.exposure[who],
        )
        cap = lang.number(deal.caps[who]) if who in deal.caps else "–"
        rows.append((names(who), *(lang.number(x) for x in amounts), cap))
    columns = (Column(lang.say("Party")), *(Column(title, numeric=True) for title in titles))
    return Table(lang.say("The guarantee, split; in each party's own points"), columns, tuple(rows))


# --- others --------------------------------------------------------------------------------------


def audiences(deal: Exchange, certificate: Certificate, names: Names) -> Blocks:
    """Say who else gains and loses, and at which steps."""
    if not deal.audiences:
        return ()
    lang = names.lang
    columns = (
        Column(lang.say("Audience")),
        Column(lang.say("In all"), numeric=True),
        Column(lang.say("Exposure"), numeric=True),
        Column(lang.say("Gains at step")),
        Column(lang.say("Loses at step")),
    )
    value = {lot.name: lot.value for lot in deal.lots}
    rows = []
    for who in deal.audiences:
        felt = [sum(value[lot].get(who, 0.0) for lot in step) for step in certificate.steps]
        helps = ", ".join(str(k) for k, x in enumerate(felt, 1) if x > 0)
        hurts = ", ".join(str(k) for k, x in enumerate(felt, 1) if x < 0)
        exposure = lang.number(certificate.exposure[who])
        total = signed(gain(deal, who), names)
        rows.append((names(who), total, exposure, helps or "–", hurts or "–"))
    caption = lang.say("Who else gains and loses; each in its own points")
    return (Heading(lang.say("Who else is touched")), Table(caption, columns, tuple(rows)))


def consents(deal: Exchange, names: Names) -> Blocks:
    """Say who else must agree to a measure of the ladder, where that is still open."""
    lang = names.lang
    status = {
        "needed": lang.say("needed"),
        "refused": lang.say("refused"),
        "unknown": lang.say("unknown"),
    }
    planned = names.measures(lot.name for lot in deal.lots)
    items = [
        f"{names(who)}: {lang.quote(names(id_))} ({status[consent.status]})"
        + (f" – {consent.about[lang.code]}" if consent.about else "")
        for id_ in planned
        for who, consent in names.case.form.measures[id_].consents.items()
        if consent.status in status
    ]
    if not items:
        return ()
    return (Heading(lang.say("Who else must agree")), Bullets(tuple(items)))


def motives(certificate: Certificate, names: Names) -> Blocks:
    """Say which objectives the ladder serves, at which steps, and how much."""
    lang = names.lang
    at: dict[tuple[str, str], list[int]] = {}
    worth: dict[tuple[str, str], float] = {}
    for k, step in enumerate(certificate.steps, 1):
        for lot in (lot for lot in step if lot in names.case.lots):
            for who, served in names.case.motives(lot).items():
                for objective, points in served.items():
                    at.setdefault((who, objective), []).append(k)
                    worth[who, objective] = worth.get((who, objective), 0.0) + points
    if not at:
        return ()
    columns = (
        Column(lang.say("Party")),
        Column(lang.say("Objective")),
        Column(lang.say("Points"), numeric=True),
        Column(lang.say("Served at step")),
    )
    rows = [
        (
            names(who),
            names.objective(who, objective),
            lang.number(worth[who, objective]),
            ", ".join(str(k) for k in dict.fromkeys(at[who, objective])),
        )
        for who, party in names.case.form.parties.items()
        for objective in party.objectives
        if (who, objective) in at
    ]
    caption = lang.say("From motive to step; in the points of the party whose objective it is")
    return (Heading(lang.say("Which objectives it serves, and when")),
            Table(caption, columns, tuple(rows)))  # fmt: skip


# --- the frame -----------------------------------------------------------------------------------


def red_lines(deal: Exchange, names: Names) -> Blocks:
    """List what each party will not do, and the exposure it will not pass."""
    lang = names.lang
    items = []
    for id_, party in names.case.form.parties.items():
        items += [f"{names(id_)}: {line.text[lang.code]}" for line in party.red_lines if line.text]
        if id_ in deal.caps:
            cap = lang.say("exposure of at most {cap}", cap=lang.amount(deal.caps[id_]))
            items.append(f"{names(id_)}: {cap}")
    if not items:
        return ()
    return (Heading(lang.say("Red lines and caps")), Bullets(tuple(items)))


def outside(names: Names) -> Blocks:
    """List what is given whatever happens, and what is held in reserve."""
    lang, measures = names.lang, names.case.form.measures
    blocks: list[Block] = []
    free = [f"{names(m.giver)}: {names(id_)}" for id_, m in measures.items() if m.unconditional]
    if free:
        blocks += [
            Heading(lang.say("Outside the ladder")),
            Paragraph(
                lang.say("Given in any case: never withheld, never cut up, never taken back.")
            ),
            Bullets(tuple(free)),
        ]
    done = names.case.form.already
    if done:
        columns = (Column(lang.say("Date")), Column(lang.say("By")), Column(lang.say("What")))
        rows = [
            (when(d.date, names), names(d.by), d.what[lang.code] + _doubt(d.status, names))
            for d in done
        ]
        blocks += [
            Heading(lang.say("Already done")),
            Table(lang.say("Delivered before: sunk, and in no ladder"), columns, tuple(rows)),
        ]
    return tuple(blocks)


def _doubt(status: str, names: Names) -> str:
    words = {
        "claimed": names.lang.say(" (claimed, not confirmed)"),
        "disputed": names.lang.say(" (disputed)"),
    }
    return words.get(status, "")


def when(day: str, names: Names) -> str:
    """Write an ISO date that may be known to the month or the year only."""
    from datetime import date

    return names.lang.date(date.fromisoformat(day)) if len(day) == 10 else day


# --- annexes -------------------------------------------------------------------------------------


def assumptions(deal: Exchange, names: Names) -> Blocks:
    """List the numbers the ladder rests on: low, mode, high; why; and the sources."""
    lang = names.lang
    numbers = carrying(names.case, names.measures(lot.name for lot in deal.lots))
    columns = (
        Column(lang.say("Of what")),
        Column(lang.say("Lowest / likeliest / highest")),
        Column(lang.say("Why")),
        Column(lang.say("Sources")),
    )
    rows = []
    for group in by_basis(numbers):
        ranges = "\n".join(f"{label(n.path, names)}: {_range(n, names)}" for n in group)
        why = group[0].why[lang.code] if group[0].why else lang.say("no reason given")
        sources = ", ".join(group[0].sources) or lang.say("no source given")
        rows.append((owner(group[0].path, names), ranges, why, sources))
    caption = lang.say("Numbers the ladder is computed from; sources by their short names")
    return (Heading(lang.say("What it rests on")), Table(caption, columns, tuple(rows)))


def _range(number: Assumption, names: Names) -> str:
    certain = number.low == number.high
    values = [number.mode] if certain else [number.low, number.mode, number.high]
    return f"{NBSP}/{NBSP}".join(names.lang.amount(x, 2) for x in values)


def certificate(of: Certificate, names: Names) -> Blocks:
    """Show the whole certificate, to be opened."""
    lang = names.lang
    size = len(list(prefixes(of)))
    points = lang.count("{n} point", "{n} points", size)
    title = lang.say("Certificate: everybody at every one of {points}", points=points)
    said = lang.say(
        "Computed from the definition, apart from the search that found the ladder; "
        "`detente certify` checks it again."
    )
    return (Heading(lang.say("Certificate")), Fold(title, (Paragraph(said, "small"),
            *certificate_tables(of, names))))  # fmt: skip


def sources(names: Names) -> Blocks:
    """List the sources; addresses are text, never links."""
    lang = names.lang
    items = []
    for id_, source in names.case.form.sources.items():
        parts = [source.title[lang.code]]
        if source.publisher:
            parts.append(source.publisher[lang.code])
        if source.date:
            parts.append(when(source.date, names))
        text = f"[{id_}] {', '.join(parts).removesuffix('.')}."
        if source.note:
            text += f" {source.note[lang.code]}."
        items.append(text + (f" {source.url}" if source.url else ""))
    return (Heading(lang.say("Sources")), Bullets(tuple(items))) if items else ()


def method(names: Names) -> Blocks:
    """Say what the method assumes, and what must not be concluded."""
    say = names.lang.say
    return (
        Heading(say("How it was computed")),
        Paragraph(
            say(
                "At every point of the ladder, what a party would keep if all broke down there is "
                "compared with what completing brings it plus what it has to lose. A ladder is "
                "self-enforcing when at no point, the first and the last included, keeping is "
                "worth more, and no exposure passes its cap."
            )
        ),
        Heading(say("What not to conclude")),
        Bullets(
            (
                say(
                    "That the deal will hold. It is assumed that deliveries are seen at once, that "
                    "any walking away ends everything, that all revoke at once, and that the stake "
                    "is lost by whoever walks."
                ),
                say("That one party gains more than another: their points cannot be compared."),
                say(
                    "That nobody would renegotiate, or that groups of parties have been tested: "
                    "they have not."
                ),
                say(
                    "That the deal is right. What a measure means for the people concerned is not "
                    "in these points unless somebody's value says so."
                ),
            )
        ),
    )
