"""A folder of evidence: documents as they came, their texts, and the analysts' decisions.

::

    FOLDER/originals/<sha-256>     the bytes, unchanged
    FOLDER/texts/<sha-256>.txt     the characters that spans count in
    FOLDER/documents.jsonl         one line for each document, in the order they were had
    FOLDER/decisions.jsonl         what analysts decided (decisions.py); only ever appended to

Statements, claims and statuses are not kept: they follow from these.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from detente.evidence.document import Document
from detente.evidence.errors import InvalidDocument

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Collection:
    """The folder.

    Parameters
    ----------
    folder
        Where it is; made with the first document.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._index = folder / "documents.jsonl"

    def add(self, document: Document, data: bytes, had: str) -> bool:
        """Keep a document; say whether it was new.

        Parameters
        ----------
        document, data
            The document, and the bytes it was read from.
        had
            ISO date and time at which it was had.
        """
        if document.id in self._ids:
            return False
        for folder, name, content in (
            ("originals", document.id, data),
            ("texts", f"{document.id}.txt", document.text.encode("utf-8", "surrogatepass")),
        ):
            place = self.folder / folder
            place.mkdir(parents=True, exist_ok=True)
            _whole(place / name, content)
        row = {k: v for k, v in asdict(document).items() if k != "text"}
        append(self._index, {**row, "had": had})
        self._ids.add(document.id)
        return True

    @cached_property
    def _ids(self) -> set[str]:
        """The documents kept, read once: a folder of thousands is added to one by one."""
        return {str(row["id"]) for row in lines(self._index)}

    def __iter__(self) -> Iterator[Document]:
        """Give the documents one at a time, in the order they were had."""
        names = {f.name for f in fields(Document)}
        for row in lines(self._index):
            path = self.folder / "texts" / f"{row['id']}.txt"
            try:
                text = path.read_bytes().decode("utf-8", "surrogatepass")
            except FileNotFoundError:
                raise InvalidDocument(f"{path}: the text of a listed document is gone") from None
            known: dict[str, Any] = {k: v for k, v in row.items() if k in names}
            notes = row.get("notes", ())
            known["notes"] = tuple(notes) if isinstance(notes, list) else ()
            yield Document(**{**known, "text": text})


def append(path: Path, row: dict[str, object]) -> None:
    """Write one more line, in one piece and to the disk."""
    line = (json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, line)
        os.fsync(handle)
    finally:
        os.close(handle)


def lines(path: Path) -> Iterator[dict[str, object]]:
    """Read a file of JSON lines; a file that is not there has none.

    Raises
    ------
    InvalidDocument
        A line is no JSON object; names the line.
    """
    try:
        stream = path.open(encoding="utf-8", errors="surrogateescape")
    except FileNotFoundError:
        return
    with stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as bad:
                raise InvalidDocument(f"{path}:{number}: not a line of JSON ({bad})") from bad
            if not isinstance(row, dict):
                raise InvalidDocument(f"{path}:{number}: not a JSON object")
            yield row


def _whole(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:16]}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        os.unlink(name)  # noqa: PTH108
        raise
