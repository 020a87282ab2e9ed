"""The fold of promises, deliveries, checks, disputes and breaches."""

from __future__ import annotations

from detente.ledger.bodies import Body, name, reference, when
from detente.ledger.rules.fold_relief import relief
from detente.ledger.rules.state import Check, Claim, Item, Promise, Remark, State


def item_of(state: State, body: Body) -> Item:
    """Give the record of the item that an event is about; a new one where there is none."""
    key = name(body)
    item = state.items.get(key)
    if item is None:
        item = state.items[key] = Item()
    return item


def commitment(state: State, number: int, body: Body) -> None:
    """A lot is promised."""
    item = item_of(state, body)
    item.promise = Promise(
        number,
        body.get("party", ""),
        when(body),
        body.get("trigger", {}),
        body.get("grace", 0),
        body.get("quantity"),
        body.get("unit", ""),
    )
    item.waived = 0


def claim(state: State, number: int, body: Body) -> None:
    """A delivery is claimed, whole or in part."""
    item = item_of(state, body)
    item.claims[number] = Claim(
        number,
        body.get("party", ""),
        (body.get("by", ""), *body.get("authors", ())),
        when(body),
        body.get("quantity"),
        body["kind"] == "delivery",
        body.get("expiry", ""),
    )
    state.pending[number] = name(body)
    if body.get("expiry"):
        relief(state, number, body)
    if item.snapback is not None and item.snapback.completed:  # given once more
        item.snapback, item.whole, item.delivered = None, False, 0.0


def confirmation(state: State, number: int, body: Body) -> None:
    """A check answers."""
    key = state.pending.get(reference(body)) or body.get("lot", "")
    item = state.items.get(key)
    claim = None if item is None else item.claim_meant(reference(body))
    if item is None or claim is None or _own(claim, body):
        state.ignored += 1
        return
    done = body["done"]
    if done == "unknown" and item.whole:
        return  # the check by which it is whole stands
    item.check = Check(
        number,
        body.get("party", ""),
        body.get("by", ""),
        when(body),
        done,
        body.get("on_time", "unknown"),
        body.get("as_agreed", "unknown"),
        body.get("observable", "unknown"),
    )
    if done == "unknown":
        return
    again = claim.number not in item.claims
    _settle(state, item, claim)
    if again:  # a second look, after a dispute
        item.delivered -= item.counted
    item.whole, item.counted = False, 0.0
    if done == "yes":
        _found(state, item, claim, body)


def _own(claim: Claim, body: Body) -> bool:
    """Whether this is the claimant, or an account behind the claim, confirming its own word."""
    by = body.get("by", "")
    return body.get("party", "") in ("", claim.party) or bool(by and by in claim.authors)


def _settle(state: State, item: Item, claim: Claim) -> None:
    item.claims.pop(claim.number, None)
    state.pending.pop(claim.number, None)
    item.settled = claim
    if item.dispute is not None:
        state.pending.pop(item.dispute.number, None)
        item.dispute = None


def _found(state: State, item: Item, claim: Claim, body: Body) -> None:
    """Count in what a check found."""
    found = body.get("quantity", claim.quantity)
    size = claim.quantity
    if size is None and item.promise is not None:
        size = item.promise.quantity
    short = size is not None and found is not None and found < size
    item.counted = found or 0.0
    item.delivered += item.counted
    item.unseen = body.get("observable") == "no"
    item.whole = claim.whole and not short
    if item.whole and item.breach:
        state.breaches.pop(item.breach, None)
        item.breach = 0


def dispute(state: State, number: int, body: Body) -> None:
    """A delivery is denied."""
    key = state.pending.get(reference(body)) or name(body)
    item = state.items.get(key)
    if item is None:
        return
    if item.dispute is not None:
        state.pending.pop(item.dispute.number, None)
    item.dispute = Remark(number, body.get("party", ""), when(body), body.get("what", ""), key)
    state.pending[number] = key


def breach(state: State, number: int, body: Body) -> None:
    """A promise was broken."""
    key = name(body)
    state.breaches[number] = Remark(number, body["party"], when(body), body.get("what", ""), key)
    if key:
        item = item_of(state, body)
        state.breaches.pop(item.breach, None)  # the last one stands for the lot
        item.breach = number


def waiver(state: State, number: int, body: Body) -> None:
    """What was promised is no longer asked for."""
    closed = state.breaches.pop(reference(body), None)
    key = name(body) or (closed.item if closed else "")
    item = state.items.get(key)
    if item is None:
        if key:
            item_of(state, {"lot": key}).waived = number
        return
    state.breaches.pop(item.breach, None)
    item.breach = 0
    if item.dispute is not None:
        state.pending.pop(item.dispute.number, None)
        item.dispute = None
    if not item.whole:
        item.waived = number
