"""The four forms of sanctions lists; see `detente.ledger.lists.reading`.

Each function reads the lines of a file, raises `InvalidList` at the first bad one, and gives line,
who is listed, and the day that the file itself tells. Only `ftm` has use for the snapshot's day:
it tells which sanctions had ended by then.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from detente.ledger.lists.lines import (
    MAX_ENTITIES,
    Found,
    Lines,
    Listed,
    clean,
    named,
    parts,
    rows,
)

OFAC_COLUMNS = 12
EU_ID, EU_NAME, EU_DAY = "Entity_LogicalId", "NameAlias_WholeName", "fileGenerationDate"

_OFAC_KINDS = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft"}


def ofac(lines: Lines, _: str) -> Found:
    """Read SDN.CSV: number, name, type, programme, … remarks."""
    for row in rows(lines, ","):
        cells = ["" if cell.strip() == "-0-" else cell.strip() for cell in row]
        if not any(cells) or cells == ["\x1a"]:  # its last line is an old end-of-file sign
            continue
        if len(cells) != OFAC_COLUMNS:
            raise lines.wrong(f"{len(cells)} cells; OFAC's lists have {OFAC_COLUMNS} columns")
        number, name, kind, programme = cells[:4]
        if not number.isdigit() or not name:
            raise lines.wrong("the first two cells are a number and a name")
        programmes = parts(programme.replace("] [", ";").replace("[", "").replace("]", ""))
        found = _OFAC_KINDS.get(kind, "other" if kind else "entity")
        yield lines.number, Listed(number, clean(name), found, programmes), ""


def eu(lines: Lines, _: str) -> Found:
    """Read the EU's list: the rows of an entity follow one another, or do not."""
    together: dict[str, tuple[int, Listed]] = {}
    stated = ""
    for row in named(lines, ";", strict=False):
        id_, name = row[EU_ID].strip(), clean(row[EU_NAME])
        if not id_:
            raise lines.wrong(f"{EU_ID} is empty")
        stated = stated or _european(row.get(EU_DAY, ""))
        kind = row.get("Entity_SubjectType_ClassificationCode") or row.get("Entity_SubjectType", "")
        programme = parts(row.get("Entity_Regulation_Programme", ""))
        known = together.get(id_)
        if known is None:
            first = Listed(id_, name, _eu_kind(kind), programme)
            together[id_] = (lines.number, first)
            continue
        line, one = known
        names = one.aliases | ({name} if name and name != one.name else frozenset())
        together[id_] = (
            line,
            replace(one, name=one.name or name, programmes=one.programmes | programme,
                    aliases=names if one.name else one.aliases),
        )  # fmt: skip
    for line, one in together.values():
        if one.name:  # a row with an address alone names nobody
            yield line, one, stated


def _eu_kind(word: str) -> str:
    return {"person": "person", "p": "person", "enterprise": "entity", "e": "entity"}.get(
        word.strip().lower(), "other"
    )


def _european(day: str) -> str:
    """Write 05/08/2026 as 2026-08-05; what is ISO already stays."""
    parts = day.strip().split("/")
    return "-".join(p.zfill(2) for p in reversed(parts)) if len(parts) == 3 else day.strip()


def simple(lines: Lines, _: str) -> Found:
    """Read `targets.simple.csv`."""
    for row in named(lines, ","):
        id_, name = row["id"].strip(), clean(row["name"])
        if not id_ or not name:
            raise lines.wrong("the id or the name is empty")
        programmes = parts(row.get("program_ids") or row.get("sanctions") or "")
        aliases = parts(row.get("aliases", "")) - {name}
        kind = _ftm_kind(row["schema"])
        yield lines.number, Listed(id_, name, kind, programmes, aliases), ""


_FTM_KINDS = {
    "Person": "person",
    "Vessel": "vessel",
    "Airplane": "aircraft",
    **dict.fromkeys(("Organization", "Company", "LegalEntity", "PublicBody"), "entity"),
}


def _ftm_kind(schema: str) -> str:
    return _FTM_KINDS.get(schema.strip(), "other")


def ftm(lines: Lines, as_of: str) -> Found:
    """Read entities: listed is whom a sanction in force names, or whose topics say so.

    A sanction may be an entity of its own that points to its target, or stand within it.
    """
    found: dict[str, tuple[int, Listed, bool]] = {}
    sanctions: dict[str, set[str]] = {}
    over: set[str] = set()
    for line in lines:
        if not line.strip():
            continue
        id_, schema, held, caption = _entity(lines, line)
        if schema == "Sanction":
            for target in _texts(held, "entity"):
                _sanction(target, held, as_of, sanctions, over)
            continue
        if id_ in found:
            raise lines.wrong(f"the id '{id_}' is that of line {found[id_][0]} already")
        if len(found) == MAX_ENTITIES:
            raise lines.wrong(f"more than {MAX_ENTITIES:,} entities")
        for within in _nested(held, "sanctions"):
            _sanction(id_, within, as_of, sanctions, over)
        found[id_] = (
            lines.number, _ftm_listed(id_, schema, held, caption),
            "sanction" in _texts(held, "topics"),
        )  # fmt: skip
    for id_, (number, one, topical) in found.items():
        if id_ in sanctions or (topical and id_ not in over):
            programmes = one.programmes | sanctions.get(id_, frozenset())
            yield number, replace(one, programmes=frozenset(programmes - {""})), ""


def _sanction(
    target: str,
    held: Mapping[str, Any],
    as_of: str,
    sanctions: dict[str, set[str]],
    over: set[str],
) -> None:
    """Note a sanction's programme for its target; or that it had ended by the snapshot's day."""
    ends = _texts(held, "endDate")
    if ends and (not as_of or max(ends) <= as_of):
        over.add(target)
        return
    names = _texts(held, "programId") or _texts(held, "program")
    sanctions.setdefault(target, set()).update(map(clean, names))


def _ftm_listed(id_: str, schema: str, held: Mapping[str, Any], caption: str) -> Listed:
    names = [clean(name) for name in _texts(held, "name")]
    name = clean(caption) or next(iter(names), "") or id_
    others = {*names, *map(clean, _texts(held, "alias"))} - {name, ""}
    programmes = frozenset(map(clean, _texts(held, "programId")))
    return Listed(id_, name, _ftm_kind(schema), programmes, frozenset(others))


def _entity(lines: Lines, line: str) -> tuple[str, str, dict[str, Any], str]:
    """Read a line: id, schema, properties, caption."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise lines.wrong("this is no JSON object on one line") from None
    if not isinstance(row, dict):
        raise lines.wrong("this is no JSON object on one line")
    id_, schema, held = row.get("id"), row.get("schema"), row.get("properties")
    if not (isinstance(id_, str) and id_ and isinstance(schema, str) and isinstance(held, dict)):
        raise lines.wrong("this is no entity: it needs id, schema and properties")
    caption = row.get("caption")
    return id_, schema, held, caption if isinstance(caption, str) else ""


def _texts(held: Mapping[str, Any], name: str) -> list[str]:
    """Give the texts of a property; an entity that stands in place of its id gives its id."""
    values = held.get(name, [])
    values = values if isinstance(values, list) else [values]
    found = (v.get("id") if isinstance(v, dict) else v for v in values)
    return [v for v in found if isinstance(v, str)]


def _nested(held: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """Give the properties of entities that stand within another."""
    values = held.get(name)
    for value in values if isinstance(values, list) else ():
        if isinstance(value, dict) and isinstance(value.get("properties"), dict):
            yield value["properties"]


FORMS: dict[str, Callable[[Lines, str], Found]] = {
    "ofac": ofac,
    "eu": eu,
    "ftm": ftm,
    "simple": simple,
}
"""What reads each form: from its lines and the snapshot's day, where the user gives one."""
