"""Which past ladders look like a case, how they ended, and how little that proves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Column, Document, Heading, Note, Paragraph, Table
from detente.briefing.feature_words import FEATURES, FORMULA, differing
from detente.briefing.outcomes import (
    meanings,
    outcome_record,
    result,
    result_with_date,
    years,
)

if TYPE_CHECKING:
    from detente.case.features import Analogies
    from detente.words.language import Language

NEAREST = 3
"""So many of the nearest past cases are told at length."""


def analogies_document(found: Analogies, lang: Language) -> Document:
    """Tell which past cases are near, what they have in common, and how each ended."""
    case = found.case
    near = found.ranked[:NEAREST]
    told = [f"{one.case.name}: {one.case.form.outcome.what[lang.code]}." for one in near
            if one.case.form.outcome]  # fmt: skip
    return Document(
        title=lang.say("Past ladders that look like {case}", case=case.name),
        subtitle=case.title[lang.code],
        language=lang.code,
        blocks=(
            Paragraph(_verdict(found, lang), "lead"),
            Note(lang.say("Few and hand-picked"), _warning(found, lang)),
            _ranking(found, lang),
            Heading(lang.say("What happened in the nearest")),
            Bullets(tuple(told)),
            _table(found, lang),
            Paragraph(lang.say(FORMULA), "small"),
            Paragraph(meanings(lang), "small"),
        ),
    )


def _verdict(found: Analogies, lang: Language) -> str:
    if not found.ranked:
        return lang.say("There is no past case to compare it with.")
    near = [f"{one.case.name} ({result(one.case, lang)})" for one in found.ranked[:NEAREST]]
    return lang.say("Nearest: {cases}.", cases=lang.join(near))


def _warning(found: Analogies, lang: Language) -> str:
    count = lang.count("{n} past case", "{n} past cases", len(found.ranked))
    first = lang.say(
        "{count}, chosen by the authors of this program because much is known of them, encoded "
        "after the event by those who knew how it ended, with features that are theirs too. This "
        "is a reminder of what to read, not a forecast.",
        count=count,
    )
    record = lang.say(
        "Guessing each settled case by its nearest neighbour is right in {right} of {tried}; "
        "always naming the commonest outcome is right in {commonest}.",
        right=found.right,
        tried=found.tried,
        commonest=found.commonest,
    )
    return f"{first} {record}"


def _ranking(found: Analogies, lang: Language) -> Table:
    columns = (
        Column(lang.say("Past case")),
        Column(lang.say("Years")),
        Column(lang.say("Distance"), numeric=True),
        Column(lang.say("Outcome")),
        Column(lang.say("Differs most in")),
    )
    rows = tuple(
        (
            one.case.name,
            years(one.case),
            lang.number(one.distance, 2),
            result_with_date(one.case, lang),
            "; ".join(differing(one.apart, lang, 2)),
        )
        for one in found.ranked
    )
    return Table(lang.say("Nearest first; 0 is alike in every feature"), columns, rows)


def _table(found: Analogies, lang: Language) -> Table:
    near = found.ranked[:NEAREST]
    heads = (found.case.name, *(one.case.name for one in near))
    columns = (Column(lang.say("Feature")), *(Column(head, numeric=True) for head in heads))
    every = [found.features, *(one.features for one in near)]
    rows = tuple(
        (lang.say(words), *("–" if (x := of[name]) is None else lang.number(x, 2) for of in every))
        for name, words in FEATURES.items()
    )
    return Table(lang.say("The features, each from 0 to 1"), columns, rows)


def analogies_record(found: Analogies, lang: Language) -> dict[str, object]:
    """Write the same for machines."""
    return {
        "schema": "detente.compare.analogies/1",
        "case": found.case.name,
        "features": dict(found.features),
        "right": found.right,
        "tried": found.tried,
        "commonest": found.commonest,
        "analogies": [
            {
                "case": one.case.name,
                "distance": one.distance,
                "outcome": outcome_record(one.case, lang),
                "features": dict(one.features),
                "differences": dict(one.apart),
            }
            for one in found.ranked
        ],
    }
