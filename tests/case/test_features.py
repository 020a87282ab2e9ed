"""What past ladders are compared by: each feature by its formula, and the distance."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from detente.case import Case, bundled_cases
from detente.case.features import analogies, differences, distance, features

TINY = """\
name: tiny
title: Tiny
as_of: 2025-01-01
parties:
  a: {name: A, stake: {reputation: 1}}
  b: {name: B}
audiences:
  c: {name: C}
measures:
  licence:
    name: Licence
    giver: a
    instrument: licence
    lots: {small: {cost: 1}, large: {cost: 3}}
    value: {b: 5}
    revocability: {lost: .8, recovered: .5}
    verification: {detection: .9, lag: 2}
    consents: {c: needed}
    term: {lasts: 30}
    lead: 10
  freed:
    name: Freed
    giver: b
    instrument: pardon
    quantity: 4
    unit: people
    cost: 2
    value: {a: 6}
    lead: 4
  food:
    name: Food
    giver: a
    unconditional: true
    cost: 0
    value: {b: 1}
"""

ESCROW = ("    instrument: pardon\n", "    instrument: pardon\n    tags: [escrow]\n")

# Each: a change to the tiny case, a feature, its value by hand.
BY_HAND = {
    "b receives 5 + 5 of which .8 is lost": (None, "lost_most", 0.8),
    "a receives 6 for good": (None, "lost_least", 0.0),
    "a recovers half of its 4": (None, "recovered_most", 0.5),
    # K_a = 6 - .5 * 4 = 4, G_a = 2; K_b = .2 * 10 - 2 = 0, G_b = 8
    "a is tempted at completion by 2 of 2": (None, "guarantee", 1.0),
    "b gives all in one lot": (None, "largest_lot", 1.0),
    "the licence grows from 1 to 3": (None, "growth", 0.75),
    "no measure is cut": (("small: {cost: 1}, ", ""), "growth", None),
    "12, 12 and 4 days": (None, "wait", (28 / 3) / (28 / 3 + 30)),
    "only the licence is checked": (None, "detection", 0.9),
    "nothing is checked": (("    verification: {detection: .9, lag: 2}\n", ""), "detection", None),
    "c is still to agree": (None, "consents", 0.5),
    "c has agreed": (("{c: needed}", "{c: given}"), "consents", 0.0),
    "no escrow": (None, "escrow", 0.0),
    "money in escrow": (ESCROW, "escrow", 1.0),
    "a stake in escrow": (("{reputation: 1}", "{escrow: 1}"), "escrow", 1.0),
    "one of three measures": (None, "unconditional", 1 / 3),
    "one of three lots": (None, "people", 1 / 3),
    "two of three lots": (None, "expiring", 2 / 3),
    "two parties": (None, "movers", 0.0),
    "three lots": (None, "lots", 3 / 23),
}  # fmt: skip


def tiny(change: tuple[str, str] | None = None) -> Case:
    """The tiny case, with a change."""
    if change is None:
        return Case.parse(TINY)
    assert TINY.count(change[0]) == 1
    return Case.parse(TINY.replace(*change))


@pytest.mark.parametrize("name", BY_HAND)
def test_each_feature_is_what_its_formula_says(name: str) -> None:
    """Worked out by hand from the numbers of the tiny case."""
    change, feature, expected = BY_HAND[name]
    assert features(tiny(change))[feature] == (
        None if expected is None else pytest.approx(expected, abs=1e-12)
    )


@pytest.mark.parametrize("name", bundled_cases())
def test_features_lie_from_0_to_1(name: str) -> None:
    """No bundled case has a feature outside, so that each weighs the same."""
    assert all(x is None or 0 <= x <= 1 for x in features(Case.load(name)).values())


amounts = st.dictionaries(
    st.sampled_from("abcde"), st.one_of(st.none(), st.floats(0, 1)), min_size=5
).map(lambda of: {**dict.fromkeys("abcde", 0.5), **of, "a": of.get("a") or 0.0})


@given(amounts, amounts, amounts)
def test_distance_behaves_like_one(one, two, three) -> None:
    """It is 0 from itself, the same both ways, at most 1, and no detour is shorter."""
    assert distance(one, one) == 0
    assert distance(one, two) == distance(two, one) <= 1
    whole = [{k: x or 0.0 for k, x in of.items()} for of in (one, two, three)]
    assert distance(whole[0], whole[2]) <= (
        distance(whole[0], whole[1]) + distance(whole[1], whole[2]) + 1e-12
    )


def test_what_one_case_does_not_say_does_not_count() -> None:
    """The mean is over the features that both have."""
    assert differences({"a": 0.2, "b": None}, {"a": 0.5, "b": 0.9}) == {"a": pytest.approx(0.3)}
    assert distance({"a": 0.2, "b": None}, {"a": 0.5, "b": 0.9}) == pytest.approx(0.3)


def ended(name: str, result: str | None, change: tuple[str, str] | None = None) -> Case:
    """The tiny case under another name, with a result."""
    case = tiny(change)
    form = case.form.model_copy(update={"name": name})
    if result is not None:
        of = f"outcome: {{result: {result}, date: 2026, what: So}}\n"
        form = form.model_copy(update={"outcome": Case.parse(TINY + of).form.outcome})
    return replace(case, form=form)


def test_the_nearest_comes_first() -> None:
    """Cases without an outcome and the case itself are left out."""
    past = [
        ended("far", "broke", ESCROW),
        ended("near", "held"),
        ended("tiny", "held"),
        ended("open", None),
    ]
    found = analogies(tiny(), past)
    assert [one.case.name for one in found.ranked] == ["near", "far"]
    assert found.ranked[0].distance == 0
    assert found.ranked[1].distance == pytest.approx(1 / 15)  # of 15 features escrow differs by 1
    assert found.ranked[1].apart["escrow"] == 1


def test_what_nearness_was_worth() -> None:
    """Two pairs that are alike are guessed, the odd one is not; the unfinished one is no test."""
    past = [
        ended("a", "held"),
        ended("b", "held"),
        ended("c", "broke", ESCROW),
        ended("d", "broke", ESCROW),
        ended("e", "undone"),
        ended("f", "unfinished"),
    ]
    found = analogies(tiny(), past)
    assert (found.right, found.tried, found.commonest) == (4, 5, 2)
