"""Small contacts, drawn or written down, and what brute force says of them."""

from itertools import product

import networkx as nx
from hypothesis import strategies as st

from detente.channels import Contacts, Line, Range
from detente.channels.contacts import LEVELS


def sure(x: float) -> Range:
    """A number without a range."""
    return Range(x, x, x)


def line(name: str, ends: str, reliability: float = 0.5, delay: float = 1.0, **more) -> Line:
    """A line between two actors of one letter each."""
    return Line(name, (ends[0], ends[1]), sure(reliability), sure(delay), **more)


def contacts(*lines: Line) -> Contacts:
    """Contacts of the actors on these lines."""
    return Contacts(tuple(sorted({who for x in lines for who in (*x.ends, *x.hears)})), lines)


@st.composite
def drawn_contacts(draw: st.DrawFn, most: int = 7) -> Contacts:
    """Contacts of two to five actors with up to `most` lines, parallel ones included."""
    actors = "abcde"[: draw(st.integers(2, 5))]
    pairs = [a + b for a in actors for b in actors if a != b]
    lines = [
        line(
            f"l{k}",
            draw(st.sampled_from(pairs)),
            draw(st.sampled_from([0.0, 0.3, 0.5, 0.9, 1.0])),
            draw(st.sampled_from([0.0, 1.0, 2.0, 5.0])),
            discretion=draw(st.sampled_from(LEVELS)),
            hears=tuple(draw(st.sets(st.sampled_from(actors), max_size=2))),
        )
        for k in range(draw(st.integers(0, most)))
    ]
    return Contacts(tuple(actors), tuple(lines))


def joined(of: Contacts, open_: tuple[bool, ...], a: str, b: str) -> bool:
    """Whether two actors are joined by the lines that are open."""
    graph = nx.Graph()
    graph.add_nodes_from(of.actors)
    graph.add_edges_from(x.ends for x, works in zip(of.lines, open_, strict=True) if works)
    return nx.has_path(graph, a, b)


def reach_by_states(of: Contacts, a: str, b: str) -> float:
    """Two-terminal reliability, summed over all states of the lines."""
    total = 0.0
    for open_ in product((True, False), repeat=len(of.lines)):
        p = 1.0
        for x, works in zip(of.lines, open_, strict=True):
            p *= x.reliability.mode if works else 1 - x.reliability.mode
        total += p * joined(of, open_, a, b)
    return total


def all_ways(of: Contacts, a: str, b: str) -> list[tuple[list[str], list[Line]]]:
    """Every simple way between two actors, each of parallel lines apart."""
    graph = nx.MultiGraph()
    graph.add_nodes_from(of.actors)
    for x in of.lines:
        graph.add_edge(*x.ends, key=x.name)
    ways = []
    for edges in nx.all_simple_edge_paths(graph, a, b):
        used = [of.line(key) for _, _, key in edges]
        ways.append(([a, *(to for _, to, _ in edges)], used))
    return ways
