"""What can be wrong with a document, a registry entry or a decision, one class for each way."""

from __future__ import annotations

from detente.exchange.errors import DetenteError, MissingExtra


class InvalidDocument(DetenteError, ValueError):
    """A file cannot be read as the document it says it is."""


class TooLarge(InvalidDocument):
    """A file, or what unpacks from it, is larger than what is read."""


class UnknownFormat(InvalidDocument):
    """A file is of no kind that is read: an image, an archive, a program."""


class NotFetched(DetenteError):
    """An address was not fetched: refused by rule, not reachable, or too slow."""


class InvalidRegistry(DetenteError, ValueError):
    """A registry of sources or actors has an entry that makes no sense."""


class InvalidTable(DetenteError, ValueError):
    """A table of claims, or a file to import, lacks a column or has a bad cell."""


class InvalidDecision(DetenteError, ValueError):
    """An analyst's decision names nothing that is there, or gives no reason."""


class MissingLibrary(MissingExtra, ImportError):
    """A library of the extra ``evidence`` is not installed."""

    def __init__(self, library: str) -> None:
        super().__init__(f"reading documents needs {library}", "evidence")
