"""Past forecasts on a screen: how each analyst's came out, and how little that proves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Document, Heading, Note, Paragraph
from detente.briefing.elicitation.score_amounts import amounts_blocks
from detente.briefing.elicitation.score_yes_no import yes_no_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from detente.briefing.blocks import Block
    from detente.elicitation.forecasts import Record
    from detente.elicitation.scoring import Score
    from detente.words.language import Language

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
            *yes_no_blocks(scores, lang),
            *amounts_blocks(scores, lang),
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
