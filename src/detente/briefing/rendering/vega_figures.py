"""Figures that are no plain chart: the ladder over its exposure curves, a network, a matrix."""

from __future__ import annotations

from math import cos, hypot, pi, sin
from textwrap import wrap
from typing import TYPE_CHECKING

from detente.briefing.rendering.picture import description
from detente.briefing.rendering.vega_look import DASHES, FILLS, GREY, INKS, SHAPES, ranked
from detente.words.language import N_

if TYPE_CHECKING:
    from detente.briefing.blocks import LadderView, MarkTable, Network
    from detente.briefing.rendering.vega_look import Spec
    from detente.words.language import Language

SIDE = 170
"""Width of a party's field; its names stand outside it."""

SILENT = "·"
"""The sign of a source that says nothing; its field stays white."""

NAMES = 32
"""Characters of a lot's name on one line."""


def ladder_parts(view: LadderView, lang: Language) -> tuple[str, Spec]:
    """Draw each party's exposure as a curve that runs down the steps, its lots named beside it.

    Returns
    -------
    tuple
        What it shows in words, and the parts of the specification.
    """
    lanes = [_lane(view, k, lang) for k in range(len(view.lanes))]
    return description(view, lang), {"hconcat": lanes, "spacing": 12}


def _lane(view: LadderView, k: int, lang: Language) -> Spec:
    rows: list[Spec] = []
    for n, step in enumerate(view.steps):
        f = step.figures[k]
        margin = lang.number(f.margin, view.digits)
        said = lang.say("binds: margin {amount}", amount=margin) if f.binding else ""
        given = "; ".join(step.gives[k]) if step.number else ""
        rows.append(
            {
                "n": n,
                "step": step.sign,
                "exposure": f.exposure,
                "gives": "\n".join(wrap(given, NAMES)),
                "binds": said,
                "said": f"{step.sign}: {given}" if given else step.sign,
            }
        )
    mirrored = len(view.lanes) == 2 and k == 0
    signs = [row["step"] for row in rows]
    y: Spec = {
        "field": "n", "type": "ordinal", "sort": None,
        "axis": {"orient": "right" if mirrored else "left", "title": None,
                 "labelExpr": f"{_list(signs)}[datum.value]", "grid": True},
    }  # fmt: skip
    x: Spec = {
        "field": "exposure", "type": "quantitative",
        "title": lang.say("exposure, in its own points"),
        "scale": {"reverse": mirrored, "zero": True}, "axis": {"orient": "top", "tickCount": 5},
    }  # fmt: skip
    ink, dash = INKS[k % len(INKS)], DASHES[k % len(DASHES)]
    shape = SHAPES[k % len(SHAPES)]
    cap = view.caps[k]
    names = {"type": "text", "align": "right" if mirrored else "left", "lineBreak": "\n",
             "fontSize": 11, "baseline": "middle"}  # fmt: skip
    edge = {"value": -10} if mirrored else {"value": SIDE + 10}
    layers: list[Spec] = [
        {"mark": {"type": "area", "orient": "horizontal", "color": ink, "opacity": 0.18},
         "encoding": {"x": x, "y": y}},
        {"mark": {"type": "line", "orient": "horizontal", "color": ink, "strokeDash": dash,
                  "strokeWidth": 2},
         "encoding": {"x": x, "y": y, "order": {"field": "n"}}},
        {"mark": {"type": "point", "filled": True, "color": ink, "shape": shape, "size": 40,
                  "opacity": 1},
         "encoding": {"x": x, "y": y, "tooltip": {"field": "said"}}},
        {"mark": names, "encoding": {"x": edge, "y": y, "text": {"field": "gives"}}},
        {"mark": {"type": "text", "fontWeight": "bold", "dy": -9,
                  "dx": -8 if mirrored else 8, "align": "right" if mirrored else "left"},
         "encoding": {"x": x, "y": y, "text": {"field": "binds"}}},
    ]  # fmt: skip
    if cap is not None:
        rule = {"type": "rule", "strokeDash": [1, 3], "stroke": GREY}
        layers.append({"mark": rule, "data": {"values": [{}]}, "encoding": {"x": {"datum": cap}}})
    return {
        "title": {
            "text": wrap(view.lanes[k], NAMES),
            "color": ink,
            "anchor": "middle",
            "offset": 12,
        },
        "width": SIDE,
        "height": {"step": 36},
        "data": {"values": rows},
        "layer": layers,
    }


def _list(signs: list[str]) -> str:
    """Write signs (numbers, some in brackets: ours, not the case's) as an expression's list."""
    return "[" + ", ".join(f"'{sign}'" for sign in signs) + "]"


# --- network -------------------------------------------------------------------------------------


def network_parts(network: Network, lang: Language) -> Spec:
    """Draw those who talk on a circle, a line between each two that are linked.

    A line is as wide as it is strong; one that is only proposed is dashed. Roles have shapes.
    Lines are numbered, and named beside the picture, where there is room for their names.
    """
    circle = {
        "width": FIELD,
        "height": FIELD,
        "layer": [*_lines_of(network), *_nodes_of(network, lang)],
    }
    return {"hconcat": [circle, _names_of(network, lang)], "spacing": 18}


FIELD = 330
"""Width and height of the circle's field."""

_ROLES = {"party": N_("Party"), "audience": N_("Audience")}
_TEXT: Spec = {"type": "text", "lineBreak": "\n", "baseline": "middle"}


def _axes(x: str = "x", y: str = "y") -> Spec:
    scale = {"domain": [-1.45, 1.45]}
    return {
        channel: {"field": field, "type": "quantitative", "axis": None, "scale": scale}
        for channel, field in (("x", x), ("y", y))
    }


def _spots(network: Network) -> dict[str, tuple[float, float]]:
    n = len(network.nodes)
    return {
        node.id: (sin(2 * pi * k / n), cos(2 * pi * k / n)) for k, node in enumerate(network.nodes)
    }


def _lines_of(network: Network) -> list[Spec]:
    """Draw the lines; several between the same two run side by side."""
    at = _spots(network)
    most = max((link.weight for link in network.links), default=1.0) or 1.0
    pairs = [tuple(sorted(link.ends)) for link in network.links]
    rows = []
    for k, link in enumerate(network.links):
        (x, y), (x2, y2) = (at[end] for end in sorted(link.ends))
        length = hypot(x2 - x, y2 - y) or 1.0
        aside = 0.13 * (pairs[:k].count(pairs[k]) - (pairs.count(pairs[k]) - 1) / 2)
        dx, dy = -aside * (y2 - y) / length, aside * (x2 - x) / length
        rows.append(
            {"x": x + dx, "y": y + dy, "x2": x2 + dx, "y2": y2 + dy,
             "mx": 0.57 * x + 0.43 * x2 + dx, "my": 0.57 * y + 0.43 * y2 + dy,
             "width": 0.8 + 3.2 * link.weight / most, "number": str(k + 1), "said": link.label,
             "dashed": link.dashed}
        )  # fmt: skip
    data = {"values": rows}
    dash = {"condition": {"test": "datum.dashed", "value": [5, 4]}, "value": [1, 0]}
    rule = {"type": "rule", "color": "#555", "opacity": 0.8}
    ring = {"type": "point", "shape": "circle", "size": 210, "filled": True, "fill": "#fff",
            "stroke": "#555", "strokeWidth": 1, "opacity": 1}  # fmt: skip
    middle = _axes("mx", "my")
    return [
        {"data": data, "mark": rule,
         "encoding": {**_axes(), "x2": {"field": "x2"}, "y2": {"field": "y2"}, "strokeDash": dash,
                      "strokeWidth": {"field": "width", "type": "quantitative", "scale": None}}},
        {"data": data, "mark": ring, "encoding": {**middle, "tooltip": {"field": "said"}}},
        {"data": data, "mark": {**_TEXT, "fontSize": 10},
         "encoding": {**middle, "text": {"field": "number"}}},
    ]  # fmt: skip


def _nodes_of(network: Network, lang: Language) -> list[Spec]:
    """Draw those who talk, their names outside of the circle."""
    at = _spots(network)
    rows: list[Spec] = []
    for node in network.nodes:
        x, y = at[node.id]
        side = "middle" if abs(x) < 0.3 else "right" if x > 0 else "left"
        role = lang.say(_ROLES.get(node.role, node.role))
        place: Spec = {"nx": x + (0.13 if side == "right" else -0.13 if side == "left" else 0),
                 "ny": y + (0.2 if y > 0 else -0.2) * (side == "middle")}  # fmt: skip
        name = "\n".join(wrap(node.name, 18))
        rows.append({"x": x, "y": y, **place, "name": name, "role": role, "side": side})
    roles = list(dict.fromkeys(row["role"] for row in rows))
    data = {"values": rows}
    mark = {"type": "point", "filled": True, "size": 230, "opacity": 1, "stroke": "#222"}
    texts: list[Spec] = [
        {"data": data, "transform": [{"filter": f"datum.side === '{side}'"}],
         "mark": {**_TEXT, "fontWeight": "bold", "align": align},
         "encoding": {**_axes("nx", "ny"), "text": {"field": "name"}}}
        for side, align in (("middle", "center"), ("right", "left"), ("left", "right"))
    ]  # fmt: skip
    apart: Spec = {
        "shape": {"field": "role", "type": "nominal", "scale": ranked(roles, SHAPES)},
        "color": {"field": "role", "type": "nominal", "scale": ranked(roles, FILLS)},
    }
    return [{"data": data, "mark": mark, "encoding": {**_axes(), **apart}}, *texts]


def _names_of(network: Network, lang: Language) -> Spec:
    """List the lines by their numbers."""
    rows: list[Spec] = []
    line = 0
    for k, link in enumerate(network.links, 1):
        said = lang.say("{line} (proposed)", line=link.label) if link.dashed else link.label
        for n, part in enumerate(wrap(f"{k}  {said}", 40, subsequent_indent="    ")):
            rows.append({"line": line, "text": part, "first": n == 0})
            line += 1
    place = {"field": "line", "type": "ordinal", "axis": None}
    return {
        "width": 210,
        "height": {"step": 16},
        "data": {"values": rows},
        "mark": {**_TEXT, "align": "left", "fontSize": 11},
        "encoding": {"y": place, "x": {"value": 0}, "text": {"field": "text"}},
    }


# --- matrix --------------------------------------------------------------------------------------


def matrix_parts(table: MarkTable) -> Spec:
    """Draw a matrix as fields of signs, each word of which has its colour as well."""
    cells = [
        {
            "row": "\n".join(wrap(texts[0], 44)),
            "head": head,
            "sign": mark.sign,
            "word": mark.word,
            "told": bool(mark.word) and mark.sign != SILENT,
        }
        for texts, marks in table.rows
        for head, mark in zip(table.heads, marks, strict=True)
    ]
    words = list(dict.fromkeys(str(c["word"]) for c in cells if c["told"]))
    split = {"labelExpr": "split(datum.label, '\\n')"}
    x: Spec = {"field": "head", "type": "nominal", "sort": None, "title": None,
               "axis": {"orient": "top", "labelAngle": -40, "labelLimit": 260}}  # fmt: skip
    y: Spec = {"field": "row", "type": "nominal", "sort": None, "title": None,
               "axis": split}  # fmt: skip
    held = [{"filter": "datum.told"}]
    colour = {"field": "word", "type": "nominal", "scale": ranked(words, FILLS)}
    return {
        "width": {"step": 42},
        "height": {"step": 34},
        "data": {"values": cells},
        "layer": [
            {"mark": {"type": "rect", "stroke": "#ddd", "fill": "#fff"},
             "encoding": {"x": x, "y": y}},
            {"mark": {"type": "rect", "stroke": "#888", "opacity": 0.45}, "transform": held,
             "encoding": {"x": x, "y": y, "fill": colour, "tooltip": {"field": "word"}}},
            {"mark": {"type": "text", "fontSize": 15, "fontWeight": "bold"},
             "encoding": {"x": x, "y": y, "text": {"field": "sign"}}},
        ],
    }  # fmt: skip
