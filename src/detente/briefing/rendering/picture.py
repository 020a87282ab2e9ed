"""The picture of a ladder: its steps, lane by lane, over the exposure of each party.

Steps run downwards, so that names stand level and the picture prints on an upright page. With
two parties the ladder's spine stands in the middle: what each gives is named on its own side,
and its exposure grows outwards from the spine beneath the rungs, on a scale of its own, since
the two parties' points cannot be compared. With more parties there is one list of names and a
field for each. Side, line and mark tell the parties apart without colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING

from detente.briefing.rendering.vega_look import FONT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.briefing.blocks import LadderView, StepView
    from detente.words.language import Language

WIDTH = 960
LINE = 16
"""Height of a line of text."""

WIDE = 6.9
"""A character's width, on the large side, so that no name is cut in any common font."""

NAMES = 286.0
"""Width of a column of names."""

GUTTER = 58
"""Width of the spine, where the numbers stand."""

HEAD = 50
"""Height of the headings."""

_STYLES = (  # colours that stay apart for the colour-blind and in grey: ink, paper, dashes, mark
    ("#0b5c94", "#d3e4f1", "", "circle"),
    ("#b0480a", "#f8e0cf", "6 3", "square"),
    ("#4b3a80", "#e2dcf0", "2 3", "diamond"),
    ("#3d3d3d", "#e4e4e4", "9 3 2 3", "circle"),
)
_SMALL = ' font-size="11" fill="#444"'
_BOLD = ' font-size="11" font-weight="600"'
_HALO = ' paint-order="stroke" stroke="#fff" stroke-width="3"'


@dataclass(frozen=True, slots=True)
class _Field:
    """Where a party's exposure is drawn: from `zero` on, in the direction `way`."""

    lane: int
    zero: float
    width: float
    way: int
    scale: float

    def at(self, exposure: float) -> float:
        return self.zero + self.way * self.width * exposure / self.scale

    @property
    def middle(self) -> float:
        return self.zero + self.way * self.width / 2


@dataclass(frozen=True, slots=True)
class _Row:
    """One point of the ladder, its height, and its lines of names: left and right of it."""

    step: StepView
    y: float
    left: tuple[str, ...]
    right: tuple[str, ...]


def ladder_picture(view: LadderView, lang: Language, font: str = FONT) -> str:
    """Draw the ladder as one SVG element with a title and a description.

    Parameters
    ----------
    view
        The ladder; amounts are each party's own points.
    lang
        The language of its words.
    font
        The family they are set in.

    Returns
    -------
    str
        Markup that needs nothing from outside; all texts are escaped.
    """
    rows, bottom = _rows(view)
    fields = _fields(view)
    spine = WIDTH / 2 if _mirrored(view) else NAMES + GUTTER / 2
    title = lang.say("The ladder, and what each party has at risk at each step")
    body = (
        *(piece for field in fields for piece in _frame(field, view, lang, bottom)),
        *(piece for row in rows for piece in _rungs(row, fields, spine)),
        *(piece for field in fields for piece in _curve(field, rows)),
        *(piece for row in rows for piece in _names(row, spine)),
        *(piece for row in rows for piece in _remarks(row, fields, view, lang)),
    )
    height = bottom + 36
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        'role="img" aria-labelledby="ladder-title ladder-desc" font-size="12.5" '
        f'font-family="{font}">\n'
        f'<title id="ladder-title">{escape(title)}</title>\n'
        f'<desc id="ladder-desc">{escape(description(view, lang))}</desc>\n'
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="#fff"/>\n'
        + "\n".join(body)
        + "\n</svg>"
    )


def _mirrored(view: LadderView) -> bool:
    return len(view.lanes) == 2


def caption_of(lang: Language) -> str:
    """Say how the picture is to be read."""
    return lang.say(
        "Steps run downwards; an arrow shows who gives. The field of each party shows its "
        "exposure: what it has lost if all breaks down at that step, on a scale of its own, since "
        "the points of two parties cannot be compared. The ring marks where the ladder binds: the "
        "smallest margin."
    )


def description(view: LadderView, lang: Language) -> str:
    """Say in words what the picture shows, step by step."""
    said = []
    for step in view.steps:
        if step.number and not step.inner:
            given = zip(view.lanes, step.gives, strict=True)
            gives = "; ".join(f"{who}: {', '.join(lots)}" for who, lots in given if lots)
            risk = "; ".join(
                f"{f.party} {lang.number(f.exposure, view.digits)}" for f in step.figures
            )
            said.append(
                lang.say(
                    "Step {n}: {gives}. Exposure: {risk}.", n=step.number, gives=gives, risk=risk
                )
            )
    return " ".join(said)


# --- where things stand --------------------------------------------------------------------------


def _rows(view: LadderView) -> tuple[list[_Row], float]:
    """Wrap the names, give each point of the ladder its height, and say where they end."""
    rows = []
    y = float(HEAD)
    for step in view.steps:
        left, right = _lines(view, step)
        height = max(1, len(left), len(right)) * LINE + 12
        rows.append(_Row(step, y + height / 2, left, right))
        y += height
    return rows, y


def _lines(view: LadderView, step: StepView) -> tuple[tuple[str, ...], tuple[str, ...]]:
    fit = int((NAMES - 20) / WIDE)
    if step.number == 0:
        return (), ()
    if _mirrored(view):
        left, right = (
            tuple(line for lot in lots for line in wrap(lot, fit)) for lots in step.gives
        )
        return left, right
    named = [
        f"{who}: {lot}" for who, lots in zip(view.lanes, step.gives, strict=True) for lot in lots
    ]
    return tuple(line for text in named for line in wrap(text, fit)), ()


def _fields(view: LadderView) -> list[_Field]:
    largest = _largest(view)
    scales = [max(most, cap or 0.0) or 1.0 for most, cap in zip(largest, view.caps, strict=True)]
    if _mirrored(view):
        width = WIDTH / 2 - GUTTER / 2 - NAMES
        left, right = (WIDTH - GUTTER) / 2, (WIDTH + GUTTER) / 2
        return [_Field(0, left, width, -1, scales[0]), _Field(1, right, width, 1, scales[1])]
    start = NAMES + GUTTER
    each = (WIDTH - start) / len(view.lanes)
    return [_Field(i, start + i * each, each - 16, 1, scale) for i, scale in enumerate(scales)]


def _largest(view: LadderView) -> list[float]:
    return [max(step.figures[i].exposure for step in view.steps) for i in range(len(view.lanes))]


# --- drawing -------------------------------------------------------------------------------------


def _text(x: float, y: float, text: str, anchor: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, more: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {more}/>'


def _style(lane: int) -> tuple[str, str, str, str]:
    return _STYLES[lane % len(_STYLES)]


def _frame(field: _Field, view: LadderView, lang: Language, bottom: float) -> Iterator[str]:
    """Draw a field's heading, its axis, and the cap where there is one."""
    ink = _style(field.lane)[0]
    lines = wrap(view.lanes[field.lane], int(field.width / WIDE))[:2]
    for k, line in enumerate(lines):
        yield _text(field.middle, 14 + LINE * k, line, "middle", f' font-weight="600" fill="{ink}"')
    exposure = lang.say("exposure, in its own points")
    yield _text(field.middle, 14 + LINE * len(lines), exposure, "middle", _SMALL)
    yield _line(field.zero, HEAD, field.zero, bottom, 'stroke="#333" stroke-width="1.4"')
    yield _text(field.zero, HEAD - 3, "0", "middle", _SMALL)
    cap = view.caps[field.lane]
    if cap is not None:
        at = field.at(cap)
        yield _line(at, HEAD, at, bottom, 'stroke="#666" stroke-dasharray="1 3"')
        label = lang.say("cap {amount}", amount=lang.amount(cap, view.digits))
        # The label runs from the cap towards the axis, as far as there is room.
        reach = max(abs(at - field.zero), len(label) * WIDE)
        anchor = "start" if field.way < 0 else "end"
        yield _text(field.zero + field.way * reach, bottom + 14, label, anchor, _SMALL)
    most = lang.amount(_largest(view)[field.lane], view.digits)
    largest = lang.say("largest {amount}", amount=most)
    yield _text(field.middle, bottom + 30, largest, "middle", _SMALL)


def _rungs(row: _Row, fields: list[_Field], spine: float) -> Iterator[str]:
    """Draw a rung from each giver's side to the spine, where an arrow says which way it goes."""
    mirrored = fields[0].way < 0
    for field, lots in zip(fields, row.step.gives, strict=True):
        outer, ink = field.at(field.scale), _style(field.lane)[0]
        if not lots or not row.step.number:
            yield _line(field.zero, row.y, outer, row.y, 'stroke="#e4e4e4"')
            continue
        yield _line(field.zero, row.y, outer, row.y, 'stroke="#8a8a8a"')
        if mirrored:
            base = spine + field.way * 24
            yield _arrow(base, row.y, -field.way * 10, ink)
        else:
            yield _arrow(outer, row.y, -10, ink)


def _arrow(base: float, y: float, length: float, ink: str) -> str:
    return f'<path d="M{base:.1f} {y - 5:.1f} v10 l{length:.0f} -5 z" fill="{ink}"/>'


def _curve(field: _Field, rows: list[_Row]) -> Iterator[str]:
    """Draw a party's exposure as an area with an outline and a mark at each step."""
    ink, paper, dashes, mark = _style(field.lane)
    points = [(field.at(row.step.figures[field.lane].exposure), row.y) for row in rows]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    first, last = points[0][1], points[-1][1]
    area = f"{field.zero:.1f},{first:.1f} {path} {field.zero:.1f},{last:.1f}"
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    yield f'<polygon points="{area}" fill="{paper}" fill-opacity="0.75"/>'
    yield f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-width="1.8"{dash}/>'
    for x, y in points:
        yield _mark(mark, x, y, ink)


def _mark(kind: str, x: float, y: float, ink: str) -> str:
    if kind == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{ink}"/>'
    turn = f' transform="rotate(45 {x:.1f} {y:.1f})"' if kind == "diamond" else ""
    return (
        f'<rect x="{x - 2.8:.1f}" y="{y - 2.8:.1f}" width="5.6" height="5.6" fill="#fff" '
        f'stroke="{ink}" stroke-width="1.4"{turn}/>'
    )


def _names(row: _Row, spine: float) -> Iterator[str]:
    """Write the step's number on the spine, and its lots beside the fields."""
    if row.step.number:
        if not row.step.inner:
            yield f'<circle cx="{spine:.1f}" cy="{row.y:.1f}" r="11" fill="#fff" stroke="#333"/>'
        yield _text(spine, row.y + 4, row.step.sign, "middle", ' font-size="11"')
    sides = ((row.left, NAMES - 12, "end"), (row.right, WIDTH - NAMES + 12, "start"))
    for lines, x, anchor in sides:
        top = row.y - (len(lines) - 1) * LINE / 2 + 4
        for k, line in enumerate(lines):
            yield _text(x, top + LINE * k, line, anchor)


def _remarks(row: _Row, fields: list[_Field], view: LadderView, lang: Language) -> Iterator[str]:
    """Ring the binding point and say so beside it."""
    for field in fields:
        figures = row.step.figures[field.lane]
        if figures.binding:
            x = field.at(figures.exposure)
            yield (
                f'<circle cx="{x:.1f}" cy="{row.y:.1f}" r="7" fill="none" stroke="#111" '
                'stroke-width="1.6"/>'
            )
            margin = lang.number(figures.margin, view.digits)
            said = lang.say("binds: margin {amount}", amount=margin)
            yield _text(field.middle, row.y - 6, said, "middle", _BOLD + _HALO)
