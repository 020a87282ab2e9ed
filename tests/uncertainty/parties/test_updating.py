"""Beliefs over time, and the whole assessment of a ladder."""

from datetime import date

import pytest

from detente.case import Case
from detente.exchange import InvalidLadder
from detente.planning import plan
from detente.uncertainty import assess, trajectory
from detente.uncertainty.parties.observation import InvalidObservation, Observation
from tests.uncertainty.sides import small


def seen(lot: str, outcome: str, day: int = 1, party: str = "a", **rest) -> Observation:
    """An observation in February."""
    return Observation(party, lot, outcome, date(2025, 2, day), **rest)


@pytest.fixture(scope="module")
def ready():
    """The small case, its exchange and its ladder."""
    case = small()
    deal = case.exchange()
    return case, deal, plan(deal)


def serious(moment, party: str = "a") -> float:
    """Probability of being serious where habit is judged."""
    return moment.standings[party].types["habitual"]["serious"].mode


def test_it_begins_before_everything(ready):
    """Without observations there is one moment, with the prior and its range."""
    path = trajectory(*ready)
    assert len(path.moments) == 1
    start = path.last.standings["a"].types["habitual"]["serious"]
    assert (start.low, start.mode, start.high) == pytest.approx((0.3, 0.5, 0.7))
    assert path.last.observation is None


def test_beliefs_rise_and_fall_with_what_is_seen(ready):
    """A delivery raises the belief, a breach lowers it, each moment after the one before."""
    path = trajectory(*ready, [seen("ships.2", "breached", 9), seen("ships.1", "confirmed", 1)])
    assert [m.when.day for m in path.moments[1:]] == [1, 9]
    start, up, down = map(serious, path.moments)
    assert start < up > down
    assert path.moments[0].when == date(2025, 1, 10)


def test_a_range_stays_a_range(ready):
    """The posterior's range is that of the prior's ends and of the checks' ends."""
    path = trajectory(*ready, [seen("ships.1", "confirmed")])
    found = path.last.standings["a"].types["habitual"]["serious"]
    slip = 0.05

    def passed(prior: float, p: float, a: float) -> float:
        kept = (1 - slip) * (1 - a) + slip * (1 - p)
        broken = slip * (1 - a) + (1 - slip) * (1 - p)
        return prior * kept / (prior * kept + (1 - prior) * broken)

    assert found.mode == pytest.approx(passed(0.5, 0.8, 0.05))
    assert found.low == pytest.approx(passed(0.3, 0.6, 0.1))  # the weakest check
    assert found.high == pytest.approx(passed(0.7, 0.9, 0.0))  # the strongest


def test_a_dispute_that_is_settled_is_no_longer_one(ready):
    """Only the last report of a lot stands; taken back, it is as if nobody had looked."""
    settled = trajectory(*ready, [seen("ships.1", "disputed", 1), seen("ships.1", "confirmed", 5)])
    plain = trajectory(*ready, [seen("ships.1", "confirmed", 5)])
    assert serious(settled.moments[1]) < serious(settled.moments[0])
    assert serious(settled.last) == pytest.approx(serious(plain.last))
    lost = trajectory(*ready, [seen("ships.1", "confirmed", 1), seen("ships.1", "unobserved", 5)])
    assert serious(lost.last) == pytest.approx(0.5)


@pytest.mark.parametrize(
    "nothing",
    [
        seen("ships.1", "unobserved"),
        seen("ships.1", "confirmed", observable=False),
        seen("aid", "breached"),  # given unconditionally: outside the ladder
    ],
)
def test_what_tells_nothing_moves_nothing(ready, nothing):
    """Nobody looked, nobody could have seen, or the lot is no part of the exchange."""
    path = trajectory(*ready, [nothing])
    assert path.moments[1].standings == path.moments[0].standings


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (seen("ship.1", "confirmed"), "did you mean 'ships.1'"),
        (seen("ships.1", "confirmed", party="b"), "is given by 'a', not by 'b'"),
    ],
)
def test_observations_that_do_not_fit_are_refused(ready, wrong, said):
    """A lot that is not there, and a party that does not give it."""
    with pytest.raises(InvalidObservation, match=said):
        trajectory(*ready, [wrong])


@pytest.mark.parametrize("slip", [-0.1, 0.5, float("nan")])
def test_a_slip_that_makes_no_sense_is_refused(ready, slip):
    """From one half on, doing the opposite would be the rule."""
    with pytest.raises(ValueError, match="slip"):
        trajectory(*ready, slip=slip)


def test_a_ladder_of_other_lots_is_refused(ready):
    """The kernel checks the steps first."""
    case, deal, _ = ready
    other = Case.load("minsk").exchange()
    with pytest.raises(InvalidLadder):
        trajectory(case, deal, plan(other))


# --- the whole -----------------------------------------------------------------------------------


def test_an_assessment_looks_ahead_from_where_the_ladder_stands(ready):
    """Confirmed steps are behind; their lots are no tests any more."""
    case, deal, ladder = ready
    first = ladder.steps[0][0]
    giver = case.lots[first].measure.giver
    done = Observation(giver, first, "confirmed", date(2025, 2, 1))
    fresh, later = assess(case, deal, ladder), assess(case, deal, ladder, [done])
    assert (fresh.reached, later.reached) == (0, 1)
    assert first in [p.lot for p in fresh.probes[giver]]
    assert first not in [p.lot for p in later.probes[giver]]
    assert all(not out.breaks[:1].any() for out in later.outlooks.values())


def test_one_party_alone_can_be_asked_about(ready):
    """Tests and rounds are then those of that party; outlooks are of all."""
    found = assess(*ready, party="a")
    assert found.parties == ("a",)
    assert set(found.probes) == set(found.rounds) == {"a"}
    with pytest.raises(ValueError, match="no party 'aa'"):
        assess(*ready, party="aa")


def test_a_passed_lot_makes_completion_likelier(ready):
    """By habit: what is ahead is judged by what was seen."""
    case, deal, ladder = ready
    before = assess(case, deal, ladder).outlooks["habitual"].completes
    after = assess(case, deal, ladder, [seen("ships.1", "confirmed")]).outlooks["habitual"]
    assert after.completes > before


@pytest.mark.parametrize("name", ["minsk", "jpoa", "sudan"])
def test_bundled_cases_are_assessed(name):
    """Every figure of every bundled case is a probability, in order."""
    case = Case.load(name)
    deal = case.exchange()
    found = assess(case, deal, plan(deal))
    for out in found.outlooks.values():
        assert 0 <= out.completes <= 1
        assert out.settled
    for standing in found.trajectory.last.standings.values():
        for held in standing.carries.values():
            assert 0 <= held.low <= held.mode <= held.high <= 1
