"""Searching for coalitions that would rather leave: `coalition_check`.

For one prefix and one coalition the question is whether some of k units (lots and groups it
can still carry out), closed under precedence, bring every member up to what it needs: a
knapsack with a demand for each member, NP-hard already for two (subset sum). Two stages:

1. *Weights.* For weights w >= 0 on the members, the units of positive weighted worth are the
   best side deal by that measure. Where even it falls short of the weighted need, no side deal
   does (weak duality); where it meets every need it is a block. The weights move toward the
   members who fall short (multiplicative weights; Arora, Hazan and Kale 2012). O(k) a round.
2. *Labels.* Otherwise the side deals are built unit by unit, in an order that keeps
   precedence, all partial ones at once; those that the units to come cannot lift to the needs
   are dropped, and for two members without precedence those that another one dominates
   (Nemhauser and Ullmann 1969). Where too many remain the search gives up, and says so; with
   at most 18 units it never does.

Whatever is found is judged once more from the definition (`detente.exchange.block`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import isqrt
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from detente.exchange import Block, Exchange, Lot, Row, TooLarge, block, certify
from detente.planning.ladder import Ladder
from detente.planning.problem import Floats

MOST_PARTIES = 6
"""Above this the coalitions themselves become too many."""

LABELS = 1 << 18
"""Partial side deals held at once; 2^18, so that 18 units are always decided."""

MEMORY = 1 << 25
"""Bytes for what the partial side deals consist of; above 128 units it holds fewer of them."""

WORK = 5_000_000
"""Lots squared times coalitions: some five seconds. 3 parties with 1,000 lots, 6 with 300."""

ROUNDS = 50
"""Rounds of the weights."""

Bools = NDArray[np.bool_]


def coalition_check(
    deal: Exchange,
    ladder: Ladder | Iterable[str | Sequence[str]],
    *,
    labels: int = LABELS,
) -> tuple[Block, ...]:
    """Find every coalition that would rather leave the ladder, and where.

    Parameters
    ----------
    deal
        The exchange.
    ladder
        A ladder, or an order or steps as `certify` takes them.
    labels
        How many partial side deals the search may hold at once.

    Returns
    -------
    tuple of Block
        One for each prefix and coalition that blocks there, with a side deal, or for which
        the search gave up (``Block.found`` is False); prefixes in order, small coalitions
        first. Empty: no coalition gains anywhere, proven. With two parties always empty.

    Raises
    ------
    TooLarge
        More than six parties, or too many lots for them (see ``WORK``).
    InvalidLadder
        The ladder does not fit the exchange.
    """
    parties, lots = len(deal.parties), len(deal.lots)
    if parties > MOST_PARTIES:
        raise TooLarge(
            f"coalitions are looked for among up to {MOST_PARTIES} parties, "
            f"and this exchange has {parties}"
        )
    count = 2**parties - parties - 2
    if count * lots**2 > WORK:
        raise TooLarge(
            f"coalitions of {parties} parties are looked for in up to {isqrt(WORK // count)} lots, "
            f"and this exchange has {lots}"
        )
    certificate = certify(deal, ladder.steps if isinstance(ladder, Ladder) else ladder)
    first = [row for row in certificate.rows if row.party == deal.parties[0]]
    setting = _Setting(deal, certificate.steps)
    found = (
        _search(setting, row, members, labels)
        for row in first
        for members in coalitions(deal.parties)
    )
    return tuple(one for one in found if one is not None)


def coalitions(parties: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All sets of at least two parties but not all, small ones first."""
    for size in range(2, len(parties)):
        yield from combinations(parties, size)


def _search(setting: _Setting, row: Row, members: tuple[str, ...], labels: int) -> Block | None:
    demand = setting.demand(row, members)
    chosen, weight = _by_weights(demand)
    if chosen is None:
        if weight is None:
            return None
        chosen, proven = _by_labels(demand, weight, labels)
        if chosen is None:
            empty = MappingProxyType[str, float]({})
            return None if proven else Block(row.prefix, row.delivered, members, None, empty)
    side_deal = [name for u in np.flatnonzero(chosen) for name in demand.units[u]]
    return block(setting.deal, row.prefix, row.delivered, members, side_deal)


@dataclass(frozen=True)
class _Demand:
    """What one coalition needs at one prefix, and what its units bring.

    Attributes
    ----------
    units
        Lot names of each unit, in an order that keeps precedence.
    worth
        Shape (units, members): what a unit adds to what a member has.
    need
        Shape (members,): what the units must add together.
    slack
        Shape (members,): amounts nearer than this are equal.
    before
        Per unit the indices of the units that must come before it.
    """

    units: tuple[tuple[str, ...], ...]
    worth: Floats
    need: Floats
    slack: Floats
    before: tuple[tuple[int, ...], ...]

    def met(self, total: Floats) -> Bools:
        """Whether every member has enough, and one more than that; total: (…, members)."""
        over = total - self.need
        return np.asarray((over >= -self.slack).all(axis=-1) & (over > self.slack).any(axis=-1))

    def closed(self, chosen: Bools) -> bool:
        """Whether all that must come before a chosen unit is chosen too."""
        return all(chosen[list(self.before[u])].all() for u in np.flatnonzero(chosen))


@dataclass(frozen=True)
class _Setting:
    """A ladder's lots as arrays, in its order: shape (lots, parties)."""

    deal: Exchange
    steps: tuple[tuple[str, ...], ...]

    @cached_property
    def place(self) -> dict[str, int]:
        """Number of each lot in the ladder's order."""
        return {name: k for k, name in enumerate(name for step in self.steps for name in step)}

    @cached_property
    def lots(self) -> list[Lot]:
        """The lots in the ladder's order."""
        return sorted(self.deal.lots, key=lambda lot: self.place[lot.name])

    @cached_property
    def given(self) -> Bools:
        """Who gives which lot."""
        return np.array([[lot.giver == who for who in self.deal.parties] for lot in self.lots])

    @cached_property
    def face(self) -> Floats:
        """What a lot adds for good: its value, or minus its cost."""
        value = [[lot.value.get(who, 0.0) for who in self.deal.parties] for lot in self.lots]
        cost = np.array([[lot.cost] for lot in self.lots])
        return np.where(self.given, -cost, np.array(value))

    @cached_property
    def effect(self) -> Floats:
        """What is left of it after it has been revoked."""
        return np.array([[lot.effect(who) for who in self.deal.parties] for lot in self.lots])

    @cached_property
    def earlier(self) -> dict[str, set[str]]:
        """Per lot the lots that must come before it, the whole steps they are in."""
        step_of = {name: step for step in self.steps for name in step}
        found: dict[str, set[str]] = {}
        for first, then in self.deal.after:
            found.setdefault(then, set()).update(step_of[first])
        return found

    @cached_property
    def slack(self) -> Floats:
        """Shape (parties,): amounts nearer than this are equal."""
        return np.array([self.deal.tolerance(who) for who in self.deal.parties])

    def demand(self, row: Row, members: tuple[str, ...]) -> _Demand:
        """Say what the coalition needs at this prefix, and what its units would bring."""
        done = row.delivered
        team = [self.deal.parties.index(who) for who in members]
        here = np.zeros(len(self.lots), dtype=bool)
        here[[self.place[name] for name in done]] = True
        inside = np.asarray(self.given[:, team].any(axis=1))
        own = inside & ((self.face[:, team] != 0) & ~self.given[:, team]).any(axis=1)
        kept = self.face[here & own].sum(axis=0) + self.effect[here & ~own].sum(axis=0)
        need = (self.face.sum(axis=0) - kept)[team]
        need += [self._pledged(who, members, complete=bool(here.all())) for who in members]
        units, before = self._startable(row.prefix, frozenset(done), inside)
        lots = [self.place[name] for unit in units for name in unit]
        starts = np.cumsum([0] + [len(unit) for unit in units[:-1]])
        brings = self.face[np.ix_(lots, team)]
        worth = np.add.reduceat(brings, starts) if units else brings
        return _Demand(units, worth, need, self.slack[team], before)

    def _startable(
        self, prefix: int, done: frozenset[str], inside: Bools
    ) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[int, ...], ...]]:
        """The units a coalition can still carry out, in the ladder's order, and who must wait."""
        units: list[tuple[str, ...]] = []
        before: list[tuple[int, ...]] = []
        at: dict[str, int] = {}
        for step in self.steps[prefix:]:
            rest = tuple(name for name in step if name not in done)
            if not all(inside[self.place[name]] for name in rest):
                continue
            waits = {n for name in rest for n in self.earlier.get(name, ()) if n not in done}
            if waits <= at.keys():
                at.update(dict.fromkeys(rest, len(units)))
                units.append(rest)
                before.append(tuple({at[name] for name in waits}))
        return tuple(units), tuple(before)

    def _pledged(self, who: str, members: tuple[str, ...], *, complete: bool) -> float:
        """What `who` loses by leaving, less the deposits of outsiders that it then keeps."""
        pledged = self.deal.stake(who, complete=complete)
        for deposit in () if complete else self.deal.deposits:
            returned = deposit.party == who and deposit.holder in members
            won = deposit.holder == who and deposit.party not in members
            pledged -= deposit.amount if returned or won else 0.0
        return pledged


def _by_weights(demand: _Demand) -> tuple[Bools | None, Floats | None]:
    """Stage 1: units that block; or no units and no weights, where nothing blocks.

    Undecided: no units, and the weights that came nearest to ruling a block out.
    """
    worth, need = demand.worth, demand.need
    scale = np.abs(worth).sum(axis=0) + np.abs(need) + demand.slack
    scale[scale == 0] = 1.0
    weight, best, nearest = 1.0 / scale, 1.0 / scale, np.inf
    for _ in range(ROUNDS):
        chosen = worth @ weight > 0
        over = worth[chosen].sum(axis=0) - need
        if demand.met(over + need) and demand.closed(chosen):
            return chosen, None
        left = float(weight @ over)
        if left < -float(weight @ demand.slack):
            return None, None
        if left < nearest:
            nearest, best = left, weight
        weight = weight * np.exp(-over / scale)
        weight = weight / float(weight @ scale)
    return None, best


def _by_labels(demand: _Demand, weight: Floats, most: int) -> tuple[Bools | None, bool]:
    """Stage 2: the units of a side deal that blocks, or None; and whether that is proven."""
    units = len(demand.units)
    views = np.hstack([demand.worth, demand.worth @ weight[:, None]])  # members, then pooled
    need = np.append(demand.need, demand.need @ weight)
    slack = np.append(demand.slack, demand.slack @ weight)
    to_come = np.vstack([np.maximum(views, 0.0)[::-1].cumsum(axis=0)[::-1], np.zeros(len(need))])
    most = min(most, MEMORY // max(units, 1))
    plain = len(demand.need) == 2 and not any(demand.before)
    have, taken = np.zeros((1, len(need))), np.zeros((1, units), dtype=bool)
    u = 0
    while not (blocking := demand.met(have[:, :-1])).any():
        if u == units:
            return None, True
        fits = taken[:, list(demand.before[u])].all(axis=1)
        more = taken[fits]
        more[:, u] = True
        have, taken = np.vstack([have, have[fits] + views[u]]), np.vstack([taken, more])
        alive = (have + to_come[u + 1] >= need - slack).all(axis=1)
        have, taken = have[alive], taken[alive]
        if plain:
            kept = _undominated(have)
            have, taken = have[kept], taken[kept]
        if len(have) > most:
            return None, False
        u += 1
    return taken[int(blocking.argmax())], True


def _undominated(have: Floats) -> NDArray[np.intp]:
    """Rows that no other row matches or passes in both of the first two columns."""
    order = np.lexsort((-have[:, 1], -have[:, 0]))
    second = have[order, 1]
    highest = np.concatenate(([-np.inf], np.maximum.accumulate(second)[:-1]))
    kept: NDArray[np.intp] = order[second > highest]
    return kept
