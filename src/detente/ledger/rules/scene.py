"""What an event is checked against, and what holds for events of every kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.exchange.errors import DetenteError
from detente.ledger.bodies import Body, name, reference
from detente.ledger.dates import span
from detente.ledger.events import Event
from detente.ledger.rules.state import Item, State
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from detente.case import Case
    from detente.case.lots import Part


class Refused(DetenteError, ValueError):
    """An event does not fit what is recorded, or the case; the text says why."""


def never_withheld(part: Part) -> bool:
    """Whether a lot stands outside all bargaining: it is given unconditionally."""
    return part.measure.unconditional


def never_taken_back(part: Part) -> bool:
    """Whether taking a lot back may not even be proposed: it is about people, or unconditional."""
    from detente.case.measures import frees_people

    measure = part.measure
    return measure.unconditional or "humanitarian" in measure.tags or frees_people(measure)


@dataclass(frozen=True, slots=True)
class Scene:
    """What an event is checked against.

    Attributes
    ----------
    name
        Name of the case in the store.
    case
        The case itself, or None where only its events are known.
    state
        What the events so far amount to.
    today
        No event may have happened later.
    find
        Gives the body of an event by its number, or None.
    """

    name: str
    case: Case | None
    state: State
    today: date
    find: Callable[[int], Any]

    def part(self, name: str) -> Part | None:
        """The lot of that name, where the case has it."""
        return None if self.case is None else self.case.lots.get(name)

    def item(self, name: str) -> Item:
        """What is known of a lot; an empty record where that is nothing."""
        return self.state.items.get(name) or Item()

    def named(self, number: int) -> Body:
        """The body that says what an event is about, following what it refers to; or none."""
        body: Body = {}
        while number and not name(body):
            body = self.state.corrections.get(number, self.find(number)) or {}
            before = reference(body)
            number = before if before < number else 0
        return body

    def id(self, number: int) -> str:
        """How an event is cited."""
        return f"{self.name}#{number}"


def common(event: Event, scene: Scene) -> None:
    """Refuse what is still to come, what refers to nothing, and names that the case lacks.

    Raises
    ------
    Refused
        With the reason, and the nearest right name.
    """
    _not_to_come(event, scene)
    _not_over_before(event, scene)
    _reference(event, scene)
    if not event.origin:
        _names(event, scene)


def _not_to_come(event: Event, scene: Scene) -> None:
    if event.when and span(event.when).first > scene.today:
        raise Refused(
            f"{event.kind}: {event.when} is still to come (today is {scene.today}); the ledger "
            "holds what has happened, and what is to come as a commitment with its date"
        )


def _not_over_before(event: Event, scene: Scene) -> None:
    end: str = getattr(event, "expiry", "") or getattr(event, "until", "")
    begin = event.when or scene.today.isoformat()
    if end and not event.origin and span(end).last < span(begin).first:
        raise Refused(f"{event.kind}: it would run out on {end}, before it begins ({begin})")


def _reference(event: Event, scene: Scene) -> None:
    if not event.ref:
        return
    if event.ref.rpartition("#")[0] != scene.name:
        raise Refused(f"{event.kind}: {event.ref} is an event of another case than {scene.name}")
    if event.refers > scene.state.last:
        raise Refused(
            f"{event.kind}: there is no event {event.ref}; the last is {scene.id(scene.state.last)}"
        )


def _names(event: Event, scene: Scene) -> None:
    """Refuse names that the case does not have."""
    if scene.case is None:
        return
    form = scene.case.form
    known = [*form.parties, *form.audiences]
    # Whoever checks may be a third: a monitor, a court.
    if event.party and event.party not in known and event.kind != "confirmation":
        raise Refused(
            f"{event.kind}: there is no party or audience '{event.party}'"
            f"{suggest(event.party, known) or ': there are ' + ', '.join(known)}"
        )
    if event.lot and event.lot not in scene.case.lots:
        raise Refused(
            f"{event.kind}: there is no lot '{event.lot}'"
            f"{_lots_near(event.lot, scene.case) or suggest(event.lot, scene.case.lots)}"
        )
    granted = {grant.name for grant in scene.state.grants.values()}
    told = bool(event.ref) and event.measure in scene.state.items
    free = event.kind in _FREE_MEASURE or event.measure in granted or told
    if event.measure and event.measure not in form.measures and not free:
        hint = suggest(event.measure, form.measures)
        raise Refused(f"{event.kind}: there is no measure '{event.measure}'{hint}")
    _one_lot(event, scene.case)


def _one_lot(event: Event, case: Case) -> None:
    """Refuse a measure of several lots where one of them is meant."""
    if event.lot or event.kind not in _OF_A_LOT:
        return
    own = [lot for lot, part in case.lots.items() if part.measure_id == event.measure]
    if own and own != [event.measure]:
        raise Refused(f"{event.kind}: say which lot of {event.measure}: {', '.join(own)}")


_OF_A_LOT = frozenset(("commitment", "delivery", "partial", "confirmation", "dispute"))
_FREE_MEASURE = frozenset(("relief", "renewal", "expiry", "stock", "note", "act", "listing"))


def _lots_near(name: str, case: Case) -> str:
    if name not in case.form.measures:
        return ""
    own = [lot for lot, part in case.lots.items() if part.measure_id == name]
    return f" (the measure has the lots {', '.join(own)})"


def by_giver(event: Event, part: Part | None, verb: str) -> None:
    """Refuse a deed by somebody else than the one whose lot it is."""
    giver = part.measure.giver if part else event.party
    if event.party and event.party != giver:
        raise Refused(f"{event.kind}: {event.item} is {verb} by '{giver}', not by '{event.party}'")
