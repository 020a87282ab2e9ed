"""Charts in plain characters: rows with bars, ranges and bands, and a scatter in a frame.

Whatever the kind, a category or an x has a row, and amounts run from left to right; series are
told apart by their signs, marks across the chart are dotted lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from detente.briefing.rendering.chart_words import (
    along_x,
    amount_writer,
    amounts,
    network_table,
    place_writer,
    places,
    position,
    series_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from detente.briefing.blocks import Chart, Datum, Network
    from detente.briefing.rendering.chart_words import Value
    from detente.words.language import Language

SIGNS = "●○◆◇▲△■□"
LABELS = "abcdefghijklmnopqrstuvwxyz"
NAME = 26
"""Widest column of names."""

ROWS = 28
"""Points of a line that are drawn; of more, some are left out evenly."""

HEIGHT = 14
"""Lines of a scatter."""

_MARK = "┊"


@dataclass(frozen=True, slots=True)
class _Lane:
    """Where amounts are drawn: so many characters from `low` to `high`."""

    low: float
    high: float
    width: int

    def at(self, x: float) -> int:
        span = self.high - self.low
        share = (x - self.low) / span if span > 0 else 0.5
        return round(min(1.0, max(0.0, share)) * (self.width - 1))


def chart_lines(chart: Chart, lang: Language, width: int) -> Iterator[str]:
    """Draw a chart in lines of at most `width` characters.

    Parameters
    ----------
    chart
        What to draw.
    lang
        How its numbers and days are written.
    width
        Columns there are, at least about 50.
    """
    if not any(series.points for series in chart.series):
        return
    yield from (_scatter if chart.kind == "points" else _rows)(chart, lang, width)
    yield from _legend(chart, lang, width)


def network_lines(network: Network, lang: Language, width: int) -> Iterator[str]:
    """List a network's lines: who — who, what, how strong."""
    for one, other, label, weight in network_table(network, lang).rows:
        yield from _hung(f"{one} — {other}: {label} ({weight})", width, "  ")


def _hung(text: str, width: int, indent: str) -> list[str]:
    return wrap(text, width, initial_indent=indent, subsequent_indent=f"{indent}  ")


# --- rows ----------------------------------------------------------------------------------------


def _rows(chart: Chart, lang: Language, width: int) -> Iterator[str]:
    amount, place = amount_writer(chart, lang), place_writer(chart, lang)
    kept = set(_thinned(places(chart), ROWS if chart.kind == "lines" else 10**6))
    data = _by_place(chart, kept)
    said = [_figures(chart, datum, amount) for _, _, datum in data]
    named = [place(at) for at, _, _ in data]
    name = min(NAME, max(map(len, named)))
    figures = min(max(map(len, said)), width // 3)
    signed = len(chart.series) > 1
    lane = _lane(chart, width - name - figures - (8 if signed else 6))
    before: Value | None = None
    for (at, k, datum), label, text in zip(data, named, said, strict=True):
        sign = SIGNS[k % len(SIGNS)]
        first, *more = wrap(label if at != before else "", name) or [""]
        lead = f"  {first:{name}} {sign}" if signed else f"  {first:{name}}"
        yield f"{lead} {_drawn(chart, datum, sign, lane)} {text:>{figures}}"
        yield from (f"  {line}" for line in more)
        before = at
    low, high = amount(_value(chart, lane.low)), amount(_value(chart, lane.high))
    indent = " " * (name + (5 if signed else 3))
    yield f"{indent}{low}{high:>{max(1, lane.width - len(low))}}"


def _by_place(chart: Chart, kept: set[Value]) -> list[tuple[Value, int, Datum]]:
    """Order the points by place, those of all series side by side."""
    rank = {at: n for n, at in enumerate(places(chart))}
    data = [(d.y if along_x(chart) else d.x, k, d) for k, d in series_of(chart)]
    return sorted((one for one in data if one[0] in kept), key=lambda one: (rank[one[0]], one[1]))


def _thinned(values: list[Value], most: int) -> list[Value]:
    """Leave out values evenly; the first and the last stay."""
    if len(values) <= most:
        return values
    return [values[round(k * (len(values) - 1) / (most - 1))] for k in range(most)]


def _lane(chart: Chart, width: int) -> _Lane:
    found = [position(v, []) for v in amounts(chart)]
    if chart.kind == "bars":
        found.append(0.0)
    return _Lane(min(found), max(found), max(10, width))


def _value(chart: Chart, at: float) -> Value:
    """Turn a place on the lane back into a value."""
    from datetime import date

    sample = next(iter(amounts(chart)))
    return date.fromordinal(round(at)).isoformat() if isinstance(sample, str) else at


def _figures(chart: Chart, datum: Datum, amount: Callable[[Value], str]) -> str:
    ends = [amount(end) for end in (datum.low, datum.high) if end is not None]
    between = " … ".join(ends)
    if chart.kind == "spans":
        return between
    middle = amount(datum.x if along_x(chart) else datum.y)
    return f"{middle} ({between})" if ends and chart.kind == "lines" else between or middle


def _drawn(chart: Chart, datum: Datum, sign: str, lane: _Lane) -> str:
    cells = [" "] * lane.width
    amount = position(datum.x if along_x(chart) else datum.y, [])
    middle = lane.at(amount)
    ends = [position(end, []) for end in (datum.low, datum.high) if end is not None]
    if chart.kind == "bars":
        if amount:  # of nothing there is no bar
            _fill(cells, lane.at(0.0), middle, "█")
    elif len(ends) == 2:
        fill = {"lines": "░", "ranges": "─", "spans": "█"}[chart.kind]
        _fill(cells, lane.at(ends[0]), lane.at(ends[1]), fill)
    for _, at in chart.marks:
        cells[lane.at(position(at, []))] = _MARK
    if chart.kind in ("lines", "ranges"):
        cells[middle] = sign
    return "".join(cells)


def _fill(cells: list[str], one: int, other: int, sign: str) -> None:
    for k in range(min(one, other), max(one, other) + 1):
        cells[k] = sign


# --- scatter -------------------------------------------------------------------------------------


def _scatter(chart: Chart, lang: Language, width: int) -> Iterator[str]:
    amount, place = amount_writer(chart, lang), place_writer(chart, lang)
    names = [at for at in places(chart) if isinstance(at, str)]
    data = list(series_of(chart))
    ys = [position(d.y, []) for _, d in data]
    xs = [position(at, names) for at in places(chart)]
    side = max(len(amount(d.y)) for _, d in data)
    across = _Lane(min(xs), max(xs), width - side - 6)
    down = _Lane(min(ys), max(ys), HEIGHT)
    field = [[" "] * across.width for _ in range(HEIGHT)]
    for _, at in chart.marks:
        for line in field:
            line[across.at(position(at, names))] = _MARK
    listed: list[str] = []
    for k, d in data:
        sign = SIGNS[k % len(SIGNS)]
        if d.label and len(listed) < len(LABELS):
            sign = LABELS[len(listed)]
            listed.append(f"{sign} {d.label}: {chart.x} {place(d.x)}; {chart.y} {amount(d.y)}")
        field[HEIGHT - 1 - down.at(position(d.y, []))][across.at(position(d.x, names))] = sign
    ends = {0: max(ys), HEIGHT - 1: min(ys)}
    for n, line in enumerate(field):
        label = amount(_value(chart, ends[n])) if n in ends else ""
        yield f"  {label:>{side}} │{''.join(line)}"
    yield f"  {'':{side}} └{'─' * across.width}"
    order = sorted(places(chart), key=lambda at: position(at, names))
    low, high = place(order[0]), place(order[-1])
    yield f"  {'':{side}}  {low}{high:>{max(1, across.width - len(low))}}"
    for text in listed:
        yield from _hung(text, width, "  ")


# --- legend --------------------------------------------------------------------------------------


def _legend(chart: Chart, lang: Language, width: int) -> Iterator[str]:
    mark = place_writer(chart, lang) if chart.kind == "points" else amount_writer(chart, lang)
    axes = (chart.y, chart.x) if along_x(chart) else (chart.x, chart.y)
    told = [" · ".join(dict.fromkeys(axis for axis in axes if axis))]
    if len(chart.series) > 1:
        told.append("; ".join(f"{SIGNS[k % len(SIGNS)]} {one.name}"
                              for k, one in enumerate(chart.series)))  # fmt: skip
    if chart.marks:
        told.append("; ".join(f"{_MARK} {name}: {mark(at)}" for name, at in chart.marks))
    for text in told:
        if text:
            yield from _hung(text, width, "  ")
