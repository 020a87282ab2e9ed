"""What was seen of one lot: the records that beliefs are updated on.

This module stands on nothing but the errors, so that whoever produces observations (a ledger, a
file, a test) need import no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from detente.exchange.errors import DetenteError
from detente.words.nearest import suggest

Outcome = Literal["confirmed", "late", "disputed", "breached", "unobserved"]

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
"""What can be seen of a lot that was due, from the best to the worst, and nothing at all."""


class InvalidObservation(DetenteError, ValueError):
    """An observation makes no sense in itself, or does not fit its case."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen of a lot that was due.

    Parameters
    ----------
    party
        Who was to give the lot.
    lot
        Its name.
    outcome
        "confirmed": delivered, and the check agrees; "late": delivered and confirmed, after it
        was due; "disputed": delivered by one account, not by another; "breached": the check saw
        that it was not delivered; "unobserved": nobody has looked, or the answer is not in.
    when
        The day on which the outcome was known.
    observable
        False: no check could have told delivery from its absence, so that the outcome, whatever
        it is said to be, tells nothing.

    Raises
    ------
    InvalidObservation
        A name is empty, the outcome is none of the five, or `when` is no date.
    """

    party: str
    lot: str
    outcome: Outcome
    when: date
    observable: bool = True

    def __post_init__(self) -> None:
        _name(self.party, "party")
        _name(self.lot, "lot")
        place = f"observation of '{self.lot}'"
        if self.outcome not in OUTCOMES:
            hint = suggest(self.outcome, OUTCOMES) or f": it is one of {', '.join(OUTCOMES)}"
            raise InvalidObservation(f"{place}: there is no outcome '{self.outcome}'{hint}")
        _day(self.when, place)
        _flag(self.observable, place)

    @property
    def telling(self) -> bool:
        """Whether it can tell anything: no observation is neither compliance nor breach."""
        return self.observable and self.outcome != "unobserved"


def _name(name: object, what: str) -> None:
    if not isinstance(name, str) or not name.strip():
        raise InvalidObservation(f"an observation needs the name of its {what}")


def _day(when: object, place: str) -> None:
    if not isinstance(when, date) or isinstance(when, datetime):
        raise InvalidObservation(f"{place}: its day must be a date, not {when!r}")


def _flag(observable: object, place: str) -> None:
    if not isinstance(observable, bool):
        raise InvalidObservation(f"{place}: observable must be True or False, not {observable!r}")
