"""The answer: planned, certified anew, repaired where it does not hold."""

from dataclasses import replace

import pytest

from detente.briefing import answer as module
from detente.briefing.answer import answer, compiled, vouch
from detente.exchange import certify
from detente.planning import plan
from tests.briefing.cases import small


def test_minsk_holds_and_needs_no_repair(planned) -> None:
    """The bundled case minsk, as shipped, has a self-enforcing ladder."""
    found = planned("minsk")
    assert found.ladder.self_enforcing
    assert found.repairs == ()
    assert found.refusal is None


def test_a_planted_wrong_ladder_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that hands over a certificate other than that of its steps is found out."""
    case = small("failing")
    deal = compiled(case)
    honest = plan(deal)
    kinder = replace(honest.certificate, self_enforcing=True, guarantee={"a": 0.0, "b": 0.0})
    monkeypatch.setattr(module, "plan", lambda *_, **__: replace(honest, certificate=kinder))
    with pytest.raises(RuntimeError, match="does not have the certificate it claims"):
        answer(case)


def test_a_certificate_of_other_steps_is_caught() -> None:
    """A certificate that is true of another deal does not pass for this one."""
    deal = compiled(small("failing"))
    richer = replace(deal, stakes={"a": 5.0, "b": 5.0})
    ladder = plan(deal)
    with pytest.raises(RuntimeError):
        vouch(deal, replace(ladder, certificate=certify(richer, ladder.steps)))


def test_planted_wrong_repair_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ladder of a repair is checked against the changed deal, too."""
    case = small("failing")
    true = answer(case)
    swapped = replace(true.repairs[0], ladder=true.ladder)
    monkeypatch.setattr(module, "repairs", lambda *_, **__: (swapped,))
    with pytest.raises(RuntimeError):
        answer(case)


def test_unmet_demand_still_shows_a_ladder(planned) -> None:
    """Where no order keeps within the caps, the ladder of least guarantee is shown, and why."""
    found = planned("capped")
    assert found.refusal
    assert not found.ladder.self_enforcing
    assert found.ladder.certificate.over_cap is not None


@pytest.mark.parametrize("objective", ["exposure", "early"])
def test_objectives_fall_back_to_the_guarantee(objective) -> None:
    """An objective among self-enforcing ladders falls back where there is none."""
    party = "a" if objective == "early" else None
    found = answer(small("failing"), objective=objective, party=party, repair=False)
    assert found.refusal
    assert found.ladder.objective == "guarantee"
    assert found.repairs == ()


def test_sequential_is_the_cautious_reading() -> None:
    """Asked for, the cautious reading holds, whatever the case says."""
    assert compiled(small("two"), sequential=True).sequential
    assert not compiled(small("two")).sequential


def test_range_ends_are_planned() -> None:
    """The deal may be compiled at the low or high end of every range."""
    costs = [compiled(small("two"), at=at).lots[0].cost for at in ("low", "mode", "high")]
    assert costs == [1.0, 2.0, 3.0]


def test_the_ladder_that_was_agreed_on_is_told(planned) -> None:
    """A ledger's ladder of the same lots takes the planned one's place, certified, unproven."""
    from detente.briefing.answer import agreed

    found = planned("two")
    steps = tuple((lot,) for lot in reversed(found.ladder.order))
    told = agreed(found, steps)
    assert told.ladder.steps == steps
    assert told.ladder.certificate == certify(found.deal, steps)
    assert not told.ladder.optimal_ties
    assert told.ladder.value >= found.ladder.value
    assert told.ladder.optimal == (told.ladder.value <= found.ladder.value)


@pytest.mark.parametrize("steps", [(), (("nothing",),), (("freed.1",),)])
def test_a_ladder_of_other_lots_is_not(planned, steps) -> None:
    """Steps that are no ladder of the deal leave the planned one where it is."""
    from detente.briefing.answer import agreed

    found = planned("two")
    assert agreed(found, steps) is found
    assert agreed(found, found.ladder.steps) is found
