"""Numbers that move together: what can be written, and what is refused, with its place."""

import pytest

from detente.case import Case, InvalidCase
from tests.case.texts import WHOLE

COST, VALUE, STAKE = (
    "measures.ships.cost",
    "measures.ships.value.a",
    "parties.a.stake.reputation",
)


def spoil(group: str) -> str:
    """The message for a case with this one group."""
    with pytest.raises(InvalidCase) as caught:
        Case.parse(f"{WHOLE}\ncorrelated:\n  together: {group}\n", "x.yaml")
    return str(caught.value)


def test_one_correlation_stands_for_the_whole_matrix() -> None:
    """`rho` is written into every place off the diagonal."""
    case = Case.parse(f"{WHOLE}\ncorrelated:\n  one: {{of: [{COST}, {VALUE}, {STAKE}], rho: .5}}\n")
    assert case.form.correlated["one"].correlations == ((1, 0.5, 0.5), (0.5, 1, 0.5), (0.5, 0.5, 1))


@pytest.mark.parametrize(
    ("group", "words"),
    [
        (f"{{of: [{COST}, {VALUE}]}}", "together: give either rho"),
        (f"{{of: [{COST}, {VALUE}], rho: 1}}", "together.rho: 1 is not above -1 and below 1"),
        # Three numbers cannot all be opposed to each other.
        (f"{{of: [{COST}, {VALUE}, {STAKE}], rho: -.5}}", "positive definite only above -0.5"),
        (f"{{of: [{COST}, measures.ships.value.b], rho: .5}}", "of.2: there is no number at"),
        (f"{{of: [{COST}, parties.a.stake.deposit], rho: .5}}", "has no range to be drawn from"),
        (f"{{of: [{COST}, {COST}], rho: .5}}", "stands twice here"),
        (f"{{of: [{COST}, {VALUE}], matrix: [[1, .5]]}}", "2 numbers need 2 rows of 2"),
        (f"{{of: [{COST}, {VALUE}], matrix: [[1, .5], [.4, 1]]}}", "rows 1 and 2 do not agree"),
        (f"{{of: [{COST}, {VALUE}], matrix: [[1, .5], [.5, 2]]}}", "row 2: a number is correlated"),
        (f"{{of: [{COST}, {VALUE}], matrix: [[1, 2], [2, 1]]}}", "row 2: 2 is not above -1"),
        # Eigenvalues 1.9, 1.9 and -0.8: times 0.55 the least is 0.01.
        (
            f"{{of: [{COST}, {VALUE}, {STAKE}], matrix: [[1,.9,-.9],[.9,1,.9],[-.9,.9,1]]}}",
            "not positive definite: no numbers can be correlated like this (they would be, were "
            "every correlation 0.55 times as large)",
        ),
    ],
)
def test_impossible_groups_are_refused_with_their_place(group: str, words: str) -> None:
    """Each kind of nonsense is named where it stands, before anything is drawn."""
    message = spoil(group)
    assert words in message
    assert message.startswith("x.yaml:")
