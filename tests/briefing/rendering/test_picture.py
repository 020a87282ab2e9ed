"""The ladder's picture: every name whole, apart from the others, and in its place."""

import re
import runpy
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from detente.briefing.blocks import Figures, LadderView, StepView
from detente.briefing.ladder_view import ladder_view
from detente.briefing.naming import Names
from detente.briefing.rendering.picture import WIDTH, ladder_picture
from detente.words.language import language

SVG = "{http://www.w3.org/2000/svg}"
NARROW = 5.9
"""Mean width of a character at 12.5 px in common sans-serif fonts; headings are bolder."""


def drawn(planned, case: str, lang: str = "en") -> ElementTree.Element:
    """Picture of a planned case, parsed."""
    found, tongue = planned(case), language(lang)
    view = ladder_view(found.deal, found.ladder.certificate, Names(found.case, tongue))
    return ElementTree.fromstring(ladder_picture(view, tongue))


def boxes(svg: ElementTree.Element) -> list[tuple[float, float, float, float, str]]:
    """Where each text stands: left, top, right, bottom."""
    found = []
    for text in svg.iter(f"{SVG}text"):
        size = float(text.get("font-size", "12.5"))
        wide = len(text.text or "") * NARROW * size / 12.5
        x, y = float(text.get("x", "0")), float(text.get("y", "0"))
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[
            text.get("text-anchor", "start")
        ]
        found.append((left, y - size * 0.75, left + wide, y + size * 0.2, text.text or ""))
    return found


CASES = ["minsk", "two", "failing", "capped", "three"]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_no_text_is_cut(planned, case: str, lang: str) -> None:
    """Every text lies inside the picture."""
    svg = drawn(planned, case, lang)
    _, _, width, height = map(float, svg.get("viewBox", "").split())
    assert width == WIDTH
    for left, top, right, bottom, text in boxes(svg):
        assert left >= 0, text
        assert right <= width, text
        assert top >= 0, text
        assert bottom <= height, text


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_no_texts_overlap(planned, case: str, lang: str) -> None:
    """No two texts lie on each other."""
    for one, two in combinations(boxes(drawn(planned, case, lang)), 2):
        apart = one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
        assert apart, (one[4], two[4])


def test_every_lot_is_named_in_full(planned) -> None:
    """The names of all lots can be read in the picture, whatever lines they break into."""
    found = planned("minsk")
    names = Names(found.case, language("en"))
    said = " ".join(text for *_, text in boxes(drawn(planned, "minsk")))
    for lot in found.ladder.order:
        for word in names(lot).split():
            assert word in said


def test_it_can_be_heard(planned) -> None:
    """The picture has a title and a description that tells every step."""
    svg = drawn(planned, "two")
    title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert [f"Step {k}:" in (desc.text or "") for k in (1, 2, 3)] == [True] * 3


def test_sides_differ_without_colour(planned) -> None:
    """Each party's line has its own dashes, and its own marks."""
    svg = drawn(planned, "three")
    lines = [line.get("stroke-dasharray") for line in svg.iter(f"{SVG}polyline")]
    assert len(lines) == len(set(lines)) == 3


def test_curve_stands_where_the_exposure_is(planned) -> None:
    """A mark lies as far from its axis as the exposure of its step, on the field's scale."""
    figures = lambda a, b: (Figures("a", -a, -9, 9, a), Figures("b", -b, -9, 9, b))  # noqa: E731
    steps = (
        StepView(0, False, ((), ()), figures(0.0, 0.0)),
        StepView(1, False, (("x",), ()), figures(5.0, 0.0)),
        StepView(2, False, ((), ("y",)), figures(2.5, 1.0)),
    )
    svg = ElementTree.fromstring(
        ladder_picture(LadderView(("a", "b"), steps, (10.0, None)), language("en"))
    )
    left, right = (
        [float(pair.split(",")[0]) for pair in line.get("points", "").split()]
        for line in svg.iter(f"{SVG}polyline")
    )
    zero, full = left[0], 2 * (left[0] - left[1])
    assert zero - left[2] == pytest.approx(full / 4, abs=0.2)
    assert right[0] == right[1] < right[2]


def test_it_needs_nothing_from_outside(planned) -> None:
    """No style sheet, font, image or script is asked for."""
    svg = drawn(planned, "minsk")
    tags = {element.tag.removeprefix(SVG) for element in svg.iter()}
    assert tags <= {"svg", "title", "desc", "line", "text", "path", "circle", "rect", "polygon",
                    "polyline"}  # fmt: skip
    assert not [e for e in svg.iter() if any(re.search("href|style", k) for k in e.attrib)]


def test_long_party_names_do_not_collide() -> None:
    """Names too long for their field break, and those of three parties stay apart."""
    name = "The Joint Commission of the Northern Provinces"
    figures = tuple(Figures(f"{name} {k}", 0, -1, 1, 0) for k in range(3))
    start = StepView(0, False, ((), (), ()), figures)
    view = LadderView(tuple(f.party for f in figures), (start,), (None,) * 3)
    found = boxes(ElementTree.fromstring(ladder_picture(view, language("en"))))
    for one, two in combinations(found, 2):
        assert one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]


def test_the_readme_shows_the_ladder_of_today() -> None:
    """The picture in the docs is the one the program draws (run ``make picture`` if it is not)."""
    script = Path(__file__).parents[3] / "docs" / "ladder.py"
    drawn_now = runpy.run_path(str(script))["picture"]()
    assert script.with_suffix(".svg").read_text(encoding="utf-8") == drawn_now
