"""From events to the state: one small function for each kind of event, looked up by its name.

The fold is total: it makes something of any sequence of valid bodies, whatever the door would
have refused, so that a ledger written elsewhere can be read. It goes by the order in which events
were recorded. A correction changes what stands before it, so the fold starts anew when it meets
one: `project` does that, and `advance` tells when it has to be done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from detente.ledger.dates import span
from detente.ledger.state import (
    Check,
    Claim,
    Grant,
    Item,
    Promise,
    Remark,
    Snapback,
    State,
)

Body = Mapping[str, Any]
Numbered = tuple[int, Body]


def project(read: Callable[[], Iterable[Numbered]], happened_by: date | None = None) -> State:
    """Give the state that events amount to.

    Parameters
    ----------
    read
        Gives the events from the first on, each with its number; called twice where something
        was corrected.
    happened_by
        Leave out what cannot have happened by that day, as the corrected events tell it.

    Returns
    -------
    State
    """
    state = State()
    corrections: dict[int, Body | None] = {}
    authors: dict[int, tuple[str, ...]] = {}
    for number, body in read():
        if not advance(state, number, body, happened_by):
            ref = reference(body)
            corrections[ref] = body.get("event")
            authors[ref] = (*authors.get(ref, ()), body.get("by", ""))
    if not corrections:
        return state
    state = State(corrections=corrections)
    for number, body in read():
        if number in corrections and body["kind"] != "correction":
            body = _corrected(body, corrections[number], authors[number])
        advance(state, number, body, happened_by)
    return state


def advance(state: State, number: int, body: Body, happened_by: date | None = None) -> bool:
    """Take one more event into `state`, in place; False where the fold must start anew.

    That is so for a correction: what it supersedes is in the state already.
    """
    kind = body["kind"]
    state.last = number
    state.recorded = body.get("recorded", "")
    state.counts[kind] = state.counts.get(kind, 0) + 1
    if kind == "correction":
        return False
    if happened_by and (day := when(body)) and span(day).first > happened_by:
        return True
    take = _TAKE.get(kind)
    if take is not None:
        take(state, number, body)
    return True


def when(body: Body) -> str:
    """When an event happened; where nobody says, when it was recorded."""
    day: str = body.get("when") or body.get("recorded", "")[:10]
    return day


def reference(body: Body) -> int:
    """Number of the event that this one refers to; 0 without one."""
    ref = body.get("ref", "")
    return int(ref.rpartition("#")[2]) if ref else 0


def name(body: Body) -> str:
    """Name of the item an event is about: its lot, else its measure."""
    key: str = body.get("lot") or body.get("measure", "")
    return key


def _corrected(body: Body, event: Body | None, authors: tuple[str, ...]) -> Body:
    """The event as it should have been; whoever wrote or corrected it stands behind it."""
    if event is None:
        return {"kind": "", "recorded": body.get("recorded", "")}
    first = {key: body[key] for key in ("by", "recorded") if key in body}
    return {**event, **first, "authors": authors}


# --- promises, deliveries, checks ----------------------------------------------------------------


def _item(state: State, body: Body) -> Item:
    key = name(body)
    item = state.items.get(key)
    if item is None:
        item = state.items[key] = Item()
    return item


def _commitment(state: State, number: int, body: Body) -> None:
    item = _item(state, body)
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


def _claim(state: State, number: int, body: Body) -> None:
    item = _item(state, body)
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
        _relief(state, number, body)
    if item.snapback is not None and item.snapback.completed:  # given once more
        item.snapback, item.whole, item.delivered = None, False, 0.0


def _confirmation(state: State, number: int, body: Body) -> None:
    key = state.pending.get(reference(body)) or body.get("lot", "")
    item = state.items.get(key)
    claim = None if item is None else _checked_claim(item, reference(body))
    if item is None or claim is None or _own(claim, body):
        state.ignored += 1
        return
    done = body["done"]
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


def _checked_claim(item: Item, ref: int) -> Claim | None:
    """The claim that a check is about: the one referred to, else the last; else a disputed one."""
    if ref in item.claims:
        return item.claims[ref]
    if item.claims:
        return next(reversed(item.claims.values()))
    return item.settled if item.dispute else None


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
    short = claim.quantity is not None and found is not None and found < claim.quantity
    item.counted = found or 0.0
    item.delivered += item.counted
    item.unseen = body.get("observable") == "no"
    item.whole = claim.whole and not short
    if item.whole and item.breach:
        state.breaches.pop(item.breach, None)
        item.breach = 0


def _dispute(state: State, number: int, body: Body) -> None:
    key = state.pending.get(reference(body)) or name(body)
    item = state.items.get(key)
    if item is None:
        return
    if item.dispute is not None:
        state.pending.pop(item.dispute.number, None)
    item.dispute = Remark(number, body.get("party", ""), when(body), body.get("what", ""), key)
    state.pending[number] = key


def _breach(state: State, number: int, body: Body) -> None:
    key = name(body)
    state.breaches[number] = Remark(number, body["party"], when(body), body.get("what", ""), key)
    if key:
        item = _item(state, body)
        state.breaches.pop(item.breach, None)  # the last one stands for the lot
        item.breach = number


def _waiver(state: State, number: int, body: Body) -> None:
    closed = state.breaches.pop(reference(body), None)
    key = name(body) or (closed.item if closed else "")
    item = state.items.get(key)
    if item is None:
        if key:
            _item(state, {"lot": key}).waived = number
        return
    state.breaches.pop(item.breach, None)
    item.breach = 0
    if item.dispute is not None:
        state.pending.pop(item.dispute.number, None)
        item.dispute = None
    if not item.whole:
        item.waived = number


# --- relief, and taking it back ------------------------------------------------------------------


def _relief(state: State, number: int, body: Body) -> None:
    key, party = name(body), body.get("party", "")
    given = state.grants.get(reference(body))
    if given is not None:  # what was given for a time is now given otherwise, or for good
        _prolong(given, body)
        given.reversible = body.get("reversible", given.reversible)
        return
    state.grants[number] = Grant(
        number,
        party,
        key,
        body.get("what", ""),
        when(body),
        body.get("expiry", ""),
        body.get("quantity"),
        body.get("unit", ""),
        body.get("reversible", ""),
    )
    if key:
        state.grant_of[party, key] = state.grant_of["", key] = number


def _grant(state: State, body: Body) -> Grant | None:
    """The relief an event is about, by reference or by name."""
    found = state.grants.get(reference(body))
    if found is None and name(body):
        number = state.grant_of.get((body.get("party", ""), name(body)), 0)
        found = state.grants.get(number)
    return found


def _renewal(state: State, number: int, body: Body) -> None:
    grant = _grant(state, body)
    if grant is None:  # of relief that this ledger never saw begin
        _relief(state, number, body)
        state.grants[number].renewals = 1
        return
    _prolong(grant, body)


def _prolong(grant: Grant, body: Body) -> None:
    grant.expiry = body.get("expiry", "")
    grant.quantity = body.get("quantity", grant.quantity)
    grant.renewals += 1
    grant.ended, grant.winding, grant.how = "", 0, ""


def _expiry(state: State, _: int, body: Body) -> None:
    grant = _grant(state, body)
    if grant is not None:
        grant.ended, grant.winding, grant.how = when(body), 0, "expired"


def _snapback_started(state: State, number: int, body: Body) -> None:
    key, ref = name(body), reference(body)
    notice, wind_down = body.get("notice", 0), body.get("wind_down", 0)
    begun = Snapback(number, body.get("party", ""), key, when(body), notice, wind_down, ref)
    state.snapbacks[number] = begun
    _end(state, body, begun.when, notice + wind_down)
    _answer(state, ref, begun.party)
    item = state.items.get(key)
    if item is not None and item.whole:
        item.snapback = begun


def _snapback_completed(state: State, number: int, body: Body) -> None:
    ref, party, day = reference(body), body.get("party", ""), when(body)
    begun = state.snapbacks.pop(ref, None) or _under_way(state, name(body))
    if begun is None:
        begun = Snapback(number, party, name(body), day, 0, 0, ref)
        _answer(state, ref, party)
    _end(state, {"ref": f"#{begun.ref}", "lot": begun.item, "party": begun.party}, day, 0)
    item = state.items.get(begun.item)
    if item is not None and item.whole:
        item.snapback = replace(begun, completed=day)


def _end(state: State, body: Body, day: str, winding: int) -> None:
    """End the relief that is taken back, where there is one."""
    grant = _grant(state, body)
    if grant is not None:
        grant.ended, grant.winding, grant.how = day, winding, "taken_back"


def _answer(state: State, ref: int, party: str) -> None:
    """Take the breach that a snapback answers off the list.

    One that names no breach answers those of others that touch no lot: a history seldom says more.
    """
    if state.breaches.pop(ref, None) is None and state.breaches:
        for number, breach in [*state.breaches.items()]:
            if not breach.item and breach.party != party:
                del state.breaches[number]


def _under_way(state: State, key: str) -> Snapback | None:
    for number, snapback in state.snapbacks.items():
        if key and snapback.item == key:
            return state.snapbacks.pop(number)
    return None


# --- the rest ------------------------------------------------------------------------------------


def _remark(number: int, body: Body, level: str) -> Remark:
    return Remark(
        number,
        body.get("party", ""),
        when(body),
        body.get("what", ""),
        name(body),
        body.get("until", ""),
        level,
    )


def _response(state: State, number: int, body: Body) -> None:
    ref, level = reference(body), body["level"]
    target = f"#{ref}" if ref else name(body)
    state.responses[target, level] = _remark(number, body, level)


def _act(state: State, number: int, body: Body) -> None:
    state.acts[body["party"], name(body)] = _remark(number, body, body["act"])


def _incident(state: State, _: int, body: Body) -> None:
    key = body["incident"]
    state.incidents[key] = state.incidents.get(key, 0) + body.get("quantity", 1)


def _stock(state: State, _: int, body: Body) -> None:
    change = body["change"]
    if change == "counted":
        state.counted = (when(body), body["quantity"])
    elif not body.get("reported_by"):
        state.stock[change] = state.stock.get(change, 0) + body["quantity"]


def _pause(state: State, _: int, body: Body) -> None:
    if not state.paused:
        state.pauses.append((when(body), ""))


def _resume(state: State, _: int, body: Body) -> None:
    if state.paused:
        state.pauses[-1] = (state.pauses[-1][0], when(body))


def _exit(state: State, _: int, body: Body) -> None:
    state.exits.setdefault(body["party"], when(body))


def _account(state: State, _: int, body: Body) -> None:
    state.accounts[body["account"]] = body["role"]


def _replan(state: State, number: int, body: Body) -> None:
    state.steps = tuple(tuple(step) for step in body["steps"])
    state.replanned = number


_TAKE: dict[str, Callable[[State, int, Body], None]] = {
    "commitment": _commitment,
    "delivery": _claim,
    "partial": _claim,
    "confirmation": _confirmation,
    "dispute": _dispute,
    "breach": _breach,
    "waiver": _waiver,
    "response": _response,
    "snapback_started": _snapback_started,
    "snapback_completed": _snapback_completed,
    "relief": _relief,
    "renewal": _renewal,
    "expiry": _expiry,
    "incident": _incident,
    "stock": _stock,
    "act": _act,
    "pause": _pause,
    "resume": _resume,
    "exit": _exit,
    "account": _account,
    "replan": _replan,
}
"""What each kind does to the state; others, such as notes and listings, leave it alone."""
