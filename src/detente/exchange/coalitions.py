"""Coalitions: what some parties would gain by leaving together and dealing on their own.

A coalition C is a set of at least two parties, but not all of them. It leaves at a prefix S
and carries out a *side deal* D among its members. Then

- a lot of S is kept whole where its giver and another party that values it are both in C
  (the coalition's own exchange: full cost, full value); every other lot of S is revoked;
- D is a set of undelivered lots given by members, each at full cost and full value. A group
  is carried out whole or not at all, and nothing comes before what must precede it;
- no more is delivered by or to the parties outside;
- each member loses its stake, deposits held inside C apart: those are simply returned.

**C blocks at S with D iff every member then has at least what completing and its stake are
worth together (G_i + R_i), and one of them more.** Nobody's points are added to another's.

This is the core's notion of blocking (Gillies 1959; along the play of a game: the strong
equilibrium of Aumann 1959), with the rest falling apart when a coalition leaves (Chander and
Tulkens 1997). Nothing asks whether the side deal would itself be kept, as coalition-proofness
does (Bernheim, Peleg and Whinston 1987): a ladder that no coalition blocks is safe from
credible side deals too, but a block need not be a credible threat. The set of all parties is
left out (dropping a lot by common consent is renegotiation), and so are single parties: they
are the certificate's affair. With two parties there is nothing left to check.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from detente.exchange.certificate import gain
from detente.exchange.errors import InvalidLadder, UnknownParty
from detente.exchange.model import Exchange, Lot
from detente.words.nearest import suggest


@dataclass(frozen=True, slots=True)
class Block:
    """A coalition that would rather leave.

    Attributes
    ----------
    prefix
        Number of whole steps delivered when it leaves.
    delivered
        Names of the lots delivered by then.
    members
        The coalition, in the order of the exchange's parties.
    side_deal
        Names of the lots it would still carry out among its members; None where the search
        gave up: a block is then neither found nor ruled out.
    gains
        Per member, in its own points, how much more it has than by completing, its stake
        counted as lost; at least 0, within tolerance. Empty where the search gave up.
    """

    prefix: int
    delivered: tuple[str, ...]
    members: tuple[str, ...]
    side_deal: tuple[str, ...] | None
    gains: Mapping[str, float]

    @property
    def found(self) -> bool:
        """The block is real: a side deal is named. Otherwise it is only not ruled out."""
        return self.side_deal is not None


def own(lot: Lot, members: Collection[str]) -> bool:
    """Whether a lot is the coalition's own exchange: given inside, and valued inside."""
    return lot.giver in members and any(lot.value.get(who, 0.0) for who in members)


def side_units(
    deal: Exchange, delivered: Collection[str], members: Collection[str]
) -> tuple[tuple[str, ...], ...]:
    """What a coalition can still carry out: lots and (the rests of) groups, all its own to give.

    Precedence is not looked at here.
    """
    group_of = {name: tuple(group) for group in deal.together for name in group}
    giver = {lot.name: lot.giver for lot in deal.lots}
    units = dict.fromkeys(group_of.get(lot.name, (lot.name,)) for lot in deal.lots)
    rests = (tuple(name for name in unit if name not in delivered) for unit in units)
    return tuple(rest for rest in rests if rest and all(giver[n] in members for n in rest))


def block(
    deal: Exchange,
    prefix: int,
    delivered: Sequence[str],
    members: Sequence[str],
    side_deal: Collection[str],
) -> Block | None:
    """Judge one coalition with one side deal from the definition above.

    Parameters
    ----------
    deal
        The exchange.
    prefix, delivered
        Where the coalition leaves: whole steps, and the lots delivered.
    members
        At least two parties, not all.
    side_deal
        Lots it carries out afterwards.

    Returns
    -------
    Block or None
        None where some member has less than by completing, or nobody has more.

    Raises
    ------
    InvalidLadder
        The side deal is not the coalition's to carry out.
    UnknownParty
        A member is no party, or the members are no coalition.
    """
    team = tuple(who for who in deal.parties if who in members)
    for who in members:
        if who not in deal.parties:
            raise UnknownParty(f"there is no party '{who}'{suggest(who, deal.parties)}")
    if not 2 <= len(team) < len(deal.parties):
        raise UnknownParty("a coalition has at least two parties, but not all of them")
    _check_side_deal(deal, delivered, team, side_deal)
    gains = surplus(deal, delivered, team, side_deal)
    slack = {who: deal.tolerance(who) for who in team}
    if any(gains[who] < -slack[who] for who in team):
        return None
    if all(gains[who] <= slack[who] for who in team):
        return None
    in_order = tuple(lot.name for lot in deal.lots if lot.name in side_deal)
    return Block(prefix, tuple(delivered), team, in_order, MappingProxyType(gains))


def surplus(
    deal: Exchange,
    delivered: Collection[str],
    members: Collection[str],
    side_deal: Collection[str],
) -> dict[str, float]:
    """How much more each member has with the side deal than by completing, stakes lost.

    Adds up over lots: one more lot in the side deal adds its `Lot.face`.
    """
    complete = len(delivered) == len(deal.lots)
    found = {}
    for who in members:
        kept = 0.0
        for lot in deal.lots:
            if lot.name in side_deal or (lot.name in delivered and own(lot, members)):
                kept += lot.face(who)
            elif lot.name in delivered:
                kept += lot.effect(who)
        stake = deal.stake(who, complete=complete)
        for deposit in () if complete else deal.deposits:
            if deposit.holder == who and deposit.party not in members:
                kept += deposit.amount
            elif deposit.party == who and deposit.holder in members:
                stake -= deposit.amount
        found[who] = kept - gain(deal, who) - stake
    return found


def _check_side_deal(
    deal: Exchange,
    delivered: Collection[str],
    members: Collection[str],
    side_deal: Collection[str],
) -> None:
    units = side_units(deal, delivered, members)
    if strange := set(side_deal) - {name for unit in units for name in unit}:
        raise InvalidLadder(f"lot '{min(strange)}' is not the coalition's to carry out here")
    if any(0 < len(set(unit) & set(side_deal)) < len(unit) for unit in units):
        raise InvalidLadder("the side deal splits a group")
    step_of = {name: group for group in deal.together for name in group}
    done = {*delivered, *side_deal}
    for first, then in deal.after:
        if then in side_deal and not done.issuperset(step_of.get(first, (first,))):
            raise InvalidLadder(f"the side deal has '{then}', but '{first}' must come before it")
