"""What one file gives: its text, and what it says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The text of one document, before its language and publisher are told.

    Attributes
    ----------
    text
        The characters.
    title, published, publisher, where
        What the file says of itself; empty where it says nothing.
    encoding
        What its bytes were decoded with.
    notes
        What the reader should know about how it was read.
    """

    text: str
    title: str = ""
    published: str = ""
    publisher: str = ""
    where: str = ""
    encoding: str = ""
    notes: tuple[str, ...] = ()


def day_of(text: str) -> str:
    """Give the ISO day of a date as mail (RFC 5322) and feeds (RFC 3339 too) write it, or ''."""
    if re.match(r"\d{4}-\d\d-\d\d", text):
        return text[:10]
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return ""
