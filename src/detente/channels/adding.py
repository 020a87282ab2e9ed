"""What a new line adds: between every two actors, and to what all hangs on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

from detente.channels.reliability import reach
from detente.channels.routes import best_route

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.channels.contacts import Contacts, Range
    from detente.channels.routes import Route


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """An actor or a line without which some cannot reach each other at all.

    Attributes
    ----------
    kind, name
        What it is, and the actor's id or the line's name.
    cut
        The pairs that it alone keeps together, itself left out.
    """

    kind: Literal["actor", "line"]
    name: str
    cut: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors, before new lines and after.

    Attributes
    ----------
    ends
        The two.
    before, after
        Probability that a message sent on all ways at once arrives; 0 where there is none.
    fastest_before, fastest_after
        The fastest route; None where there is none.
    surest_before, surest_after
        The most reliable single route; None where there is none.
    """

    ends: tuple[str, str]
    before: Range
    after: Range
    fastest_before: Route | None
    fastest_after: Route | None
    surest_before: Route | None
    surest_after: Route | None

    @property
    def bypassed(self) -> tuple[str, ...]:
        """Brokers on the fastest or surest route before who are not on the same one after."""
        routes = (
            (self.fastest_before, self.fastest_after),
            (self.surest_before, self.surest_after),
        )
        gone = [
            who
            for before, after in routes
            if before is not None and after is not None
            for who in before.brokers
            if who not in after.actors
        ]
        return tuple(dict.fromkeys(gone))

    @property
    def changed(self) -> bool:
        """Whether the new lines make any difference to these two."""
        routes = (self.fastest_before, self.surest_before) != (
            self.fastest_after,
            self.surest_after,
        )
        return routes or any(b - a > 1e-12 for a, b in zip(self.before, self.after, strict=True))


@dataclass(frozen=True, slots=True)
class Added:
    """What new lines add.

    Attributes
    ----------
    lines
        Their names.
    pairs
        Every two actors who are on some line, in the order of the actors.
    points_before, points_after
        Single points of failure.
    """

    lines: tuple[str, ...]
    pairs: tuple[Pair, ...]
    points_before: tuple[SinglePoint, ...]
    points_after: tuple[SinglePoint, ...]

    @property
    def removed(self) -> tuple[SinglePoint, ...]:
        """Single points of failure that are none any more."""
        after = {(point.kind, point.name) for point in self.points_after}
        return tuple(p for p in self.points_before if (p.kind, p.name) not in after)


def adding(contacts: Contacts, names: Iterable[str]) -> Added:
    """Compare the lines that exist with those and the proposed ones of these names.

    Raises
    ------
    InvalidContacts
        No proposed line is called so.
    TooLarge
        There are too many lines for an exact answer.
    """
    lines = tuple(dict.fromkeys(names))
    now, then = contacts.now(), contacts.opened(lines)
    talking = {who for line in then.lines for who in line.ends}
    pairs = tuple(
        Pair(
            (a, b),
            reach(now, a, b),
            reach(then, a, b),
            best_route(now, a, b, "delay"),
            best_route(then, a, b, "delay"),
            best_route(now, a, b, "reliability"),
            best_route(then, a, b, "reliability"),
        )
        for a, b in combinations([who for who in contacts.actors if who in talking], 2)
    )
    return Added(lines, pairs, single_points(now), single_points(then))


def single_points(contacts: Contacts) -> tuple[SinglePoint, ...]:
    """Find the actors (articulation points) and lines (bridges) that all hangs on.

    Every line of `contacts` is taken to exist (Hopcroft and Tarjan 1973; Schmidt 2013).
    """
    import networkx as nx  # late: a fifth of a second

    graph = nx.MultiGraph()
    for line in contacts.lines:
        graph.add_edge(*line.ends, key=line.name)
    actors = set(nx.articulation_points(nx.Graph(graph)))
    bridges = {frozenset(pair) for pair in nx.bridges(graph)}
    points = [
        SinglePoint("actor", who, _apart(graph.subgraph(set(graph) - {who}), graph, contacts))
        for who in contacts.actors
        if who in actors
    ]
    for line in contacts.lines:
        if frozenset(line.ends) in bridges:
            without = graph.copy()
            without.remove_edge(*line.ends, key=line.name)
            points.append(SinglePoint("line", line.name, _apart(without, graph, contacts)))
    return tuple(points)


def _apart(without: Any, graph: Any, contacts: Contacts) -> tuple[tuple[str, str], ...]:
    """Pairs that were joined in `graph` and are not in `without`."""
    before, after = _parts(graph), _parts(without)
    there = [who for who in contacts.actors if who in after]
    return tuple(
        (a, b) for a, b in combinations(there, 2) if before[a] == before[b] and after[a] != after[b]
    )


def _parts(graph: Any) -> dict[str, int]:
    """Number of the part of the graph that each actor is in."""
    import networkx as nx

    return {who: k for k, part in enumerate(nx.connected_components(graph)) for who in part}
