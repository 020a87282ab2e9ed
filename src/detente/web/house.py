"""What all pages of one server share: its settings, cases, sessions and jobs."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.case import Case
from detente.web.accounts import Accounts, Throttle
from detente.web.books import Books
from detente.web.jobs import Runner
from detente.web.sessions import OneTime, Sessions
from detente.web.studies import STUDIES, conduct
from detente.web.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.web.jobs import Job
    from detente.web.settings import Settings
    from detente.web.studies import Values
    from detente.web.workspace import Kept

_CASES = 32
"""So many parsed cases are kept; a text is known by its hash, so none can be stale."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case file, and the case in it."""

    kept: Kept
    case: Case


class House:
    """The state of one server.

    Parameters
    ----------
    settings
        What it was told at its start.
    say
        Tells something to whoever started it.
    """

    def __init__(self, settings: Settings, say: Callable[[str], None] = lambda _: None) -> None:
        self.settings = settings
        self.say = say
        self.workspace = Workspace(settings.folder)
        self.sessions = Sessions()
        self.one_time = OneTime()
        self.accounts = Accounts(settings.accounts) if settings.accounts else None
        self.throttle = Throttle()
        self.runner = Runner()
        self.books = Books(settings.store)
        self._cases: OrderedDict[tuple[str, str], Case] = OrderedDict()
        self._lock = threading.Lock()

    def announce(self, pause: float = 5.0) -> None:
        """Print a new one-time address in the terminal; at most one in `pause` seconds."""
        if (word := self.one_time.fresh(pause)) is not None:
            self.say(f"{self.settings.address}/enter?token={word}")

    def open(self, name: str) -> Opened:
        """Read a case by name.

        Raises
        ------
        CaseNotFound, InvalidCase
            There is none of that name, or its file is not a valid case.
        """
        kept = self.workspace.read(name)
        return Opened(kept, self.parsed(kept))

    def parsed(self, kept: Kept) -> Case:
        """Give the case in a file, parsed once for each of its versions."""
        key = kept.name, kept.version
        with self._lock:
            if key in self._cases:
                self._cases.move_to_end(key)
                return self._cases[key]
        case = Case.parse(kept.text, f"{kept.name}.yaml")
        with self._lock:
            self._cases[key] = case
            while len(self._cases) > _CASES:
                self._cases.popitem(last=False)
        return case

    def close(self) -> None:
        """Stop all work and let go of the ledger."""
        self.runner.close()
        self.books.close()

    def ledger_of(self, name: str) -> tuple[str, str] | None:
        """Give the ledger and its last hash, where it has events of a case."""
        return (self.books.target, self.books.head(name)) if self.books.has(name) else None

    def study(self, opened: Opened, name: str, values: Values, back: str) -> Job:
        """Have a study made of a case; the job may be over already.

        Parameters
        ----------
        opened
            The case.
        name, values
            Which study, and what it is told.
        back
            The page that shows it.
        """
        kept = opened.kept
        file = f"{kept.name}.yaml"
        key = (name, kept.name, kept.version, repr(sorted(values.items())))
        title = STUDIES[name].title
        return self.runner.ask(key, title, back, conduct, name, file, kept.text, values)
