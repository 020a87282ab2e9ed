"""A case file with other ranges for some of its numbers; every other character stays as it is."""

import json
from collections.abc import Iterable, Mapping

import yaml

from detente.case.amounts import Estimate, Text
from detente.case.reader import Route

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_RANGE = frozenset(("low", "mode", "high", "value", "dist", "why", "sources"))
"""What a range says; some numbers say more, such as who holds a deposit, and keep that."""


def rewritten(text: str, numbers: Mapping[Route, Estimate]) -> str:
    """Write ranges where other numbers stood, with their reasons and sources.

    Comments inside of what is replaced are lost.

    Parameters
    ----------
    text
        The file; it must have been read as a case, which bounds its depth and size.
    numbers
        Ranges by place; each place must be in the file.
    """
    top = yaml.compose(text, Loader=_LOADER)
    assert top is not None  # a case is not empty
    writing = _Writing(text, numbers)
    outer = [r for r in numbers if not any(r[:k] in numbers for k in range(1, len(r)))]
    places = sorted(((_at(top, route), route) for route in outer), key=_start, reverse=True)
    for node, route in places:  # from the end, so that what comes before stays in its place
        start = node.start_mark.index
        before = text[:start]
        if before.rstrip().endswith(":"):  # a block that began on a line of its own
            before = before.rstrip() + " "
        indent = len(before) - before.rfind("\n")
        after = text[: _end(node)].rstrip()
        text = before + writing.number(node, route, indent) + text[len(after) :]
    return text


def _start(place: tuple[yaml.Node, Route]) -> int:
    return int(place[0].start_mark.index)


def _at(node: yaml.Node, route: Route) -> yaml.Node:
    for part in route:
        if isinstance(node, yaml.MappingNode):
            node = next(value for key, value in node.value if key.value == part)
        else:
            assert isinstance(node, yaml.SequenceNode)
            node = node.value[part]
    return node


class _Writing:
    """Writes numbers anew, and with them the numbers inside of them."""

    def __init__(self, text: str, numbers: Mapping[Route, Estimate]) -> None:
        self.text = text
        self.numbers = numbers

    def number(self, node: yaml.Node, route: Route, indent: int) -> str:
        """Write the number that stood at a node, with all it says besides its range."""
        entries = node.value if isinstance(node, yaml.MappingNode) else []
        more = [
            f"{key.value}: {self.inline(value, (*route, key.value))}"
            for key, value in entries
            if key.value not in _RANGE
        ]
        return braces(self.numbers[route], indent, more)

    def inline(self, node: yaml.Node, route: Route) -> str:
        """Write a node in one line."""
        if route in self.numbers:
            return " ".join(self.number(node, route, 0).split("\n"))
        if isinstance(node, yaml.MappingNode):
            inside = (f"{k.value}: {self.inline(v, (*route, k.value))}" for k, v in node.value)
            return "{" + ", ".join(inside) + "}"
        if isinstance(node, yaml.SequenceNode):
            return f"[{', '.join(self.inline(v, (*route, k)) for k, v in enumerate(node.value))}]"
        if node.tag == "tag:yaml.org,2002:str":
            return json.dumps(node.value, ensure_ascii=False)
        return self.text[node.start_mark.index : node.end_mark.index]


def _end(node: yaml.Node) -> int:
    """Where a node ends: a block, whose own mark is where the next thing begins, with its last."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def braces(of: Estimate, indent: int, more: Iterable[str] = ()) -> str:
    """Write a range in braces, with `more` entries in it, its reason on a line of its own."""
    ends = (("low", of.low), ("mode", of.mode), ("high", of.high))
    said = [f"{key}: {_exact(x)}" for key, x in ends]
    if not of.uncertain:
        said = [f"value: {_exact(of.mode)}"]
    if of.uncertain and of.dist != "pert":
        said.append(f"dist: {of.dist}")
    if of.sources:
        said.append(f"sources: [{', '.join(of.sources)}]")
    said += more
    lines = [", ".join(said)]
    if of.why is not None:
        lines.append(f"why: {_text(of.why, indent + len('{why: ') - 1)}")
    return "{" + (",\n" + " " * indent).join(lines) + "}"


def _exact(x: float) -> str:
    short = f"{x:.12g}"
    return short if float(short) == x else repr(x)


def _text(of: Text, indent: int) -> str:
    quoted = [json.dumps(words, ensure_ascii=False) for words in (of.en, of.ru) if words]
    if len(quoted) == 1:
        return quoted[0]
    return "{" + f"en: {quoted[0]},\n{' ' * (indent + 1)}ru: {quoted[1]}" + "}"
