"""Repairs told in the case's own words, with what they mean for people."""

import pytest

from detente.briefing.naming import Names
from detente.briefing.safer import suggestions, weak_points
from detente.planning import Repair
from detente.planning.edits import Cut, Drop, Escrow, Joint, RaiseCap, Revoke, Stake, Swap
from detente.words.language import language

EN, RU = language("en"), language("ru")
FREED = ("freed.1", "freed.2")


def tell(planned, edit, case: str = "two", proven: bool = True) -> str:
    """Tell one edit as if it had been found, with the ladder of the case as it is."""
    found = planned(case)
    repair = Repair(edit, found.ladder, 0.1, proven)
    return suggestions(found.deal, [repair], Names(found.case, EN))[0]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (Stake("north", 1.75), "North puts 1.8 more at stake (25% of its own gain), to be lost"),
        (Escrow("south", 1.0), "South places 1.0"),
        (RaiseCap("north", 2.0), "North accepts an exposure of 11.0: 2.0 more than its red line"),
        (Cut(("licence",), 3), "Cut “Trade licence” into 3 equal lots."),
        (Revoke(("licence",), 0.9), "Make “Trade licence” revocable, so that whoever received it "
                                    "loses 90% of the value"),
        (Swap(("freed.1", "licence")), "Carry out “Release of detained people, 1\u00a0of\u00a02” "
                                       "and “Trade licence” at the same moment, as one step."),
        (Drop(("licence",)), "Leave out “Trade licence”."),
        (Drop(("freed.1",)), "Leave out “Release of detained people, 1\u00a0of\u00a02”."),
        (Drop(FREED), "Leave out “Release of detained people”."),  # the whole measure, by its name
    ],
)  # fmt: skip
def test_each_edit_in_the_words_of_the_case(planned, edit, said: str) -> None:
    """Every kind of edit becomes a sentence with the names of the case and no id."""
    told = tell(planned, edit)
    assert told.startswith(said)
    assert "freed." not in told


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (Cut(FREED, 4), "smaller groups delay the freedom of those who come in a later group"),
        (Drop(FREED), "these people would then not be freed by this deal"),
        (Swap(("freed.1", "licence")), "nobody is freed before the other side is ready"),
        (Revoke(FREED, 0.5), "to revoke a release is to detain people again"),
    ],
)
def test_people_are_never_passed_over(planned, edit, said: str) -> None:
    """Whatever touches people's freedom says so, alone and as part of a joint change."""
    assert said in tell(planned, edit)
    assert said in tell(planned, Joint((Stake("north", 1.0), edit)))


def test_what_is_not_about_people_has_no_such_note(planned) -> None:
    """A licence that is cut delays nobody's freedom, and nothing is said of it."""
    assert "freedom" not in tell(planned, Cut(("licence",), 3))


def test_escrow_names_its_open_questions(planned) -> None:
    """An escrow needs somebody to decide, and somewhere for the money to go."""
    assert "who decides that there was a breach" in tell(planned, Escrow("north", 1.0))


def test_unproven_size_is_admitted(planned) -> None:
    """Where a smaller change was not excluded, the sentence says so."""
    assert "Perhaps a smaller change" in tell(planned, Drop(("licence",)), proven=False)
    assert "Perhaps" not in tell(planned, Drop(("licence",)))


def test_repairs_of_a_failing_case_hold(planned) -> None:
    """What is suggested for a deal that does not hold has been solved again, and holds."""
    found = planned("failing")
    assert found.repairs
    assert all(repair.ladder.self_enforcing for repair in found.repairs)
    assert not any(
        isinstance(repair.edit, Revoke) and repair.edit.lots[0].startswith("release")
        for repair in found.repairs
    ), "nobody is detained again"


def test_weak_points_at_completion(planned) -> None:
    """A ladder that binds at completion names what its party could take back then."""
    found = planned("minsk")
    told = weak_points(found.deal, found.ladder.certificate, Names(found.case, EN))
    assert told[0] == (
        "The tightest point is after the last step: the margin of United States is 1.5 there."
    )
    assert "“Licence for potash, six months” 9.6" in told[1]


def test_weak_points_on_the_way_mention_people(planned) -> None:
    """Advice for smaller lots says whom it would delay when the lots are people."""
    from detente.exchange import Exchange, Lot, certify

    found = planned("two")
    lots = [Lot("freed.1", "south", 1.0, {"north": 9}), Lot("licence", "north", 3.0, {"south": 9})]
    deal = Exchange(parties=["north", "south"], lots=lots, stakes={"north": 9, "south": 90})
    told = weak_points(deal, certify(deal, ["freed.1", "licence"]), Names(found.case, EN))
    assert told[0].startswith("The tightest point is after step 1: the margin of North is 6.0")
    assert "delay the freedom" in told[1]


def test_russian_of_people_says_group(planned) -> None:
    """In Russian, people come in groups."""
    found = planned("two")
    repair = Repair(Cut(FREED, 4), found.ladder, 0.1, True)
    told = suggestions(found.deal, [repair], Names(found.case, RU))[0]
    assert "на 4 равные части" in told
    assert "меньшие группы отдаляют свободу" in told


def test_a_repair_of_a_losing_deal_does_not_make_it_worth_signing(planned) -> None:
    """A stake not yet posted holds nobody who loses by the deal, and each repair says so."""
    found = planned("losing")
    names = Names(found.case, EN)
    told = suggestions(found.deal, [Repair(Stake("a", 9.0), found.ladder, 9.0, True)], names)
    assert not all(found.ladder.worth_signing.values())
    assert "The deal is still not worth signing for" in told[0]
    assert "worth signing" not in tell(planned, Stake("north", 9.0))
