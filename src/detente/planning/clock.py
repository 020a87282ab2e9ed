"""How much time is left: a ceiling for every search, never a target."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment by which to be done, in seconds of the monotonic clock; infinite: no limit."""

    end: float = math.inf

    @classmethod
    def of(cls, seconds: float) -> Clock:
        """A clock that runs out in so many seconds."""
        return cls(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds left; below zero when late."""
        return self.end - time.monotonic()

    @property
    def late(self) -> bool:
        """Whether the time is up."""
        return self.left <= 0

    def share(self, part: float = 0.8) -> Clock:
        """A clock for one of several tasks: it runs out when `part` of the time left has."""
        return self if self.end == math.inf else Clock.of(max(0.0, self.left) * part)


FOREVER = Clock()


def check_limit(time_limit: object) -> None:
    """Refuse a time limit that makes no sense; None stands for no limit.

    Raises
    ------
    ValueError
        It is no number of seconds above 0, or infinite.
    """
    seconds = isinstance(time_limit, int | float) and 0 < time_limit < math.inf
    if time_limit is not None and not seconds:
        raise ValueError(f"the time limit must be a number of seconds above 0, not {time_limit!r}")
