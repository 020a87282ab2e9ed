"""The ladder through the other side's eyes: its own rows, its own wishes, nobody else's points."""

from dataclasses import replace

import pytest

from detente.briefing.answer import Answer, answer
from detente.briefing.other_side import other_side, other_side_document, other_side_record
from detente.case import Case
from detente.exchange import Exchange, Lot, UnknownParty, certify, gain
from detente.planning import plan
from detente.words.language import LANGUAGES, language


@pytest.fixture(scope="module")
def minsk() -> Answer:
    """The bundled case, planned."""
    return answer(Case.load("minsk"))


@pytest.mark.parametrize("party", ["us", "by"])
def test_rows_are_the_certificate_s(minsk: Answer, party: str) -> None:
    """It shows the rows of that party, one for each whole step and one before the first."""
    view = other_side(minsk, party)
    assert [row.prefix for row in view.rows] == list(range(len(minsk.ladder.steps) + 1))
    expected = [row for row in minsk.ladder.certificate.rows if row.party == party]
    assert list(view.rows) == expected
    record = other_side_record(view)
    assert record["gain"] == gain(minsk.deal, party)


@pytest.mark.parametrize("party", ["us", "by"])
def test_what_it_would_ask_for_still_holds(minsk: Answer, party: str) -> None:
    """The ladder it would rather have is self-enforcing, and gives it those lots sooner."""
    view = other_side(minsk, party)
    assert view.wish is not None
    assert certify(minsk.deal, view.wish.steps).self_enforcing
    place = {lot: k for k, step in enumerate(view.wish.steps, 1) for lot in step}
    now = {lot: k for k, step in enumerate(minsk.ladder.steps, 1) for lot in step}
    worth = {lot.name: lot.value.get(party, 0) for lot in minsk.deal.lots}
    assert view.earlier
    for lot, before, after in view.earlier:
        assert (now[lot], place[lot]) == (before, after)
        assert after < before
        assert worth[lot] > 0


def _answered(deal: Exchange) -> Answer:
    ladder = plan(deal)
    return Answer(Case.load("minsk"), deal, ladder, (), (), None, "mode", ())


# One lot each; the second column is what its verdict must say of the party that gives first.
DEALS = [
    # us pays 5 for what is worth 1 to it: no order repairs that
    (Lot("a", "us", 5.0, {"by": 9.0}), Lot("b", "by", 1.0, {"us": 1.0}), "will not sign"),
    # by gives 3 last and has no stake: it keeps 9 rather than 6
    (Lot("a", "us", 1.0, {"by": 9.0}), Lot("b", "by", 3.0, {"us": 4.0}), "would walk away"),
]


@pytest.mark.parametrize(("first", "then", "said"), DEALS)
def test_verdicts(first: Lot, then: Lot, said: str) -> None:
    """A party that loses, or would walk away, is told so first."""
    deal = Exchange(parties=["us", "by"], lots=[first, then])
    found = [
        other_side_document(other_side(_answered(deal), party), language("en"))
        for party in ("us", "by")
    ]
    leads = [document.blocks[0].text for document in found]  # type: ignore[union-attr]
    assert any(said in lead for lead in leads)


def test_no_ladder_to_ask_for() -> None:
    """Where no order holds it has none to ask for, and the document says so."""
    deal = Exchange(parties=["us", "by"], lots=[Lot("a", "us", 5.0, {"by": 1.0})])
    view = other_side(_answered(deal), "by")
    assert view.wish is None
    assert view.earlier == ()
    assert other_side_record(view)["wish"] is None


def test_unknown_party(minsk: Answer) -> None:
    """Nobody looks through the eyes of a party that is not there."""
    with pytest.raises((UnknownParty, ValueError)):
        other_side(minsk, "nobody")


@pytest.mark.parametrize("code", LANGUAGES)
def test_in_both_languages(minsk: Answer, code: str) -> None:
    """It is written in either language, with a chart whose finding is a sentence."""
    document = other_side_document(other_side(minsk, "by"), language(code))
    assert document.language == code
    assert replace(document, blocks=()).title == document.title
    charts = [block for block in document.blocks if type(block).__name__ == "Chart"]
    assert charts
    assert charts[0].alt.endswith(".")  # type: ignore[union-attr]
