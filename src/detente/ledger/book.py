"""The book: one case in a store, with its door and its state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Literal

from detente.exchange.errors import DetenteError
from detente.ledger.case_file import case_of
from detente.ledger.dates import span
from detente.ledger.errors import BrokenChain, Moved, UnknownLedgerCase
from detente.ledger.events import Event
from detente.ledger.fields import InvalidEvent
from detente.ledger.keeping.chain import Fault
from detente.ledger.people import check_account
from detente.ledger.rules.door import check
from detente.ledger.rules.fold import advance, project
from detente.ledger.rules.scene import Refused, Scene
from detente.ledger.rules.state import State
from detente.ledger.rules.written import written_out
from detente.ledger.told import event_of

if TYPE_CHECKING:
    from detente.case import Case
    from detente.ledger.keeping.store import Entry, Store

Sense = Literal["recorded", "happened"]
"""What a past day is seen by: what had been recorded by then, or what had happened by then."""

TRIES = 5
"""How often a record is tried anew when others record meanwhile."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """A past day, and in which sense it is meant.

    By ``"recorded"`` the state is what was known on that day: a replay of the events recorded up
    to it. By ``"happened"`` it is what we now know of that day: all events, corrected, that can
    have happened by then, whenever they were recorded.
    """

    day: date
    sense: Sense = "happened"


def past_day(when: str | None, *, known: bool = False) -> AsOf | None:
    """Read a past day as a user writes it: the last that a month or a year can mean.

    Raises
    ------
    ValueError
        It is no date, or still to come.
    """
    if not when:
        return None
    day, today = span(when), datetime.now(UTC).date()
    if day.first > today:
        raise ValueError(f"{when} is still to come (today is {today})")
    return AsOf(min(day.last, today), "recorded" if known else "happened")


class Book:
    """One case of a store.

    Parameters
    ----------
    store
        Where the events are.
    name
        The case, as the store calls it.
    case
        What was agreed on; None where only the events are known. Without it names are not
        checked, and nothing is said of keeps and exposure.
    account
        Who records; empty where one person keeps the ledger alone.
    """

    def __init__(
        self, store: Store, name: str, case: Case | None = None, *, account: str = ""
    ) -> None:
        self.store = store
        self.name = name
        self.case = case
        self.account = account
        self._state = State()

    # --- reading ---------------------------------------------------------------------------------

    @contextmanager
    def readable(self) -> Iterator[None]:
        """Name the first event that is none, where what reads the events stumbles over it.

        Whoever can write to the database can seal what the door would never have let in. To look
        at every event each time would cost more than all the rest, so only a failure looks.

        Raises
        ------
        BrokenChain
            At that event.
        """
        try:
            yield
        except (DetenteError, OSError):
            raise
        except (AttributeError, LookupError, TypeError, ValueError):
            for number, body in self.bodies():
                try:
                    event_of(body)
                except InvalidEvent as error:
                    raise BrokenChain(Fault(self.name, number, "text")) from error
            raise

    def bodies(self, after: int = 0, until: int | None = None) -> Iterator[tuple[int, Any]]:
        """Give the events' bodies with their numbers."""
        return self.store.bodies(self.name, after, until)

    def find(self, number: int) -> Any:
        """Give the body of one event; None where there is none."""
        return next((body for _, body in self.bodies(number - 1, number)), None) if number else None

    def state(self) -> State:
        """Give the present state; what is new since the last time is taken in."""
        fresh = self._state
        with self.readable():
            for number, body in self.bodies(after=fresh.last):
                if not advance(fresh, number, body):
                    fresh = project(self.bodies)
                    break
        self._state = fresh
        return fresh

    def state_on(self, as_of: AsOf) -> State:
        """Give the state on a past day; see `AsOf`."""
        if as_of.sense == "happened":
            with self.readable():
                return project(self.bodies, as_of.day)
        last = as_of.day.isoformat()

        def known() -> Iterator[tuple[int, Any]]:
            for number, body in self.bodies():
                if body.get("recorded", "")[:10] > last:
                    return  # a store never goes back in time
                yield number, body

        with self.readable():
            return project(known)

    # --- writing ---------------------------------------------------------------------------------

    def record(
        self, *events: Event, now: datetime | None = None, after: int | None = None
    ) -> tuple[Entry, ...]:
        """Record events, all or none; when this returns, they are on disk.

        Parameters
        ----------
        events
            What happened; later ones may refer to earlier ones by the number they will have.
        now
            What the clock says; by this machine's clock when None.
        after
            The number that the last event must have, where the events count on it.

        Raises
        ------
        Refused
            One does not fit what is recorded, or the case.
        NotAllowed
            The account may not do that.
        InvalidEvent
            One makes no sense in itself.
        Moved
            Others kept recording meanwhile.
        StoreUnavailable
            The store is locked, read-only or full.
        """
        left = TRIES
        while True:
            bodies, last = self._checked(events, now)
            if after not in (None, last):
                raise Moved(f"{self.name} is at event {last}, not {after}: try again")
            try:
                made = self.store.append_many(
                    self.name, bodies, author=self.account, recorded=now, after=last
                )
            except Moved:
                self._state = State()
                left -= 1
                if not left:
                    raise
            else:
                return tuple(made)

    def _checked(
        self, events: Iterable[Event], now: datetime | None
    ) -> tuple[list[dict[str, Any]], int]:
        """Bodies of events that may follow one another after the last, and its number."""
        state = self.state()
        last, bodies = state.last, dict[int, Any]()
        today = (now or datetime.now(UTC)).astimezone(UTC).date()

        def find(number: int) -> Any:
            return bodies.get(number) or self.find(number)

        scene = Scene(self.name, self.case, state, today, find)
        for number, event in enumerate(events, last + 1):
            if bodies:  # what came before it is in the state, though not yet in the store
                self._state = State()
                if not advance(state, number - 1, bodies[number - 1]):
                    raise Refused("a correction is recorded alone: what follows it may change")
            whole = written_out(replace(event, by=self.account), scene)
            check_account(state.accounts, whole, find)
            check(whole, scene)
            bodies[number] = {**whole.body(), "recorded": today.isoformat()}
        # The salt: who sees but the hash of an event must not be able to try out its text.
        salted = [{**body, "salt": token_hex(8)} for body in bodies.values()]
        return [{k: x for k, x in b.items() if k != "recorded"} for b in salted], last


def open_book(store: Store, case: str | None = None, *, account: str = "") -> Book:
    """Open the book of a case.

    Parameters
    ----------
    store
        Where the events are.
    case
        The name of the case in the store, or of a bundled case, or the path of a case file;
        None: the only case there is.
    account
        Who records.

    Raises
    ------
    UnknownLedgerCase
        None is named, and the store holds none or several.
    CaseNotFound, InvalidCase
        There is no such case file, or it is invalid.
    """
    from detente.case import Case, CaseNotFound

    if case is None:
        if not store.cases():
            raise UnknownLedgerCase(
                f"{store.name}: it holds no events yet; say which case they are to be of "
                "(--case NAME, or the path of its file)"
            )
        name = store.only_case()
        return Book(store, name, case_of(store.name, name), account=account)
    if case in store.cases():
        return Book(store, case, case_of(store.name, case), account=account)
    try:
        found = Case.load(case)
    except CaseNotFound:
        store.only_case(case)  # says which cases there are, if there are any
        raise
    return Book(store, found.name, found, account=account)
