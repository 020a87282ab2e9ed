"""A document as plain data: what templates walk through, whatever they write."""

from __future__ import annotations

import re
from math import sqrt
from typing import TYPE_CHECKING, Any

from detente.briefing.blocks import (
    Bullets,
    Chart,
    Fold,
    Heading,
    LadderView,
    MarkTable,
    Network,
    Note,
    PageBreak,
    Paragraph,
    Table,
)
from detente.briefing.rendering.figures import chart_svg
from detente.briefing.rendering.picture import caption_of, description, ladder_picture
from detente.words.language import language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.briefing.blocks import Block, Column, Document
    from detente.words.language import Language

ABREAST = 7
"""Columns of marks that stand side by side on a page of paper."""

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

Tree = dict[str, Any]


def tree(document: Document, font: str, *, pictures: bool = True) -> Tree:
    """Turn a document into mappings, lists and texts; charts into SVG with words beside them.

    Parameters
    ----------
    document
        What to turn.
    font
        The family in which the words of pictures are set.
    pictures
        False: they are named, and not drawn.

    Returns
    -------
    dict
        ``title``, ``subtitle``, ``language``, ``one_page`` and ``blocks``, each of which has a
        ``kind``: heading, paragraph, note, bullets, table, picture or break. Texts hold no
        control characters, nor any that turn the writing round.

    Raises
    ------
    MissingExtra
        There is a chart to draw, and the extra `report` is not installed.
    """
    lang = language(document.language)
    return {
        "title": printable(document.title),
        "subtitle": printable(document.subtitle),
        "language": document.language,
        "one_page": document.one_page,
        "blocks": [
            one
            for block in document.blocks
            for one in branches(block, lang, font if pictures else None)
        ],
    }


def printable(text: str) -> str:
    """Leave out what cannot be printed."""
    return _UNPRINTABLE.sub("", text)


def branches(block: Block, lang: Language, font: str | None) -> Iterator[Tree]:
    """Turn a block into one or several mappings; without a font no picture is drawn."""
    match block:
        case Heading(text, level):
            yield {"kind": "heading", "text": printable(text), "level": level}
        case Paragraph(text, tone):
            yield {"kind": "paragraph", "text": printable(text), "tone": tone}
        case Note(label, text):
            yield {"kind": "note", "label": printable(label), "text": printable(text)}
        case Bullets(items, numbered):
            yield {"kind": "bullets", "items": [*map(printable, items)], "numbered": numbered}
        case Table():
            yield _table(block)
        case MarkTable():
            yield from map(_table, block.strips(ABREAST))
        case LadderView() | Chart() | Network():
            yield _picture(block, lang, font)
        case PageBreak():
            yield {"kind": "break"}
        case Fold(title, blocks):
            yield {"kind": "heading", "text": printable(title), "level": 3}
            for inner in blocks:
                yield from branches(inner, lang, font)


def _table(table: Table) -> Tree:
    rows = [[printable(cell) for cell in row] for row in table.rows]
    return {
        "kind": "table",
        "caption": printable(table.caption),
        "columns": [
            {
                "title": printable(column.title),
                "numeric": column.numeric,
                **_width(column, [row[k] for row in rows]),
            }
            for k, column in enumerate(table.columns)
        ],
        "rows": rows,
    }


NARROW = 18
"""Characters up to which a column of words is no wider than it needs to be."""


def _width(column: Column, cells: list[str]) -> Tree:
    """Say how wide a column is: so many characters, or a share of what others leave.

    Numbers and short words get the characters they need; of columns with more to say, each
    gets room by the square root of how much that is.
    """
    lines = max((len(line) for cell in cells for line in cell.split("\n")), default=0)
    words = max(len(word) for word in re.split(r"[\n -]", column.title))
    if column.numeric or lines <= NARROW:
        return {"characters": max(lines, words), "share": 0.0}
    said = sum(map(len, cells)) / len(cells) + lines
    return {"characters": 0, "share": round(sqrt(said), 3)}


def _picture(block: LadderView | Chart | Network, lang: Language, font: str | None) -> Tree:
    ladder = isinstance(block, LadderView)
    alt = description(block, lang) if isinstance(block, LadderView) else said_of(block)
    caption = caption_of(lang) if ladder else alt
    told = {
        "kind": "picture",
        "alt": printable(alt),
        "caption": printable(caption),
        "large": ladder,
    }
    return {**told, "svg": _svg(block, lang, font)} if font else told


def _svg(block: LadderView | Chart | Network, lang: Language, font: str) -> str:
    if isinstance(block, LadderView):
        return printable(ladder_picture(block, lang, font))
    return printable(chart_svg(block, lang, font))


def said_of(block: Chart | Network) -> str:
    """Say what a chart shows: its title and its finding."""
    return f"{block.title}. {block.alt}"
