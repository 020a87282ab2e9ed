"""`coalition_check` against every side deal of small exchanges."""

from __future__ import annotations

import sys
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from detente.exchange import Deposit, Exchange, InvalidLadder, Lot, TooLarge, certify
from detente.planning import coalition_check, plan
from detente.planning.coalitions import coalitions

AMOUNTS = st.integers(0, 12).map(lambda k: k / 2)
SHARES = st.sampled_from((0.0, 0.5, 1.0))


@st.composite
def ladders(draw: st.DrawFn) -> tuple[Exchange, list[str]]:
    """An exchange of three or four parties with up to seven lots, and an order that fits it."""
    parties = ["A", "B", "C", "D"][: draw(st.integers(3, 4))]
    lots = []
    for k in range(draw(st.integers(1, 7))):
        giver = draw(st.sampled_from(parties))
        others = draw(st.lists(st.sampled_from([p for p in parties if p != giver]), unique=True))
        value = {p: draw(AMOUNTS) - draw(st.integers(0, 1)) for p in others}
        lots.append(Lot(f"l{k}", giver, draw(AMOUNTS) / 2, value, draw(SHARES), draw(SHARES)))
    names = [lot.name for lot in lots]
    group = names[: draw(st.sampled_from((0, 0, 2, 3)))]
    together = [group] if len(group) > 1 else []
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=3))
    after = [(a, b) for a, b in pairs if a < b and not {a, b} <= set(group)]
    stakes = {p: draw(AMOUNTS) / 4 for p in parties if draw(st.booleans())}
    deposits = [Deposit("A", draw(AMOUNTS), draw(st.sampled_from((None, "B", "C"))))]
    sequential = draw(st.booleans())
    deal = Exchange(
        parties, lots, stakes, {}, after, together, sequential,
        deposits=deposits if draw(st.booleans()) else (),
    )  # fmt: skip
    return deal, names  # l0, l1, … keeps every precedence


def blocked(
    deal: Exchange, delivered: tuple[str, ...], members: tuple[str, ...]
) -> list[tuple[str, ...]]:
    """Every side deal with which the coalition blocks, straight from the definition."""
    lots = {lot.name: lot for lot in deal.lots}
    group = {n: set(g) for g in deal.together for n in g}
    rest = [n for n in lots if n not in delivered and lots[n].giver in members]
    found = []
    for side in chain.from_iterable(combinations(rest, r) for r in range(len(rest) + 1)):
        done = {*delivered, *side}
        if any(not group.get(n, {n}) <= done for n in side):
            continue
        if any(t in side and not group.get(f, {f}) <= done for f, t in deal.after):
            continue
        left, need, near = [], [], []
        for who in members:
            has = 0.0
            for n in done:
                lot, value = lots[n], lots[n].value.get(who, 0.0)
                inside = lot.giver in members and any(lot.value.get(p, 0) for p in members)
                whole = n in side or inside
                if lot.giver == who:
                    has -= lot.cost if whole else lot.cost * (1 - lot.recovered)
                else:
                    has += value if whole else value * (1 - lot.lost_to(who))
            stake = deal.stakes.get(who, 0.0)
            for d in deal.deposits if len(delivered) < len(lots) else ():
                if d.party == who and d.holder not in members:
                    stake += d.amount
                if d.holder == who and d.party not in members:
                    has += d.amount
            gain = sum(-x.cost if x.giver == who else x.value.get(who, 0.0) for x in lots.values())
            left.append(has)
            need.append(gain + stake)
            near.append(1e-9 * sum(abs(x.cost) + abs(x.value.get(who, 0.0)) for x in deal.lots))
        over = np.array(left) - need
        if (over >= -np.array(near)).all() and (over > near).any():
            found.append(side)
    return found


def everywhere(deal: Exchange, order: list[str]) -> dict[tuple, list[tuple[str, ...]]]:
    """Per prefix and coalition that blocks: all its side deals."""
    rows = [r for r in certify(deal, order).rows if r.party == "A"]
    every = {
        (row.delivered, members): blocked(deal, row.delivered, members)
        for row in rows
        for members in coalitions(deal.parties)
    }
    return {place: sides for place, sides in every.items() if sides}


@settings(max_examples=400, deadline=None)
@given(ladders())
def test_blocks_equal_brute_force(case: tuple[Exchange, list[str]]) -> None:
    """Every prefix and coalition that blocks is found, with a true side deal, and no other."""
    deal, order = case
    expected = everywhere(deal, order)
    found = {(b.delivered, b.members): b.side_deal for b in coalition_check(deal, order)}
    assert found.keys() == expected.keys()
    assert all(side in expected[place] for place, side in found.items())


@settings(max_examples=100, deadline=None)
@given(ladders())
def test_giving_up_is_never_silence(case: tuple[Exchange, list[str]]) -> None:
    """With next to no room every block is still found or reported as not ruled out."""
    deal, order = case
    expected = everywhere(deal, order)
    found = coalition_check(deal, order, labels=1)
    assert {(b.delivered, b.members) for b in found} >= expected.keys()
    for b in found:
        assert not b.found or b.side_deal in expected[b.delivered, b.members]


@settings(max_examples=100, deadline=None)
@given(ladders())
def test_the_second_stage_alone_equals_brute_force(case: tuple[Exchange, list[str]]) -> None:
    """Where weights decide nothing, labels find every block and rule out every other."""
    deal, order = case
    expected = everywhere(deal, order)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules["detente.planning.coalitions"], "ROUNDS", 0)
        found = {(b.delivered, b.members): b.side_deal for b in coalition_check(deal, order)}
    assert found.keys() == expected.keys()
    assert all(side in expected[place] for place, side in found.items())


def test_the_search_can_give_up() -> None:
    """A subset sum too wide for the room given is reported without a side deal, gains empty."""
    rng = np.random.default_rng(5)
    lots = [
        Lot(f"l{k}", "AB"[k % 2], float(c), {"BA"[k % 2]: float(c)})
        for k, c in enumerate(rng.integers(10_000, 99_999, 24) * 2)
    ]
    deal = Exchange(["A", "B", "C"], [*lots, Lot("c", "C", 0.0, {"A": 3.0, "B": -3.0})])
    (start, *_) = coalition_check(deal, [lot.name for lot in deal.lots], labels=4)
    assert (start.prefix, start.members, start.side_deal) == (0, ("A", "B"), None)
    assert not start.found
    assert not start.gains


def test_two_parties_have_no_coalitions() -> None:
    """With two parties nothing changes, whatever the ladder."""
    lots = [Lot(f"l{k}", "A", 5.0, {"B": 1.0}) for k in range(3_000)]
    assert coalition_check(Exchange(["A", "B"], lots), [lot.name for lot in lots]) == ()


def test_a_third_party_that_only_takes_is_left() -> None:
    """The ladder planned for three is left by the two who do better alone, with what they trade."""
    deal = Exchange(
        ["A", "B", "C"],
        [
            Lot("a", "A", 1.0, {"B": 3.0}),
            Lot("b", "B", 1.0, {"A": 3.0}),
            Lot("aid", "A", 1.5, {"C": 4.0}),
            Lot("thanks", "C", 0.5, {"A": 1.0}),
        ],
    )
    ladder = plan(deal)
    first = coalition_check(deal, ladder)[0]
    assert (first.prefix, first.members, first.side_deal) == (0, ("A", "B"), ("a", "b"))
    assert first.gains == pytest.approx({"A": 0.5, "B": 0.0})


def test_what_is_too_large_is_refused() -> None:
    """Above six parties, or with too many lots for them, the check says what its limit is."""
    with pytest.raises(TooLarge, match="up to 6 parties, and this exchange has 7"):
        coalition_check(Exchange(list("ABCDEFG"), [Lot("a", "A", 1.0)]), ["a"])
    many = [Lot(f"l{k}", "A", 1.0) for k in range(301)]
    with pytest.raises(TooLarge, match="up to 298 lots, and this exchange has 301"):
        coalition_check(Exchange(list("ABCDEF"), many), [lot.name for lot in many])


def test_a_ladder_that_does_not_fit_is_refused() -> None:
    """The ladder is certified first, so a missing lot is named."""
    deal = Exchange(["A", "B", "C"], [Lot("a", "A", 1.0), Lot("b", "B", 1.0)])
    with pytest.raises(InvalidLadder, match="missing: b"):
        coalition_check(deal, ["a"])
