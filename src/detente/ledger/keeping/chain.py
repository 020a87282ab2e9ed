r"""The chain: each event's hash covers its text and the hash before it.

    hash_0 = SHA-256("detente ledger 1\n" + case)
    hash_n = SHA-256(hash_{n-1} + "\n" + body_n)

with hashes as 64 hexadecimal digits and texts as UTF-8, so that anybody can follow a chain with
``printf '%s\n%s' PREVIOUS BODY | sha256sum``. After Haber and Stornetta (1991): who knows the
last hash of a case can tell whether anything before it was changed, removed, put in or moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, NamedTuple

from detente.ledger.errors import BrokenChain
from detente.words.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["missing", "changed", "text", "rewritten", "moved", "number", "head", "cut"]

FAULTS: dict[Kind, str] = {
    "missing": N_("event {number} is missing"),
    "changed": N_("event {number} was changed: its hash does not fit its text"),
    "text": N_("event {number} is no event: its text cannot be read"),
    "rewritten": N_("event {number} is not the one that the next event was recorded after"),
    "moved": N_("event {number} was not recorded after what stands before it"),
    "number": N_("an event with the number {number} was put in"),
    "head": N_(
        "event {number} is not the one of the checkpoint: it, or one before it, was rewritten"
    ),
    "cut": N_("events were removed from the end: the store once held more"),
}
"""What is wrong with an event, by kind."""


class Sealed(NamedTuple):
    """One event as it is kept: its number in the case, the hash before it, its text, its hash."""

    number: int
    previous: str
    body: str
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The first bad event of a case, and what is wrong with it."""

    case: str
    number: int
    kind: Kind

    def __str__(self) -> str:
        return f"{self.case or 'the store'}: {FAULTS[self.kind].format(number=self.number)}"


def genesis(case: str) -> str:
    """Give the hash that the first event of a case follows."""
    return sha256(f"detente ledger 1\n{case}".encode()).hexdigest()


def link(previous: str, body: str) -> str:
    """Give the hash of an event: of its text, and of the hash before it."""
    return sha256(f"{previous}\n{body}".encode("utf-8", "surrogateescape")).hexdigest()


def seal(bodies: Iterable[str], number: int, previous: str) -> list[Sealed]:
    """Chain texts to the event with this `number` and this hash, or to number 0 and `genesis`."""
    sealed = []
    for body in bodies:
        number += 1
        sealed.append(Sealed(number, previous, body, link(previous, body)))
        previous = sealed[-1].hash
    return sealed


def follow(case: str, rows: Iterable[Sealed], number: int, head: str) -> tuple[int, str]:
    """Follow the chain over rows that continue it, in the order of their numbers.

    Parameters
    ----------
    case
        Whose events they are.
    rows
        The events; one is held at a time.
    number, head
        Number and hash of the event before them; 0 and `genesis` at the beginning.

    Returns
    -------
    tuple of int and str
        Number and hash of the last event.

    Raises
    ------
    BrokenChain
        At the first event that does not fit.
    """
    coming = iter(rows)
    for found, previous, body, own in coming:
        number += 1
        if found != number:
            kind: Kind = "missing" if found > number else "number"
            raise BrokenChain(Fault(case, min(number, found), kind))
        # A database may be made to hold what is no text at all.
        if type(body) is not str or type(previous) is not str or link(previous, body) != own:
            raise BrokenChain(Fault(case, number, "changed"))
        if previous != head:
            # The event is whole in itself. Where the next one follows it, it is where it was,
            # and what stands before it is not.
            after = next(coming, None)
            if number > 1 and after is not None and after.previous == own:
                raise BrokenChain(Fault(case, number - 1, "rewritten"))
            raise BrokenChain(Fault(case, number, "moved"))
        head = own
    return number, head
