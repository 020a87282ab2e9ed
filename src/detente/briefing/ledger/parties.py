"""Who is ahead, how people fare, and what is believed: blocks of the ledger's documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Column, Heading, Paragraph, Table
from detente.briefing.ledger.terms import Names
from detente.words.language import N_, NBSP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.briefing.blocks import Block
    from detente.briefing.sections import Blocks
    from detente.ledger.present.position import Position
    from detente.ledger.present.snapshot import Snapshot
    from detente.words.language import Language


def position_table(positions: Iterable[Position], names: Names, lang: Language) -> Table:
    """Show each party as things stand, in its own points."""
    columns = (
        Column(lang.say("Party")),
        Column(lang.say("Keeps now"), numeric=True),
        Column(lang.say("of its gain"), numeric=True),
        Column(lang.say("Temptation"), numeric=True),
        Column(lang.say("Margin"), numeric=True),
        Column(lang.say("Exposure"), numeric=True),
        Column(lang.say("Cap"), numeric=True),
    )
    rows = tuple(
        (
            names(one.party),
            lang.number(one.keeps),
            lang.percent(one.keeps / one.gain) if one.gain > 0 and one.keeps >= 0 else "–",
            lang.number(one.temptation),
            lang.number(one.margin),
            lang.number(one.exposure),
            "–" if one.cap is None else lang.number(one.cap),
        )
        for one in positions
    )
    return Table(lang.say("If all ended now; in each party's own points"), columns, rows)


def ahead(snap: Snapshot, names: Names, lang: Language) -> Blocks:
    """Say who is ahead, by how much, and what it would be if all claims were true."""
    if not snap.positions:
        return ()
    lines = [ahead_line(one, names, lang) for one in snap.positions.values()]
    blocks: list[Block] = [
        Heading(lang.say("Who is ahead")),
        Bullets(tuple(lines)),
        position_table(snap.positions.values(), names, lang),
    ]
    if snap.claimed_positions:
        said = lang.join(
            [
                f"{names(one.party)}{NBSP}{lang.number(one.keeps)}"
                for one in snap.claimed_positions.values()
            ]
        )
        text = lang.say(
            "Only what a check confirmed counts here. If all that is merely claimed was delivered "
            "too, keeps are: {said}.",
            said=said,
        )
        blocks.append(Paragraph(text, "small"))
    return tuple(blocks)


def ahead_line(one: Position, names: Names, lang: Language) -> str:
    """Say whether a party is ahead or exposed, and by how much."""
    party = names(one.party)
    points = lang.count("{n} of its points", "{n} of its points", round(abs(one.keeps), 1))
    if round(one.keeps, 1) > 0:
        return lang.say("{party} is ahead by {points}.", party=party, points=points)
    if round(one.keeps, 1) < 0:
        return lang.say(
            "{party} is behind by {points}: so much is exposed.", party=party, points=points
        )
    return lang.say("{party} is neither ahead nor behind.", party=party)


def people(snap: Snapshot, lang: Language) -> Blocks:
    """Say how many people were released and how many are held."""
    stock, counted = snap.state.stock, snap.state.counted
    words = {
        "released": N_("released"),
        "detained": N_("newly detained"),
        "expelled": N_("expelled"),
        "rearrested": N_("re-arrested"),
    }
    told = [f"{lang.say(words[k])}{NBSP}{lang.number(x, 0)}" for k, x in stock.items()]
    if not told and counted is None:
        return ()
    said = lang.say("By the events recorded here: {told}.", told=lang.join(told)) if told else ""
    held = (
        lang.say(
            "Held by the last count: {n} ({date}).", n=lang.number(counted[1], 0), date=counted[0]
        )
        if counted
        else lang.say("Nobody has recorded a count of all who are held.")
    )
    why = lang.say(
        "What matters is how many are held, not how many were released; "
        "`detente ledger history` draws up the account."
    )
    return (Heading(lang.say("People")), Paragraph(f"{said} {held} {why}".strip()))


def beliefs(snap: Snapshot, names: Names, lang: Language) -> Blocks:
    """Say how likely each party now is to carry the ladder through."""
    path = snap.beliefs
    if path is None:
        return ()
    from detente.briefing.naming import Names as OfCase
    from detente.briefing.uncertainty.beliefs import path_blocks
    from detente.uncertainty.parties.types import priors

    assert snap.case is not None  # without it nothing is believed
    who = [*path.last.standings]
    return (
        Heading(lang.say("Are they serious?")),
        Bullets(tuple(_believed(snap, names, lang))),
        *path_blocks(path, priors(snap.case), who, OfCase(snap.case, lang)),
    )


def _believed(snap: Snapshot, names: Names, lang: Language) -> Iterator[str]:
    from detente.briefing.uncertainty.beliefs_words import likely

    path = snap.beliefs
    assert path is not None
    for who, standing in path.last.standings.items():
        way = next(iter(standing.carries))
        before, now = path.moments[0].standings[who].carries[way], standing.carries[way]
        text = (
            N_(
                "{party} carries the ladder through, if an opportunist cheats each time: {now} "
                "(before anything was seen: {before})."
            )
            if way == "habitual"
            else N_(
                "{party} carries the ladder through: {now} (before anything was seen: {before})."
            )
        )
        yield lang.say(
            text,
            party=names(who),
            now=likely(now, lang),
            before=likely(before, lang),
        )
