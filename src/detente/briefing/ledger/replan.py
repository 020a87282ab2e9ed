"""The ladder from where we are, and what changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Column, Document, Heading, Paragraph, Table
from detente.briefing.ledger.status import subtitle
from detente.briefing.ledger.terms import Names, namer
from detente.words.language import N_, NBSP

if TYPE_CHECKING:
    from detente.ledger.present.replanning import Place, Replanned
    from detente.ledger.present.snapshot import Snapshot
    from detente.words.language import Language

CHANGE = {
    "delivered": N_("delivered"),
    "kept": N_("as before"),
    "earlier": N_("earlier"),
    "later": N_("later"),
    "new": N_("new"),
    "dropped": N_("dropped"),
}
"""What became of a lot."""


def replan_document(snap: Snapshot, found: Replanned, lang: Language) -> Document:
    """Tell the ladder from here on, and how it differs from the one before."""
    assert snap.case is not None
    names = namer(snap.case, lang)
    return Document(
        snap.case.title[lang.code],
        subtitle(snap, lang),
        lang.code,
        (
            Paragraph(_verdict(found, names, lang), "lead"),
            Bullets(tuple(_guarantees(found, names, lang))),
            Heading(lang.say("The ladder, from here on")),
            _table(found, names, lang),
            Paragraph(_summary(found, lang)),
            *_kept(found, names, lang),
            Paragraph(
                lang.say(
                    "What was delivered is fixed and comes first; the certificate is that of the "
                    "whole ladder, and the guarantee that of the steps still to come."
                ),
                "small",
            ),
        ),
    )


def _verdict(found: Replanned, names: Names, lang: Language) -> str:
    n = len(found.done)
    fixed = lang.count("{n} lot is delivered.", "{n} lots are delivered.", n)
    if not found.ahead:
        done = lang.say("Nothing is left to order.")
        return f"{fixed} {done}"
    left = lang.count("{n} step is left.", "{n} steps are left.", len(found.ahead))
    if found.self_enforcing:
        holds = lang.say("From here on nobody gains by walking away.")
    else:
        short = [
            names(who)
            for who, n in found.guarantee.items()
            if n > found.deal.stake(who) + found.deal.tolerance(who)
        ]
        holds = (
            lang.say(
                "From here on it does not hold: {parties} would gain by walking away.",
                parties=lang.join(short),
            )
            if short
            else lang.say("From here on it does not hold: a cap is exceeded.")
        )
    return f"{fixed} {left} {holds}"


def _guarantees(found: Replanned, names: Names, lang: Language) -> list[str]:
    how = (
        lang.say("as is now to be expected after what was seen")
        if found.believed
        else lang.say("as the case states it")
    )
    return [
        lang.say(
            "{party} needs {guarantee} at stake from here on; its stake is {stake}, {how}.",
            party=names(who),
            guarantee=lang.number(needed),
            stake=lang.number(found.deal.stake(who)),
            how=how,
        )
        for who, needed in found.guarantee.items()
    ]


def _table(found: Replanned, names: Names, lang: Language) -> Table:
    columns = (
        Column(lang.say("Step"), numeric=True),
        Column(lang.say("Before"), numeric=True),
        Column(lang.say("Lot")),
        Column(lang.say("By")),
        Column(lang.say("What became of it")),
    )
    rows = tuple(_row(one, names, lang) for one in found.changes)
    return Table(lang.say("The new ladder beside the one before"), columns, rows)


def _row(one: Place, names: Names, lang: Language) -> tuple[str, ...]:
    return (
        str(one.new or "–"),
        str(one.old or "–"),
        names(one.name),
        names(one.giver) if one.giver else "–",
        lang.say(CHANGE[one.change]),
    )


def _kept(found: Replanned, names: Names, lang: Language) -> tuple[Paragraph, ...]:
    """Say what the order of before would ask, where the new one differs."""
    if found.before is None:
        return ()
    needs = ", ".join(f"{names(who)}{NBSP}{lang.number(n)}" for who, n in found.before.items())
    said = lang.say(
        "In the order of before, what is left needs at stake: {needs}; --keep-order keeps it.",
        needs=needs,
    )
    return (Paragraph(said),)


def _summary(found: Replanned, lang: Language) -> str:
    moved = sum(one.change in ("earlier", "later") for one in found.changes)
    new = sum(one.change == "new" for one in found.changes)
    gone = sum(one.change == "dropped" for one in found.changes)
    if not (moved or new or gone):
        return lang.say("The order of what is left is as before.")
    told = [
        lang.count("{n} lot has moved", "{n} lots have moved", moved) if moved else "",
        lang.count("{n} is new", "{n} are new", new) if new else "",
        lang.count("{n} was dropped", "{n} were dropped", gone) if gone else "",
    ]
    return f"{lang.join([x for x in told if x])}."
