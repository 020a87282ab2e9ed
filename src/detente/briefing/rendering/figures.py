"""Charts drawn as pictures for reports, where the extra `report` is installed."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from detente.briefing.blocks import Chart, Fold, Network
from detente.briefing.rendering.drawing import artist, drawn
from detente.briefing.rendering.vega import spec
from detente.briefing.rendering.vega_look import FONT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.briefing.blocks import Block
    from detente.briefing.rendering.vega import Drawn
    from detente.words.language import Language

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
    return _svg(_specified(block, lang, font))


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
    return _TAG.sub(lambda tag: _FOR_OTHERS.sub("", tag[0]), drawn(specification))


def draw_ahead(blocks: Iterable[Block], lang: Language) -> None:
    """Have the charts among some blocks drawn, where somebody draws ahead."""
    if (helper := artist()) is None:
        return
    for block in blocks:
        match block:
            case Chart() | Network():
                helper.ask(_specified(block, lang, helper.font))
            case Fold(_, inner):
                draw_ahead(inner, lang)


def _specified(block: Drawn, lang: Language, font: str) -> str:
    return json.dumps(spec(block, lang, font), ensure_ascii=False)


def _library() -> None:
    if not can_draw():
        from detente.exchange import MissingExtra

        raise MissingExtra("pictures of charts need vl-convert", "report")
