"""What the ledger knows: the record of each item, relief, breaches and the rest, as plain records.

An *item* is a lot of the case, or the free words that stand in its place in a history. Nothing
here depends on a case or on today's date: that is left to the views. `State` is filled by the fold
in `detente.ledger.rules.fold`, and read-only to everybody else. Dates stay as they were written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from detente.ledger.fields import Answer

Status = Literal[
    "open",
    "promised",
    "claimed",
    "partial",
    "confirmed",
    "unobserved",
    "disputed",
    "refuted",
    "broken",
    "waived",
    "being_taken_back",
    "taken_back",
]


@dataclass(slots=True)
class Promise:
    """What was promised of an item, by when; `trigger` is that of the event."""

    number: int
    party: str
    when: str
    trigger: Mapping[str, Any]
    grace: int
    quantity: float | None
    unit: str


@dataclass(slots=True)
class Claim:
    """A delivery, or a part of one, as its giver tells it; `authors` are the accounts behind it."""

    number: int
    party: str
    authors: tuple[str, ...]
    when: str
    quantity: float | None
    whole: bool
    expiry: str


@dataclass(slots=True)
class Check:
    """The last check of an item: three answers, and whether a breach could have been seen."""

    number: int
    party: str
    by: str
    when: str
    done: Answer
    on_time: Answer
    as_agreed: Answer
    observable: Answer


@dataclass(slots=True)
class Remark:
    """A dispute, a breach, a waiver, an act or a response: who, when, and what of."""

    number: int
    party: str
    when: str
    what: str
    item: str = ""
    until: str = ""
    level: str = ""


@dataclass(slots=True)
class Standstill:
    """A pause: until when it was agreed on, and when all went on; both may be empty."""

    number: int
    when: str
    what: str
    until: str
    ended: str = ""


@dataclass(slots=True)
class Snapback:
    """Something is being taken back, or was; `ref` is the event it answers."""

    number: int
    party: str
    item: str
    when: str
    notice: int
    wind_down: int
    ref: int
    completed: str = ""


@dataclass(slots=True)
class Grant:
    """Relief that was put in force.

    `ended` says when, and `how` in which way; taking back has effect after `winding` days.
    """

    number: int
    party: str
    name: str
    what: str
    when: str
    expiry: str
    quantity: float | None
    unit: str
    reversible: str
    renewals: int = 0
    ended: str = ""
    winding: int = 0
    how: Literal["", "taken_back", "expired"] = ""


@dataclass(slots=True)
class Item:
    """All that is known of one lot."""

    promise: Promise | None = None
    claims: dict[int, Claim] = field(default_factory=dict)  # not yet checked
    settled: Claim | None = None  # the last that was checked
    counted: float = 0.0  # how much of it that check found
    delivered: float = 0.0  # what all checks found, in its own unit
    whole: bool = False
    unseen: bool = False  # said to be done by a check that could not have seen a breach
    check: Check | None = None
    dispute: Remark | None = None
    breach: int = 0
    waived: int = 0
    snapback: Snapback | None = None

    @property
    def status(self) -> Status:
        """Where it stands, by the events alone."""
        if self.waived:
            return "waived"
        if self.snapback is not None:
            return "taken_back" if self.snapback.completed else "being_taken_back"
        if self.breach:
            return "broken"
        if self.dispute is not None:
            return "disputed"
        if self.whole:
            return "unobserved" if self.unseen else "confirmed"
        return self._unfinished()

    def _unfinished(self) -> Status:
        if any(claim.whole for claim in self.claims.values()):
            return "claimed"
        if self.claims or self.delivered:
            return "partial"
        if self.check is not None and self.check.done == "no":
            return "refuted"
        return "promised" if self.promise else "open"

    def claim_meant(self, ref: int = 0) -> Claim | None:
        """The claim that a check is about: the one referred to, else the last; else a disputed one.

        None where nobody claims anything, or a check has settled it.
        """
        if ref in self.claims:
            return self.claims[ref]
        if self.claims:
            return next(reversed(self.claims.values()))
        return self.settled if self.dispute else None

    @property
    def claimed(self) -> float:
        """What was claimed and not yet checked, in its own unit."""
        return sum(claim.quantity or 0.0 for claim in self.claims.values())


@dataclass(slots=True)
class State:
    """What the events up to number `last` amount to.

    Attributes
    ----------
    last, recorded
        Number of the last event, and when it was recorded.
    counts
        How many events there are of each kind, superseded ones included.
    items
        By lot, or by the free words in its place.
    pending
        Numbers of claims and disputes that wait for a check, and their items.
    grants, grant_of
        Relief by the number of its event; and that number by (party, name) and ("", name).
    breaches
        Those that neither a waiver nor a delivery nor a snapback has answered.
    snapbacks
        Those that are under way.
    responses
        By (what they answer, level).
    acts
        The last act of each audience on each measure.
    pauses
        All of them; the last one still lasts where it has not ended.
    exits
        When each party left.
    stock, counted
        People by kind of change, own events only; the last count of all that are held.
    incidents
        By class: how many.
    accounts
        Role of each account.
    steps
        The ladder as it was last re-planned.
    corrections
        What each superseded event should have said; None where it was withdrawn.
    ignored
        Numbers of confirmations that count for nothing, the claimant's own among them: how many.
    """

    last: int = 0
    recorded: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    pending: dict[int, str] = field(default_factory=dict)
    grants: dict[int, Grant] = field(default_factory=dict)
    grant_of: dict[tuple[str, str], int] = field(default_factory=dict)
    breaches: dict[int, Remark] = field(default_factory=dict)
    snapbacks: dict[int, Snapback] = field(default_factory=dict)
    responses: dict[tuple[str, str], Remark] = field(default_factory=dict)
    acts: dict[tuple[str, str], Remark] = field(default_factory=dict)
    pauses: list[Standstill] = field(default_factory=list)
    exits: dict[str, str] = field(default_factory=dict)
    stock: dict[str, float] = field(default_factory=dict)
    counted: tuple[str, float] | None = None
    incidents: dict[str, float] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    steps: tuple[tuple[str, ...], ...] = ()
    corrections: dict[int, Mapping[str, Any] | None] = field(default_factory=dict)
    ignored: int = 0

    @property
    def paused(self) -> bool:
        """Whether all waits at the moment."""
        return bool(self.pauses) and not self.pauses[-1].ended
