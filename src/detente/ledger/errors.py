"""What can be wrong with a ledger's store, one class for each way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.exchange.errors import DetenteError

if TYPE_CHECKING:
    from detente.ledger.keeping.chain import Fault


class StoreNotFound(DetenteError, FileNotFoundError):
    """There is no store at that path or address."""


class StoreExists(DetenteError, FileExistsError):
    """A ledger is already where a new one was to be made."""


class StoreUnavailable(DetenteError, OSError):
    """The store cannot be used now: locked, read-only, full, its server down, no such account.

    What raises it has recorded nothing that it acknowledged; the text says where it may have.
    """


class NotALedger(DetenteError, ValueError):
    """What is at that path or address is no ledger of ours, or not of this version."""


class InvalidEntry(DetenteError, ValueError):
    """A body, a case's name or an author cannot stand in a ledger."""


class Moved(DetenteError, ValueError):
    """Somebody else appended first: the case's last event is not the one that was named."""


class UnknownLedgerCase(DetenteError, ValueError):
    """The store holds no events of that case, or several cases and none was named."""


class InvalidLines(DetenteError, ValueError):
    """A file of JSON lines is no export of a ledger, or does not fit the store."""


class InvalidCheckpoint(DetenteError, ValueError):
    """A text is no checkpoint, a file no key, or a signature not that key's."""


class BrokenChain(DetenteError, ValueError):
    """The chain of a case is broken: an event was changed, removed, put in or exchanged.

    Attributes
    ----------
    fault
        Which event of which case is the first bad one, and what is wrong with it.
    """

    def __init__(self, fault: Fault, place: str = "") -> None:
        super().__init__(f"{place}: {fault}" if place else str(fault))
        self.fault = fault
        self.place = place

    def __reduce__(self) -> tuple[type[BrokenChain], tuple[Fault, str]]:
        return BrokenChain, (self.fault, self.place)
