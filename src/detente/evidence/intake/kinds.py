"""What kind of file it is, by what it holds first and by its name second."""

from __future__ import annotations

import re
from pathlib import PurePath

from detente.evidence.errors import UnknownFormat

_BY_NAME = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
    ".eml": "mail",
}
READ = frozenset(_BY_NAME)
_FOREIGN = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (save it as DOCX)"),
    (b"SQLite format", "a database"),
)
_HEADER = re.compile(
    rb"(?:From|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Date):", re.I
)


# Bytes that stand in no text of any encoding but the wide ones.
_CONTROLS = bytes([*range(8), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])


def kind_of(data: bytes, name: str = "") -> str:
    """Tell what kind of document some bytes are.

    Raises
    ------
    UnknownFormat
        A picture, a program, an archive: nothing that is read as a document.
    """
    head = data[:4096]
    if head.lstrip()[:5] == b"%PDF-" or b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        if b"word/" in data or name.lower().endswith(".docx"):
            return "docx"
        raise UnknownFormat(f"{name or 'the file'}: a ZIP archive, but no DOCX document; unpack it")
    for magic, what in _FOREIGN:
        if head.startswith(magic) and (magic != b"MZ" or b"\0" in head):
            raise UnknownFormat(f"{name or 'the file'}: {what}, not a document that can be read")
    return _textual(head, name)


def _textual(head: bytes, name: str) -> str:
    low = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if low.startswith((b"<!doctype html", b"<html")) or b"<html" in low[:1024]:
        return "html"
    if low.startswith((b"<?xml", b"<rss", b"<feed")):
        return "feed" if (b"<rss" in low or b"<feed" in low or b"<rdf" in low) else "html"
    by_name = _BY_NAME.get(PurePath(name).suffix.lower(), "")
    if by_name == "mail" or (not by_name and _HEADER.match(head)):
        return "mail"
    # A name may promise what the bytes are not: then they are text, or nothing.
    if by_name in {"pdf", "docx"}:
        raise UnknownFormat(f"{name}: the name says {by_name.upper()}, the content does not")
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > len(head) // 20 and not _wide(head):
        raise UnknownFormat(f"{name or 'the file'}: binary data, not a document that can be read")
    return by_name or "text"


def _wide(head: bytes) -> bool:
    """Say whether these are characters of two or more bytes: a mark, or each second byte zero."""
    few, many = sorted((head[0::2].count(0), head[1::2].count(0)))
    return head[:2] in {b"\xff\xfe", b"\xfe\xff"} or (many * 4 > len(head) and few * 4 < many)
