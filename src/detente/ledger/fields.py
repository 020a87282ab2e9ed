"""The fields of events: what each may hold, and the small things they are made of."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from detente.exchange.errors import DetenteError
from detente.ledger.dates import span
from detente.words.nearest import suggest

Answer = Literal["yes", "no", "unknown"]
Level = Literal["note", "delay", "suspend"]
Change = Literal["released", "detained", "expelled", "rearrested", "counted"]
Act = Literal["consent", "protest", "act"]
ListChange = Literal["listed", "delisted", "changed"]
Role = Literal["reader", "analyst", "confirmer", "admin", "none"]


class InvalidEvent(DetenteError, ValueError):
    """An event makes no sense in itself; the text names the kind and the field."""


# --- the pieces --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What an event rests on: the id of a claim, a file's name and hash, or a source.

    Raises
    ------
    InvalidEvent
        It is none of the three, or the hash is no SHA-256.
    """

    claim: str = ""
    file: str = ""
    sha256: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        said = [self.claim, self.file, self.source]
        if any(not isinstance(x, str) for x in (*said, self.sha256)) or sum(map(bool, said)) != 1:
            raise InvalidEvent("evidence is one of: a claim, a file with its sha256, a source")
        if bool(self.file) != bool(self.sha256):
            raise InvalidEvent("evidence: a file comes with its sha256, and the hash with a file")
        if self.sha256 and not re.fullmatch(r"[0-9a-f]{64}", self.sha256):
            raise InvalidEvent(f"evidence: '{self.sha256}' is no SHA-256 in hexadecimal digits")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """When a promise falls due: on a date, or some days after something.

    Attributes
    ----------
    date
        The last day, or month, or year.
    days, after
        So many days after a lot, or all lots of a measure, were delivered and confirmed, or
        after the event ``case#number``.
    since
        When that event happened; the book fills it in, as a contract writes out its dates.

    Raises
    ------
    InvalidEvent
        It is neither of the two, or both.
    """

    date: str = ""
    days: int | None = None
    after: str = ""
    since: str = ""

    def __post_init__(self) -> None:
        if bool(self.date) == bool(self.after):
            raise InvalidEvent("trigger: give a date, or days and what they come after")
        if bool(self.after) != (self.days is not None):
            raise InvalidEvent("trigger: days and what they come after go together")
        for name in ("date", "since"):
            checked("trigger", name, getattr(self, name), _when)
        if self.days is not None:
            checked("trigger", "days", self.days, _days)


# --- what a field may hold -----------------------------------------------------------------------


def text(x: Any) -> None:
    """Refuse what is no text."""
    if not isinstance(x, str) or "\0" in x:
        raise ValueError(f"expected a text, got {x!r}")


def _when(x: Any) -> None:
    text(x)
    if x != "":
        span(x)


def _recorded(x: Any) -> None:
    if x != "" and not (isinstance(x, str) and re.fullmatch(_STAMP, x)):
        raise ValueError(f"expected UTC such as 2025-08-16T12:00:00Z, got {x!r}")


_STAMP = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|\+00:00)"


MOST = 1e12
"""No quantity is larger."""


def _quantity(x: Any) -> None:
    if x is None:
        return
    if isinstance(x, bool) or not isinstance(x, int | float) or not math.isfinite(x):
        raise ValueError(f"expected a number, got {x!r}")
    if x < 0:
        raise ValueError(f"{x:g} is below 0")
    if x > MOST:
        raise ValueError(f"{x:g} is above {MOST:g}")


def _days(x: Any) -> None:
    if isinstance(x, bool) or not isinstance(x, int):
        raise ValueError(f"expected a whole number of days, got {x!r}")
    if not 0 <= x <= 36525:
        raise ValueError(f"{x} days: from 0 to 36525")


def _ref(x: Any) -> None:
    text(x)
    if x and not re.fullmatch(r".+#[1-9]\d*", x):
        raise ValueError(f"expected an event such as minsk#12, got '{x}'")


def _one_of(*words: str) -> Callable[[Any], None]:
    def check(x: Any) -> None:
        if x not in ("", *words):
            raise ValueError(f"'{x}' is none of {', '.join(words)}{suggest(x, words)}")

    return check


def a(form: type) -> Callable[[Any], None]:
    """Make a check that refuses what is neither None nor of a class."""

    def check(x: Any) -> None:
        if x is not None and not isinstance(x, form):
            raise ValueError(f"expected {form.__name__}, got {x!r}")

    return check


def _evidence(x: Any) -> None:
    if not isinstance(x, tuple) or not all(isinstance(e, Evidence) for e in x):
        raise ValueError("expected a tuple of Evidence")


def _steps(x: Any) -> None:
    good = isinstance(x, tuple) and all(isinstance(step, tuple) and step for step in x)
    if not good or not all(isinstance(name, str) and name for step in x for name in step):
        raise ValueError("expected steps, each a list of lot names")


CHECKS: dict[str, Callable[[Any], None]] = {
    "when": _when,
    "recorded": _recorded,
    "ref": _ref,
    "evidence": _evidence,
    "trigger": a(Trigger),
    "grace": _days,
    "notice": _days,
    "wind_down": _days,
    "quantity": _quantity,
    "expiry": _when,
    "until": _when,
    "done": _one_of(*get_args(Answer)),
    "on_time": _one_of(*get_args(Answer)),
    "as_agreed": _one_of(*get_args(Answer)),
    "observable": _one_of(*get_args(Answer)),
    "level": _one_of(*get_args(Level)),
    "change": _one_of(*get_args(Change)),
    "act": _one_of(*get_args(Act)),
    "listing": _one_of(*get_args(ListChange)),
    "role": _one_of(*get_args(Role)),
    "reversible": _one_of("yes", "no"),
    "steps": _steps,
}
"""What a field may hold, by its name; any other is a text."""


def checked(kind: str, name: str, value: Any, check: Callable[[Any], None]) -> None:
    """Check one field; the error names the kind and the field."""
    try:
        check(value)
    except ValueError as error:
        raise InvalidEvent(f"{kind}, {name}: {error}") from None
