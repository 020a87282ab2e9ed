"""The pace of steps: Watson's growth factor, and rounds of a ladder."""

import pytest
from hypothesis import given, settings, strategies as st

from detente.case import Case
from detente.exchange import Exchange, Lot, temptation
from detente.planning import plan
from detente.uncertainty.parties.growth import growth_factor, rounds
from tests.planning.deals import deals


def test_the_published_figure():
    """Discount .9, flow 1, betrayal gain 20: (1 - 1/20)/.9 = .95/.9 = 1.05556."""
    assert growth_factor(0.9, 1, 20) == pytest.approx(1.05556, abs=5e-6)
    assert growth_factor(0.9, 1, 20) == pytest.approx(0.95 / 0.9, abs=1e-12)


@given(st.floats(0.05, 1), st.floats(0, 5), st.floats(5, 50), st.floats(0.1, 100))
def test_it_makes_an_opportunist_indifferent(discount, flow, betrayal, size):
    """Betraying now and waiting one period are worth the same at the factor, by the definition."""
    factor = growth_factor(discount, flow, betrayal)
    now = betrayal * size
    waiting = flow * size + discount * betrayal * factor * size
    assert waiting == pytest.approx(now)


def test_steps_that_grow_at_the_factor_give_no_reason_to_wait():
    """Over ten periods of growth at the factor, every moment to betray is worth the same."""
    discount, flow, betrayal = 0.9, 1.0, 20.0
    factor = growth_factor(discount, flow, betrayal)
    sizes = [factor**k for k in range(10)]
    worth = [
        sum(discount**j * flow * sizes[j] for j in range(k)) + discount**k * betrayal * sizes[k]
        for k in range(10)
    ]
    assert worth == pytest.approx([betrayal] * 10)


def test_a_flow_above_betrayal_always_makes_it_wait():
    """Then no growth is slow enough: the factor is 0."""
    assert growth_factor(0.9, 30, 20) == 0.0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((0, 1, 20), "discount"),
        ((1.1, 1, 20), "discount"),
        ((float("nan"), 1, 20), "discount"),
        ((0.9, -1, 20), "flow"),
        ((0.9, 1, 0), "betrayal"),
        ((0.9, 1, float("inf")), "betrayal"),
    ],
)
def test_nonsense_is_refused(arguments, said):
    """Each argument out of its range is named."""
    with pytest.raises(ValueError, match=said):
        growth_factor(*arguments)


DEAL = Exchange(
    ["A", "B"],
    [
        Lot("b1", "B", 1, {"A": 2}),
        Lot("a1", "A", 1, {"B": 2}),
        Lot("b2", "B", 1, {"A": 3}),
        Lot("a2", "A", 2, {"B": 2}),
        Lot("b3", "B", 1, {"A": 2}),
    ],
)
ORDER = ["b1", "a1", "b2", "a2", "b3"]


def test_rounds_of_a_ladder():
    """A receives 2 and gives 1, receives 3 and gives 2, receives 2: it waits in the first round.

    3 > 1 is worth waiting for, 2 > 2 is not; at a discount of .3 the first is not either.
    """
    found = rounds(DEAL, [[name] for name in ORDER], "A")
    assert [(r.step, r.received, r.cost) for r in found] == [(2, 2, 1), (4, 3, 2)]
    assert [r.waits for r in found] == [True, False]
    assert [r.grows for r in found] == pytest.approx([1.5, 2 / 3])
    assert [r.may_grow for r in found] == pytest.approx([0.5, 2 / 3])
    assert [r.waits for r in rounds(DEAL, [[n] for n in ORDER], "A", 0.3)] == [False, False]


def test_rounds_are_the_closed_form():
    """With g s = received and u s = received - cost, what a round may grow is the factor."""
    for discount in (0.8, 1.0):
        for one in rounds(DEAL, [[name] for name in ORDER], "A", discount):
            assert one.may_grow == pytest.approx(
                growth_factor(discount, one.received - one.cost, one.received)
            )


@given(deals(7, rich=False))
@settings(max_examples=60)
def test_without_discount_waiting_pays_while_temptation_rises(deal):
    """The temptation before the next own lot is above the one before this, by the kernel."""
    order = [lot.name for lot in deal.lots]
    for who in deal.parties:
        found = rounds(deal, [[name] for name in order], who)
        ends = [*(one.step - 1 for one in found[1:]), len(order)]
        for one, end in zip(found, ends, strict=False):
            now = temptation(deal, who, order[: one.step - 1])
            then = temptation(deal, who, order[:end])
            assert one.waits == (then > now + deal.tolerance(who))


@pytest.mark.parametrize("discount", [0.0, 1.5, float("nan")])
def test_a_discount_that_is_none_is_refused(discount):
    """Also of a ladder."""
    with pytest.raises(ValueError, match="discount"):
        rounds(DEAL, [[name] for name in ORDER], "A", discount)


def test_minsk_gives_washington_reason_to_wait():
    """The illustrative case: most rounds bring Washington more than its answer to the last cost."""
    deal = Case.load("minsk").exchange()
    steps = plan(deal).steps
    waits = {who: sum(r.waits for r in rounds(deal, steps, who)) for who in deal.parties}
    assert waits["us"] > waits["by"]
