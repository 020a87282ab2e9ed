"""What the features that cases are compared by are called, and how their distance is reckoned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.words.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.words.language import Language

FEATURES = {
    "lost_most": N_("value that snapback takes, most exposed party"),
    "lost_least": N_("value that snapback takes, least exposed party"),
    "recovered_most": N_("cost recovered, largest share"),
    "guarantee": N_("guarantee at completion, of the gain"),
    "largest_lot": N_("largest lot, of what its giver gives"),
    "growth": N_("growth of the lots of a measure"),
    "wait": N_("wait for a verified delivery"),
    "detection": N_("chance that a breach is seen"),
    "consents": N_("audiences whose consent is open"),
    "escrow": N_("escrow or deposit"),
    "unconditional": N_("measures given outside the ladder"),
    "people": N_("lots that free people"),
    "expiring": N_("lots that lapse unless renewed"),
    "movers": N_("parties beyond two"),
    "lots": N_("number of lots"),
}
"""By feature, in the order in which `detente.case.features` gives them."""

FORMULA = N_(
    "Distance: the mean of |a − b| over the features that both cases have, each from 0 to 1 and "
    "each with the same weight; how each is computed stands in docs/explanation/past-cases.md."
)

SHOWN = 3
"""So many features are named where cases differ."""


def differing(apart: Mapping[str, float], lang: Language, shown: int = SHOWN) -> list[str]:
    """Name the features that differ most, with their differences."""
    most = sorted(apart, key=lambda name: -apart[name])[:shown]
    return [f"{lang.say(FEATURES[name])} ({lang.number(apart[name], 2)})" for name in most]
