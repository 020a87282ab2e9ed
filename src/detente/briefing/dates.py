"""When each step comes: its dates, the critical path, deadlines, and what time changes."""

from __future__ import annotations

from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from detente.briefing.blocks import (
    Bullets,
    Chart,
    Column,
    Datum,
    Heading,
    Paragraph,
    Series,
    Table,
)
from detente.briefing.dating import Dating
from detente.briefing.naming import Names
from detente.briefing.sections import framed
from detente.briefing.sentences import point, runs
from detente.exchange import TimedRow
from detente.planning.calendar import soonest

if TYPE_CHECKING:
    from detente.briefing.blocks import Block, Document
    from detente.case import Case
    from detente.exchange import Late, TimedCertificate, TimedExchange
    from detente.words.language import Language


def dates_document(case: Case, dating: Dating, lang: Language) -> Document:
    """Tell when each step comes.

    Parameters
    ----------
    case
        What things are called.
    dating
        What `date_ladder` found.
    lang
        The language to write in.
    """
    names = Names(case, lang)
    return framed(
        names,
        (
            Paragraph(_span(dating, names), "lead"),
            Bullets((*_order(dating, names), *_holds(dating, names))),
            Heading(lang.say("Dates")),
            _table(dating, names),
            Paragraph(_critical(dating, names), "small"),
            *_deadlines(dating, names),
            Paragraph(_meaning(dating, names), "small"),
        ),
    )


def dates_section(
    timed: TimedExchange, certificate: TimedCertificate, names: Names
) -> tuple[Block, ...]:
    """Give the brief's section on dates: when each step of the planned order comes.

    Parameters
    ----------
    timed, certificate
        The exchange with its clocks, and the kernel's check of the dated ladder.
    names
        What things are called.
    """
    dating = Dating(timed, certificate, False, None)
    return (
        Heading(names.lang.say("Dates")),
        Paragraph(_span(dating, names)),
        Bullets(_holds(dating, names)),
        _table(dating, names),
        Paragraph(_critical(dating, names), "small"),
        *_deadlines(dating, names),
        *relief(dating, names),
        Paragraph(_meaning(dating, names), "small"),
    )


def relief(dating: Dating, names: Names) -> tuple[Block, ...]:
    """Draw when what runs for a term is in force: from delivery to the end of a first term."""
    lang, timed = names.lang, dating.timed
    points = []
    for step, own in zip(dating.certificate.steps, dating.certificate.dates, strict=True):
        for lot in step:
            timing = timed.timing(lot)
            first, last = timed.on(own.delivered), timed.on(own.delivered + (timing.term or 0.0))
            if timing.term is not None and first and last:
                points.append(Datum(str(first), names(lot), str(first), str(last)))
    if not points:
        return ()
    most = max(str(datum.high) for datum in points)
    alt = lang.count(
        "{n} measure runs for a term; the last term in the picture ends on {date}.",
        "{n} measures run for a term; the last term in the picture ends on {date}.",
        len(points),
        date=lang.date(date.fromisoformat(most)),
    )
    title = lang.say("Relief in force, first terms")
    series = (Series("", tuple(points)),)
    return (Chart("spans", title, alt, lang.say("Day"), "", series),)


def _span(dating: Dating, names: Names) -> str:
    lang, last = names.lang, dating.certificate.dates[-1].delivered
    steps = lang.count("{n} step", "{n} steps", len(dating.certificate.steps))
    days = lang.count("{n} day", "{n} days", ceil(last - 1e-9))
    return lang.say(
        "Each as early as its order allows, these {steps} take {days}, until {end}.",
        steps=steps,
        days=days,
        end=_date(last, dating, names),
    )


def _order(dating: Dating, names: Names) -> tuple[str, ...]:
    if not dating.anew:
        return ()
    return (
        names.lang.say(
            "The order is not the planned one: once time counts, that one would miss more."
        ),
    )


def _holds(dating: Dating, names: Names) -> tuple[str, ...]:
    """Say whether the ladder holds once time counts, and what each party must have to lose."""
    lang, timed, certificate = names.lang, dating.timed, dating.certificate
    told = []
    if certificate.self_enforcing:
        told.append(lang.say("On no day does a party gain by walking away, time counted."))
    elif (over := certificate.over_cap) is not None and isinstance(over, TimedRow):
        told.append(
            lang.say(
                "On {date} {party} would be exposed by {exposure}, and its cap is {cap}.",
                date=_date(over.time, dating, names),
                party=names(over.party),
                exposure=lang.number(over.exposure),
                cap=lang.number(timed.deal.caps[over.party]),
            )
        )
    for who in timed.deal.parties:
        needed = certificate.guarantee[who]
        if needed <= timed.tolerance(who):
            told.append(
                lang.say("{party} needs nothing to lose: walking away never pays it.",
                         party=names(who))
            )  # fmt: skip
            continue
        rows = (row for row in certificate.rows if row.party == who)
        peak = max(rows, key=lambda row: row.temptation)
        assert isinstance(peak, TimedRow)
        told.append(
            lang.say(
                "{party} must have {amount} to lose and has {stake}; it is tempted most on "
                "{date}, {point}.",
                party=names(who),
                amount=lang.number(needed),
                stake=lang.number(peak.margin + peak.temptation),
                date=_date(peak.time, dating, names),
                point=point(peak.prefix, lang),
            )
        )
    return tuple(told)


def _table(dating: Dating, names: Names) -> Table:
    lang, certificate = names.lang, dating.certificate
    giver = {lot.name: lot.giver for lot in dating.timed.deal.lots}
    rows = []
    for k, (step, own) in enumerate(zip(certificate.steps, certificate.dates, strict=True), 1):
        given = "\n".join(f"{names(giver[name])}: {names(name)}" for name in step)
        days = (own.start, own.delivered, own.verified)
        mark = "●" if k in certificate.critical else ""
        slack = "" if mark else lang.amount(own.slack)
        rows.append((f"{k}{mark}", given, *(_short(day, dating, names) for day in days), slack))
    columns = (
        Column(lang.say("Step")),
        Column(lang.say("What is given")),
        Column(lang.say("Begins")),
        Column(lang.say("Delivered")),
        Column(lang.say("Verified")),
        Column(lang.say("Slack, days"), numeric=True),
    )
    return Table(lang.say("When each step comes"), columns, tuple(rows))


def _critical(dating: Dating, names: Names) -> str:
    return names.lang.say(
        "●: any delay of these steps ({steps}) delays the end.",
        steps=runs(dating.certificate.critical),
    )


def _deadlines(dating: Dating, names: Names) -> tuple[Block, ...]:
    lang, timed = names.lang, dating.timed
    due = [lot.name for lot in timed.deal.lots if timed.timing(lot.name).deadline is not None]
    if not due:
        return ()
    told = [_late(late, dating, names) for late in dating.certificate.late]
    if not told:
        told.append(lang.say("Every deadline is met."))
    return Heading(lang.say("Deadlines")), Bullets(tuple(told))


def _late(late: Late, dating: Dating, names: Names) -> str:
    lang = names.lang
    first = soonest(dating.timed)[late.lot]
    told = lang.count(
        "{lot} is due by {date} and comes {n} day late (chain of steps: {steps}).",
        "{lot} is due by {date} and comes {n} days late (chain of steps: {steps}).",
        ceil(late.days - 1e-9),
        lot=lang.quote(names(late.lot)),
        date=_date(late.deadline, dating, names),
        steps=runs(late.through),
    )
    if first > late.deadline:
        why = lang.say(
            "It cannot be met in any order: the soonest is {date}.",
            date=_date(first, dating, names),
        )
    elif dating.proven:
        why = lang.say("No order that holds as well is late by fewer days in all.")
    else:
        why = lang.say("Another order may meet it.")
    return f"{told} {why}"


def _meaning(dating: Dating, names: Names) -> str:
    lang = names.lang
    said = [
        lang.say(
            "A step begins once what it answers is verified; lead times of a party's steps in a "
            "row may overlap."
        )
    ]
    if any(dating.timed.timing(lot.name).flow for lot in dating.timed.deal.lots):
        said.append(
            lang.say(
                "What a licence with a term brings comes day by day; what has been enjoyed holds "
                "nobody any more."
            )
        )
    return " ".join((*said, *_calendar(names)))


def _calendar(names: Names) -> tuple[str, ...]:
    """Say when parties cannot act."""
    lang, parties = names.lang, names.case.form.parties
    closed = [
        lang.say(
            "{party} delivers nothing from {first} to {last}.",
            party=names(id_),
            first=lang.date(span.first),
            last=lang.date(span.last),
        )
        for id_, party in parties.items()
        for span in party.calendar.closed
    ]
    capacity = [
        lang.count(
            "{party} can prepare {n} lot at a time.",
            "{party} can prepare {n} lots at a time.",
            party.calendar.capacity,
            party=names(id_),
        )
        for id_, party in parties.items()
        if party.calendar.capacity is not None
    ]
    return (*closed, *capacity)


def _date(day: float, dating: Dating, names: Names) -> str:
    """Write a day as a date, in words."""
    on = dating.timed.on(day)
    assert on is not None  # a case always has a day 0
    return names.lang.date(on)


def _short(day: float, dating: Dating, names: Names) -> str:
    """Write a day as a date that fits a narrow column."""
    on = dating.timed.on(day)
    assert on is not None  # a case always has a day 0
    return names.lang.day(on)
