"""RSS and Atom: each entry is a document."""

from __future__ import annotations

import re

from detente.evidence.errors import InvalidDocument, MissingLibrary, TooLarge
from detente.evidence.intake import limits
from detente.evidence.intake.parts import Part, day_of


def read_feed(data: bytes, name: str) -> list[Part]:
    """Take the entries of a feed, in its order.

    Raises
    ------
    InvalidDocument
        It is not well-formed, or defines entities.
    """
    try:
        from lxml import etree
    except ImportError as absent:
        raise MissingLibrary("lxml") from absent
    if b"<!ENTITY" in data[:100_000]:
        raise InvalidDocument(f"{name}: defines entities, which no feed needs; it is not read")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as bad:
        raise InvalidDocument(f"{name}: not a well-formed feed ({bad})") from bad
    if root is None:
        raise InvalidDocument(f"{name}: not a well-formed feed")
    entries = [n for n in root.iter() if _tag(n) in {"item", "entry"}]
    if len(entries) > limits.MAX_PARTS:
        raise TooLarge(f"{name}: {len(entries)} entries; at most {limits.MAX_PARTS} are read")
    site = next((_text(n) for n in root.iter() if _tag(n) == "title"), "")
    return [part for part in (_entry(n, site) for n in entries) if part.text]


def _entry(node: object, site: str) -> Part:
    held: dict[str, str] = {}
    for child in node:  # type: ignore[attr-defined]
        tag = _tag(child)
        value = _text(child) or (child.get("href") or "" if tag == "link" else "")
        if value and len(value) > len(held.get(tag, "")):
            held[tag] = value
    body = _plain(
        held.get("encoded")
        or held.get("content")
        or held.get("description")
        or held.get("summary")
        or ""
    )
    title = _plain(held.get("title", ""))
    when = next((held[k] for k in ("pubDate", "published", "updated", "date") if k in held), "")
    return Part(
        text=f"{title}\n{body}".strip(),
        title=title,
        published=day_of(when),
        publisher=held.get("source", "") or site,
        where=held.get("link", ""),
    )


def _tag(node: object) -> str:
    tag = getattr(node, "tag", "")
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def _text(node: object) -> str:
    return "".join(node.itertext()).strip()  # type: ignore[attr-defined]


def _plain(markup: str) -> str:
    import html

    broken = re.sub(r"(?i)</?(?:p|br|div|li)\b[^>]*>", "\n", html.unescape(markup))
    lines = (" ".join(x.split()) for x in re.sub(r"<[^<>]*>", "", broken).splitlines())
    return "\n".join(x for x in lines if x)
