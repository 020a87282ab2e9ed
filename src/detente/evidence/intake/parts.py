"""What one file gives: its text, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass


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
