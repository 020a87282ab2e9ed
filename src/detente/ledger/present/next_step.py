"""The next step of the ladder, and whose move it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from detente.ledger.present.due import receivers
from detente.ledger.present.standing import LotStanding

if TYPE_CHECKING:
    from detente.case import Case


@dataclass(frozen=True, slots=True)
class Move:
    """What somebody has to do next: deliver a lot, check one, or settle a dispute about it."""

    act: Literal["deliver", "check", "settle"]
    parties: tuple[str, ...]
    lot: str


@dataclass(frozen=True, slots=True)
class Next:
    """The step of the ladder that is on, counted from 1 of `of`, and what it waits for."""

    step: int
    of: int
    moves: tuple[Move, ...]


def next_step(
    steps: Sequence[Sequence[str]], lots: Iterable[LotStanding], case: Case
) -> Next | None:
    """Find the first step that is not done, and whose move it is; None when all is done."""
    known = {lot.name: lot for lot in lots}
    for k, step in enumerate(steps, 1):
        moves = tuple(m for name in step if (m := _move(name, known.get(name), case)))
        if moves:
            return Next(k, len(steps), moves)
    return None


def _move(name: str, lot: LotStanding | None, case: Case) -> Move | None:
    part = case.lots.get(name)
    giver = part.measure.giver if part else ""
    others = receivers(part, case, giver)
    if lot is None:
        return Move("deliver", (giver,), name)
    if lot.status in ("confirmed", "waived", "being_taken_back"):
        return None
    if lot.status == "disputed":
        return Move("settle", (giver, *others), name)
    if lot.status in ("claimed", "unobserved"):
        return Move("check", others, name)
    return Move("deliver", (giver,), name)
