"""The ledger of a server: one store, opened when first asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from detente.exchange.errors import DetenteError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.case import Case
    from detente.ledger.book import Book
    from detente.ledger.keeping.store import Store


BOOKS = 32
"""So many books are kept open."""


class NoLedger(DetenteError):
    """There is no ledger yet."""


class Books:
    """The books of all cases in one store.

    Parameters
    ----------
    target
        The file or the address of the database.
    """

    def __init__(self, target: str) -> None:
        self.target = target
        self._store: Store | None = None
        self._books: OrderedDict[tuple[str, str], tuple[Book, threading.Lock]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def there(self) -> bool:
        """Whether there is a ledger."""
        return "://" in self.target or Path(self.target).exists()

    def store(self) -> Store:
        """Open the store, once.

        Raises
        ------
        NoLedger
            It was not made yet.
        """
        from detente.ledger.keeping.store import open_store

        with self._lock:
            if self._store is None:
                if not self.there:
                    raise NoLedger("there is no ledger yet")
                self._store = open_store(self.target)
            return self._store

    def make(self) -> None:
        """Make the ledger, where there is none."""
        from detente.ledger.keeping.making import create_store

        if not self.there:
            Path(self.target).parent.mkdir(parents=True, exist_ok=True)
            create_store(self.target).close()

    def has(self, name: str) -> bool:
        """Whether it has events of a case."""
        return self.there and name in self.store().cases()

    def head(self, name: str) -> str:
        """What changes with every event of a case; empty without any."""
        found = self.store().head(name) if self.there else None
        return "" if found is None else found.hash

    @contextmanager
    def book(self, name: str, version: str, case: Case, account: str = "") -> Iterator[Book]:
        """Open the book of a case for one at a time; what was read of it before is kept.

        Parameters
        ----------
        name, version, case
            The case, and what tells its text from any other.
        account
            Who records.
        """
        from detente.ledger.book import Book

        store = self.store()
        with self._lock:
            if (name, version) not in self._books:
                self._books[name, version] = (Book(store, name, case), threading.Lock())
                while len(self._books) > BOOKS:
                    self._books.popitem(last=False)
            book, lock = self._books[name, version]
        with lock:
            book.account = account
            yield book

    def close(self) -> None:
        """Let go of the database."""
        if self._store is not None:
            self._store.close()
