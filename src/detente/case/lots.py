"""The lots of a case: their names, what each may come after, and which go together."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from detente.case.amounts import Days, Points
from detente.case.measures import Lot, Measure, ValueOrSum
from detente.case.reader import Route
from detente.case.schema import CaseForm


@dataclass(frozen=True, slots=True)
class Part:
    """One lot of a measure.

    `name` is the measure's id where it has one unnamed lot, else the id, a point, and the number
    or id of the lot. `own` holds what a named lot says for itself, `terms` the name of the
    alternative on which the measure is had (see `on_terms`).
    """

    name: str
    measure_id: str
    measure: Measure
    index: int
    count: int
    lot_id: str | None = None
    own: Lot | None = None
    terms: str | None = None

    @property
    def core(self) -> bool:
        """Whether it is in the plan without being asked for."""
        return not (self.measure.option or self.measure.unconditional)

    def route(self, key: str, receiver: str | None = None) -> Route:
        """Where `key` of this lot stands: at its terms, at the lot, or else at the measure."""
        here: Route = ("measures", self.measure_id)
        other = getattr(self.measure.alternatives.get(str(self.terms)), key, None)
        own = getattr(self.own, key, None)
        if other and (receiver is None or receiver in other):
            here = (*here, "alternatives", str(self.terms))
        elif self.lot_id is not None and own and (receiver is None or receiver in own):
            here = (*here, "lots", self.lot_id)
        return (*here, key, receiver) if receiver else (*here, key)

    @property
    def cost(self) -> Points | None:
        """Cost of this lot to its giver."""
        return (self.own and self.own.cost) or self.measure.cost

    @property
    def value(self) -> Mapping[str, ValueOrSum]:
        """Value of this lot to each receiver."""
        return {**self.measure.value, **self.own.value} if self.own else self.measure.value

    @property
    def lead(self) -> Days | None:
        """Days from decision to delivery."""
        return (self.own and self.own.lead) or self.measure.lead

    @property
    def quantity(self) -> float | None:
        """How much of the measure's unit is in this lot."""
        if self.own and self.own.quantity is not None:
            return self.own.quantity
        return self.measure.quantity and self.measure.quantity / self.count


def on_terms(part: Part, name: str) -> Part:
    """The lot as it is when its measure is had on the alternative of that name.

    What the alternative says goes before what the lot or the measure says.
    """
    other, own = part.measure.alternatives[name], part.own
    said = {key: getattr(other, key) for key in ("cost", "uptake", "revocability", "term")}
    said = {key: value for key, value in said.items() if value is not None}
    said["value"] = {**part.measure.value, **other.value}
    if own is not None:
        cost = None if other.cost else own.cost
        value = {who: worth for who, worth in own.value.items() if who not in other.value}
        own = own.model_copy(update={"cost": cost, "value": value})
    return replace(part, measure=part.measure.model_copy(update=said), own=own, terms=name)


def parts(form: CaseForm) -> dict[str, Part]:
    """All lots of a case by name, in the order of the file."""
    return {part.name: part for id_, m in form.measures.items() for part in _parts(id_, m)}


def _parts(id_: str, measure: Measure) -> Iterator[Part]:
    if isinstance(measure.lots, int):
        count = measure.lots
        for k in range(1, count + 1):
            yield Part(id_ if count == 1 else f"{id_}.{k}", id_, measure, k, count)
    else:
        count = len(measure.lots)
        for k, (lot_id, own) in enumerate(measure.lots.items(), 1):
            yield Part(f"{id_}.{lot_id}", id_, measure, k, count, lot_id, own)


def meanings(lots: Mapping[str, Part]) -> dict[str, tuple[str, ...]]:
    """What can be named in `after` and `together`: each lot, and each measure for all its lots."""
    members: dict[str, list[str]] = {}
    for name, part in lots.items():
        members.setdefault(part.measure_id, []).append(name)
    return {id_: tuple(names) for id_, names in members.items()} | {name: (name,) for name in lots}


class Link(NamedTuple):
    """`then` may come only after `first`, because of what stands at `route`."""

    first: str
    then: str
    route: Route


def links(form: CaseForm, lots: Mapping[str, Part]) -> Iterator[Link]:
    """Every precedence between lots: written as `after`, from red lines, from numbers."""
    meant = meanings(lots)
    for name, part in lots.items():
        for route, words in mentions(part, "after"):
            for index, word in enumerate(words):
                yield from (Link(first, name, (*route, index)) for first in meant.get(word, ()))
    yield from _held_back(form, lots)
    yield from _numbered(lots)


def _held_back(form: CaseForm, lots: Mapping[str, Part]) -> Iterator[Link]:
    """What a red line keeps from being given up front comes after all that the others give."""
    held = {
        name: ("parties", id_, "red_lines", index, "up_front")
        for id_, party in form.parties.items()
        for index, line in enumerate(party.red_lines)
        for name, part in lots.items()
        if line.up_front and part.measure.giver == id_ and line.forbids in part.measure.tags
    }
    for then, route in held.items():
        for first, part in lots.items():
            other = part.measure.giver != lots[then].measure.giver
            if part.core and other and first not in held:
                yield Link(first, then, route)


def _numbered(lots: Mapping[str, Part]) -> Iterator[Link]:
    """Equal lots are free in their order until one of them is named: then `.1` is the first."""
    singled_out = {
        lots[word].measure_id: (*route, index)
        for part in lots.values()
        for key in ("after", "together")
        for route, words in mentions(part, key)
        for index, word in enumerate(words)
        if word in lots and lots[word].own is None and lots[word].count > 1
    }
    step_of = {name: group for group in groups(lots) for name in group}
    for measure_id, route in singled_out.items():
        for first, then in pairwise(meanings(lots)[measure_id]):
            if then not in step_of.get(first, ()):
                yield Link(first, then, route)


def mentions(part: Part, key: str) -> Iterator[tuple[Route, tuple[str, ...]]]:
    """Where the lists `after` or `together` of this lot stand, and what is in them."""
    route: Route = ("measures", part.measure_id)
    yield (*route, key), getattr(part.measure, key)
    if part.own is not None:
        yield (*route, "lots", str(part.lot_id), key), getattr(part.own, key)


def groups(lots: Mapping[str, Part]) -> tuple[tuple[str, ...], ...]:
    """Lots that form one step: what is joined by `together`, directly or through others."""
    meant = meanings(lots)
    group_of: dict[str, list[str]] = {}
    for name, part in lots.items():
        for _, words in mentions(part, "together"):
            for word in words:
                for other in meant.get(word, ()):
                    _join(group_of, name, other)
    unique = {id(group): group for group in group_of.values()}
    return tuple(tuple(group) for group in unique.values() if len(group) > 1)


def groups_among(lots: Mapping[str, Part], names: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """The groups of a case as far as only the lots of these names are there."""
    rests = (tuple(name for name in group if name in names) for group in groups(lots))
    return tuple(rest for rest in rests if len(rest) > 1)


def _join(group_of: dict[str, list[str]], a: str, b: str) -> None:
    left, right = group_of.setdefault(a, [a]), group_of.setdefault(b, [b])
    if left is not right:
        left.extend(right)
        group_of.update(dict.fromkeys(right, left))


def circle(pairs: Iterable[Link], steps: Iterable[tuple[str, ...]]) -> list[Link]:
    """Find links that go round in a circle once each group counts as one step; empty if none."""
    step_of = {name: group[0] for group in steps for name in group}
    into: dict[str, list[Link]] = {}
    for link in pairs:
        into.setdefault(step_of.get(link.then, link.then), []).append(link)
    # Peel off the steps that wait for nothing; whatever is left waits for something left.
    waiting = {step: {step_of.get(x.first, x.first) for x in links} for step, links in into.items()}
    while free := [s for s, firsts in waiting.items() if firsts.isdisjoint(waiting)]:
        for step in free:
            del waiting[step]
    if not waiting:
        return []
    step, trail, seen = next(iter(waiting)), list[Link](), dict[str, int]()
    while step not in seen:
        seen[step] = len(trail)
        trail.append(next(x for x in into[step] if step_of.get(x.first, x.first) in waiting))
        step = step_of.get(trail[-1].first, trail[-1].first)
    return trail[seen[step] :]
