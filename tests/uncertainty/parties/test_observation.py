"""Observations are checked at the door."""

from datetime import date, datetime

import pytest

from detente.uncertainty.parties.observation import OUTCOMES, InvalidObservation, Observation

DAY = date(2025, 9, 11)


def test_what_is_seen_tells_something():
    """All outcomes tell something but the one that says nobody looked."""
    telling = {outcome for outcome in OUTCOMES if Observation("A", "L1", outcome, DAY).telling}
    assert telling == set(OUTCOMES) - {"unobserved"}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_no_check_could_see_tells_nothing(outcome):
    """Where delivery cannot be told from its absence, no outcome tells anything."""
    assert not Observation("A", "L1", outcome, DAY, observable=False).telling


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"party": ""}, "name of its party"),
        ({"lot": " "}, "name of its lot"),
        ({"lot": None}, "name of its lot"),
        ({"outcome": "confirm"}, "did you mean 'confirmed'"),  # a slip of the pen
        ({"outcome": 7}, "one of confirmed, late"),
        ({"when": "2025-09-11"}, "must be a date"),  # a text is for the reader of files
        ({"when": datetime(2025, 9, 11, 12)}, "must be a date"),  # noqa: DTZ001
        ({"observable": "yes"}, "True or False"),
    ],
)
def test_nonsense_is_refused(changed, said):
    """Each field that makes no sense is named."""
    fields = {"party": "A", "lot": "L1", "outcome": "confirmed", "when": DAY} | changed
    with pytest.raises(InvalidObservation, match=said):
        Observation(**fields)
