"""PDF by pypdf, page by page."""

from __future__ import annotations

import io
import logging

from detente.evidence.errors import InvalidDocument, MissingLibrary
from detente.evidence.intake import limits
from detente.evidence.intake.parts import Part


def read_pdf(data: bytes, name: str) -> Part:
    """Take the text of the pages; a page that is a picture gives a note, not silence.

    Raises
    ------
    InvalidDocument
        It is no PDF, is locked, or holds no text at all.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as absent:
        raise MissingLibrary("pypdf") from absent
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise InvalidDocument(f"{name}: the PDF is locked with a password")
        count = len(reader.pages)
        if count > limits.MAX_PAGES:
            raise InvalidDocument(f"{name}: {count} pages; at most {limits.MAX_PAGES} are read")
        pages = [(page.extract_text() or "").strip() for page in reader.pages]
        about = reader.metadata
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
        NotImplementedError,
        ZeroDivisionError,
        AssertionError,
    ) as bad:
        if isinstance(bad, InvalidDocument):
            raise
        raise InvalidDocument(f"{name}: not a sound PDF ({type(bad).__name__}: {bad})") from bad
    empty = [str(i) for i, text in enumerate(pages, 1) if not text]
    if len(empty) == len(pages):
        raise InvalidDocument(
            f"{name}: its {len(pages)} pages hold no text, only pictures or nothing"
        )
    notes = (f"no text on page {', '.join(empty[:20])}",) if empty else ()
    made = ""
    try:
        when = about.creation_date if about else None
        made = when.date().isoformat() if when else ""
    except (ValueError, TypeError, AttributeError):
        pass
    title = str(about.title).strip() if about and about.title else ""
    return Part(text="\n".join(pages), title=title, published=made, notes=notes)
