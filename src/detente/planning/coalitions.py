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
from itertools import combinations
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from detente.exchange import (
    Block,
    Exchange,
    TooLarge,
    block,
    certify,
    face,
    side_units,
    surplus,
)
from detente.planning.ladder import Ladder
from detente.planning.problem import Floats

MOST_PARTIES = 6
"""Above this the coalitions themselves become too many."""

LABELS = 1 << 18
"""Partial side deals held at once; 2^18, so that 18 units are always decided."""

MEMORY = 1 << 25
"""Bytes for what the partial side deals consist of; above 128 units it holds fewer of them."""

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
        More than six parties.
    InvalidLadder
        The ladder does not fit the exchange.
    """
    if len(deal.parties) > MOST_PARTIES:
        raise TooLarge(
            f"coalitions are looked for among up to {MOST_PARTIES} parties, "
            f"and this exchange has {len(deal.parties)}"
        )
    rows = certify(deal, ladder.steps if isinstance(ladder, Ladder) else ladder).rows
    prefixes = ((row.prefix, row.delivered) for row in rows if row.party == deal.parties[0])
    found = (
        _search(deal, prefix, delivered, members, labels)
        for prefix, delivered in prefixes
        for members in coalitions(deal.parties)
    )
    return tuple(one for one in found if one is not None)


def coalitions(parties: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All sets of at least two parties but not all, small ones first."""
    for size in range(2, len(parties)):
        yield from combinations(parties, size)


def _search(
    deal: Exchange, prefix: int, delivered: tuple[str, ...], members: tuple[str, ...], labels: int
) -> Block | None:
    demand = _demand(deal, frozenset(delivered), members)
    chosen, weight = _by_weights(demand)
    if chosen is None:
        if weight is None:
            return None
        chosen, proven = _by_labels(demand, weight, labels)
        if chosen is None:
            empty = MappingProxyType[str, float]({})
            return None if proven else Block(prefix, delivered, members, None, empty)
    side_deal = [name for u in np.flatnonzero(chosen) for name in demand.units[u]]
    return block(deal, prefix, delivered, members, side_deal)


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


def _demand(deal: Exchange, delivered: frozenset[str], members: tuple[str, ...]) -> _Demand:
    units, before = _startable(deal, delivered, side_units(deal, delivered, members))
    lots = {lot.name: lot for lot in deal.lots}
    worth = [[sum(face(lots[n], who) for n in unit) for who in members] for unit in units]
    short = surplus(deal, delivered, members, ())
    return _Demand(
        units,
        np.array(worth, dtype=float).reshape(len(units), len(members)),
        np.array([-short[who] for who in members]),
        np.array([deal.tolerance(who) for who in members]),
        before,
    )


def _startable(
    deal: Exchange, delivered: frozenset[str], units: Sequence[tuple[str, ...]]
) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[int, ...], ...]]:
    """Put the units in an order that keeps precedence; leave out what can never begin."""
    group_of = {name: group for group in deal.together for name in group}
    earlier: dict[str, set[str]] = {}
    for first, then in deal.after:
        whole = group_of.get(first, (first,))
        earlier.setdefault(then, set()).update(n for n in whole if n not in delivered)
    waits = {unit: set().union(*(earlier.get(n, ()) for n in unit)) for unit in units}
    ordered: list[tuple[str, ...]] = []
    place: dict[str, int] = {}
    while ready := [unit for unit, names in waits.items() if names <= place.keys()]:
        for unit in ready:
            place.update(dict.fromkeys(unit, len(ordered)))
            ordered.append(unit)
        waits = {unit: names for unit, names in waits.items() if unit not in ready}
    before = tuple(
        tuple({place[n] for name in unit for n in earlier.get(name, ())}) for unit in ordered
    )
    return tuple(ordered), before


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
    for u in range(units + 1):
        if (blocking := demand.met(have[:, :-1])).any():
            return taken[int(blocking.argmax())], True
        if u == units:
            break
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
    return None, True


def _undominated(have: Floats) -> NDArray[np.intp]:
    """Rows that no other row matches or passes in both of the first two columns."""
    order = np.lexsort((-have[:, 1], -have[:, 0]))
    second = have[order, 1]
    highest = np.concatenate(([-np.inf], np.maximum.accumulate(second)[:-1]))
    return order[second > highest]
