"""Few inspections against one hidden breach."""

import pytest

from detente.uncertainty.parties.inspection import inspection_value


@pytest.mark.parametrize(
    ("periods", "inspections", "value"),
    [(2, 1, 1 / 3), (4, 2, 3 / 11), (3, 0, 1.0), (3, 3, 0.0), (0, 0, 0.0)],
)
def test_published_values(periods, inspections, value):
    """Dresher's game with penalty 1: (2,1) is worth 1/3, (4,2) is worth 3/11; ends are plain."""
    assert inspection_value(periods, inspections, 1.0) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("penalty", [0.25, 1.0, 3.5])
def test_the_closed_form_solves_the_recursion(penalty):
    """Each period is a 2x2 game: breach or not, inspect or not, the rest of the game after it."""

    def value(n: int, m: int) -> float:
        if m >= n:
            return 0.0
        if m == 0:
            return 1.0
        kept_seen, kept_unseen = value(n - 1, m - 1), value(n - 1, m)
        caught, missed = -penalty, 1.0
        # Both mix: no row and no column of this game is better whatever the other does.
        assert caught < kept_seen
        assert missed > kept_unseen
        return (caught * kept_unseen - missed * kept_seen) / (
            caught + kept_unseen - missed - kept_seen
        )

    for n in range(9):
        for m in range(n + 1):
            assert inspection_value(n, m, penalty) == pytest.approx(value(n, m), abs=1e-12)


@pytest.mark.parametrize("bad", [(-1, 0, 1.0), (2, -1, 1.0), (2, 1, 0.0), (2, 1, float("inf"))])
def test_nonsense_is_refused(bad):
    """Counts below zero and penalties that are none are refused."""
    with pytest.raises(ValueError, match=r"at least 0|above 0"):
        inspection_value(*bad)
