"""The HTML renderer: one file that opens from disk, with no script and no outside request."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

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
from detente.briefing.rendering.chart_words import numbers
from detente.briefing.rendering.picture import caption_of, ladder_picture
from detente.words.language import language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.briefing.blocks import Block, Document, Mark
    from detente.words.language import Language

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def to_html(document: Document) -> str:
    """Write `document` as one HTML page.

    Every text is escaped and stands as text: an address in a source is no link. A content
    policy in the page forbids whatever could be fetched or run.
    """
    subtitle = f'\n<p class="subtitle">{_text(document.subtitle)}</p>' if document.subtitle else ""
    return f"""<!doctype html>
<html lang="{document.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(document.title)}</title>
<style>
{style()}</style>
</head>
<body>
<main>
<header>
<h1>{_text(document.title)}</h1>{subtitle}
</header>
{body(document)}
</main>
</body>
</html>
"""


def blocks_html(blocks: Iterable[Block], lang: Language) -> str:
    """Write blocks as HTML to stand inside a page: no script, and no style of its own.

    A heading that no higher one stands above becomes a highest one: readers that leap from
    heading to heading find no gap.
    """
    written, above = [], False
    for block in blocks:
        if isinstance(block, Heading):
            above = above or block.level == 2
            block = block if above else Heading(block.text)
        written.append(_block(block, lang))
    return "\n".join(written)


def body(document: Document) -> str:
    """Write the blocks alone, for a page whose frame is another's."""
    return blocks_html(document.blocks, language(document.language))


def style() -> str:
    """Give the style that the blocks are made for."""
    return files("detente.briefing.rendering").joinpath("style.css").read_text("utf-8")


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _block(block: Block, lang: Language) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level}>{_text(text)}</h{level}>"
        case Paragraph(text, tone):
            kind = "" if tone == "plain" else f' class="{tone}"'
            return f"<p{kind}>{_text(text)}</p>"
        case Note(label, text):
            return f'<p class="note"><strong>{_text(label)}:</strong> {_text(text)}</p>'
        case Bullets(items, numbered):
            tag = "ol" if numbered else "ul"
            listed = "\n".join(f"<li>{_text(item)}</li>" for item in items)
            return f"<{tag}>\n{listed}\n</{tag}>"
        case Table():
            return _table(block)
        case MarkTable():
            return _marks(block)
        case LadderView():
            return _figure(block, lang)
        case Chart() | Network():
            return _chart(block, lang)
        case PageBreak():
            return '<div class="break"></div>'
        case Fold(title, blocks):
            inner = "\n".join(_block(one, lang) for one in blocks)
            return f"<details>\n<summary>{_text(title)}</summary>\n{inner}\n</details>"


def _table(table: Table) -> str:
    """Write a table whose cells know their column, and whose rows are named by their first."""
    heads = "".join(
        f'<th scope="col"{_kind(column.numeric)}>{_text(column.title)}</th>'
        if column.title
        else "<td></td>"  # a head without words is no head
        for column in table.columns
    )
    rows = "\n".join(
        f"<tr>{_row_head(row[0])}"
        + "".join(
            f"<td{_kind(column.numeric)}>{_text(cell)}</td>"
            for column, cell in zip(table.columns[1:], row[1:], strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    return _framed(table.caption, heads, rows)


def _row_head(text: str) -> str:
    """Name a row; one that goes on with the row above has no name."""
    return f'<th scope="row">{_text(text)}</th>' if text else "<td></td>"


def _marks(table: MarkTable) -> str:
    """Write a matrix; beside each sign stands its word, which a screen reader says instead."""
    heads = "".join(f'<th scope="col">{_text(name)}</th>' for name in table.names) + "".join(
        f'<th scope="col" class="m">{_text(head)}</th>' for head in table.heads
    )
    rows = "\n".join(
        f'<tr><th scope="row">{_text(texts[0])}</th>'
        + "".join(f"<td>{_text(text)}</td>" for text in texts[1:])
        + "".join(f'<td class="m">{_mark(mark)}</td>' for mark in marks)
        + "</tr>"
        for texts, marks in table.rows
    )
    return _framed(table.caption, heads, rows)


def _mark(mark: Mark) -> str:
    if not mark.sign:
        return ""
    return (
        f'<span aria-hidden="true">{_text(mark.sign)}</span>'
        f'<span class="unseen">{_text(mark.word)}</span>'
    )


def _framed(title: str, heads: str, rows: str) -> str:
    caption = _text(title)
    label = f' role="group" aria-label="{caption}"' if title else ""  # two may have one name
    said = f"<caption>{caption}</caption>\n" if title else ""
    return (
        f'<div class="wide"{label} tabindex="0">\n<table>\n{said}'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _chart(block: Chart | Network, lang: Language) -> str:
    """Draw a chart with its numbers to be opened; where it cannot be drawn, they stand open."""
    from detente.briefing.rendering.figures import can_draw, chart_svg

    table = _table(numbers(block, lang))
    summary = lang.say("The numbers")
    said = f"<figcaption><strong>{_text(block.title)}.</strong> {_text(block.alt)}</figcaption>"
    if not can_draw():
        return f'<figure class="chart">\n{said}\n{table}\n</figure>'
    return (
        f'<figure class="chart">\n{said}\n<div role="img" aria-label="{_text(block.alt)}">\n'
        f"{chart_svg(block, lang)}\n</div>\n"
        f'<details class="data">\n<summary>{_text(summary)}</summary>\n{table}\n'
        "</details>\n</figure>"
    )


def _kind(numeric: bool) -> str:
    return ' class="n"' if numeric else ""


def _figure(view: LadderView, lang: Language) -> str:
    caption = caption_of(lang)
    return (
        f'<figure>\n<div class="wide picture" role="region" aria-label="{lang.say("The ladder")}" '
        f'tabindex="0">\n{ladder_picture(view, lang)}\n</div>\n'
        f"<figcaption>{_text(caption)}</figcaption>\n</figure>"
    )
