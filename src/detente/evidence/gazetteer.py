"""Names of known actors and sources, found in any of their spellings and Cyrillic endings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from detente.evidence.data import table
from detente.evidence.tokens import CYRILLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone who acts or speaks: a state, a body, an office holder, an outlet.

    Attributes
    ----------
    id
        Its name in the tables.
    name
        Its English name, for screens.
    kind
        ``state``, ``union``, ``ministry``, ``parliament``, ``person``, or a source's kind.
    country
        ISO 3166 code (``EU`` for the Union), or empty.
    opposition
        True where it speaks against its own state's rulers, so never for that party.
    """

    id: str
    name: str
    kind: str
    country: str
    opposition: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text where an actor is named."""

    start: int
    end: int
    text: str
    actor: Actor


# Case endings of nouns and of adjectives, Russian, Belarusian and Ukrainian; the two are kept
# apart, since "Минская область" does not name Minsk.
_NOUN = (
    "а|ы|у|е|ой|ою|ом|ам|ами|ах|я|и|ю|ей|ею|ем|ём|ям|ями|ях|ев|ов|й|ь|ью|ии|ию|ией|иям|ия|і|ої|ію|"
    "ією|ові|еві|"
)
_ADJECTIVE = (
    "ая|яя|ую|юю|ое|ее|ые|ие|ий|ый|ой|ей|ого|его|ому|ему|ом|ем|ым|им|ых|их|ыми|ими|ою|ею|а|ої|ій|"
)
_ADJECTIVAL = re.compile(r"(?:ая|яя|ие|ые|ый|ий|ое|ее|ой)$")
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*\.?", re.UNICODE)


def _stem(word: str) -> str:
    """Cut a Cyrillic word's ending off; leave abbreviations and other scripts alone."""
    if not CYRILLIC.search(word) or word.isupper() or len(word) < 4 or word.endswith(("ко", "до")):
        return word
    cut = re.sub(r"(ский|цкий|ской)$", lambda m: m.group()[:-2], word)
    if cut != word:
        return cut
    return re.sub(r"(ая|ие|ые|ый|ий|ой|[аеёийоуыьэюяі])$", "", word)


def _pattern(name: str) -> str:
    parts = []
    for word in name.split():
        stem = re.escape(_stem(word)).replace("ё", "[её]")
        inflected = bool(CYRILLIC.search(word)) and not word.isupper() and len(word) >= 3
        fixed = word.endswith(("ко", "до"))  # surnames such as Лукашенко do not decline
        endings = _ADJECTIVE if _ADJECTIVAL.search(word) else _NOUN
        parts.append(stem + (f"(?:{endings})" if inflected and not fixed else ""))
    return r"[\s\u00a0]+".join(parts)


@cache  # compiled when a text comes near the name: most names never do
def _shape(name: str) -> re.Pattern[str]:
    # Short Latin names (US, UN) only in capitals: `us` is a pronoun.
    exact = len(name) <= 4 and not CYRILLIC.search(name)
    return re.compile(_pattern(name) + r"(?![^\W_])", 0 if exact else re.IGNORECASE)


_HEAD = re.compile(r"[^\W_]{1,3}")


def _key(text: str) -> str:
    """Give the first letters that every form of a word shares."""
    head = _HEAD.search(text)
    return head.group().lower().replace("ё", "е") if head else ""


class Gazetteer:
    """An index of names.

    Parameters
    ----------
    entries
        Pairs of an actor and the names it goes by.
    """

    def __init__(self, entries: list[tuple[Actor, list[str]]]) -> None:
        self._index: dict[str, list[tuple[str, Actor]]] = {}
        for actor, names in entries:
            for name in sorted(names, key=len, reverse=True):
                self._index.setdefault(_key(name), []).append((name, actor))

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Mention]:
        """Find the actors named in a stretch of text, longest name first, without overlap."""
        stop = len(text) if end is None else end
        found: list[Mention] = []
        reached = start
        for word in _WORD.finditer(text, start, stop):
            at = word.start()
            if at < reached or not word.group()[0].isupper():
                continue
            best = self._longest(text, at, stop)
            if best is not None:
                found.append(best)
                reached = best.end
        return found

    def _longest(self, text: str, at: int, stop: int) -> Mention | None:
        best: Mention | None = None
        for name, actor in self._index.get(_key(text[at : at + 3]), ()):
            hit = _shape(name).match(text, at, stop)
            if hit and (best is None or hit.end() > best.end):
                best = Mention(at, hit.end(), hit.group(), actor)
        return best


def actor_of(entry: dict[str, object]) -> tuple[Actor, list[str]]:
    """Turn a row of the actors' table into an actor and its names."""
    names = [str(n) for n in entry["names"]]  # type: ignore[attr-defined]
    latin = next((n for n in names if n.isascii() and not n.isupper()), names[-1])
    return (
        Actor(
            id=str(entry["id"]),
            name=str(entry.get("name", latin)),
            kind=str(entry["kind"]),
            country=str(entry.get("country", "")),
            opposition=bool(entry.get("opposition", False)),
        ),
        names,
    )


@cache
def shipped() -> Gazetteer:
    """Give the index of the actors and sources that ship with the project."""
    entries = [actor_of(row) for row in table("actors")]
    taken = {actor.id for actor, _ in entries}
    from detente.evidence.registry import shipped_sources

    for source in shipped_sources():
        if source.id not in taken:
            actor = Actor(id=source.id, name=source.name, kind=source.kind, country=source.country)
            entries.append((actor, [source.name, *source.aliases]))
    return Gazetteer(entries)
