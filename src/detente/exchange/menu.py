"""The menu: what a package may contain, and what it must keep to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from detente.exchange.door import amount, checked_name
from detente.exchange.errors import DuplicateName, InvalidMenu, UnknownLot, UnknownParty
from detente.exchange.model import Deposit, Exchange, Lot
from detente.words.nearest import suggest


class Taken(NamedTuple):
    """A measure in a package: on which terms, and how many of its lots."""

    measure: str
    terms: str
    lots: int


@dataclass(frozen=True, slots=True)
class Measure:
    """Something a party can do for the others, in as many lots as are wanted.

    Parameters
    ----------
    name
        Unique in its menu.
    lots
        Its lots in the order in which they are taken: a package with q lots of it holds
        the first q. Or, where it can be had on several terms, a mapping of their names to
        such lots; a package holds it on one of them. All lots have one giver.
    tags
        What red lines may speak of.

    Raises
    ------
    InvalidMenu
        There are no lots, or lots of several givers.
    """

    name: str
    lots: Sequence[Lot] | Mapping[str, Sequence[Lot]]
    tags: Sequence[str] = ()

    def __post_init__(self) -> None:
        checked_name(self.name, "measure")
        place = f"measure '{self.name}'"
        terms = self.lots if isinstance(self.lots, Mapping) else {"": self.lots}
        checked = {name: tuple(lots) for name, lots in terms.items()}
        for name, lots in checked.items():
            on = f" on terms '{name}'" if name else ""
            if not lots:
                raise InvalidMenu(f"{place}: there are no lots{on}")
            for lot in lots:
                if not isinstance(lot, Lot):
                    raise InvalidMenu(f"{place}: lots must be Lot objects, not {lot!r}")
        givers = {lot.giver for lots in checked.values() for lot in lots}
        if len(givers) != 1:
            found = ", ".join(sorted(givers)) or "nobody"
            raise InvalidMenu(f"{place}: a measure is given by one party, not by {found}")
        object.__setattr__(self, "lots", MappingProxyType(checked))
        object.__setattr__(self, "tags", _names(self.tags, f"tags of {place}"))

    @property
    def terms(self) -> Mapping[str, tuple[Lot, ...]]:
        """Its lots by the name of the terms; one entry, named "", where there is no choice."""
        assert isinstance(self.lots, Mapping)
        return self.lots  # type: ignore[return-value]  # made tuples at the door

    @property
    def giver(self) -> str:
        """The party that carries it out."""
        return next(iter(self.terms.values()))[0].giver

    def __reduce__(self) -> tuple[object, ...]:
        return Measure, (self.name, dict(self.terms), self.tags)


@dataclass(frozen=True)
class Menu:
    """Everything a package may be made of.

    A package takes of each measure none, or some of its lots on one of its terms. Wherever
    a name is asked for, the name of a measure means "at least one lot of it" and the name
    of a lot "that lot".

    Parameters
    ----------
    parties, stakes, caps, together, sequential, audiences, deposits
        As in `Exchange`; groups hold between the lots that a package has of them.
    measures
        What can be given; at least one.
    after
        Pairs (first, then) of lots: in a package with both, `then` only after `first`.
    requires
        Pairs (what, other): a package with the one must hold the other too.
    excludes
        Pairs (what, other): no package holds both.
    must
        What every package holds.
    budgets
        The most that all it gives may cost a party, in its own points.
    red_lines
        Tags by party: no measure of that party that bears one is in any package.
    complements
        Must be empty, see below.

    Raises
    ------
    InvalidExchange
        Or the subclass that says what is wrong; `InvalidMenu` for what only menus have.

    Notes
    -----
    Values add up lot by lot. A pair worth more together than apart is refused rather than
    ignored: write it as a measure of its own with the joint cost and value, and exclude the
    two separate ones from packages that hold it.
    """

    parties: Sequence[str]
    measures: Sequence[Measure]
    stakes: Mapping[str, float] = field(default_factory=dict)
    caps: Mapping[str, float] = field(default_factory=dict)
    after: Sequence[tuple[str, str]] = ()
    together: Sequence[Sequence[str]] = ()
    sequential: bool = False
    audiences: Sequence[str] = ()
    deposits: Sequence[Deposit] = ()
    requires: Sequence[tuple[str, str]] = ()
    excludes: Sequence[tuple[str, str]] = ()
    must: Sequence[str] = ()
    budgets: Mapping[str, float] = field(default_factory=dict)
    red_lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    complements: Sequence[object] = ()

    def __post_init__(self) -> None:
        set_ = object.__setattr__
        if tuple(self.complements):
            raise InvalidMenu(
                "values add up lot by lot, so measures worth more together are not supported: "
                "write the pair as one more measure with the joint cost and value, and exclude "
                "the two separate ones from packages that hold it"
            )
        set_(self, "measures", tuple(self.measures))
        self._check_names()
        self._check_frame()
        for name in ("parties", "stakes", "caps", "after", "together", "audiences", "deposits"):
            set_(self, name, getattr(self.frame, name))
        for name in ("requires", "excludes"):
            pairs = tuple(_pair(pair, name) for pair in getattr(self, name))
            self._check_known(chain.from_iterable(pairs), name)
            set_(self, name, pairs)
        for what, other in set(self.requires) & set(self.excludes):
            raise InvalidMenu(f"'{what}' both requires and excludes '{other}'")
        self._check_limits()
        set_(self, "must", _names(self.must, "must"))
        self._check_known(self.must, "must")
        for measure in self.measures:
            needed = [name for name in self.must if self.measure_of(name) is measure]
            if needed and (tag := self.barred.get(measure.name)) is not None:
                raise InvalidMenu(
                    f"must: '{needed[0]}' bears the tag '{tag}', a red line of its giver"
                )
            if not self.ways(measure):
                raise InvalidMenu(f"must: no terms of '{measure.name}' hold {', '.join(needed)}")

    @cached_property
    def barred(self) -> Mapping[str, str]:
        """Measures that cross a red line of their giver, and the tag by which they do."""
        return {
            measure.name: tag
            for measure in self.measures
            for tag in measure.tags
            if tag in self.red_lines.get(measure.giver, ())
        }

    @cached_property
    def _owner(self) -> Mapping[str, Measure]:
        return {
            name: measure
            for measure in self.measures
            for lots in measure.terms.values()
            for name in (measure.name, *(lot.name for lot in lots))
        }

    def measure_of(self, name: str) -> Measure:
        """The measure of that name, or the one that the lot of that name belongs to.

        Raises
        ------
        UnknownLot
            The menu has neither.
        """
        if name not in self._owner:
            raise UnknownLot(f"there is no measure or lot '{name}'{suggest(name, self._owner)}")
        return self._owner[name]

    def ways(self, measure: Measure) -> tuple[Taken | None, ...]:
        """Every way in which a package may hold the measure; None stands for leaving it out."""
        if measure.name in self.barred:
            return (None,)
        taken = [
            Taken(measure.name, terms, count)
            for terms, lots in measure.terms.items()
            for count in range(1, len(lots) + 1)
        ]
        needed = [name for name in self.must if self.measure_of(name) is measure]
        if not needed:
            return (None, *taken)
        return tuple(way for way in taken if all(self.holds(way, name) for name in needed))

    def holds(self, way: Taken | None, name: str) -> bool:
        """Whether a measure taken that way brings what `name` means."""
        return way is not None and (
            name == way.measure or name in (lot.name for lot in self.lots(way))
        )

    def lots(self, way: Taken) -> tuple[Lot, ...]:
        """The lots of a measure that are taken."""
        return self.measure_of(way.measure).terms[way.terms][: way.lots]

    def deal(self, package: Iterable[Taken]) -> Exchange:
        """Make the exchange of a package.

        Raises
        ------
        InvalidExchange
            The package is empty.
        """
        chosen = {way.measure: way for way in package}
        lots = [lot for m in self.measures if m.name in chosen for lot in self.lots(chosen[m.name])]
        return self._exchange(lots)

    def _exchange(self, lots: Sequence[Lot]) -> Exchange:
        names = {lot.name for lot in lots}
        groups = [[name for name in group if name in names] for group in self.together]
        return Exchange(
            self.parties,
            lots,
            self.stakes,
            self.caps,
            [pair for pair in self.after if names.issuperset(pair)],
            [group for group in groups if len(group) > 1],
            self.sequential,
            self.audiences,
            self.deposits,
        )

    def _check_names(self) -> None:
        """A name belongs to one measure, so that it is plain what it means."""
        entries: Sequence[object] = self.measures
        for entry in entries:
            if not isinstance(entry, Measure):
                kind = type(entry).__name__
                raise InvalidMenu(f"measures must be Measure objects, not {kind}")
        owner: dict[str, str] = {}
        for measure in self.measures:
            if measure.name in owner:
                raise DuplicateName(f"'{measure.name}' is the name of two measures or lots")
            owner[measure.name] = measure.name
            for lots in measure.terms.values():
                names = [lot.name for lot in lots]
                for name in names:
                    if owner.setdefault(name, measure.name) != measure.name:
                        raise DuplicateName(
                            f"'{name}' is a name in two measures: "
                            f"'{owner[name]}' and '{measure.name}'"
                        )
                if len(set(names)) < len(names):
                    raise DuplicateName(f"measure '{measure.name}' has two lots of one name")

    @cached_property
    def frame(self) -> Exchange:
        """Every lot of every measure, on its first terms: what all packages have in common."""
        return self._everything(0)

    def _everything(self, k: int) -> Exchange:
        """All lots on the k-th terms; lots that only other terms have come along."""
        lots: dict[str, Lot] = {}
        for measure in self.measures:
            versions = list(measure.terms.values())
            for version in (versions[min(k, len(versions) - 1)], *versions):
                for lot in version:
                    lots.setdefault(lot.name, lot)
        return Exchange(
            self.parties, list(lots.values()), self.stakes, self.caps, self.after,
            self.together, self.sequential, self.audiences, self.deposits,
        )  # fmt: skip

    def _check_frame(self) -> None:
        """Check lots, stakes, groups and order as exchanges do."""
        if not self.measures:
            raise InvalidMenu("a menu needs at least one measure")
        for k in range(max(len(measure.terms) for measure in self.measures)):
            self._everything(k)

    def _check_limits(self) -> None:
        for who in chain(self.budgets, self.red_lines):
            if who not in self.parties:
                hint = suggest(who, self.parties)
                raise UnknownParty(f"budgets or red_lines: there is no party '{who}'{hint}")
        budgets = {who: amount(most, f"budget of '{who}'") for who, most in self.budgets.items()}
        lines = {who: _names(tags, f"red_lines of '{who}'") for who, tags in self.red_lines.items()}
        object.__setattr__(self, "budgets", MappingProxyType(budgets))
        object.__setattr__(self, "red_lines", MappingProxyType(lines))

    def _check_known(self, names: Iterable[str], place: str) -> None:
        for name in names:
            try:
                self.measure_of(name)
            except UnknownLot as error:
                raise UnknownLot(f"{place}: {error}") from None

    def __reduce__(self) -> tuple[object, ...]:
        return Menu, (
            self.parties, self.measures, dict(self.stakes), dict(self.caps), self.after,
            self.together, self.sequential, self.audiences, self.deposits, self.requires,
            self.excludes, self.must, dict(self.budgets), dict(self.red_lines),
        )  # fmt: skip


def _names(names: Sequence[str], place: str) -> tuple[str, ...]:
    if isinstance(names, str):
        raise InvalidMenu(f"{place}: a list of names is needed, not one text")
    return tuple(names)


def _pair(pair: Sequence[str], place: str) -> tuple[str, str]:
    names = () if isinstance(pair, str) else tuple(pair)
    if len(names) != 2:
        raise InvalidMenu(f"{place}: a pair of measures or lots is needed, not {pair!r}")
    if names[0] == names[1]:
        raise InvalidMenu(f"{place}: '{names[0]}' cannot speak of itself")
    return names[0], names[1]
