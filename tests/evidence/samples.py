"""Documents and reports that tests are made of."""

from __future__ import annotations

import io
import zipfile

from detente.evidence.claims import Report
from detente.evidence.document import Document
from detente.evidence.lexicon import Act
from detente.evidence.origins import Origin

_BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body>{}</w:body></w:document>"
)


def document(text: str, language: str = "ru", **known: str) -> Document:
    """Give a document of a text."""
    return Document(id=known.pop("id", "x"), text=text, where="test", language=language, **known)


def docx(body: str, wrap: bool = True) -> bytes:
    """Give a DOCX file whose main part holds `body`."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", _BODY.format(body) if wrap else body)
    return held.getvalue()


def report(
    publisher: str,
    value: str = "14",
    *,
    origin: str = "",
    party: str = "",
    kind: str = "wire",
    act: Act = Act.SAYS,
    date: str = "2025-06-21",
    attribute: str = "n_released",
    doubtful: bool = False,
) -> Report:
    """Give a report on how many were released."""
    name = origin or publisher
    key = f"party:{party}" if party else name.casefold()
    return Report(
        id=f"{publisher}:{value}:{attribute}",
        subject="release",
        attribute=attribute,
        value=value,
        publisher=publisher,
        kind=kind,
        origins=(Origin(key=key, name=name, party=party, kind=kind, doubtful=doubtful),),
        date=date,
        act=act,
    )
