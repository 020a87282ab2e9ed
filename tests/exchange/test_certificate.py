"""The certificate: the definition, ladders that do not fit, and both ends of a ladder."""

from __future__ import annotations

import math
import pickle

import pytest
from hypothesis import given, settings, strategies as st

from detente.exchange import (
    Deposit,
    Exchange,
    InvalidLadder,
    Lot,
    certify,
    exposure,
    gain,
    keeps,
    temptation,
    worth_signing,
)
from tests.planning.brute import brute
from tests.planning.deals import deals

DEAL = Exchange(
    ["A", "B"],
    [Lot("a", "A", 2, {"B": 5}, 0.5, 0.8), Lot("b", "B", 2, {"A": 4}), Lot("c", "B", 1, {"A": 1})],
    stakes={"A": 1.0},
    caps={"B": 1.5},
)


def test_rows_by_hand() -> None:
    """Keeps, temptation, margin and exposure of a three-lot ladder, worked by hand."""
    rows = {(r.prefix, r.party): r for r in certify(DEAL, ["a", "b", "c"]).rows}
    assert len(rows) == 8
    assert gain(DEAL, "A") == 3
    assert gain(DEAL, "B") == 2
    after_first = rows[1, "A"]
    assert after_first.delivered == ("a",)
    assert after_first.keeps == pytest.approx(-1)
    assert after_first.temptation == pytest.approx(-4)
    assert after_first.margin == pytest.approx(5)
    assert after_first.exposure == pytest.approx(1)
    end = rows[3, "B"]
    assert end.delivered == ("a", "b", "c")
    assert end.keeps == pytest.approx(-2)
    assert end.exposure == pytest.approx(2)


def test_the_guarantee_is_split_at_completion() -> None:
    """What each end of the ladder above needs, by hand: B is tempted on the way alone."""
    certificate = certify(DEAL, ["c", "b", "a"])
    assert certificate.at_completion == pytest.approx({"A": 4 - 3, "B": 0})
    assert certificate.on_the_way == pytest.approx({"A": 5 - 3, "B": 0})
    assert certificate.guarantee == pytest.approx({"A": 2, "B": 0})


def test_binding_row_and_cap() -> None:
    """The smallest margin binds; the exposure above its cap is found and fails the ladder."""
    certificate = certify(DEAL, ["a", "b", "c"])
    assert certificate.binding.margin == min(r.margin for r in certificate.rows)
    assert certificate.over_cap is not None
    assert (certificate.over_cap.party, certificate.over_cap.prefix) == ("B", 3)
    assert not certificate.self_enforcing


def test_the_worst_excess_over_a_cap_is_named() -> None:
    """What counts is how far above its cap a row is, not how large it is."""
    lots = [Lot("a", "A", 12), Lot("b", "B", 5)]
    for cap, party in ((1, "B"), (4.5, "A")):
        over = certify(Exchange(["A", "B"], lots, caps={"A": 10, "B": cap}), ["a", "b"]).over_cap
        assert over is not None
        assert over.party == party


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (["a", "b"], "missing: c"),
        (["a", "b", "c", "a"], "twice"),
        (["a", "b", "d"], "no lot 'd'"),
        ([("a", "b"), "c"], "no group binds"),
        ([("a", "b", "c")], "no group binds"),
        ([], "missing: a, b, c"),
    ],
)
def test_ladders_that_do_not_fit(order: list[str], words: str) -> None:
    """A missing, repeated, unknown or wrongly joined lot is refused by name."""
    with pytest.raises(InvalidLadder, match=words):
        certify(DEAL, order)


def test_groups_and_precedence() -> None:
    """A group's consecutive lots merge; split groups and broken precedences are refused."""
    lots = [Lot(n, "AB"[n in "cd"], 1, {"BA"[n in "cd"]: 2}) for n in "abcd"]
    deal = Exchange(["A", "B"], lots, after=[("a", "b")], together=[["b", "c"]])
    assert certify(deal, "acbd").steps == (("a",), ("c", "b"), ("d",))
    assert certify(deal, ["a", ("b", "c"), "d"]).order == ("a", "b", "c", "d")
    with pytest.raises(InvalidLadder, match="step 2 splits the group b, c"):
        certify(deal, "abdc")
    with pytest.raises(InvalidLadder, match="step 2 splits the group b, c"):
        certify(deal, ["a", "b", ("c", "d")])
    with pytest.raises(InvalidLadder, match="step 1 joins lots that no group binds: c, d"):
        certify(deal, [("c", "d"), "a", "b"])
    with pytest.raises(InvalidLadder, match="must follow"):
        certify(deal, "bcad")


def test_an_empty_step_is_none() -> None:
    """Nothing is delivered in it, so a ladder with one is the ladder without."""
    assert certify(DEAL, [(), "a", [], "b", "c", ()]) == certify(DEAL, ["a", "b", "c"])


def test_two_groups_in_a_row_stay_two_steps() -> None:
    """Merging stops when a group is whole."""
    lots = [Lot(n, "AB"[n in "cd"], 1, {"BA"[n in "cd"]: 2}) for n in "abcd"]
    deal = Exchange(["A", "B"], lots, together=[["a", "c"], ["b", "d"]])
    assert certify(deal, "acbd").steps == (("a", "c"), ("b", "d"))


def test_sequential_steps_have_inner_prefixes() -> None:
    """The cautious reading checks every proper subset of a swap's givers."""
    lots = [Lot("a", "A", 3, {"B": 4}), Lot("b", "B", 3, {"A": 4})]
    swap = Exchange(["A", "B"], lots, together=[["a", "b"]])
    cautious = Exchange(["A", "B"], lots, together=[["a", "b"]], sequential=True)
    assert certify(swap, ["a", "b"]).guarantee == {"A": 0, "B": 0}
    certificate = certify(cautious, ["a", "b"])
    assert certificate.guarantee == {"A": 3, "B": 3}
    places = [(r.prefix, r.delivered) for r in certificate.rows if r.party == "A"]
    assert places == [(0, ()), (0, ("a",)), (0, ("b",)), (1, ("a", "b"))]


def test_deposit_counts_on_the_way_only() -> None:
    """A deposit deters before completion and is kept by its holder on breakdown."""
    lots = [Lot("a", "A", 2, {"B": 5}), Lot("b", "B", 2, {"A": 4})]
    deal = Exchange(["A", "B"], lots, deposits=[Deposit("B", 2.0, "A")])
    first, *_, last = (r for r in certify(deal, ["a", "b"]).rows if r.party == "B")
    assert first.margin == pytest.approx(2 + 3)
    assert last.margin == pytest.approx(0)
    assert keeps(deal, "A", ["a"]) == pytest.approx(0)  # -2, and the deposit of 2
    assert keeps(deal, "A", ["a", "b"]) == pytest.approx(2)


def test_an_audience_bears_completion() -> None:
    """An audience's exposure counts the loss of completion, without any breakdown."""
    lots = [Lot("a", "A", 1, {"B": 2, "E": -3}, lost={"E": 1.0}), Lot("b", "B", 1, {"A": 2})]
    deal = Exchange(["A", "B"], lots, audiences=["E"], caps={"E": 2.0})
    certificate = certify(deal, ["b", "a"])
    assert certificate.exposure["E"] == pytest.approx(3)
    assert certificate.over_cap is not None
    assert certificate.over_cap.party == "E"
    assert all(math.isinf(r.margin) for r in certificate.audience_rows)
    assert [r.exposure for r in certificate.audience_rows] == [0, 0, 3]  # and only completion


@settings(max_examples=200, deadline=None)
@given(deals(5), st.randoms(use_true_random=False))
def test_certificate_equals_the_table_of_all_orders(deal: Exchange, pick: object) -> None:
    """Guarantee, exposure and the verdict are those of the independent table."""
    every = brute(deal)
    row = pick.randrange(len(every.orders))  # type: ignore[attr-defined]
    steps = [every.steps[k] for k in every.orders[row]]
    certificate = certify(deal, steps)
    assert list(certificate.guarantee.values()) == pytest.approx(list(every.guarantee[row]))
    assert max(certificate.on_the_way.values()) == pytest.approx(every.on_way[row].max())
    assert max(certificate.exposure[p] for p in deal.parties) == pytest.approx(every.exposure[row])
    assert certificate.self_enforcing == every.holds[row]
    assert pickle.loads(pickle.dumps(certificate)).guarantee == certificate.guarantee


@settings(max_examples=100, deadline=None)
@given(deals(5))
def test_rows_equal_the_plain_functions(deal: Exchange) -> None:
    """Each row is what `keeps`, `temptation` and `exposure` say of its prefix."""
    order = list(brute(deal).steps) if not deal.after else None
    if order is None:
        return
    for row in certify(deal, order).rows:
        assert row.keeps == pytest.approx(keeps(deal, row.party, row.delivered))
        assert row.temptation == pytest.approx(temptation(deal, row.party, row.delivered))
        assert row.exposure == pytest.approx(exposure(deal, row.party, row.delivered))


def test_worth_signing() -> None:
    """Whether each party gains by completing is reported apart from any order."""
    lots = [Lot("a", "A", 5, {"B": 5}), Lot("b", "B", 2, {"A": 4})]
    assert worth_signing(Exchange(["A", "B"], lots)) == {"A": False, "B": True}
    even = [Lot("a", "A", 4, {"B": 2}), Lot("b", "B", 2, {"A": 4})]
    assert worth_signing(Exchange(["A", "B"], even)) == {"A": True, "B": True}


def test_a_loss_as_large_as_the_tolerance_is_none() -> None:
    """At the very edge a party is held to gain, and not to be tempted; beyond it is."""
    edge = 0.0
    for _ in range(9):
        edge = 1e-9 * (edge + 1)  # comes to rest where the cost is the tolerance of all amounts
    for cost, fine in ((edge, True), (edge * 1.001, False)):
        deal = Exchange(["A", "B"], [Lot("a", "A", cost, {"B": 2}), Lot("b", "B", 1)])
        assert (gain(deal, "A") == -deal.tolerance("A")) == fine
        assert worth_signing(deal)["A"] == fine
        assert certify(deal, ["b", "a"]).self_enforcing == fine


def test_many_rows_share_one_order() -> None:
    """Two thousand prefixes certify without a copy of the order each."""
    m = 2000
    lots = [Lot(f"l{k}", "AB"[k % 2], 1, {"BA"[k % 2]: 2}) for k in range(m)]
    certificate = certify(Exchange(["A", "B"], lots), [lot.name for lot in lots])
    assert len(certificate.rows) == 2 * (m + 1)
    assert len(certificate.rows[-1].delivered) == m
    assert certificate.rows[2]._order is certificate.rows[-1]._order


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("lot a", "not 'lot a'"),  # not the lots l, o, t and so on
        ({"a", "b", "c"}, "not a set"),  # whose order would change from run to run
        (None, "not a NoneType"),
        (certify(DEAL, ["a", "b", "c"]), "not a Certificate"),
        ([1, 2, 3], "no lot '1'"),
        ([[["a"], "b"], "c"], "no lot"),
    ],
)
def test_what_is_no_list_of_names_is_no_ladder(order: object, words: str) -> None:
    """What has no order, or is no list of names, is refused in a sentence."""
    with pytest.raises(InvalidLadder, match=words):
        certify(DEAL, order)  # type: ignore[arg-type]


def test_only_an_exchange_is_certified() -> None:
    """Whoever passes a case or a name is told what is wanted."""
    with pytest.raises(TypeError, match=r"must be an Exchange, not a str \(of a case: case\."):
        certify("minsk", ["a"])  # type: ignore[arg-type]


def test_a_certificate_is_shown_without_its_rows() -> None:
    """At a prompt the figures can be read; the rows, which may be hundreds, are left out."""
    shown = repr(certify(DEAL, ["a", "b", "c"]))
    assert "guarantee=" in shown
    assert "rows=" not in shown
    assert repr(certify(DEAL, ["a", "b", "c"]).binding).endswith("exposure=0.0)")  # nor the order
