"""Forecasts of amounts on a screen: how many came out inside, and how much they told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Chart, Column, Datum, Heading, Paragraph, Series, Table
from detente.elicitation.classical import CUTOFF, LEAST
from detente.elicitation.scoring import COVER, SURE
from detente.words.language import NBSP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.briefing.blocks import Block
    from detente.elicitation.scoring import Amounts, Score
    from detente.words.language import Language


def amounts_blocks(scores: Sequence[Score], lang: Language) -> Iterator[Block]:
    """Tell how many amounts came out inside their ranges, and how informative these were."""
    told = [(score.analyst, score.amounts) for score in scores if score.amounts]
    if not told:
        return
    yield Heading(lang.say("Amounts"))
    yield Bullets(tuple(f"{who}: {_inside(of, lang)}" for who, of in told))
    columns = (
        Column(lang.say("Analyst")),
        *(
            Column(title, numeric=True)
            for title in (
                lang.say("Inside"),
                lang.say("{share} range", share=lang.percent(SURE)),
                lang.say("Below"),
                lang.say("Above"),
                lang.say("Calibration"),
                lang.say("Information"),
                lang.say("Interval score"),
            )
        ),
    )
    rows = tuple(
        (
            who,
            f"{of.inside}/{of.of}",
            f"{lang.percent(of.interval[0])}–{lang.percent(of.interval[1])}",
            str(of.below),
            str(of.above),
            p_value(of.calibration.p_value, lang),
            lang.number(of.information, 2),
            lang.number(of.interval_score, 2),
        )
        for who, of in told
    )
    yield Table(
        lang.say("Amounts and their {cover} ranges", cover=lang.percent(COVER)), columns, rows
    )
    yield from _coverage(told, lang)
    text = lang.say(
        "Calibration: how probable it is that somebody whose ranges are right would miss at least "
        "as badly ({test}); below {cutoff} it is hard to believe that they are. Information: how "
        "far the ranges narrow down what may come; large is good, but only where calibration is. "
        "Interval score: width, and twenty times every miss, as a share of what may come; small "
        "is good.",
        test=_test([of for _, of in told], lang),
        cutoff=lang.number(CUTOFF, 2),
    )
    yield Paragraph(text, "small")


def _test(told: Sequence[Amounts], lang: Language) -> str:
    if all(of.calibration.exact for of in told):
        return lang.say("the exact multinomial test of Cooke's statistic")
    return lang.say("Cooke's statistic; exact up to 100 amounts, by chi-square beyond")


def _inside(of: Amounts, lang: Language) -> str:
    low, high = of.expected
    expected = str(low) if low == high else lang.say("{low} to {high}", low=low, high=high)
    said = lang.say(
        "{inside} of {of} inside; a calibrated {cover} range would have {expected}.",
        inside=of.inside,
        of=of.of,
        cover=lang.percent(COVER),
        expected=expected,
    )
    if of.inside < low:
        said += " " + lang.say("The ranges are too narrow: widen them.")
    if of.of < LEAST:
        said += " " + lang.say("Fewer than {n} prove nothing either way.", n=LEAST)
    return said


def _coverage(told: Sequence[tuple[str, Amounts]], lang: Language) -> Iterator[Block]:
    """Shares inside, with what so few leave open."""
    points = tuple(
        Datum(of.inside / of.of, f"{who} ({of.inside}/{of.of})", of.interval[0], of.interval[1])
        for who, of in told
    )
    narrow = [who for who, of in told if of.interval[1] < COVER]
    alt = (
        lang.say("Too narrow beyond chance: the ranges of {who}.", who=lang.join(narrow))
        if narrow
        else lang.say("Nobody's ranges are shown to be too narrow by so few.")
    )
    yield Chart(
        "ranges",
        lang.say("Amounts that came out inside their {cover} range", cover=lang.percent(COVER)),
        alt,
        lang.say("share inside"),
        lang.say("analyst"),
        (Series(lang.say("inside, {share} range", share=lang.percent(SURE)), points),),
        marks=((lang.say("as said"), COVER),),
        share=True,
    )


def p_value(p: float, lang: Language) -> str:
    """Write a p-value to two decimals; a smaller one says so."""
    return f"<{NBSP}{lang.number(0.01, 2)}" if p < 0.01 else lang.number(p, 2)
