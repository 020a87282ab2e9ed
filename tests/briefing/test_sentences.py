"""The verdict, the guarantees and the proof, in sentences."""

from dataclasses import replace

import pytest

from detente.briefing.naming import Names
from detente.briefing.sentences import guarantees, losers_first, proof, shortfall, verdict
from detente.exchange import Exchange, Lot, certify
from detente.planning import most_needed, plan
from detente.words.language import language
from tests.briefing.cases import small

EN, RU = language("en"), language("ru")


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("two", "Self-enforcing: with the stakes stated, at no point of these 3 steps does a "
                "party gain by walking away."),
        ("failing", "Not self-enforcing as things stand: A must have 2.0 to lose and has 0.0."),
        ("losing", "Not worth signing for A: completing everything would bring it −3.0, and no "
                   "order of steps can repair that, only other terms."),
        ("capped", "Not self-enforcing: A would be exposed by 4.0, and its cap is 1.0."),
    ],
)  # fmt: skip
def test_verdict(planned, case: str, said: str) -> None:
    """One sentence says whether the ladder holds, and for whom it does not."""
    found = planned(case)
    assert verdict(found.deal, found.ladder.certificate, Names(found.case, EN)) == said


def test_minsk_guarantee_binds_at_completion(planned) -> None:
    """In minsk the guarantee is told in points, as a share, in lots known, and where it binds."""
    found = planned("minsk")
    told = guarantees(found.deal, found.ladder.certificate, Names(found.case, EN))
    assert told == (
        "United States must have at least 12.5 to lose (about two of “Humanitarian release of "
        "foreigners and journalists” or two of “Licence for potash, six months”); its stated "
        "stake is 14.0. That is 27% of its own gain of 47.0. It binds at completion, so only "
        "terms can lower it, not order.",
        "Belarus needs nothing to lose: walking away never pays it.",
    )


def test_guarantee_that_binds_on_the_way(planned) -> None:
    """A guarantee of the way names its step, and what no order can go below."""
    found = planned("failing")
    told = guarantees(found.deal, found.ladder.certificate, Names(found.case, EN))[0]
    assert "It binds on the way, after step 2; smaller lots or a swap can lower it" in told
    assert "not below 0.0, which no order can change" in told


def test_losing_party_comes_first(planned) -> None:
    """A party that loses by completing is named before the others."""
    lots = [Lot("x", "b", 5, {"a": 9}), Lot("y", "a", 1, {"b": 2})]
    deal = Exchange(parties=["a", "b"], lots=lots)
    assert losers_first(deal) == ["b", "a"]
    told = guarantees(deal, certify(deal, ["x", "y"]), Names(small("failing"), EN))
    assert told[0].startswith("B must have")
    assert "It loses 3.0 by the deal as a whole: no order can repair that." in told[0]


def test_guarantee_before_the_first_step() -> None:
    """Where even signing is tempting to refuse, no order is offered as a remedy."""
    lots = [Lot("x", "b", 5, {"a": 9}), Lot("y", "a", 1, {"b": 2})]
    deal = Exchange(parties=["a", "b"], lots=lots)
    told = guarantees(deal, certify(deal, ["x", "y"]), Names(small("failing"), EN))
    assert "It binds before the first step, so only terms can lower it, not order." in told[0]


@pytest.mark.parametrize(
    ("cost", "like"),
    [
        (4.0, "one “Gift” or one “Release”"),
        (2.0, "half of one “Gift” or one “Release”"),
        (5.9, "one and a half of “Gift” or one “Release”"),
        (0.4, "one “Release”"),  # near no handy multiple of the gift: better unsaid than wrong
    ],
)
def test_nearest_lot(cost: float, like: str) -> None:
    """A guarantee is likened to a lot received and one given, where it is near a handy multiple."""
    lots = [Lot("gift", "b", 0.0, {"a": 4}), Lot("release", "a", cost, {"b": 9})]
    deal = Exchange(parties=["a", "b"], lots=lots)
    told = guarantees(deal, certify(deal, ["gift", "release"]), Names(small("failing"), EN))[0]
    assert told.startswith(f"A must have at least {cost} to lose (about {like}); ")


def test_proof_says_when_it_is_none(planned) -> None:
    """An unproven answer says so, with its bound; a proven one says that."""
    found = planned("two")
    names = Names(found.case, EN)
    assert "It is proven that no order does better." in proof(found.deal, found.ladder, names)
    open_ = replace(found.ladder, optimal=False, optimal_ties=False, value=2.5, bound=1.25)
    said = proof(found.deal, open_, names)
    assert "Not proven best: the same measure cannot fall below 1.25, and it is 2.5 here." in said
    assert "is proven" not in said
    assert "needs at most" not in said  # precedences and caps take the theorem away
    free = replace(found.deal, after=(), caps={}, together=())
    assert most_needed(free) is not None
    assert "in some order, needs at most: North\u00a0" in proof(free, open_, names)


@pytest.mark.parametrize("objective", ["guarantee", "exposure"])
def test_proof_admits_that_units_differ(planned, objective: str) -> None:
    """Whoever sets two parties' points side by side says that they are not one unit."""
    found = planned("two")
    ladder = plan(found.deal, objective)  # type: ignore[arg-type]
    said = proof(found.deal, ladder, Names(found.case, EN))
    assert "though they are not one unit" in said


def test_early_names_its_party(planned) -> None:
    """The objective early says whose value comes early."""
    found = planned("two")
    ladder = plan(found.deal, "early", party="south")
    assert "what South receives comes as early as possible" in proof(
        found.deal, ladder, Names(found.case, EN)
    )


def test_shortfall_counts_deposits_until_completion(planned) -> None:
    """A deposit counts against the guarantee of the way, and not against that of completion."""
    from detente.exchange import Deposit

    found = planned("failing")
    deal = replace(found.deal, deposits=[Deposit("a", 2.0)])
    certificate = certify(deal, found.ladder.steps)
    assert shortfall(deal, certificate, "a") == pytest.approx(0.0)


def test_russian_verdict(planned) -> None:
    """The verdict speaks Russian with decimal commas and the fixed words."""
    found = planned("failing")
    said = verdict(found.deal, found.ladder.certificate, Names(found.case, RU))
    assert "стороне «A» нужна гарантия 2,0, а залог доверия 0,0" in said


def test_several_who_lose_are_told_as_several() -> None:
    """Where both parties lose by completing, both figures are theirs, in either language."""
    lots = [Lot("x", "b", 5, {"a": 1}), Lot("y", "a", 3, {"b": 2})]
    deal = Exchange(parties=["a", "b"], lots=lots)
    names = [Names(small("failing"), lang) for lang in (EN, RU)]
    told = [verdict(deal, certify(deal, ["x", "y"]), name) for name in names]
    assert "would bring them −2.0 and −3.0, each in its own points" in told[0]
    assert "−2,0 и −3,0 (каждой в её баллах)" in told[1]
