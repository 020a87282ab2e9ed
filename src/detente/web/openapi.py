"""The interface for machines, described from the table of pages (OpenAPI 3.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from detente._version import __version__
from detente.words.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.web.fields import Field
    from detente.web.routes import Page

_RECORD = {
    "type": "object",
    "required": ["schema"],
    "properties": {"schema": {"type": "string", "pattern": r"^detente\.[a-z_.-]+/1$"}},
}
_TYPES: dict[str, dict[str, Any]] = {
    "number": {"type": "number"},
    "whole": {"type": "integer"},
    "flag": {"type": "string", "enum": ["", "1"]},
    **{kind: {"type": "string"} for kind in ("party", "actor", "options", "channels")},
    "choice": {"type": "string"},
}
_SAID = {
    "200": "The record.",
    "202": "It is being computed: ask again, or see Location.",
    "401": "Nobody is logged in.",
    "403": "Your role does not allow that.",
    "404": "There is no such case.",
    "422": "The address, or the case, makes no sense as it is.",
    "501": "An extra is not installed.",
    "503": "Too much is being computed already.",
}


def describe(pages: Iterable[Page]) -> dict[str, Any]:
    """Describe every twin: its address, what it can be told, and what it answers."""
    from detente.web.routes import twin_path

    paths = {
        twin_path(page.path): {
            "get": {
                "summary": (page.answer.__doc__ or "").splitlines()[0],
                "parameters": [*_in_path(page.path), *map(_in_query, page.fields), _LANG],
                "responses": {
                    code: {
                        "description": said,
                        "content": {"application/json": {"schema": _RECORD}},
                    }
                    for code, said in _SAID.items()
                },
            }
        }
        for page in pages
        if page.twin and not page.post
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "detente", "version": __version__},
        "paths": paths,
    }


_LANG = {
    "name": "lang",
    "in": "query",
    "schema": {"type": "string", "enum": list(LANGUAGES)},
}


def _in_path(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", path)
    ]


def _in_query(field: Field) -> dict[str, Any]:
    schema = dict(_TYPES[field.kind])
    if field.kind in ("number", "whole"):
        schema |= {"minimum": field.least, "maximum": field.most}
    if field.kind == "choice":
        schema["enum"] = [value for value, _ in field.choices]
    return {"name": field.name, "in": "query", "schema": schema}
