"""DOCX: our own reading of the package, so that nothing unpacks beyond its limits."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from typing import Any

from detente.evidence.errors import InvalidDocument, TooLarge
from detente.evidence.intake import limits
from detente.evidence.intake.parts import Part

# What zipfile raises on a damaged package; ValueError is for a part that begins before the file.
_UNSOUND = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"


def read_docx(data: bytes, name: str) -> Part:
    """Take the paragraphs, in order, one to a line.

    Raises
    ------
    TooLarge
        The package unpacks to more than is read.
    InvalidDocument
        It is no DOCX, is locked, or is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check(package, name)
            body = _part(package, "word/document.xml", name)
            core = _part(package, "docProps/core.xml", name, needed=False)
    except InvalidDocument:
        raise
    except _UNSOUND as bad:
        raise InvalidDocument(f"{name}: not a sound DOCX file ({bad})") from bad
    title, published = _properties(core)
    return Part(text=_text(body, name), title=title, published=published)


def _check(package: zipfile.ZipFile, name: str) -> None:
    parts = package.infolist()
    if len(parts) > limits.MAX_PARTS:
        raise TooLarge(f"{name}: {len(parts)} parts inside; at most {limits.MAX_PARTS} are read")
    for part in parts:
        packed = max(part.compress_size, 1)
        if part.file_size > 1_000_000 and part.file_size > packed * limits.MAX_RATIO:
            raise TooLarge(
                f"{name}: '{part.filename}' unpacks to {part.file_size // packed} times its size; "
                "this is how a file is made to fill a machine, so it is not read"
            )
    total = sum(part.file_size for part in parts)
    if total > limits.MAX_UNPACKED:
        raise TooLarge(
            f"{name}: unpacks to {total:,} bytes; at most {limits.MAX_UNPACKED:,} are read"
        )


def _part(package: zipfile.ZipFile, part: str, name: str, *, needed: bool = True) -> bytes:
    try:
        with package.open(part) as stream:
            data = stream.read(limits.MAX_UNPACKED + 1)  # the directory may lie about the size
    except KeyError:
        if needed:
            raise InvalidDocument(f"{name}: no '{part}' inside, so it is no DOCX") from None
        return b""
    if len(data) > limits.MAX_UNPACKED:
        raise TooLarge(f"{name}: '{part}' unpacks beyond {limits.MAX_UNPACKED:,} bytes")
    return data


def _text(body: bytes, name: str) -> str:
    from xml.etree.ElementTree import ParseError, XMLPullParser

    if b"<!DOCTYPE" in body[:4096] or b"<!ENTITY" in body:
        raise InvalidDocument(f"{name}: defines entities, which no DOCX needs; it is not read")
    parser: Any = XMLPullParser(events=("start", "end"))
    lines: list[str] = []
    pieces: list[str] = []
    depth = 0
    try:
        for start in range(0, len(body), 65_536):
            parser.feed(body[start : start + 65_536])
            for event, node in parser.read_events():
                depth += 1 if event == "start" else -1
                if depth > 500:
                    raise InvalidDocument(f"{name}: nested deeper than any document is")
                if event == "end":
                    _collect(node, pieces, lines)
    except ParseError as bad:
        raise InvalidDocument(f"{name}: damaged inside ({bad})") from bad
    return "\n".join(lines)


def _collect(node: object, pieces: list[str], lines: list[str]) -> None:
    tag = node.tag  # type: ignore[attr-defined]
    if tag == f"{_W}t":
        pieces.append(node.text or "")  # type: ignore[attr-defined]
    elif tag == f"{_W}tab":
        pieces.append("\t")
    elif tag in {f"{_W}br", f"{_W}cr"}:
        pieces.append("\n")
    elif tag == f"{_W}p":
        lines.append("".join(pieces))
        pieces.clear()
        node.clear()  # type: ignore[attr-defined]


def _properties(core: bytes) -> tuple[str, str]:
    from xml.etree.ElementTree import ParseError, fromstring

    if not core or b"<!DOCTYPE" in core or b"<!ENTITY" in core or len(core) > 1_000_000:
        return "", ""
    try:
        root = fromstring(core)  # entities were refused above
    except ParseError:
        return "", ""
    title = root.findtext(f"{_DC}title") or ""
    made = root.findtext(f"{_TERMS}modified") or root.findtext(f"{_TERMS}created") or ""
    return title.strip(), made[:10]
