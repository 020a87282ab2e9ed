"""Forecasts of yes or no on a screen: against the base rate, in parts, and word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Chart, Column, Datum, Heading, Paragraph, Series, Table
from detente.elicitation.classical import LEAST
from detente.elicitation.scoring import SURE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.briefing.blocks import Block
    from detente.elicitation.scoring import Score, YesNo
    from detente.words.language import Language


def yes_no_blocks(scores: Sequence[Score], lang: Language) -> Iterator[Block]:
    """Tell how probabilities of yes came out: against the base rate, in parts, word by word."""
    told = [(score.analyst, score.yes_no) for score in scores if score.yes_no]
    if not told:
        return
    yield Heading(lang.say("Questions of yes or no"))
    yield Bullets(tuple(f"{who}: {_against_base(of, lang)}" for who, of in told))
    columns = (
        Column(lang.say("Analyst")),
        *(
            Column(title, numeric=True)
            for title in (
                lang.say("Forecasts"),
                lang.say("Brier score"),
                lang.say("reliability"),
                lang.say("resolution"),
                lang.say("base rate's"),
                lang.say("left over"),
                lang.say("Skill"),
            )
        ),
    )
    rows = tuple(
        (
            who,
            str(of.of),
            *(
                lang.number(x, 2)
                for x in (of.brier, of.reliability, of.resolution, of.uncertainty, of.within)
            ),
            "–" if of.skill is None else lang.number(of.skill, 2),
        )
        for who, of in told
    )
    yield Table(lang.say("The Brier score and its parts"), columns, rows)
    text = lang.say(
        "Brier score: 0 is perfect, 0.25 is what “half and half” gets. It is reliability (words "
        "that come true more or less often than said; small is good), minus resolution (how far "
        "the words tell cases apart; large is good), plus what saying the base rate each time "
        "would get, plus what is left over within words. Skill: 1 is perfect, 0 the base rate, "
        "which nobody knew beforehand."
    )
    yield Paragraph(text, "small")
    for who, of in told:
        yield from _bins(who, of, lang)


def _against_base(of: YesNo, lang: Language) -> str:
    if of.skill is None:
        return lang.say("all came out alike, so there is no base rate to be better than.")
    if of.of < LEAST:
        return lang.count(
            "{n} forecast is too few to be set beside the base rate.",
            "{n} forecasts are too few to be set beside the base rate.",
            of.of,
        )
    low, gain, high = of.gain.low, of.gain.mode, of.gain.high
    base = lang.percent(of.base)
    fields = {
        "low": lang.number(low, 2),
        "gain": lang.number(gain, 2),
        "high": lang.number(high, 2),
        "base": base,
        "n": of.of,
    }
    if low > 0:
        return lang.say(
            "better than saying the base rate ({base}) each time, by {low} to {high} of the Brier "
            "score.",
            **fields,
        )
    if high < 0:
        return lang.say(
            "worse than saying the base rate ({base}) each time: {low} to {high} of the Brier "
            "score.",
            **fields,
        )
    return lang.say(
        "{n} forecasts do not show whether they beat saying the base rate ({base}) each time: the "
        "gain lies between {low} and {high} of the Brier score.",
        **fields,
    )


def _bins(who: str, of: YesNo, lang: Language) -> Iterator[Block]:
    """How often what was said came true, word by word."""

    def word(k: int) -> str:
        return f"{lang.say(of.bins[k].word.words)} ({of.bins[k].came}/{of.bins[k].of})"

    shown = range(len(of.bins))
    came = tuple(
        Datum(b.share, word(k), b.interval[0], b.interval[1])
        for k in shown
        for b in [of.bins[k]]
    )  # fmt: skip
    said = tuple(Datum(of.bins[k].said, word(k)) for k in shown)
    off = [_off(k, of, lang) for k in shown if of.bins[k].off]
    alt = (
        " ".join(off)
        if off
        else lang.say("No word came true more or less often than so few forecasts leave open.")
    )
    yield Chart(
        "ranges",
        lang.say("{who}: what was said, and how often it came", who=who),
        alt,
        lang.say("share"),
        lang.say("word (came/of)"),
        (
            Series(lang.say("came true, {share} range", share=lang.percent(SURE)), came),
            Series(lang.say("said"), said),
        ),
        share=True,
    )


def _off(k: int, of: YesNo, lang: Language) -> str:
    b = of.bins[k]
    fields = {
        "word": lang.quote(lang.say(b.word.words)),
        "said": lang.percent(b.said),
        "came": b.came,
        "of": b.of,
        "low": lang.percent(b.interval[0]),
        "high": lang.percent(b.interval[1]),
    }
    if b.share < b.said:
        return lang.say(
            "{word} ({said} on average) came {came} of {of} times, less often than said: so few "
            "leave open {low} to {high}.",
            **fields,
        )
    return lang.say(
        "{word} ({said} on average) came {came} of {of} times, more often than said: so few leave "
        "open {low} to {high}.",
        **fields,
    )
