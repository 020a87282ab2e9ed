"""Probabilities in words and numbers together."""

from __future__ import annotations

import itertools

import pytest

from detente.words.language import language
from detente.words.likelihood import SCALE, band, between, probability


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "almost no chance"),  # below the scale's first bound
        (0.05, "very unlikely"),  # a bound belongs to the step above it
        (0.5, "roughly even chance"),
        (0.79, "likely"),
        (0.8, "very likely"),
        (1.0, "almost certain"),
    ],
)
def test_words_of_a_share(share: float, words: str) -> None:
    """Each share has the words of its step, as in the directive's table."""
    assert band(share).words == words


def test_steps_follow_one_another() -> None:
    """The scale has no gap and no overlap."""
    assert all(a.high == b.low for a, b in itertools.pairwise(SCALE))


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_no_probability(share: float) -> None:
    """What is no probability is refused."""
    with pytest.raises(ValueError, match="no probability"):
        band(share)


def test_words_and_number_together() -> None:
    """A known probability is written with both, in either language."""
    assert probability(0.41, language("en")) == "41% (unlikely)"
    assert probability(0.41, language("ru")) == "41\N{NO-BREAK SPACE}% (маловероятно)"


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (0.3, 0.7, "unlikely to likely, 30–70\u00a0%"),
        (0.61, 0.74, "likely, 60–75\u00a0%"),  # ends go outward to the next twentieth
        (0.93, 1.0, "very likely to almost certain, 90–99\u00a0%"),  # nothing is sure
        (0.0, 0.12, "almost no chance to very unlikely, 1–15\u00a0%"),
        (0.5, 0.5, "roughly even chance, 45–55\u00a0%"),  # no judgement is a point
        (0.62, 0.64, "likely, 55–80\u00a0%"),
    ],
)
def test_a_range_of_probability(low: float, high: float, written: str) -> None:
    """Words of both ends and figures no finer than a twentieth."""
    assert between(low, high, language("en")) == written


@pytest.mark.parametrize(("low", "high"), [(0.6, 0.4), (-0.1, 0.4), (0.4, 1.1)])
def test_no_range_of_probability(low: float, high: float) -> None:
    """Ends the wrong way round, or that are no probabilities, are refused."""
    with pytest.raises(ValueError, match=r"above|no probability"):
        between(low, high, language("en"))
