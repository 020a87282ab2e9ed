"""The case of the five tracks: what can be taken back comes first, what lasts comes last."""

from datetime import date

import pytest

from detente.case import Case

TRACKS = ("hostilities", "access", "south_sudan", "lra", "terrorism")
LASTING = ("end_of_embargo", "end_of_oil_order")


@pytest.fixture(scope="module")
def sudan() -> Case:
    """The bundled case."""
    return Case.load("sudan")


@pytest.fixture(scope="module")
def after(sudan: Case) -> set[tuple[str, str]]:
    """Which lot may come only after which."""
    return set(sudan.exchange().after)


def test_it_is_seen_from_the_beginning_of_the_talks(sudan: Case) -> None:
    """Truces of April and June 2016 are delivered; nothing is known of what came later."""
    assert sudan.form.as_of == date(2016, 7, 4)
    assert {done.date[:4] for done in sudan.form.already} == {"2015", "2016"}
    assert max(done.date for done in sudan.form.already) == "2016-06-30"


def test_five_tracks_of_two_half_years(sudan: Case) -> None:
    """Sudan gives nothing else, and each half-year counts when it has passed."""
    given = [lot.name for lot in sudan.exchange().lots if lot.giver == "sd"]
    assert given == [f"{track}.{half}" for track in TRACKS for half in ("first", "second")]
    for track in TRACKS:
        halves = [sudan.lots[f"{track}.{half}"].own.not_before for half in ("first", "second")]
        assert halves == [date(2016, 12, 31), date(2017, 6, 30)]


@pytest.mark.parametrize("track", TRACKS)
def test_the_general_licence_stands_between_the_half_years(after, track: str) -> None:
    """It follows the first half-year of every track and comes before the second."""
    assert (f"{track}.first", "general_licence") in after
    assert ("general_licence", f"{track}.second") in after


@pytest.mark.parametrize("relief", LASTING)
def test_lasting_relief_comes_after_all_that_sudan_gives(after, relief: str) -> None:
    """The red line holds it back until both half-years of every track are there."""
    halves = {f"{track}.{half}" for track in TRACKS for half in ("first", "second")}
    assert halves <= {first for first, then in after if then == relief}


def test_relief_before_the_end_can_be_taken_back(sudan: Case) -> None:
    """A licence loses most of its value when revoked, a lasting order little."""
    lost = {lot.name: lot.lost_to("sd") for lot in sudan.exchange().lots if lot.giver == "us"}
    licences = [x for name, x in lost.items() if name.endswith("licence")]
    assert len(licences) == 3
    assert min(licences) > 0.8
    assert max(lost[name] for name in LASTING) < 0.3
