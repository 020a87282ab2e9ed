"""Which reader takes which kind of file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.evidence.intake.docx import read_docx
from detente.evidence.intake.encoding import decode
from detente.evidence.intake.feed import read_feed
from detente.evidence.intake.html import read_html
from detente.evidence.intake.mail import read_mail
from detente.evidence.intake.parts import Part
from detente.evidence.intake.pdf import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable


def read_text(data: bytes, name: str) -> list[Part]:
    """Read plain text, character by character as it came."""
    del name
    text, encoding = decode(data)
    notes = ("some bytes fit no encoding and show as \ufffd",) if "damaged" in encoding else ()
    return [Part(text=text, encoding=encoding, notes=notes)]


READERS: dict[str, Callable[[bytes, str], list[Part]]] = {
    "text": read_text,
    "html": lambda data, name: [read_html(data, name)],
    "pdf": lambda data, name: [read_pdf(data, name)],
    "docx": lambda data, name: [read_docx(data, name)],
    "feed": read_feed,
    "mail": lambda data, name: [read_mail(data, name)],
}
# Kinds read here, in this process: our own code with its own limits.
TRUSTED = frozenset({"text", "docx"})
