"""Charts drawn in a process apart: the same pictures, whatever becomes of that process."""

import json

import pytest

from detente.briefing.blocks import Fold
from detente.briefing.rendering.drawing import Artist, ahead, artist, draw, drawn
from detente.briefing.rendering.figures import draw_ahead
from detente.briefing.rendering.vega import spec
from detente.words.language import language
from tests.briefing.charts import BY_KIND, NETWORK

EN = language("en")


def specified(block) -> str:
    """A chart's specification as text."""
    return json.dumps(spec(block, EN))


def test_the_same_pictures_in_any_order() -> None:
    """What is fetched, in whatever order, is what would have been drawn here."""
    asked = [specified(chart) for chart in (*BY_KIND.values(), NETWORK)]
    with ahead("serif"):
        helper = artist()
        assert helper is not None
        for text in asked:
            helper.ask(text)
        assert {text: drawn(text) for text in reversed(asked)} == {t: draw(t) for t in asked}
    assert artist() is None


def test_many_charts_fill_no_pipe() -> None:
    """More than the pipes hold goes in and out before anything is fetched."""
    text = specified(BY_KIND["lines"])
    asked = [text.replace("Belief", f"Belief {k}") for k in range(60)]
    helper = Artist("serif")
    try:
        for one in asked:
            helper.ask(one)
        assert all(helper.fetch(one) for one in reversed(asked))
    finally:
        helper.close()


def test_charts_are_asked_for_by_their_blocks() -> None:
    """Charts, networks and those inside of folds are drawn ahead, in the font to come."""
    blocks = (BY_KIND["bars"], Fold("more", (NETWORK,)))
    with ahead("Some Serif"):
        draw_ahead(blocks, EN)
        helper = artist()
        assert helper is not None
        for block in (BY_KIND["bars"], NETWORK):
            text = json.dumps(spec(block, EN, "Some Serif"), ensure_ascii=False)
            assert "Some Serif" in (helper.fetch(text) or "")


def test_without_a_helper_nothing_is_asked() -> None:
    """Where nobody draws ahead, asking does nothing."""
    draw_ahead(BY_KIND.values(), EN)
    assert artist() is None


def test_a_helper_that_died_is_done_without() -> None:
    """Charts are drawn here when the process is gone, before or after asking."""
    text = specified(BY_KIND["bars"])
    with ahead("serif"):
        helper = artist()
        assert helper is not None
        helper.ask(text)
        helper._process.kill()
        helper._process.wait()
        helper.ask(specified(NETWORK))
        assert drawn(specified(NETWORK)) == draw(specified(NETWORK))
        assert drawn(text) == draw(text)


def test_what_cannot_be_drawn_is_said_here() -> None:
    """A bad specification fails where it is fetched, and the next is drawn all the same."""
    bad, good = '{"mark": "nothing"}', specified(BY_KIND["bars"])
    with ahead("serif"):
        helper = artist()
        assert helper is not None
        helper.ask(bad)
        helper.ask(good)
        with pytest.raises(ValueError, match="conversion failed"):
            drawn(bad)
        assert drawn(good) == draw(good)
