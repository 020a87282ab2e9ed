"""The words of the evidence part that come from its tables, marked for the catalogues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.evidence import naming
from detente.words.language import N_

if TYPE_CHECKING:
    from detente.evidence.phrases import Phrase
    from detente.words.language import Language

STATUSES = (
    N_("confirmed"), N_("corroborated"), N_("one-sided"), N_("contested"), N_("denied"),
    N_("superseded"), N_("awaited"), N_("rejected"), N_("agreed"),
)  # fmt: skip
ACTS = (
    N_("says"), N_("confirms"), N_("denies"), N_("promises"), N_("threatens"), N_("declines"),
    N_("absent"),
)  # fmt: skip
CELLS = (N_("passes on"), N_("says otherwise"), N_("silent"))
BASES = (N_("stated"), N_("publication"), N_("nearest year"))
MATTERS = (
    N_("release of prisoners"), N_("detention"), N_("sanctions relief"), N_("sanctions"),
    N_("invitation and its acceptance"), N_("visit"), N_("call between leaders"),
    N_("meeting or summit"), N_("agreement"), N_("border"), N_("nuclear weapons"),
    N_("military exercise"), N_("deployment"), N_("attack"), N_("ceasefire"), N_("embassy"),
    N_("announcement"), N_("number of prisoners held"),
)  # fmt: skip
KINDS = (
    N_("presidency"), N_("ministry"), N_("parliament"), N_("register"), N_("intergovernmental"),
    N_("opposition"), N_("state media"), N_("public media"), N_("funded media"),
    N_("independent media"), N_("commercial media"), N_("wire"), N_("monitor"), N_("ngo"),
    N_("think tank"), N_("platform"), N_("law firm"), N_("aggregator"), N_("reprint"),
    N_("rewriter"), N_("person"), N_("media"), N_("unknown"),
)  # fmt: skip
BEHIND = (
    N_("Independent voices: {names}."), N_("Parties: {names}."),
    N_("Weigh nothing alone: {names}."),
)  # fmt: skip
HEADS = (
    N_("Claim"), N_("Status"), N_("Why"), N_("Likelihood"), N_("What would change it"),
    N_("Source"), N_("Kind"), N_("Country"), N_("State"), N_("Party"), N_("Reliability"),
)  # fmt: skip


def speak(phrase: Phrase, lang: Language) -> str:
    """Say a phrase in a language; statuses, parties and answers among its fields are too."""
    fields = {k: _field(k, v, lang) for k, v in phrase.fields}
    return lang.say(phrase.template, **fields)


def _field(name: str, text: str, lang: Language) -> str:
    if text in STATUSES:
        return lang.say(text)
    if name in {"value", "other"}:
        return naming.value(text, lang)
    return naming.parties(text, lang) if name in {"who", "party", "voice"} else text
