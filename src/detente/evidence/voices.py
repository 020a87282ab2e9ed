"""Who speaks: a stretch of text to the voices it names, and what is known of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from detente.evidence import lexicon
from detente.evidence.gazetteer import Actor, Mention
from detente.evidence.registry import Registry
from detente.evidence.tokens import Token, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detente.evidence.models import Name
    from detente.evidence.registry import Source

# The parties of the bundled deal, by the country whose government each is.
PARTIES = {"US": "us", "BY": "belarus"}
_OFFICIAL = frozenset({"state", "ministry", "presidency", "person", "body"})
_RANK = {"person": 4, "ministry": 3, "parliament": 3, "union": 2, "state": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One speaker.

    Attributes
    ----------
    start, end, text
        Where and how the document names it; an empty text for the document itself.
    actor
        Its id in the tables of actors or sources, or empty.
    kind
        A source's or actor's kind, or ``person``, ``body``, ``media``, ``document``.
    country
        ISO 3166 code, or empty.
    party
        The party to the deal it is or speaks for, or empty.
    state, independent
        Whether a state controls it; whether the document or the registry calls it independent of
        every party.
    """

    start: int
    end: int
    text: str
    actor: str = ""
    kind: str = "unknown"
    country: str = ""
    party: str = ""
    state: bool = False
    independent: bool = False

    @property
    def key(self) -> str:
        """Name the voice across documents: its id, or its words."""
        return self.actor or " ".join(self.text.casefold().split())


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a document's statements are read with.

    Attributes
    ----------
    text, language
        The document's.
    names
        Persons, bodies and places found in it.
    mentions
        Known actors named in it.
    registry, parties
        The sources; the countries whose governments are party to the deal, and the party each is.
    sides
        The voices that "the sides" means, once somebody has been named.
    """

    text: str
    language: str
    names: Sequence[Name]
    mentions: Sequence[Mention]
    registry: Registry = field(default_factory=Registry)
    parties: Mapping[str, str] = field(default_factory=lambda: PARTIES)
    sides: tuple[Voice, ...] = ()

    def spans(self) -> list[tuple[int, int]]:
        """Give the places of all names, known or not."""
        return [(n.start, n.end) for n in self.names] + [(m.start, m.end) for m in self.mentions]


_JOINT = re.compile(r"\s+(?:и|а также|and|as well as)\s+|\s*,\s+(?=[А-ЯA-Zа-яa-z])")


def voices_in(start: int, end: int, around: Surroundings) -> tuple[Voice, ...]:
    """Name the voices in a stretch of text.

    "Белорусских госресурсов и региональных СМИ" is two; "both sides" is the parties named
    before. A stretch that names nobody who can speak gives none.
    """
    words = tokens(around.text, start, end, around.language)
    nouns = lexicon.speakers(around.language)
    if around.sides and any(nouns.get(t.lemma) == "parties" for t in words):
        return around.sides
    parts: list[Voice] = []
    for first, last in _parts(start, end, around):
        voice = _voice(first, last, around)
        if voice is not None:
            parts.append(voice)
    return tuple(parts)


def _parts(start: int, end: int, around: Surroundings) -> list[tuple[int, int]]:
    text, cuts = around.text, [start]
    for joint in _JOINT.finditer(text, start, end):
        inside = any(a < joint.start() < b for a, b in around.spans())
        if not inside:
            cuts.extend((joint.start(), joint.end()))
    cuts.append(end)
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if b > a]


def _voice(start: int, end: int, around: Surroundings) -> Voice | None:
    words = [t for t in tokens(around.text, start, end, around.language) if t.word]
    inside = [m for m in around.mentions if start <= m.start and m.end <= end]
    best = max(inside, key=lambda m: (_RANK.get(m.actor.kind, 3), m.start), default=None)
    kind = _noun_kind(words, around.language)
    country = _country(words, inside)
    said = around.text[start:end]
    qualities = {lexicon.qualifiers().get(t.lemma, "") for t in words}
    if best is not None and not (best.actor.kind in {"state", "union"} and kind):
        return _known(start, end, said, best.actor, around)
    if not kind:
        name = next((n for n in around.names if start <= n.start and n.end <= end), None)
        if name is None or name.kind == "LOC":
            return None
        kind = "person" if name.kind == "PER" else "body"
        known = around.registry.get(around.text[name.start : name.end])
        if known is not None:  # found by its shape alone, so not every kind is vouched for
            sure = known.kind == "independent media"
            return replace(voice_of(known, start, end, said), independent=sure)
    state = "state" in qualities
    independent = "independent" in qualities
    if kind == "media":
        kind = "state media" if state else "independent media" if independent else "media"
        party = around.parties.get(country, "") if state else ""
    else:
        party = around.parties.get(country, "") if kind in _OFFICIAL and not independent else ""
        state = state or (kind == "body" and bool(country))
    return Voice(
        start=start,
        end=end,
        text=said,
        kind=kind,
        country=country,
        party=party,
        state=state,
        independent=independent,
    )


def _noun_kind(words: Sequence[Token], language: str) -> str:
    """Give the kind of the first noun that names a speaker."""
    nouns = lexicon.speakers(language)
    for token in words:
        kind = nouns.get(token.lemma)
        if kind and kind != "parties":
            return kind
    return ""


def _country(words: Sequence[Token], inside: Sequence[Mention]) -> str:
    for token in words:
        country = lexicon.adjectives().get(token.lemma)
        if country:
            return country
    return next((m.actor.country for m in inside if m.actor.country), "")


def _known(start: int, end: int, said: str, actor: Actor, around: Surroundings) -> Voice:
    source = around.registry.get(actor.id)
    if source is not None:
        return voice_of(source, start, end, said)
    official = actor.kind in _OFFICIAL and not actor.opposition
    return Voice(
        start=start,
        end=end,
        text=said,
        actor=actor.id,
        kind=actor.kind,
        country=actor.country,
        party=around.parties.get(actor.country, "") if official else "",
        state=official,
    )


def voice_of(source: Source, start: int, end: int, said: str) -> Voice:
    """Give a source's voice, where and how the document names it."""
    return Voice(
        start=start,
        end=end,
        text=said,
        actor=source.id,
        kind=source.kind,
        country=source.country,
        party=source.party,
        state=source.state,
        independent=not source.state and not source.party,
    )


def side_of(actor: Actor, parties: Mapping[str, str]) -> str:
    """Give the party an actor belongs to, or an empty string."""
    if actor.opposition or actor.kind not in _OFFICIAL:
        return ""
    return parties.get(actor.country, "")
