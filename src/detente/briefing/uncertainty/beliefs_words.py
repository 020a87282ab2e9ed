"""How the document on beliefs calls types, behaviours, and what was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.uncertainty.parties.readiness import ENOUGH, LACKING
from detente.uncertainty.parties.types import OPPORTUNIST, SERIOUS, WHOLE
from detente.words.language import N_
from detente.words.likelihood import between

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.briefing.naming import Names
    from detente.uncertainty import Range
    from detente.uncertainty.parties.hazard import Rule
    from detente.words.language import Language

BEHAVES: Mapping[Rule, str] = {
    "habitual": N_("cheats each time"),
    "myopic": N_("walks out once it pays"),
    "strategic": N_("waits for its best moment"),
    "wary": N_("waits, and fears the others do"),
}
"""What an opportunist does."""

SEEN = {
    "confirmed": N_("confirmed"),
    "late": N_("confirmed, but late"),
    "disputed": N_("disputed"),
    "breached": N_("breached"),
    "unobserved": N_("not observed"),
}

_TYPES = {
    SERIOUS: N_("serious"),
    OPPORTUNIST: N_("opportunist"),
    ENOUGH: N_("enough at stake"),
    LACKING: N_("too little at stake"),
    WHOLE: N_("enough at stake"),
}


def likely(of: Range, lang: Language) -> str:
    """Write a probability with the width it deserves."""
    return between(of.low, of.high, lang)


def type_name(party: str, type_: str, names: Names) -> str:
    """Name a type of a party: as the case does, else in our words, else by its id."""
    belief = names.case.form.beliefs.get(party)
    named = belief.types.get(type_) if belief else None
    if named is not None and named.name is not None:
        return named.name[names.lang.code]
    return names.lang.say(_TYPES[type_]) if type_ in _TYPES else type_


def behaves(rule: Rule, lang: Language) -> str:
    """Say what an opportunist does by a rule."""
    return lang.say(BEHAVES[rule])


def bits(x: float, lang: Language) -> str:
    """Write an amount of information; what is none is said so."""
    return lang.number(x, 2) if x >= 0.005 else lang.say("none")
