"""How charts look: to the colour-blind, in black and white, and in the reader's language.

Source of the colours: M. Okabe and K. Ito, Color Universal Design (2008).
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.words.language import Language

Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""Names the kind of the specification; nothing fetches it."""

INKS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
"""Okabe–Ito, for lines and points: each also has its dashes and its shape."""

FILLS = ("#0072B2", "#E69F00", "#009E73", "#F0E442", "#CC79A7", "#56B4E9", "#999999")
"""The same for areas, ordered so that neighbours differ in grey too; all have a dark outline."""

DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 3], [12, 4])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "stroke")

FONT = "Noto Sans, Segoe UI, Helvetica Neue, Arial, Liberation Sans, sans-serif"
"""The families of pictures, the first that a reader has; the picture of the ladder too."""

GREY = "#444444"


@cache
def _locales() -> dict[str, Spec]:
    """Read months and numbers of each language; a month alone on an axis is in the nominative."""
    text = files("detente.briefing.rendering").joinpath("vega_locale.json").read_text("utf-8")
    found: dict[str, Spec] = json.loads(text)
    return found


def config(lang: Language, font: str) -> Spec:
    """Give the look that all charts share, and the reader's months and numbers."""
    words = {"labelFont": font, "titleFont": font, "labelColor": "#222", "titleColor": "#222"}
    return {
        "font": font,
        "background": "#ffffff",
        "locale": _locales()[lang.code],
        "axis": {**words, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
                 "gridColor": "#e4e4e4", "domainColor": "#333", "tickColor": "#333",
                 "labelLimit": 320, "titlePadding": 8},
        # level above its axis: a long one, upright, would be higher than the chart
        "axisY": {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "start",
                  "titleBaseline": "bottom", "titleX": 0, "titleY": -22},
        "legend": {**words, "orient": "bottom", "direction": "horizontal", "labelFontSize": 12,
                   "title": None, "symbolSize": 110, "symbolStrokeWidth": 2, "labelLimit": 420,
                   "columns": 2},
        "text": {"font": font, "fontSize": 11.5, "fill": "#111"},
        "view": {"stroke": None},
        "header": {**words, "labelFontSize": 12, "labelFontWeight": "bold"},
        "range": {"category": list(INKS)},
    }  # fmt: skip


def whole(lang: Language, font: str, alt: str, parts: Spec) -> Spec:
    """Frame the parts of a chart as one specification."""
    return {
        "$schema": SCHEMA,
        "description": alt,
        "config": config(lang, font),
        "padding": 6,
        **parts,
    }


def ranked(names: list[str], signs: tuple[Any, ...]) -> Spec:
    """Give each name its sign, in order."""
    return {"domain": names, "range": [signs[k % len(signs)] for k in range(len(names))]}
