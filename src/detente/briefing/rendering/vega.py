"""Charts as Vega-Lite: one specification, a plain mapping, for the browser and for reports.

Whatever a case says enters as data or as a literal title, never as an expression; dates are read
and written in universal time, so that no reader's clock moves a day.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from detente.briefing.blocks import Chart, LadderView, MarkTable, Network
from detente.briefing.rendering.chart_words import (
    along_x,
    amount_writer,
    amounts,
    day_of,
    place_writer,
    places,
    series_of,
)
from detente.briefing.rendering.vega_figures import ladder_parts, matrix_parts, network_parts
from detente.briefing.rendering.vega_look import (
    DASHES,
    FILLS,
    FONT,
    GREY,
    INKS,
    SHAPES,
    ranked,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.briefing.rendering.chart_words import Value
    from detente.briefing.rendering.vega_look import Spec
    from detente.words.language import Language

Drawn = Chart | Network | LadderView | MarkTable
"""What can be drawn."""

WIDTH = 560
SHORT = 5
"""Characters up to which names stand below upright bars; longer ones stand beside level bars."""

LABEL = 44
"""Characters after which a name on an axis is broken."""

TITLE = 84
"""Characters after which the title of an axis is broken."""


def spec(block: Drawn, lang: Language, font: str = FONT) -> Spec:
    """Give the Vega-Lite specification of a block.

    Parameters
    ----------
    block
        A chart, a network, a ladder or a matrix.
    lang
        The language of months and numbers; the block's words are in it already.
    font
        The family its words are set in.

    Returns
    -------
    dict
        Ready for ``json.dumps``; its ``description`` is the text for those who do not see it.
    """
    match block:
        case Chart():
            return whole(lang, font, f"{block.title}. {block.alt}", _parts(block, lang))
        case Network():
            return whole(lang, font, f"{block.title}. {block.alt}", network_parts(block, lang))
        case LadderView():
            return whole(lang, font, *ladder_parts(block, lang))
        case MarkTable():
            return whole(lang, font, block.caption, matrix_parts(block))


def _parts(chart: Chart, lang: Language) -> Spec:
    match chart.kind:
        case "bars":
            drawn = _bars(chart, lang)
        case "ranges":
            drawn = _ranges(chart)
        case "lines":
            drawn = _lines(chart)
        case "points":
            drawn = _points(chart)
        case "spans":
            drawn = _spans(chart)
    return {"width": WIDTH, "data": {"values": _values(chart, lang)}, **drawn}


# --- data and axes -------------------------------------------------------------------------------


def _values(chart: Chart, lang: Language) -> list[Spec]:
    """Give a row for each point; `said` is what a pointer over it reads."""
    amount, place = amount_writer(chart, lang), place_writer(chart, lang)
    rows = []
    for (k, d), side in zip(series_of(chart), _sides(chart), strict=True):
        at, middle = (d.y, d.x) if along_x(chart) else (d.x, d.y)
        ends = [end for end in (d.low, d.high) if end is not None]
        between = " … ".join(map(amount, ends))
        said = between if chart.kind == "spans" else amount(middle)
        rows.append(
            {
                "x": _named(d.x),
                "y": _named(d.y),
                "low": d.low,
                "high": d.high,
                "series": chart.series[k].name,
                "label": d.label,
                "side": side,
                "amount": said,
                "said": ": ".join(filter(None, (d.label, place(at), said))),
            }
        )
    return rows


def _sides(chart: Chart) -> list[int]:
    """Put the names of neighbouring points on either side in turn; -1 where there is none."""
    data = [d for _, d in series_of(chart)]
    named = [k for k, d in enumerate(data) if d.label]
    named.sort(key=lambda k: (not isinstance(data[k].x, str), data[k].x))
    sides = [-1] * len(data)
    for rank, k in enumerate(named):
        sides[k] = rank % 2
    return sides


def _titled(title: str) -> list[str]:
    """Break the title of an axis into lines."""
    return wrap(title, TITLE) or [""]


def _named(value: Value) -> Value:
    return "\n".join(wrap(value, LABEL)) if isinstance(value, str) and value.strip() else value


def _axis(field: str, values: Sequence[Value], title: str, share: bool = False) -> Spec:
    """Give the channel of an axis: of numbers, of days, or of names in their order."""
    sample = next(iter(values), 0.0)
    if not isinstance(sample, str):
        return {
            "field": field,
            "type": "quantitative",
            "title": _titled(title),
            "axis": {"tickCount": 8, **({"format": ".0%"} if share else {})},
        }
    if all(day_of(value) for value in values):
        days = sorted(filter(None, map(day_of, values)))
        long = (days[-1] - days[0]).days > 90
        return {
            "field": field,
            "type": "temporal",
            "scale": {"type": "utc"},
            "title": _titled(title),
            "axis": {
                "format": "%b %Y" if long else "%e %b",
                "labelOverlap": True,
                "labelSeparation": 14,
                "tickCount": 6,
            },
        }
    return {
        "field": field,
        "type": "nominal",
        "sort": None,
        "title": _titled(title),
        "axis": {"labelExpr": "split(datum.label, '\\n')", "labelAngle": 0, "grid": False},
    }


def _marks(chart: Chart, channel: str) -> list[Spec]:
    """Draw dotted lines across the chart, each with its name at its end."""
    layers: list[Spec] = []
    for name, at in chart.marks:
        kind = "temporal" if day_of(at) else "nominal" if isinstance(at, str) else "quantitative"
        where: Spec = {channel: {"field": "at", "type": kind}}
        if kind == "temporal":
            where[channel]["scale"] = {"type": "utc"}
        spot = (
            {"align": "right", "baseline": "bottom", "dy": -3}
            if channel == "y"
            else {"align": "center", "baseline": "bottom"}
        )
        edge = {"x": {"value": WIDTH}} if channel == "y" else {"y": {"value": -4}}
        rule = {"type": "rule", "strokeDash": [2, 3], "stroke": GREY, "strokeWidth": 1.5}
        text = {"type": "text", "fontSize": 11, "fill": GREY, **spot}
        data = {"values": [{"at": at, "name": name}]}
        layers.append({"data": data, "mark": rule, "encoding": where})
        words = {**where, **edge, "text": {"field": "name"}}
        layers.append({"data": data, "mark": text, "encoding": words})
    return layers


def _told_apart(chart: Chart, *channels: str) -> Spec:
    """Give each series its colour, and its dashes or shape, when there are several."""
    names = [series.name for series in chart.series]
    if len(names) < 2:
        return {}
    signs = {"color": INKS, "fill": FILLS, "strokeDash": DASHES, "shape": SHAPES}
    return {
        channel: {"field": "series", "type": "nominal", "scale": ranked(names, signs[channel])}
        for channel in channels
    }


_SAID: Spec = {"tooltip": {"field": "said", "type": "nominal"}}


# --- kinds ---------------------------------------------------------------------------------------


def _bars(chart: Chart, lang: Language) -> Spec:
    names = [str(place_writer(chart, lang)(at)) for at in places(chart)]
    upright = all(len(name) <= SHORT for name in names) and len(names) <= 30
    length, across = ("y", "x") if upright else ("x", "y")
    several = len(chart.series) > 1
    category = _axis("x", [str(at) for at in places(chart)], chart.x)
    if category["type"] == "temporal":
        category = {**category, "type": "ordinal"}
        del category["scale"]
    amount = {**_axis("y", amounts(chart), chart.y, chart.share), "stack": None}
    if any(not isinstance(d.y, str) and d.y < 0 for _, d in series_of(chart)):
        amount["scale"] = {"padding": 36}  # room for what stands beyond the bars' ends
    encoding: Spec = {across: category, length: amount, **_told_apart(chart, "fill")}
    if several:
        order = [series.name for series in chart.series]
        encoding[f"{across}Offset"] = {"field": "series", "sort": order}
    beside = (
        {"baseline": {"expr": "datum.y < 0 ? 'top' : 'bottom'"}, "dy": _away(-4)}
        if upright
        else {"align": {"expr": "datum.y < 0 ? 'right' : 'left'"}, "dx": _away(4)}
    )
    bar = {"type": "bar", "fill": FILLS[0], "stroke": "#222", "strokeWidth": 0.8}
    told = {k: v for k, v in encoding.items() if k != "fill"}
    band = (26 if several else 30) * len(names) * max(1, len(chart.series) // 2 + several)
    return {
        "height": 220 if upright else max(60, band),
        "layer": [
            {"mark": bar, "encoding": {**encoding, **_SAID}},
            {"mark": {"type": "text", **beside}, "encoding": {**told, "text": {"field": "amount"}}},
            *_marks(chart, length),
        ],
    }


def _away(pixels: int) -> Spec:
    """Set a number beyond its bar's end, on whichever side of zero that is."""
    return {"expr": f"datum.y < 0 ? {-pixels} : {pixels}"}


def _ranges(chart: Chart) -> Spec:
    row = _axis("y", [str(at) for at in places(chart)], chart.y)
    low = {**_axis("low", amounts(chart), chart.x, chart.share), "scale": {"zero": False}}
    bar = {"type": "bar", "height": 12, "fill": FILLS[0], "stroke": "#222", "strokeWidth": 0.8}
    dot = {"type": "point", "filled": True, "fill": "#fff", "stroke": "#111", "size": 60,
           "shape": "diamond", "strokeWidth": 1.5}  # fmt: skip
    several = _told_apart(chart, "fill")
    if several:
        row = {**row}
        several["yOffset"] = {"field": "series", "sort": [s.name for s in chart.series]}
    place = {k: v for k, v in several.items() if k == "yOffset"}
    return {
        "height": max(60, _row(chart) * len(places(chart)) * len(chart.series)),
        "layer": [
            {"mark": bar, "encoding": {"y": row, "x": low, "x2": {"field": "high"}, **several,
                                       **_SAID}},
            {"mark": dot, "encoding": {"y": row, "x": {**low, "field": "x"}, **place}},
            *_marks(chart, "x"),
        ],
    }  # fmt: skip


def _row(chart: Chart) -> int:
    """Height of a row whose name may need several lines."""
    lines = max((len(wrap(str(at), LABEL)) for at in places(chart)), default=1)
    return max(30, 15 * lines + 8)


def _lines(chart: Chart) -> Spec:
    x = _axis("x", places(chart), chart.x)
    y = _axis("y", amounts(chart), chart.y, chart.share)
    few = len(places(chart)) <= 20
    apart = _told_apart(chart, "color", "strokeDash")
    for channel in apart.values():
        channel["legend"] = {"symbolOpacity": 1}  # not as pale as the bands
    ink = {} if apart else {"color": INKS[0]}
    colour = {"color": apart["color"]} if apart else {}
    shape = _told_apart(chart, "shape") if few else {}
    for channel in shape.values():
        channel["legend"] = {"symbolOpacity": 1}
    band = {"type": "area", "opacity": 0.22, **ink}
    layers: list[Spec] = []
    if any(d.low is not None for _, d in series_of(chart)):
        held = [{"filter": "isValid(datum.low) && isValid(datum.high)"}]
        ends = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, **colour}
        layers.append({"mark": band, "transform": held, "encoding": ends})
    layers.append(
        {"mark": {"type": "line", "strokeWidth": 2.4, **ink}, "encoding": {"x": x, "y": y, **apart}}
    )
    if few:
        dot = {"type": "point", "filled": True, "size": 48, "opacity": 1, **ink}
        layers.append({"mark": dot, "encoding": {"x": x, "y": y, **colour, **shape, **_SAID}})
    return {"height": 260, "layer": [*layers, *_marks(chart, "y")]}


def _points(chart: Chart) -> Spec:
    x, y = _axis("x", places(chart), chart.x), _axis("y", amounts(chart), chart.y, chart.share)
    for axis in (x, y):
        if axis["type"] == "quantitative":
            axis["scale"] = {"zero": False, "nice": True}
    apart = _told_apart(chart, "color", "shape")
    dot = {"type": "point", "filled": True, "size": 80, "opacity": 0.95, "color": INKS[0]}
    told = {"x": x, "y": y, "text": {"field": "label"}}
    sides = (
        {"align": "left", "dx": 8, "dy": -8},
        {"align": "right", "dx": -8, "dy": 12},
    )
    texts = [
        {"mark": {"type": "text", "fontSize": 11.5, **side}, "encoding": told,
         "transform": [{"filter": f"datum.side === {k}"}]}
        for k, side in enumerate(sides)
    ]  # fmt: skip
    dots = {"mark": dot, "encoding": {"x": x, "y": y, **apart, **_SAID}}
    return {"height": 320, "layer": [dots, *texts, *_marks(chart, "x")]}


def _spans(chart: Chart) -> Spec:
    ends = [v for v in amounts(chart) if day_of(v) or not isinstance(v, str)]
    row = _axis("y", [str(at) for at in places(chart)], chart.y)
    low = _axis("low", ends, chart.x)
    bar = {"type": "bar", "height": 14, "fill": FILLS[0], "stroke": "#222", "strokeWidth": 0.8}
    text = {"type": "text", "align": "left", "dx": 3, "baseline": "bottom", "dy": -9}
    return {
        "height": max(60, (_row(chart) + 4) * len(places(chart))),
        "layer": [
            {"mark": bar, "encoding": {"y": row, "x": low, "x2": {"field": "high"},
                                       **_told_apart(chart, "fill"), **_SAID}},
            {"mark": text, "encoding": {"y": row, "x": low, "text": {"field": "label"}}},
            *_marks(chart, "x"),
        ],
    }  # fmt: skip
