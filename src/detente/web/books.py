"""The ledger of a server: one store, opened when first asked for."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from detente.exchange.errors import DetenteError

if TYPE_CHECKING:
    from detente.case import Case
    from detente.ledger.book import Book
    from detente.ledger.store import Store


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
        from detente.ledger.store import open_store

        with self._lock:
            if self._store is None:
                if not self.there:
                    raise NoLedger("there is no ledger yet")
                self._store = open_store(self.target)
            return self._store

    def make(self) -> None:
        """Make the ledger, where there is none."""
        from detente.ledger.making import create_store

        if not self.there:
            create_store(self.target).close()

    def has(self, name: str) -> bool:
        """Whether it has events of a case."""
        return self.there and name in self.store().cases()

    def head(self, name: str) -> str:
        """What changes with every event of a case; empty without any."""
        found = self.store().head(name) if self.there else None
        return "" if found is None else found.hash

    def book(self, name: str, case: Case, account: str) -> Book:
        """Open the book of a case, for somebody to read or to record."""
        from detente.ledger.book import Book

        return Book(self.store(), name, case, account=account)

    def close(self) -> None:
        """Let go of the database."""
        if self._store is not None:
            self._store.close()
