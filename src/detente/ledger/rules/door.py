"""The door: what may be recorded, given what is recorded already.

An event is checked against the case, where there is one, and the state. What comes from a
chronicle (it has an `origin`) may name what the case does not: history is wider than any case.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from detente.ledger.events import Event
from detente.ledger.rules import answers as answer_rules, claims as claim_rules
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
    "commitment": claim_rules.commitment,
    "delivery": claim_rules.delivery,
    "partial": claim_rules.delivery,
    "confirmation": claim_rules.confirmation,
    "dispute": claim_rules.dispute,
    "breach": claim_rules.breach,
    "waiver": claim_rules.waiver,
    "response": answer_rules.response,
    "snapback_started": answer_rules.snapback,
    "snapback_completed": answer_rules.completed,
    "renewal": answer_rules.renewal,
    "expiry": answer_rules.renewal,
    "incident": answer_rules.incident,
    "stock": answer_rules.stock,
    "pause": answer_rules.pause,
    "resume": answer_rules.pause,
    "exit": answer_rules.leaving,
    "replan": answer_rules.replan,
    "correction": answer_rules.correction,
}
