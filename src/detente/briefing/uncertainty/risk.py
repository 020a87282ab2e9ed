"""What incidents cost each side, what is done about them, and whether that is cheap insurance."""

from __future__ import annotations

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
from detente.briefing.sections import framed, illustrative, units
from detente.briefing.uncertainty.risk_words import (
    basis,
    called,
    channel_verdicts,
    costs_to_others,
    duration,
    one_in,
    ratio_alt,
    rough,
    span,
    terms,
    verdicts,
    whose_losses,
)
from detente.words.likelihood import estimate

if TYPE_CHECKING:
    from detente.briefing.blocks import Block, Document
    from detente.briefing.sections import Blocks
    from detente.case import Case
    from detente.uncertainty import Risk
    from detente.words.language import Language


def risk_document(case: Case, found: Risk, lang: Language) -> Document:
    """Tell the risk of a case on a screen.

    Parameters
    ----------
    case
        What things are called.
    found
        What `detente.risk` found.
    lang
        The language to write in.
    """
    names = Names(case, lang)
    return framed(
        names,
        (
            Paragraph(_question(found, names), "lead"),
            *illustrative(names),
            *_answer(found, names),
            Heading(lang.say("What each remedy does")),
            _remedies(found, names),
            *(_fan(found, who, names) for who in whose_losses(found) if who in found.parties),
            Heading(lang.say("What it rests on")),
            Bullets(basis(names)),
            *units(names),
        ),
    )


def risk_section(found: Risk, names: Names) -> Blocks:
    """Write the section on risk for a brief; parameters as in `risk_document`."""
    lang = names.lang
    return (
        Heading(lang.say("Risk: is it cheap insurance?")),
        Paragraph(_question(found, names)),
        *_answer(found, names),
        *(_fan(found, who, names) for who in whose_losses(found) if who in found.parties),
        Fold(lang.say("What each remedy does"), (_remedies(found, names),)),
        Fold(lang.say("What it rests on"), (Bullets(basis(names)),)),
    )


def _question(found: Risk, names: Names) -> str:
    """Say what is insured against, with what."""
    lang = names.lang
    if found.whole and found.channels:
        return lang.say("What the whole plan and its channels take off the risk of incidents.")
    if found.whole:
        return lang.say("What the whole plan takes off the risk of incidents.")
    form = names.case.form
    channels = lang.join([lang.quote(form.channels[c].name[lang.code]) for c in found.channels])
    if not found.measures:
        return lang.say("What {channels} would take off the risk of incidents.", channels=channels)
    return lang.say(
        "What {channels} would take off the risk of incidents, opened by {measures}.",
        channels=channels,
        measures=names.quoted(found.measures),
    )


def _answer(found: Risk, names: Names) -> Blocks:
    """The verdicts with their figures: what a brief cannot leave out."""
    lang = names.lang
    declared = [row for row in found.incidents if not row.known]
    text = lang.count(
        "the rate of {n} of {all} classes of incidents is a judgement, not a count; all that "
        "follows rests on it.",
        "the rates of {n} of {all} classes of incidents are judgements, not counts; all that "
        "follows rests on them.",
        len(declared),
        all=len(found.incidents),
    )
    return (
        *((Note(lang.say("Declared, not known"), text),) if declared else ()),
        Bullets(verdicts(found, names)),
        *_channels(found, names),
        Paragraph(terms(found, names), "small"),
        *_ratios(found, names),
        _covers(found, names),
        *_others(found, names),
        Heading(lang.say("Bad years"), 3),
        _tails(found, names),
        Heading(lang.say("Incidents"), 3),
        _incidents(found, names),
    )


def _channels(found: Risk, names: Names) -> Blocks:
    """The verdict on each proposed channel by itself, beside that on the whole plan."""
    if not found.whole:
        return ()
    blocks: list[Block] = []
    for row in found.remedies:
        if row.kind == "channel":
            name = called(row, names)
            said = names.lang.say("{channel}, by itself", channel=names.lang.quote(name))
            blocks += [Heading(said, 3), Bullets(channel_verdicts(found, row, names))]
    return tuple(blocks)


# --- tables --------------------------------------------------------------------------------------


def _covers(found: Risk, names: Names) -> Table:
    lang = names.lang
    rows = []
    for who in whose_losses(found):
        of = found.sides[who].cover
        rows.append(
            (
                names(who),
                span(of.avoided, lang),
                span(of.premium, lang),
                span(of.ratio, lang) if of.ratio else "–",
                one_in(of, lang),
            )
        )
    titles = (
        lang.say("Taken off"),
        lang.say("Premium"),
        lang.say("Per point paid"),
    )
    columns = (
        Column(lang.say("Side")),
        *(Column(title, numeric=True) for title in titles),
        Column(lang.say("Pays if it prevents")),
    )
    caption = lang.say("Expected loss taken off, and its price: means and ranges")
    return Table(caption, columns, tuple(rows))


def _others(found: Risk, names: Names) -> Blocks:
    """What the same measures cost those to whom no incident is said to cost anything."""
    said = costs_to_others(found, names)
    return (Bullets(said),) if said else ()


def _tails(found: Risk, names: Names) -> Table:
    lang = names.lang
    rows = []
    for who in whose_losses(found):
        side = found.sides[who]
        for state, loss in ((lang.say("without"), side.without), (lang.say("with"), side.with_)):
            drawn = f"{lang.number(loss.drawn)} ± {rough(loss.error, lang)}"
            between = f"{rough(loss.p5, lang)}–{rough(loss.p95, lang)}"
            name = f"{names(who)}, {state}"
            rows.append((name, lang.number(loss.mean), drawn, between, rough(loss.cvar, lang)))
    columns = (
        Column(lang.say("Side")),
        Column(lang.say("Mean"), numeric=True),
        Column(lang.say("Mean drawn"), numeric=True),
        Column(lang.say("5–95 %"), numeric=True),
        Column(lang.say("Worst 1 in 20"), numeric=True),
    )
    caption = lang.say("Losses over the horizon; the mean is exact, the rest is drawn")
    return Table(caption, columns, tuple(rows))


def _incidents(found: Risk, names: Names) -> Table:
    lang = names.lang
    form = names.case.form
    rows = []
    for row in found.incidents:
        low, mean, high = row.rate
        rate = f"{rough(mean, lang)} ({rough(low, lang)}–{rough(high, lang)})"
        rows.append(
            (
                form.incidents[row.name].name[lang.code],
                rate,
                estimate(row.without, lang),
                estimate(row.with_, lang),
                lang.say("counted") if row.known else lang.say("declared, not known"),
            )
        )
    columns = (
        Column(lang.say("Incident")),
        Column(lang.say("A year (5–95 %)"), numeric=True),
        Column(lang.say("At least one, without")),
        Column(lang.say("At least one, with")),
        Column(lang.say("Rate")),
    )
    caption = lang.say(
        "How often, and how likely at least once in {span}", span=duration(found.horizon, lang)
    )
    return Table(caption, columns, tuple(rows))


def _remedies(found: Risk, names: Names) -> Table:
    lang = names.lang
    rows = []
    for row in found.remedies:
        name = called(row, names)
        for who in found.sides:
            of = row.alone[who]
            if of.avoided[2] <= 0 and of.premium[1] <= 0:
                continue
            rows.append(
                (
                    name,
                    names(who),
                    span(of.avoided, lang),
                    rough(row.on_top[who], lang),
                    rough(of.premium[1], lang),
                    one_in(of, lang),
                )
            )
            name = ""
    columns = (
        Column(lang.say("Remedy")),
        Column(lang.say("Side")),
        Column(lang.say("Takes off alone"), numeric=True),
        Column(lang.say("On top of the rest"), numeric=True),
        Column(lang.say("Premium"), numeric=True),
        Column(lang.say("Pays if it prevents")),
    )
    return Table(lang.say("Each remedy by itself; in each side's own points"), columns, tuple(rows))


# --- pictures ------------------------------------------------------------------------------------


def _ratios(found: Risk, names: Names) -> Blocks:
    """Loss avoided per unit of premium, which has no unit: sides may stand side by side."""
    lang = names.lang
    points = [
        Datum(round(mean, 4), names(who), round(low, 4), round(high, 4))
        for who in whose_losses(found)
        if (ratio := found.sides[who].cover.ratio) and ratio[2] > 0
        for low, mean, high in [ratio]
    ]
    if not points:
        return ()
    return (
        Chart(
            "ranges",
            lang.say("Loss taken off per point of premium"),
            ratio_alt(found, names),
            lang.say("loss taken off per point paid, over the range of the effects"),
            lang.say("Side"),
            (Series(lang.say("Ratio"), tuple(points)),),
            ((lang.say("pays for itself"), 1.0),),
        ),
    )


def _fan(found: Risk, who: str, names: Names) -> Chart:
    """Losses that have come together by each time: the middle, and the band of 5 to 95 %."""
    lang, side = names.lang, found.sides[who]
    series = []
    for name, fan in zip((lang.say("without"), lang.say("with")), side.fan, strict=True):
        data = [
            Datum(round(t, 3), round(middle, 2), round(low, 2), round(high, 2))
            for t, (low, middle, high) in zip(found.times, fan, strict=True)
        ]
        series.append(Series(name, tuple(data[1::2])))
    alt = lang.say(
        "In {span} {party} has lost at most {before} points in 19 cases of 20 without remedies, "
        "and {after} with them.",
        span=duration(found.horizon, lang),
        party=names(who),
        before=rough(side.without.p95, lang),
        after=rough(side.with_.p95, lang),
    )
    return Chart(
        "lines",
        lang.say("{party}: losses over time, median and 5–95 %", party=names(who)),
        alt,
        lang.say("years from now"),
        lang.say("loss so far, in its points"),
        tuple(series),
    )
