"""Which scenarios a sweep is made of: cases, their terms, and ladders, in every combination."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Literal

from detente.case import InvalidCase, UnknownName, pinned
from detente.uncertainty.values.draws import check_draws
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from detente.case import Assumption, Case

MOST_SCENARIOS = 100_000
"""More rows than anybody compares."""

Kind = Literal["guarantee", "exposure", "early", "robust", "given"]
KINDS: tuple[Kind, ...] = ("guarantee", "exposure", "early", "robust")
"""Ladders that are looked for; one that is given comes from a file."""

End = Literal["low", "mode", "high"]
ENDS: tuple[End, ...] = ("low", "mode", "high")

Setting = float | Literal["low", "mode", "high", "range"]
"""What a number is set to: a value, an end of its range, or its range itself."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A ladder to put a scenario to.

    Attributes
    ----------
    kind
        An objective of `detente.plan`, "given", or "robust" (`detente.uncertainty.values.robust`).
    party
        With "early": whose value comes early; None: each party's in turn.
    name, steps
        With "given": what to call it, and its steps.
    """

    kind: Kind
    party: str | None = None
    name: str = ""
    steps: tuple[tuple[str, ...], ...] = ()

    def __str__(self) -> str:
        if self.kind == "given":
            return self.name
        return self.kind if self.party is None else f"{self.kind}:{self.party}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One row to be: a case by its number in the plan, its terms, and a ladder."""

    case: int
    at: End
    options: tuple[str, ...]
    settings: tuple[tuple[str, float | None], ...]
    ladder: Wanted


@dataclass(frozen=True)
class SweepPlan:
    """All that the scenarios need; it travels between processes.

    Raises
    ------
    ValueError
        Draws or a seed that make no sense, no scenarios, or too many.
    UnknownName
        A case has no such option, number or party.
    """

    cases: tuple[Case, ...]
    ladders: tuple[Wanted, ...] = (Wanted("guarantee"),)
    options: tuple[tuple[str, ...], ...] = ((),)
    settings: Mapping[str, tuple[Setting, ...]] = field(default_factory=dict)
    at: tuple[End, ...] = ("mode",)
    draws: int = 10_000
    seed: int = 0
    sequential: bool = False

    def __post_init__(self) -> None:
        check_draws(self.draws, self.seed)
        for axis in ("cases", "ladders", "options", "at"):
            if not getattr(self, axis):
                raise ValueError(f"a sweep needs at least one of its {axis}")
        if empty := [path for path, values in self.settings.items() if not values]:
            raise ValueError(f"there is no value for {empty[0]}")
        for end in self.at:
            if end not in ENDS:
                raise ValueError(f"there is no end '{end}' of a range: low, mode or high")
        parts = (self.options, *self.settings.values(), self.at)
        many = prod(map(len, parts)) * sum(len(self._ladders(case)) for case in self.cases)
        if many > MOST_SCENARIOS:
            raise ValueError(f"{many:,} scenarios; at most {MOST_SCENARIOS:,} can be swept")
        for case in self.cases:
            self._check(case)

    def _check(self, case: Case) -> None:
        """Refuse options, numbers and values that a case does not have."""
        for options in self.options:
            with suppress(InvalidCase):  # one behind a red line fails in its own row
                case.planned(options)
        for path, values in self._axes(case).items():
            for value in values:
                if value is not None:
                    pinned(case, {path: value})

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """All of them, the ladders varying fastest and the cases slowest; each once."""
        found = (
            Scenario(k, at, options, settings, ladder)
            for k, case in enumerate(self.cases)
            for options, settings, at, ladder in product(
                self.options, self._settings(case), self.at, self._ladders(case)
            )
        )
        return tuple(dict.fromkeys(found))

    def _settings(self, case: Case) -> list[tuple[tuple[str, float | None], ...]]:
        """Every way to set the numbers of a case."""
        axes = self._axes(case)
        return [tuple(zip(axes, values, strict=True)) for values in product(*axes.values())]

    def _axes(self, case: Case) -> dict[str, list[float | None]]:
        """What each number of a case is set to; None leaves it its range."""
        numbers = {number.path: number for number in case.numbers}
        for path in self.settings:
            if path not in numbers:
                raise UnknownName(f"{case.name} has no number at '{path}'{suggest(path, numbers)}")
        return {
            path: [_value(value, numbers[path]) for value in values]
            for path, values in self.settings.items()
        }

    def _ladders(self, case: Case) -> list[Wanted]:
        """The ladders wanted of a case: "early" without a party is one for each."""
        found: list[Wanted] = []
        for one in self.ladders:
            if one.kind != "early":
                found.append(one)
                continue
            parties = case.form.parties
            if one.party is not None and one.party not in parties:
                raise ValueError(
                    f"{case.name} has no party '{one.party}' whose value could come early"
                    f"{suggest(one.party, parties)}"
                )
            found += [replace(one, party=who) for who in ([one.party] if one.party else parties)]
        return found


# --- what is asked, as words ---------------------------------------------------------------------


def read_settings(texts: Iterable[str]) -> dict[str, tuple[Setting, ...]]:
    """Read what numbers are set to, by path; see `read_setting`.

    Raises
    ------
    ValueError
        One is not written so, or a path stands twice.
    """
    found: dict[str, tuple[Setting, ...]] = {}
    for path, values in map(read_setting, texts):
        if path in found:
            raise ValueError(f"{path} is set twice: give all its values at once, with commas")
        found[path] = values
    return found


def read_setting(text: str) -> tuple[str, tuple[Setting, ...]]:
    """Read ``PATH=VALUE,VALUE``: numbers, or low, mode, high or range.

    Raises
    ------
    ValueError
        It is not written so.
    """
    path, equals, said = text.partition("=")
    if not (path.strip() and equals and said.strip()):
        raise ValueError(
            f"a number is set as PATH=VALUE,VALUE (parties.us.cap=10,20), not '{text}'"
        )
    return path.strip(), tuple(_setting(one.strip(), path.strip()) for one in said.split(","))


def read_wanted(text: str) -> Wanted:
    """Read guarantee, exposure, robust, early, or ``early:PARTY``.

    Raises
    ------
    ValueError
        There is no such ladder.
    """
    kind, _, party = text.partition(":")
    for known in KINDS:
        if kind == known and (known == "early" or not party):
            return Wanted(known, party or None)
    names = ", ".join(KINDS)
    raise ValueError(
        f"there is no ladder '{text}'{suggest(text, KINDS)}: {names}, early:PARTY, or a file of "
        "`detente plan --json` whose name ends in .json"
    )


def _setting(text: str, path: str) -> Setting:
    for word in ("low", "mode", "high", "range"):
        if text == word:
            return word
    try:
        return float(text)
    except ValueError:
        raise ValueError(
            f"'{text}' is no value for {path}: a number, or low, mode, high or range"
        ) from None


def _value(setting: Setting, number: Assumption) -> float | None:
    """The number a setting means; None: all of its range."""
    if setting == "range":
        return None
    return float(getattr(number, setting)) if isinstance(setting, str) else setting
