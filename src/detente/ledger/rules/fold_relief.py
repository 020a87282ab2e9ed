"""The fold of relief: given, prolonged, ended, taken back."""

from __future__ import annotations

from dataclasses import replace

from detente.ledger.bodies import Body, name, reference, when
from detente.ledger.rules.state import Grant, Snapback, State


def relief(state: State, number: int, body: Body) -> None:
    """Relief begins, or is given otherwise than before."""
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


def renewal(state: State, number: int, body: Body) -> None:
    """Relief runs longer."""
    grant = _grant(state, body)
    if grant is None:  # of relief that this ledger never saw begin
        relief(state, number, body)
        state.grants[number].renewals = 1
        return
    _prolong(grant, body)


def _prolong(grant: Grant, body: Body) -> None:
    grant.expiry = body.get("expiry", "")
    grant.quantity = body.get("quantity", grant.quantity)
    grant.renewals += 1
    grant.ended, grant.winding, grant.how = "", 0, ""


def expiry(state: State, _: int, body: Body) -> None:
    """Relief ended."""
    grant = _grant(state, body)
    if grant is not None:
        grant.ended, grant.winding, grant.how = when(body), 0, "expired"


def snapback_started(state: State, number: int, body: Body) -> None:
    """Taking back begins."""
    key, ref = name(body), reference(body)
    notice, wind_down = body.get("notice", 0), body.get("wind_down", 0)
    begun = Snapback(number, body.get("party", ""), key, when(body), notice, wind_down, ref)
    state.snapbacks[number] = begun
    _end(state, body, begun.when, notice + wind_down)
    _answer(state, ref, begun.party)
    item = state.items.get(key)
    if item is not None and item.whole:
        item.snapback = begun


def snapback_completed(state: State, number: int, body: Body) -> None:
    """Taking back has effect."""
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
