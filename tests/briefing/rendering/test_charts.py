"""Charts: the same numbers on a terminal, in a table, as a specification and as a picture."""

import json
import re
from itertools import pairwise

import pytest

from detente.briefing.blocks import Chart, Datum, Document, Link, Network, Node, Series
from detente.briefing.rendering.chart_words import chart_table, network_table
from detente.briefing.rendering.figures import chart_svg, svg_png
from detente.briefing.rendering.html import to_html
from detente.briefing.rendering.plain_charts import chart_lines, network_lines
from detente.briefing.rendering.vega import spec
from detente.briefing.rendering.vega_look import FILLS, INKS
from detente.words.language import language
from tests.briefing.charts import BY_KIND, NETWORK, hostile
from tests.briefing.rendering.test_html import Page
from tests.briefing.rendering.test_terminal import printed

EN, RU = language("en"), language("ru")
CHARTS = pytest.mark.parametrize("chart", BY_KIND.values(), ids=BY_KIND.keys())


@CHARTS
@pytest.mark.parametrize("lang", [EN, RU], ids=["en", "ru"])
@pytest.mark.parametrize("width", [64, 80, 100])
def test_lines_fit(chart: Chart, lang, width: int) -> None:
    """On any screen every line of a chart fits."""
    lines = list(chart_lines(chart, lang, width))
    assert lines
    assert max(map(len, lines)) <= width


def test_bars_are_as_long_as_their_amounts() -> None:
    """Half the amount is half the bar, to a character."""
    chart = Chart("bars", "t", "a", "x", "y", (Series("", (Datum("one", 10), Datum("two", 5))),))
    one, two, *_ = (line.count("█") for line in chart_lines(chart, EN, 80))
    assert abs(two - one / 2) <= 1


def test_nothing_has_no_bar() -> None:
    """A bar of 0 is none, beside one of a little."""
    chart = Chart("bars", "t", "a", "x", "y", (Series("", (Datum("no", 0), Datum("yes", 9))),))
    lines = list(chart_lines(chart, EN, 60))
    assert "█" not in next(line for line in lines if "no" in line)
    assert "█" in next(line for line in lines if "yes" in line)


def test_a_range_ends_where_it_ends() -> None:
    """A range that covers the whole axis fills its lane, and its middle stands in it."""
    chart = BY_KIND["ranges"]
    first, *_ = (line for line in chart_lines(chart, EN, 80) if "─" in line)
    lane = re.search(r"[─●┊]+", first)
    assert lane is not None
    assert lane[0].count("●") == 1
    assert "5.0 … 22.0" in first


def test_long_lines_are_thinned_but_keep_their_ends() -> None:
    """Of many points some are left out, never the first or the last."""
    points = tuple(Datum(k, k * 1.5) for k in range(1_000))
    lines = list(chart_lines(Chart("lines", "t", "a", "x", "y", (Series("", points),)), EN, 80))
    assert len(lines) < 40
    assert lines[0].split()[0] == "0"
    assert "999" in "".join(lines)


def test_points_are_listed_by_name() -> None:
    """A scatter names its labelled points beneath it."""
    text = "\n".join(chart_lines(BY_KIND["points"], EN, 80))
    assert "a Nash: to the North 14; to the South 37.0" in text
    assert "┊ reservation: 12" in text


def test_charts_on_the_terminal_say_the_finding_first() -> None:
    """Title and finding come before the drawing; a proposed line says that it is."""
    text = printed(Document("t", "", "en", (BY_KIND["bars"], NETWORK)))
    assert "Who holds: the last step holds least." in text
    assert "North — South: direct line (proposed) (0.90)" in text
    assert len(list(network_lines(NETWORK, EN, 80))) == len(NETWORK.links)


@pytest.mark.parametrize("encoding", ["ascii", "cp1251"])
def test_charts_in_poor_encodings(encoding: str) -> None:
    """Where an encoding has no such signs, plain ones stand for them."""
    text = printed(Document("t", "", "en", tuple(BY_KIND.values())), encoding=encoding)
    assert "?" not in text


def test_table_has_every_number() -> None:
    """The table of a chart has a row for each point and mark, in the reader's writing."""
    table = chart_table(BY_KIND["lines"], RU)
    size = sum(len(s.points) for s in BY_KIND["lines"].series) + len(BY_KIND["lines"].marks)
    assert len(table.rows) == size
    assert "01.01.2025" in table.rows[0]
    assert f"53{chr(160)}%" in table.rows[0]
    assert [len(row) for row in table.rows] == [len(table.columns)] * size


def test_network_table_is_by_strength() -> None:
    """The strongest line comes first."""
    assert [row[3] for row in network_table(NETWORK, EN).rows] == ["0.90", "0.80", "0.60"]


@CHARTS
def test_specification_is_plain_data(chart: Chart) -> None:
    """It survives JSON, says what it shows, and fetches nothing."""
    made = spec(chart, RU)
    assert json.loads(json.dumps(made)) == made
    assert chart.alt in made["description"]
    text = json.dumps({k: v for k, v in made.items() if k != "$schema"})
    assert '"url"' not in text
    assert "://" not in text


def test_months_are_in_the_readers_language() -> None:
    """Russian axes have Russian months and a decimal comma."""
    svg = chart_svg(BY_KIND["spans"], RU)
    assert "сент. 2025" in svg
    assert "Sep" not in svg
    chart = Chart("lines", "t", "a", "x", "y", (Series("", (Datum(0, 0.0), Datum(1, 0.4))),))
    assert ">0,1<" in chart_svg(chart, RU)


def test_no_day_moves_with_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """West of Greenwich a month begins no earlier."""
    chart = BY_KIND["spans"]
    told = [layer["encoding"]["x"] for layer in spec(chart, EN)["layer"]]
    assert {x["scale"]["type"] for x in told} == {"utc"}


@CHARTS
def test_several_series_differ_in_black_and_white(chart: Chart) -> None:
    """What colour tells apart, dashes, shapes or outlined fills of other grey tell as well."""
    if len(chart.series) < 2:
        return
    text = json.dumps(spec(chart, EN))
    assert {"bars": "Offset", "lines": "strokeDash", "points": "shape"}[chart.kind] in text


def _grey(colour: str) -> float:
    red, green, blue = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2


def test_neighbouring_fills_differ_in_grey() -> None:
    """Fills that stand side by side differ by a tenth of the scale in grey at least."""
    greys = [_grey(colour) for colour in FILLS[:4]]
    assert min(abs(a - b) for a, b in pairwise(greys)) > 0.1
    assert len(set(INKS)) == len(INKS)


@CHARTS
def test_page_has_picture_and_numbers(chart: Chart) -> None:
    """In HTML a chart is a picture that says what it shows, with its numbers beside it."""
    page = Page(to_html(Document("t", "", "en", (chart,))))
    pictures = [a for tag, a in page.tags if a.get("role") == "img"]
    assert [a["aria-label"] for a in pictures] == [chart.alt]
    assert len(page.all("table")) == 1
    assert len(page.all("svg")) == 1


def test_without_the_extra_numbers_stand_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where charts cannot be drawn, HTML shows their numbers and loses nothing else."""
    monkeypatch.setattr("detente.briefing.rendering.figures.can_draw", lambda: False)
    page = Page(to_html(Document("t", "", "en", (BY_KIND["bars"], NETWORK))))
    assert len(page.all("table")) == 2
    assert page.all("details", "svg") == []


def test_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for a picture without the extra is told which to install."""
    from detente.exchange import MissingExtra

    monkeypatch.setattr("detente.briefing.rendering.figures.can_draw", lambda: False)
    with pytest.raises(MissingExtra, match="report"):
        chart_svg(Chart("bars", "none", "", "", "", (Series("", (Datum("q", 1),)),)), EN)


def test_pictures_are_pictures() -> None:
    """A PNG is one."""
    assert svg_png(chart_svg(BY_KIND["points"], EN)).startswith(b"\x89PNG")
    assert svg_png(chart_svg(NETWORK, EN)).startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", [*BY_KIND, "network"])
def test_hostile_texts_stay_texts(kind: str) -> None:
    """Markup and expressions in names are drawn as they were written."""
    block = hostile(kind)
    text = to_html(Document("t", "", "en", (block,)))
    assert "<script" not in text
    page = Page(text)
    assert not [
        a for _, a in page.tags if any(name.startswith("on") or name == "href" for name in a)
    ]


def test_an_empty_chart_draws_nothing() -> None:
    """No points: no lines, and no fault."""
    assert list(chart_lines(Chart("bars", "t", "a", "x", "y", ()), EN, 80)) == []


def test_unlinked_network() -> None:
    """A network without lines is drawn."""
    alone = Network("t", "a", (Node("a", "A", "party"),), ())
    assert chart_svg(alone, EN).startswith("<svg")
    assert list(network_lines(alone, EN, 80)) == []
    assert Link(("a", "a"), "").weight == 1.0


# --- charts of plans -----------------------------------------------------------------------------


def test_frontier_chart_marks_the_points_of_theory() -> None:
    """All packages of the frontier are drawn; points that coincide share one label."""
    from detente.briefing.charts import frontier_chart
    from detente.briefing.naming import Names
    from detente.briefing.proposal import propose
    from detente.case import Case

    case = Case.load("minsk")
    proposal = propose(case)
    chart = frontier_chart(proposal, {p: p for p in proposal.packages.points}, Names(case, EN))
    assert chart is not None
    frontier, marked = chart.series
    assert len(frontier.points) == len(proposal.packages.frontier)
    assert {(d.x, d.y) for d in marked.points} <= {(d.x, d.y) for d in frontier.points}
    assert sorted(name for d in marked.points for name in d.label.split(", ")) == sorted(
        proposal.packages.points
    )


def test_lots_chart_falls_to_its_least() -> None:
    """Finer lots need less; the chart says the least and marks the stake."""
    from detente.briefing.charts import lots_chart
    from detente.briefing.lots import advise
    from detente.briefing.naming import Names
    from tests.briefing.cases import small

    case = small("two")
    deal = case.exchange()
    curve = advise(case, deal).alike
    chart = lots_chart("south", {"All": curve}, 2.0, Names(case, RU))
    (line,) = chart.series
    assert [d.x for d in line.points] == [p.lots for p in curve.points if p.guarantee]
    least = min(d.y for d in line.points)
    assert f"не меньше {RU.number(least)}" in chart.alt
    assert [at for _, at in chart.marks] == [2.0]


# --- figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["minsk", "two", "three", "capped"])
@pytest.mark.parametrize("lang", [EN, RU], ids=["en", "ru"])
def test_ladder_over_exposure_curves(planned, case: str, lang) -> None:
    """Each party has a field with its exposure at every point; the binding one is named."""
    from detente.briefing.ladder_view import ladder_view
    from detente.briefing.naming import Names

    found = planned(case)
    view = ladder_view(found.deal, found.ladder.certificate, Names(found.case, lang))
    made = spec(view, lang)
    assert json.loads(json.dumps(made)) == made
    fields = made["hconcat"]
    assert len(fields) == len(view.lanes)
    for k, field in enumerate(fields):
        rows = field["data"]["values"]
        assert [row["exposure"] for row in rows] == [s.figures[k].exposure for s in view.steps]
    binding = [row["binds"] for field in fields for row in field["data"]["values"] if row["binds"]]
    assert len(binding) == 1
    assert chart_svg(view, lang).startswith("<svg")


def test_matrix_leaves_silence_white() -> None:
    """Signs that say something have the colour of their word; a silent source has none."""
    from detente.briefing.blocks import Mark, MarkTable

    marks = ((("so",), (Mark("+", "says"), Mark("·", "silent"), Mark("", ""))),)
    made = spec(MarkTable("m", ("Claim",), ("A", "B", "C"), marks), EN)
    told = [cell["word"] for cell in made["data"]["values"] if cell["told"]]
    assert told == ["says"]
    assert "says" in json.dumps(made["layer"][1]["encoding"]["fill"])


def test_lines_between_the_same_two_do_not_hide_each_other() -> None:
    """Two lines between one pair run side by side, each with its number and name."""
    pair = (Node("a", "A", "party"), Node("b", "B", "party"))
    links = (Link(("a", "b"), "hotline"), Link(("b", "a"), "envoys", dashed=True))
    made = spec(Network("t", "a", pair, links), RU)
    rows = made["hconcat"][0]["layer"][0]["data"]["values"]
    assert (rows[0]["x"], rows[0]["y"]) != (rows[1]["x"], rows[1]["y"])
    svg = chart_svg(Network("t", "a", pair, links), RU)
    assert "1  hotline" in svg
    assert "envoys (предлагается)" in svg
