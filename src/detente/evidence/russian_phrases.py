"""Noun phrases of a Russian sentence: where the words that name somebody begin and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.evidence.tokens import Token
    from detente.evidence.voices import Surroundings

STOPS = frozenset(',;:—–-«»“”"().!?…')
"""Marks at which a phrase ends."""


def phrase_after(at: int, words: Sequence[Token], around: Surroundings) -> tuple[int, int] | None:
    """Give the noun phrase that begins at a place, at most ten words long."""
    first = next((i for i, t in enumerate(words) if t.start >= at), None)
    if first is None or words[first].pos == "PREP":
        return None
    last = first
    for i in range(first, min(first + 10, len(words))):
        token = words[i]
        in_name = any(n.start < token.end and token.start < n.end for n in around.names) or any(
            m.start <= token.start and token.end <= m.end for m in around.mentions
        )
        if not in_name and (
            token.text in STOPS - {"«", "»", "-"} or token.finite or token.pos in {"PREP", "ADVB"}
        ):
            break
        last = i + 1
    if last == first:
        return None
    return words[first].start, words[last - 1].end


def phrase_around(noun: int, words: Sequence[Token], around: Surroundings) -> tuple[int, int]:
    """Grow a noun to its phrase: adjectives before it, genitives and names after it."""
    first = noun
    while first > 0 and (
        words[first - 1].pos in {"ADJF", "PRTF", "NUMR"}
        or _one_name(first - 1, first, words, around)
    ):
        first -= 1
    last = noun + 1
    while last < len(words):
        token = words[last]
        joint = token.text in {"«", "»", "-"} or (
            token.lemma == "и" and _both_nominative(last, words)
        )
        if not (
            joint
            or _one_name(last - 1, last, words, around)
            or named(token, around)
            or (token.pos in {"NOUN", "ADJF"} and token.case == "gent")
            or (words[last - 1].lemma == "и" and token.pos in {"ADJF", "NOUN"})
        ):
            break
        last += 1
    while last > noun + 1 and words[last - 1].text in {"«", "-"}:
        last -= 1
    inside = [t.text for t in words[first:last]]
    if inside.count("»") > inside.count("«") and first > 0 and words[first - 1].text == "«":
        first -= 1
    return words[first].start, words[last - 1].end


def _both_nominative(at: int, words: Sequence[Token]) -> bool:
    rest = [t for t in words[at + 1 : at + 4] if t.pos == "NOUN"]
    return bool(rest) and rest[0].case == "nomn"


def _one_name(a: int, b: int, words: Sequence[Token], around: Surroundings) -> bool:
    return any(first <= words[a].start and words[b].end <= last for first, last in around.spans())


def named(token: Token, around: Surroundings) -> bool:
    """Say whether a word belongs to a name that is not a place, or to a known actor."""
    return any(
        n.start <= token.start and token.end <= n.end and n.kind != "LOC" for n in around.names
    ) or any(m.start <= token.start and token.end <= m.end for m in around.mentions)
