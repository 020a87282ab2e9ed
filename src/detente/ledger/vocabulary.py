"""Who the sides of a chronicle are in a case, and which of its measures an act is."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.ledger.history import InvalidHistory, Step
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a chronicle's words mean in a case.

    Attributes
    ----------
    parties, audiences
        Ids in the case; both empty where no case is known, and then every name is taken.
    sides
        A chronicle's side, and who that is.
    instruments
        What an act is called in a chronicle, and the case's measure that it is.
    since
        The case's own day, ISO; what came before is no delivery of its measures.
    """

    parties: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    sides: Mapping[str, str] = field(default_factory=dict)
    instruments: Mapping[str, str] = field(default_factory=dict)
    since: str = ""

    def who(self, side: str) -> str:
        """Give the party or audience that a side is.

        Raises
        ------
        ValueError
            Nobody in the case is called so.
        """
        if side in self.sides:
            return self.sides[side]
        everybody = self.parties | self.audiences
        if not everybody or side in everybody:
            return side
        short = side.removeprefix("sender_").lower()
        if short in everybody:
            return short
        near = suggest(side, [*self.sides, *everybody])
        raise ValueError(
            f"nobody in the case is called '{side}'{near}; say who it is: --side {side}=NAME, one "
            f"of {', '.join(sorted(everybody))}"
        )

    def measure(self, step: Step) -> str:
        """Give the case's measure that a step is, or the step's own words for it."""
        known = self.instruments.get(step.instrument, "")
        return known if known and step.days.first.isoformat() >= self.since else step.step_type


def read_vocabulary(
    path: Path | None,
    parties: Iterable[str],
    audiences: Iterable[str],
    more: Mapping[str, str],
) -> Vocabulary:
    """Put together what a case says of itself, what its file of words says, and what a user adds.

    Parameters
    ----------
    path
        JSON with ``sides``, ``instruments`` and ``since``; None where there is none.
    parties, audiences
        Ids of the case.
    more
        Sides that the user names; they win.

    Raises
    ------
    InvalidHistory
        A side is said to be somebody whom the case does not know.
    """
    words = json.loads(path.read_text(encoding="utf-8")) if path else {}
    movers, others = frozenset(parties), frozenset(audiences)
    everybody = movers | others
    for side, name in more.items():
        if everybody and name not in everybody:
            raise InvalidHistory(
                [f"--side {side}={name}: nobody is called '{name}'{suggest(name, everybody)}"]
            )
    return Vocabulary(
        movers,
        others,
        {**words.get("sides", {}), **more},
        words.get("instruments", {}),
        words.get("since", ""),
    )
