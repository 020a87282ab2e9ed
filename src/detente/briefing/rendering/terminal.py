"""The terminal renderer: eighty columns, readable in a pipe, colour never the only sign."""

from __future__ import annotations

import re
from itertools import zip_longest
from textwrap import wrap
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
from detente.words.language import language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO

    from rich.console import RenderableType

    from detente.briefing.blocks import Block, Document, Figures, StepView
    from detente.words.language import Language

NARROWEST, WIDEST = 64, 100
"""Lines are laid out for at least and at most so many columns, whatever the terminal has."""

SLIMMEST = 40
"""Sentences, which can be broken anywhere, get along with so many columns."""

BAR = 8
EVERY = 8
"""The head of the figures is repeated after so many steps."""

ABREAST = 5
"""Columns of marks that stand side by side; more make another table."""

BETWEEN = 2
"""Blanks between the columns of a table."""

_SENTENCES = Heading | Paragraph | Note | Bullets
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_PLAIN = str.maketrans(
    {**dict.fromkeys("▏▎▍▌▋▊▉█▒", "#"), "\N{MINUS SIGN}": "-", "\N{NO-BREAK SPACE}": " ",
     "–": "-", "—": "-", "“": '"', "”": '"', "«": '"', "»": '"', "►": ">", "─": "-", "·": ".",
     "…": "...", "→": "->", "•": "*", "┊": ":", "│": "|", "└": "+", "░": ".", "●": "*", "○": "o",
     "◆": "x", "◇": "v", "▲": "^", "△": "a", "■": "m", "□": "n"}
)  # fmt: skip
_BLANKS = re.compile(r" +(?=\n|$)")
_HELD = "\ue000"  # stands for a no-break space while rich, which would break there, sets lines
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def show(document: Document, file: IO[str], width: int | None = None) -> None:
    """Write `document` to `file`, as wide as its terminal (80 where it is none).

    Characters that the file's encoding lacks are replaced by plain ones; control characters
    that a case's texts may hold are left out.
    """
    from rich.console import Console
    from rich.text import Text

    console = Console(file=file, width=width, highlight=False, markup=False, emoji=False)
    room = min(console.width, WIDEST)
    console.width = max(NARROWEST, room)
    lines = max(SLIMMEST, room)
    lang = language(document.language)
    with console.capture() as capture:
        console.print(Text(_clean(document.title), "bold"), width=lines)
        if document.subtitle:
            console.print(_clean(document.subtitle), width=lines)
        for block in document.blocks:
            wide = lines if isinstance(block, _SENTENCES) else console.width
            for piece in _pieces(block, lang, wide):
                console.print(piece, width=wide)
    text = _BLANKS.sub("", capture.get()).replace(_HELD, "\N{NO-BREAK SPACE}")
    file.write(_encodable(text, getattr(file, "encoding", None) or "utf-8"))


def _encodable(text: str, encoding: str) -> str:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(_PLAIN)
    return text.encode(encoding, "replace").decode(encoding)


def _clean(text: str) -> str:
    return _CONTROL.sub("", text).replace("\N{NO-BREAK SPACE}", _HELD)


def _pieces(block: Block, lang: Language, width: int) -> Iterator[RenderableType]:
    """Turn one block into what rich can print, an empty line first."""
    if isinstance(block, Fold | PageBreak):
        return
    yield ""
    match block:
        case Heading() | Paragraph() | Note() | Bullets():
            yield from _texts(block, width)
        case Table():
            yield _table(block, width)
        case MarkTable():
            for n, part in enumerate(block.strips(ABREAST)):
                if n:
                    yield ""
                yield _table(part, width)
        case Chart() | Network():
            yield from _charts(block, lang, width)
        case LadderView():
            yield from _ladder(block, lang, width)


def _texts(block: Heading | Paragraph | Note | Bullets, width: int) -> Iterator[RenderableType]:
    from rich.text import Text

    match block:
        case Heading(text, level):
            yield Text(_clean(text), "bold underline" if level == 2 else "bold")
        case Paragraph(text, tone):
            yield Text(_clean(text), {"lead": "bold", "small": "dim", "plain": ""}[tone])
        case Note(label, text):
            yield Text.assemble((f"{_clean(label)}: ", "bold"), _clean(text))
        case Bullets(items, numbered):
            for k, item in enumerate(items, 1):
                sign = f"{k}." if numbered else "-"
                yield Text(_beside(sign, item, width))


def _charts(block: Chart | Network, lang: Language, width: int) -> Iterator[RenderableType]:
    """Say what a chart shows, then draw it."""
    from rich.text import Text

    from detente.briefing.rendering.plain_charts import chart_lines, network_lines

    yield Text.assemble((f"{_clean(block.title)}: ", "bold"), _clean(block.alt))
    lines = (
        chart_lines(block, lang, width)
        if isinstance(block, Chart)
        else network_lines(block, lang, width)
    )
    for line in lines:
        yield Text(_clean(line), no_wrap=True, overflow="ellipsis")


def _beside(sign: str, text: str, width: int) -> str:
    """Set a text beside a sign, its further lines under its first."""
    indent = " " * (len(sign) + 1)
    lines = wrap(_clean(text), width - 1, initial_indent=f"{sign} ", subsequent_indent=indent)
    return "\n".join(lines)


def _table(table: Table, width: int) -> RenderableType:
    from rich import box
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(
        title=Text(_clean(table.caption), "italic"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        header_style="bold",
    )
    texts = [
        [_clean(text) for text in own]
        for own in zip(*((c.title for c in table.columns), *table.rows), strict=True)
    ]
    widths = _widths(texts, width - BETWEEN * (len(texts) - 1))
    for column, room in zip(table.columns, widths, strict=True):
        grid.add_column(
            Text(_clean(column.title)),
            justify="right" if column.numeric else "left",
            width=room,
            overflow="fold",
        )
    for row in table.rows:
        grid.add_row(*(Text(_clean(cell)) for cell in row))
    return grid


def _widths(columns: Sequence[Sequence[str]], room: int) -> list[int]:
    """Share out `room` among columns of texts: none narrower than its longest word, if that fits.

    The widest give way first; whole columns always add up to at most `room`.
    """
    most = [max(len(line) for text in own for line in text.split("\n")) for own in columns]
    least = [max((len(word) for text in own for word in text.split()), default=1)
             for own in columns]  # fmt: skip
    if sum(least) > room:  # then words are broken where they must
        most, least = least, [1] * len(columns)
    limit = max(
        (x for x in range(1, max(most) + 1) if sum(_held(least, most, x)) <= room), default=1
    )
    widths = _held(least, most, limit)
    for k, wanted in enumerate(most):
        if widths[k] < wanted and sum(widths) < room:
            widths[k] += 1
    return widths


def _held(least: Sequence[int], most: Sequence[int], limit: int) -> list[int]:
    return [max(a, min(b, limit)) for a, b in zip(least, most, strict=True)]


# --- the ladder ----------------------------------------------------------------------------------


def _ladder(view: LadderView, lang: Language, width: int) -> Iterator[RenderableType]:
    from rich.text import Text

    layout = _Layout(view, lang, width)
    heads = tuple((_gives(lane, lang),) for lane in view.lanes)
    yield Text(layout.lanes(lang.say("step"), heads), "bold")
    for k, step in enumerate(view.steps):
        if k % EVERY == 0:
            yield Text(layout.line("", layout.words, ("", "")), "dim")
        if step.number:
            yield Text(layout.lanes(step.sign, step.gives), "bold")
        else:
            yield Text(f"   0 {lang.say('before the first step')}", "bold")
        for figures, cap in zip(step.figures, view.caps, strict=True):
            bad = figures.binding or figures.over_cap or figures.margin < 0
            yield Text(layout.row(figures, cap), "red" if bad else "")
            if remark := _remark(figures, lang):
                yield Text(f"    ► {_clean(remark)}", "bold")
        if step.audiences:
            yield Text(_beside("    ", _touched(step, lang), width))


def _gives(lane: str, lang: Language) -> str:
    return lang.say("{party} gives", party=_clean(lane))


def _remark(figures: Figures, lang: Language) -> str:
    said = []
    if figures.binding:
        said.append(lang.say("binds: the smallest margin of the ladder"))
    if figures.over_cap:
        said.append(lang.say("exposure above the cap"))
    return "; ".join(said)


def _touched(step: StepView, lang: Language) -> str:
    """Say which audiences a step helps and hurts."""
    sides = (
        (lang.say("gain"), [(who, x) for who, x in step.audiences if x > 0]),
        (lang.say("lose"), [(who, x) for who, x in step.audiences if x < 0]),
    )
    return " · ".join(
        f"{word}: " + "; ".join(f"{who} {lang.number(abs(x))}" for who, x in side)
        for word, side in sides
        if side
    )


class _Layout:
    """The widths that all lines of one ladder share."""

    def __init__(self, view: LadderView, lang: Language, width: int) -> None:
        self.view, self.lang, self.width = view, lang, width
        say = lang.say
        self.words = [say("keeps"), say("temptation"), say("margin"), say("exposure")]
        figures = [f for step in view.steps for f in step.figures]
        rows = [self._numbers(f) for f in figures]
        self.widths = [max(len(word), *(len(row[i]) for row in rows))
                       for i, word in enumerate(self.words)]  # fmt: skip
        taken = 4 + sum(self.widths) + 4 + 2 * (BAR + 1)
        self.name = max(4, min(width - taken, max(len(_clean(lane)) for lane in view.lanes)))
        self.most = {
            lane: (
                max(abs(f.margin) for f in figures if f.party == lane),
                max(f.exposure for f in figures if f.party == lane),
            )
            for lane in view.lanes
        }

    def _numbers(self, f: Figures) -> list[str]:
        amounts = (f.keeps, f.temptation, f.margin, f.exposure)
        return [self.lang.number(x, self.view.digits) for x in amounts]

    def lanes(self, number: str, gives: tuple[tuple[str, ...], ...]) -> str:
        """Write a step's lots, each giver's in its lane; one list where lanes are many."""
        if len(gives) > 3:
            named = zip(self.view.lanes, gives, strict=True)
            text = "; ".join(f"{lane}: {', '.join(lots)}" for lane, lots in named if lots)
            return _beside(f"{number:>4}", text, self.width)
        each = (self.width - 5) // len(gives) - 1
        sides = [[line for lot in lots for line in wrap(_clean(lot), each)] for lots in gives]
        lines = [
            " ".join(f"{text or '':{each}}" for text in texts).rstrip()
            for texts in zip_longest(*sides)
        ]
        return "\n".join([f"{number:>4} {lines[0]}", *(f"     {line}" for line in lines[1:])])

    def row(self, figures: Figures, cap: float | None) -> str:
        """Write one party's four numbers and two bars."""
        margin, exposure = self.most[figures.party]
        bars = (bar(figures.margin, margin), bar(figures.exposure, cap or exposure))
        mark = "►" if _remark(figures, self.lang) else ""
        return self.line(figures.party, self._numbers(figures), bars, mark)

    def line(self, name: str, texts: Sequence[str], bars: tuple[str, str], mark: str = "") -> str:
        """Set a name, four texts and two bars in their columns."""
        name = _clean(name)
        if len(name) > self.name:
            name = name[: self.name - 1] + "…"
        keeps, temptation, margin, exposure = (
            f"{text:>{width}}" for text, width in zip(texts, self.widths, strict=True)
        )
        return (
            f"   {mark:1} {name:{self.name}} {keeps} {temptation} {margin} {bars[0]:{BAR}} "
            f"{exposure} {bars[1]}"
        ).rstrip()


def bar(amount: float, most: float, width: int = BAR) -> str:
    """Draw an amount as a bar; a negative one is hatched and ends in an exclamation mark."""
    share = min(1.0, abs(amount) / most) if most > 0 else 0.0
    if amount < 0:
        return "▒" * max(1, round(share * (width - 1))) + "!"
    eighths = round(share * width * 8)
    if eighths == 0 and share > 0:
        eighths = 1
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (_EIGHTHS[rest] if rest else "")
