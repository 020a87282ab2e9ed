"""Verification: every chain of a store followed from its first event, and held to checkpoints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.ledger.errors import BrokenChain
from detente.ledger.keeping.chain import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.ledger.keeping.checkpoint import Checkpoint
    from detente.ledger.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Chain:
    """What following the chain of one case found.

    Attributes
    ----------
    case
        Whose events.
    length, head
        How many events are sound, from the first on; and the hash of the last, where all are.
    fault
        The first bad event, or None.
    checkpoints
        The checkpoints that were held against it and fit.
    """

    case: str
    length: int
    head: str
    fault: Fault | None
    checkpoints: tuple[Checkpoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """What following all chains of a store found.

    Attributes
    ----------
    chains
        One for each case.
    fault
        The first bad event, or None where all is as it was recorded.
    """

    chains: tuple[Chain, ...]
    fault: Fault | None


def verify(
    store: Store, cases: Sequence[str] | None = None, against: Iterable[Checkpoint] = ()
) -> Verification:
    """Follow the chains of a store, and hold them against checkpoints.

    Where the chain is whole and passes through a checkpoint, none of the events that it covers
    was rewritten since the checkpoint was made, unless SHA-256 is broken. Without a checkpoint,
    whoever can write to the database can rewrite the whole chain; what is found then is damage,
    and edits that did not.

    Parameters
    ----------
    store
        The ledger.
    cases
        Which cases; all when None. Those of the checkpoints are taken in.
    against
        Checkpoints made earlier.
    """
    points = tuple(against)
    chosen = {*(store.cases() if cases is None else cases), *(point.case for point in points)}
    chains = tuple(
        _followed(store, case, [point for point in points if point.case == case])
        for case in sorted(chosen)
    )
    fault = next((chain.fault for chain in chains if chain.fault), None)
    if fault is None and _cut(store):
        only = chains[0] if len(chains) == 1 else Chain("", 0, "", None)
        fault = Fault(only.case, only.length + 1, "cut")
    return Verification(chains, fault)


def _followed(store: Store, case: str, points: list[Checkpoint]) -> Chain:
    fault: Fault | None = None
    try:
        length, head = store.follow(case)
    except BrokenChain as error:
        fault, length, head = error.fault, max(error.fault.number - 1, 0), ""
    fit: list[Checkpoint] = []
    for point in sorted(points, key=lambda one: one.length):
        if point.length > length:
            fault = fault or Fault(case, length + 1, "missing")
        elif point.head != store.hash_at(case, point.length):
            fault = Fault(case, point.length, "head")
            length = fit[-1].length if fit else 0
        else:
            fit.append(point)
    return Chain(case, length, "" if fault else head, fault, tuple(fit))


def _cut(store: Store) -> bool:
    """Whether SQLite remembers more events than there are; PostgreSQL counts with gaps."""
    with store.reading() as connection:
        return connection.dialect.name == "sqlite" and bool(
            connection.exec_driver_sql(
                "SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'event')"
                " > (SELECT COUNT(*) FROM event)"
            ).scalar()
        )
