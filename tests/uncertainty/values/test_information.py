"""The value of knowing one number, where it can be worked out by hand."""

import numpy as np
import pytest

from detente.uncertainty.values.information import information

RNG = np.random.default_rng(12)
U = RNG.random((200_000, 3))


def told(holds: np.ndarray) -> dict[str, tuple[float, float]]:
    """Value and share explained, by name."""
    return {one.path: (one.value, one.explains) for one in information(("x", "y", "z"), U, holds)}


def test_a_number_that_decides_alone_is_worth_the_whole_error() -> None:
    """Holds where x > .5: knowing x saves the half that would be wrong; y and z save nothing."""
    found = told(U[:, 0] > 0.5)
    assert found["x"] == pytest.approx((0.5, 1.0), abs=0.005)
    assert found["y"][0] == pytest.approx(0.0, abs=0.01)
    assert found["y"][1] == pytest.approx(0.0, abs=0.001)


def test_a_sum_of_two() -> None:
    """Holds where x + y > 1: p(x) = x, E min(x, 1 - x) = 1/4 of 1/2; Var(x)/(1/4) = 1/3."""
    found = told(U[:, 0] + U[:, 1] > 1)
    for path in ("x", "y"):
        assert found[path] == pytest.approx((0.25, 1 / 3), abs=0.01)
    assert found["z"][1] == pytest.approx(0.0, abs=0.001)


def test_knowledge_that_would_not_change_the_advice_is_worth_nothing() -> None:
    """Holds in 9 of 10, in no bin of x less than in half: x explains something, but saves none."""
    holds = U[:, 1] > 0.2 * U[:, 0]
    value, explains = told(holds)["x"]
    assert value == 0.0
    assert explains > 0.01


def test_what_always_holds_leaves_nothing_to_find_out() -> None:
    """No variance, no value."""
    assert set(told(np.ones(len(U), dtype=bool)).values()) == {(0.0, 0.0)}


def test_the_most_valuable_comes_first() -> None:
    """The order is that in which a desk should ask."""
    holds = U[:, 2] + 0.3 * U[:, 0] > 0.65
    assert [one.path for one in information(("x", "y", "z"), U, holds)] == ["z", "x", "y"]
