"""The best way for a message, by what matters most about it."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count, pairwise
from math import log, prod
from typing import TYPE_CHECKING, Literal, get_args

from detente.channels.contacts import LEVELS, Discretion, Range
from detente.exchange import TooLarge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from detente.channels.contacts import Contacts, Line

Criterion = Literal["reliability", "delay", "discretion"]

CRITERIA: tuple[Criterion, ...] = get_args(Criterion)

HOP = 1e-9
"""What one more line weighs, so that of equally good routes the shorter is taken."""

MOST_LABELS = 200_000
"""Beginnings of routes that the search for the most discreet one may look at."""


@dataclass(frozen=True, slots=True)
class Route:
    """A way from one actor to another.

    Attributes
    ----------
    actors
        Everybody on it, both ends included, in order.
    lines
        Names of the lines between them.
    reliability
        That all lines work, one after the other: the product of theirs.
    delay
        Days, the sum of theirs.
    discretion
        That of the least discreet line.
    hears
        Who else learns of the message: the brokers, and who hears the lines.
    """

    actors: tuple[str, ...]
    lines: tuple[str, ...]
    reliability: Range
    delay: Range
    discretion: Discretion
    hears: tuple[str, ...]

    @property
    def brokers(self) -> tuple[str, ...]:
        """Those between the two ends."""
        return self.actors[1:-1]


def best_route(contacts: Contacts, start: str, end: str, by: Criterion) -> Route | None:
    """Find the best route between two actors; None where no line leads there.

    Every line of `contacts` is taken to exist.

    Parameters
    ----------
    by
        "reliability": the largest product (Dijkstra 1959 on −log); "delay": the smallest sum of
        days; both at the modes. "discretion": the least discreet line as discreet as can be, then
        as few as possible who hear of it, then the most reliable.

    Raises
    ------
    InvalidContacts
        An end is nobody's name, or both are one.
    TooLarge
        The contacts are too many to find the most discreet route.
    """
    contacts.check_ends(start, end)
    if by == "discretion":
        return _discreet(contacts, start, end)
    if by == "reliability":
        usable = [line for line in contacts.lines if line.reliability.mode > 0]
        return _shortest(contacts, usable, start, end, _unreliability)
    return _shortest(contacts, contacts.lines, start, end, lambda line: line.delay.mode + HOP)


def _unreliability(line: Line) -> float:
    return HOP - log(line.reliability.mode)


def _shortest(
    contacts: Contacts,
    lines: Sequence[Line],
    start: str,
    end: str,
    length: Callable[[Line], float],
) -> Route | None:
    import networkx as nx  # late: a fifth of a second

    graph = nx.Graph()
    graph.add_nodes_from(contacts.actors)
    for line in lines:
        there = graph.get_edge_data(*line.ends)
        if there is None or length(line) < there["length"]:
            graph.add_edge(*line.ends, length=length(line), line=line)
    try:
        path = nx.dijkstra_path(graph, start, end, weight="length")
    except nx.NetworkXNoPath:
        return None
    return route(contacts, path, [graph.edges[pair]["line"] for pair in pairwise(path)])


def route(contacts: Contacts, path: Sequence[str], lines: Sequence[Line]) -> Route:
    """Tell what a way along these actors and lines is like."""
    heard = _hear(path[1:-1], lines) - {path[0], path[-1]}
    return Route(
        tuple(path),
        tuple(line.name for line in lines),
        Range(*(prod(x) for x in zip(*(line.reliability for line in lines), strict=True))),
        Range(*(sum(x) for x in zip(*(line.delay for line in lines), strict=True))),
        min((line.discretion for line in lines), key=LEVELS.index),
        tuple(who for who in contacts.actors if who in heard),
    )


def _hear(brokers: Sequence[str], lines: Sequence[Line]) -> frozenset[str]:
    return frozenset(brokers).union(*(line.hears for line in lines))


def _discreet(contacts: Contacts, start: str, end: str) -> Route | None:
    for level in reversed(range(len(LEVELS))):
        lines = [line for line in contacts.lines if LEVELS.index(line.discretion) >= level]
        if found := _least_heard(contacts, lines, start, end):
            return found
    return None


def _least_heard(contacts: Contacts, lines: Sequence[Line], start: str, end: str) -> Route | None:
    """Find the route that fewest others hear of, then the most reliable one.

    Best-first over (actor, who has heard): of two ways to an actor one is dropped when the other
    is heard by no more and is no less reliable (labels as in Martins 1984).
    """
    near: dict[str, list[tuple[str, Line]]] = {who: [] for who in contacts.actors}
    for line in lines:
        if line.reliability.mode > 0:
            for a, b in (line.ends, line.ends[::-1]):
                near[a].append((b, line))
    order = count()
    kept: dict[str, list[tuple[frozenset[str], float]]] = {who: [] for who in contacts.actors}
    queue: list[tuple[int, float, int, list[str], list[Line]]] = [(0, 0.0, 0, [start], [])]
    while queue:
        _, length, number, path, used = heappop(queue)
        if number > MOST_LABELS:
            raise TooLarge("the contacts are too many to find the most discreet route")
        here = path[-1]
        if here == end:
            return route(contacts, path, used)
        heard = _hear(path[1:], used) - {start, end}
        if any(less <= heard and shorter <= length for less, shorter in kept[here]):
            continue
        kept[here].append((heard, length))
        for there, line in near[here]:
            if there not in path:
                more = (heard | set(line.hears) | {there}) - {start, end}
                step = (len(more), length + _unreliability(line), next(order))
                heappush(queue, (*step, [*path, there], [*used, line]))
    return None
