"""The block tree: what a document says, apart from how it is shown.

A document is a frozen tree of a few kinds of block. Its texts are finished sentences in the
document's language; amounts in the ladder stay numbers, because each renderer draws them in
its own way (bars on a terminal, a picture and a table in HTML).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's title; level 2 is the highest below the document's own."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` is the verdict, `small` a remark."""

    text: str
    tone: Literal["plain", "lead", "small"] = "plain"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark set apart, introduced by a word such as “Illustrative”."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences; `numbered` where the order is a ranking."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column; numbers stand to the right."""

    title: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts; the first cell of a row names the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table '{self.caption}': {len(row)} cells in {row}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign in a matrix, and the word it stands for; both empty where nothing is to be said."""

    sign: str
    word: str


@dataclass(frozen=True, slots=True)
class MarkTable:
    """A matrix: rows are named by texts, and hold a mark for each of the columns that follow."""

    caption: str
    names: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], tuple[Mark, ...]], ...]

    def __post_init__(self) -> None:
        for texts, marks in self.rows:
            if (len(texts), len(marks)) != (len(self.names), len(self.heads)):
                raise ValueError(f"matrix '{self.caption}': {texts} with {len(marks)} marks")

    def strips(self, abreast: int) -> tuple[Table, ...]:
        """Cut it into tables of signs, each with at most so many columns of marks."""
        tables = []
        for start in range(0, len(self.heads), abreast):
            part = slice(start, start + abreast)
            columns = tuple(Column(name) for name in (*self.names, *self.heads[part]))
            rows = tuple((*texts, *(m.sign for m in marks[part])) for texts, marks in self.rows)
            tables.append(Table(self.caption if not start else "", columns, rows))
        return tuple(tables)


@dataclass(frozen=True, slots=True)
class Figures:
    """One party at one point of the ladder, in its own points."""

    party: str
    keeps: float
    temptation: float
    margin: float
    exposure: float
    binding: bool = False
    over_cap: bool = False


@dataclass(frozen=True, slots=True)
class StepView:
    """One point of the ladder, and what was given to reach it.

    Attributes
    ----------
    number
        The step just delivered; 0 before the first.
    inner
        True inside a step of the cautious reading, when only some of its givers have given.
    gives
        Names of the lots given in it, one tuple for each lane.
    figures
        One for each party, in the order of the lanes.
    audiences
        What the step is worth to each audience that it touches: name and amount.
    serves
        The objectives it serves: names.
    """

    number: int
    inner: bool
    gives: tuple[tuple[str, ...], ...]
    figures: tuple[Figures, ...]
    audiences: tuple[tuple[str, float], ...] = ()
    serves: tuple[str, ...] = ()

    @property
    def sign(self) -> str:
        """Its number; in brackets inside the step."""
        return f"({self.number})" if self.inner else str(self.number)


@dataclass(frozen=True, slots=True)
class LadderView:
    """The ladder: a lane for each party, in which stands what it gives at each step."""

    lanes: tuple[str, ...]
    steps: tuple[StepView, ...]
    caps: tuple[float | None, ...]

    @property
    def digits(self) -> int:
        """Decimals that show the amounts with about three figures."""
        sizes = [abs(x) for step in self.steps for f in step.figures for x in (f.keeps, f.margin)]
        largest = max(sizes, default=0.0)
        return 1 if largest >= 1 or largest == 0 else 3 if largest >= 0.01 else 6


@dataclass(frozen=True, slots=True)
class Datum:
    """One point of a chart.

    Attributes
    ----------
    x, y
        Where it stands: a number, an ISO date, or a category's name. On ``"ranges"`` and
        ``"spans"``, `y` is the category.
    low, high
        A band around `y` (``"lines"``), or where a range or span begins and ends along `x`.
    label
        Words to stand beside it, such as a point's name.
    """

    x: float | str
    y: float | str
    low: float | str | None = None
    high: float | str | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """The points that belong together under one name."""

    name: str
    points: tuple[Datum, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers to be drawn; each renderer draws them in its own way.

    Attributes
    ----------
    kind
        ``"bars"``: a bar for each category x, as high as y. ``"ranges"``: for each category y a
        range from low to high around x (a tornado). ``"lines"``: y over x, with a band where low
        and high are given (a fan). ``"points"``: a scatter. ``"spans"``: for each category y a
        bar from the date low to the date high (a timeline).
    title, alt
        Caption, and what a reader who does not see it must know: the finding, in a sentence.
    x, y
        Titles of the axes, with their units.
    marks
        Lines across the chart, by name and place: along y on ``"bars"`` and ``"lines"``,
        along x on the others.
    share
        True: amounts are shares from 0 to 1, to be written as percentages.
    """

    kind: Literal["bars", "ranges", "lines", "points", "spans"]
    title: str
    alt: str
    x: str
    y: str
    series: tuple[Series, ...]
    marks: tuple[tuple[str, float | str], ...] = ()
    share: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """One who talks in a network; `role` tells parties from audiences."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two nodes, by their ids; `dashed` where it is proposed, not there."""

    ends: tuple[str, str]
    label: str
    weight: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """Who is linked to whom."""

    title: str
    alt: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page, on paper."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Blocks that a reader may open; a terminal leaves them out."""

    title: str
    blocks: tuple[Block, ...]


Block = (
    Heading
    | Paragraph
    | Note
    | Bullets
    | Table
    | MarkTable
    | LadderView
    | Chart
    | Network
    | PageBreak
    | Fold
)


@dataclass(frozen=True, slots=True)
class Document:
    """A title, a line beneath it, and the blocks; in one language.

    `one_page`: on paper it is set small enough to fit one page, as far as it can be read then.
    """

    title: str
    subtitle: str
    language: str
    blocks: tuple[Block, ...]
    one_page: bool = False
