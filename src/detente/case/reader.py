"""YAML to plain data, with the place of everything.

Only the event stream of PyYAML's C parser is used: its composer recurses in C and crashes on deep
nesting, its constructor reads ``NO`` as false and dates as objects. What a case may contain is a
small part of YAML: mappings, lists and scalars; no anchors, aliases, tags or further documents.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from detente.case.errors import CaseNotFound, InvalidCase, Problem
from detente.words.nearest import suggest

MAX_BYTES = 2_000_000
MAX_DEPTH = 50
MAX_NODES = 100_000

Route = tuple[str | int, ...]
Place = tuple[int, int]


class Kind(NamedTuple):
    """What a file is, as errors say it: its name, where to get one, and how its lines begin."""

    name: str
    begin: str
    lines: str


CASE = Kind(
    "case", "`detente init` writes a starter case", "`name: …`, `parties: …`, `measures: …`"
)

_LOADER = getattr(yaml, "CLoader", yaml.SafeLoader)  # a build without libyaml is slower, not other
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# What YAML calls not printable, and line breaks that editors do not count as such.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_PLAINER = {
    "found character that cannot start any token": "this character cannot start a value here "
    "(a tab? indent with spaces; a text that starts with one of @ ` % * needs quotes)",
    "mapping values are not allowed in this context": "a colon is not expected here "
    "(wrong indentation, or a text with ': ' that needs quotes?)",
    "could not find expected ':'": "a key without its colon",
    "did not find expected key": "a key is expected here "
    "(wrong indentation, or a quote that was opened further up and not closed?)",
    "did not find expected ',' or '}'": "the bracket '{' is not closed, or a comma is missing",
    "did not find expected ',' or ']'": "the bracket '[' is not closed, or a comma is missing",
    "did not find expected node content": "a value is expected here",
    "did not find expected '-' indicator": "a list goes on with '- …' (wrong indentation?)",
    "did not find expected <document start>": "nothing more is expected here (a stray bracket?)",
    "found unknown escape character": "a backslash in double quotes is written twice, or use '…'",
    "did not find expected tag URI": "a text that starts with ! needs quotes",
    "found undefined tag handle": "a text that starts with ! needs quotes",
    "found unexpected end of stream": "a quote or bracket is still open at the end of the file",
}


@dataclass(frozen=True)
class Document:
    """Plain data read from a file, and where each piece stands.

    `keys` holds the place of a key, `values` that of its value, by route from the top.
    """

    file: str
    data: Any
    keys: Mapping[Route, Place]
    values: Mapping[Route, Place]

    def place(self, route: Route, *, key: bool = False) -> Place:
        """Place of `route`, or of the nearest thing around it that is in the file.

        A scalar is pointed at itself, a mapping or list at the key that opens it.
        """
        while route not in self.values:
            route = route[:-1]
            key = False
        if key or isinstance(self.at(route), dict | list):
            return self.keys.get(route, self.values[route])
        return self.values[route]

    def at(self, route: Route) -> Any:
        """The data at `route`."""
        found = self.data
        for part in route:
            found = found[part]
        return found

    def problem(self, route: Route, message: str, *, key: bool = False) -> Problem:
        """A `Problem` at `route`."""
        line, column = self.place(route, key=key)
        return Problem(self.file, line, column, dotted(route), message)


def dotted(route: Route) -> str:
    """A route as one word: ``measures.releases.value.us``; list items count from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in route)


def read(path: str | Path, name: str | None = None, kind: Kind = CASE) -> Document:
    """Read the YAML file at `path`; errors call it `name`, or else what `path` calls it.

    Raises
    ------
    CaseNotFound
        There is no such file, or it cannot be opened.
    InvalidCase
        It is too large, not UTF-8, or not the YAML a case is written in.
    """
    name = str(path) if name is None else name
    try:
        with Path(path).open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        near = near_file(Path(path)) if isinstance(error, FileNotFoundError) else ""
        raise CaseNotFound(f"{name}: {_reason(error)}{near}") from None
    if len(raw) > MAX_BYTES:
        size = f"the file is larger than {MAX_BYTES // 1_000_000} MB"
        message = f"{size}: this is not a {kind.name} file"
        raise InvalidCase([Problem(name, 1, 1, "", message)])
    return parse(_decode(raw, name), name, kind)


def parse(text: str, file: str, kind: Kind = CASE) -> Document:
    """Read YAML `text` that came from `file`.

    Raises
    ------
    InvalidCase
        With the place of the first thing that cannot be read.
    """
    builder = _Builder(file, text, kind)
    return Document(file, builder.document(), builder.keys, builder.values)


def near_file(path: Path) -> str:
    """Say which case file beside `path` was probably meant; empty where none is near."""
    try:
        beside = [one.name for one in path.parent.iterdir() if one.suffix in (".yaml", ".yml")]
    except OSError:
        return ""
    return suggest(path.name, beside)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, IsADirectoryError):
        return "this is a directory, not a case file"
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "no such file"
    if isinstance(error, PermissionError):
        return "no permission to read this file"
    return f"cannot be read ({getattr(error, 'strerror', None) or error})"


def _decode(raw: bytes, file: str) -> str:
    """Text of a file; what comes first, a foreign byte or a control character, is named."""
    try:
        text, foreign = raw.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        text, foreign = raw[: error.start].decode("utf-8-sig", "replace"), raw[error.start]
    control = _CONTROL.search(text)
    if control:
        message = f"character U+{ord(control[0]):04X} is not allowed: is this a text file?"
        raise InvalidCase([_at_end_of(text[: control.start()], file, message)])
    if foreign is not None:
        message = f"byte {foreign:#04x} is not UTF-8: save the file as UTF-8"
        raise InvalidCase([_at_end_of(text, file, message)])
    return text


def _at_end_of(before: str, file: str, message: str) -> Problem:
    line = before.count("\n") + 1
    return Problem(file, line, len(before) - before.rfind("\n"), "", message)


class _Builder:
    """Builds plain data from parser events; recursion is bounded by `MAX_DEPTH`."""

    def __init__(self, file: str, text: str, kind: Kind) -> None:
        self.file = file
        self.kind = kind
        lines = re.split("\r\n|\r|\n", text)
        self.end = len(lines), len(lines[-1]) + 1
        self.events = yaml.parse(text, Loader=_LOADER)
        self.keys: dict[Route, Place] = {}
        self.values: dict[Route, Place] = {}

    def next(self) -> Any:
        try:
            return next(self.events)
        except yaml.YAMLError as error:
            problem = str(getattr(error, "problem", None) or "cannot be read")
            mark = getattr(error, "problem_mark", None)
            place = self.place(mark) if mark else (1, 1)
            raise self.refuse((), place, _PLAINER.get(problem, f"not YAML: {problem}")) from None

    def place(self, mark: Any) -> Place:
        # A file that ends in the middle of a line has no line after it.
        return min((mark.line + 1, mark.column + 1), self.end)

    def refuse(self, route: Route, place: Place, message: str) -> InvalidCase:
        return InvalidCase([Problem(self.file, *place, dotted(route), message)])

    def document(self) -> Any:
        self.next()  # stream start
        if isinstance(self.next(), yaml.StreamEndEvent):
            raise self.refuse((), (1, 1), f"the file is empty: {self.kind.begin}")
        data = self.node(self.next(), (), 0)
        self.next()  # document end
        further = self.next()
        if not isinstance(further, yaml.StreamEndEvent):
            message = f"one file holds one {self.kind.name}, and a second starts here"
            raise self.refuse((), self.place(further.start_mark), message)
        if not isinstance(data, dict):
            message = f"a {self.kind.name} is a mapping: lines such as {self.kind.lines}"
            raise self.refuse((), self.values[()], message)
        return data

    def node(self, event: Any, route: Route, depth: int) -> Any:
        place = self.place(event.start_mark)
        self.values[route] = place
        if len(self.values) > MAX_NODES:
            message = f"more than {MAX_NODES} entries: this is not a {self.kind.name} file"
            raise self.refuse(route, place, message)
        if depth > MAX_DEPTH:
            raise self.refuse(route[:3], place, f"nested more than {MAX_DEPTH} levels deep")
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            sign = "alias *" if isinstance(event, yaml.AliasEvent) else "anchor &"
            message = (
                f"{sign}{event.anchor} is not allowed: write it out (shared terms have names: "
            )
            raise self.refuse(route, place, message + "see revocability and verification)")
        if event.tag and event.tag != "!":
            message = f"the tag {event.tag} is not allowed in a {self.kind.name}"
            raise self.refuse(route, place, message)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, route)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(route, depth)
        return self.mapping(route, depth)

    def scalar(self, event: Any, route: Route) -> Any:
        text: str = event.value
        if not event.implicit[0]:  # quoted or block text
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _NUMBER.fullmatch(text):
            whole = text.lstrip("+-").isdigit() and len(text) < 16
            number = int(text) if whole else float(text)
            if math.isfinite(number):
                return number
            raise self.refuse(route, self.values[route], f"{text[:20]} is too large a number")
        if _NOT_FINITE.fullmatch(text):
            raise self.refuse(route, self.values[route], f"{text} is not a finite number")
        return text

    def sequence(self, route: Route, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.node(event, (*route, len(items)), depth + 1))
        return items

    def mapping(self, route: Route, depth: int) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            place = self.place(event.start_mark)
            bare = isinstance(event, yaml.ScalarEvent) and not (event.anchor or event.tag)
            if not bare or "\n" in event.value:
                raise self.refuse(route, place, "a key must be a plain word")
            key: str = event.value
            here = (*route, key)
            if key == "<<":
                raise self.refuse(route, place, "merging with << is not allowed: write it out")
            if key in entries:
                first = self.keys[here][0]
                raise self.refuse(here, place, f"the key stands twice (first on line {first})")
            self.keys[here] = place
            entries[key] = self.node(self.next(), here, depth + 1)
        return entries
