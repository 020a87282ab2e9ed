"""One message, and what new lines would do for it: all that is told about channels."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from detente.channels.adding import adding
from detente.channels.reliability import reach
from detente.channels.routes import CRITERIA, best_route

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from detente.channels.adding import Added
    from detente.channels.contacts import Contacts, Range
    from detente.channels.routes import Criterion, Route


@dataclass(frozen=True, slots=True)
class Survey:
    """How a message gets from one actor to another, now and with new lines.

    Attributes
    ----------
    contacts
        Everybody and every line, proposed ones included.
    start, end
        From whom to whom.
    routes, opened
        The best route by each criterion over the lines that exist, and with the new ones; None
        where there is none.
    reach, reach_opened
        Probability that it arrives when sent on all ways at once, now and with the new lines.
    added
        What the new lines add for everybody.
    """

    contacts: Contacts
    start: str
    end: str
    routes: Mapping[Criterion, Route | None]
    opened: Mapping[Criterion, Route | None]
    reach: Range
    reach_opened: Range
    added: Added


def survey(contacts: Contacts, start: str, end: str, names: Iterable[str]) -> Survey:
    """Survey the ways from `start` to `end`, and what the proposed lines of these names add.

    Raises
    ------
    InvalidContacts
        An end is nobody's name, both are one, or no proposed line is called so.
    TooLarge
        There are too many lines for an exact answer.
    """
    contacts.check_ends(start, end)
    lines = tuple(names)
    now, then = contacts.now(), contacts.opened(lines)

    def best(of: Contacts) -> Mapping[Criterion, Route | None]:
        return MappingProxyType({by: best_route(of, start, end, by) for by in CRITERIA})

    return Survey(
        contacts,
        start,
        end,
        best(now),
        best(then),
        reach(now, start, end),
        reach(then, start, end),
        adding(contacts, lines),
    )
