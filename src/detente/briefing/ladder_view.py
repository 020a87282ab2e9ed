"""From a certificate to what is shown of it: the ladder, and its tables."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from detente.briefing.blocks import Column, Figures, LadderView, StepView, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from detente.briefing.naming import Names
    from detente.exchange import Certificate, Exchange, Row


def ladder_view(deal: Exchange, certificate: Certificate, names: Names) -> LadderView:
    """Lay out a certified ladder, a lane for each party.

    Parameters
    ----------
    deal
        The exchange the certificate was made for.
    certificate
        Every figure shown comes from here.
    names
        What parties, audiences and lots are called.
    """
    giver = {lot.name: lot.giver for lot in deal.lots}
    steps = []
    for rows in prefixes(certificate):
        given = _given(certificate, rows[0])
        steps.append(
            StepView(
                number=_number(certificate, rows[0]),
                inner=_inner(certificate, rows[0]),
                gives=tuple(
                    tuple(names(lot) for lot in given if giver[lot] == who) for who in deal.parties
                ),
                figures=tuple(_figures(row, certificate, names) for row in rows),
                audiences=tuple(_felt(deal, given, names)),
                serves=_serves(given, names),
            )
        )
    lanes = tuple(names(who) for who in deal.parties)
    return LadderView(lanes, tuple(steps), tuple(deal.caps.get(who) for who in deal.parties))


def prefixes(certificate: Certificate) -> Iterator[tuple[Row, ...]]:
    """Group the certificate's rows by prefix: one row for each party."""
    for _, rows in groupby(certificate.rows, key=lambda row: (row.prefix, row.delivered)):
        yield tuple(rows)


def _inner(certificate: Certificate, row: Row) -> bool:
    """Whether the row stands inside a step, when only some of its givers have given."""
    return len(row.delivered) > sum(map(len, certificate.steps[: row.prefix]))


def _number(certificate: Certificate, row: Row) -> int:
    return row.prefix + 1 if _inner(certificate, row) else row.prefix


def _given(certificate: Certificate, row: Row) -> tuple[str, ...]:
    """Lots given in the step that leads to the row."""
    if _inner(certificate, row):
        return row.delivered[sum(map(len, certificate.steps[: row.prefix])) :]
    return certificate.steps[row.prefix - 1] if row.prefix else ()


def _figures(row: Row, certificate: Certificate, names: Names) -> Figures:
    return Figures(
        names(row.party),
        row.keeps,
        row.temptation,
        row.margin,
        row.exposure,
        binding=row == certificate.binding,
        over_cap=row == certificate.over_cap,
    )


def _felt(deal: Exchange, given: Sequence[str], names: Names) -> Iterator[tuple[str, float]]:
    """Say what the given lots are worth to each audience they touch."""
    for who in deal.audiences:
        worth = sum(lot.value.get(who, 0.0) for lot in deal.lots if lot.name in given)
        if abs(worth) > deal.tolerance(who):
            yield names(who), worth


def _serves(given: Sequence[str], names: Names) -> tuple[str, ...]:
    known = [lot for lot in given if lot in names.case.lots]
    served = (
        names.objective(party, objective)
        for lot in known
        for party, objectives in names.case.motives(lot).items()
        for objective in objectives
    )
    return tuple(dict.fromkeys(served))


# --- tables --------------------------------------------------------------------------------------


def step_table(view: LadderView, names: Names) -> Table:
    """Put the ladder in a table: a row for each step, two figures for each party."""
    lang = names.lang
    columns = [Column(lang.say("Step")), Column(lang.say("What is given"))]
    for lane in view.lanes:
        columns.append(Column(lang.say("Margin: {party}", party=lane), numeric=True))
        columns.append(Column(lang.say("Exposure: {party}", party=lane), numeric=True))
    columns += [Column(lang.say("Audiences")), Column(lang.say("Serves"))]
    rows = []
    for step in view.steps:
        given = zip(view.lanes, step.gives, strict=True)
        lots = "\n".join(f"{who}: {lot}" for who, lots in given for lot in lots)
        cells = [step.sign, lots if step.number else lang.say("before the first step")]
        for figures in step.figures:
            margin = lang.number(figures.margin, view.digits)
            exposure = lang.number(figures.exposure, view.digits)
            cells.append(lang.say("► {margin} binds", margin=margin) if figures.binding else margin)
            over = lang.say("► {exposure} above the cap", exposure=exposure)
            cells.append(over if figures.over_cap else exposure)
        cells.append("\n".join(f"{who} {signed(x, names)}" for who, x in step.audiences))
        cells.append("\n".join(step.serves))
        rows.append(tuple(cells))
    return Table(
        lang.say("What each step gives, and where it leaves each party"),
        tuple(columns),
        tuple(rows),
    )


def signed(x: float, names: Names) -> str:
    """Write an amount with its sign, the plus too."""
    return ("+" if x > 0 else "") + names.lang.number(x)


def certificate_tables(
    certificate: Certificate, names: Names, digits: int = 3
) -> tuple[Table, ...]:
    """Write out the certificate: a row for each point of the ladder, all who are at it abreast.

    Parties stand `ABREAST` in a table with their four figures; audiences, who have nothing to
    walk away from, follow with what they keep and their exposure.
    """
    lang = names.lang
    parties = list(dict.fromkeys(row.party for row in certificate.rows))
    others = list(dict.fromkeys(row.party for row in certificate.audience_rows))
    four = (lang.say("keeps"), lang.say("temptation"), lang.say("margin"), lang.say("exposure"))
    tables = [
        _figures_table(
            certificate.rows,
            parties[start : start + ABREAST],
            four,
            lambda row: (row.keeps, row.temptation, row.margin, row.exposure),
            lang.say("Every point of the ladder, and each party at it"),
            names,
            digits,
        )
        for start in range(0, len(parties), ABREAST)
    ]
    tables += [
        _figures_table(
            certificate.audience_rows,
            others[start : start + 3 * ABREAST],
            (lang.say("keeps"),),
            lambda row: (row.keeps,),
            lang.say("Every point of the ladder, and each audience at it; exposure is minus keeps"),
            names,
            digits,
        )
        for start in range(0, len(others), 3 * ABREAST)
    ]
    return tuple(tables)


ABREAST = 2
"""Parties that stand side by side in a table of the certificate."""


def _figures_table(
    rows: Iterable[Row],
    who: Sequence[str],
    heads: Sequence[str],
    figures: Callable[[Row], tuple[float, ...]],
    caption: str,
    names: Names,
    digits: int,
) -> Table:
    lang = names.lang
    columns = [Column(lang.say("Steps delivered")), Column(lang.say("Last delivered"))]
    columns += [Column(f"{names(one)}:\n{head}", numeric=True) for one in who for head in heads]
    points: dict[tuple[int, tuple[str, ...]], dict[str, Row]] = {}
    for row in rows:
        points.setdefault((row.prefix, row.delivered), {})[row.party] = row
    told = []
    for (prefix, delivered), at in points.items():
        last = names(delivered[-1]) if delivered else "–"
        amounts = (lang.number(x, digits) for one in who for x in figures(at[one]))
        told.append((str(prefix), last, *amounts))
    return Table(caption, tuple(columns), tuple(told))
