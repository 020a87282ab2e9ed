"""What would make a ladder safer: edits, told in the case's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.naming import frees_people
from detente.briefing.sentences import shortfalls
from detente.exchange import gain
from detente.planning.edits import Cut, Drop, Escrow, Revoke, Stake, Swap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.briefing.naming import Names
    from detente.exchange import Exchange
    from detente.planning import Repair
    from detente.planning.edits import Edit


def suggestions(deal: Exchange, repairs: Iterable[Repair], names: Names) -> tuple[str, ...]:
    """Tell each repair: what changes, what it brings, and what it costs people."""
    return tuple(
        " ".join(
            part
            for part in (
                _change(repair.edit, deal, names),
                _outcome(deal, repair, names),
                _caution(repair.edit, names),
            )
            if part
        )
        for repair in repairs
    )


def _change(edit: Edit, deal: Exchange, names: Names) -> str:
    """Say what the edit changes."""
    lang = names.lang
    match edit:
        case Stake(party, amount):
            return lang.say(
                "{party} puts {amount} more at stake, to be lost by walking away at any point"
                "{share}.",
                party=names(party),
                amount=lang.number(amount),
                share=_of_gain(deal, party, amount, names),
            )
        case Escrow(party, amount):
            return lang.say(
                "{party} places {amount}{share} with a third party until completion; who decides "
                "that there was a breach, and where the money goes then, must be agreed first.",
                party=names(party),
                amount=lang.number(amount),
                share=_of_gain(deal, party, amount, names),
            )
        case Cut(lots, pieces):
            return lang.count(
                "Cut {measure} into {n} lot.",
                "Cut {measure} into {n} equal lots.",
                pieces,
                measure=names.quoted(names.measures(lots)),
            )
        case Revoke(lots, lost):
            return lang.say(
                "Make {measure} revocable, so that its receiver loses {share} of the value when "
                "it is taken back.",
                measure=names.quoted(names.measures(lots)),
                share=lang.percent(lost),
            )
        case Swap(lots):
            return lang.say(
                "Carry out {lots} at the same moment, as one step.", lots=names.quoted(lots)
            )
        case Drop(lots):
            return lang.say("Leave out {lots}.", lots=names.quoted(lots))


def _of_gain(deal: Exchange, party: str, amount: float, names: Names) -> str:
    total = gain(deal, party)
    if total <= deal.tolerance(party):
        return ""
    share = names.lang.percent(amount / total)
    return names.lang.say(" ({share} of its own gain)", share=share)


def _outcome(deal: Exchange, repair: Repair, names: Names) -> str:
    """Say what the re-solved ladder then needs."""
    lang = names.lang
    changed = repair.edit.apply(deal)
    needs = [
        lang.say(
            "{party} then needs {amount} to lose",
            party=names(who),
            amount=lang.number(repair.ladder.guarantee[who]),
        )
        for who in deal.parties
        if repair.ladder.guarantee[who] > changed.tolerance(who)
    ]
    said = f"{'; '.join(needs)}." if needs else ""
    if repair.ladder.self_enforcing:
        holds = lang.say("With that the ladder is self-enforcing.")
    elif short := shortfalls(changed, repair.ladder.certificate):
        missing = [
            lang.say("{party} by {amount}", party=names(who), amount=lang.number(lacks))
            for who, lacks in short.items()
        ]
        holds = lang.say("It still falls short: {missing}.", missing=lang.join(missing))
    else:
        holds = lang.say("An exposure cap is still exceeded.")
    return " ".join(part for part in (said, holds) if part)


def _caution(edit: Edit, names: Names) -> str:
    """Say who waits longer, or is left out, where an edit touches people's freedom."""
    lots: Sequence[str] = () if isinstance(edit, Stake | Escrow) else edit.lots
    measures = names.case.form.measures
    freed = [id_ for id_ in names.measures(lots) if frees_people(measures[id_])]
    if not freed:
        return ""
    match edit:
        case Cut():
            return names.lang.say(
                "Note: smaller groups delay the freedom of those who come in a later group."
            )
        case Swap():
            return names.lang.say("Note: nobody is freed before the other side is ready.")
        case Drop():
            return names.lang.say("Note: these people would then not be freed by this deal.")
        case _:
            return names.lang.say("Note: to revoke a release is to detain people again.")
