"""What a statement says: event, who to whom, how many, where, whether done, and whether not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.evidence import lexicon
from detente.evidence.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.evidence.tokens import Token
    from detente.evidence.voices import Surroundings

_MAY = frozenset({
    "мочь", "возможно", "вероятно", "видимо", "якобы", "возможный", "may", "might", "could",
    "can", "possibly", "probably", "likely", "reportedly", "perhaps",
})  # fmt: skip
_MUST = frozenset({
    "должный", "должен", "обязать", "обязанный", "нужно", "необходимо", "следует", "нужный",
    "must", "should", "shall",
})  # fmt: skip
_WILL = frozenset({"will", "plans", "intends", "планировать", "намеренный", "собираться"})
_NUMBERS = {
    "один": 1, "два": 2, "двое": 2, "три": 3, "трое": 3, "четыре": 4, "четверо": 4, "пять": 5,
    "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10, "двадцать": 20,
    "тридцать": 30, "сорок": 40, "пятьдесят": 50, "сто": 100, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "fourteen": 14, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
_FIGURE = re.compile(r"\d{1,3}(?:[ \u00a0,]\d{3})+|\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what it counts (``people``, or the noun's base form), with its place."""

    start: int
    end: int
    value: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is said.

    Attributes
    ----------
    events
        The events it speaks of, in the order it does; empty where the table knows none.
    actor, counterpart
        The known actors named first and next; ids, or empty.
    object
        The words that name the event.
    quantities
        Numbers and what they count.
    places
        Ids of states, or names of places, that stand with "in", "to", "from".
    positive
        False under negation.
    modality
        ``done``, ``will``, ``may`` or ``must``.
    """

    events: tuple[str, ...] = ()
    actor: str = ""
    counterpart: str = ""
    object: str = ""
    quantities: tuple[Quantity, ...] = ()
    places: tuple[str, ...] = ()
    positive: bool = True
    modality: str = "done"


def content(
    start: int, end: int, around: Surroundings, dated: Sequence[tuple[int, int]]
) -> Content:
    """Read what a stretch of text says.

    Parameters
    ----------
    start, end
        The stretch, without the words that attribute it.
    around
        The document's names and language.
    dated
        Places of dates, whose numbers are no quantities.
    """
    words = tokens(around.text, start, end, around.language)
    table = lexicon.triggers(around.language)
    hits = [(table[t.lemma], t) for t in words if t.lemma in table]
    inside = [m for m in around.mentions if start <= m.start and m.end <= end]
    placed = [m for m in inside if _in_place(m.start, words)]
    acting = list(dict.fromkeys(m.actor.id for m in inside if m not in placed))
    lemmas = {t.lemma for t in words}
    return Content(
        events=_telling(event for event, _ in hits),
        actor=acting[0] if acting else "",
        counterpart=acting[1] if len(acting) > 1 else "",
        object=hits[0][1].text if hits else "",
        quantities=tuple(_quantities(words, dated)),
        places=tuple(
            dict.fromkeys([m.actor.id for m in placed] + _other_places(start, end, around))
        ),
        positive=not _negated(words),
        modality=_modality(words, lemmas),
    )


def _telling(events: Iterable[str]) -> tuple[str, ...]:
    """Give the events in order; that some are held counts only where nothing else is said."""
    found = tuple(dict.fromkeys(events))
    return tuple(e for e in found if e != "held") or found


def _in_place(at: int, words: Sequence[Token]) -> bool:
    before = [t for t in words if t.end <= at]
    return bool(before) and before[-1].lemma in {"в", "во", "из", "на", "in", "to", "from", "at"}


def _other_places(start: int, end: int, around: Surroundings) -> list[str]:
    return [
        around.text[n.start : n.end]
        for n in around.names
        if n.kind == "LOC"
        and start <= n.start
        and n.end <= end
        and not any(m.start < n.end and n.start < m.end for m in around.mentions)
    ]


def _negated(words: Sequence[Token]) -> bool:
    """Say whether the first verb, or the whole, stands under negation."""
    for place, token in enumerate(words):
        if token.lemma in {"нет", "no", "neither", "never"}:
            return True
        near = {t.lemma for t in words[max(0, place - 2) : place]}
        if token.finite and "не" in near:
            return True
        if token.lemma in {"not", "n't"} or token.lemma.endswith("n't"):
            return True
        if token.finite:
            return False
    return False


def _modality(words: Sequence[Token], lemmas: set[str]) -> str:
    if lemmas & _MUST:
        return "must"
    if lemmas & _MAY:
        return "may"
    if lemmas & _WILL or any(t.tense == "futr" for t in words):
        return "will"
    return "done"


def _quantities(words: Sequence[Token], dated: Sequence[tuple[int, int]]) -> list[Quantity]:
    found = []
    for place, token in enumerate(words):
        if any(a <= token.start < b for a, b in dated):
            continue
        value = _number(token)
        if value is None:
            continue
        after = next((t for t in words[place + 1 : place + 4] if _counts(t)), None)
        if after is not None:
            unit = "people" if _PEOPLE.match(after.text) else after.lemma
            found.append(Quantity(token.start, after.end, value, unit))
    return found


# Words for people, among them participles that stand as nouns.
_PEOPLE = re.compile(
    r"человек|люд|лиц[оа]?\b|заключ[её]нн|политзаключ|политузник|узник|осужд[её]нн|освобожд[её]нны|помилованны|граждан|задержанн|"
    r"пленн|people|person|prisoner|detainee|citizen|inmate|captive|convict",
    re.IGNORECASE,
)


def _counts(token: Token) -> bool:
    return (
        bool(_PEOPLE.match(token.text))
        or token.pos == "NOUN"
        or (not token.pos and token.text.isalpha() and len(token.text) > 2)
    )


def _number(token: Token) -> float | None:
    if token.lemma in _NUMBERS:
        return float(_NUMBERS[token.lemma])
    if _FIGURE.fullmatch(token.text):
        return float(token.text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    return None
