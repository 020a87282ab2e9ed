"""Who the sides of a chronicle are in a case, and which of its measures an act is.

A bundled case may have a file of words, ``NAME.steps.json``: ``sides``, ``instruments``,
``episodes`` and ``since`` as below, and the names of the chronicle and the monitors' counts that
come with it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from detente.case.library import LIBRARY
from detente.ledger.past.history import InvalidHistory, Step, read_steps
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from detente.case import Case


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
    chronicle, counts
        The chronicle and the monitors' counts that come with the case; None without.
    episodes
        Those of the chronicle that are the case's past; empty for all.
    """

    parties: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    sides: Mapping[str, str] = field(default_factory=dict)
    instruments: Mapping[str, str] = field(default_factory=dict)
    since: str = ""
    chronicle: Path | None = None
    counts: Path | None = None
    episodes: frozenset[str] = frozenset()

    def rows(self, path: Path) -> tuple[Step, ...]:
        """Read a chronicle; of the one that comes with the case, its own episodes only."""
        steps = read_steps(path)
        if path != self.chronicle or not self.episodes:
            return steps
        return tuple(step for step in steps if step.episode in self.episodes)

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


def vocabulary(name: str, case: Case | None, more: Mapping[str, str] | None = None) -> Vocabulary:
    """Put together what a case says of itself, its bundled words, and what a user adds.

    Parameters
    ----------
    name
        Name of the case in the ledger.
    case
        The case, where it is known.
    more
        Sides that the user names; they win.

    Raises
    ------
    InvalidHistory
        A side is said to be somebody whom the case does not know.
    """
    words = _words(LIBRARY / f"{name}.steps.json")
    files = {key: LIBRARY / words[key] for key in ("chronicle", "counts") if key in words}
    movers = frozenset(case.form.parties if case else ())
    others = frozenset(case.form.audiences if case else ())
    everybody = movers | others
    for side, who in (more or {}).items():
        if everybody and who not in everybody:
            raise InvalidHistory(
                [f"--side {side}={who}: nobody is called '{who}'{suggest(who, everybody)}"]
            )
    return Vocabulary(
        movers,
        others,
        {**words.get("sides", {}), **(more or {})},
        words.get("instruments", {}),
        words.get("since", ""),
        files.get("chronicle"),
        files.get("counts"),
        frozenset(words.get("episodes", ())),
    )


def case_by_sides(steps: Iterable[Step]) -> str | None:
    """Name the bundled case whose words know every side of a chronicle; None without just one."""
    sides = {step.side for step in steps if not step.side.startswith("monitor_")}
    fits = [
        path.name.removesuffix(".steps.json")
        for path in LIBRARY.glob("*.steps.json")
        if sides <= set(_words(path).get("sides", {}))
    ]
    return fits[0] if sides and len(fits) == 1 else None


def recorded_cases() -> tuple[str, ...]:
    """Name the bundled cases that a chronicle comes with."""
    files = sorted(LIBRARY.glob("*.steps.json"))
    return tuple(p.name.removesuffix(".steps.json") for p in files if "chronicle" in _words(p))


def _words(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    words: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return words
