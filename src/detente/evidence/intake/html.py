"""Web pages by trafilatura, their date by htmldate."""

from __future__ import annotations

import logging
import re
from typing import Any

from detente.evidence.errors import InvalidDocument, MissingLibrary
from detente.evidence.intake.encoding import decode
from detente.evidence.intake.parts import Part

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
# No tag holds another's "<": without this the time would grow with the square of a flood of them.
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^<>]*?(/?)>")
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
    "track", "wbr", "p", "li", "td", "tr", "th",
})  # fmt: skip
DEEPEST = 250


def read_html(data: bytes, name: str) -> Part:
    """Take the main text of a page, its title, site and date.

    Where no main text is found, all its text is taken, with a note.

    Raises
    ------
    InvalidDocument
        It is nested deeper than any page is, or holds no text.
    """
    try:
        import trafilatura
        from lxml.etree import LxmlError
    except ImportError as absent:
        raise MissingLibrary("trafilatura with lxml-html-clean") from absent
    for noisy in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    declared = _CHARSET.search(data[:4096])
    text, encoding = decode(data, declared.group(1).decode("ascii", "replace") if declared else "")
    depth = _depth(text)
    if depth > DEEPEST:
        text = _flat(text)
    notes: list[str] = []
    try:
        found: Any = (
            None
            if depth > DEEPEST
            else trafilatura.bare_extraction(
                text, with_metadata=True, include_comments=False, include_tables=True
            )
        )
    except (LxmlError, ValueError, RecursionError, AttributeError, TypeError) as bad:
        found = None
        notes.append(f"main text not found ({type(bad).__name__})")
    body = (found.text or "") if found else ""
    if not body.strip():
        body = _plain(text)
        notes.append(
            "nested too deeply to find the main text: all text was taken"
            if depth > DEEPEST
            else "no main text found: all text was taken"
        )
    if not body.strip():
        raise InvalidDocument(f"{name}: the page holds no text")
    return Part(
        text=body,
        title=(found.title or "") if found else "",
        published=_date(text) if depth <= DEEPEST else "",
        publisher=(found.hostname or found.sitename or "") if found else "",
        where=(found.url or "") if found else "",
        encoding=encoding,
        notes=tuple(notes),
    )


def _date(text: str) -> str:
    from htmldate import find_date

    try:
        return find_date(text, original_date=True) or ""
    except (ValueError, TypeError, RecursionError, AttributeError):
        return ""


def _depth(text: str) -> int:
    """Give how deeply elements that must be closed are nested."""
    depth = deepest = 0
    for tag in _TAG.finditer(text):
        if tag.group(2).lower() in _VOID or tag.group(3):
            continue
        depth = max(0, depth - 1) if tag.group(1) else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _flat(text: str) -> str:
    return re.sub(r"<[^<>]*>", "\n", text)


def _plain(text: str) -> str:
    import html

    bare = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>", " ", text)
    lines = (" ".join(line.split()) for line in html.unescape(_flat(bare)).splitlines())
    return "\n".join(line for line in lines if line)
