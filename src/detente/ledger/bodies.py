"""What a body says that every part of the fold asks: when, of what, and what it refers to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Body = Mapping[str, Any]


def when(body: Body) -> str:
    """When an event happened; where nobody says, when it was recorded."""
    day: str = body.get("when") or body.get("recorded", "")[:10]
    return day


def reference(body: Body) -> int:
    """Number of the event that this one refers to; 0 without one."""
    ref = body.get("ref", "")
    return int(ref.rpartition("#")[2]) if ref else 0


def name(body: Body) -> str:
    """Name of the item an event is about: its lot, else its measure."""
    key: str = body.get("lot") or body.get("measure", "")
    return key
