"""A file or a folder of files to documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from detente.evidence.document import Document, digest
from detente.evidence.errors import InvalidDocument, TooLarge
from detente.evidence.intake import limits
from detente.evidence.intake.encoding import sound
from detente.evidence.intake.isolate import Worker
from detente.evidence.intake.kinds import READ, kind_of
from detente.evidence.intake.language import language_of
from detente.evidence.intake.readers import READERS, TRUSTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from detente.evidence.intake.parts import Part


def read_file(
    path: Path, *, publisher: str = "", published: str = "", worker: Worker | None = None
) -> list[Document]:
    """Read one file; most kinds give one document, a feed one for each entry.

    Parameters
    ----------
    path
        The file.
    publisher, published
        What the user knows of it; goes before what the file says.
    worker
        The process foreign files are taken apart in; one of its own by default.

    Raises
    ------
    InvalidDocument
        It is too large, of an unknown kind, or damaged.
    OSError
        It is not there or not readable.
    """
    return [
        document
        for document, _ in read_with_bytes(
            path, publisher=publisher, published=published, worker=worker
        )
    ]


def read_with_bytes(
    path: Path, *, publisher: str = "", published: str = "", worker: Worker | None = None
) -> list[tuple[Document, bytes]]:
    """Read one file; give each document with the bytes it is kept as."""
    if path.is_dir():
        raise InvalidDocument(f"{path}: a folder; give a file, or use `detente evidence claims`")
    size = path.stat().st_size
    if size > limits.MAX_BYTES:
        raise TooLarge(
            f"{path}: {size:,} bytes; at most {limits.MAX_BYTES:,} are read as one document "
            "(split it, or take its text out first)"
        )
    with path.open("rb") as stream:
        data = stream.read(limits.MAX_BYTES + 1)
    found = documents(data, str(path), publisher=publisher, published=published, worker=worker)
    return with_bytes(found, data)


def with_bytes(found: list[Document], data: bytes) -> list[tuple[Document, bytes]]:
    """Give each document with the bytes it is kept as: an entry of a feed is its own text."""
    return [(d, data if len(found) == 1 else d.text.encode()) for d in found]


def documents(
    data: bytes,
    where: str,
    *,
    publisher: str = "",
    published: str = "",
    worker: Worker | None = None,
) -> list[Document]:
    """Read bytes that came from somewhere; see :func:`read_file`."""
    if len(data) > limits.MAX_BYTES:
        raise TooLarge(f"{where}: more than {limits.MAX_BYTES:,} bytes")
    if not data.strip():
        raise InvalidDocument(f"{where}: the file is empty")
    kind = kind_of(data, where)
    if kind in TRUSTED:
        parts = READERS[kind](data, where)
    elif worker is not None:
        parts = worker.read(kind, data, where)
    else:
        with Worker() as own:
            parts = own.read(kind, data, where)
    return [
        _document(part, data, where, kind, publisher, published, place if len(parts) > 1 else None)
        for place, part in enumerate(parts)
    ]


def _document(
    part: Part,
    data: bytes,
    where: str,
    kind: str,
    publisher: str,
    published: str,
    place: int | None,
) -> Document:
    notes = [sound(note) for note in part.notes]
    text = sound(part.text)
    if len(text) > limits.MAX_TEXT:
        text = text[: limits.MAX_TEXT]
        notes.append(
            f"only the first {limits.MAX_TEXT:,} of {len(part.text):,} characters are read"
        )
    return Document(
        id=digest(data if place is None else text.encode()),
        text=text,
        where=sound(part.where) or where,
        media=kind,
        encoding=part.encoding,
        language=language_of(text),
        publisher=publisher or sound(part.publisher),
        title=sound(part.title),
        published=published or part.published,
        notes=tuple(notes),
    )


def read_folder(
    folder: Path, *, failed: Callable[[Path, InvalidDocument], None], **known: str
) -> Iterator[Document]:
    """Read the files of a folder and its folders, one at a time, each document once.

    Parameters
    ----------
    folder
        The folder. Links are not followed.
    failed
        Told of each file that cannot be read; the others are read all the same.
    known
        Passed on to :func:`read_file`.
    """
    seen: set[str] = set()
    with Worker() as worker:
        for count, path in enumerate(files_in(folder)):
            if count >= limits.MAX_FILES:
                raise TooLarge(f"{folder}: more than {limits.MAX_FILES:,} files")
            try:
                found = read_file(path, worker=worker, **known)
            except InvalidDocument as error:
                failed(path, error)
                continue
            except OSError as error:
                failed(path, InvalidDocument(f"{path}: {error.strerror}"))
                continue
            for document in found:
                if document.id not in seen:
                    seen.add(document.id)
                    yield document


def files_in(folder: Path) -> Iterator[Path]:
    """Give the files of a folder and its folders that can be read; no links, nothing hidden."""
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or path.name.startswith("."):
            continue
        if path.is_dir():
            yield from files_in(path)
        elif path.is_file() and (path.suffix.lower() in READ or not path.suffix):
            yield path
