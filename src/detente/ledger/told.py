"""The events of a ledger as they now stand: typed, with their ids, corrections taken in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.ledger.errors import BrokenChain
from detente.ledger.events import Event, read
from detente.ledger.fields import InvalidEvent
from detente.ledger.keeping.chain import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


_OF_THE_STORE = ("clock", "salt")


class Told(NamedTuple):
    """An event with its id in the ledger, ``case#number``."""

    id: str
    event: Event


def happened(event: Event) -> str:
    """When it happened; where nobody says, when it was recorded."""
    return event.when or event.recorded[:10]


def event_of(body: Mapping[str, Any]) -> Event:
    """Make an event of its body as the store keeps it.

    Raises
    ------
    InvalidEvent
        It is none.
    """
    return read({key: x for key, x in body.items() if key not in _OF_THE_STORE})


def told(case: str, bodies: Iterable[tuple[int, Mapping[str, Any]]]) -> tuple[Told, ...]:
    """Give the events of a case, each as its last correction has it, withdrawn ones left out.

    Parameters
    ----------
    case
        Its name.
    bodies
        Numbers and bodies, in their order.

    Raises
    ------
    BrokenChain
        At a body that is no event, which the door never let in.
    """
    found: dict[int, Event] = {}
    for number, body in bodies:
        try:
            event = event_of(body)
        except InvalidEvent:
            raise BrokenChain(Fault(case, number, "text")) from None
        if event.kind != "correction":
            found[number] = event
            continue
        corrected = getattr(event, "event", None)
        first = found.pop(event.refers, None)
        if corrected is not None and first is not None:
            found[event.refers] = replace(corrected, by=first.by, recorded=first.recorded)
    return tuple(Told(f"{case}#{number}", event) for number, event in sorted(found.items()))
