"""XML from strangers, read without obeying it: no document types, no entities, no fetching."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

from detente.exchange import DetenteError

MOST_BYTES = 32 << 20
MOST_ELEMENTS = 500_000
MOST_DEPTH = 64


class InvalidDomain(DetenteError, ValueError):
    """A GENIUS file is not one, or says what cannot be used; the text names the place."""


@dataclass
class Element:
    """An element with its attributes, its children, and where it stands in its file."""

    tag: str
    attributes: Mapping[str, str]
    file: str
    line: int
    column: int
    children: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> Iterator[Element]:
        """The children with that tag."""
        return (child for child in self.children if child.tag == tag)

    def error(self, message: str) -> InvalidDomain:
        """An error that names this place."""
        return InvalidDomain(f"{self.file}:{self.line}:{self.column} <{self.tag}> {message}")

    def get(self, name: str) -> str:
        """The attribute of that name.

        Raises
        ------
        InvalidDomain
            It is missing.
        """
        if name not in self.attributes:
            raise self.error(f"has no attribute '{name}'")
        return self.attributes[name]

    def number(self, name: str) -> float:
        """The attribute of that name as a finite number.

        Raises
        ------
        InvalidDomain
            It is missing, or no finite number.
        """
        text = self.get(name)
        try:
            number = float(text)
        except ValueError:
            raise self.error(f"{name} must be a number, not '{text[:40]}'") from None
        if not abs(number) <= 1e300:
            raise self.error(f"{name} must be a finite number, not '{text[:40]}'")
        return number


def read(path: str | Path) -> Element:
    """Read the root element of an XML file.

    Document types are refused, and with them entities, their bombs, and anything that
    would be fetched from elsewhere. So are files above 32 MiB, half a million elements, or
    64 levels. Three faults that public domains have are mended: blank lines before the XML
    declaration, an ampersand that begins no entity, and the Windows code page 1252 in a file
    that names no encoding.

    Raises
    ------
    InvalidDomain
        The file is not XML, or one of the refused kinds.
    OSError
        It cannot be read.
    """
    name = str(path)
    with Path(path).open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InvalidDomain(f"{name}: larger than {MOST_BYTES >> 20} MiB; no such domain is read")
    data, skipped = _mended(data)
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.buffer_text = True
    stack: list[Element] = []
    root: list[Element] = []
    count = 0

    def here() -> tuple[int, int]:
        return parser.CurrentLineNumber + skipped, parser.CurrentColumnNumber + 1

    def place() -> str:
        return ":".join((name, *map(str, here())))

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS:
            raise InvalidDomain(f"{place()} more than {MOST_ELEMENTS} elements")
        if len(stack) >= MOST_DEPTH:
            raise InvalidDomain(f"{place()} more than {MOST_DEPTH} levels of elements")
        element = Element(tag, attributes, name, *here())
        (stack[-1].children if stack else root).append(element)
        stack.append(element)

    def end(_tag: str) -> None:
        stack.pop()

    def refuse(*_: object) -> None:
        raise InvalidDomain(
            f"{place()} declares a document type; these are refused, because entities in them "
            "can fetch other files or grow without end"
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        where = f"{name}:{error.lineno + skipped}:{error.offset + 1}"
        raise InvalidDomain(f"{where} is not well-formed XML: {reason}") from None
    except (LookupError, UnicodeError, ValueError) as error:
        if isinstance(error, InvalidDomain):
            raise
        raise InvalidDomain(f"{name}: its encoding cannot be read: {error}") from None
    return root[0]


def _mended(data: bytes) -> tuple[bytes, int]:
    """Mend what `read` says it mends; how many lines were skipped at the start."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16
        return data, 0
    if b"encoding" not in data[:100]:
        try:
            data.decode()
        except UnicodeDecodeError:
            data = data.decode("cp1252", "replace").encode()
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip() if b"<?xml" in data[:1000] else data
    skipped = len(data[: len(data) - len(start)].split(b"\n")) - 1
    return re.sub(rb"&(?!(?:#[0-9]+|#x[0-9a-fA-F]+|[A-Za-z_][\w.-]*);)", b"&amp;", start), skipped


def tag(name: str, inside: str = "", /, **attributes: object) -> str:
    """Write an element; a trailing underscore in the name of an attribute is left out."""
    said = "".join(
        f" {key.rstrip('_')}={quoteattr(_text(value))}" for key, value in attributes.items()
    )
    return f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>"


def _text(value: object) -> str:
    return repr(value) if isinstance(value, float) else str(value)
