"""A document as it came: its text, its hash, and where it was had."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256


def digest(data: bytes) -> str:
    """Name a document by its bytes: the SHA-256, in hexadecimal."""
    return sha256(data).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document.

    Attributes
    ----------
    id
        SHA-256 of the bytes as they came: the same document twice is one document.
    text
        The characters all spans count in. For plain text, exactly the decoded file; for other
        kinds, what was taken out of it.
    where
        The path or address it was had from.
    media
        What kind of file it was: ``text``, ``html``, ``pdf``, ``docx``, ``feed`` or ``mail``.
    encoding
        The encoding it was decoded with, empty where the format settles that itself.
    language
        ISO 639-1 code, or empty where it cannot be told.
    publisher
        Registry name of the source, its domain where the registry does not know it, or empty.
    title
        Its title where it has one.
    published
        ISO date of publication, or empty.
    notes
        What the reader should know about how it was read.
    """

    id: str
    text: str
    where: str
    media: str = "text"
    encoding: str = ""
    language: str = ""
    publisher: str = ""
    title: str = ""
    published: str = ""
    notes: tuple[str, ...] = ()
