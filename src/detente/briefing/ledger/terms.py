"""Words of the ledger: what its events are called, where lots stand, how pressing things are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from detente.briefing.ledger.phrases import period
from detente.words.language import N_

if TYPE_CHECKING:
    from detente.case import Case
    from detente.ledger.dates import Span
    from detente.ledger.present.due import Deadline
    from detente.ledger.present.snapshot import Snapshot
    from detente.ledger.present.standing import LotStanding
    from detente.words.language import Language

Names = Callable[[str], str]

EVENT_WORDS = {
    "commitment": N_("commitment"),
    "delivery": N_("delivery claimed"),
    "partial": N_("partial delivery claimed"),
    "confirmation": N_("check of a delivery"),
    "dispute": N_("dispute"),
    "breach": N_("breach"),
    "waiver": N_("waiver of a commitment"),
    "response": N_("response"),
    "snapback_started": N_("snapback started"),
    "snapback_completed": N_("snapback completed"),
    "relief": N_("relief in force"),
    "renewal": N_("renewal"),
    "expiry": N_("expiry"),
    "incident": N_("incident"),
    "stock": N_("change of the stock"),
    "act": N_("act of an audience"),
    "pause": N_("pause"),
    "resume": N_("resumption"),
    "exit": N_("exit"),
    "note": N_("note"),
    "replan": N_("new ladder"),
    "correction": N_("correction"),
    "listing": N_("change of a sanctions list"),
    "account": N_("account"),
}
"""How the kinds of events are called; one that is not here goes by its own name."""

STATUS = {
    "open": N_("not promised"),
    "promised": N_("promised"),
    "claimed": N_("claimed, not checked"),
    "partial": N_("in part"),
    "confirmed": N_("confirmed"),
    "unobserved": N_("done by its giver's word: no check could have seen a breach"),
    "disputed": N_("disputed"),
    "refuted": N_("checked: not done"),
    "broken": N_("promise broken"),
    "waived": N_("waived"),
    "being_taken_back": N_("being taken back"),
    "taken_back": N_("taken back"),
}
"""Where a lot stands."""

TIMING = {
    "": "",
    "waiting": N_("waits"),
    "paused": N_("paused"),
    "upcoming": N_("to come"),
    "due": N_("due"),
    "overdue": N_("overdue"),
    "on_time": N_("on time"),
    "late": N_("late"),
}
"""How a lot stands to its date."""

URGENCY = {
    "overdue": N_("overdue"),
    "broken": N_("promise broken"),
    "due": N_("due"),
    "upcoming": N_("to come"),
    "waiting": N_("waits"),
    "open": N_("open"),
}
"""How pressing something is."""

LEVEL = {
    "note": N_("a note"),
    "delay": N_("a delay"),
    "suspend": N_("a suspension"),
    "snapback": N_("the full snapback"),
}
"""How hard an answer is."""


def namer(case: Case | None, lang: Language) -> Names:
    """Give what names ids: the case, or where there is none, nothing but the ids."""
    from detente.briefing.naming import Names as OfCase

    return OfCase(case, lang) if case else str


def title(snap: Snapshot, lang: Language) -> str:
    """Give the case's title, or its name where the case is not known."""
    return snap.case.title[lang.code] if snap.case else snap.name


def status(lot: LotStanding, lang: Language) -> str:
    """Say where a lot stands, shortly."""
    if lot.status == "unobserved":
        return lang.say("not observable")
    return lang.say(STATUS[lot.status])


def deed(one: Deadline, names: Names, lang: Language) -> str:
    """Say in a few words what has to be done, or comes."""
    what = one.what.rstrip(" .")
    item = lang.quote(names(one.item)) if one.item else what
    says = {
        "delivery": N_("deliver {item}"),
        "check": N_("check whether {item} was delivered"),
        "dispute": N_("settle the dispute about {item}"),
        "breach": N_("answer the breach: {item}"),
        "expiry": N_("relief ends unless renewed: {item}"),
        "snapback": N_("taking back has effect: {item}"),
        "response": N_("the delay or suspension ends: {item}"),
        "pause": N_("prolong the pause, or go on: {item}"),
    }
    if one.kind == "breach" and one.what:
        item = f"{item} – {what}" if one.item else what
    return lang.say(says[one.kind], item=item)


def day_words(days: Span | None, lang: Language) -> str:
    """Write a day in words, or the days that it may be; a dash where there is none."""
    if days is None:
        return "–"
    return lang.date(days.first) if days.exact else period(days)
