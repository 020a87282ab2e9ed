"""What an event leaves out and the ledger knows, written out, as a contract does.

An event is kept for ever, and is read where the case may not be at hand. So what it means is put
into it: the day a promise counts from, how much a whole lot is, which snapback is complete, which
lot is disputed.
"""

from __future__ import annotations

from dataclasses import replace

from detente.ledger.bodies import when as happened
from detente.ledger.events import (
    Commitment,
    Confirmation,
    Delivery,
    Dispute,
    Event,
    SnapbackCompleted,
)
from detente.ledger.rules.scene import Refused, Scene


def written_out(event: Event, scene: Scene) -> Event:
    """Give the event with what goes without saying.

    Raises
    ------
    Refused
        A promise counts from an event that is not there.
    """
    if isinstance(event, Commitment):
        return _since(event, scene)
    if isinstance(event, Delivery) and event.quantity is None and not event.origin:
        part = scene.part(event.lot)
        return event if part is None else replace(event, quantity=part.quantity)
    if isinstance(event, SnapbackCompleted):
        return _begun(event, scene)
    if isinstance(event, Confirmation | Dispute):
        return _named(event, scene)
    return event


def _since(event: Commitment, scene: Scene) -> Commitment:
    trigger = event.trigger
    if trigger is None or "#" not in trigger.after:
        return event
    number = trigger.after.rpartition("#")[2]
    body = scene.find(int(number)) if number.isdigit() else None
    if body is None:
        raise Refused(f"commitment, trigger: there is no event {trigger.after}")
    return replace(event, trigger=replace(trigger, since=happened(body)))


def _begun(event: SnapbackCompleted, scene: Scene) -> SnapbackCompleted:
    """Say which snapback it completes, and who took back."""
    begun = scene.state.snapbacks.get(event.refers)
    if begun is None and event.item:
        under_way = scene.state.snapbacks.values()
        begun = next((one for one in under_way if one.item == event.item), None)
    if begun is None:
        return event
    ref = event.ref or scene.id(begun.number)
    return replace(event, ref=ref, party=event.party or begun.party)


def _named(event: Confirmation | Dispute, scene: Scene) -> Event:
    """Say what is checked or disputed, where only a reference to what was settled already says it.

    The state knows what waits for a check by its number, and forgets that once it is settled.
    """
    if event.item or event.refers in scene.state.pending:
        return event
    body = scene.named(event.refers)
    return replace(event, lot=body.get("lot", ""), measure=body.get("measure", ""))
