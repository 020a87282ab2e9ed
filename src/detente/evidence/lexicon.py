"""The words by which someone says, confirms, denies, and those that name who."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from detente.evidence.data import table


class Act(StrEnum):
    """How something is said."""

    SAYS = "says"
    CONFIRMS = "confirms"
    DENIES = "denies"
    PROMISES = "promises"
    THREATENS = "threatens"
    DECLINES = "declines"  # to comment
    ABSENT = "absent"  # a word that was due did not come


@cache
def verbs(language: str) -> dict[str, Act]:
    """Give each verb (Russian: lemma) and the act it stands for."""
    book = table("acts")[language]
    return {_plain(word): Act(act) for act, words in book.items() for word in words}


@cache
def frames(language: str, part: str = "frames") -> re.Pattern[str]:
    """Give the openers ("по словам", "according to") as one pattern, longest first."""
    words = sorted(table("acts")[part][language], key=len, reverse=True)
    body = "|".join(r"\s+".join(map(re.escape, w.split())) for w in words)
    return re.compile(rf"(?<![^\W_])(?:{body})(?![^\W_])", re.IGNORECASE)


@cache
def due(language: str) -> frozenset[str]:
    """Give the nouns of utterances that can be due."""
    return frozenset(_plain(word) for word in table("acts")["due"][language])


@cache
def withheld(language: str) -> frozenset[str]:
    """Give what, under negation, says that an utterance did not come."""
    return frozenset(_plain(word) for word in table("acts")["withheld"][language])


@cache
def speakers(language: str) -> dict[str, str]:
    """Give each noun that names a speaker, and the kind of voice it is."""
    book = table("acts")["voices"][language]
    return {_plain(word): kind for kind, words in book.items() for word in words}


@cache
def qualifiers() -> dict[str, str]:
    """Give each word that says whose a voice is: ``state``, ``independent``, ``regional``."""
    book = table("acts")["qualifiers"]
    return {_plain(word): kind for kind, words in book.items() for word in words}


@cache
def adjectives() -> dict[str, str]:
    """Give each adjective of a country, and the country."""
    book = table("acts")["adjectives"]
    return {_plain(word): country for country, words in book.items() for word in words}


@cache
def triggers(language: str) -> dict[str, str]:
    """Give each word that says what a statement is about, and the event."""
    found: dict[str, str] = {}
    for event in table("events"):
        for word in event[language]:
            found.setdefault(_plain(word), event["id"])
    return found


@cache
def event_names() -> dict[str, str]:
    """Give each event's English name."""
    return {event["id"]: event["en_name"] for event in table("events")}


@cache
def bilateral() -> frozenset[str]:
    """Give the events that have two sides."""
    return frozenset(event["id"] for event in table("events") if event.get("bilateral"))


def _plain(word: str) -> str:
    return word.lower()
