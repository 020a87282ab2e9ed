"""The texts of findings, and how one is told in a reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from detente.case.amounts import Text
from detente.words.language import N_, Language, language

_ENGLISH = language("en")

Level = Literal["warning", "notice"]

MESSAGES: Mapping[str, tuple[Level, str]] = {
    "unsupported": ("warning", N_("numbers with neither why nor sources: {count}")),
    "no_anchor": ("warning", N_("{who}: the points have no anchor, so nobody knows their size")),
    "hindsight": ("warning", N_("dated {date}, later than the case's day {as_of}")),
    "taken_back": (
        "warning",
        N_("{instrument} cannot be taken back, yet {share} is {what} on breakdown"),
    ),
    "not_taken_back": (
        "warning",
        N_("{instrument} can be taken back, yet only {share} is {what} on breakdown"),
    ),
    "no_terms": (
        "warning",
        N_("{instrument} can be taken back, but what that does is not said (see revocability)"),
    ),
    "elapsed": (
        "warning",
        N_("an elapsed period is neither recovered nor lost, yet {share} is {what}"),
    ),
    "easily_relisted": (
        "warning",
        N_("listing anew needs new evidence, yet {share} is {what} on breakdown"),
    ),
    "consent": ("warning", N_("{what}: consent is needed; {who}: {status}")),
    "deadline_past": (
        "warning",
        N_("the deadline {deadline} is before the case's day {as_of}"),
    ),
    "deadline_short": (
        "warning",
        N_("{days} days of lead from {start} end after the deadline {deadline}"),
    ),
    "expired": ("warning", N_("the term ended on {date}, before the case's day {as_of}")),
    "never_deters": (
        "warning",
        N_("detection {detection} is not above false alarm {false_alarm}: it never deters"),
    ),
    "unvalued": ("warning", N_("{what}: no other party values it")),
    "negative_value": (
        "warning",
        N_("{who}: the value of {what} is below zero; parties are assumed to value what they get"),
    ),
    "no_gain": (
        "warning",
        N_("{who} loses {loss} of its points by completing: no order repairs that, only terms do"),
    ),
    "gives_nothing": ("warning", N_("{who} gives nothing in the plan")),
    "requires_left_out": ("warning", N_("{what} requires {other}, which is not in the plan")),
    "excluded_too": ("warning", N_("{what} excludes {other}, and both are in the plan")),
    "no_concession": (
        "warning",
        N_("{what} costs its giver less than nothing: no concession, its cost counts as 0"),
    ),
    "no_decider": ("warning", N_("the escrow does not say who decides that there was a breach")),
    "maybe_no_concession": (
        "notice",
        N_("{what} may cost its giver less than nothing; it is then no concession and costs 0"),
    ),
    "after_left_out": ("notice", N_("{what} comes after {other}, which is not in the plan")),
    "crosses": (
        "notice",
        N_("the option {what} bears the tag {tag}, a red line of {who}: it cannot be asked for"),
    ),
    "unused": ("notice", N_("nothing refers to this")),
    "untranslated": ("notice", N_("texts without Russian words: {count}")),
    "options": ("notice", N_("left out unless asked for: {names}")),
    "unconditional": ("notice", N_("given outside the ladder: {names}")),
    "illustrative": ("notice", N_("the amounts are illustrative: judgements, not findings")),
}
"""Level and text of each finding, by its code."""

INSTRUMENTS = {
    "licence": N_("a licence"),
    "waiver": N_("a waiver"),
    "suspension": N_("a suspension"),
    "pardon": N_("a pardon"),
    "visit": N_("a visit"),
    "payment": N_("a payment"),
    "transfer": N_("a transfer"),
    "removal": N_("a removal"),
}
RECOVERED, LOST = N_("recovered"), N_("lost")
STATUS = {
    "needed": N_("not given yet"),
    "unknown": N_("not known"),
    "refused": N_("refused"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about a valid case.

    Parameters
    ----------
    code : key of `MESSAGES`.
    file, line, column, path : the place, as in `Problem`.
    params : what the text speaks of, written in the reader's language when it is shown.
    """

    code: str
    file: str
    line: int
    column: int
    path: str
    params: Mapping[str, object]

    @property
    def level(self) -> Level:
        """Either "warning" or "notice"."""
        return MESSAGES[self.code][0]

    def sentence(self, tongue: Language = _ENGLISH) -> str:
        """Say it in one sentence, in a language of `detente.words.language`."""
        words = {key: _say(key, value, tongue) for key, value in self.params.items()}
        return tongue.say(MESSAGES[self.code][1], **words)

    @property
    def place(self) -> str:
        """File, line, column and, where it is inside the case, the path."""
        spot = f"{self.file}:{self.line}:{self.column}"
        return f"{spot} {self.path}:" if self.path else spot

    def __str__(self) -> str:
        return f"{self.place} {self.sentence()}"


class Percent(float):
    """A share that is shown in per cent."""


def _say(key: str, value: object, tongue: Language) -> str:
    if isinstance(value, Text):
        words = value[tongue.code]
        return words if key == "who" else tongue.quote(words)
    if isinstance(value, tuple):
        return tongue.join([_say(key, item, tongue) for item in value])
    if isinstance(value, Percent):
        return tongue.percent(value)
    if isinstance(value, float | int):
        return tongue.amount(value, 2)
    if isinstance(value, date):
        return tongue.date(value)
    return tongue.say(str(value))
