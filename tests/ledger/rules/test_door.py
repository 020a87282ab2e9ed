"""The door and the fold agree: what the one lets in, the other takes for what it says."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, strategies as st

from detente.ledger.events import (
    Breach,
    Commitment,
    Confirmation,
    Delivery,
    Dispute,
    Event,
    Partial,
    SnapbackCompleted,
    SnapbackStarted,
    Waiver,
)
from detente.ledger.present.standing import standing
from detente.ledger.rules.door import check
from detente.ledger.rules.fold import advance
from detente.ledger.rules.scene import Refused, Scene, never_taken_back
from detente.ledger.rules.state import State
from tests.ledger.deal import case

CASE = case()
TODAY = date(2025, 9, 1)
LOTS = ("release.1", "licence", "calm", "food")

_LOT = st.sampled_from(LOTS)
_PARTY = st.sampled_from(("a", "b"))
_BY = st.sampled_from(("", "anna", "boris"))
_PART = st.sampled_from((2.0, 4.0, 6.0))
_YES = st.sampled_from(("yes", "yes", "no", "unknown"))

EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Commitment, lot=_LOT, by=_BY),
    st.builds(Delivery, lot=_LOT, party=_PARTY, by=_BY),
    st.builds(Delivery, lot=_LOT, party=_PARTY, by=_BY, quantity=st.sampled_from((6.0, 10.0))),
    st.builds(Partial, lot=_LOT, party=_PARTY, by=_BY, quantity=_PART),
    st.builds(Confirmation, lot=_LOT, party=_PARTY, by=_BY, done=_YES, observable=_YES),
    st.builds(Confirmation, lot=_LOT, party=_PARTY, by=_BY, done=_YES, observable=_YES),
    st.builds(Dispute, lot=_LOT, party=_PARTY, by=_BY, what=st.just("No.")),
    st.builds(Breach, lot=_LOT, party=_PARTY, what=st.just("Broken.")),
    st.builds(Waiver, lot=_LOT, party=_PARTY),
    st.builds(SnapbackStarted, lot=_LOT, party=_PARTY),
    st.builds(SnapbackCompleted, lot=_LOT, party=_PARTY),
)  # fmt: skip


def kept(events: list[Event]) -> tuple[State, list[Event]]:
    """Let events through the door one after the other; give the state and those let in."""
    state, bodies, let_in = State(), dict[int, Any](), list[Event]()
    for event in events:
        scene = Scene("deal", CASE, state, TODAY, bodies.get)
        try:
            check(event, scene)
        except Refused:
            continue
        let_in.append(event)
        bodies[len(let_in)] = {**event.body(), "recorded": "2025-09-01T12:00:00Z"}
        advance(state, len(let_in), bodies[len(let_in)])
    return state, let_in


@given(st.lists(EVENTS, max_size=40))
def test_nothing_that_is_let_in_is_ignored(events: list[Event]) -> None:
    """Every check that the door takes counts; none is dropped in silence afterwards."""
    state, _ = kept(events)
    assert state.ignored == 0


@given(st.lists(EVENTS, max_size=40))
def test_no_lot_is_delivered_more_than_once(events: list[Event]) -> None:
    """What checks found of a lot, and what is claimed beside it, is never more than the lot."""
    state, _ = kept(events)
    for name in state.items:
        found = standing(state, CASE, name, TODAY)
        if found.quantity is not None:
            assert found.record.delivered + found.record.claimed <= found.quantity


@given(st.lists(EVENTS, max_size=40))
def test_nothing_is_taken_back_that_frees_people_or_is_unconditional(events: list[Event]) -> None:
    """Whatever is tried, no release and no food is ever under snapback."""
    state, let_in = kept(events)
    for event in let_in:
        if isinstance(event, SnapbackStarted | SnapbackCompleted):
            assert not never_taken_back(CASE.lots[event.lot])
    taken = {s.item for s in state.snapbacks.values()}
    assert taken <= {"licence", "calm"}


@given(st.lists(EVENTS, max_size=40))
def test_confirmed_is_what_another_confirmed(events: list[Event]) -> None:
    """A lot that counts as delivered was given by its giver and checked by another."""
    state, _ = kept(events)
    for name, item in state.items.items():
        if item.whole:
            assert item.settled is not None
            assert item.check is not None
            assert item.settled.party == CASE.lots[name].measure.giver
            assert item.check.party != item.settled.party
