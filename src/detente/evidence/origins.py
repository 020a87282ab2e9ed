"""Where a report has its word from: origins named, followed back, and counted once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.evidence.gazetteer import shipped
from detente.evidence.registry import PASSING_ON
from detente.evidence.voices import side_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from detente.evidence.registry import Registry

_UNKNOWN = frozenset({"", "?", "-", "unknown", "n/a"})
_BETWEEN = re.compile(r"\s*;\s*|\s+/\s+|\s*\|\s*")
_OWN = re.compile(r"^(?:own\b.*|its own\b.*|собственн\w+.*)$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One voice behind reports.

    Attributes
    ----------
    key
        Its name: equal keys are one voice.
    name
        As first written.
    party
        The party to the deal it is or speaks for; empty for none.
    doubtful
        True where the report only seems to have it from there ("BNS?"), or has no word of its own.
    kind
        Kind of source, where known.
    """

    key: str
    name: str
    party: str = ""
    doubtful: bool = False
    kind: str = "unknown"


def split_origins(text: str) -> list[str]:
    """Split what a table says of origins: ``Coale on X; Eismont`` is two."""
    plain = " ".join(text.split())  # a long row of blanks would be gone through for each of them
    return [part for part in _BETWEEN.split(plain) if part.lower() not in _UNKNOWN]


def origin_of(
    name: str, publisher: str, kind: str, registry: Registry, parties: Mapping[str, str]
) -> Origin:
    """Say whose word a named origin is.

    Parameters
    ----------
    name
        As the report or the table gives it; "own count" is the publisher's own.
    publisher, kind
        Who reports, and what kind of source that is, where the registry does not know it.
    registry, parties
        The sources; the party of each country's government.
    """
    name = " ".join(name.split())
    doubtful = name.endswith("?")
    bare = re.sub(r"\s*(?:\?|\((?:anon\.?|anonymous|via [^)]*)\))\s*$", "", name).strip()
    bare = re.sub(r"\s+on\s+(?:X|Twitter|Telegram|Facebook|Truth Social)$", "", bare, flags=re.I)
    if _OWN.match(bare):
        bare = publisher
    source = registry.get(bare)
    if source is None:
        source = next(
            (s for s in (registry.get(p) for p in _fragments(bare, registry.longest)) if s), None
        )
    if source is not None:
        return Origin(
            key=voice_key(source.id, source.party),
            name=bare,
            party=source.party,
            doubtful=doubtful or source.kind in PASSING_ON,
            kind=source.kind,
        )
    return _by_actor(bare, kind if bare == publisher else "unknown", doubtful, parties)


def _by_actor(bare: str, kind: str, doubtful: bool, parties: Mapping[str, str]) -> Origin:
    mentions = shipped().find(bare)
    if mentions:
        actor = max(mentions, key=lambda m: m.actor.kind == "person").actor
        party = side_of(actor, parties)
        office = "opposition" if actor.opposition else "presidency"
        return Origin(
            key=voice_key(actor.id, party),
            name=bare,
            party=party,
            doubtful=doubtful,
            kind=office if actor.kind == "person" else actor.kind,
        )
    return Origin(
        key=bare.casefold(), name=bare, doubtful=doubtful or kind in PASSING_ON, kind=kind
    )


def voice_key(identity: str, party: str) -> str:
    """Give one key to all who speak for one party: a party confirming itself is no second voice."""
    return f"party:{party}" if party else identity


def _fragments(text: str, longest: int) -> Iterator[str]:
    """Give the words of a name, longest stretches first, to be looked up."""
    words = re.sub(r"[()]", " ", text).split()
    for n in range(min(len(words) - 1, longest), 0, -1):
        for i in range(len(words) - n + 1):
            if len(words[i]) > 2:
                yield " ".join(words[i : i + n])
