"""Rules of the door for promises, deliveries, checks, disputes and breaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.ledger import bodies, events as ev
from detente.ledger.rules.scene import Refused, Scene, by_giver
from detente.ledger.rules.state import Claim, Item
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from detente.case.lots import Part

# --- promises and deliveries ---------------------------------------------------------------------


def commitment(event: ev.Commitment, scene: Scene) -> None:
    """Refuse a promise of what is delivered, promised or not there."""
    name, item = event.item, scene.item(event.item)
    part = scene.part(name)
    by_giver(event, part, "given")
    if item.whole:
        raise Refused(f"commitment: {name} was delivered already ({_settled(item, scene)})")
    if item.promise and not item.waived:
        raise Refused(
            f"commitment: {name} was promised in {scene.id(item.promise.number)}; correct that, or "
            "waive it and promise anew"
        )
    _not_more(event, part, event.quantity)
    trigger = event.trigger
    if trigger is None or not trigger.after or "#" in trigger.after:
        return
    if trigger.after == name:
        raise Refused(f"commitment: {name} cannot fall due after itself")
    if scene.case is not None and not event.origin:
        known = [*scene.case.lots, *scene.case.form.measures]
        if trigger.after not in known:
            hint = suggest(trigger.after, known)
            raise Refused(f"commitment, trigger: there is no lot '{trigger.after}'{hint}")


def delivery(event: ev.Delivery | ev.Partial, scene: Scene) -> None:
    """Refuse a delivery that was claimed or confirmed before, or is more than the lot."""
    name = event.item
    item, part = scene.item(name), scene.part(name)
    by_giver(event, part, "given")
    if event.origin:
        return
    if item.whole and not (item.snapback and item.snapback.completed):
        raise Refused(f"{event.kind}: {name} was delivered already ({_settled(item, scene)})")
    whole = next((claim for claim in item.claims.values() if claim.whole), None)
    if whole is not None:
        raise Refused(
            f"{event.kind}: {name} is claimed to be delivered in {scene.id(whole.number)}; that "
            "waits to be confirmed or disputed, and can be corrected"
        )
    _not_more(event, part, event.quantity)
    _unit(event, part)
    size = part.quantity if part else None
    before = item.delivered + item.claimed
    if event.kind == "delivery" and before and not item.snapback:
        raise Refused(
            f"delivery: {before:g} of {name} came or is claimed in parts; record the rest as "
            "'partial'"
        )
    if size is None or event.quantity is None:
        return
    if event.kind == "delivery" and event.quantity < size:
        raise Refused(
            f"delivery: {event.quantity:g} of {size:g} is a part of {name}: record it as 'partial'"
        )
    if event.quantity == 0:
        raise Refused(f"{event.kind}: nothing of {name} is no delivery")
    if event.kind == "partial" and before + event.quantity > size:
        raise Refused(
            f"partial: with {before:g} before it, {event.quantity:g} is more than the {size:g} of "
            f"{name}"
        )


def _not_more(event: ev.Event, part: Part | None, quantity: float | None) -> None:
    size = part.quantity if part else None
    if size is not None and quantity is not None and quantity > size:
        raise Refused(
            f"{event.kind}: {quantity:g} is more than the {size:g} of {event.lot}; what goes "
            "beyond belongs to another lot, or into a note"
        )


def _unit(event: Any, part: Part | None) -> None:
    unit = part.measure.unit if part else None
    if event.unit and unit is not None and event.unit not in (unit.en, unit.ru):
        raise Refused(f"{event.kind}: {event.lot} is counted in {unit.en}, not in {event.unit}")


def _settled(item: Item, scene: Scene) -> str:
    return f"confirmed in {scene.id(item.check.number)}" if item.check else "confirmed"


# --- checks, disputes, breaches ------------------------------------------------------------------


def confirmation(event: ev.Confirmation, scene: Scene) -> None:
    """Refuse a check of what nobody claims, and by whoever claims it."""
    if not event.party:
        raise Refused("confirmation: say who checked: a party, an audience, or a third")
    name, item = meant(event, scene)
    claim = item.claim_meant(event.refers)
    if claim is None:
        if item.settled is not None:
            raise Refused(
                f"confirmation: {name} was checked already ({_settled(item, scene)}); a changed "
                "mind is a correction or a dispute"
            )
        raise Refused(f"confirmation: nobody has claimed that {name} was delivered")
    refuse_own(claim, event.party, event.by, scene.id(claim.number))
    if (event.quantity or 0) > (claim.quantity or float("inf")):
        raise Refused(
            f"confirmation: {event.quantity:g} is more than the {claim.quantity:g} claimed in "
            f"{scene.id(claim.number)}"
        )


def refuse_own(claim: Claim, party: str, by: str, cited: str) -> None:
    """Refuse a confirmation by the claimant, or by an account that stands behind the claim.

    Raises
    ------
    Refused
        It is one of the two.
    """
    if party == claim.party:
        raise Refused(
            f"confirmation: '{party}' claimed the delivery itself ({cited}); another has to "
            "confirm it"
        )
    if by and by in claim.authors:
        raise Refused(
            f"confirmation: the account '{by}' wrote or corrected the claim ({cited}); another "
            "account has to confirm it"
        )


def meant(event: ev.Event, scene: Scene) -> tuple[str, Item]:
    """The lot that a check or a dispute is about, by what it refers to or by name."""
    number = event.refers
    name = scene.state.pending.get(number, "")
    if number and not name:
        body = scene.find(number) or {}
        if body.get("kind") not in ("delivery", "partial", "confirmation", "dispute"):
            kind = body.get("kind") or "nothing"
            raise Refused(f"{event.kind}: {event.ref} is a {kind}, not a delivery")
        name = bodies.name(scene.named(number))
    if event.lot and name and event.lot != name:
        raise Refused(f"{event.kind}: {event.ref} is about {name}, not {event.lot}")
    name = name or event.item
    return name, scene.item(name)


def dispute(event: ev.Dispute, scene: Scene) -> None:
    """Refuse a dispute of what nobody claims, or by whoever claims it."""
    name, item = meant(event, scene)
    claim = item.claim_meant() or item.settled
    if claim is None:
        raise Refused(f"dispute: nobody has claimed that {name} was delivered")
    if item.dispute is not None:
        raise Refused(f"dispute: {name} is disputed already ({scene.id(item.dispute.number)})")
    refuted = item.check is not None and item.check.done == "no"
    if event.party and event.party == claim.party and not refuted:
        raise Refused(
            f"dispute: '{event.party}' claimed the delivery itself ({scene.id(claim.number)}); it "
            "can correct or withdraw that"
        )


def breach(event: ev.Breach, scene: Scene) -> None:
    """Refuse a breach of what counts as delivered, and a second one."""
    name = event.item
    if not name or event.origin:
        return
    by_giver(event, scene.part(name), "given")
    item = scene.item(name)
    if item.whole and not item.unseen and item.dispute is None:
        raise Refused(
            f"breach: {name} counts as delivered ({_settled(item, scene)}); dispute that first"
        )
    if item.breach:
        raise Refused(f"breach: that of {name} is recorded already ({scene.id(item.breach)})")


def waiver(event: ev.Waiver, scene: Scene) -> None:
    """Refuse a waiver by the giver, or of nothing."""
    name = event.item
    breach = scene.state.breaches.get(event.refers)
    name = name or (breach.item if breach else "")
    part, item = scene.part(name), scene.item(name)
    if part is not None and event.party == part.measure.giver:
        raise Refused(
            f"waiver: '{event.party}' gives {name}; only who was to receive it can waive it"
        )
    if breach is None and not (item.promise or item.breach or item.dispute):
        raise Refused(f"waiver: nothing is promised, broken or disputed of '{name or event.ref}'")
