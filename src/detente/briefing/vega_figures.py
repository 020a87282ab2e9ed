"""Figures that are no plain chart: the ladder over its exposure curves, a network, a matrix."""

from __future__ import annotations

from math import cos, pi, sin
from textwrap import wrap
from typing import TYPE_CHECKING

from detente.briefing.picture import description
from detente.briefing.vega_look import DASHES, FILLS, GREY, INKS, SHAPES, ranked

if TYPE_CHECKING:
    from detente.briefing.blocks import LadderView, MarkTable, Network
    from detente.briefing.vega_look import Spec
    from detente.words.language import Language

SIDE = 170
"""Width of a party's field; its names stand outside it."""

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
        "axis": {"orient": "right" if mirrored else "left", "title": lang.say("Step"),
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
        {"mark": {"type": "text", "fontWeight": "bold", "dy": -9, "align": "center"},
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


def network_parts(network: Network) -> Spec:
    """Draw those who talk on a circle, a line between each two that are linked.

    A line is as wide as it is strong; one that is only proposed is dashed. Roles have shapes.
    """
    n = len(network.nodes)
    at = {
        node.id: (sin(2 * pi * k / n), cos(2 * pi * k / n)) for k, node in enumerate(network.nodes)
    }
    most = max((link.weight for link in network.links), default=1.0) or 1.0
    lines = []
    for link in network.links:
        (x, y), (x2, y2) = (at[end] for end in link.ends)
        lines.append(
            {"x": x, "y": y, "x2": x2, "y2": y2, "mx": (0.56 * x + 0.44 * x2),
             "my": (0.56 * y + 0.44 * y2), "width": 0.8 + 4 * link.weight / most,
             "label": "\n".join(wrap(link.label, 24)), "dashed": link.dashed}
        )  # fmt: skip
    spots = [
        {"x": at[node.id][0], "y": at[node.id][1], "name": "\n".join(wrap(node.name, 22)),
         "role": node.role, "up": at[node.id][1] >= -1e-9}
        for node in network.nodes
    ]  # fmt: skip
    roles = list(dict.fromkeys(node.role for node in network.nodes))
    place = {
        axis: {"field": axis, "type": "quantitative", "axis": None,
               "scale": {"domain": [-1.35, 1.35]}}
        for axis in ("x", "y")
    }  # fmt: skip
    rule = {"type": "rule", "color": "#555", "opacity": 0.75}
    text = {"type": "text", "lineBreak": "\n", "baseline": "middle"}
    halo = {"stroke": "#fff", "strokeWidth": 4, "strokeJoin": "round", "fontSize": 10.5}
    middle = {"x": {**place["x"], "field": "mx"}, "y": {**place["y"], "field": "my"}}
    return {
        "width": 560,
        "height": 420,
        "layer": [
            {"data": {"values": lines}, "mark": rule,
             "encoding": {**place, "x2": {"field": "x2"}, "y2": {"field": "y2"},
                          "strokeWidth": {"field": "width", "type": "quantitative", "scale": None},
                          "strokeDash": {"condition": {"test": "datum.dashed", "value": [5, 4]},
                                         "value": [1, 0]}}},
            {"data": {"values": lines}, "mark": {**text, **halo},
             "encoding": {**middle, "text": {"field": "label"}}},
            {"data": {"values": lines}, "mark": {**text, "fontSize": 10.5, "fill": GREY},
             "encoding": {**middle, "text": {"field": "label"}}},
            {"data": {"values": spots},
             "mark": {"type": "point", "filled": True, "size": 260, "opacity": 1, "stroke": "#222"},
             "encoding": {**place,
                          "shape": {"field": "role", "type": "nominal",
                                    "scale": ranked(roles, SHAPES)},
                          "color": {"field": "role", "type": "nominal",
                                    "scale": ranked(roles, FILLS)}}},
            {"data": {"values": spots}, "transform": [{"filter": "datum.up"}],
             "mark": {**text, "fontWeight": "bold", "dy": -20},
             "encoding": {**place, "text": {"field": "name"}}},
            {"data": {"values": spots}, "transform": [{"filter": "!datum.up"}],
             "mark": {**text, "fontWeight": "bold", "dy": 20},
             "encoding": {**place, "text": {"field": "name"}}},
        ],
    }  # fmt: skip


# --- matrix --------------------------------------------------------------------------------------


def matrix_parts(table: MarkTable) -> Spec:
    """Draw a matrix as fields of signs, each word of which has its colour as well."""
    cells = [
        {"row": "\n".join(wrap(texts[0], 44)), "head": head, "sign": mark.sign, "word": mark.word}
        for texts, marks in table.rows
        for head, mark in zip(table.heads, marks, strict=True)
    ]
    words = list(dict.fromkeys(c["word"] for c in cells if c["word"]))
    split = {"labelExpr": "split(datum.label, '\\n')"}
    x: Spec = {"field": "head", "type": "nominal", "sort": None, "title": None,
               "axis": {"orient": "top", "labelAngle": -40, "labelLimit": 160}}  # fmt: skip
    y: Spec = {"field": "row", "type": "nominal", "sort": None, "title": table.names[0],
               "axis": split}  # fmt: skip
    held = [{"filter": "datum.word != ''"}]
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
