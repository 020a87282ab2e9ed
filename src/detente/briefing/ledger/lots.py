"""Lots, gaps, relief in force and windows for snapback: tables of the ledger's documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Chart, Column, Datum, Heading, Paragraph, Series, Table
from detente.briefing.ledger.phrases import days_of, period
from detente.briefing.ledger.terms import TIMING, Names, status
from detente.words.language import NBSP

if TYPE_CHECKING:
    from detente.briefing.sections import Blocks
    from detente.ledger.present.force import InForce
    from detente.ledger.present.snapshot import Snapshot
    from detente.ledger.present.standing import LotStanding
    from detente.words.language import Language


def lots(snap: Snapshot, names: Names, lang: Language) -> Blocks:
    """Show where each lot stands that something was said of."""
    touched = [lot for lot in snap.touched if lot.status != "open"]
    if not touched:
        return ()
    columns = (
        Column(lang.say("Lot")),
        Column(lang.say("By")),
        Column(lang.say("Standing")),
        Column(lang.say("Due")),
        Column(lang.say("Delivered")),
        Column(lang.say("Time")),
    )
    rows = tuple(_lot_row(lot, names, lang) for lot in touched)
    said = [
        lang.say(
            "Not observable: done by its giver's word, and no check could have seen a breach. "
            "That is not compliance."
        )
        for lot in touched[:1]
        if any(x.status == "unobserved" for x in touched)
    ]
    return (
        Heading(lang.say("Lots")),
        Table(lang.say("Lots that something was said of"), columns, rows),
        *(Paragraph(text, "small") for text in said),
    )


def _lot_row(lot: LotStanding, names: Names, lang: Language) -> tuple[str, ...]:
    claim = next(iter(lot.record.claims.values()), lot.record.settled)
    on = period(lot.delivered_on) if lot.delivered_on else claim.when if claim else "–"
    return (
        names(lot.name),
        names(lot.giver) if lot.giver else "–",
        status(lot, lang),
        period(lot.due) if lot.due else "–",
        on,
        lang.say(TIMING[lot.timing]) or "–",
    )


def gaps(snap: Snapshot, names: Names, lang: Language) -> Blocks:
    """Show promised against delivered."""
    if not snap.gaps:
        return ()
    columns = (
        Column(lang.say("Measure")),
        Column(lang.say("Unit")),
        Column(lang.say("Promised"), numeric=True),
        Column(lang.say("Claimed"), numeric=True),
        Column(lang.say("Confirmed"), numeric=True),
        Column(lang.say("Missing"), numeric=True),
    )
    rows = tuple(
        (
            names(gap.measure),
            _unit(snap, gap.measure, gap.unit, lang),
            lang.amount(gap.promised),
            lang.amount(gap.claimed),
            lang.amount(gap.delivered),
            lang.amount(gap.missing),
        )
        for gap in snap.gaps
    )
    caption = lang.say("Promised against delivered, each measure in its own unit")
    return (Heading(lang.say("Delivery gap")), Table(caption, columns, rows))


def _unit(snap: Snapshot, measure: str, unit: str, lang: Language) -> str:
    known = snap.case.form.measures.get(measure) if snap.case else None
    if known is not None and known.unit is not None:
        return known.unit[lang.code]
    return unit or lang.say("lots")


def force(snap: Snapshot, names: Names, lang: Language) -> Blocks:
    """Show the relief in force, as a table and over time."""
    if not snap.in_force:
        return ()
    columns = (
        Column(lang.say("Relief")),
        Column(lang.say("By")),
        Column(lang.say("Since")),
        Column(lang.say("Until")),
        Column(lang.say("Days left"), numeric=True),
    )
    rows = tuple(_force_row(one, snap, names, lang) for one in snap.in_force)
    caption = lang.say("Relief in force, that which ends first before the rest")
    return (
        Heading(lang.say("Relief in force")),
        Table(caption, columns, rows),
        _spans(snap, names, lang),
    )


def _force_row(one: InForce, snap: Snapshot, names: Names, lang: Language) -> tuple[str, ...]:
    until = period(one.until) if one.until else lang.say("until taken back")
    if one.ending and one.until:
        until = lang.say("{date} (being taken back)", date=until)
    left = "–" if one.until is None else lang.number((one.until.last - snap.today).days, 0)
    name = _relief_name(one, names)
    if not one.sure:
        name = lang.say("{name} (perhaps: a date is known only roughly)", name=name)
    return (name, names(one.party) if one.party else "–", period(one.since), until, left)


def _relief_name(one: InForce, names: Names) -> str:
    return one.what or (names(one.name) if one.name else f"#{one.number}")


def _spans(snap: Snapshot, names: Names, lang: Language) -> Chart:
    ends = [x.until.last for x in snap.in_force if x.until]
    horizon = max([snap.today, *ends])
    points = tuple(
        Datum(
            x=one.since.first.isoformat(),
            y=_relief_name(one, names),
            low=one.since.first.isoformat(),
            high=(one.until.last if one.until else horizon).isoformat(),
        )
        for one in snap.in_force
    )
    soonest = min(ends, default=None)
    alt = lang.count(
        "{n} line of relief is in force.", "{n} lines of relief are in force.", len(points)
    )
    if soonest is not None:
        alt += " " + lang.say("The first ends on {date}.", date=lang.date(soonest))
    return Chart(
        "spans",
        lang.say("Relief in force"),
        alt,
        lang.say("Date"),
        lang.say("Relief"),
        (Series(lang.say("in force"), points),),
        marks=((lang.say("today"), snap.today.isoformat()),),
    )


def windows(snap: Snapshot, names: Names, lang: Language) -> Blocks:
    """Show what may be taken back."""
    if not snap.windows:
        return ()
    return (Heading(lang.say("What may be taken back")), window_table(snap, names, lang))


def window_table(snap: Snapshot, names: Names, lang: Language) -> Table:
    """Show what may be taken back, by whom, how fast, and what it would take away."""
    columns = (
        Column(lang.say("Lot")),
        Column(lang.say("By")),
        Column(lang.say("Takes")),
        Column(lang.say("In effect, if begun today")),
        Column(lang.say("Would lose, in its points")),
    )
    rows = tuple(
        (
            names(one.name),
            names(one.party),
            days_of(one.takes, lang),
            period(one.effect),
            ", ".join(f"{names(who)}{NBSP}{lang.number(x)}" for who, x in one.loses.items() if x),
        )
        for one in snap.windows
    )
    return Table(
        lang.say("Notice and winding down included; never what frees people"), columns, rows
    )
