"""The Markdown renderer: plain text that any forge or editor shows, pictures as their numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.briefing.blocks import (
    Bullets,
    Chart,
    Column,
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
from detente.briefing.rendering.tree import printable
from detente.words.language import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.briefing.blocks import Block, Document
    from detente.words.language import Language

# What could begin markup, a tag, an entity or an address anywhere in a line.
_ACTIVE = re.compile(r"([\\`*_{}\[\]<>|~$&@#!])")
_ADDRESS = re.compile(r"\b(https?|ftp|mailto|javascript|data):|\bwww\.", re.IGNORECASE)
# What would make a list, a quotation, a rule or a heading of a line by standing at its start.
_OPENING = re.compile(r"^[ \t]*([-+](?=\s|$)|[-=]+(?=\s*$)|\d+[.)](?=\s|$))", re.MULTILINE)


def to_markdown(document: Document) -> str:
    """Write `document` as Markdown (CommonMark with the tables of GitHub).

    Every text is escaped: what a case says is never markup, nor an address to click.
    """
    title = f"# {_line(document.title)}\n\n"
    subtitle = f"*{_line(document.subtitle)}*\n\n" if document.subtitle else ""
    return f"{title}{subtitle}{body(document)}\n"


def body(document: Document) -> str:
    """Write the blocks alone."""
    lang = language(document.language)
    return "\n\n".join(part for block in document.blocks for part in _block(block, lang))


def escaped(text: str) -> str:
    """Write a text so that Markdown shows it as it is, wherever it stands."""
    lines = "\n".join(line.strip() for line in _inline(text).split("\n"))
    return _OPENING.sub(lambda found: f"{found[1][:-1]}\\{found[1][-1]}", lines)


def _inline(text: str) -> str:
    """Write a text so that Markdown shows it as it is within a line."""
    text = _ACTIVE.sub(r"\\\1", printable(text))
    return _ADDRESS.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", text)


def _line(text: str) -> str:
    """Write a text on one line."""
    return " ".join(escaped(text).split("\n"))


def _lines(text: str) -> str:
    """Write a text with its line ends kept."""
    return "\\\n".join(escaped(text).split("\n"))


def _cell(text: str) -> str:
    return "<br>".join(_inline(text).split("\n"))


def _block(block: Block, lang: Language) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * level} {_line(text)}"
        case Paragraph(text, tone):
            yield f"**{_line(text)}**" if tone == "lead" else _lines(text)
        case Note(label, text):
            yield f"> **{_line(label)}:** {_line(text)}"
        case Bullets(items, numbered):
            yield "\n".join(
                f"{f'{k}.' if numbered else '-'} {_line(item)}" for k, item in enumerate(items, 1)
            )
        case Table():
            yield from _table(block)
        case MarkTable():
            yield from _table(_words(block))
        case Chart() | Network():
            yield f"**{_line(block.title)}.** {_line(block.alt)}"
            yield from _table(numbers(block, lang), named=False)
        case LadderView():
            yield from _table(_ladder(block, lang))
        case PageBreak():
            yield "---"
        case Fold(title, blocks):
            yield f"### {_line(title)}"
            for inner in blocks:
                yield from _block(inner, lang)


def _table(table: Table, named: bool = True) -> Iterator[str]:
    if named and table.caption:
        yield f"*{_line(table.caption)}*"
    rule = ("---:" if column.numeric else "---" for column in table.columns)
    rows = ((column.title for column in table.columns), *table.rows)
    head, *body = (_row(map(_cell, row)) for row in rows)
    yield "\n".join([head, _row(rule), *body])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _words(table: MarkTable) -> Table:
    """Write a matrix with its signs, and the word of each where there is room for words."""
    columns = tuple(Column(name) for name in (*table.names, *table.heads))
    rows = tuple(
        (*texts, *(f"{m.sign} {m.word}".strip() for m in marks)) for texts, marks in table.rows
    )
    return Table(table.caption, columns, rows)


def _ladder(view: LadderView, lang: Language) -> Table:
    """Write the ladder in lanes, each party's exposure beside them."""
    columns = (
        Column(lang.say("Step")),
        *(Column(lang.say("{party} gives", party=lane)) for lane in view.lanes),
        *(Column(lang.say("Exposure: {party}", party=lane), numeric=True) for lane in view.lanes),
    )
    rows = tuple(
        (
            step.sign,
            *("\n".join(lots) if step.number else "" for lots in step.gives),
            *(lang.number(figures.exposure, view.digits) for figures in step.figures),
        )
        for step in view.steps
    )
    return Table(lang.say("The ladder"), columns, rows)
