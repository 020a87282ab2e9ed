"""Several analysts on a screen: each one's ranges, the pool, and what becomes of the advice."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from detente.briefing.blocks import (
    Bullets,
    Chart,
    Column,
    Datum,
    Heading,
    Note,
    Paragraph,
    Series,
    Table,
)
from detente.briefing.elicitation.pool_words import (
    caveats,
    deciding,
    lead,
    orders,
    partings,
    refusals,
    weighing,
)
from detente.briefing.elicitation.score_amounts import p_value
from detente.briefing.naming import Names
from detente.briefing.paths import called
from detente.briefing.sections import framed, illustrative, units
from detente.briefing.uncertainty.stress_words import percent
from detente.elicitation.panel import written
from detente.words.language import NBSP
from detente.words.likelihood import band

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.briefing.blocks import Block, Document
    from detente.elicitation.advice import Advice, View
    from detente.elicitation.panel import Panel
    from detente.elicitation.pooling import Pooled
    from detente.words.language import Language

LINES = 40
"""Lines of the table on a screen; the numbers on which the analysts differ most come first."""


def pool_document(
    panel: Panel, advice: Advice, lang: Language, *, everything: bool = False
) -> Document:
    """Tell what several analysts say, apart and together, and what becomes of the advice.

    Parameters
    ----------
    panel
        The analysts.
    advice
        What `detente.elicitation.advise` found.
    lang
        The language to write in.
    everything
        True: all numbers in the table, not only those on which they differ most.
    """
    names = Names(panel.case, lang)
    return framed(
        names,
        (
            Paragraph(lead(advice, names), "lead"),
            *illustrative(names),
            *_weights(panel, lang),
            *_apart(panel, names),
            *_ranges(panel, names, everything=everything),
            *_advice(panel, advice, names),
            Heading(lang.say("How to read it")),
            Bullets(caveats(lang)),
            *units(names),
        ),
    )


def _weights(panel: Panel, lang: Language) -> Iterator[Block]:
    yield Note(lang.say("Weights"), weighing(panel.weights, lang))
    if not any(merit.answered for merit in panel.weights.merits.values()):
        return
    columns = (
        Column(lang.say("Analyst")),
        *(
            Column(title, numeric=True)
            for title in (
                lang.say("Amounts"),
                lang.say("Calibration"),
                lang.say("Information"),
                lang.say("Weight"),
            )
        ),
    )
    rows = []
    for who, merit in panel.weights.merits.items():
        scored = merit.calibration is not None and merit.information is not None
        rows.append(
            (
                who,
                str(merit.answered),
                p_value(merit.calibration.p_value, lang) if merit.calibration else "–",
                lang.number(merit.information, 2) if scored and merit.information else "–",
                lang.percent(panel.weights.by[who]),
            )
        )
    yield Table(lang.say("What the record of each says"), columns, tuple(rows))


# --- the ranges ----------------------------------------------------------------------------------


def _apart(panel: Panel, names: Names) -> Iterator[Block]:
    told = partings(panel, names)
    if told:
        yield Heading(names.lang.say("Where they do not meet"))
        yield Bullets(told)


def _ranges(panel: Panel, names: Names, *, everything: bool) -> Iterator[Block]:
    """Every analyst's range beside the others', the pool and the averaged points beneath."""
    lang = names.lang
    order = sorted(panel.values, key=lambda of: (not of.apart, -of.discord))
    told = [tuple(_rows(of, names)) for of in order]
    lines = list(accumulate(map(len, told)))
    shown = order if everything else order[: max(1, bisect_right(lines, LINES))]
    columns = (
        Column(lang.say("Of what")),
        Column(lang.say("Who")),
        Column(lang.say("Lowest / likeliest / highest"), numeric=True),
        Column(NBSP.join(("5%", "/", "50%", "/", "95%")), numeric=True),
    )
    rows = [row for group in told[: len(shown)] for row in group]
    yield Heading(lang.say("What each of them says"))
    yield Table(lang.say("Ranges apart, and pooled"), columns, tuple(rows))
    if len(order) > len(shown):
        yield Paragraph(
            lang.count(
                "{n} more value, on which they differ less: --all shows it.",
                "{n} more values, on which they differ less: --all shows them.",
                len(order) - len(shown),
            ),
            "small",
        )
    yield from _ranges_chart(shown, names)


def _rows(of: Pooled, names: Names) -> Iterator[tuple[str, ...]]:
    lang = names.lang
    what = called(of.path, names)
    for who, n in of.own.items():
        yield (
            what,
            f"{who} ({lang.percent(of.weights[who])})",
            written(n, lang),
            _three(of.points[who], lang),
        )
        what = ""
    if len(of.own) > 1:
        yield "", lang.say("pool"), written(of.written, lang), _three(of.linear, lang)
        yield "", lang.say("averaged"), "", _three(of.averaged, lang)
    if of.silent:
        yield "", lang.say("no range: {who}", who=lang.join(of.silent)), "", ""


def _three(points: Sequence[float], lang: Language) -> str:
    return f"{NBSP}/{NBSP}".join(lang.amount(x, 1) for x in points)


def _ranges_chart(shown: Sequence[Pooled], names: Names) -> Iterator[Block]:
    """The value on which they differ most, each one's 90 % range beside the pool's."""
    lang = names.lang
    most = next((of for of in shown if len(of.own) > 1), None)
    if most is None:
        return
    told = {**most.points, lang.say("pool"): most.linear, lang.say("averaged"): most.averaged}
    points = tuple(Datum(of.median, who, of.low, of.high) for who, of in told.items())
    what = called(most.path, names)
    alt = lang.say("Not all of these ranges meet.") if most.apart else lang.say("All ranges meet.")
    yield Chart(
        "ranges",
        lang.say("Where they differ most: {what}", what=what),
        alt,
        lang.say("middle, and a range of {share}", share=lang.percent(0.9)),
        lang.say("who"),
        (Series(lang.say("range"), points),),
    )


# --- the advice ----------------------------------------------------------------------------------


def _advice(panel: Panel, advice: Advice, names: Names) -> Iterator[Block]:
    lang = names.lang
    yield Heading(lang.say("What it does to the advice"))
    columns = (
        Column(lang.say("With the numbers of")),
        Column(lang.say("Guarantee, own best order")),
        Column(lang.say("in the pool's order")),
        Column(lang.say("Pool's ladder holds")),
        Column(lang.say("in draws"), numeric=True),
    )
    rows = [
        _view_row(
            f"{who} ({lang.percent(panel.weights.by[who])})",
            view,
            advice.stresses[who].hold_probability,
            names,
        )
        for who, view in advice.views.items()
    ]
    rows.append(_view_row(lang.say("pool"), advice.pool, advice.hold_probability, names))
    yield Table(lang.say("One ladder, several opinions"), columns, tuple(rows))
    told = (*refusals(advice, names), *deciding(advice, names), *orders(advice, names))
    yield Bullets((*told, _held(advice, names)))


def _view_row(who: str, of: View, held: float, names: Names) -> tuple[str, ...]:
    lang = names.lang

    def amounts(guarantee: dict[str, float]) -> str:
        said = (f"{names(party)}: {lang.number(x)}" for party, x in guarantee.items())
        return "\n".join(said)

    holds = lang.say("yes") if of.pooled.self_enforcing else lang.say("no")
    return (
        who,
        amounts(dict(of.ladder.guarantee)),
        amounts(dict(of.pooled.guarantee)),
        holds,
        percent(held, names),
    )


def _held(advice: Advice, names: Names) -> str:
    lang = names.lang
    share = percent(advice.hold_probability, names)
    low, high = (percent(x, names) for x in advice.interval)
    said = lang.say(
        "If one of them is right in everything, each as probably as the weights say, the pool's "
        "ladder holds in {share} of the draws ({word}): the weighted mean of theirs.",
        share=share,
        word=lang.say(band(advice.hold_probability).words),
    )
    if low == high:
        return said
    error = lang.say("By chance of the draws it may be {low} to {high}.", low=low, high=high)
    return f"{said} {error}"
