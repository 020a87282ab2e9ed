"""Changes to a case file by forms: only the lines that change are written anew.

ruamel.yaml carries comments through, but writes some texts in another way than their author did.
So the file is written twice, without the change and with it, and the difference between the two
is put into the author's own lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from io import StringIO
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from detente.case.reader import dotted, parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.case import Case
    from detente.case.reader import Route


@dataclass(frozen=True, slots=True)
class Change:
    """One number of a case said anew.

    Attributes
    ----------
    path
        Where it stands; see `Assumption.path`.
    low, mode, high
        The new range.
    why
        The reason, in the language `lang`; empty: as it was.
    """

    path: str
    low: float
    mode: float
    high: float
    why: str = ""
    lang: str = "en"


def routes(case: Case) -> dict[str, Route]:
    """Give the places of a case that stand in its file, by their path."""
    return {dotted(route): route for route in case.document.values if route}


def changed(case: Case, text: str, changes: Iterable[Change]) -> str:
    """Give the file with some of its numbers changed.

    Parameters
    ----------
    case, text
        The case, and the file it was parsed from.
    changes
        The new numbers; each path is one that stands in the file (see `routes`).
    """
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10**6
    yaml.indent(mapping=2, sequence=4, offset=2)
    known = routes(case)
    data = yaml.load(text)
    before = _written(yaml, data)
    for change in changes:
        *above, key = known[change.path]
        parent = data
        for part in above:
            parent = parent[part]
        parent[key] = _estimate(parent[key], change)
    after = _written(yaml, data)
    merged = _merged(text, before, after)
    if parse(merged, "").data == parse(after, "").data:
        return merged
    return after  # the lines did not match: whole and right goes before unchanged


def _written(yaml: YAML, data: Any) -> str:
    stream = StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def _merged(text: str, before: str, after: str) -> str:
    own, old, new = (t.splitlines(keepends=True) for t in (text, before, after))
    if len(own) != len(old):
        return after
    parts: list[str] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        parts += own[i:j] if kind == "equal" else new[k:m]
    return "".join(parts)


def _estimate(node: Any, change: Change) -> Any:
    """Write a range where `node` stood, in as few words as it needs."""
    single = change.low == change.mode == change.high
    plain = not isinstance(node, dict)
    if plain and single and not change.why:
        return _number(change.mode)
    if plain:
        node = CommentedMap()
        node.fa.set_flow_style()
    if single:
        wanted = {"value": change.mode}
    else:
        wanted = {"low": change.low, "mode": change.mode, "high": change.high}
    middle = (change.low + change.high) / 2
    if not single and "low" in node and "mode" not in node and change.mode == middle:
        del wanted["mode"]  # as its author left it out
    for key in ("value", "low", "mode", "high"):
        if key not in wanted:
            node.pop(key, None)
    for place, (key, x) in enumerate(wanted.items()):
        if key not in node:
            node.insert(place, key, _number(x))
        elif node[key] != x:
            node[key] = _number(x)
    if change.why:
        node["why"] = _reason(node.get("why"), change)
    return node


def _reason(old: Any, change: Change) -> Any:
    if isinstance(old, dict):
        old[change.lang] = change.why
        return old
    if change.lang == "en" or old is None:
        return change.why
    pair = CommentedMap(en=old, ru=change.why)
    pair.fa.set_flow_style()
    return pair


def _number(x: float) -> int | float:
    return int(x) if x == int(x) else x
