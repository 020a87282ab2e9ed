"""Circular triads and the coefficient of consistence."""

from itertools import combinations, permutations

import pytest
from hypothesis import given, strategies as st

from detente.elicitation.tournament import Tournament, tournaments


def circular(names: str, wins: set[tuple[str, str]]) -> int:
    """Count circular triads one by one."""
    return sum(
        {(a, b), (b, c), (c, a)} <= wins or {(b, a), (c, b), (a, c)} <= wins
        for a, b, c in combinations(names, 3)
    )


@given(st.integers(3, 7), st.randoms(use_true_random=False))
def test_triads_are_counted(size: int, random) -> None:
    """The number from the scores is that of counting every triad, and never above the most."""
    names = "abcdefg"[:size]
    pairs = [pair if random.random() < 0.5 else pair[::-1] for pair in combinations(names, 2)]
    (found,) = tournaments(pairs)
    assert sorted(found.values) == list(names)
    assert found.circular == circular(names, set(pairs)) <= found.most
    assert 0 <= found.coefficient <= 1


@pytest.mark.parametrize(
    # Kendall and Babington Smith 1940: the most circular triads of n values
    ("n", "most"),
    [(3, 1), (4, 2), (5, 5), (6, 8), (7, 14)],
)
def test_the_most_triads(n: int, most: int) -> None:
    """The published maxima, which tournaments reach: 1 is order, 0 as circular as can be."""
    assert Tournament(tuple("abcdefg"[:n]), 0).most == most
    ordered = tournaments(combinations("abcdefg"[:n], 2))[0]
    assert (ordered.circular, ordered.coefficient) == (0, 1.0)
    if n % 2:  # each beats the next half of the circle
        ring = [(i, (i + k) % n) for i in range(n) for k in range(1, n // 2 + 1)]
        (found,) = tournaments((str(a), str(b)) for a, b in ring)
        assert (found.circular, found.coefficient) == (most, 0.0)


def test_only_complete_groups_count() -> None:
    """A missing comparison, one said both ways, and two values alone make no tournament."""
    triad = [("a", "b"), ("b", "c"), ("c", "a")]
    assert tournaments(triad[:2]) == ()
    assert tournaments([*triad, ("b", "a")]) == ()
    assert tournaments([("a", "b")]) == ()
    two = tournaments([*triad, ("x", "y"), ("y", "z"), ("x", "z"), ("p", "q")])
    assert two == (Tournament(("a", "b", "c"), 1), Tournament(("x", "y", "z"), 0))


def test_the_order_of_answers_changes_nothing() -> None:
    """Whatever comes first, the same triads are found."""
    pairs = [("a", "b"), ("b", "c"), ("c", "a"), ("a", "d"), ("b", "d"), ("c", "d")]
    found = {t.circular for order in permutations(pairs) for t in tournaments(order)}
    assert found == {1}
