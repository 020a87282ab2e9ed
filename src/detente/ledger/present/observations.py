"""What the ledger has seen, as the part on beliefs takes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from detente.ledger.dates import span
from detente.ledger.present.standing import LotStanding
from detente.uncertainty.parties.observation import Observation, Outcome

if TYPE_CHECKING:
    from detente.case import Case


def observations(lots: Iterable[LotStanding], case: Case, today: date) -> tuple[Observation, ...]:
    """Say what was seen of each lot of the case of which something was said, in order of time.

    A lot that is only claimed, or that no check could have refuted, was not observed: that is
    neither compliance nor breach. What was delivered and taken back since was delivered.
    """
    found = []
    for lot in lots:
        if lot.name not in case.lots or not (seen := _seen(lot)):
            continue
        outcome, when = seen
        check = lot.record.check
        observable = check is None or check.observable != "no"
        day = min(span(when).last, today) if when else today
        found.append(Observation(lot.giver, lot.name, outcome, day, observable))
    return tuple(sorted(found, key=lambda one: (one.when, one.lot)))


def _seen(lot: LotStanding) -> tuple[Outcome, str] | None:
    """What was seen of a lot, and when; None where nothing was said of it."""
    record = lot.record
    checked = record.check.when if record.check else ""
    if lot.status == "disputed" and record.dispute:
        return "disputed", record.dispute.when
    if lot.status in ("broken", "refuted"):
        return "breached", checked
    if lot.status == "confirmed" or (lot.given and lot.status != "unobserved"):
        return ("late" if lot.timing == "late" else "confirmed"), checked
    if lot.status == "unobserved":
        return "unobserved", checked
    if record.claims:
        return "unobserved", next(reversed(record.claims.values())).when
    return None
