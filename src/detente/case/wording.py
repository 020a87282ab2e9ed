"""From the validator's findings to plain sentences with a place."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from detente.case.amounts import Form, say
from detente.case.errors import DESCRIBED, InvalidCase, Problem
from detente.case.reader import Document, Route
from detente.case.schema import CaseForm
from detente.words.nearest import suggest

_EXPECTED = {
    "string_type": "a text (put it in quotes)",
    "bool_type": "true or false",
    "tuple_type": "a list, such as [a, b]",
    "list_type": "a list, such as [a, b]",
    "mapping_type": "a mapping, such as {key: …}",
    "dict_type": "a mapping, such as {key: …}",
    "model_type": "a mapping, such as {key: …}",
    "model_attributes_type": "a mapping, such as {key: …}",
    "int_type": "a whole number",
    "float_type": "a number",
}
_FLAGS = {
    "yes": ": write true",
    "on": ": write true",
    "no": ": write false",
    "off": ": write false",
}
_TOGETHER = ("complements", "complementary", "synergy", "synergies", "bonus", "worth_together")
_PEOPLE = ("names", "persons", "people", "prisoners", "detainees", "who")


def invalid(error: ValidationError, document: Document, form: type[Form] = CaseForm) -> InvalidCase:
    """Put what the schema of `form` found wrong in `document` into words."""
    found = error.errors(include_url=False)
    found.sort(key=lambda one: document.place(_route(one["loc"], document)))
    return InvalidCase(_problems(found[:DESCRIBED], document, form), len(found[DESCRIBED:]))


def _problems(
    errors: Iterable[ErrorDetails], document: Document, form: type[Form]
) -> Iterator[Problem]:
    for found in errors:
        route = _route(found["loc"], document)
        kind, value = found["type"], found.get("input")
        context: Mapping[str, Any] = found.get("ctx", {})
        if kind == "missing":
            yield document.problem((*route, found["loc"][-1]), "this is missing")
        elif kind == "extra_forbidden":
            yield document.problem(route, _unknown_key(route, value, form), key=True)
        elif found["loc"] and found["loc"][-1] == "[key]":
            message = "a name is made of letters, digits, _ and - (at most 60)"
            yield document.problem(
                route, f"{say(value)} cannot be a name here: {message}", key=True
            )
        else:
            yield document.problem(route, _sentence(kind, value, context))


def _sentence(kind: str, value: Any, context: Mapping[str, Any]) -> str:
    if kind == "case":
        return str(context["text"])
    if kind in _EXPECTED:
        hint = _FLAGS.get(str(value).lower(), "") if kind == "bool_type" else ""
        return f"expected {_EXPECTED[kind]}, got {say(value)}{hint}"
    if kind == "literal_error":
        options = str(context["expected"]).replace("' or '", "', '").replace("'", "").split(", ")
        return f"{say(value)} is not one of {', '.join(options)}{suggest(value, options)}"
    if kind == "string_too_short":
        return "a text is expected here, not an empty one"
    if kind in ("string_pattern_mismatch", "string_too_long"):
        return f"{say(value)} is no name: letters, digits, _ and - only (at most 60)"
    if kind in ("too_long", "too_short"):
        wanted = context.get("max_length", context.get("min_length"))
        return f"expected {wanted} entries, got {context.get('actual_length')}"
    return f"{say(value)} does not fit here"


def _route(location: tuple[int | str, ...], document: Document) -> Route:
    """Drop from a location what is not in the file: names of alternatives, marks of keys."""
    route: Route = ()
    for part in location:
        if (*route, part) in document.values:
            route = (*route, part)
    return route


def _unknown_key(route: Route, value: Any, form: type[Form]) -> str:
    *around, key = route
    if key in _PEOPLE and around[:1] == ["measures"]:
        return f"unknown key '{key}': a case holds no names of people; say how many with quantity"
    if key in _TOGETHER:
        return (
            f"unknown key '{key}': values add up lot by lot, so measures worth more together are "
            "not supported; write the pair as one more measure, which excludes the two"
        )
    hint = suggest(key, known_keys(tuple(around), form))
    if value is None and str(key).isdecimal():
        hint = " (a number with a comma? write it with a point, as in 2.5)"
    elif value is None and not hint:
        hint = " (a text with a comma in it? inside { } it needs quotes)"
    return f"unknown key '{key}'{hint}"


@cache
def _schema(form: type[Form]) -> dict[str, Any]:
    return form.model_json_schema()


def known_keys(route: Route, form: type[Form] = CaseForm) -> tuple[str, ...]:
    """Keys that the schema of `form` knows in the mapping at `route`."""
    schema = _schema(form)
    nodes = list(_plain(schema, schema))
    for part in route:
        deeper = [deep for node in nodes if (deep := _inside(node, part)) is not None]
        nodes = [plain for node in deeper for plain in _plain(node, schema)]
    return tuple(key for node in nodes for key in node.get("properties", {}))


def _inside(node: Mapping[str, Any], part: str | int) -> Any:
    if isinstance(part, int):
        return node.get("items")
    if part in node.get("properties", {}):
        return node["properties"][part]
    more = node.get("additionalProperties") or next(
        iter(node.get("patternProperties", {}).values()), 0
    )
    return more if isinstance(more, dict) else None


def _plain(node: Any, schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Resolve references and alternatives of a schema node."""
    if "$ref" in node:
        yield from _plain(schema["$defs"][node["$ref"].rsplit("/", 1)[-1]], schema)
        return
    yield node
    for way in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        yield from _plain(way, schema)
