"""What claims are called: the program's own words for events and answers, in a language.

Words that come from somebody's table are kept as they are written there.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from detente.evidence.findings import matter_name
from detente.evidence.registry import shipped_sources
from detente.words.language import N_

if TYPE_CHECKING:
    from detente.evidence.claims import Claim
    from detente.evidence.registry import Source
    from detente.words.language import Language

PARTY_NAMES = {"us": N_("the United States"), "belarus": N_("Belarus")}
ANSWERS = (
    N_("happened"), N_("will happen"), N_("may happen"), N_("must happen"), N_("people"),
    N_("months"), N_("yes"), N_("no"), N_("given"), N_("will"), N_("may"), N_("must"),
)  # fmt: skip
_SUBJECT = re.compile(r"(?:(\d{4}-\d\d-\d\d) )?(\w+)")
_ANSWER = re.compile(r"([a-z ]+?)(?: \(([a-z]+)\))?")
_FILE = re.compile(r"(?!\w+://).*/[^/]+\.\w{2,5}")
_WORD_OF = "word of "
_CYRILLIC = re.compile("[А-Яа-я]{3}")


def party(name: str, lang: Language) -> str:
    """Name a party to the deal, or a source by its id; any other voice keeps its name."""
    if name in PARTY_NAMES:
        return lang.say(PARTY_NAMES[name])
    return _voices(lang.code).get(name, name)


@cache
def _voices(code: str) -> dict[str, str]:
    """Names of the sources that ship with the program, by their ids; Russian where they have it."""
    return {s.id: _russian(s) if code == "ru" else s.name for s in shipped_sources()}


def _russian(source: Source) -> str:
    return next((a for a in source.aliases if _CYRILLIC.search(a)), source.name)


def parties(names: str, lang: Language) -> str:
    """Name voices that are listed with commas."""
    return ", ".join(party(name, lang) for name in names.split(", "))


def publisher(name: str) -> str:
    """Name who publishes; a file whose publisher nobody knows, without its folders."""
    return name.rpartition("/")[2] if _FILE.fullmatch(name) else name


def subject(text: str, lang: Language) -> str:
    """Name what a claim is about: "call between leaders, 15 August 2025"."""
    found = _SUBJECT.fullmatch(text)
    name = matter_name(found[2]) if found else ""
    if not found or not name:
        return text
    try:
        day = lang.date(date.fromisoformat(found[1])) if found[1] else ""
    except ValueError:
        return text
    return ", ".join(filter(None, (lang.say(name), day)))


def attribute(text: str, lang: Language) -> str:
    """Name what is asked: whether it happened, how many, or whose word was due."""
    if text.startswith(_WORD_OF):
        return lang.say("word of: {who}", who=parties(text.removeprefix(_WORD_OF), lang))
    found = _ANSWER.fullmatch(text)
    if not found or found[1] not in ANSWERS:
        return text
    return lang.say(found[1]) + (f" ({lang.say(found[2])})" if found[2] else "")


def value(text: str, lang: Language) -> str:
    """Say an answer."""
    return lang.say(text) if text in ANSWERS else text


def answer(claim: Claim, lang: Language) -> str:
    """Say a claim beneath its subject: "people = 14"; of a word that is due, whose it is."""
    if claim.attribute.startswith(_WORD_OF):
        return attribute(claim.attribute, lang)
    return f"{attribute(claim.attribute, lang)} = {value(claim.value, lang)}"


def sentence(claim: Claim, lang: Language) -> str:
    """Say a claim in one line."""
    return f"{subject(claim.subject, lang)}: {answer(claim, lang)}"
