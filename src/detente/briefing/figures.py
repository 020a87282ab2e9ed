"""Charts drawn as pictures for reports, where the extra `report` is installed."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from detente.briefing.vega import spec
from detente.briefing.vega_look import FONT

if TYPE_CHECKING:
    from detente.briefing.vega import Drawn
    from detente.words.language import Language

VEGA_LITE = "6.4"
"""The version drawn with; the browser's copy is the same."""

_TAG = re.compile(r"<[^>]+>")
_FOR_OTHERS = re.compile(r' (?:role|aria-[a-z]+|xmlns:xlink)="[^"]*"')


def can_draw() -> bool:
    """Whether charts can be drawn: the extra `report` is there."""
    return find_spec("vl_convert") is not None


def chart_svg(block: Drawn, lang: Language, font: str = FONT) -> str:
    """Draw a block as one SVG element.

    Whoever places it gives its text for those who do not see it: what the library writes for
    screen readers is English, and is left out.

    Parameters
    ----------
    block
        What to draw.
    lang
        The language of months and numbers.
    font
        The family its words are set in.

    Returns
    -------
    str
        Markup that needs nothing from outside; all texts are escaped.

    Raises
    ------
    MissingExtra
        The extra `report` is not installed.
    """
    return _svg(json.dumps(spec(block, lang, font), ensure_ascii=False))


def chart_png(block: Drawn, lang: Language, scale: float = 2.0) -> bytes:
    """Draw a block as a PNG picture, `scale` dots for each point; for formats without SVG.

    Raises
    ------
    MissingExtra
        The extra `report` is not installed.
    """
    return svg_png(chart_svg(block, lang), scale)


def svg_png(svg: str, scale: float = 2.0) -> bytes:
    """Turn an SVG element into a PNG picture.

    Raises
    ------
    MissingExtra
        The extra `report` is not installed.
    """
    _library()
    import vl_convert

    picture: bytes = vl_convert.svg_to_png(svg, scale=scale)
    return picture


@lru_cache(maxsize=128)
def _svg(specification: str) -> str:
    _library()
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(
        specification, vl_version=VEGA_LITE, allowed_base_urls=[]
    )
    return _TAG.sub(lambda tag: _FOR_OTHERS.sub("", tag[0]), drawn)


def _library() -> None:
    if not can_draw():
        from detente.exchange import MissingExtra

        raise MissingExtra("pictures of charts need vl-convert", "report")
