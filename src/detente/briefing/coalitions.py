"""Coalitions: who would rather leave together, where, and with which side deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Heading, Paragraph
from detente.briefing.sentences import point, runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.briefing.blocks import Block as Part
    from detente.briefing.naming import Names
    from detente.exchange import Block, Exchange

MOST_LOTS = 6
"""How many lots of a side deal a sentence names."""


def coalitions(deal: Exchange, blocks: Iterable[Block] | None, names: Names) -> tuple[Part, ...]:
    """Tell what the coalition check found; nothing where there are two parties only.

    Parameters
    ----------
    deal
        The exchange.
    blocks
        What `coalition_check` found; None where the deal is too large for it.
    names
        What things are called.
    """
    if len(deal.parties) < 3:
        return ()
    lang = names.lang
    heading = Heading(lang.say("Coalitions"))
    if blocks is None:
        text = lang.say("Coalitions were not looked for: there are too many parties or lots.")
        return (heading, Paragraph(text))
    at: dict[tuple[object, ...], list[Block]] = {}
    for block in blocks:
        at.setdefault((block.found, *block.members), []).append(block)
    told = [_told(same, names) for same in at.values()]
    if not told:
        text = lang.say(
            "At no point would some of the parties gain by leaving together and dealing among "
            "themselves."
        )
        return (heading, Paragraph(text))
    meaning = lang.say(
        "What those who leave gave each other stays, all else is taken back, and each loses its "
        "stake; whether they would keep to their own side deal is not asked. Each gain is in the "
        "party's own points, over what completing brings."
    )
    return (heading, Bullets(tuple(told)), Paragraph(meaning, "small"))


def _told(same: Sequence[Block], names: Names) -> str:
    """Tell where one coalition gains by leaving (or may), the first point in full."""
    lang, first = names.lang, same[0]
    members = lang.join([names(who) for who in first.members])
    where = point(first.prefix, lang)
    gains = ", ".join(f"{names(who)} {lang.number(x)}" for who, x in first.gains.items())
    if first.side_deal is None:
        told = lang.say(
            "{members}: whether they would gain by leaving together {where} is not settled; the "
            "side deals are too many to try.",
            members=members,
            where=where,
        )
    elif first.side_deal:
        told = lang.say(
            "{members}: {where} they gain by leaving together and carrying out only {lots} between "
            "themselves ({gains}).",
            members=members,
            where=where,
            lots=_listed(first.side_deal, names),
            gains=gains,
        )
    else:
        told = lang.say(
            "{members}: {where} they gain by leaving together with what they have ({gains}).",
            members=members,
            where=where,
            gains=gains,
        )
    later = sorted({block.prefix for block in same} - {first.prefix})
    if not later:
        return told
    again = lang.say("The same after: {steps}.", steps=runs(later))
    return f"{told} {again}"


def _listed(lots: Sequence[str], names: Names) -> str:
    """Name the lots, or the first of many and how many more."""
    if len(lots) <= MOST_LOTS:
        return names.quoted(lots)
    left = len(lots) - MOST_LOTS
    more = names.lang.count("{n} more lot", "{n} more lots", left)
    shown = [names.lang.quote(names(lot)) for lot in lots[:MOST_LOTS]]
    return names.lang.join([*shown, more])
