"""The past of a case: relief in force, lags, breaches and snapbacks, acts of audiences."""

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
from detente.briefing.ledger.phrases import days_of, people, period, quantity, ranged
from detente.briefing.ledger.stock import stock_blocks
from detente.ledger.dates import span
from detente.ledger.events import Stock
from detente.ledger.past.relief import Force
from detente.ledger.told import happened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.briefing.blocks import Block
    from detente.briefing.ledger.terms import Names
    from detente.ledger.importing import Imported
    from detente.ledger.past.lags import Answered, Broken, Despite, Taken
    from detente.ledger.past.relief import Line
    from detente.ledger.past.summary import Past
    from detente.ledger.told import Told
    from detente.words.language import Language


def history_document(
    past: Past, names: Names, lang: Language, imported: Iterable[Imported] = ()
) -> Document:
    """Tell the past of a case.

    Parameters
    ----------
    past
        What it amounts to.
    names
        Gives the name of a party or audience.
    lang
        The language to write in.
    imported
        Imports that were done just before.
    """
    return Document(
        lang.say("History of {case}", case=past.case),
        lang.say("As of {date}", date=lang.date(past.day)),
        lang.code,
        (
            *(Paragraph(imported_sentence(one, lang)) for one in imported),
            Paragraph(_summary(past, lang), "lead"),
            *_relief(past, names, lang),
            *_lags(past, names, lang),
            *_breaches(past, names, lang),
            *_despite(past, names, lang),
            *_events(lang.say("Incidents and escalations"), past.incidents, names, lang),
            *_events(lang.say("Acts of audiences"), past.acts, names, lang),
            *_events(lang.say("Other acts of the parties"), past.moves, names, lang),
            *stock_blocks(past, lang),
        ),
    )


def imported_sentence(imported: Imported, lang: Language) -> str:
    """Say in a sentence what an import did."""
    rows = lang.count("{n} row of {file}", "{n} rows of {file}", imported.steps, file=imported.file)
    if not imported.new:
        return lang.say(
            "{rows}: all of it is in the ledger of {case} already; nothing was added.",
            rows=rows,
            case=imported.case,
        )
    said = lang.say(
        "{rows}, read into the ledger of {case} as {events}: {ids}.",
        rows=rows,
        case=imported.case,
        events=lang.count("{n} event", "{n} events", imported.new),
        ids="–".join(dict.fromkeys((imported.first, imported.last))),
    )
    if not imported.there:
        return said
    there = lang.count(
        "{n} event was there already.", "{n} events were there already.", imported.there
    )
    return f"{said} {there}"


def _summary(past: Past, lang: Language) -> str:
    freed = sum(_freed(one.release) for one in past.answered)
    count = lang.count
    counted = (
        (past.answered, count("{n} release ({people})", "{n} releases ({people})",
                              len(past.answered), people=people(freed, lang))),
        (past.lines, count("{n} line of relief", "{n} lines of relief", len(past.lines))),
        (past.broken, count("{n} breach", "{n} breaches", len(past.broken))),
        (past.incidents, count("{n} incident", "{n} incidents", len(past.incidents))),
        (past.taken, count("{n} snapback", "{n} snapbacks", len(past.taken))),
        (past.acts, count("{n} act of audiences", "{n} acts of audiences", len(past.acts))),
    )  # fmt: skip
    said = lang.join([words for events, words in counted if events])
    return f"{said}." if said else lang.say("Nothing of this is recorded up to this day.")


def _freed(release: Told) -> float:
    event = release.event
    return (event.quantity or 0) if isinstance(event, Stock) else 0


# --- relief --------------------------------------------------------------------------------------


def _relief(past: Past, names: Names, lang: Language) -> Iterable[Block]:
    if not past.lines:
        return
    columns = (
        Column(lang.say("Giver")),
        Column(lang.say("Relief")),
        Column(lang.say("Since")),
        Column(lang.say("Expiry")),
        Column(lang.say("Status")),
    )
    yield Heading(lang.say("Lines of relief"))
    yield Table(
        lang.say("Every line of relief, with its last expiry and how often it was renewed"),
        columns,
        tuple(_relief_row(line, past, names, lang) for line in past.lines),
    )
    yield _over_time(past, names, lang)
    if Force.UNKNOWN in (past.force[line.id] for line in past.lines):
        yield Paragraph(
            lang.say(
                "Not recorded: between an expiry and what was recorded next, nobody wrote down "
                "whether the relief went on."
            ),
            "small",
        )


def _relief_row(line: Line, past: Past, names: Names, lang: Language) -> tuple[str, ...]:
    renewals = len(line.terms) - 1
    expiry = line.terms[-1].expiry or lang.say("none")
    force = past.force[line.id]
    state = lang.say(force.value)
    if line.taken_back and force is Force.NO:
        word = lang.say("taken back")
        state = f"{word}\n{period(line.taken_back.days)}"
    return (
        names(line.party),
        line.opened.what or line.opened.measure,
        happened(line.opened),
        f"{expiry} ({renewals}×)" if renewals else expiry,
        state,
    )


def _over_time(past: Past, names: Names, lang: Language) -> Chart:
    points = []
    for number, line in enumerate(past.lines, 1):
        end = line.end.days.last if line.end else past.day
        for term in line.terms:
            first = span(term.when).first
            last = min(span(term.expiry).last, end) if term.expiry else end
            low, high = first.isoformat(), max(first, last).isoformat()
            points.append(Datum(low, f"{number}. {names(line.party)}", low=low, high=high))
    held = sum(past.force[line.id] is not Force.NO for line in past.lines)
    alt = lang.count(
        "{n} line of relief is in force on {day}, or may be.",
        "{n} lines of relief are in force on {day}, or may be.",
        held,
        day=lang.date(past.day),
    )
    title = lang.say("Relief over time")
    series = Series(lang.say("Relief"), tuple(points))
    return Chart("spans", title, alt, lang.say("Date"), lang.say("Giver"), (series,))


# --- lags ----------------------------------------------------------------------------------------


def _lags(past: Past, names: Names, lang: Language) -> Iterable[Block]:
    if not past.answered:
        return
    yield Heading(lang.say("From a release to relief"))
    rows = tuple(row for one in past.answered for row in _lag_rows(one, names, lang))
    if rows:
        columns = (
            Column(lang.say("Release")),
            Column(lang.say("People"), numeric=True),
            Column(lang.say("Relief")),
            Column(lang.say("Giver")),
            Column(lang.say("Days"), numeric=True),
        )
        caption = lang.say("Relief that came after a release and before the next one")
        yield Table(caption, columns, rows)
    alone = [one.release for one in past.answered if not one.relief]
    if alone:
        told = [f"{happened(one.event)} ({lang.amount(_freed(one))})" for one in alone]
        yield Paragraph(
            lang.count(
                "{n} release was followed by no recorded relief before the next: {list}.",
                "{n} releases were followed by no recorded relief before the next: {list}.",
                len(alone),
                list=lang.join(told),
            )
        )
    yield Paragraph(
        lang.say("Dates alone are compared: that one was given for the other is not said here."),
        "small",
    )


def _lag_rows(one: Answered, names: Names, lang: Language) -> Iterable[tuple[str, ...]]:
    for lag in one.relief:
        yield (
            happened(one.release.event),
            lang.amount(_freed(one.release)),
            happened(lag.end.event),
            names(lag.end.event.party),
            ranged(lag.days, lang),
        )


# --- breaches and snapbacks ----------------------------------------------------------------------


def _breaches(past: Past, names: Names, lang: Language) -> Iterable[Block]:
    if past.broken or past.taken:
        told = [_broken(one, names, lang) for one in past.broken]
        told += [_taken(one, names, lang) for one in past.taken]
        yield Heading(lang.say("Breaches and snapbacks"))
        yield Bullets(tuple(told))


def _broken(one: Broken, names: Names, lang: Language) -> str:
    said = lang.say("Breach: {event}", event=_event(one.breach, names, lang))
    day = span(happened(one.breach.event)).first
    held = [
        lang.say(
            "{party} ({force}; given or renewed {days} before)",
            party=names(line.party),
            force=lang.say(line.on(day).value),
            days=days_of(lag.days, lang),
        )
        for line, lag in zip(one.relief, one.renewed, strict=True)
    ]
    if not held:
        return said
    others = lang.say("Relief by others then: {list}.", list=lang.join(held))
    return f"{said} {others}"


def _taken(one: Taken, names: Names, lang: Language) -> str:
    said = lang.say("Snapback: {event}", event=_event(one.start, names, lang))
    if one.breach is None or one.to_start is None or one.to_effect is None:
        why = lang.say("No breach is recorded before it while this relief was given.")
    elif one.to_start == one.to_effect:
        why = lang.say(
            "After the breach {id}: {days}.", days=days_of(one.to_effect, lang), id=one.breach.id
        )
    else:
        why = lang.say(
            "After the breach {id}: {start}; in effect after {days}.",
            start=days_of(one.to_start, lang),
            days=days_of(one.to_effect, lang),
            id=one.breach.id,
        )
    if one.effect != span(happened(one.start.event)):
        effect = lang.say("In effect {when}.", when=period(one.effect))
        why = f"{effect} {why}"
    return f"{said} {why}"


def _despite(past: Past, names: Names, lang: Language) -> Iterable[Block]:
    if past.despite:
        yield Heading(lang.say("Renewed in spite of something"))
        yield Bullets(tuple(_one_despite(one, names, lang) for one in past.despite))


def _one_despite(one: Despite, names: Names, lang: Language) -> str:
    said = _event(one.renewal, names, lang)
    if not one.events:
        return said
    ids = ", ".join(told.id for told in one.events)
    since = lang.say("Recorded since the last term: {ids}.", ids=ids)
    return f"{said} {since}"


# --- the rest ------------------------------------------------------------------------------------


def _events(title: str, events: Sequence[Told], names: Names, lang: Language) -> Iterable[Block]:
    if events:
        yield Heading(title)
        yield Bullets(tuple(_event(one, names, lang) for one in events))


def _event(one: Told, names: Names, lang: Language) -> str:
    """Tell an event in a sentence: when, who, what, how many, and its id."""
    event = one.event
    amount = quantity(getattr(event, "quantity", None), getattr(event, "unit", ""), lang)
    what = event.what or event.item or event.kind
    return lang.say(
        "{when}, {party}: {what} ({id}).",
        when=happened(event),
        party=names(event.party),
        what=f"{what} [{amount}]" if amount else what,
        id=one.id,
    )
