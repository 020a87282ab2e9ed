"""Lots, deposits and the exchange they make up: frozen, and checked at the door."""

from __future__ import annotations

import copyreg
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from detente.exchange.door import (
    amount,
    check_unique,
    checked_list,
    checked_name,
    checked_names,
    numbers,
    share,
)
from detente.exchange.errors import (
    DuplicateName,
    InvalidExchange,
    InvalidGroup,
    NotFinite,
    PrecedenceCycle,
    UnknownLot,
    UnknownParty,
)
from detente.words.nearest import suggest


def _frozen(amounts: dict[str, float]) -> MappingProxyType[str, float]:
    return MappingProxyType(amounts)


# Frozen mappings travel between processes like any other value.
copyreg.pickle(MappingProxyType, lambda frozen: (_frozen, (dict(frozen),)))

RELATIVE_TOLERANCE = 1e-9
"""Comparisons allow this share of the sum of a party's absolute amounts."""


@dataclass(frozen=True, slots=True)
class Lot:
    """An indivisible part of a measure: the unit that is ordered.

    Parameters
    ----------
    name
        Unique in its exchange.
    giver
        The party that carries it out.
    cost
        What it costs its giver, in the giver's points; at least 0.
    value
        What it is worth to each other party or audience, in that one's points; may be
        negative. Whoever is not named values it at 0.
    recovered
        Share of the cost the giver gets back by revoking it on breakdown, in [0, 1].
    lost
        Share of the value a receiver loses by that revocation, in [0, 1]: one number for
        all receivers, or a mapping (whoever is not named there loses nothing).

    Raises
    ------
    NotFinite, NegativeAmount, ShareOutOfRange, UnknownParty
        UnknownParty where the giver is named among those who value the lot.
    """

    name: str
    giver: str
    cost: float
    value: Mapping[str, float] = field(default_factory=dict)
    recovered: float = 0.0
    lost: float | Mapping[str, float] = 0.0

    def __post_init__(self) -> None:
        place = f"lot '{checked_name(self.name, 'lot')}'"
        checked_name(self.giver, f"giver of {place}")
        set_ = object.__setattr__
        set_(self, "cost", amount(self.cost, f"{place}: cost"))
        set_(self, "value", numbers(self.value, f"{place}: value"))
        set_(self, "recovered", share(self.recovered, f"{place}: recovered"))
        if isinstance(self.lost, Mapping):
            shares = {who: share(s, f"{place}: lost to {who}") for who, s in self.lost.items()}
            set_(self, "lost", MappingProxyType(shares))
        else:
            set_(self, "lost", share(self.lost, f"{place}: lost"))
        if self.giver in self.value:
            raise UnknownParty(
                f"{place}: '{self.giver}' gives it and cannot receive it; "
                "put what the giver loses into cost"
            )

    def lost_to(self, who: str) -> float:
        """Share of its value that `who` loses when the lot is revoked."""
        return self.lost.get(who, 0.0) if isinstance(self.lost, Mapping) else self.lost

    def face(self, who: str) -> float:
        """What this lot is worth to `who` for good, never revoked: its value, or minus its cost."""
        return -self.cost if who == self.giver else self.value.get(who, 0.0)

    def effect(self, who: str) -> float:
        """What delivering this lot adds to the keeps of `who`, after snapback.

        The giver keeps ``-(1 - recovered) * cost``, a receiver
        ``(1 - lost) * value``.
        """
        if who == self.giver:
            return -(1.0 - self.recovered) * self.cost
        return (1.0 - self.lost_to(who)) * self.value.get(who, 0.0)


@dataclass(frozen=True, slots=True)
class Deposit:
    """A stake that stands on the way and is given back at completion.

    Parameters
    ----------
    party
        Who posts it, and loses it by walking away before completion.
    amount
        Its size, in the points of `party`; at least 0.
    holder
        The counterpart that keeps it on breakdown, valued there at the same number of the
        holder's points; None for a third party's escrow, which tempts nobody.
    """

    party: str
    amount: float
    holder: str | None = None

    def __post_init__(self) -> None:
        checked_name(self.party, "party of a deposit")
        size = amount(self.amount, f"deposit of '{self.party}'")
        object.__setattr__(self, "amount", size)
        if self.holder == self.party:
            raise UnknownParty(f"deposit of '{self.party}': its holder must be somebody else")


@dataclass(frozen=True, slots=True)
class Exchange:
    """The lots that parties may exchange, and what holds each party to it.

    Parameters
    ----------
    parties
        Those who move; at least two.
    lots
        Everything to be delivered; at least one. A ladder orders all of them.
    stakes
        What each party loses by walking away at any point, beyond the lots; default 0.
    caps
        The largest exposure each party (or audience) may ever have; default none.
    after
        Pairs (first, then) of lot names: `then` only after `first`.
    together
        Groups of lot names that form one step.
    sequential
        True: within a group, every order of its givers counts as prefixes too.
    audiences
        Those who value what happens but have no lots here.
    deposits
        Stakes that end at completion.

    Raises
    ------
    InvalidExchange
        Or the subclass that says what is wrong; the text names the place.
    """

    parties: Sequence[str]
    lots: Sequence[Lot]
    stakes: Mapping[str, float] = field(default_factory=dict)
    caps: Mapping[str, float] = field(default_factory=dict)
    after: Sequence[tuple[str, str]] = ()
    together: Sequence[Sequence[str]] = ()
    sequential: bool = False
    audiences: Sequence[str] = ()
    deposits: Sequence[Deposit] = ()

    def __post_init__(self) -> None:
        set_ = object.__setattr__
        set_(self, "parties", checked_names(self.parties, "party"))
        set_(self, "audiences", checked_names(self.audiences, "audience"))
        if len(self.parties) < 2:
            raise InvalidExchange("an exchange needs at least two parties")
        for who in set(self.parties) & set(self.audiences):
            raise DuplicateName(f"'{who}' is both a party and an audience")
        set_(self, "lots", checked_list(self.lots, "lots must be a list of Lot objects"))
        for lot in self.lots:
            self._check_lot(lot)
        check_unique([lot.name for lot in self.lots], "lot")
        if not self.lots:
            raise InvalidExchange("an exchange needs at least one lot")
        set_(self, "stakes", self._amounts(self.stakes, "stake", self.parties))
        set_(self, "caps", self._amounts(self.caps, "cap", self.everyone))
        set_(self, "deposits", tuple(self.deposits))
        for deposit in self.deposits:
            self._known(deposit.party, "deposit", self.parties)
            if deposit.holder is not None:
                self._known(deposit.holder, f"deposit of '{deposit.party}'", self.parties)
        lots = {lot.name for lot in self.lots}
        groups = checked_list(self.together, "together must be a list of groups of lots")
        group_of_names = "together: a group must be a list of lots"
        set_(self, "together", tuple(checked_list(group, group_of_names) for group in groups))
        for name in (name for group in self.together for name in group):
            checked_name(name, "lot in together")
        _check_groups(self.together, lots)
        pairs = checked_list(self.after, "after must be a list of pairs (first, then) of lots")
        set_(self, "after", tuple(dict.fromkeys(_pair(pair) for pair in pairs)))
        _check_precedence(self.after, self.together, lots)
        if not isinstance(self.sequential, bool):
            raise InvalidExchange(f"sequential must be True or False, not {self.sequential!r}")
        for who in self.everyone:
            posted = sum(d.amount for d in self.deposits if who in (d.party, d.holder))
            if not math.isfinite(
                sum(abs(lot.cost) + abs(lot.value.get(who, 0.0)) for lot in self.lots)
                + self.stakes.get(who, 0.0)
                + posted
            ):
                raise NotFinite(f"the amounts of '{who}' add up beyond what a number can hold")

    @property
    def everyone(self) -> tuple[str, ...]:
        """Parties, then audiences."""
        return (*self.parties, *self.audiences)

    def stake(self, party: str, *, complete: bool = False) -> float:
        """What `party` loses by walking away: at completion its deposits are back."""
        posted = (d.amount for d in self.deposits if d.party == party)
        held = 0.0 if complete else sum(posted)
        return self.stakes.get(party, 0.0) + held

    def held(self, party: str) -> float:
        """Deposits of others that `party` would keep if all broke down on the way."""
        return sum((d.amount for d in self.deposits if d.holder == party), 0.0)

    def tolerance(self, who: str) -> float:
        """How far two amounts of `who` may differ and still count as equal."""
        return RELATIVE_TOLERANCE * sum(
            abs(lot.cost) + abs(lot.value.get(who, 0.0)) for lot in self.lots
        )

    def _known(self, who: str, place: str, allowed: Sequence[str]) -> None:
        if who not in allowed:
            kind = "party" if allowed is self.parties else "party or audience"
            raise UnknownParty(f"{place}: there is no {kind} '{who}'{suggest(who, allowed)}")

    def _check_lot(self, lot: object) -> None:
        if not isinstance(lot, Lot):
            raise InvalidExchange(f"lots must be Lot objects, not {type(lot).__name__}")
        place = f"lot '{lot.name}'"
        self._known(lot.giver, f"{place}: giver", self.parties)
        receivers = [*lot.value, *(lot.lost if isinstance(lot.lost, Mapping) else ())]
        for who in receivers:
            self._known(who, f"{place}: value or lost", self.everyone)

    def _amounts(
        self, amounts: Mapping[str, float], what: str, allowed: Sequence[str]
    ) -> Mapping[str, float]:
        if not isinstance(amounts, Mapping):
            raise InvalidExchange(f"{what}: say whose, such as {{'{allowed[0]}': 1.0}}")
        for who in amounts:
            self._known(who, what, allowed)
        checked = {who: amount(x, f"{what} of '{who}'") for who, x in amounts.items()}
        return MappingProxyType(checked)


def _pair(pair: object) -> tuple[str, str]:
    names = tuple(pair) if isinstance(pair, Iterable) and not isinstance(pair, str) else ()
    if len(names) != 2 or not all(isinstance(name, str) for name in names):
        raise InvalidExchange(f"a precedence is a pair (first, then) of lots, not {pair!r}")
    return names[0], names[1]


def _check_groups(groups: Iterable[Sequence[str]], lots: set[str]) -> None:
    grouped: set[str] = set()
    for group in groups:
        for name in group:
            if name not in lots:
                raise UnknownLot(f"together: there is no lot '{name}'{suggest(name, lots)}")
        if len(set(group)) < 2 or len(set(group)) < len(group):
            raise InvalidGroup(f"together: a group needs at least two different lots: {group}")
        if both := grouped & set(group):
            raise InvalidGroup(f"together: lot '{min(both)}' is in two groups")
        grouped |= set(group)


def _check_precedence(
    after: Iterable[tuple[str, str]], groups: Iterable[Sequence[str]], lots: set[str]
) -> None:
    step_of = {name: group[0] for group in groups for name in group}
    followers: dict[str, set[str]] = {}
    waiting: dict[str, int] = {step_of.get(name, name): 0 for name in lots}
    for first, then in after:
        for name in (first, then):
            if name not in lots:
                raise UnknownLot(f"after: there is no lot '{name}'{suggest(name, lots)}")
        a, b = step_of.get(first, first), step_of.get(then, then)
        if a == b and first != then:
            raise InvalidGroup(f"after: '{first}' and '{then}' go together in one step")
        if b not in followers.setdefault(a, set()):
            followers[a].add(b)
            waiting[b] += 1
    ready = [name for name, n in waiting.items() if n == 0]
    while ready:
        for then in followers.get(ready.pop(), ()):
            waiting[then] -= 1
            if waiting[then] == 0:
                ready.append(then)
    if stuck := sorted(name for name, n in waiting.items() if n):
        raise PrecedenceCycle(
            "after: these lots, or the steps they are in, wait for one another: " + ", ".join(stuck)
        )
