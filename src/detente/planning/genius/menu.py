"""A menu as a GENIUS domain, so that programs of automated negotiation can bargain over it.

Each measure is a discrete issue; its values are the ways of taking it. A party's utility is its
gain from completing the package, moved and stretched to run from 0, the least that any outcome
brings it, to 1, the most. Such a change of scale alters neither the frontier nor what Nash's and
Kalai and Smorodinsky's solutions choose. The reservation value is the utility of no deal.

A domain has no rules between issues and no ladders: `requires`, `excludes`, budgets, caps, and
whether an order holds that nobody gains by breaking, stay behind; so do audiences, which do not
bargain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.planning.genius.domain import Domain, Evaluated, Issue, Profile
from detente.planning.packages.space import Space

if TYPE_CHECKING:
    from detente.exchange import Menu, Taken
    from detente.planning.packages.points import Floats

NOTHING = "none"
"""The value of an issue whose measure is left out."""


class Scale(NamedTuple):
    """What utilities 0 and 1 are, in a party's own points."""

    zero: float
    one: float


@dataclass(frozen=True, slots=True)
class MenuDomain:
    """A menu as others read it.

    Attributes
    ----------
    domain
        Its measures as issues.
    profiles
        One for each party, of its name.
    scales
        By party, how to turn utilities back into points.
    """

    domain: Domain
    profiles: tuple[Profile, ...]
    scales: Mapping[str, Scale]


def menu_domain(menu: Menu, name: str) -> MenuDomain:
    """Turn a menu into a domain called `name`, with a profile for each party.

    A party to whom every outcome is worth the same has utility 0 throughout.
    """
    space = Space(menu)
    issues = tuple(
        Issue(measure.name, "discrete", tuple(map(_value, ways)))
        for measure, ways in zip(menu.measures, space.ways, strict=True)
    )
    profiles, scales = [], {}
    for k, who in enumerate(menu.parties):
        gains = [gain[:, k] for gain in space.gain]
        scale = Scale(float(sum(map(np.min, gains))), float(sum(map(np.max, gains))))
        scales[who] = scale
        profiles.append(_profile(who, issues, gains, scale))
    return MenuDomain(Domain(name, issues), tuple(profiles), MappingProxyType(scales))


def _value(way: Taken | None) -> str:
    if way is None:
        return NOTHING
    return f"{way.lots}, {way.terms}" if way.terms else str(way.lots)


def _profile(who: str, issues: tuple[Issue, ...], gains: Sequence[Floats], scale: Scale) -> Profile:
    """Evaluations have a largest value of 1: GENIUS divides by it, other readers do not."""
    whole = (scale.one - scale.zero) or 1.0
    spans = [float(np.ptp(gain)) for gain in gains]
    evaluations = [
        (gain - gain.min()) / span if span else np.ones(len(gain))
        for gain, span in zip(gains, spans, strict=True)
    ]
    return Profile(
        who,
        tuple(span / whole for span in spans),
        tuple(
            Evaluated(dict(zip(map(str, issue.values), map(float, points), strict=True)))
            for issue, points in zip(issues, evaluations, strict=True)
        ),
        reservation=-scale.zero / whole,
    )
