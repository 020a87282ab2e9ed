"""Who is ahead, the next step, graded answers, and what if they stop now."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.case import Case
from detente.exchange import exposure, gain, keeps, temptation
from detente.ledger.book import Book
from detente.ledger.events import (
    Breach,
    Commitment,
    Confirmation,
    Delivery,
    Dispute,
    Replan,
    Response,
    SnapbackStarted,
    Waiver,
)
from detente.ledger.fields import Trigger
from detente.ledger.keeping.making import create_store
from detente.ledger.present.next_step import Move
from detente.ledger.present.observations import observations
from detente.ledger.present.snapshot import observed_in
from tests.ledger.deal import DEAL, book, case, seen
from tests.ledger.present.test_due import recorded

LICENSED = (
    Delivery(party="b", lot="licence", when="2025-08-01", expiry="2026-06-30"),
    Confirmation(lot="licence", party="a", done="yes", observable="yes", when="2025-08-03"),
)
RELEASED = (
    Delivery(party="a", lot="release.1", when="2025-08-10"),
    Confirmation(lot="release.1", party="b", done="yes", observable="yes", when="2025-08-12"),
)


def test_positions_are_the_kernels_own(tmp_path: Path) -> None:
    """Keeps, temptation and exposure of the delivered lots, as the definition has them."""
    snap = seen(recorded(book(tmp_path), *LICENSED, *RELEASED))
    deal, done = case().exchange(), ("licence", "release.1")
    assert snap.delivered == done
    for who, one in snap.positions.items():
        assert one.keeps == keeps(deal, who, done)
        assert one.gain == gain(deal, who)
        assert one.temptation == temptation(deal, who, done)
        assert one.exposure == exposure(deal, who, done)
        assert one.margin == pytest.approx(2 - one.temptation)
    # By hand: a keeps a fifth of 5 and has spent 1; b has half of 2 spent, and 3.
    assert snap.positions["a"].keeps == pytest.approx(0.0)
    assert snap.positions["b"].keeps == pytest.approx(2.0)


def test_only_what_was_confirmed_counts_and_claims_are_told_apart(tmp_path: Path) -> None:
    """A claim, and what no check could have seen, move the second reading only."""
    deal = recorded(book(tmp_path), *LICENSED, RELEASED[0], Delivery(party="a", lot="calm"))
    recorded(deal, Confirmation(lot="calm", party="b", done="yes", observable="no"))
    snap = seen(deal)
    assert snap.delivered == ("licence",)
    assert snap.positions["b"].keeps == pytest.approx(-1.0)
    assert snap.claimed_positions["b"].keeps == pytest.approx(-1.0 + 3 + 2)


def test_the_next_step_is_the_first_that_is_not_done(tmp_path: Path) -> None:
    """Its giver delivers, its receiver checks, both settle; what was waived is passed over."""
    steps = (("visit",), ("licence", "release.1"), ("calm",))
    deal = recorded(book(tmp_path), Replan(steps=steps), Commitment(lot="visit"))
    step = seen(deal).next
    assert step is not None
    assert (step.step, step.of, step.moves) == (1, 3, (Move("deliver", ("b",), "visit"),))
    recorded(deal, Waiver(party="a", lot="visit"), *LICENSED, RELEASED[0])
    step = seen(deal).next
    assert step is not None
    assert (step.step, step.moves) == (2, (Move("check", ("b",), "release.1"),))
    recorded(deal, Dispute(lot="release.1", party="b", what="Nine, not ten."))
    step = seen(deal).next
    assert step is not None
    assert step.moves == (Move("settle", ("a", "b"), "release.1"),)
    recorded(deal, Confirmation(lot="release.1", party="b", done="yes"))
    recorded(deal, Delivery(party="a", lot="calm"), Confirmation(lot="calm", party="b", done="yes"))
    assert seen(deal).next is None


def overdue(tmp_path: Path):
    """A book in which a release was promised by 20 August, and b has given the licence."""
    promise = Commitment(lot="release.1", trigger=Trigger(date="2025-08-20"))
    return recorded(book(tmp_path), Replan(steps=(("licence",), ("release.1",), ("visit",))),
                    promise, *LICENSED)  # fmt: skip


def test_answers_begin_mildly_and_weigh_what_was_saved(tmp_path: Path) -> None:
    """A note; the next own lot delayed; then the licence, whose loss of 4 covers the 1 saved."""
    (advice,) = seen(overdue(tmp_path)).advice
    assert (advice.by, advice.against, advice.saved, advice.first) == ("b", "a", 1.0, "note")
    told = [(x.level, x.lots, x.weighs, x.enough) for x in advice.answers]
    assert told == [
        ("note", (), 0.0, False),
        ("delay", ("visit",), 2.0, True),
        ("suspend", ("licence",), pytest.approx(4.0), True),
        ("snapback", ("licence",), pytest.approx(4.0), True),
    ]
    assert advice.answers[2].effect.last == date(2025, 10, 16)  # 45 days


def test_the_next_answer_is_the_mildest_that_was_not_tried(tmp_path: Path) -> None:
    """After a note a delay, after the delay a suspension, then the snapback."""
    deal = overdue(tmp_path)
    for level, then in (("note", "delay"), ("delay", "suspend"), ("suspend", "snapback")):
        recorded(deal, Response(party="b", level=level, ref="deal#2"))
        assert seen(deal).advice[0].first == then


def test_nobody_is_sent_back_to_a_milder_answer(tmp_path: Path) -> None:
    """Who delayed at once is told the suspension next; after the hardest there is no other."""
    deal = recorded(overdue(tmp_path), Response(party="b", level="delay", ref="deal#2"))
    assert seen(deal).advice[0].first == "suspend"
    recorded(deal, SnapbackStarted(party="b", lot="licence", ref="deal#2"))
    assert seen(deal).advice[0].first == "delay"  # the licence is gone: nothing harder is left


def test_a_breach_without_a_lot_is_answered_too(tmp_path: Path) -> None:
    """It names no lot, so nothing was saved by it in points: a note comes first."""
    deal = recorded(book(tmp_path), *LICENSED, Breach(party="a", what="Arrests."))
    (advice,) = seen(deal).advice
    assert (advice.by, advice.against, advice.saved, advice.first) == ("b", "a", 0.0, "note")
    recorded(deal, SnapbackStarted(party="b", lot="licence", ref="deal#3"))
    assert seen(deal).advice == ()  # it is answered


def test_no_answer_touches_people_or_what_is_unconditional(tmp_path: Path) -> None:
    """What a can delay is calm on the border, never a release."""
    deal = recorded(book(tmp_path), Commitment(lot="visit", trigger=Trigger(date="2025-08-20")),
                    *RELEASED)  # fmt: skip
    (advice,) = seen(deal).advice
    assert [(x.level, x.lots) for x in advice.answers] == [("note", ()), ("delay", ("calm",))]


def test_if_they_stop_now_each_sees_what_it_keeps_and_loses(tmp_path: Path) -> None:
    """The licence can go within 45 days, the release stays, food goes on, claims are settled."""
    deal = recorded(book(tmp_path), *LICENSED, *RELEASED, Delivery(party="a", lot="calm"))
    found = seen(deal).stopped
    assert found is not None
    a, b = found.parties
    assert (a.takes_back, [w.name for w in a.loses], a.stays) == ((), ["licence"], ("release.1",))
    assert ([w.name for w in b.takes_back], b.loses, b.stays) == (["licence"], (), ())
    assert a.by == b.by == date(2025, 10, 16)
    assert (found.open_claims, found.goes_on) == (("calm",), ("food",))
    assert found.claimed is not None
    recorded(deal, SnapbackStarted(party="b", lot="licence", when="2025-09-01", notice=7))
    found = seen(deal).stopped
    assert found is not None
    assert (found.parties[1].going, found.parties[1].by) == (("licence",), date(2025, 9, 8))


def test_what_was_seen_becomes_observations(tmp_path: Path) -> None:
    """Confirmed, late, refuted, disputed; a mere claim and an unseeable one are unobserved."""
    deal = recorded(
        book(tmp_path),
        *LICENSED,
        Commitment(lot="release.1", trigger=Trigger(date="2025-08-01")),
        *RELEASED,
        Delivery(party="a", lot="release.2"),
        Confirmation(lot="release.2", party="b", done="no", when="2025-08-30"),
        Delivery(party="a", lot="release.3", when="2025-08-20"),
        Dispute(lot="release.3", party="b", what="x", when="2025-08-25"),
        Delivery(party="a", lot="calm", when="2025-08-29"),
        Confirmation(lot="calm", party="b", done="yes", observable="no", when="2025-08-31"),
        Delivery(party="b", lot="visit", when="2025-09-01"),
    )
    snap = seen(deal)
    told = observations(snap.lots, case(), snap.today)
    assert [(x.lot, x.party, x.outcome, x.when.isoformat(), x.telling) for x in told] == [
        ("licence", "b", "confirmed", "2025-08-03", True),
        ("release.1", "a", "late", "2025-08-12", True),
        ("release.3", "a", "disputed", "2025-08-25", True),
        ("release.2", "a", "breached", "2025-08-30", True),
        ("calm", "a", "unobserved", "2025-08-31", False),
        ("visit", "b", "unobserved", "2025-09-01", False),
    ]


def test_beliefs_take_what_a_ledger_has_seen(tmp_path: Path) -> None:
    """From a store at a path, for a case: the same observations as the book's own."""
    deal = recorded(book(tmp_path), *LICENSED)
    snap = seen(deal)
    found = observed_in(str(tmp_path / "deal.ledger"), case())
    assert found == observations(snap.lots, case(), snap.today)
    assert [one.lot for one in found] == ["licence"]


def test_an_option_in_the_ladder_that_is_on_is_part_of_the_deal(tmp_path: Path) -> None:
    """Touched or not: whoever recorded a ladder with an option took it in."""
    text = DEAL.replace("    value: {a: 2}\n", "    value: {a: 2}\n    option: true\n")
    optional = Case.parse(text)
    deal = Book(create_store(tmp_path / "x.ledger"), "deal", optional)
    assert seen(deal).options == ()
    recorded(deal, Replan(steps=(("visit",),)))
    assert seen(deal).options == ("visit",)
    step = seen(deal).next
    assert step is not None
    assert step.moves == (Move("deliver", ("b",), "visit"),)


def test_what_is_owed_a_check_is_answered_by_nobody(tmp_path: Path) -> None:
    """An overdue check presses, but it is the receiver's own: there is nobody to answer."""
    snap = seen(recorded(book(tmp_path), RELEASED[0]), "2025-09-20")
    assert [one.kind for one in snap.pressing] == ["check"]
    assert snap.advice == ()


def test_who_has_given_all_has_nothing_to_delay(tmp_path: Path) -> None:
    """With the visit made too, b's answers go from a note to what it can take back."""
    deal = recorded(overdue(tmp_path), Delivery(party="b", lot="visit"),
                    Confirmation(lot="visit", party="a", done="yes"))  # fmt: skip
    (advice,) = seen(deal).advice
    assert [one.level for one in advice.answers] == ["note", "suspend", "snapback"]


@pytest.mark.parametrize(
    ("cost", "enough"),
    [
        (4.0, ("licence",)),  # its loss, a fifth left, is 4: one will do
        (5.0, ("licence", "visit")),  # and the visit's 1.6: the heaviest first
        (6.0, ("licence", "visit")),  # all there is, and not enough
    ],
)
def test_a_suspension_takes_no_more_than_weighs_what_was_saved(
    tmp_path: Path, cost: float, enough: tuple[str, ...]
) -> None:
    """One lot where one outweighs what was saved, else the heaviest until they do together."""
    text = DEAL.replace("lots: 3\n    cost: 1\n", f"lots: 3\n    cost: {cost}\n")
    text = text.replace("value: {a: 2}\n", "value: {a: 2}\n    revocability: licence\n")
    deal = Book(create_store(tmp_path / "x.ledger"), "deal", Case.parse(text))
    promise = Commitment(lot="release.1", trigger=Trigger(date="2025-08-20"))
    visit = (
        Delivery(party="b", lot="visit"),
        Confirmation(lot="visit", party="a", done="yes", observable="yes"),
    )
    (advice,) = seen(recorded(deal, promise, *LICENSED, *visit)).advice
    (suspend,) = (one for one in advice.answers if one.level == "suspend")
    assert advice.saved == cost
    assert suspend.lots == enough
    assert suspend.enough == (cost < 6)


def test_what_no_check_could_see_was_not_found(tmp_path: Path) -> None:
    """Days of calm that nobody could watch are claimed, not delivered: the gap stays."""
    deal = recorded(
        book(tmp_path),
        Commitment(lot="calm"),
        Delivery(party="a", lot="calm"),
        Confirmation(lot="calm", party="b", done="yes", observable="no"),
    )
    (gap,) = seen(deal).gaps
    assert (gap.promised, gap.claimed, gap.delivered, gap.missing) == (1, 1, 0, 1)


def test_a_breach_without_a_lot_is_waived_by_its_number(tmp_path: Path) -> None:
    """A waiver that refers to it closes it, and touches no lot."""
    deal = recorded(book(tmp_path), *LICENSED, Breach(party="a", what="Arrests."))
    recorded(deal, Waiver(party="b", ref="deal#3"))
    assert seen(deal).advice == ()
    assert list(deal.state().items) == ["licence"]
