"""How fine to cut: the fewest lots of each measure, and what finer ones bring."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from detente.briefing.blocks import Column, Heading, Paragraph, Table
from detente.briefing.charts import lots_chart
from detente.briefing.naming import Names
from detente.briefing.sections import framed
from detente.briefing.sentences import incomparable
from detente.case.measures import frees_people
from detente.planning import advise_lots

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.briefing.blocks import Block, Document
    from detente.case import Case
    from detente.exchange import Exchange
    from detente.planning import Advice
    from detente.planning.lots import Curve
    from detente.words.language import Language

MOST = 8
"""Into how many lots a measure is cut at most; more columns no screen holds."""


def lot_names(case: Case, deal: Exchange) -> dict[str, list[str]]:
    """Give the planned lots of each measure."""
    found: dict[str, list[str]] = {}
    for lot in deal.lots:
        found.setdefault(case.lots[lot.name].measure_id, []).append(lot.name)
    return found


def finest(case: Case, deal: Exchange) -> dict[str, int]:
    """Say into how many pieces each lot may be cut: one unit of its quantity is the smallest.

    What has no quantity is one thing, such as a meeting, and is never cut.
    """
    return {lot.name: max(1, floor(case.lots[lot.name].quantity or 1)) for lot in deal.lots}


def advise(case: Case, deal: Exchange, time_limit: float | None = None) -> Advice:
    """Look for the fewest lots of the measures of a case that have a quantity to cut."""
    pieces = finest(case, deal)
    cuttable = {
        measure: lots
        for measure, lots in lot_names(case, deal).items()
        if case.form.measures[measure].quantity is not None and sum(map(pieces.get, lots)) > 1  # type: ignore[arg-type]
    }
    return advise_lots(deal, cuttable, most=MOST, finest=pieces, time_limit=time_limit)


def lots_document(case: Case, deal: Exchange, advice: Advice, lang: Language) -> Document:
    """Tell how fine to cut: the verdict, the numbers of lots, and the guarantee against them.

    Parameters
    ----------
    case, deal
        The case, and the exchange compiled from it.
    advice
        What `advise` found for them.
    lang
        The language to write in.
    """
    names = Names(case, lang)
    return framed(
        names,
        (
            Paragraph(_verdict(deal, advice, names), "lead"),
            *_cautions(advice, names),
            Heading(lang.say("How fine to cut")),
            _counts(deal, advice, names),
            Heading(lang.say("Guarantee against number of lots")),
            Paragraph(incomparable(names), "small"),
            *(block for who in deal.parties for block in _curves(who, deal, advice, names)),
            Paragraph(_remarks(advice, names), "small"),
        ),
    )


def _verdict(deal: Exchange, advice: Advice, names: Names) -> str:
    lang = names.lang
    short = [
        lang.say(
            "{party} must have {guarantee} to lose and has {stake}",
            party=names(who),
            guarantee=lang.number(advice.floor[who]),
            stake=lang.number(deal.stakes.get(who, 0.0)),
        )
        for who in deal.parties
        if advice.floor[who] > deal.stake(who) + deal.tolerance(who)
    ]
    if short:
        return lang.say(
            "However fine the lots, before the first step or after the last {short}: only terms "
            "can lower that.",
            short=lang.join(short),
        )
    if advice.together is None:
        return lang.say("No number of lots that was tried makes the stated stakes suffice.")
    total = lang.count(
        "With {n} lot in all of these measures the stated stakes suffice.",
        "With {n} lots in all of these measures the stated stakes suffice.",
        sum(advice.together.values()),
    )
    proof = (
        lang.say("It is proven that fewer equal lots do not do.")
        if advice.proven
        else lang.say("Perhaps fewer lots do it too.")
    )
    return f"{total} {proof}"


def _cautions(advice: Advice, names: Names) -> Iterator[Paragraph]:
    """Say whose freedom the number of groups delays."""
    freed = [m for m in advice.alone if frees_people(names.case.form.measures[m])]
    if freed:
        text = names.lang.say(
            "Note on {measures}: smaller groups delay the freedom of those who come in a later "
            "group, and fewer groups free them earlier.",
            measures=names.quoted(freed),
        )
        yield Paragraph(text)


def _counts(deal: Exchange, advice: Advice, names: Names) -> Table:
    """Tell per measure its lots now, and the fewest alone and together."""
    lang, now = names.lang, lot_names(names.case, deal)
    together = advice.together or {}
    rows = [
        (
            names(measure),
            str(len(now[measure])),
            _number(curve.fewest),
            _number(together.get(measure)),
            _each(measure, together.get(measure), names),
        )
        for measure, curve in advice.alone.items()
    ]
    rows.append((lang.say("All alike"), "", _number(advice.alike.fewest), "", ""))
    columns = (
        Column(lang.say("Measure")),
        Column(lang.say("now"), numeric=True),
        Column(lang.say("alone"), numeric=True),
        Column(lang.say("together"), numeric=True),
        Column(lang.say("then in each")),
    )
    caption = lang.say(
        "Fewest equal lots for which the stated stakes suffice: of this measure alone, and of all "
        "these measures together"
    )
    return Table(caption, columns, tuple(rows))


def _number(count: int | None) -> str:
    return "–" if count is None else str(count)


def _each(measure: str, count: int | None, names: Names) -> str:
    """Write how much is in each lot; what cannot be halved, as a range."""
    form = names.case.form.measures[measure]
    if count is None or form.quantity is None:
        return "–"
    share = form.quantity / count
    low, high = floor(share), ceil(share)
    whole = form.quantity == int(form.quantity)
    amount = f"{low}–{high}" if whole and low < high else names.lang.amount(share)
    return f"{amount} {form.unit[names.lang.code]}" if form.unit else amount


def _curves(who: str, deal: Exchange, advice: Advice, names: Names) -> Iterator[Block]:
    """Tell what a party needs by number of lots, where that depends on them."""
    lang = names.lang
    curves = {names(measure): curve for measure, curve in advice.alone.items()}
    curves[lang.say("All alike")] = advice.alike
    bent = {name: curve for name, curve in curves.items() if len(curve.points) > 1}
    if not bent:
        needed = advice.floor[who]
        text = (
            lang.say(
                "{party} must have {amount} to lose, however fine the lots.",
                party=names(who),
                amount=lang.number(needed),
            )
            if needed > deal.tolerance(who)
            else lang.say(
                "{party} needs nothing to lose, however coarse the lots.", party=names(who)
            )
        )
        yield Paragraph(text)
        return
    most = max(len(curve.points) for curve in bent.values())

    def cells(curve: Curve) -> Iterator[str]:
        for point in curve.points:
            told = "×" if point.guarantee is None else lang.number(point.guarantee[who])
            yield f"{told} ✓" if point.holds else told
        yield from [""] * (most - len(curve.points))

    columns = (
        Column(lang.say("Number of lots")),
        *(Column(str(k + 1), numeric=True) for k in range(most)),
    )
    if any(point.guarantee for curve in bent.values() for point in curve.points):
        yield lots_chart(who, bent, deal.stake(who), names)
    caption = lang.say("What {party} must have to lose, in its own points", party=names(who))
    yield Table(caption, columns, tuple((name, *cells(curve)) for name, curve in bent.items()))


def _remarks(advice: Advice, names: Names) -> str:
    lang = names.lang
    said = [
        lang.say("✓: the stated stakes suffice."),
        lang.say(
            "Where finer lots cannot lower the guarantee any more, none are looked at; they still "
            "make less stand open at a time. Lots are equal here; unequal ones, the last the "
            "smallest, may do with fewer."
        ),
    ]
    points = [p for curve in (*advice.alone.values(), advice.alike) for p in curve.points]
    if any(point.guarantee is None for point in points):
        said.append(lang.say("×: no order respects the exposure caps."))
    if advice.whole:
        said.append(
            lang.say(
                "Not cut, since their lots differ in terms or are joined with others: {measures}.",
                measures=names.quoted(advice.whole),
            )
        )
    return " ".join(said)


def lots_record(case: Case, advice: Advice) -> dict[str, object]:
    """Write the advice for machines."""
    return {
        "schema": "detente.plan.lots/1",
        "case": case.name,
        "together": None if advice.together is None else dict(advice.together),
        "proven": advice.proven,
        "floor": dict(advice.floor),
        "alone": {measure: _curve(curve) for measure, curve in advice.alone.items()},
        "alike": _curve(advice.alike),
        "whole": list(advice.whole),
    }


def _curve(curve: Curve) -> dict[str, object]:
    return {
        "fewest": curve.fewest,
        "points": [
            {
                "lots": point.lots,
                "guarantee": None if point.guarantee is None else dict(point.guarantee),
                "holds": point.holds,
                "proven": point.proven,
            }
            for point in curve.points
        ],
    }
