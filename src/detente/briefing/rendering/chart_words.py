"""How the values of a chart are written and placed: numbers, shares, days and names alike."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from detente.briefing.blocks import Chart, Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from detente.briefing.blocks import Datum, Network
    from detente.words.language import Language

Value = float | str

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


def day_of(value: Value | None) -> date | None:
    """Read an ISO date; None where the value is none."""
    if not isinstance(value, str) or not _DAY.match(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def along_x(chart: Chart) -> bool:
    """Whether the amounts (bands and marks too) lie along x, and y names categories."""
    return chart.kind in ("ranges", "spans")


def amounts(chart: Chart) -> list[Value]:
    """All values on the axis of amounts: points, ends of bands, and marks."""
    data = [d for series in chart.series for d in series.points]
    middle = [d.x if along_x(chart) else d.y for d in data]
    ends = [end for d in data for end in (d.low, d.high) if end is not None]
    marks = [] if chart.kind == "points" else [at for _, at in chart.marks]
    return [*middle, *ends, *marks]


def places(chart: Chart) -> list[Value]:
    """All values on the other axis, in order of appearance, each once."""
    data = [d for series in chart.series for d in series.points]
    marks = [at for _, at in chart.marks] if chart.kind == "points" else []
    return list(dict.fromkeys([*(d.y if along_x(chart) else d.x for d in data), *marks]))


def writer(values: Iterable[Value], lang: Language, share: bool = False) -> Callable[[Value], str]:
    """Give the way to write the values of one axis, with about three figures for the largest."""
    sizes = [abs(v) for v in values if not isinstance(v, str)]
    largest = max(sizes, default=0.0)
    whole = all(size == int(size) for size in sizes)
    digits = 0 if whole or largest >= 100 else 1 if largest >= 10 else 2 if largest >= 0.1 else 4

    def written(value: Value) -> str:
        if not isinstance(value, str):
            return lang.percent(value) if share else lang.number(value, digits)
        day = day_of(value)
        return lang.day(day) if day else value

    return written


def amount_writer(chart: Chart, lang: Language) -> Callable[[Value], str]:
    """Give the way to write the chart's amounts."""
    return writer(amounts(chart), lang, chart.share)


def place_writer(chart: Chart, lang: Language) -> Callable[[Value], str]:
    """Give the way to write the values of the other axis."""
    return writer(places(chart), lang)


def position(value: Value, categories: Sequence[Value]) -> float:
    """Place a value on its axis: a number at itself, a day at its count, a name at its rank."""
    if not isinstance(value, str):
        return float(value)
    day = day_of(value)
    return float(day.toordinal() if day else categories.index(value))


# --- the same in a table -------------------------------------------------------------------------


def numbers(block: Chart | Network, lang: Language) -> Table:
    """Write what a chart or a network shows as a table."""
    return chart_table(block, lang) if isinstance(block, Chart) else network_table(block, lang)


def chart_table(chart: Chart, lang: Language) -> Table:
    """Write a chart's numbers as a table: for those who do not see it, or cannot draw it."""
    amount, place = amount_writer(chart, lang), place_writer(chart, lang)
    named = any(series.name for series in chart.series) and len(chart.series) > 1
    labelled = any(d.label for series in chart.series for d in series.points)
    middle, first = (chart.x, chart.y) if along_x(chart) else (chart.y, chart.x)
    ends = any(d.low is not None for series in chart.series for d in series.points)
    heads = [
        *([Column(lang.say("Series"))] if named else []),
        Column(first),
        *([Column(lang.say("Point"))] if labelled else []),
        *([] if chart.kind == "spans" else [Column(middle, numeric=True)]),
        *(
            [Column(lang.say("From"), numeric=True), Column(lang.say("To"), numeric=True)]
            if ends
            else []
        ),
    ]
    rows = [
        (
            *([series.name] if named else []),
            place(d.y if along_x(chart) else d.x),
            *([d.label] if labelled else []),
            *([] if chart.kind == "spans" else [amount(d.x if along_x(chart) else d.y)]),
            *((amount(end) if end is not None else "" for end in (d.low, d.high)) if ends else ()),
        )
        for series in chart.series
        for d in series.points
    ]
    mark = place if chart.kind == "points" else amount
    for name, at in chart.marks:
        blank = [""] * (len(heads) - 2)
        rows.append((name, mark(at), *blank) if not named else ("", name, *blank[:-1], mark(at)))
    return Table(chart.title, tuple(heads), tuple(rows))


def network_table(network: Network, lang: Language) -> Table:
    """Write a network's lines as a table, the heaviest first."""
    columns = (
        Column(lang.say("Between")),
        Column(lang.say("And")),
        Column(lang.say("Line")),
        Column(lang.say("Strength"), numeric=True),
    )
    return Table(network.title, columns, tuple(_links(network, lang)))


def _links(network: Network, lang: Language) -> Iterator[tuple[str, str, str, str]]:
    names = {node.id: node.name for node in network.nodes}
    for link in sorted(network.links, key=lambda link: -link.weight):
        label = lang.say("{line} (proposed)", line=link.label) if link.dashed else link.label
        one, other = (names.get(end, end) for end in link.ends)
        yield one, other, label, lang.number(link.weight, 2)


def series_of(chart: Chart) -> Iterator[tuple[int, Datum]]:
    """Go through a chart's points with the rank of their series."""
    for k, series in enumerate(chart.series):
        for datum in series.points:
            yield k, datum
