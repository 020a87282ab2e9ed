"""Files, folders and addresses into a collection, each document once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from detente.evidence.collection import Collection
from detente.evidence.errors import InvalidDocument, NotFetched
from detente.evidence.intake.fetch import Fetcher
from detente.evidence.intake.files import files_in, read_with_bytes, with_bytes
from detente.evidence.intake.isolate import Worker

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.evidence.document import Document


@dataclass(slots=True)
class Outcome:
    """How many documents were new, how many were there already, and what could not be read."""

    new: int
    known: int
    failed: list[str]


def keep(
    folder: Path, items: Iterable[str], *, publisher: str = "", published: str = ""
) -> Outcome:
    """Keep documents in a folder.

    Parameters
    ----------
    folder
        The collection.
    items
        Files, folders of files, or web addresses.
    publisher, published
        What the user knows of them; goes before what they say of themselves.
    """
    collection = Collection(folder)
    outcome = Outcome(0, 0, [])
    had = datetime.now(UTC).isoformat(timespec="seconds")

    def put(found: Iterable[tuple[Document, bytes]]) -> None:
        for document, data in found:
            if collection.add(document, data, had):
                outcome.new += 1
            else:
                outcome.known += 1

    fetcher = Fetcher()  # one for all: it remembers whom it asked last, and what they allow
    with Worker() as worker:
        for item in items:
            for one in _spread(item):
                try:
                    if one.startswith(("http://", "https://")):
                        put(with_bytes(*fetcher.fetch(one)))
                    else:
                        put(
                            read_with_bytes(
                                Path(one), publisher=publisher, published=published, worker=worker
                            )
                        )
                except (InvalidDocument, NotFetched) as error:
                    outcome.failed.append(str(error))
                except OSError as error:
                    outcome.failed.append(f"{one}: {error.strerror}")
    return outcome


def _spread(item: str) -> Iterable[str]:
    if not item.startswith(("http://", "https://")) and Path(item).is_dir():
        return map(str, files_in(Path(item)))
    return (item,)


def listed_in(path: Path) -> list[str]:
    """Read a list of files or addresses, one a line; lines that begin with # are remarks."""
    lines = path.read_text("utf-8", errors="replace").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
