"""How past cases ended, in a reader's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.words.language import N_

if TYPE_CHECKING:
    from detente.case import Case
    from detente.words.language import Language

RESULTS = {
    "held": N_("held"),
    "undone": N_("undone"),
    "broke": N_("broke"),
    "paused": N_("paused"),
    "unfinished": N_("unfinished"),
}


def result(case: Case, lang: Language) -> str:
    """Say in a word how a case ended; a dash where it does not say."""
    ended = case.form.outcome
    return lang.say(RESULTS[ended.result]) if ended else "–"


def result_with_date(case: Case, lang: Language) -> str:
    """Say in a word how a case ended, and when that was settled or last seen."""
    ended = case.form.outcome
    return f"{result(case, lang)}, {lang.moment(ended.date)}" if ended else "–"


def years(case: Case) -> str:
    """Write the years from the case's day to its outcome: ``2008–10``."""
    first = str(case.form.as_of.year)
    last = case.form.outcome.date[:4] if case.form.outcome else first
    if last == first:
        return first
    return f"{first}–{last[2:] if last[:2] == first[:2] else last}"


def meanings(lang: Language) -> str:
    """Say what the words mean."""
    return lang.say(
        "Outcome: held, carried through and nothing of it taken back by the date that its file "
        "names; undone, carried through, then left or taken back; broke, left or taken back on "
        "the way."
    )


def outcome_record(case: Case, lang: Language) -> dict[str, object] | None:
    """Give the outcome for machines; None where the case does not say."""
    ended = case.form.outcome
    if ended is None:
        return None
    return {"result": ended.result, "date": ended.date, "what": ended.what[lang.code]}
