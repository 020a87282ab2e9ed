"""A sweep on a screen: which scenario holds how often, and which have no ladder at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import (
    Bullets,
    Chart,
    Column,
    Datum,
    Document,
    Heading,
    Paragraph,
    Series,
    Table,
)
from detente.briefing.naming import Names
from detente.briefing.paths import called
from detente.briefing.refusals import retold
from detente.briefing.sections import illustrative
from detente.briefing.uncertainty.stress_words import percent
from detente.words.likelihood import band

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.briefing.sections import Blocks
    from detente.uncertainty import Row, Sweep
    from detente.words.language import Language

SHOWN = 40
"""Rows of a table on a screen; a file has them all."""

DRAWN = 24
"""Scenarios in a chart."""

TOLD = 8
"""Scenarios without a ladder of which the reason is told."""


def sweep_document(sweep: Sweep, lang: Language) -> Document:
    """Tell a sweep.

    Parameters
    ----------
    sweep
        What `detente.sweep` found.
    lang
        The language to write in.
    """
    names = [Names(case, lang) for case in sweep.plan.cases]
    doubtful = next((n for n in names if n.case.form.illustrative), None)
    days = dict.fromkeys(lang.date(case.form.as_of) for case in sweep.plan.cases)
    return Document(
        title=lang.count("Sweep of {n} scenario", "Sweep of {n} scenarios", len(sweep.rows)),
        subtitle=lang.say("As of {date}", date=lang.join(list(days))),
        language=lang.code,
        blocks=(
            Paragraph(_verdict(sweep, names), "lead"),
            *(illustrative(doubtful) if doubtful else ()),
            *_table(sweep, names),
            *_chart(sweep, names),
            *_failed(sweep, names),
            Heading(lang.say("What it rests on")),
            Bullets(_basis(sweep, lang)),
        ),
    )


def _verdict(sweep: Sweep, names: list[Names]) -> str:
    """Say which scenario holds most often and which least."""
    lang = names[0].lang
    held = {k: row.stress.hold_probability for k, row in enumerate(sweep.rows) if row.stress}
    if not held:
        return lang.say("No scenario has a ladder.")
    best, worst = max(held, key=held.__getitem__), min(held, key=held.__getitem__)
    said = lang.say(
        "The ladder that holds most often does so in {share} of the draws ({word}): {which}.",
        share=percent(held[best], names[0]),
        word=lang.say(band(held[best]).words),
        which=_label(sweep, best, names),
    )
    if held[worst] < held[best]:
        least = lang.say(
            "The least: {share}, {which}.",
            share=percent(held[worst], names[0]),
            which=_label(sweep, worst, names),
        )
        said = f"{said} {least}"
    return said


# --- what tells scenarios apart ------------------------------------------------------------------


def _axes(sweep: Sweep, names: list[Names]) -> list[tuple[str, Callable[[Row], str]]]:
    """What differs between the rows: a title each, and how to read it."""
    lang, rows = names[0].lang, sweep.rows
    axes: list[tuple[str, Callable[[Row], str]]] = [
        (lang.say("Case"), lambda row: row.case),
        (lang.say("Taken in"), lambda row: _taken(row, names)),
        *((called(path, names[0]), _reader(path, lang)) for path in sweep.plan.settings),
        (lang.say("Planned for"), lambda row: _end(row.scenario.at, lang)),
        (lang.say("Ladder"), lambda row: ladder_name(row, names)),
    ]
    told = [axis for axis in axes if len({axis[1](row) for row in rows}) > 1]
    return told or axes[-1:]


def _label(sweep: Sweep, k: int, names: list[Names]) -> str:
    """Name a scenario by what tells it from the others."""
    said = []
    for title, read in _axes(sweep, names):
        value = read(sweep.rows[k])
        setting = title not in (names[0].lang.say("Case"), names[0].lang.say("Ladder"))
        said.append(f"{title} {value}" if setting else value)
    return "; ".join(said)


def _taken(row: Row, names: list[Names]) -> str:
    of = names[row.scenario.case]
    return of.quoted(row.scenario.options) if row.scenario.options else of.lang.say("none")


def _reader(path: str, lang: Language) -> Callable[[Row], str]:
    def read(row: Row) -> str:
        value = dict(row.scenario.settings)[path]
        return lang.say("its range") if value is None else lang.amount(value, 2)

    return read


def _end(at: str, lang: Language) -> str:
    ends = {
        "low": lang.say("the low ends"),
        "mode": lang.say("the likeliest values"),
        "high": lang.say("the high ends"),
    }
    return ends[at]


def ladder_name(row: Row, names: list[Names]) -> str:
    """Name how the ladder of a row was found."""
    of, wanted = names[row.scenario.case], row.scenario.ladder
    if wanted.kind == "given":
        return wanted.name
    if wanted.kind == "early":
        return of.lang.say("early for {party}", party=of(str(wanted.party)))
    words = {
        "guarantee": of.lang.say("smallest guarantee"),
        "exposure": of.lang.say("smallest exposure"),
        "robust": of.lang.say("robust"),
    }
    return words[wanted.kind]


# --- blocks --------------------------------------------------------------------------------------


def _table(sweep: Sweep, names: list[Names]) -> Blocks:
    lang, axes = names[0].lang, _axes(sweep, names)
    parties = sweep.parties if len(sweep.plan.cases) == 1 else ()
    columns = (
        *(Column(title) for title, _ in axes),
        Column(lang.say("Holds"), numeric=True),
        Column(lang.say("By chance"), numeric=True),
        *(Column(lang.say("Guarantee: {party}", party=names[0](w)), numeric=True) for w in parties),
    )
    rows = []
    for row in sweep.rows[:SHOWN]:
        told = [read(row) for _, read in axes]
        if row.stress is None or row.certificate is None:
            rows.append((*told, lang.say("no ladder"), *("–" for _ in columns[len(axes) + 1 :])))
            continue
        low, high = (lang.number(100 * x, 0) for x in row.stress.interval)
        chance = low if low == high else f"{low}–{high}"
        needed = [lang.amount(row.certificate.guarantee[who], 1) for who in parties]
        rows.append((*told, percent(row.stress.hold_probability, names[0]), chance, *needed))
    caption = lang.say("How often the ladder of each scenario holds")
    if parties:
        caption = lang.say(
            "How often the ladder of each scenario holds, and the stake it needs of each party"
        )
    caption = lang.say(
        "{caption}; by chance: the {level} interval, in per cent",
        caption=caption,
        level=lang.percent(0.95),
    )
    blocks = (Table(caption, columns, tuple(rows)),)
    if len(sweep.rows) <= SHOWN:
        return blocks
    left = len(sweep.rows) - SHOWN
    more = lang.count(
        "{n} more scenario is in the file that -o FILE writes.",
        "{n} more scenarios are in the file that -o FILE writes.",
        left,
    )
    return (*blocks, Paragraph(more, "small"))


def _chart(sweep: Sweep, names: list[Names]) -> Blocks:
    lang = names[0].lang
    shown = [(k, row.stress) for k, row in enumerate(sweep.rows) if row.stress][:DRAWN]
    if len(shown) < 2:
        return ()
    points = tuple(
        Datum(of.hold_probability, _label(sweep, k, names), *of.interval) for k, of in shown
    )
    least, most = (f([of.hold_probability for _, of in shown]) for f in (min, max))
    alt = lang.say(
        "From {low} to {high} of the draws hold.",
        low=percent(least, names[0]),
        high=percent(most, names[0]),
    )
    title = lang.say("Share of draws in which each ladder holds")
    series = (Series(lang.say("holds"), points),)
    return (
        Chart("ranges", title, alt, lang.say("share of draws"), lang.say("scenario"), series,
              share=True),
    )  # fmt: skip


def _failed(sweep: Sweep, names: list[Names]) -> Blocks:
    """Tell why scenarios have no ladder."""
    lang = names[0].lang
    failed = [k for k, row in enumerate(sweep.rows) if row.reason is not None]
    if not failed:
        return ()
    said = [
        f"{_label(sweep, k, names)}: {retold(str(sweep.rows[k].reason), lang)}"
        for k in failed[:TOLD]
    ]
    if len(failed) > TOLD:
        said.append(
            lang.count(
                "{n} more scenario has none.", "{n} more scenarios have none.", len(failed) - TOLD
            )
        )
    return Heading(lang.say("Scenarios without a ladder")), Bullets(tuple(said))


def _basis(sweep: Sweep, lang: Language) -> tuple[str, ...]:
    plan = sweep.plan
    said = [
        lang.say(
            "{draws} draws of the values for each scenario, from seed {seed}.",
            draws=lang.number(plan.draws, 0),
            seed=plan.seed,
        ),
        lang.say(
            "A number that is set counts as known: it is not drawn. Guarantees are those at the "
            "values planned for; the points of two parties are not compared."
        ),
    ]
    if any(row.stress and row.optimal is False for row in sweep.rows):
        said.append(lang.say("Not every ladder is proven the best of its kind: see the file."))
    return tuple(said)
