"""The book: what it takes, what it refuses and why, and how several write at once."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from detente.briefing.ledger.status import status_document
from detente.briefing.refusals import retold
from detente.exchange.errors import DetenteError
from detente.ledger.book import AsOf, Book, open_book, past_day
from detente.ledger.errors import BrokenChain, Moved, UnknownLedgerCase
from detente.ledger.events import (
    Account,
    AudienceAct,
    Breach,
    Commitment,
    Confirmation,
    Correction,
    Delivery,
    Dispute,
    Event,
    Exit,
    Expiry,
    Incident,
    Note,
    Partial,
    Pause,
    Relief,
    Renewal,
    Replan,
    Response,
    Resume,
    SnapbackCompleted,
    SnapbackStarted,
    Stock,
    Waiver,
)
from detente.ledger.fields import Trigger
from detente.ledger.keeping.making import create_store
from detente.ledger.people import NotAllowed
from detente.ledger.present.snapshot import look
from detente.ledger.rules.scene import Refused
from detente.ledger.told import told
from detente.words.language import language
from tests.ledger.deal import NOW, book, case


def record(of: Book, *events: Event, day: str = "") -> str:
    """Record; give the id of the last."""
    now = datetime.fromisoformat(f"{day}T12:00:00+00:00") if day else NOW
    return of.record(*events, now=now)[-1].id


RELEASE = Delivery(party="a", lot="release.1", quantity=30 / 3)
CHECK = Confirmation(lot="release.1", party="b", done="yes")
LICENCE = (Delivery(party="b", lot="licence"), Confirmation(lot="licence", party="a", done="yes"))

REFUSED: list[tuple[str, tuple[Event, ...], Event, str]] = [
    ("an unknown lot", (), Delivery(party="a", lot="relese.1"), "no lot 'relese.1' (did you mean"),
    ("a measure of several lots", (), Delivery(party="a", lot="release"),
     "the measure has the lots release.1, release.2, release.3"),
    ("the same, as a measure", (), Delivery(party="a", measure="release"), "say which lot"),
    ("an unknown measure", (), Breach(party="a", measure="reles", what="x"),
     "no measure 'reles' (did you mean 'release'?)"),
    ("an unknown party", (), Note(what="x", party="z"), "there are a, b, c"),
    ("another giver", (), Delivery(party="b", lot="release.1"), "by 'a', not by 'b'"),
    ("the future", (), Note(what="x", when="2025-09-02"), "still to come (today is 2025-09-01)"),
    ("a part as the whole", (), Delivery(party="a", lot="release.1", quantity=5), "as 'partial'"),
    ("more than the lot", (), Delivery(party="a", lot="release.1", quantity=11), "than the 10"),
    ("more than is left", (Partial(party="a", lot="release.1", quantity=6),),
     Partial(party="a", lot="release.1", quantity=5), "with 6 before it, 5 is more than the 10"),
    ("another unit", (), Delivery(party="a", lot="release.1", quantity=10, unit="buses"),
     "is counted in people, not in buses"),
    ("the whole after a part", (Partial(party="a", lot="release.1", quantity=6),),
     Delivery(party="a", lot="release.1"), "6 of release.1 came or is claimed in parts"),
    ("nothing as a part", (), Partial(party="a", lot="release.1", quantity=0), "is no delivery"),
    ("over before it began", (), Relief(party="b", when="2025-08", expiry="2025-07-30"),
     "run out on 2025-07-30, before it begins (2025-08)"),
    ("claimed twice", (RELEASE,), RELEASE, "claimed to be delivered in deal#1"),
    ("claimed once confirmed", (RELEASE, CHECK), RELEASE, "delivered already (confirmed in deal#2"),
    ("promised twice", (Commitment(lot="visit"),), Commitment(lot="visit"), "promised in deal#1"),
    ("promised once delivered", (RELEASE, CHECK), Commitment(lot="release.1"), "delivered already"),
    ("promised after itself", (), Commitment(lot="visit", trigger=Trigger(days=3, after="visit")),
     "cannot fall due after itself"),
    ("promised after nothing", (), Commitment(lot="visit", trigger=Trigger(days=3, after="vsit")),
     "no lot 'vsit' (did you mean 'visit'?)"),
    ("promised after no event", (),
     Commitment(lot="visit", trigger=Trigger(days=3, after="deal#9")),
     "there is no event deal#9"),
    ("confirmed by the claimant", (RELEASE,), Confirmation(lot="release.1", party="a", done="yes"),
     "'a' claimed the delivery itself (deal#1)"),
    ("confirmed by nobody", (RELEASE,), Confirmation(lot="release.1", done="yes"),
     "say who checked"),
    ("confirmed twice", (RELEASE, CHECK), CHECK, "was checked already (confirmed in deal#2)"),
    ("confirmed unclaimed", (), CHECK, "nobody has claimed that release.1 was delivered"),
    ("confirmed a note", (Note(what="x"),), Confirmation(ref="deal#1", party="b", done="yes"),
     "deal#1 is a note, not a delivery"),
    ("confirmed more", (RELEASE,),
     Confirmation(lot="release.1", party="b", done="yes", quantity=12),
     "12 is more than the 10 claimed in deal#1"),
    ("confirmed another", (RELEASE,),
     Confirmation(lot="visit", ref="deal#1", party="b", done="yes"),
     "deal#1 is about release.1, not visit"),
    ("disputed unclaimed", (), Dispute(lot="visit", party="a", what="x"), "nobody has claimed"),
    ("disputed its own", (RELEASE,), Dispute(lot="release.1", party="a", what="x"), "withdraw"),
    ("disputed twice", (RELEASE, Dispute(lot="release.1", party="b", what="x")),
     Dispute(lot="release.1", party="b", what="x"), "disputed already (deal#2)"),
    ("broken though confirmed", (RELEASE, CHECK), Breach(party="a", lot="release.1", what="x"),
     "counts as delivered"),
    ("broken twice", (Breach(party="a", lot="release.1", what="x"),),
     Breach(party="a", lot="release.1", what="x"), "recorded already (deal#1)"),
    ("waived by its giver", (Commitment(lot="visit"),), Waiver(party="b", lot="visit"),
     "only who was to receive it"),
    ("waived unpromised", (), Waiver(party="a", lot="visit"), "nothing is promised"),
    ("people taken back", (RELEASE, CHECK), SnapbackStarted(party="a", lot="release.1"),
     "frees people; that is not taken back"),
    ("unconditional taken back", (), SnapbackStarted(party="b", lot="food"),
     "given unconditionally: it is never withheld, split or snapped back"),
    ("unconditional suspended", (), Response(party="b", lot="food", level="suspend"),
     "given unconditionally"),
    ("taken back undelivered", (), SnapbackStarted(party="b", lot="licence"),
     "licence is not delivered (open)"),
    ("taken back by another", LICENCE, SnapbackStarted(party="a", lot="licence"), "by 'b', not by"),
    ("taken back twice", (*LICENCE, SnapbackStarted(party="b", lot="licence")),
     SnapbackStarted(party="b", lot="licence"), "being taken back already (deal#3)"),
    ("never begun", LICENCE, SnapbackCompleted(lot="licence"), "no snapback of 'licence'"),
    ("unknown relief renewed", (Relief(party="b", measure="GL 2"),),
     Renewal(party="b", measure="GL 3", expiry="2026"), "no relief 'GL 3' (did you mean 'GL 2'?)"),
    ("an unknown class", (), Incident(incident="clsh"), "no class 'clsh' (did you mean 'clash'?)"),
    ("part of a person", (), Stock(change="released", quantity=2.5), "no number of people"),
    ("paused twice", (Pause(what="x"),), Pause(what="x"), "all waits already"),
    ("resumed unpaused", (), Resume(), "nothing waits"),
    ("left twice", (Exit(party="a", what="x"),), Exit(party="a", what="x"), "a left on 2025-09-01"),
    ("a ladder of unknown lots", (), Replan(steps=(("vist",),)), "no lot 'vist' (did you mean"),
    ("a ladder with a lot twice", (), Replan(steps=(("visit",), ("visit",))), "comes twice"),
    ("a reference ahead", (), Note(what="x", ref="deal#7"), "no event deal#7; the last is deal#0"),
    ("a reference elsewhere", (), Note(what="x", ref="minsk#1"), "of another case"),
    ("a correction of a correction", (Note(what="x"), Correction(ref="deal#1")),
     Correction(ref="deal#2"), "correct deal#1 once more"),
    ("a correction into another kind", (Note(what="x"),),
     Correction(ref="deal#1", event=Pause(what="y")), "is a note, not a pause"),
    ("a correction into a wrong name", (RELEASE,),
     Correction(ref="deal#1", event=Delivery(party="a", lot="x")), "there is no lot 'x'"),
    ("a correction as a back door", (RELEASE, CHECK),
     Correction(ref="deal#2", event=Confirmation(ref="deal#1", party="a", done="yes")),
     "'a' claimed the delivery itself"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "event", "says"), [x[1:] for x in REFUSED],
                         ids=[x[0] for x in REFUSED])  # fmt: skip
def test_what_does_not_fit_is_refused_and_nothing_is_recorded(
    tmp_path: Path, before: tuple[Event, ...], event: Event, says: str
) -> None:
    """Each refusal says why in one sentence; the ledger stays as it was."""
    deal = book(tmp_path)
    for one in before:
        record(deal, one)
    with pytest.raises(DetenteError) as refused:
        record(deal, event)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert deal.state().last == len(before)


def test_what_fits_is_taken(tmp_path: Path) -> None:
    """A course of events in which each is in its place, renewals, acts and answers among them."""
    deal = book(tmp_path)
    course: list[Event] = [
        Commitment(lot="release.1", trigger=Trigger(date="2025-08-20"), grace=5),
        Commitment(lot="visit", trigger=Trigger(days=30, after="deal#1")),
        RELEASE,
        CHECK,
        Dispute(lot="release.1", party="c", what="Two were re-arrested."),
        Confirmation(ref="deal#5", party="c", done="yes"),
        *LICENCE,
        Relief(party="b", measure="GL 2", expiry="2025-12-31"),
        Renewal(measure="GL 2", expiry="2026-06-30"),
        Breach(party="a", what="Arrests."),
        Response(party="b", ref="deal#11", level="note"),
        SnapbackStarted(party="b", measure="GL 2", ref="deal#11", wind_down=45),
        SnapbackCompleted(ref="deal#13"),
        SnapbackStarted(party="b", lot="licence", notice=10),
        SnapbackCompleted(lot="licence"),
        Delivery(party="b", lot="licence"),
        Waiver(party="a", lot="visit"),
        Commitment(lot="visit"),
        AudienceAct(party="c", act="protest", measure="licence"),
        Stock(change="released", quantity=10),
        Incident(incident="clash"),
        Pause(what="Elections."),
        Resume(),
        Replan(steps=(("visit",), ("calm",))),
        Exit(party="a", what="Enough."),
    ]
    for event in course:
        record(deal, event)
    state = deal.state()
    assert state.last == len(course)
    assert state.items["visit"].promise is not None
    assert state.items["licence"].status == "claimed"
    assert Book(deal.store, "deal").state() == state


def test_a_promise_counts_from_an_event_by_its_date(tmp_path: Path) -> None:
    """The date of the event is written out in the promise, as a contract does."""
    deal = book(tmp_path)
    record(deal, Note(what="Signed.", when="2025-08-01"))
    record(deal, Commitment(lot="visit", trigger=Trigger(days=30, after="deal#1")))
    assert deal.find(2)["trigger"] == {"days": 30, "after": "deal#1", "since": "2025-08-01"}


def test_the_account_behind_a_claim_cannot_confirm_it(tmp_path: Path) -> None:
    """Whoever wrote or corrected a claim is refused as its checker, in another party's name too."""
    deal = book(tmp_path, "anna")
    record(deal, RELEASE)
    with pytest.raises(Refused, match="account 'anna' wrote or corrected the claim"):
        record(deal, CHECK)
    other = Book(deal.store, "deal", case(), account="boris")
    record(other, Correction(ref="deal#1", event=RELEASE))
    with pytest.raises(Refused, match="account 'boris'"):
        record(other, CHECK)
    record(Book(deal.store, "deal", case(), account="clara"), CHECK)


def test_once_there_are_accounts_roles_hold(tmp_path: Path) -> None:
    """A reader records nothing, an analyst does not confirm, a confirmer does."""
    deal = book(tmp_path, "anna")
    for name, role in (
        ("anna", "admin"),
        ("rita", "reader"),
        ("al", "analyst"),
        ("co", "confirmer"),
    ):
        record(deal, Account(account=name, role=role))
    books = {n: Book(deal.store, "deal", case(), account=n) for n in ("rita", "al", "co", "", "x")}
    record(books["al"], RELEASE)
    for name, event in (("rita", Note(what="x")), ("al", CHECK), ("", CHECK), ("x", CHECK)):
        with pytest.raises(NotAllowed):
            record(books[name], event)
    record(books["co"], CHECK)
    assert deal.state().items["release.1"].whole


def test_many_are_recorded_or_none(tmp_path: Path) -> None:
    """Of a batch whose last event does not fit nothing is recorded; refusals leave no trace."""
    deal = book(tmp_path)
    with pytest.raises(Refused):
        record(deal, RELEASE, CHECK, CHECK)
    assert deal.store.head("deal") is None
    assert record(deal, RELEASE, CHECK) == "deal#2"
    assert deal.state().items["release.1"].whole


def test_a_second_writer_is_taken_into_account(tmp_path: Path) -> None:
    """An event that others recorded meanwhile is seen before the next is judged."""
    deal = book(tmp_path)
    deal.state()
    other = Book(deal.store, "deal", case())
    record(other, RELEASE)
    with pytest.raises(Refused, match="claimed to be delivered"):
        record(deal, RELEASE)


def test_writers_that_never_pause_are_given_up_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When others record between every look and every write, it is said, and nothing recorded."""
    deal = book(tmp_path)

    def moved(*_: object, **__: object) -> None:
        raise Moved("somebody recorded meanwhile")

    monkeypatch.setattr(deal.store, "append_many", moved)
    with pytest.raises(Moved):
        record(deal, RELEASE)


def test_a_past_day_has_two_senses(tmp_path: Path) -> None:
    """What had happened by then, as known now; and what had been recorded by then."""
    deal = book(tmp_path)
    record(deal, Delivery(party="a", lot="release.1", when="2025-02-10"), day="2025-03-01")
    record(deal, Confirmation(lot="release.1", party="b", done="yes", when="2025-03-05"),
           day="2025-03-05")  # fmt: skip
    better = Delivery(party="a", lot="release.1", when="2025-02-12")
    record(deal, Correction(ref="deal#1", event=better), day="2025-04-01")
    day = date(2025, 2, 20)
    assert deal.state_on(AsOf(day)).items["release.1"].status == "claimed"
    assert deal.state_on(AsOf(day, "recorded")).last == 0
    march = deal.state_on(AsOf(date(2025, 3, 10), "recorded")).items["release.1"]
    assert march.settled is not None
    assert march.settled.when == "2025-02-10"  # the correction was not known yet


def test_a_past_day_is_read_from_what_a_user_writes() -> None:
    """A month means its last day; what is to come is refused."""
    assert past_day(None) is None
    assert past_day("2015-08") == AsOf(date(2015, 8, 31))
    assert past_day("2015-08-03", known=True) == AsOf(date(2015, 8, 3), "recorded")
    for wrong in ("2999", "soon"):
        with pytest.raises(ValueError, match=r"to come|date"):
            past_day(wrong)


def test_a_book_is_opened_by_name_path_or_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The only case is found, a bundled one by its name, a file by its path or its case's name."""
    from tests.ledger.deal import DEAL

    monkeypatch.chdir(tmp_path)
    (tmp_path / "deal.yaml").write_text(DEAL, encoding="utf-8")
    with create_store(tmp_path / "x.ledger") as store:
        with pytest.raises(UnknownLedgerCase, match="say which case"):
            open_book(store)
        assert open_book(store, "minsk").case is not None
        assert open_book(store, "deal.yaml").name == "deal"
        record(open_book(store, "deal.yaml"), Note(what="x"))
        found = open_book(store)
        assert (found.name, found.case is not None) == ("deal", True)
        (tmp_path / "deal.yaml").unlink()
        assert open_book(store).case is None  # its events can still be read
        with pytest.raises(UnknownLedgerCase, match="did you mean 'deal'"):
            open_book(store, "dael")


def test_a_case_is_found_whatever_its_file_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the name in it, in this folder or the store's; of two the user has to say which."""
    from tests.ledger.deal import DEAL

    beside, here = tmp_path / "beside", tmp_path / "here"
    beside.mkdir()
    here.mkdir()
    monkeypatch.chdir(here)
    (here / "other.yaml").write_text(DEAL.replace("name: deal", "name: dealing"), encoding="utf-8")
    (here / "notes.yml").write_bytes(b"name: deal\xff")
    with create_store(beside / "x.ledger") as store:
        record(Book(store, "deal", case()), Note(what="x"))
        assert open_book(store).case is None
        (beside / "first.yaml").write_text(DEAL, encoding="utf-8")
        assert open_book(store).case is not None
        (here / "second.yml").write_text(DEAL, encoding="utf-8")
        with pytest.raises(UnknownLedgerCase, match="say which by --case"):
            open_book(store)
        assert open_book(store, "second.yml").case is not None
        (here / "deal.yaml").write_text(DEAL, encoding="utf-8")
        assert open_book(store).case is not None


def test_history_may_name_what_the_case_does_not(tmp_path: Path) -> None:
    """Events of a chronicle stand in free words; relief without a name can still be ended."""
    deal = book(tmp_path)
    record(deal, Relief(party="c", what="Suspension", when="2010", origin="steps.csv:2"))
    record(deal, Expiry(ref="deal#1", when="2011-05", origin="steps.csv:3"))
    record(deal, Delivery(party="c", measure="border", origin="steps.csv:4"))
    assert deal.state().grants[1].ended == "2011-05"


@pytest.mark.parametrize(("before", "event", "says"), [x[1:] for x in REFUSED],
                         ids=[x[0] for x in REFUSED])  # fmt: skip
def test_refusals_are_told_in_russian(
    tmp_path: Path, before: tuple[Event, ...], event: Event, says: str
) -> None:
    """Nothing of a refusal is left in English but the names in it."""
    deal = book(tmp_path)
    for one in before:
        record(deal, one)
    with pytest.raises(DetenteError) as refused:
        record(deal, event)
    assert says in str(refused.value)
    told = retold(str(refused.value), language("ru"))
    bare = re.sub(r"'[^']*'", "", told)
    assert re.search("[а-яё]{3}", bare)
    assert not re.search(r"\b(the|is|was|that|not|and|what|there)\b", bare), told


def test_a_correction_is_recorded_alone(tmp_path: Path) -> None:
    """What it changes may change what could follow, so nothing may come in one go with it."""
    deal = book(tmp_path)
    record(deal, RELEASE)
    with pytest.raises(Refused, match="recorded alone"):
        record(deal, Correction(ref="deal#1"), Note(what="x"))
    assert record(deal, Correction(ref="deal#1")) == "deal#2"


def test_a_check_without_result_can_be_corrected_to_one(tmp_path: Path) -> None:
    """Who could not tell and then can: the corrected check settles the claim."""
    deal = book(tmp_path)
    unsure = Confirmation(lot="release.1", party="b", done="unknown")
    record(deal, RELEASE, unsure)
    record(deal, Correction(ref="deal#2", event=CHECK))
    assert deal.state().items["release.1"].whole


def test_a_case_of_another_name_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file called as the case is but holding another does not stand in for it."""
    from tests.ledger.deal import DEAL

    monkeypatch.chdir(tmp_path)
    (tmp_path / "deal.yaml").write_text(DEAL.replace("name: deal", "name: dealing"), "utf-8")
    with create_store(tmp_path / "x.ledger") as store:
        record(Book(store, "deal", case()), Note(what="x"))
        assert open_book(store).case is None
        (tmp_path / "deal.yml").write_text(DEAL, "utf-8")
        assert open_book(store).case is not None


@pytest.mark.parametrize(
    "body",
    [
        {"foo": 1},
        {"kind": ["note"]},
        {"kind": "exit", "what": "x"},
        {"kind": "delivery", "party": "a", "lot": "release.1", "when": "soon"},
        {"kind": "exit", "party": 1, "what": "x"},
    ],
)
def test_what_was_sealed_by_hand_and_is_no_event_is_named(
    tmp_path: Path, body: dict[str, object]
) -> None:
    """The chain is whole, having been sealed anew; the reader is told which event it is."""
    deal = book(tmp_path)
    record(deal, Note(what="x"))
    deal.store.append("deal", body)
    with pytest.raises(BrokenChain, match="deal: event 2 is no event"), deal.readable():
        status_document(look(deal), language("en"))
    with pytest.raises(BrokenChain, match="deal: event 2 is no event"):
        told("deal", deal.bodies())


def test_what_fails_over_sound_events_is_not_put_down_to_them(tmp_path: Path) -> None:
    """A fault of ours stays one."""
    deal = book(tmp_path)
    record(deal, Note(what="x"))
    with pytest.raises(KeyError, match="ours"), deal.readable():
        raise KeyError("ours")
