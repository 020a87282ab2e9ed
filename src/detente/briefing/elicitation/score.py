"""Past forecasts on a screen: how each analyst's came out, and how little that proves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import (
    Bullets,
    Chart,
    Column,
    Datum,
    Document,
    Heading,
    Note,
    Paragraph,
    Series,
    Table,
)
from detente.elicitation.classical import CUTOFF, LEAST
from detente.elicitation.scoring import COVER
from detente.words.language import NBSP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from detente.briefing.blocks import Block
    from detente.elicitation.forecasts import Record
    from detente.elicitation.scoring import Amounts, Score, YesNo
    from detente.words.language import Language

SURE = 0.95
"""What Wilson's intervals hold."""

FEW = 30
"""Of fewer forecasts of a kind it is said that they prove little."""


def score_document(record: Record, scores: Sequence[Score], lang: Language) -> Document:
    """Tell how past forecasts came out.

    Parameters
    ----------
    record
        The record.
    scores
        Of the analysts to tell of.
    lang
        The language to write in.
    """
    return Document(
        title=lang.say("Past forecasts"),
        subtitle=record.name,
        language=lang.code,
        blocks=(
            Paragraph(_lead(scores, lang), "lead"),
            *_little(scores, lang),
            *_yes_no(scores, lang),
            *_amounts(scores, lang),
            Heading(lang.say("What not to conclude")),
            Bullets(_caveats(lang)),
        ),
    )


def _done(score: Score) -> int:
    return sum(part.of for part in (score.yes_no, score.amounts) if part)


def _counted(score: Score, lang: Language) -> Iterator[str]:
    """Count resolved forecasts of either kind: each is scored by itself."""
    if score.yes_no or not score.amounts:
        n = score.yes_no.of if score.yes_no else 0
        yield lang.count("{n} of yes or no", "{n} of yes or no", n)
    if score.amounts or not score.yes_no:
        n = score.amounts.of if score.amounts else 0
        yield lang.count("{n} amount", "{n} amounts", n)


def _lead(scores: Sequence[Score], lang: Language) -> str:
    done = sum(_done(score) for score in scores)
    said = [
        lang.count("{n} forecast is resolved", "{n} forecasts are resolved", done),
        lang.count("{n} is open", "{n} are open", sum(score.open for score in scores)),
    ]
    revised = sum(score.revised for score in scores)
    if revised:
        said.append(
            lang.count(
                "{n} is a revision of an earlier one and is not scored",
                "{n} are revisions of earlier ones and are not scored",
                revised,
            )
        )
    return f"{lang.join(said)}."


def _little(scores: Sequence[Score], lang: Language) -> Iterator[Block]:
    few = "; ".join(
        f"{score.analyst}: {', '.join(_counted(score, lang))}"
        for score in scores
        if min((part.of for part in (score.yes_no, score.amounts) if part), default=0) < FEW
    )
    if not few:
        return
    text = lang.say(
        "so few prove little ({few}). Read the ranges before the points: where two ranges overlap, "
        "nothing tells the two apart.",
        few=few,
    )
    yield Note(lang.say("Few forecasts"), text)


# --- yes or no -----------------------------------------------------------------------------------


def _yes_no(scores: Sequence[Score], lang: Language) -> Iterator[Block]:
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


# --- amounts -------------------------------------------------------------------------------------


def _amounts(scores: Sequence[Score], lang: Language) -> Iterator[Block]:
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


def _caveats(lang: Language) -> tuple[str, ...]:
    say: Callable[..., str] = lang.say
    return (
        say(
            "That the better score has the better judgement: questions differ, and answers to "
            "questions that hang together count as if they did not."
        ),
        say(
            "That it carries over: whoever was right about dates of releases need not be about "
            "what a licence is worth to a government."
        ),
        say("That an open question does not count: look again when it is resolved."),
    )
