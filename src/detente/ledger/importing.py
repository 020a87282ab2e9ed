"""Taking files into a ledger, whole, once, or not at all: chronicles and sanctions lists.

What `export` wrote is taken in by `detente.ledger.keeping.lines`, event by event as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from detente.ledger.events import Note
from detente.ledger.fields import Evidence
from detente.ledger.past.chronicle import read_into
from detente.ledger.past.history import NEEDED, Step, is_chronicle
from detente.ledger.told import Told, told

if TYPE_CHECKING:
    from pathlib import Path

    from detente.ledger.book import Book
    from detente.ledger.keeping.store import Store
    from detente.ledger.past.vocabulary import Vocabulary

DEMO = "minsk"
"""The bundled case whose record is the demonstration, where no other is named."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes
    ----------
    case, file
        Where to, and from where.
    steps
        How many rows the file has.
    new, there
        How many events were added, and how many were there already.
    first, last
        Ids of the first and last event added; empty where there were none.
    """

    case: str
    file: str
    steps: int
    new: int
    there: int
    first: str = ""
    last: str = ""


def import_chronicle(
    book: Book, path: Path, words: Vocabulary, now: datetime | None = None
) -> Imported:
    """Take the steps of a chronicle into a book, with a note of the file and its hash.

    What is there already is left out, so a longer edition of a file adds only what is new.

    Raises
    ------
    InvalidHistory
        The file, or rows of it, are bad; nothing was recorded.
    Moved
        Somebody recorded meanwhile; nothing was recorded.
    Refused, NotAllowed
        The ledger does not take an event of it, or the account may not record it.
    """
    clock = now or datetime.now(UTC)
    steps = words.rows(path)
    bodies = list(book.bodies())
    after = bodies[-1][0] if bodies else 0
    reading = read_into(
        steps,
        words,
        file=path.name,
        case=book.name,
        today=clock.astimezone(UTC).date(),
        first=after + 2,  # the note on the file comes first
        known=told(book.name, bodies),
    )
    if not reading.events:
        return Imported(book.name, path.name, len(steps), 0, reading.there)
    entries = book.record(_note(path, steps), *reading.events, now=now, after=after)
    return Imported(
        book.name, path.name, len(steps), len(reading.events), reading.there,
        entries[1].id, entries[-1].id,
    )  # fmt: skip


def _note(path: Path, steps: tuple[Step, ...]) -> Note:
    digest = sha256(path.read_bytes()).hexdigest()
    return Note(
        what=f"{path.name}: {len(steps)} steps, {min(s.when for s in steps)} to "
        f"{max(s.when for s in steps)}",
        evidence=(Evidence(file=path.name, sha256=digest),),
        origin=path.name,
    )


def what_is(path: Path) -> Literal["lines", "chronicle", "list"]:
    """Tell by its first line what a file to import is.

    Raises
    ------
    InvalidList
        It is none of the three.
    OSError
        It cannot be read.
    """
    from detente.ledger import redaction
    from detente.ledger.lists.lines import InvalidList
    from detente.ledger.lists.reading import form_of

    with path.open("rb") as file:
        head = file.readline(64 * 1024).decode("utf-8-sig", errors="replace")
    if f'"{redaction.SCHEMA}"' in head:
        raise InvalidList(
            f"{path}: a redacted export cannot be imported; `detente ledger redacted` checks it"
        )
    if head.lstrip().startswith("{") and '"body"' in head and '"previous"' in head:
        return "lines"
    if path.suffix == ".jsonl" and '"schema"' not in head:
        return "lines"  # bad ones too: what is wrong with it is told there
    if is_chronicle(path):
        return "chronicle"
    try:
        form_of(path)
    except InvalidList as error:
        raise InvalidList(
            f"{error}; nor is it a chronicle (columns {', '.join(NEEDED)} and others) or what "
            "`export` wrote"
        ) from None
    return "list"


def import_list(book: Book, path: Path, as_of: str = "", party: str = "") -> Imported:
    """Note a snapshot of a sanctions list: its day, how many are listed, and the file's hash.

    The list itself stays a file: what changed from one to the next is for an analyst to accept
    (`detente.ledger.lists.diff`).

    Raises
    ------
    InvalidList
        The file is no such list, or a bad one.
    NotAllowed
        The account may not record it.
    """
    from detente.ledger.lists.reading import read_list

    shot = read_list(path, as_of)
    size = len(shot.listed)
    known = [one for one in told(book.name, book.bodies()) if _rests_on(one, shot.sha256)]
    if known:
        return Imported(book.name, path.name, size, 0, len(known))
    note = Note(
        when=shot.day.isoformat(),
        party=party,
        what=f"{path.name}: a sanctions list ({shot.form}), {size} entries",
        evidence=(Evidence(file=path.name, sha256=shot.sha256),),
        origin=path.name,
    )
    made = book.record(note)
    return Imported(book.name, path.name, size, 1, 0, made[0].id, made[0].id)


def _rests_on(one: Told, digest: str) -> bool:
    return isinstance(one.event, Note) and any(e.sha256 == digest for e in one.event.evidence)


def import_demo(store: Store, case: str = DEMO) -> int:
    """Fill a ledger with the chronicle and the counts that come with a bundled case.

    Returns
    -------
    int
        How many events it then holds of that case.
    """
    from detente.ledger.book import open_book
    from detente.ledger.past.vocabulary import vocabulary

    book = open_book(store, case)
    words = vocabulary(book.name, book.case)
    for path in (words.chronicle, words.counts):
        if path is not None:
            import_chronicle(book, path, words)
    head = store.head(book.name)
    return head.number if head else 0
