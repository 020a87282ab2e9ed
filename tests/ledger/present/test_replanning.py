"""Planning from where we are: the past is fixed, the rest is the best order there is."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from detente.case import Case
from detente.exchange import certify
from detente.ledger.book import Book
from detente.ledger.events import (
    Commitment,
    Confirmation,
    Delivery,
    Replan,
    SnapbackCompleted,
    SnapbackStarted,
    Waiver,
)
from detente.ledger.keeping.making import create_store
from detente.ledger.present.replanning import Replanned, changes, from_here, record_ladder, replan
from detente.ledger.rules.scene import Refused
from detente.planning import plan
from tests.ledger.deal import DEAL, NOW, book, case, seen
from tests.ledger.present.test_due import recorded


def given(lot: str, giver: str, when: str = "2025-08-01", **check: str) -> tuple:
    """A lot delivered on a day, and confirmed by the other party."""
    other = "b" if giver == "a" else "a"
    answers = {"done": "yes", "observable": "yes", **check}
    return (
        Delivery(party=giver, lot=lot, when=when),
        Confirmation(lot=lot, party=other, when=when, **answers),
    )


def planned(of: Book, **how: object) -> Replanned:
    """What is left of it, planned."""
    snap = seen(of)
    return replan(snap.name, snap.case, snap.state, snap.today, **how)  # type: ignore[arg-type]


def test_before_anything_happened_it_is_the_plan(tmp_path: Path) -> None:
    """With an empty ledger the new ladder is the case's own, and nothing has moved."""
    found = planned(book(tmp_path))
    ladder = plan(case().exchange())
    assert (found.steps, found.old) == (ladder.steps, ladder.steps)
    assert found.certificate == ladder.certificate
    assert {one.change for one in found.changes} == {"kept"}


DONE = (*given("visit", "b", "2025-08-01"), *given("release.2", "a", "2025-08-09"))


def test_the_past_is_fixed_and_the_rest_is_the_best_there_is(tmp_path: Path) -> None:
    """No order of what is left needs less at stake from here on: all 24 were tried."""
    found = planned(recorded(book(tmp_path), *DONE))
    assert found.done == ("visit", "release.2")
    assert found.steps[:2] == (("visit",), ("release.2",))
    assert found.certificate == certify(found.deal, found.steps)
    rest = [lot.name for lot in found.deal.lots if lot.name not in found.done]

    def missing(order: tuple[str, ...]) -> float:
        guarantee, _ = from_here(found.deal, certify(found.deal, (*found.done, *order)), 2)
        return max(guarantee[who] - found.deal.stake(who) for who in found.deal.parties)

    best = min(missing(order) for order in permutations(rest))
    mine = max(found.guarantee[who] - found.deal.stake(who) for who in found.deal.parties)
    assert mine == pytest.approx(best, abs=1e-9)


def test_what_the_past_settled_is_no_longer_asked_for(tmp_path: Path) -> None:
    """A lot that came before what it had to follow breaks no precedence any more."""
    text = DEAL.replace("    cost: 1\n    value: {a: 2}\n", "    cost: 1\n    value: {a: 2}\n"
                        "    after: [calm]\n")  # fmt: skip
    deal = recorded(Book(create_store(tmp_path / "x.ledger"), "deal", Case.parse(text)), *DONE)
    found = planned(deal)
    assert found.deal.after == ()
    assert found.done == ("visit", "release.2")


def test_a_step_of_two_of_which_one_was_given_is_no_step(tmp_path: Path) -> None:
    """A group loses the lots that were delivered; what is left of it stands alone."""
    text = DEAL.replace("    kind: restraint\n", "    kind: restraint\n    together: [visit]\n")
    deal = recorded(Book(create_store(tmp_path / "x.ledger"), "deal", Case.parse(text)), *DONE)
    found = planned(deal)
    assert found.deal.together == ()
    assert ("calm",) in found.ahead


def test_waived_lots_leave_and_what_was_taken_back_is_to_be_given_anew(tmp_path: Path) -> None:
    """The waived visit is out of the deal; the licence that was taken back is ahead again."""
    deal = recorded(
        book(tmp_path),
        Commitment(lot="visit"),
        Waiver(party="a", lot="visit"),
        *given("licence", "b"),
        SnapbackStarted(party="b", lot="licence"),
        SnapbackCompleted(lot="licence"),
    )
    found = planned(deal)
    assert "visit" not in found.certificate.order
    assert found.done == ()
    assert ("licence",) in found.ahead
    assert {x.name: x.change for x in found.changes}["visit"] == "dropped"


def test_claims_and_what_nobody_could_have_seen_are_not_the_past(tmp_path: Path) -> None:
    """Only what a check confirmed is fixed."""
    deal = recorded(book(tmp_path), Delivery(party="b", lot="visit"),
                    *given("calm", "a", observable="no"))  # fmt: skip
    assert planned(deal).done == ()


def test_a_recorded_ladder_is_the_one_that_is_on(tmp_path: Path) -> None:
    """The next plan is compared with it, and the next step is taken from it."""
    deal = recorded(book(tmp_path), *DONE)
    found = planned(deal)
    assert record_ladder(deal, found) == "deal#5"
    snap = seen(deal)
    assert snap.steps == found.steps
    assert snap.next is not None
    assert snap.next.step == 3
    assert {x.change for x in planned(deal).changes} == {"delivered", "kept"}


def test_when_all_is_delivered_nothing_is_left(tmp_path: Path) -> None:
    """The whole ladder is the past, and its certificate still says what completion asks."""
    every = [(lot.name, lot.giver) for lot in case().exchange().lots]
    deal = recorded(book(tmp_path), *(x for lot, who in every for x in given(lot, who)))
    found = planned(deal)
    assert found.ahead == ()
    assert len(found.certificate.steps) == 6


def test_a_cap_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    """Two lots given for nothing exceed the cap: said in a sentence, with a ladder all the same."""
    text = DEAL.replace("name: {en: Avia, ru: Авия}", "cap: 1.5, name: {en: Avia, ru: Авия}")
    deal = Book(create_store(tmp_path / "x.ledger"), "deal", Case.parse(text))
    recorded(deal, *given("release.1", "a"), *given("release.2", "a"))
    found = planned(deal)
    assert found.refusal is not None
    assert not found.self_enforcing
    assert len(found.ahead) == 4


def test_only_events_are_no_case_to_plan(tmp_path: Path) -> None:
    """Without the case, or with every lot waived, it is said that there is nothing to plan."""
    deal = book(tmp_path)
    snap = seen(deal)
    with pytest.raises(Refused, match="itself is not known"):
        replan("deal", None, snap.state, snap.today)
    for lot in case().planned():
        other = "b" if case().lots[lot].measure.giver == "a" else "a"
        recorded(deal, Commitment(lot=lot), Waiver(party=other, lot=lot))
    with pytest.raises(Refused, match="nothing is left to plan"):
        planned(deal)


BELIEVING = DEAL + "beliefs: {a: {serious: .5}, b: {serious: .5}}\n"


def test_stakes_follow_what_was_seen(tmp_path: Path) -> None:
    """Even odds of a stake of 2 or none are 1; a missing release lowers it.

    One that comes raises nothing: even without a stake it pays Avia here to go on.
    """
    told = {}
    for done in ("", "yes", "no"):
        store = create_store(tmp_path / f"{done or 'none'}.ledger")
        deal = Book(store, "deal", Case.parse(BELIEVING))
        if done:
            recorded(deal, *given("release.1", "a", done=done))
        found = planned(deal, beliefs=True)
        assert found.believed
        told[done] = found.stakes
        assert found.deal.stakes == found.stakes
    assert told[""] == {"a": pytest.approx(1.0), "b": pytest.approx(1.0)}
    assert told["no"]["a"] < 0.5
    assert told["yes"]["a"] == pytest.approx(1.0)
    assert told["yes"]["b"] == pytest.approx(1.0)  # of b nothing was seen


def test_a_delivery_that_was_tempting_to_withhold_earns_trust(tmp_path: Path) -> None:
    """With too little to come for it, a release that comes all the same speaks for a stake."""
    text = BELIEVING.replace("value: {a: 5}", "value: {a: 2.2}").replace(
        "value: {a: 2}", "value: {a: 1}"
    )
    deal = Book(create_store(tmp_path / "x.ledger"), "deal", Case.parse(text))
    recorded(deal, *given("release.1", "a"))
    assert 1.1 < planned(deal, beliefs=True).stakes["a"] <= 2


def test_beliefs_move_with_the_ledger(tmp_path: Path) -> None:
    """The trajectory has a moment for each observation, and none where nothing tells."""
    deal = Book(create_store(tmp_path / "x.ledger"), "deal", Case.parse(BELIEVING))
    recorded(deal, *given("calm", "a", observable="no"))
    assert seen(deal).beliefs is None
    recorded(deal, *given("release.1", "a"), *given("release.2", "a", "2025-08-05", done="no"))
    path = seen(deal).beliefs
    assert path is not None
    seen_of = [m.observation.outcome for m in path.moments if m.observation]
    assert seen_of == ["unobserved", "confirmed", "breached"]
    after_good, after_bad = (path.moments[k].standings["a"].types["habitual"] for k in (2, 3))
    assert after_bad["serious"].mode < after_good["serious"].mode


def test_a_ladder_that_leaves_lots_out_stops_no_view(tmp_path: Path) -> None:
    """Somebody may record a ladder that is no ladder of the deal: beliefs then say nothing."""
    deal = Book(create_store(tmp_path / "x.ledger"), "deal", Case.parse(BELIEVING))
    recorded(deal, Replan(steps=(("visit",),)), *given("release.1", "a"))
    assert seen(deal).beliefs is None


def test_changes_are_told_by_place_among_what_both_order() -> None:
    """Numbers of steps shift with the past; a lot has moved when it passed another."""
    deal = case().exchange()
    old = (("release.1",), ("visit",), ("licence",), ("calm",))
    new = (("release.2",), ("licence",), ("visit",), ("release.1",))
    told = {
        one.name: (one.old, one.new, one.change) for one in changes(deal, old, new, ["release.2"])
    }
    assert told == {
        "release.2": (0, 1, "delivered"),
        "licence": (3, 2, "earlier"),
        "visit": (2, 3, "kept"),
        "release.1": (1, 4, "later"),
        "calm": (4, 0, "dropped"),
    }
    assert changes(deal, old[:1], (*old[:1], ("visit",)), [])[1].change == "new"


def test_the_clock_of_a_record_is_not_todays(tmp_path: Path) -> None:
    """A ladder can be planned for a past day as things then stood."""
    deal = recorded(book(tmp_path), *DONE)
    snap = seen(deal, "2025-08-05")
    assert snap.today.isoformat() == "2025-08-05"
    assert deal.record(Replan(steps=(("visit",),)), now=NOW)[0].number == 5


def test_the_order_of_before_is_kept_when_asked(tmp_path: Path) -> None:
    """A recorded ladder goes on as it was, where a better one exists; the past stays in front."""
    rest = ("release.1", "release.3", "calm", "licence")
    old = (("visit",), ("release.2",), *((name,) for name in rest))
    deal = recorded(book(tmp_path), Replan(steps=old), *DONE)
    assert planned(deal).ahead != old[2:]
    kept = planned(deal, keep_order=True)
    assert (kept.ahead, kept.refusal) == (old[2:], None)
    assert {one.change for one in kept.changes} == {"delivered", "kept"}
