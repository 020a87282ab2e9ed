"""What if they stop now: what each party keeps and loses, and what is taken back by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.ledger.present.force import Window, effective, windows
from detente.ledger.present.position import Position, delivered, options_used, positions
from detente.ledger.present.standing import LotStanding
from detente.ledger.rules.state import State

if TYPE_CHECKING:
    from detente.case import Case


@dataclass(frozen=True, slots=True)
class Stop:
    """One party if all ended today and everybody took back what can be taken back.

    Attributes
    ----------
    position
        What it keeps, what it gives up by not completing, and its exposure.
    takes_back, loses
        Windows of its own, and those of others that take something from it.
    going
        Its own lots that are being taken back already.
    stays
        Its own lots that were delivered and stay given.
    by
        The last day on which what is taken back would have effect; None: nothing is.
    """

    party: str
    position: Position
    takes_back: tuple[Window, ...]
    loses: tuple[Window, ...]
    going: tuple[str, ...]
    stays: tuple[str, ...]
    by: date | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """What if they stop now.

    Attributes
    ----------
    parties
        One for each party.
    open_claims
        Deliveries that are claimed and not yet checked: to be settled all the same.
    goes_on
        What is given unconditionally, and goes on whatever happens.
    claimed
        Positions if all that is only claimed was delivered too; None where nothing is.
    """

    parties: tuple[Stop, ...]
    open_claims: tuple[str, ...]
    goes_on: tuple[str, ...]
    claimed: Mapping[str, Position] | None


def stopped(state: State, lots: Sequence[LotStanding], case: Case, today: date) -> Stopped:
    """Say what each party keeps and loses if all ends today, and what is taken back by when."""
    options = options_used(state, case)
    done, said = delivered(lots), delivered(lots, claimed=True)
    now = positions(case, done, options)
    open_ = windows(state, lots, case, today, options)
    revocable = {w.name for w in open_}
    under_way = {lot.name: s for lot in lots if (s := lot.record.snapback) and not s.completed}
    back = {lot.name for lot in lots if lot.status == "taken_back"}
    giver = {name: case.lots[name].measure.giver for name in done if name in case.lots}
    parties = []
    for who in case.form.parties:
        own = tuple(w for w in open_ if w.party == who)
        against = tuple(w for w in open_ if w.loses.get(who))
        mine = [x for x in done if giver.get(x) == who]
        going = tuple(x for x in mine if x in under_way)
        gone = {*revocable, *going, *back}
        stays = tuple(x for x in mine if x not in gone)
        days = [w.effect.last for w in (*own, *against)]
        days += [effective(under_way[x]).last for x in going]
        parties.append(Stop(who, now[who], own, against, going, stays, max(days, default=None)))
    return Stopped(
        tuple(parties),
        tuple(lot.name for lot in lots if lot.status in ("claimed", "disputed")),
        tuple(id_ for id_, measure in case.form.measures.items() if measure.unconditional),
        positions(case, said, options) if said != done else None,
    )
