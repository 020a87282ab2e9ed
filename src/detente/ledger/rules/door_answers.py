"""Rules of the door for answers, relief and all the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.ledger import events as ev
from detente.ledger.rules.door_claims import meant, refuse_own
from detente.ledger.rules.scene import (
    Refused,
    Scene,
    by_giver,
    common,
    never_taken_back,
    never_withheld,
)
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from detente.case.lots import Part

# --- answers -------------------------------------------------------------------------------------


def response(event: ev.Response, scene: Scene) -> None:
    """Refuse to delay or suspend what is given unconditionally, or is not its own."""
    part = scene.part(event.item)
    if event.level == "note" or part is None:
        return
    if never_withheld(part):
        raise Refused(f"response: {_unconditional(part)}")
    by_giver(event, part, "given")


def snapback(event: ev.SnapbackStarted, scene: Scene) -> None:
    """Refuse to take back what frees people, is unconditional, or is not delivered."""
    name = event.item
    part, item = scene.part(name), scene.item(name)
    if part is None or event.origin:
        return
    if never_withheld(part):
        raise Refused(f"snapback: {_unconditional(part)}")
    if never_taken_back(part):
        raise Refused(f"snapback: {name} frees people; that is not taken back")
    by_giver(event, part, "taken back")
    if not item.whole:
        raise Refused(f"snapback: {name} is not delivered ({item.status}); what is not yet given "
                      "can be delayed")  # fmt: skip
    if item.snapback is not None:
        raise Refused(
            f"snapback: {name} is being taken back already ({scene.id(item.snapback.number)})"
        )


def _unconditional(part: Part) -> str:
    return f"{part.name} is given unconditionally: it is never withheld, split or snapped back"


def completed(event: ev.SnapbackCompleted, scene: Scene) -> None:
    """Refuse the end of a snapback that never began."""
    part = scene.part(event.item)
    if part is not None and never_taken_back(part):
        raise Refused(f"snapback: {part.name} is not taken back")
    if event.origin or event.refers in scene.state.snapbacks:
        return
    name = event.item
    if not any(s.item == name for s in scene.state.snapbacks.values()):
        raise Refused(f"snapback_completed: no snapback of '{name or event.ref}' is under way")


def renewal(event: ev.Event, scene: Scene) -> None:
    """Refuse to prolong or end relief that nobody granted."""
    name = event.item
    if event.origin or event.refers in scene.state.grants:
        return
    names = {grant.name for grant in scene.state.grants.values() if grant.name}
    if name not in names:
        hint = suggest(name, names)
        raise Refused(f"{event.kind}: this ledger knows no relief '{name or event.ref}'{hint}")


# --- the rest ------------------------------------------------------------------------------------


def incident(event: ev.Incident, scene: Scene) -> None:
    """Refuse an incident of a class that the case does not have."""
    if scene.case is None or event.origin:
        return
    known = scene.case.form.incidents
    if event.incident not in known:
        hint = suggest(event.incident, known) or f": there are {', '.join(known) or 'none'}"
        raise Refused(f"incident: the case has no class '{event.incident}'{hint}")


def stock(event: ev.Stock, _: Scene) -> None:
    """Refuse a part of a person."""
    assert event.quantity is not None  # an event of this kind needs it
    if event.quantity != int(event.quantity):
        raise Refused(f"stock: {event.quantity:g} is no number of people")


def pause(event: ev.Event, scene: Scene) -> None:
    """Refuse to pause what waits, but for prolonging that, and to resume what does not."""
    prolongs = scene.state.paused and bool(getattr(event, "until", ""))
    if not prolongs and scene.state.paused != (event.kind == "resume"):
        raise Refused("pause: all waits already" if scene.state.paused else "resume: nothing waits")


def leaving(event: ev.Exit, scene: Scene) -> None:
    """Refuse to leave twice."""
    if event.party in scene.state.exits:
        raise Refused(f"exit: {event.party} left on {scene.state.exits[event.party]} already")


def replan(event: ev.Replan, scene: Scene) -> None:
    """Refuse a ladder with lots that are not there, or come twice."""
    names = [name for step in event.steps for name in step]
    for name in names:
        if scene.case is not None and name not in scene.case.lots:
            raise Refused(f"replan: there is no lot '{name}'{suggest(name, scene.case.lots)}")
        if names.count(name) > 1:
            raise Refused(f"replan: {name} comes twice")


def correction(event: ev.Correction, scene: Scene) -> None:
    """Refuse the correction of a correction, into another kind, or as a back door."""
    old = scene.find(event.refers) or {}
    if old.get("kind") == "correction":
        first = old.get("ref", "")
        raise Refused(
            f"correction: {event.ref} is a correction itself; correct {first} once more: the last "
            "correction counts"
        )
    if event.event is None:
        return
    new = event.event
    if new.kind != old.get("kind"):
        raise Refused(
            f"correction: {event.ref} is a {old.get('kind')}, not a {new.kind}; withdraw it (give "
            "no event) and record the other"
        )
    common(new, scene)
    if isinstance(new, ev.Confirmation):
        _corrected_check(new, event, scene)


def _corrected_check(new: ev.Confirmation, event: ev.Correction, scene: Scene) -> None:
    """A correction is no back door: nobody turns a check into one of his own claim."""
    _, item = meant(new, scene)
    if item.settled is not None:
        refuse_own(item.settled, new.party, event.by, scene.id(item.settled.number))
