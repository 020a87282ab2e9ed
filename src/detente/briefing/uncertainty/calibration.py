"""What is known of measures of each kind, from where, and how forecasts from it would have done."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from detente.briefing.blocks import (
    Bullets,
    Chart,
    Column,
    Datum,
    Fold,
    Heading,
    Note,
    Paragraph,
    Series,
    Table,
)
from detente.briefing.naming import Names
from detente.briefing.sections import framed
from detente.briefing.uncertainty.backtest import backtest_blocks
from detente.uncertainty.past.calibration import SHARES, published
from detente.words.language import N_
from detente.words.likelihood import between

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from detente.briefing.blocks import Block, Document
    from detente.briefing.sections import Blocks
    from detente.case import Case
    from detente.uncertainty import Backtest, Calibration, Range
    from detente.uncertainty.past.calibration import Event, Figure
    from detente.uncertainty.past.rates import Count
    from detente.words.language import Language

KINDS = {
    "licence": N_("licence"),
    "waiver": N_("waiver"),
    "suspension": N_("suspension"),
    "delisting": N_("delisting"),
    "law": N_("law"),
    "order": N_("order"),
    "pardon": N_("pardon"),
    "declaration": N_("declaration"),
    "agreement": N_("agreement"),
    "notification": N_("notification"),
    "restraint": N_("restraint"),
    "visit": N_("visit"),
    "appointment": N_("appointment"),
    "payment": N_("payment"),
    "transfer": N_("transfer"),
    "removal": N_("removal"),
    "other": N_("other"),
}

EVENTS: Mapping[Event, str] = {
    "start": N_("starts within a year"),
    "completion": N_("complete within five years"),
    "reversal": N_("taken back, per year"),
    "renewal": N_("renewed when its term ends"),
    "concession": N_("sanctions end in a concession or settlement"),
}

FIGURES = {
    "pam.prisr": N_("prisoner release in peace accords"),
    "pam.amnest": N_("amnesty in peace accords"),
    "pam.cease": N_("ceasefire in peace accords"),
    "pam.with": N_("withdrawal of troops in peace accords"),
    "pam.disarm": N_("disarmament in peace accords"),
    "pam.verify": N_("verification in peace accords"),
    "pam.disput": N_("dispute resolution in peace accords"),
    "pam.donor": N_("donor support in peace accords"),
    "pam.repar": N_("reparations in peace accords"),
    "pam.const": N_("constitutional reform in peace accords"),
    "ist.expiry": N_("ended sanctions with an expiry clause"),
    "ist.open": N_("ended sanctions without an expiry clause"),
}

LONGEST = 300
"""Nobody can tell apart what comes once in more years than this."""

_CAVEATS = {
    "pam": N_("civil-war accords, coded once a year: discount heavily"),
    "ist": N_("only cases that ended; those that go on are left out"),
}


def calibration_document(
    case: Case, found: Calibration, tested: Backtest | None, lang: Language
) -> Document:
    """Tell prior, data and posterior on a screen.

    Parameters
    ----------
    case
        What things are called.
    found
        What `detente.uncertainty.calibrate` found.
    tested
        A backtest, where one was asked for.
    lang
        The language to write in.
    """
    names = Names(case, lang)
    return framed(
        names,
        (
            Paragraph(_lead(found, lang), "lead"),
            *(backtest_blocks(tested, lang) if tested else ()),
            *(calibration_blocks(found, names) if found.figures else ()),
        ),
        found.until,
    )


def calibration_section(found: Calibration, names: Names) -> Blocks:
    """Write the section on calibration for a brief; parameters as in `calibration_blocks`."""
    lang = names.lang
    return (
        Heading(lang.say("What is known of each kind of measure")),
        Paragraph(_lead(found, lang)),
        *_declared(found, lang),
        *_chart(found, lang),
        Fold(
            lang.say("Prior, data and posterior"), (_figures(found, lang), _weighing(found, lang))
        ),
        Fold(lang.say("Sources"), (Bullets(tuple(_sources(found, lang))),)),
    )


def calibration_blocks(found: Calibration, names: Names) -> Blocks:
    """Tell prior, data and posterior of each kind of measure, with sources and caveats."""
    lang = names.lang
    return (
        Heading(lang.say("What is known of each kind of measure")),
        _figures(found, lang),
        *_declared(found, lang),
        *_chart(found, lang),
        Heading(lang.say("Sources")),
        Bullets(tuple(_sources(found, lang))),
        _weighing(found, lang),
    )


def _weighing(found: Calibration, lang: Language) -> Paragraph:
    """Say what weighs how much in the figures."""
    return Paragraph(
        lang.say(
            "Prior: what is borrowed from elsewhere, each case weighing {discount} of one of "
            "our own; data: the case's own history. Ranges hold nine tenths of the "
            "distribution. A history of what was done says nothing of promises that were not "
            "kept, so nothing is learned from it of starting and completing.",
            discount=lang.percent(found.discount),
        ),
        "small",
    )


def _lead(found: Calibration, lang: Language) -> str:
    if not found.figures:
        return lang.say("The measures of this case name no instruments: nothing can be calibrated.")
    known = [f for f in found.figures if f.borrowed]
    own = [f for f in found.figures if f.own]
    return lang.say(
        "Of {all} figures {known} begin from published data and {own} have a history of the case's "
        "own; the rest are declared, not known.",
        all=len(found.figures),
        known=len(known),
        own=len(own),
    )


def _figures(found: Calibration, lang: Language) -> Table:
    rows, before = [], ""
    for figure in found.figures:
        if figure.declared and figure.own is None:
            continue
        kind = lang.say(KINDS[figure.kind])
        rows.append(
            (
                kind if kind != before else "",
                lang.say(EVENTS[figure.event]),
                _prior(figure, lang),
                _count(figure.own, figure.event, lang) if figure.own else "–",
                _written(figure.posterior.range, figure.event, lang),
            )
        )
        before = kind
    columns = (
        Column(lang.say("Instrument")),
        Column(lang.say("Event")),
        Column(lang.say("Prior")),
        Column(lang.say("Data")),
        Column(lang.say("Posterior")),
    )
    return Table(lang.say("Prior, data and posterior"), columns, tuple(rows))


def _prior(figure: Figure, lang: Language) -> str:
    if figure.declared:
        return lang.say("declared, not known")
    counts = "; ".join(_count(count, figure.event, lang) for count in figure.borrowed)
    return f"{_written(figure.prior.range, figure.event, lang)}\n{counts}"


def _count(count: Count, event: Event, lang: Language) -> str:
    """Write a count: ``15 of 20`` or ``3 in 310 years``."""
    hits = lang.amount(count.hits, 0)
    if event in SHARES:
        total = lang.amount(count.of, 0)
        return lang.say("{hits} of {of}", hits=hits, of=total)
    years = round(count.of, 0 if count.of >= 20 else 1)
    if count.note:
        return lang.count("{hits} in about {n} year", "{hits} in about {n} years", years, hits=hits)
    return lang.count("{hits} in {n} year", "{hits} in {n} years", years, hits=hits)


def _written(of: Range, event: Event, lang: Language) -> str:
    if event in SHARES:
        return between(of.low, of.high, lang)
    if isinf(of.high):
        return lang.say("declared, not known")
    short = _years(of.high, lang)
    if of.low * LONGEST < 1:
        return lang.say("once in {short} years or more", short=short)
    return lang.say("once in {short} to {long} years", short=short, long=_years(of.low, lang))


def _years(rate: float, lang: Language) -> str:
    """One over a rate, as finely as it deserves."""
    years = 1 / rate
    return lang.amount(years, 1) if years < 10 else lang.amount(5 * round(years / 5), 0)


def _declared(found: Calibration, lang: Language) -> Iterator[Block]:
    nothing = [f.kind for f in found.figures if f.declared and f.own is None]
    if nothing:
        kinds = lang.join([lang.say(KINDS[kind]) for kind in dict.fromkeys(nothing)])
        text = lang.say(
            "no source speaks of these kinds of measure, and the case has no history of them: "
            "{kinds}. Any rate used for them is a judgement.",
            kinds=kinds,
        )
        yield Note(lang.say("Declared, not known"), text)


def _chart(found: Calibration, lang: Language) -> Iterator[Block]:
    """Ranges of the shares: prior and posterior beside each other."""
    shares = [f for f in found.figures if f.event in SHARES and (f.borrowed or f.own)]
    if not shares:
        return

    def points(which: str) -> tuple[Datum, ...]:
        return tuple(
            Datum(
                round(of.mode, 2),
                f"{lang.say(KINDS[f.kind])}: {lang.say(EVENTS[f.event])}",
                round(of.low, 2),
                round(of.high, 2),
            )
            for f in shares
            for of in [getattr(f, which).range]
            if which == "posterior" or (f.borrowed and f.own)
        )

    series = (
        Series(lang.say("prior"), points("prior")),
        Series(lang.say("posterior"), points("posterior")),
    )
    widest = max(shares, key=lambda f: f.posterior.range.high - f.posterior.range.low)
    yield Chart(
        "ranges",
        lang.say("Shares with their ranges"),
        lang.say(
            "Least is known of: {kind}, {event}.",
            kind=lang.say(KINDS[widest.kind]),
            event=lang.say(EVENTS[widest.event]),
        ),
        lang.say("probability"),
        lang.say("figure"),
        tuple(one for one in series if one.points),
        share=True,
    )


def _sources(found: Calibration, lang: Language) -> Iterator[str]:
    data = published()
    counts = {c.source: c for f in found.figures for c in f.borrowed}
    for source, told in data["sources"].items():
        used = [id_ for id_ in counts if data["figures"][id_]["source"] == source]
        if used:
            yield lang.say(
                "{citation}; {caveat}. Used: {figures}.",
                citation=told["citation"],
                caveat=lang.say(_CAVEATS[source]),
                figures="; ".join(
                    f"{lang.say(FIGURES[id_])} ({data['figures'][id_]['n']})" for id_ in used
                ),
            )
    if found.chronicle:
        yield lang.say(
            "The case's own history: {file}, up to {date}; an own compilation with a source for "
            "each row.",
            file=found.chronicle,
            date=lang.date(found.until),
        )
    else:
        yield lang.say("The case has no history of its own; give one with --history.")
