"""How a piece of work says how far it is, to whoever waits for it in another process."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE = 0.2
"""Seconds between two reports at least."""


class _Line:
    """Where reports go in this process: nowhere, until it is told."""

    send: Callable[[float], None] | None = None
    last = 0.0


def begin(send: Callable[[float], None]) -> None:
    """Have reports sent somewhere from here on."""
    _Line.send = send


def report(share: float) -> None:
    """Say how much is done, from 0 to 1."""
    now = time.monotonic()
    if _Line.send is not None and now - _Line.last >= PAUSE:
        _Line.last = now
        _Line.send(float(share))


def counted(total: int) -> Callable[[int], None]:
    """Give a function that takes how much was done since its last call, and reports the share."""
    done = 0

    def more(amount: int) -> None:
        nonlocal done
        done += amount
        report(done / total)

    return more
