"""Whether a ladder holds when the values are guesses: what that hangs on first, how often last."""

from __future__ import annotations

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
from detente.briefing.naming import Names
from detente.briefing.paths import called
from detente.briefing.sections import framed, illustrative, units
from detente.briefing.sentences import point
from detente.briefing.uncertainty.stress_robust import robust_section
from detente.briefing.uncertainty.stress_words import (
    basis,
    fails,
    find_out,
    flips,
    percent,
    stakes,
    verdict,
)

if TYPE_CHECKING:
    from detente.briefing.blocks import Document
    from detente.briefing.sections import Blocks
    from detente.case import Case
    from detente.exchange import Exchange
    from detente.uncertainty import Study
    from detente.uncertainty.values.sensitivity import Swing
    from detente.words.language import Language

TORNADO = 8
"""Numbers in a chart of swings."""

SOURCES = 5
"""Numbers in a table of variances."""

PLACES = 6
"""Places where it breaks that are listed."""

RARE = 0.005
"""A share of the draws below this is left out of lists."""


def stress_document(case: Case, deal: Exchange, found: Study, lang: Language) -> Document:
    """Tell the stress of a ladder on a screen.

    Parameters
    ----------
    case
        What things are called.
    deal
        The exchange at the modes of all ranges.
    found
        What `detente.uncertainty.study` found.
    lang
        The language to write in.
    """
    names = Names(case, lang)
    return framed(
        names,
        (
            Paragraph(verdict(found, names), "lead"),
            *illustrative(names),
            *(
                _drawn(deal, found, names)
                if found.sensitivity.thresholds
                else robust_section(found, names, 2)
            ),
            *units(names),
        ),
    )


def _drawn(deal: Exchange, found: Study, names: Names) -> Blocks:
    """Tell all that the draws say; of a case without ranges there is nothing to tell."""
    return (
        Paragraph(fails(found, names)),
        *_answer(deal, found, names),
        *_charts(found, names),
        *_losses(found, names),
        Heading(names.lang.say("What it rests on")),
        Bullets(basis(found, names)),
    )


def stress_section(deal: Exchange, found: Study, names: Names) -> Blocks:
    """Write the section on stress for a brief; parameters as in `stress_document`."""
    lang = names.lang
    return (
        Heading(lang.say("Does it hold if the values are not what we think?")),
        Paragraph(verdict(found, names), "lead"),
        Paragraph(fails(found, names)),
        *_answer(deal, found, names, level=3),
        *_charts(found, names),
        *_losses(found, names),
        Paragraph(" ".join(basis(found, names)), "small"),
    )


def _answer(deal: Exchange, found: Study, names: Names, level: int = 2) -> Blocks:
    lang = names.lang
    lead, asked = find_out(found, names)
    return (
        Heading(lang.say("What the advice hangs on, each number alone"), level),
        Bullets(flips(found, names)),
        *((Heading(lang.say("What to find out first"), level), Paragraph(lead)) if lead else ()),
        *((Bullets(asked, numbered=True),) if asked else ()),
        Heading(lang.say("What must be at stake"), level),
        Bullets(stakes(deal, found, names)),
        *robust_section(found, names, level),
    )


# --- charts --------------------------------------------------------------------------------------


def _charts(found: Study, names: Names) -> Blocks:
    tornados = tuple(
        _tornado(swings, names)
        for party, cap in _at_issue(found)
        if (swings := [s for s in found.sensitivity.swings if (s.party, s.cap) == (party, cap)])
    )
    spread = tuple(
        table
        for party, cap in _at_issue(found)[:1]
        if (table := _variance(found, party, cap, names)).rows
    )
    survival = (_survival(found, names),) if found.stress.hold_probability < 1 else ()
    return (*tornados, *spread, *survival)


def _at_issue(found: Study) -> list[tuple[str, bool]]:
    """Whose margin, and whose cap, fails most often; the two that matter most."""
    often: dict[tuple[str, bool], float] = {}
    for one in found.stress.breaks:
        often[one.party, one.cap] = often.get((one.party, one.cap), 0.0) + one.share
    ranked = sorted((k for k, share in often.items() if share >= RARE), key=lambda k: -often[k])
    nearest = found.sensitivity.thresholds[0].flip if found.sensitivity.thresholds else None
    return ranked[:2] or ([(nearest.party, nearest.cap)] if nearest else [])


def _tornado(swings: list[Swing], names: Names) -> Chart:
    """Draw what each number alone does to a party's smallest margin, or to the room below a cap."""
    lang, shown, first = names.lang, swings[:TORNADO], swings[0]
    party = names(first.party)
    if first.cap:
        title = lang.say("Room below the cap of {party}, each number alone", party=party)
        axis, mark = lang.say("room in its points"), lang.say("the cap is passed")
    else:
        title = lang.say("Smallest margin of {party}, each number alone", party=party)
        axis, mark = lang.say("margin in its points"), lang.say("it gains by walking away")
    alt = lang.say(
        "{what} moves it most: from {low} to {high}; below 0 the ladder fails.",
        what=called(first.path, names),
        low=lang.number(min(first.at_low, first.at_high)),
        high=lang.number(max(first.at_low, first.at_high)),
    )
    points = tuple(
        Datum(s.at_mode, called(s.path, names), min(s.at_low, s.at_high), max(s.at_low, s.at_high))
        for s in shown
    )
    axis_y = lang.say("number, from its lowest to its highest")
    return Chart("ranges", title, alt, axis, axis_y, (Series(party, points),), ((mark, 0.0),))


def _variance(found: Study, party: str, cap: bool, names: Names) -> Table:
    """List what the spread of a party's smallest margin, or of its room, comes from."""
    lang = names.lang
    indices = [i for i in found.sensitivity.indices if (i.party, i.cap) == (party, cap)]
    caption = (
        lang.say("What makes the room below the cap of {party} uncertain", party=names(party))
        if cap
        else lang.say("What makes the smallest margin of {party} uncertain", party=names(party))
    )
    columns = (
        Column(lang.say("Number, or numbers that move together")),
        Column(lang.say("Alone"), numeric=True),
        Column(lang.say("With others"), numeric=True),
    )
    rows = tuple(
        (
            "; ".join(called(path, names) for path in i.paths),
            lang.percent(max(0.0, i.first)),
            lang.percent(min(1.0, i.total)),
        )
        for i in indices[:SOURCES]
    )
    return Table(caption, columns, rows)


def _survival(found: Study, names: Names) -> Chart:
    lang, shares = names.lang, found.stress.by_step
    drops = [a - b for a, b in zip((1.0, *shares), shares, strict=False)]
    worst = max(range(len(drops)), key=drops.__getitem__)
    alt = lang.say(
        "Of all draws, {held} hold to the end; most of the others fail {where}.",
        held=percent(shares[-1], names),
        where=point(worst, lang, len(found.stress.steps)),
    )
    bands = found.stress.by_step_intervals
    points = tuple(
        Datum(float(k), share, *band)
        for k, (share, band) in enumerate(zip(shares, bands, strict=True))
    )
    return Chart(
        "lines",
        lang.say("Share of draws that hold, step by step"),
        alt,
        lang.say("steps delivered"),
        lang.say("share of draws"),
        (Series(lang.say("holds so far"), points),),
        share=True,
    )


# --- tables --------------------------------------------------------------------------------------


def _losses(found: Study, names: Names) -> Blocks:
    lang, result = names.lang, found.stress
    if not result.losses:
        return ()
    shown = [one for one in result.breaks if one.share >= RARE][:PLACES] or result.breaks[:1]
    walks, passed = lang.say("gains by walking away"), lang.say("its cap is passed")
    places = Table(
        lang.say("Where it first fails; shares of all draws, two may fail at once"),
        (
            Column(lang.say("Where")),
            Column(lang.say("Who")),
            Column(lang.say("How")),
            Column(lang.say("Draws"), numeric=True),
        ),
        tuple(
            (point(b.step, lang, len(result.steps)), names(b.party), passed if b.cap else walks,
             lang.percent(b.share)) for b in shown
        ),
    )  # fmt: skip
    hurt = [who for who, loss in result.losses.items() if loss.cvar >= 0.05]
    lost = Table(
        lang.say("What each has lost where it fails; in its own points"),
        (
            Column(lang.say("Who")),
            Column(lang.say("On average"), numeric=True),
            Column(lang.say("In 9 cases of 10 between"), numeric=True),
            Column(lang.say("In the worst twentieth"), numeric=True),
        ),
        tuple(
            (
                names(who),
                lang.number(loss.mean),
                lang.join([lang.number(loss.low), lang.number(loss.high)]),
                lang.number(loss.cvar),
            )
            for who, loss in result.losses.items()
            if who in hurt
        ),
    )
    return (Heading(lang.say("Where it fails, and what is lost by then")), places,
            *((lost,) if hurt else ()))  # fmt: skip
