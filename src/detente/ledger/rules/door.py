"""The door: what may be recorded, given what is recorded already.

An event is checked against the case, where there is one, and the state. What comes from a
chronicle (it has an `origin`) may name what the case does not: history is wider than any case.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from detente.ledger.events import Event
from detente.ledger.rules import door_answers, door_claims
from detente.ledger.rules.scene import Scene, common


def check(event: Event, scene: Scene) -> None:
    """Refuse an event that does not fit.

    Raises
    ------
    Refused
        With the reason, and the nearest right way.
    """
    common(event, scene)
    own = _RULES.get(event.kind)
    if own is not None:
        own(event, scene)


_RULES: dict[str, Callable[[Any, Scene], None]] = {
    "commitment": door_claims.commitment,
    "delivery": door_claims.delivery,
    "partial": door_claims.delivery,
    "confirmation": door_claims.confirmation,
    "dispute": door_claims.dispute,
    "breach": door_claims.breach,
    "waiver": door_claims.waiver,
    "response": door_answers.response,
    "snapback_started": door_answers.snapback,
    "snapback_completed": door_answers.completed,
    "renewal": door_answers.renewal,
    "expiry": door_answers.renewal,
    "incident": door_answers.incident,
    "stock": door_answers.stock,
    "pause": door_answers.pause,
    "resume": door_answers.pause,
    "exit": door_answers.leaving,
    "replan": door_answers.replan,
    "correction": door_answers.correction,
}
