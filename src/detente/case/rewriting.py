"""A case file with other ranges for some of its numbers; every other character stays as it is."""

import json
from collections.abc import Iterator, Mapping

import yaml

from detente.case.amounts import Estimate, Text
from detente.case.reader import Route

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    spans = dict(_spans(top, ()))
    for route in sorted(numbers, key=lambda r: spans[r], reverse=True):  # from the end: places stay
        start, end = spans[route]
        before = text[:start]
        if before.rstrip().endswith(":"):  # a block that began on a line of its own
            before = before.rstrip() + " "
        indent = len(before) - before.rfind("\n")
        after = text[:end].rstrip()
        text = before + braces(numbers[route], indent) + text[len(after) :]
    return text


def _spans(node: yaml.Node, route: Route) -> Iterator[tuple[Route, tuple[int, int]]]:
    """Where each thing begins and ends."""
    yield route, (node.start_mark.index, _end(node))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _spans(value, (*route, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _spans(item, (*route, index))


def _end(node: yaml.Node) -> int:
    """Where a node ends: a block, whose own mark is where the next thing begins, with its last."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def braces(of: Estimate, indent: int) -> str:
    """Write a range in braces, its reason on a line of its own."""
    ends = (("low", of.low), ("mode", of.mode), ("high", of.high))
    said = [f"{key}: {x:.12g}" for key, x in ends] if of.uncertain else [f"value: {of.mode:.12g}"]
    if of.uncertain and of.dist != "pert":
        said.append(f"dist: {of.dist}")
    if of.sources:
        said.append(f"sources: [{', '.join(of.sources)}]")
    lines = [", ".join(said)]
    if of.why is not None:
        lines.append(f"why: {_text(of.why, indent + len('{why: ') - 1)}")
    return "{" + (",\n" + " " * indent).join(lines) + "}"


def _text(of: Text, indent: int) -> str:
    quoted = [json.dumps(words, ensure_ascii=False) for words in (of.en, of.ru) if words]
    if len(quoted) == 1:
        return quoted[0]
    return "{" + f"en: {quoted[0]},\n{' ' * (indent + 1)}ru: {quoted[1]}" + "}"
