"""What would make a ladder hold, or hold more safely, told in the case's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.case.measures import frees_people
from detente.exchange import gain
from detente.planning.edits import Cut, Drop, Escrow, Joint, RaiseCap, Revoke, Stake, Swap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.briefing.naming import Names
    from detente.exchange import Certificate, Exchange, Row
    from detente.planning import Repair
    from detente.planning.edits import Edit

MOST = 3
"""How many measures a sentence names."""


def suggestions(deal: Exchange, repairs: Iterable[Repair], names: Names) -> tuple[str, ...]:
    """Tell each repair: what changes, what is then needed, and what it means for people."""
    return tuple(
        " ".join(
            part
            for part in (
                _changes(repair.edit, deal, names),
                _then(deal, repair, names),
                _still_lose(repair, names),
                *_cautions(repair.edit, names),
            )
            if part
        )
        for repair in repairs
    )


def _changes(edit: Edit | Joint, deal: Exchange, names: Names) -> str:
    if not isinstance(edit, Joint):
        return _change(edit, deal, names)
    parts = " ".join(_change(part, deal, names) for part in edit.edits)
    return names.lang.say("All of these together: {parts}", parts=parts)


def _change(edit: Edit, deal: Exchange, names: Names) -> str:
    """Say what the edit changes."""
    lang = names.lang
    match edit:
        case Stake(party, amount):
            return lang.say(
                "{party} puts {amount} more at stake{share}, to be lost by walking away at any "
                "point.",
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
        case RaiseCap(who, amount):
            return lang.say(
                "{party} accepts an exposure of {cap}: {amount} more than its red line allows.",
                party=names(who),
                cap=lang.number(deal.caps[who] + amount),
                amount=lang.number(amount),
            )
        case Cut(lots, pieces):
            return lang.count(
                "Cut {measure} into {n} lot.",
                "Cut {measure} into {n} equal lots.",
                pieces,
                measure=_called(lots, deal, names),
            )
        case Revoke(lots, lost):
            return lang.say(
                "Make {measure} revocable, so that whoever received it loses {share} of the value "
                "when it is taken back.",
                measure=_called(lots, deal, names),
                share=lang.percent(lost),
            )
        case Swap(lots):
            return lang.say(
                "Carry out {lots} at the same moment, as one step.", lots=names.quoted(lots)
            )
        case Drop(lots):
            return lang.say("Leave out {lots}.", lots=_called(lots, deal, names))


def _called(lots: Sequence[str], deal: Exchange, names: Names) -> str:
    """Name a measure where all of its planned lots are meant, else the lots."""
    measures = names.measures(lots)
    planned = [lot.name for lot in deal.lots if names.measures([lot.name]) == measures]
    whole = len(measures) == 1 and set(planned) == set(lots)
    return names.quoted(measures if whole else lots)


def _of_gain(deal: Exchange, party: str, amount: float, names: Names) -> str:
    total = gain(deal, party)
    if total <= deal.tolerance(party):
        return ""
    share = names.lang.percent(amount / total)
    return names.lang.say(" ({share} of its own gain)", share=share)


def _then(deal: Exchange, repair: Repair, names: Names) -> str:
    """Say what the re-solved ladder needs of whom, and whether less would do."""
    lang = names.lang
    changed = repair.edit.apply(deal)
    said = [
        lang.say(
            "{party} then needs {amount} to lose.",
            party=names(who),
            amount=lang.number(repair.ladder.guarantee[who]),
        )
        for who in deal.parties
        if repair.ladder.guarantee[who] > changed.tolerance(who)
        and changed.stake(who) == deal.stake(who)  # else the change itself has said it
    ]
    said += [
        lang.say(
            "{party} must have it to lose even after the last step: no order and no escrow can "
            "stand in for it.",
            party=names(who),
        )
        for who, where in repair.binds.items()
        if where == "completion"
    ]
    if not repair.proven:
        said.append(lang.say("Perhaps a smaller change of this kind does it too."))
    return " ".join(said)


def _still_lose(repair: Repair, names: Names) -> str:
    """Say for whom the deal stays not worth signing: a stake not yet posted holds nobody."""
    losing = [names(who) for who, worth in repair.ladder.worth_signing.items() if not worth]
    if not losing:
        return ""
    return names.lang.say(
        "The deal is still not worth signing for {party}.", party=names.lang.join(losing)
    )


def _cautions(edit: Edit | Joint, names: Names) -> tuple[str, ...]:
    """Say who waits longer, or is left out, where an edit touches people's freedom."""
    edits = edit.edits if isinstance(edit, Joint) else (edit,)
    said = (_caution(part, names) for part in edits)
    return tuple(dict.fromkeys(text for text in said if text))


def _caution(edit: Edit, names: Names) -> str:
    if isinstance(edit, Stake | Escrow | RaiseCap) or not _people(edit.lots, names):
        return ""
    match edit:
        case Cut():
            return _delays(names)
        case Swap():
            return names.lang.say("Note: nobody is freed before the other side is ready.")
        case Drop():
            return names.lang.say("Note: these people would then not be freed by this deal.")
        case Revoke():
            return names.lang.say("Note: to revoke a release is to detain people again.")


def _people(lots: Iterable[str], names: Names) -> bool:
    measures = names.case.form.measures
    return any(frees_people(measures[id_]) for id_ in names.measures(lots))


def _delays(names: Names) -> str:
    return names.lang.say(
        "Note: smaller groups delay the freedom of those who come in a later group."
    )


# --- a ladder that holds -------------------------------------------------------------------------


def weak_points(deal: Exchange, certificate: Certificate, names: Names) -> tuple[str, ...]:
    """Say of a ladder that holds where it is tightest, and which terms would loosen it."""
    row = certificate.binding
    where = _tightest(row, certificate, names)
    if row.prefix == len(certificate.steps):
        return (where, *_taken_back(deal, row.party, names))
    if row.prefix == 0:
        return (where,)
    received = [
        lot.name
        for lot in deal.lots
        if lot.name in certificate.steps[row.prefix - 1] and lot.giver != row.party
    ]
    advice = names.lang.say(
        "Smaller lots before that point, or giving and receiving there at the same moment, would "
        "widen it."
    )
    return (where, f"{advice} {_delays(names)}" if _people(received, names) else advice)


def _tightest(row: Row, certificate: Certificate, names: Names) -> str:
    lang = names.lang
    fields = {"party": names(row.party), "margin": lang.number(row.margin)}
    if row.prefix == len(certificate.steps):
        return lang.say(
            "The tightest point is after the last step: the margin of {party} is {margin} there.",
            **fields,
        )
    if row.prefix == 0:
        return lang.say(
            "The tightest point is before the first step: the margin of {party} is {margin} there, "
            "its gain from completing and its stake.",
            **fields,
        )
    return lang.say(
        "The tightest point is after step {n}: the margin of {party} is {margin} there.",
        n=row.prefix,
        **fields,
    )


def _taken_back(deal: Exchange, who: str, names: Names) -> tuple[str, ...]:
    """Name the measures whose recovered cost makes leaving after completion cheap."""
    lang = names.lang
    back: dict[str, float] = {}
    for lot in deal.lots:
        if lot.giver == who and lot.recovered * lot.cost > 0:
            for measure in names.measures([lot.name]):
                back[measure] = back.get(measure, 0.0) + lot.recovered * lot.cost
    if not back:
        return ()
    largest = sorted(back, key=lambda measure: -back[measure])[:MOST]
    listed = [f"{lang.quote(names(measure))} {lang.number(back[measure])}" for measure in largest]
    return (
        lang.say(
            "What {party} would get back by revoking then weighs most in {measures}: terms that "
            "give less of it back lower what it must have to lose, point for point.",
            party=names(who),
            measures=lang.join(listed),
        ),
    )
