"""Actors, and the lines between them."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from detente.exchange import DetenteError
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable

Discretion = Literal["low", "mid", "high"]

LEVELS: tuple[Discretion, ...] = get_args(Discretion)
"""From a line that becomes public to one that stays with those on it."""

MOST_ACTORS, MOST_LINES = 60, 200
"""More than any case needs; every two actors are compared."""


class InvalidContacts(DetenteError, ValueError):
    """Actors or lines make no sense, or somebody asked for is not among them."""


class Range(NamedTuple):
    """A number with its least and its most."""

    low: float
    mode: float
    high: float

    def __str__(self) -> str:
        if self.low == self.high:
            return f"{self.mode:g}"
        return f"{self.low:g} to {self.high:g}, mode {self.mode:g}"


@dataclass(frozen=True, slots=True)
class Line:
    """A channel between two actors; both may speak.

    Parameters
    ----------
    name
        What it is called.
    ends
        The two who talk on it.
    reliability
        Probability that a message arrives, and as it was meant.
    delay
        Days until it has arrived.
    discretion
        "high": it stays with those on the line; "mid": it may leak; "low": it becomes public.
    hears
        Who else learns of it.
    proposed
        True: it does not exist yet.

    Raises
    ------
    InvalidContacts
        Both ends are one, or a number makes no sense.
    """

    name: str
    ends: tuple[str, str]
    reliability: Range
    delay: Range
    discretion: Discretion = "mid"
    hears: tuple[str, ...] = ()
    proposed: bool = False

    def __post_init__(self) -> None:
        if self.ends[0] == self.ends[1]:
            raise InvalidContacts(f"line '{self.name}' runs from '{self.ends[0]}' to itself")
        if self.discretion not in LEVELS:
            known = ", ".join(LEVELS)
            raise InvalidContacts(
                f"line '{self.name}': '{self.discretion}' is no discretion, but {known}"
            )
        _check(self, "reliability", self.reliability, 1.0)
        _check(self, "delay", self.delay, inf)


def _check(line: Line, what: str, x: Range, most: float) -> None:
    if not (all(map(isfinite, x)) and 0 <= x.low <= x.mode <= x.high <= most):
        bounds = "0 or more" if most == inf else f"from 0 to {most:g}"
        raise InvalidContacts(f"line '{line.name}': {what} {x} is not {bounds}")


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who there is, and what lines there are between them, proposed ones included.

    Parameters
    ----------
    actors
        Their ids.
    lines
        Between them; several may join the same two.

    Raises
    ------
    InvalidContacts
        A name stands twice, a line has an end that is no actor, or there are too many.
    """

    actors: tuple[str, ...]
    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        if len(self.actors) > MOST_ACTORS or len(self.lines) > MOST_LINES:
            raise InvalidContacts(
                f"{len(self.actors)} actors and {len(self.lines)} lines; at most "
                f"{MOST_ACTORS} and {MOST_LINES} can be reckoned with"
            )
        for what, names in (("actor", self.actors), ("line", [x.name for x in self.lines])):
            for name in names:
                if list(names).count(name) > 1:
                    raise InvalidContacts(f"there are two of the {what} '{name}'")
        for line in self.lines:
            for name in (*line.ends, *line.hears):
                self.check(name)

    def check(self, actor: str) -> None:
        """Refuse somebody who is no actor.

        Raises
        ------
        InvalidContacts
            With the nearest right name.
        """
        if actor not in self.actors:
            hint = suggest(actor, self.actors) or f" (there are: {', '.join(self.actors)})"
            raise InvalidContacts(f"nobody is called '{actor}'{hint}")

    def check_ends(self, start: str, end: str) -> None:
        """Refuse two ends of a message of which one is nobody, or that are the same.

        Raises
        ------
        InvalidContacts
            With the nearest right name.
        """
        self.check(start)
        self.check(end)
        if start == end:
            raise InvalidContacts(f"'{start}' needs no channel to reach itself")

    @property
    def proposed(self) -> tuple[str, ...]:
        """Names of the lines that do not exist yet."""
        return tuple(line.name for line in self.lines if line.proposed)

    def now(self) -> Contacts:
        """The lines that exist."""
        return self.opened(())

    def opened(self, names: Iterable[str]) -> Contacts:
        """The lines that exist, and the proposed ones of these names.

        Raises
        ------
        InvalidContacts
            No proposed line is called so.
        """
        wanted = set(names)
        for name in sorted(wanted - set(self.proposed)):
            if name in {line.name for line in self.lines}:
                raise InvalidContacts(f"the line '{name}' is there already")
            known = ", ".join(self.proposed) or "none"
            hint = suggest(name, self.proposed) or f" (proposed: {known})"
            raise InvalidContacts(f"no proposed line is called '{name}'{hint}")
        kept = (line for line in self.lines if not line.proposed or line.name in wanted)
        return Contacts(self.actors, tuple(kept))

    def line(self, name: str) -> Line:
        """Give the line of that name."""
        return next(line for line in self.lines if line.name == name)
