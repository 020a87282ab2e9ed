"""The certificate: what every ladder rests on, computed from the definition.

This module is the trusted kernel. It shares nothing with the search in
``detente.planning``; every ladder that leaves the program is checked here first. The
definition is that of safe exchange (Sandholm and Lesser 1995; Sandholm and Ferrandon
2000), with several parties, partial revocability, caps and posted stakes: a ladder is
self-enforcing iff at every prefix, the empty and the complete one included, each party i
has ``-cap_i <= keeps_i <= gain_i + stake_i``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import combinations
from types import MappingProxyType

from detente.exchange.errors import InvalidLadder
from detente.exchange.model import Exchange, Lot
from detente.words.nearest import suggest


@dataclass(frozen=True, slots=True)
class Row:
    """One party at one prefix.

    Attributes
    ----------
    prefix
        Number of whole steps delivered. Inside a sequential step, the steps before it.
    party
        Whose row it is (an audience in ``Certificate.audience_rows``).
    keeps
        What it holds on to if all breaks down here.
    temptation
        Keeps minus its gain from completing.
    margin
        Its stake here minus its temptation.
    exposure
        What it has lost if all breaks down here.
    """

    prefix: int
    party: str
    keeps: float
    temptation: float
    margin: float
    exposure: float
    _order: tuple[str, ...] = field(repr=False)  # shared by all rows: a copy each would be O(m^2)
    _count: int = field(repr=False)

    @property
    def delivered(self) -> tuple[str, ...]:
        """Names of the lots delivered, in order."""
        return self._order[: self._count]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A ladder checked at every prefix.

    Attributes
    ----------
    steps
        The ladder: a tuple of steps, each a tuple of lot names.
    rows
        One row per prefix and party, prefixes in order.
    audience_rows
        The same for audiences; they have no stake, so their margin is infinite, and the
        loss they would suffer at completion counts towards their exposure.
    guarantee
        Per party the stake the ladder needs: its largest temptation, at least 0.
    at_completion, on_the_way
        The guarantee split: at the complete prefix (no order changes it), and before.
    exposure
        Per party and audience its largest exposure.
    self_enforcing
        Every margin is at least 0 and no cap is exceeded, within tolerance.
    binding
        The row with the smallest margin.
    over_cap
        The row that exceeds a cap by most, or None.
    """

    steps: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...] = field(repr=False)  # at a prompt they would hide the rest
    audience_rows: tuple[Row, ...] = field(repr=False)
    guarantee: Mapping[str, float]
    at_completion: Mapping[str, float]
    on_the_way: Mapping[str, float]
    exposure: Mapping[str, float]
    self_enforcing: bool
    binding: Row
    over_cap: Row | None

    @property
    def order(self) -> tuple[str, ...]:
        """The lots in the order of delivery."""
        return tuple(name for step in self.steps for name in step)


def gain(deal: Exchange, who: str) -> float:
    """G: what completing everything is worth to `who`, from the start."""
    return sum(lot.face(who) for lot in deal.lots)


def keeps(deal: Exchange, who: str, delivered: Iterable[str]) -> float:
    """K: what `who` holds on to if all breaks down once `delivered` has been delivered.

    Deposits of others that `who` holds are kept too, until all is complete.
    """
    names = set(delivered)
    lots = [lot for lot in deal.lots if lot.name in names]
    held = deal.held(who) if len(lots) < len(deal.lots) else 0.0
    return sum(lot.effect(who) for lot in lots) + held


def temptation(deal: Exchange, who: str, delivered: Iterable[str]) -> float:
    """T: what walking away at `delivered` would earn `who`, its stake apart."""
    return keeps(deal, who, delivered) - gain(deal, who)


def exposure(deal: Exchange, who: str, delivered: Iterable[str]) -> float:
    """What `who` has lost if all breaks down at `delivered`; at least 0."""
    return max(0.0, -keeps(deal, who, delivered))


def worth_signing(deal: Exchange) -> dict[str, bool]:
    """Whether each party gains by completing; no order can repair it where not."""
    return {who: gain(deal, who) >= -deal.tolerance(who) for who in deal.parties}


def certify(deal: Exchange, order: Iterable[str | Sequence[str]]) -> Certificate:
    """Check a ladder from the definition, prefix by prefix.

    Parameters
    ----------
    deal
        The exchange.
    order
        Lot names in order of delivery, or steps of lot names. In a flat order the
        consecutive lots of a group are merged into their step.

    Returns
    -------
    Certificate

    Raises
    ------
    InvalidLadder
        A lot is unknown, missing or repeated, a group is split, lots that no group joins
        form a step, or a precedence is violated; or `order` is a text, a set (which has no
        order) or no list at all.
    TypeError
        `deal` is no exchange.
    """
    steps = as_steps(deal, order)
    flat = tuple(name for step in steps for name in step)
    lots = {lot.name: lot for lot in deal.lots}
    gains = {who: gain(deal, who) for who in deal.everyone}
    slack = {who: deal.tolerance(who) for who in deal.everyone}
    before = dict.fromkeys(deal.everyone, 0.0)  # keeps at the current prefix, deposits apart

    def row(who: str, prefix: int, own: float, source: tuple[str, ...], count: int) -> Row:
        complete = count == len(flat)
        held = own if complete else own + deal.held(who)
        stake = deal.stake(who, complete=complete) if who in deal.parties else float("inf")
        lost = -held
        if complete and who not in deal.parties:  # an audience bears completion itself too
            lost = max(lost, -gains[who])
        tempted = held - gains[who]
        return Row(prefix, who, held, tempted, stake - tempted, max(0.0, lost), source, count)

    rows: dict[str, list[Row]] = {who: [row(who, 0, 0.0, flat, 0)] for who in deal.everyone}
    count = 0
    for k, step in enumerate(steps):
        for inner in inner_prefixes(lots, step) if deal.sequential else ():
            source = (*flat[:count], *inner)
            for who in deal.everyone:
                own = before[who] + sum(lots[name].effect(who) for name in inner)
                rows[who].append(row(who, k, own, source, len(source)))
        count += len(step)
        for who in deal.everyone:
            before[who] += sum(lots[name].effect(who) for name in step)
            rows[who].append(row(who, k + 1, before[who], flat, count))

    of_parties, of_audiences = (
        tuple(r for prefix in zip(*(rows[who] for who in group), strict=True) for r in prefix)
        for group in (deal.parties, deal.audiences)
    )
    completion = {who: max(0.0, rows[who][-1].temptation) for who in deal.parties}
    earlier = {who: max(0.0, *(r.temptation for r in rows[who][:-1])) for who in deal.parties}
    over = [
        r
        for r in of_parties + of_audiences
        if r.party in deal.caps and r.exposure > deal.caps[r.party] + slack[r.party]
    ]
    tempted = any(r.margin < -slack[r.party] for r in of_parties)
    return Certificate(
        steps=steps,
        rows=of_parties,
        audience_rows=of_audiences,
        guarantee=MappingProxyType({w: max(completion[w], earlier[w]) for w in deal.parties}),
        at_completion=MappingProxyType(completion),
        on_the_way=MappingProxyType(earlier),
        exposure=MappingProxyType(
            {who: max(r.exposure for r in rows[who]) for who in deal.everyone}
        ),
        self_enforcing=not tempted and not over,
        binding=min(of_parties, key=lambda r: r.margin),
        over_cap=max(over, key=lambda r: r.exposure - deal.caps[r.party], default=None),
    )


def as_steps(deal: Exchange, order: Iterable[str | Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Read a flat order, or steps, as the steps of a ladder that fits `deal`.

    Raises
    ------
    InvalidLadder
        As in `certify`.
    """
    _check_kinds(deal, order)
    group_of = {name: group for group in deal.together for name in group}
    known = {lot.name for lot in deal.lots}
    steps: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for entry in order:
        names = _names(entry)
        for name in names:
            if name not in known:
                raise InvalidLadder(f"there is no lot '{name}'{suggest(name, known)}")
            if name in seen:
                raise InvalidLadder(f"lot '{name}' is delivered twice")
            seen.add(name)
        group = group_of.get(entry, ()) if isinstance(entry, str) else ()
        if steps and set(steps[-1]) < set(group):  # its first lots came just before
            steps[-1] += names
        elif names:
            steps.append(names)
    if missing := sorted(known - seen):
        raise InvalidLadder(f"these lots are missing: {', '.join(missing)}")
    _check_fit(deal, steps, group_of)
    return tuple(steps)


def _check_kinds(deal: object, order: object) -> None:
    """Refuse what is no exchange, and what is no list: a set, say, has no order."""
    if not isinstance(deal, Exchange):
        kind = type(deal).__name__
        raise TypeError(f"deal must be an Exchange, not a {kind} (of a case: case.exchange())")
    known = {lot.name for lot in deal.lots}
    one_name = isinstance(order, str) and not known.issuperset(order)  # of letters, it is a list
    if one_name or isinstance(order, Set | Mapping) or not isinstance(order, Iterable):
        kind = repr(order) if one_name else f"a {type(order).__name__}"
        raise InvalidLadder(f"a ladder is a list of lot names, or of steps of them, not {kind}")


def _names(entry: object) -> tuple[str, ...]:
    """The names of one step, which may be a name alone."""
    names = (entry,) if isinstance(entry, str) or not isinstance(entry, Iterable) else (*entry,)
    return tuple(name if isinstance(name, str) else repr(name) for name in names)


def _check_fit(
    deal: Exchange, steps: Sequence[tuple[str, ...]], group_of: Mapping[str, Sequence[str]]
) -> None:
    """Refuse steps that split or invent a group, or come in an order that is not allowed."""
    for k, step in enumerate(steps, 1):
        group = group_of.get(step[0], step[:1])
        if set(step) < set(group):
            raise InvalidLadder(f"step {k} splits the group {', '.join(group)}")
        if set(step) != set(group):
            raise InvalidLadder(f"step {k} joins lots that no group binds: {', '.join(step)}")
    place = {name: k for k, step in enumerate(steps) for name in step}
    for first, then in deal.after:
        if place[first] >= place[then]:
            raise InvalidLadder(f"lot '{then}' comes before '{first}', but must follow it")


def inner_prefixes(lots: Mapping[str, Lot], step: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """The prefixes inside a step of the cautious reading: each proper subset of givers."""
    givers = dict.fromkeys(lots[name].giver for name in step)
    for size in range(1, len(givers)):
        for ready in combinations(givers, size):
            yield tuple(name for name in step if lots[name].giver in ready)
