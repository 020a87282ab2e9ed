"""FollowTheMoney entities, as plain JSON lines: people, bodies and sanctions listings.

Written without its library, whose installation needs a compiler; the tests validate what is
written with it where it is installed. The format: one object a line with ``id``, ``schema`` and
``properties``, each property a list of strings.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha1
from typing import TYPE_CHECKING, Any

from detente.evidence.claims import Report
from detente.evidence.errors import InvalidTable
from detente.evidence.formats.reading import read_json
from detente.evidence.origins import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from detente.evidence.gazetteer import Actor
    from detente.evidence.registry import Source

_PUBLIC = frozenset({"state", "union", "ministry", "presidency", "parliament", "register"})
# How a report tells of a listing: "listed under PROGRAMME", "2021-12-02 to now".
_LISTED, _TO, _UNKNOWN, _NOW = "listed under ", " to ", "?", "now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Who or what is listed under which programme, since and until when.

    Attributes
    ----------
    entity, name, schema
        Its id, name and kind (``Person``, ``Organization``, …) in the data.
    programme, authority
        Under what, and by whom.
    start, end
        ISO dates; the end is empty while it is in force.
    """

    entity: str
    name: str
    schema: str
    programme: str
    authority: str
    start: str = ""
    end: str = ""

    def in_force(self, day: str) -> bool:
        """Say whether it is in force on a day (ISO); unknown bounds are open."""
        return (not self.start or self.start <= day) and (not self.end or day < self.end)


def entity(schema: str, key: str, **properties: str | Iterable[str]) -> dict[str, Any]:
    """Give one entity; its id is made from its schema and key, the same in every run."""
    held = {
        name: [value] if isinstance(value, str) else sorted({v for v in value if v})
        for name, value in properties.items()
        if value
    }
    return {
        "id": f"detente-{sha1(f'{schema}:{key}'.encode(), usedforsecurity=False).hexdigest()}",
        "schema": schema,
        "properties": {name: values for name, values in held.items() if values},
    }


def export_actors(actors: Iterable[tuple[Actor, list[str]]], sources: Iterable[Source]) -> str:
    """Write actors and sources as entities, one a line; who is both is one entity."""
    return _lines((*_actors(actors), *map(_source, sources)))


def _actors(actors: Iterable[tuple[Actor, list[str]]]) -> Iterator[dict[str, Any]]:
    for actor, names in actors:
        if actor.kind == "person" or actor.kind in _PUBLIC:
            yield entity(
                "Person" if actor.kind == "person" else "PublicBody",
                actor.id,
                name=actor.name,
                alias=[n for n in names if n != actor.name],
                country=actor.country.lower(),
            )


def _source(source: Source) -> dict[str, Any]:
    return entity(
        "PublicBody" if source.kind in _PUBLIC else "Organization",
        source.id,
        name=source.name,
        alias=source.aliases,
        country=source.country.lower(),
        website=[f"https://{d}/" for d in source.domains],
        summary=source.basis,
    )


def export_listings(listings: Iterable[Listing]) -> str:
    """Write listings with what is listed, one entity a line."""
    rows = []
    for listing in listings:
        target = entity(listing.schema, listing.entity, name=listing.name)
        key = f"{listing.entity}:{listing.programme}:{listing.authority}:{listing.start}"
        sanction = entity(
            "Sanction",
            key,
            entity=target["id"],
            program=listing.programme,
            authority=listing.authority,
            startDate=listing.start,
            endDate=listing.end,
        )
        rows += [target, sanction]
    return _lines(rows)


def _lines(rows: Iterable[dict[str, Any]]) -> str:
    """Write each entity once, with all that is said of it."""
    merged: dict[str, dict[str, Any]] = {}
    for row in rows:
        held = merged.setdefault(row["id"], {**row, "properties": {}})["properties"]
        for name, values in row["properties"].items():
            held[name] = list(dict.fromkeys((*held.get(name, ()), *values)))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in merged.values())


def import_listings(text: str, where: str) -> list[Listing]:
    """Read listings from entities, one a line, as OpenSanctions publishes them.

    Raises
    ------
    InvalidTable
        A line is no entity; names the line.
    """
    entities = dict(_entities(text, where))
    found = []
    for row in entities.values():
        if row["schema"] != "Sanction":
            continue
        held = row["properties"]
        for target in _all(held, "entity"):
            listed = entities.get(_reference(target), {})
            about: Mapping[str, Any] = listed.get("properties", {})
            found.append(
                Listing(
                    entity=_reference(target),
                    name=_one(about, "name") or _reference(target),
                    schema=str(listed.get("schema", "LegalEntity")),
                    programme=_one(held, "program") or _one(held, "programId"),
                    authority=_one(held, "authority"),
                    start=_one(held, "startDate") or _one(held, "listingDate"),
                    end=_one(held, "endDate"),
                )
            )
    return found


def _entities(text: str, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = read_json(line)
            held = row["properties"]
            if not isinstance(held, dict):
                raise TypeError("properties")
            yield str(row["id"]), {"schema": str(row["schema"]), "properties": held}
        except (ValueError, KeyError, TypeError) as bad:
            raise InvalidTable(
                f"{where}:{number}: not an entity: a line needs id, schema and properties ({bad})"
            ) from bad


def _reference(target: object) -> str:
    return str(target.get("id", "")) if isinstance(target, dict) else str(target)


def _all(held: Mapping[str, Any], name: str) -> list[Any]:
    """Give the values of a property; the standard wants a list even of one, not all write it."""
    values = held.get(name)
    return values if isinstance(values, list) else [] if values is None else [values]


def _one(held: Mapping[str, Any], name: str) -> str:
    return str(next(iter(_all(held, name)), ""))


def listing_reports(listings: Iterable[Listing]) -> list[Report]:
    """Turn listings into reports: an official list is its authority's own word."""
    return [
        Report(
            id=f"{x.entity}:{x.programme}:{x.start}",
            subject=x.name,
            attribute=f"{_LISTED}{x.programme}",
            value=f"{x.start or _UNKNOWN}{_TO}{x.end or _NOW}",
            publisher=x.authority or "list",
            kind="register",
            origins=(
                Origin(
                    key=(x.authority or "list").casefold(),
                    name=x.authority or "list",
                    kind="register",
                ),
            ),
            date=x.start[:10],
        )
        for x in listings
    ]


def reported_listings(reports: Iterable[Report]) -> list[Listing]:
    """Find the listings among reports; a report does not say what kind of entity is listed.

    So it is a ``LegalEntity``, the kind of which nothing more is known.
    """
    found = []
    for r in reports:
        if r.kind != "register" or not r.attribute.startswith(_LISTED) or _TO not in r.value:
            continue
        programme = r.attribute.removeprefix(_LISTED)
        start, _, end = r.value.partition(_TO)
        start = "" if start == _UNKNOWN else start
        found.append(
            Listing(
                entity=r.id.removesuffix(f":{programme}:{start}"),
                name=r.subject,
                schema="LegalEntity",
                programme=programme,
                authority=r.publisher,
                start=start,
                end="" if end == _NOW else end,
            )
        )
    return found
