"""E-mail: the message's own words, plain text before HTML; attachments are named in a note."""

from __future__ import annotations

import re
from email import policy
from email.parser import BytesParser

from detente.evidence.errors import InvalidDocument
from detente.evidence.intake import limits
from detente.evidence.intake.encoding import decode
from detente.evidence.intake.html import read_html
from detente.evidence.intake.parts import Part, day_of

_END = re.compile(rb"\r?\n\r?\n")


def read_mail(data: bytes, name: str) -> Part:
    """Read one message.

    Raises
    ------
    InvalidDocument
        It has no text to read, or more parts than a message has.
    """
    head = _END.search(data)
    if (head.start() if head else len(data)) > limits.MAX_HEAD:
        raise InvalidDocument(
            f"{name}: its head has more than {limits.MAX_HEAD:,} bytes; no message has that"
        )
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        parts = list(message.walk())
    except (ValueError, RecursionError, LookupError) as bad:
        raise InvalidDocument(f"{name}: not a sound message ({bad})") from bad
    if len(parts) > limits.MAX_PARTS:
        raise InvalidDocument(
            f"{name}: {len(parts)} parts inside; at most {limits.MAX_PARTS} are read"
        )
    text = encoding = ""
    notes = []
    for part in parts:
        if part.is_multipart():
            continue
        attached = part.get_filename()
        raw = part.get_payload(decode=True)
        body = raw if isinstance(raw, bytes) else b""
        if attached:
            notes.append(f"attachment not read: {attached}")
        elif part.get_content_type() == "text/plain" and not text:
            text, encoding = decode(body, str(part.get_content_charset() or ""))
        elif part.get_content_type() == "text/html" and not text and body.strip():
            page = read_html(body, name)
            text, encoding = page.text, page.encoding
    if not text.strip():
        raise InvalidDocument(f"{name}: the message has no text")
    return Part(
        text=text,
        title=str(message.get("Subject", "")),
        published=day_of(str(message.get("Date", ""))),
        publisher=str(message.get("From", "")).rpartition("@")[2].strip("<> "),
        encoding=encoding,
        notes=tuple(notes),
    )
