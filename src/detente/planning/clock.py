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
