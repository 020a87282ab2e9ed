"""The ledger on a day: everything that its views show, gathered once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from detente.exchange.errors import InvalidLadder
from detente.ledger.book import AsOf, Book
from detente.ledger.present.answering import Advice, advice
from detente.ledger.present.due import PRESSING, Deadline, deadlines
from detente.ledger.present.force import InForce, Window, in_force, windows
from detente.ledger.present.next_step import Next, next_step
from detente.ledger.present.position import Gap, Position, delivered, gaps, options_used, positions
from detente.ledger.present.replanning import Steps, first_ladder, present_deal
from detente.ledger.present.standing import LotStanding, standings
from detente.ledger.present.stopping import Stopped, stopped
from detente.ledger.rules.state import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.case import Case
    from detente.uncertainty.parties.observation import Observation
    from detente.uncertainty.parties.updating import Trajectory


PATIENCE = 5.0
"""Seconds to plan the case's own ladder in, where none was recorded."""


@dataclass(frozen=True)
class Snapshot:
    """One case of a ledger on a day.

    What rests on the case's numbers is empty where only its events are known.

    Attributes
    ----------
    name, case
        The case, as the store calls it, and what was agreed; None where that is not known.
    state
        What the events amount to.
    today
        The day.
    as_of
        The past day asked about, and in which sense; None: now.
    """

    name: str
    case: Case | None
    state: State
    today: date
    as_of: AsOf | None

    @cached_property
    def lots(self) -> tuple[LotStanding, ...]:
        """Every lot of the ladder, and whatever else was touched."""
        return standings(self.state, self.case, self.today)

    @property
    def touched(self) -> tuple[LotStanding, ...]:
        """The lots of which anything was said; not what a chronicle tells outside the case."""
        known = self.case.lots if self.case else self.state.items
        touched = (lot for lot in self.lots if lot.name in self.state.items)
        return tuple(lot for lot in touched if lot.name in known or lot.record.promise)

    @property
    def begun(self) -> bool:
        """Whether the case is known and its own day has come: before it there is only history."""
        return self.case is not None and self.today >= self.case.form.as_of

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """All that is to be done or to come, the most pressing first."""
        return deadlines(self.state, self.lots, self.case, self.today)

    @property
    def pressing(self) -> tuple[Deadline, ...]:
        """What is overdue or broken."""
        return tuple(one for one in self.deadlines if one.urgency in PRESSING)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Promised against delivered, by measure."""
        return gaps(self.lots, self.case)

    @cached_property
    def in_force(self) -> tuple[InForce, ...]:
        """Relief in force."""
        return in_force(self.state, self.lots, self.case, self.today)

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """What may be taken back."""
        if self.case is None:
            return ()
        return windows(self.state, self.lots, self.case, self.today, self.options)

    @property
    def options(self) -> tuple[str, ...]:
        """Optional measures that were touched."""
        return () if self.case is None else options_used(self.state, self.case)

    @cached_property
    def delivered(self) -> tuple[str, ...]:
        """Lots that a check has confirmed, in the order of their delivery."""
        return delivered(self.lots)

    @cached_property
    def positions(self) -> Mapping[str, Position]:
        """Where each party stands, by what was confirmed."""
        if self.case is None or not self.begun:
            return {}
        return positions(self.case, self.delivered, self.options)

    @cached_property
    def claimed_positions(self) -> Mapping[str, Position]:
        """The same if all that is only claimed is true; empty where nothing is."""
        said = delivered(self.lots, claimed=True)
        if self.case is None or not self.begun or said == self.delivered:
            return {}
        return positions(self.case, said, self.options)

    @cached_property
    def steps(self) -> Steps:
        """The ladder: as last re-planned, else as the case alone has it."""
        if self.state.steps or self.case is None:
            return self.state.steps
        return first_ladder(self.case, self.options, PATIENCE)

    @cached_property
    def next(self) -> Next | None:
        """The step that is on; None when all is done, or there is no ladder."""
        return next_step(self.steps, self.lots, self.case) if self.case and self.begun else None

    @cached_property
    def advice(self) -> tuple[Advice, ...]:
        """How to answer what is overdue or broken."""
        if self.case is None:
            return ()
        found = self.pressing
        return advice(self.state, self.lots, self.case, found, self.steps, self.today)

    @cached_property
    def stopped(self) -> Stopped | None:
        """What if they stop now."""
        if self.case is None:
            return None
        return stopped(self.state, self.lots, self.case, self.today)

    @cached_property
    def beliefs(self) -> Trajectory | None:
        """How beliefs moved with what was seen; None where nothing was that tells anything."""
        from detente.ledger.present.believing import belief_trajectory
        from detente.ledger.present.observations import observations

        case = self.case
        if case is None or not case.form.beliefs:
            return None
        if not any(one.telling for one in observations(self.lots, case, self.today)):
            return None
        deal, done = present_deal(case, self.lots, self.state)
        names = {lot.name for lot in deal.lots}
        steps = [tuple(x for x in step if x in names and x not in done) for step in self.steps]
        whole = (*((name,) for name in done), *(step for step in steps if step))
        try:
            return belief_trajectory(case, deal, self.lots, whole, self.today)
        except InvalidLadder:  # somebody recorded a ladder that leaves lots out
            return None


def look(book: Book, as_of: AsOf | None = None, now: datetime | None = None) -> Snapshot:
    """Look at a ledger as it is now, or on a past day.

    Parameters
    ----------
    book
        Whose case.
    as_of
        The past day, and in which sense; None: now.
    now
        What the clock says; by this machine's clock when None.

    Raises
    ------
    BrokenChain
        The chain is broken, or a body is no event.
    """
    today = (now or datetime.now(UTC)).astimezone(UTC).date()
    state = book.state() if as_of is None else book.state_on(as_of)
    return Snapshot(book.name, book.case, state, as_of.day if as_of else today, as_of)


def observed_in(target: str, case: Case) -> tuple[Observation, ...]:
    """Give what the ledger at a path or address has seen of a case's lots.

    Raises
    ------
    UnknownLedgerCase
        It holds no events of that case.
    """
    from detente.ledger.keeping.store import open_store
    from detente.ledger.present.observations import observations

    with open_store(target) as store:
        snap = look(Book(store, store.only_case(case.name), case))
        return observations(snap.lots, case, snap.today)
