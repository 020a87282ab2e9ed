"""From events to the state: one small function for each kind of event, looked up by its name.

The fold is total: it makes something of any sequence of valid bodies, whatever the door would
have refused, so that a ledger written elsewhere can be read. It goes by the order in which events
were recorded. A correction changes what stands before it, so the fold starts anew when it meets
one: `project` does that, and `advance` tells when it has to be done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from detente.ledger.bodies import Body, name, reference, when
from detente.ledger.dates import span
from detente.ledger.rules import fold_claims, fold_relief
from detente.ledger.rules.state import Remark, Standstill, State

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


def _corrected(body: Body, event: Body | None, authors: tuple[str, ...]) -> Body:
    """The event as it should have been; whoever wrote or corrected it stands behind it."""
    if event is None:
        return {"kind": "withdrawn", "recorded": body.get("recorded", "")}
    first = {key: body[key] for key in ("by", "recorded") if key in body}
    return {**event, **first, "authors": authors}


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


def _pause(state: State, number: int, body: Body) -> None:
    until, what = body.get("until", ""), body.get("what", "")
    if not state.paused:
        state.pauses.append(Standstill(number, when(body), what, until))
    elif until:  # prolonged
        state.pauses[-1] = Standstill(number, state.pauses[-1].when, what, until)


def _resume(state: State, _: int, body: Body) -> None:
    if state.paused:
        state.pauses[-1].ended = when(body)


def _exit(state: State, _: int, body: Body) -> None:
    state.exits.setdefault(body["party"], when(body))


def _account(state: State, _: int, body: Body) -> None:
    state.accounts[body["account"]] = body["role"]


def _replan(state: State, _: int, body: Body) -> None:
    state.steps = tuple(tuple(step) for step in body["steps"])


_TAKE: dict[str, Callable[[State, int, Body], None]] = {
    "commitment": fold_claims.commitment,
    "delivery": fold_claims.claim,
    "partial": fold_claims.claim,
    "confirmation": fold_claims.confirmation,
    "dispute": fold_claims.dispute,
    "breach": fold_claims.breach,
    "waiver": fold_claims.waiver,
    "response": _response,
    "snapback_started": fold_relief.snapback_started,
    "snapback_completed": fold_relief.snapback_completed,
    "relief": fold_relief.relief,
    "renewal": fold_relief.renewal,
    "expiry": fold_relief.expiry,
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
