"""The same ladder as one party sees it: what it risks, where it is tempted, what it would ask for.

A desk reads its own plan kindly. This document reads it as the counterpart's desk would, in the
counterpart's own points.
"""

from __future__ import annotations

from dataclasses import dataclass
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
from detente.briefing.ladder_view import prefixes, signed
from detente.briefing.naming import Names
from detente.briefing.sections import illustrative, units
from detente.briefing.sentences import point
from detente.exchange import NoLadder, gain
from detente.planning import plan

if TYPE_CHECKING:
    from detente.briefing.answer import Answer
    from detente.exchange import Lot, Row
    from detente.planning import Ladder
    from detente.words.language import Language

SHOWN = 5
"""So many wishes of each kind are named."""


@dataclass(frozen=True, slots=True)
class OtherSide:
    """One party's view of a ladder.

    Attributes
    ----------
    answer
        The ladder.
    party
        Whose view it is.
    wish
        The self-enforcing ladder in which the value it receives comes as early as possible; None
        where there is none.
    """

    answer: Answer
    party: str
    wish: Ladder | None

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its rows of the certificate, between whole steps."""
        found = prefixes(self.answer.ladder.certificate)
        mine = (row for rows in found for row in rows if row.party == self.party)
        steps = self.answer.ladder.steps
        return tuple(r for r in mine if len(r.delivered) == sum(map(len, steps[: r.prefix])))

    @property
    def earlier(self) -> tuple[tuple[str, int, int], ...]:
        """Lots it would have earlier: name, step now, step then; the greatest change first."""
        if self.wish is None:
            return ()
        now, then = _places(self.answer.ladder), _places(self.wish)
        moved = [
            (lot.name, now[lot.name], then[lot.name])
            for lot in self.answer.deal.lots
            if _worth(lot, self.party) > 0 and then[lot.name] < now[lot.name]
        ]
        return tuple(sorted(moved, key=lambda m: m[2] - m[1]))


def other_side(answer: Answer, party: str, time_limit: float | None = None) -> OtherSide:
    """Look at a ladder as one of its parties does.

    Parameters
    ----------
    answer
        The ladder.
    party
        Who looks at it.
    time_limit
        Seconds for the search for the ladder it would rather have.

    Raises
    ------
    UnknownParty
        The case has no such party.
    """
    try:
        wish = plan(answer.deal, "early", party=party, time_limit=time_limit)
    except NoLadder:
        wish = None
    return OtherSide(answer, party, wish)


def other_side_document(view: OtherSide, lang: Language) -> Document:
    """Write that view: its balance, its way through the steps, and what it would ask for."""
    names = Names(view.answer.case, lang)
    who = names(view.party)
    return Document(
        title=lang.say("The ladder as {party} sees it", party=who),
        subtitle=view.answer.case.title[lang.code],
        language=lang.code,
        blocks=(
            Paragraph(_verdict(view, names), "lead"),
            *illustrative(names),
            Paragraph(
                lang.say(
                    "All amounts are in the points of {party}. They are this case's guess at what "
                    "{party} holds dear, not its own word.",
                    party=who,
                ),
                "small",
            ),
            Bullets(tuple(_balance(view, names))),
            _chart(view, names),
            Heading(lang.say("What it would want to change")),
            Bullets(tuple(_wishes(view, names))),
            Heading(lang.say("Step by step")),
            _steps(view, names),
            Heading(lang.say("Units")),
            *units(names),
        ),
    )


def other_side_record(view: OtherSide) -> dict[str, object]:
    """Write the same for machines."""
    deal = view.answer.deal
    return {
        "schema": "detente.web.other-side/1",
        "case": view.answer.case.name,
        "party": view.party,
        "gain": gain(deal, view.party),
        "stake": deal.stake(view.party),
        "guarantee": view.answer.ladder.guarantee[view.party],
        "rows": [
            {
                "prefix": row.prefix,
                "keeps": row.keeps,
                "temptation": row.temptation,
                "margin": row.margin,
                "exposure": row.exposure,
            }
            for row in view.rows
        ],
        "wish": None if view.wish is None else [list(step) for step in view.wish.steps],
        "earlier": [{"lot": lot, "now": now, "then": then} for lot, now, then in view.earlier],
    }


# --- sentences -----------------------------------------------------------------------------------


def _verdict(view: OtherSide, names: Names) -> str:
    lang, deal, who = names.lang, view.answer.deal, names(view.party)
    worth = gain(deal, view.party)
    if worth < -deal.tolerance(view.party):
        return lang.say(
            "{party} loses {loss} points by completing this: it will not sign.",
            party=who,
            loss=lang.amount(-worth),
        )
    tempted = max(view.rows, key=lambda row: row.temptation)
    if tempted.margin < -deal.tolerance(view.party):
        return lang.say(
            "{party} would walk away {point}: that earns it {more} points more than going "
            "on, and its stake is {stake}.",
            party=who,
            point=point(tempted.prefix, lang),
            more=lang.amount(tempted.temptation),
            stake=lang.amount(deal.stake(view.party)),
        )
    tightest = min(view.rows, key=lambda row: row.margin)
    return lang.say(
        "{party} gains {gain} points by completing this, and at no step more by walking away; "
        "it comes nearest to that {point}, with a margin of {margin}.",
        party=who,
        gain=lang.amount(worth),
        point=point(tightest.prefix, lang),
        margin=lang.amount(tightest.margin),
    )


def _balance(view: OtherSide, names: Names) -> list[str]:
    lang, deal = names.lang, view.answer.deal
    given = [lot for lot in deal.lots if lot.giver == view.party]
    got = [lot for lot in deal.lots if _worth(lot, view.party) > 0]
    exposed = max(view.rows, key=lambda row: row.exposure)
    said = [
        lang.say(
            "It gives what costs it {cost}, and receives what is worth {value} to it.",
            cost=lang.amount(sum(lot.cost for lot in given)),
            value=lang.amount(sum(_worth(lot, view.party) for lot in got)),
        )
    ]
    if exposed.exposure > deal.tolerance(view.party):
        said.append(
            lang.say(
                "It stands most exposed {point}: if all breaks down there, it has lost {loss}.",
                point=point(exposed.prefix, lang),
                loss=lang.amount(exposed.exposure),
            )
        )
    else:
        said.append(lang.say("At no step would it have lost anything, were all to break down."))
    return said


def _wishes(view: OtherSide, names: Names) -> list[str]:
    lang, deal = names.lang, view.answer.deal
    dear = sorted((lot for lot in deal.lots if lot.giver == view.party), key=lambda x: -x.cost)
    won = sorted(deal.lots, key=lambda lot: -_worth(lot, view.party))
    said = []
    if dear and dear[0].cost > 0:
        listed = [_priced(lot.name, lot.cost, names) for lot in dear[:3] if lot.cost > 0]
        said.append(lang.say("To give less of what costs it most: {lots}.", lots=lang.join(listed)))
    if _worth(won[0], view.party) > 0:
        listed = [
            _priced(lot.name, _worth(lot, view.party), names)
            for lot in won[:3]
            if _worth(lot, view.party) > 0
        ]
        said.append(lang.say("To be sure of what it values most: {lots}.", lots=lang.join(listed)))
    if view.wish is None:
        said.append(
            lang.say("In no order would the ladder hold, so it has none to ask for instead.")
        )
    elif not view.earlier:
        said.append(lang.say("No safe order would give it anything sooner."))
    said += [
        lang.say(
            "To have {lot} at step {then} instead of {now}; a ladder that does so still holds.",
            lot=lang.quote(names(lot)),
            then=then,
            now=now,
        )
        for lot, now, then in view.earlier[:SHOWN]
    ]
    revocable = [
        (lot, lot.lost_to(view.party) * _worth(lot, view.party))
        for lot in deal.lots
        if _worth(lot, view.party) > 0
    ]
    at_risk = sorted((r for r in revocable if r[1] > 0), key=lambda r: -r[1])
    if at_risk:
        listed = [_priced(lot.name, lost, names) for lot, lost in at_risk[:3]]
        said.append(
            lang.say(
                "To make harder to take back what could be: on a breakdown it would lose most of "
                "{lots}.",
                lots=lang.join(listed),
            )
        )
    return said


def _priced(lot: str, points: float, names: Names) -> str:
    return f"{names.lang.quote(names(lot))} ({names.lang.amount(points)})"


# --- figures -------------------------------------------------------------------------------------


def _chart(view: OtherSide, names: Names) -> Chart:
    lang = names.lang
    stake = view.answer.deal.stake(view.party)
    tempted = max(view.rows, key=lambda row: row.temptation)
    return Chart(
        kind="lines",
        title=lang.say("Temptation and exposure of {party}, step by step", party=names(view.party)),
        alt=lang.say(
            "Temptation is largest {point}, at {x}; the stake is {stake}.",
            point=point(tempted.prefix, lang),
            x=lang.amount(tempted.temptation),
            stake=lang.amount(stake),
        ),
        x=lang.say("Steps delivered"),
        y=lang.say("points of {party}", party=names(view.party)),
        series=(
            Series(lang.say("Temptation"), tuple(Datum(r.prefix, r.temptation) for r in view.rows)),
            Series(lang.say("Exposure"), tuple(Datum(r.prefix, r.exposure) for r in view.rows)),
        ),
        marks=((lang.say("Stake"), stake),),
    )


def _steps(view: OtherSide, names: Names) -> Table:
    lang, deal = names.lang, view.answer.deal
    lots = {lot.name: lot for lot in deal.lots}
    columns = (
        Column(lang.say("Step")),
        Column(lang.say("It gives")),
        Column(lang.say("It receives")),
        *(
            Column(title, numeric=True)
            for title in (
                lang.say("Keeps"),
                lang.say("Temptation"),
                lang.say("Margin"),
                lang.say("Exposure"),
            )
        ),
    )
    rows = []
    for row in view.rows:
        step = view.answer.ladder.steps[row.prefix - 1] if row.prefix else ()
        gives = [names(name) for name in step if lots[name].giver == view.party]
        gets = [names(name) for name in step if lots[name].giver != view.party]
        figures = (row.keeps, row.temptation, row.margin, row.exposure)
        cells = (signed(figures[0], names), *(lang.number(x) for x in figures[1:]))
        rows.append((str(row.prefix), "\n".join(gives), "\n".join(gets), *cells))
    return Table(lang.say("Each point of the ladder, in its own points"), columns, tuple(rows))


def _places(ladder: Ladder) -> dict[str, int]:
    return {lot: k for k, step in enumerate(ladder.steps, 1) for lot in step}


def _worth(lot: Lot, party: str) -> float:
    return 0.0 if lot.giver == party else lot.value.get(party, 0.0)
