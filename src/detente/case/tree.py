"""Walking a case: every block and number with its place and the basis it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from detente.case.amounts import Basis, Form, Text
from detente.case.reader import Route


@dataclass(frozen=True, slots=True)
class Node:
    """A block of the case, its place, and the nearest reason and sources given for it."""

    route: Route
    form: Form
    why: Text | None = None
    sources: tuple[str, ...] = ()


def walk(form: Form, route: Route = (), around: Node | None = None) -> Iterator[Node]:
    """Yield `form` and every block inside it, outer before inner."""
    why = around.why if around else None
    sources = around.sources if around else ()
    if isinstance(form, Basis):
        why, sources = form.why or why, form.sources or sources
    node = Node(route, form, why, sources)
    yield node
    for name, field in type(form).model_fields.items():
        if name in form.model_fields_set:
            yield from _inside(getattr(form, name), (*route, field.alias or name), node)


def _inside(value: Any, route: Route, around: Node) -> Iterator[Node]:
    if isinstance(value, Form):
        if not isinstance(value, Text):
            yield from walk(value, route, around)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _inside(item, (*route, key), around)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _inside(item, (*route, index), around)
